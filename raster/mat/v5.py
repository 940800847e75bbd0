"""MAT files of version 5, 6 and 7: arrays of numbers, compressed or not. Nothing else of a file is looked into."""

from __future__ import annotations

import struct
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np

from .elements import NUMBERS, Damaged, Element, ElementReader, Part, find_elements
from .on_disk import damaged_file, reader_on_disk
from .variable import MatArray, Variable, check_memory, refuse

_HEADER = 128
_CLASSES = {
    6: "double", 7: "single", 8: "int8", 9: "uint8", 10: "int16", 11: "uint16", 12: "int32", 13: "uint32",
    14: "int64", 15: "uint64",
}  # fmt: skip
_REFUSED = {
    1: ("cell", "a cell array"),
    2: ("struct", "a struct"),
    3: ("object", "an object"),
    4: ("char", "a text"),
    5: ("sparse", "a sparse matrix"),
    16: ("function", "a function handle"),
    17: ("object", "an object"),
}
_OPAQUE = 17
_LOGICAL, _COMPLEX = 0x200, 0x800
_DTYPES = {"double": "float64", "single": "float32", "logical": "uint8"}
_MOST_DIMENSIONS = 32


class MatV5:
    """A file whose compressed variables are read whole, since they can be read from the beginning only."""

    def __init__(self, path: str, memory: int) -> None:
        self.path = path
        self._memory = memory
        self._places: dict[Variable, Element] = {}
        with self._opened() as file:
            head = file.read(_HEADER)
            if len(head) < _HEADER or head[126:] not in (b"IM", b"MI"):
                raise Damaged("it does not begin as one")
            self._order = "<" if head[126:] == b"IM" else ">"
            (version,) = struct.unpack(f"{self._order}H", head[124:126])
            if version >> 8 != 1:
                raise Damaged(f"its version is stated as {version >> 8}.{version & 0xFF}")
            for element in find_elements(file, _HEADER, Path(path).stat().st_size, self._order):
                variable = self._variable(ElementReader(file, element, self._order))
                if variable.name and variable.name not in [known.name for known in self._places]:
                    self._places[variable] = element
        self.variables = tuple(self._places)

    def array(self, variable: Variable) -> MatArray:
        """The numbers, loaded when they are compressed. Raises NotEnoughMemory before anything is allocated."""
        if variable.refusal:
            raise refuse(self.path, variable)
        element, stored = self._places[variable], variable.shape[::-1]
        with self._opened() as file:
            reader = ElementReader(file, element, self._order)
            self._variable(reader)
            part = reader.part()
            dtype = self._stored_type(variable, part)
            if part.inline is not None:
                values = np.frombuffer(part.inline, dtype).reshape(stored)
            elif element.packed:
                values = self._loaded(variable, reader, dtype)
            else:
                read = reader_on_disk(self.path, reader.position, stored, dtype)
                return _described(variable, stored, dtype, read)
        return _described(variable, stored, dtype, lambda start, stop: values[start:stop])

    def close(self) -> None:
        """Nothing is open between reads."""

    def _loaded(self, variable: Variable, reader: ElementReader, dtype: np.dtype) -> np.ndarray:
        what = f"The variable '{variable.name}' of {self.path}, compressed so that it must be read whole,"
        check_memory(what, variable.size * dtype.itemsize, self._memory)
        values = np.empty(variable.shape[::-1], dtype)
        reader.read_into(values.reshape(-1).view(np.uint8).data)
        reader.check_end()
        return values

    def _stored_type(self, variable: Variable, part: Part) -> np.dtype:
        if part.kind not in NUMBERS:
            raise Damaged(f"the numbers of '{variable.name}' are of the unknown type {part.kind}")
        stored = np.dtype(self._order + NUMBERS[part.kind])
        if part.size != variable.size * stored.itemsize:
            raise Damaged(f"'{variable.name}' has {part.size} bytes of numbers for its {variable.size} values")
        if variable.kind not in ("double", "single") and not np.can_cast(stored, _dtype(variable)):
            raise Damaged(f"'{variable.name}' is {variable.kind}, but holds {stored.name}")
        return stored

    def _variable(self, reader: ElementReader) -> Variable:
        """Reads on to the numbers; the name is empty for what MATLAB keeps for itself."""
        flags = reader.content(reader.part())
        if len(flags) != 8:
            raise Damaged("a variable has no flags")
        (word,) = struct.unpack(f"{self._order}I", flags[:4])
        code = word & 0xFF
        sizes = () if code == _OPAQUE else self._sizes(reader.content(reader.part()))
        name = reader.content(reader.part()).split(b"\0")[0].decode("utf-8", "replace")
        if code not in _CLASSES:
            kind, refusal = _REFUSED.get(code, ("unknown", f"of the unknown class {code}"))
            return Variable(name, sizes, kind, refusal)
        variable = Variable(name, sizes, "logical" if word & _LOGICAL else _CLASSES[code])
        if word & _COMPLEX:
            return replace(variable, refusal="an array of complex numbers")
        return variable if variable.size else replace(variable, refusal="empty")

    def _sizes(self, content: bytes) -> tuple[int, ...]:
        count = len(content) // 4
        sizes = struct.unpack(f"{self._order}{count}i", content[: 4 * count])
        if not 2 <= count <= _MOST_DIMENSIONS or min(sizes) < 0:
            raise Damaged("a variable has sizes that are none")
        # What scipy and others write as 100 x 100 x 1 is 100 x 100 in MATLAB.
        while len(sizes) > 2 and sizes[-1] == 1:
            sizes = sizes[:-1]
        return sizes

    @contextmanager
    def _opened(self):
        try:
            with open(self.path, "rb") as file:
                yield file
        except Damaged as error:
            raise damaged_file(self.path, str(error)) from error
        except OSError as error:
            raise damaged_file(self.path, error.strerror or str(error)) from error


def _dtype(variable: Variable) -> np.dtype:
    return np.dtype(_DTYPES.get(variable.kind, variable.kind))


def _described(variable: Variable, stored: tuple[int, ...], dtype: np.dtype, read) -> MatArray:
    """In the type of the variable's class; but whole doubles stay in the smaller type that the file has them in."""
    shrunk = variable.kind == "double" and dtype.kind != "f"
    own = dtype.newbyteorder("=") if shrunk else _dtype(variable)
    note = (
        f"'{variable.name}' is of MATLAB's class double, but holds whole numbers that the file stores as {own.name}: "
        f"they are kept in that type, which loses nothing."
    )
    return MatArray(
        stored=stored,
        from_last=True,
        dtype=own,
        read=lambda start, stop: read(start, stop).astype(own, copy=False),
        note=note if shrunk else "",
    )
