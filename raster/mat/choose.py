"""Which variable of a MAT file is the cube."""

from __future__ import annotations

from ...errors import InvalidParameter, UnsuitableRaster
from .axes import BANDS
from .hints import Hint, pixel_hints
from .variable import MatFile, Variable, find_variable, refuse

_PICTURE_BANDS = 4


def choose_variable(file: MatFile, name: str, hints: tuple[Hint, ...]) -> Variable:
    """The variable ``name``, or the only one that can be the cube when it is empty.

    Raises InvalidParameter, with a list, when several can be; UnsuitableRaster when none is, or the one asked for is no
    array of real numbers of two or three dimensions.
    """
    if name:
        variable = find_variable(file, name)
        if variable.refusal:
            raise refuse(file.path, variable)
        if len(variable.shape) not in (2, 3) or variable.is_vector:
            raise UnsuitableRaster(
                f"The variable {variable} of {file.path} cannot be a raster. Choose one with two or three dimensions."
            )
        return variable
    found = candidates(file, hints)
    if len(found) == 1:
        return found[0]
    if not found:
        raise UnsuitableRaster(
            f"MAT file {file.path} has no array that can be a cube. It has: {_listed(file.variables)}"
        )
    raise InvalidParameter(
        f"MAT file {file.path} has several arrays that can be the cube. Choose VARIABLE: {_listed(found)}"
    )


def candidates(file: MatFile, hints: tuple[Hint, ...]) -> list[Variable]:
    """3-D arrays, pictures of a few bands only when there are no others; without any, 2-D arrays.

    Of those, where there are any, only the ones with as many pixels (and bands) as the user or the file states.
    """
    cubes = [item for item in file.variables if _is_cube(item)]
    matrices = [item for item in file.variables if item.is_matrix]
    stated = [item for item in matrices if any(_is_stated(item, hint) for hint in hints if hint.of_map is None)]
    many = [item for item in cubes if min(item.shape) > _PICTURE_BANDS]
    return many or cubes or stated or matrices


def _is_stated(variable: Variable, hint: Hint) -> bool:
    for pixels, bands in (variable.shape, variable.shape[::-1]):
        if any(pixel_hints((hint,), pixels)) and hint.sizes.get(BANDS, bands) == bands:
            return True
    return False


def _is_cube(variable: Variable) -> bool:
    return not variable.refusal and len(variable.shape) == 3 and sorted(variable.shape)[1] > 1


def _listed(variables) -> str:
    return ("; ".join(f"{variable}, {_may_be(variable)}" for variable in variables) or "nothing") + "."


def _may_be(variable: Variable) -> str:
    if variable.refusal:
        return variable.refusal
    if _is_cube(variable):
        few = min(variable.shape)
        return f"a picture of {few} bands" if few <= _PICTURE_BANDS else "a cube"
    if variable.is_matrix:
        return "a mask" if variable.kind == "logical" else "a flattened cube or a map"
    return "a number" if variable.size == 1 else "a list of numbers" if variable.is_vector else "no cube"
