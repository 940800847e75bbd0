"""MAT files of version 4: matrices one after the other, each behind five integers."""

from __future__ import annotations

import os
import struct

import numpy as np

from .on_disk import damaged_file, reader_on_disk
from .variable import MatArray, Variable, refuse

_HEAD = 20
_LONGEST_NAME = 256
_TYPES = (("f8", "double"), ("f4", "single"), ("i4", "int32"), ("i2", "int16"), ("u2", "uint16"), ("u1", "uint8"))
_REFUSED = ("", "a text", "a sparse matrix")


class MatV4:
    """A file of matrices of two dimensions, none of them compressed."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._places: dict[Variable, tuple[int, np.dtype]] = {}
        end = os.path.getsize(path)
        with open(path, "rb") as file:
            while file.tell() < end:
                variable, dtype, size = self._head(file)
                start = file.tell()
                if start + size > end:
                    raise damaged_file(path, "it ends within a variable")
                self._places.setdefault(variable, (start, dtype))
                file.seek(start + size)
        self.variables = tuple(self._places)

    def array(self, variable: Variable) -> MatArray:
        """The numbers, which stay on disk until they are read."""
        if variable.refusal:
            raise refuse(self.path, variable)
        start, dtype = self._places[variable]
        read, own = reader_on_disk(self.path, start, variable.shape[::-1], dtype), dtype.newbyteorder("=")
        return MatArray(variable.shape[::-1], True, own, lambda first, last: read(first, last).astype(own, copy=False))

    def close(self) -> None:
        """Nothing is open between reads."""

    def _head(self, file) -> tuple[Variable, np.dtype, int]:
        """A variable, the type of its numbers, and how many bytes they take; the file is then at their beginning."""
        head = file.read(_HEAD)
        order = "<" if head[:1] != b"\0" or head[:4] == bytes(4) else ">"
        fields = struct.unpack(f"{order}5i", head) if len(head) == _HEAD else (-1,) * 5
        kind, rows, columns, imaginary, name_size = fields
        machine, zero, number, form = kind // 1000, kind // 100 % 10, kind // 10 % 10, kind % 10
        if (
            (machine, zero) not in ((0, 0), (1, 0))
            or number >= len(_TYPES)
            or form >= len(_REFUSED)
            or imaginary not in (0, 1)
            or min(rows, columns) < 0
            or not 1 <= name_size <= _LONGEST_NAME
        ):
            raise damaged_file(self.path, "it does not begin as one, or there is no variable where one should be")
        name = file.read(name_size).split(b"\0")[0].decode("latin-1")
        code, matlab_class = _TYPES[number]
        dtype = np.dtype((">" if machine else "<") + code)
        refusal = _REFUSED[form] or ("an array of complex numbers" if imaginary else "")
        if not rows * columns:
            refusal = refusal or "empty"
        size = rows * columns * dtype.itemsize * (2 if imaginary else 1)
        return Variable(name, (rows, columns), matlab_class, refusal), dtype, size
