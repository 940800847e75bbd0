"""What the user, and a MAT file beside its cube, say of the size of the cube."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from .axes import BANDS, COLUMNS, ROWS
from .variable import MatFile, Variable, vector

# Names of numbers that state a size, lower-case and without underscores.
_SIZE_NAMES = {
    ROWS: ("nrow", "nrows", "rows", "row", "numrows", "height", "h", "lines", "nlines", "nr"),
    COLUMNS: ("ncol", "ncols", "cols", "col", "columns", "numcols", "width", "w", "samples", "nsamples", "nc"),
    BANDS: ("nband", "nbands", "bands", "band", "numbands", "b", "nb"),
}
_MAP_WORDS = ("map", "gt", "mask", "label", "truth", "class")


@dataclass(frozen=True)
class Hint:
    """Sizes by axis (``rows``, ``columns``, ``bands``), as far as known, and the words for who says so.

    ``binding`` ones are the user's: what does not fit them is an error. ``of_map`` is the 2-D variable they are of.
    """

    sizes: Mapping[str, int]
    source: str
    binding: bool = False
    of_map: Variable | None = None

    @property
    def pixels(self) -> int | None:
        """Rows times columns, None when one of them is not known."""
        return self.sizes[ROWS] * self.sizes[COLUMNS] if ROWS in self.sizes and COLUMNS in self.sizes else None


def gather_hints(file: MatFile, *, height: int | None, width: int | None) -> tuple[Hint, ...]:
    """All hints, the strongest first: the user's, sizes that the file states, its 2-D maps."""
    asked = {axis: size for axis, size in ((ROWS, height), (COLUMNS, width)) if size is not None}
    found = [Hint(asked, _words(asked), binding=True)] if asked else []
    stated = _stated(file)
    if stated:
        sizes = {axis: size for axis, (_, size) in stated.items()}
        text = ", ".join(f"{variable.name} = {size}" for variable, size in stated.values())
        found.append(Hint(sizes, f"the file states {text}"))
    maps = sorted((item for item in file.variables if item.is_matrix), key=lambda item: not is_map_name(item.name))
    return (*found, *(_of_map(item) for item in maps))


def without(hints: tuple[Hint, ...], variable: Variable) -> tuple[Hint, ...]:
    """The hints less the one that the variable itself would be as a map."""
    return tuple(hint for hint in hints if hint.of_map != variable)


def is_map_name(name: str) -> bool:
    """True for names of ground truths and masks."""
    return any(word in name.lower() for word in _MAP_WORDS)


def pixel_hints(hints: tuple[Hint, ...], count: int) -> Iterator[Hint]:
    """The hints by which an image has ``count`` pixels."""
    return (hint for hint in hints if hint.pixels == count)


def _of_map(variable: Variable) -> Hint:
    return Hint(dict(zip((ROWS, COLUMNS), variable.shape)), f"the file has the 2-D array {variable}", of_map=variable)


def _words(asked: Mapping[str, int]) -> str:
    names = {ROWS: "HEIGHT", COLUMNS: "WIDTH"}
    return " and ".join(f"{names[axis]} = {size}" for axis, size in asked.items())


def _stated(file: MatFile) -> dict[str, tuple[Variable, int]]:
    found: dict[str, tuple[Variable, int]] = {}
    for variable in file.variables:
        name = variable.name.lower().replace("_", "")
        axis = next((axis for axis, names in _SIZE_NAMES.items() if name in names), None)
        if axis is not None and axis not in found and not variable.refusal and variable.size == 1:
            value = float(vector(file, variable)[0])
            if value.is_integer() and value > 0:
                found[axis] = (variable, int(value))
    return found
