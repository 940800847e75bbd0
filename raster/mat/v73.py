"""MAT files of version 7.3 through GDAL's HDF5 driver and its multidimensional interface, read in parts."""

from __future__ import annotations

import math
import os

import numpy as np
from osgeo import gdal, gdal_array

from ...errors import UnsuitableRaster
from ..gdal_calls import attempt
from .variable import MatArray, Variable, check_memory, refuse

# Deflate makes data at most so many times smaller; libhdf5 fills all memory with what a damaged size makes it expect.
_MOST_DEFLATED = 1032
_REFUSED = {"char": "a text", "cell": "a cell array", "struct": "a struct", "function_handle": "a function handle"}


class MatV73:
    """An open HDF5 file. One that MATLAB did not write keeps its axes in the order of its writer."""

    def __init__(self, path: str, memory: int, *, written_by_matlab: bool) -> None:
        self.path = path
        self._memory = memory
        self._from_last = written_by_matlab
        if gdal.GetDriverByName("HDF5") is None:
            raise UnsuitableRaster(
                f"MAT file {path} is of version 7.3, which is HDF5, and this GDAL was built without its HDF5 driver. "
                f"Save the file in MATLAB with -v7, or install GDAL's HDF5 plugin."
            )
        self._dataset, reason = attempt(gdal.OpenEx, path, gdal.OF_MULTIDIM_RASTER, allowed_drivers=["HDF5"])
        if self._dataset is None:
            raise UnsuitableRaster(
                f"{path} cannot be read as a MAT file of version 7.3: {reason or 'it is no whole HDF5 file'}. Copy or "
                f"download it again."
            )
        self._root = self._dataset.GetRootGroup()
        arrays = [self._variable(name) for name in _texts(self._root.GetMDArrayNames)]
        self.variables = (*arrays, *self._groups())

    def array(self, variable: Variable) -> MatArray:
        """The variable's numbers; nothing is read yet. Reading raises NotEnoughMemory for too large a part."""
        if variable.refusal:
            raise refuse(self.path, variable)
        array = self._open(variable.name)
        sizes, dtype = _sizes(array), _dtype(array)
        stored = os.path.getsize(self.path)
        if variable.size * dtype.itemsize > _MOST_DEFLATED * stored:
            raise UnsuitableRaster(
                f"The variable {variable} of {self.path} is announced larger than a file of {stored} bytes can hold. "
                f"The file may be damaged; copy or download it again."
            )

        def read(start: int, stop: int) -> np.ndarray:
            corner, count = [start] + [0] * (len(sizes) - 1), [stop - start, *sizes[1:]]
            check_memory(f"A part of the variable '{variable.name}'", math.prod(count) * dtype.itemsize, self._memory)
            raw, reason = self._read(variable.name, corner, count)
            if raw is None:
                raise UnsuitableRaster(
                    f"The variable '{variable.name}' of {self.path} cannot be read: {reason or 'HDF5 gave no reason'}. "
                    f"The file may be damaged; copy or download it again."
                )
            return np.frombuffer(raw, dtype).reshape(count)

        return MatArray(
            stored=sizes, from_last=self._from_last, dtype=dtype, read=read, chunk=max(1, array.GetBlockSize()[0])
        )

    def close(self) -> None:
        """Lets GDAL's objects go: held by an exception's frames they would crash QGIS when it ends before them."""
        self._dataset = self._root = None

    def _read(self, name: str, corner: list[int], count: list[int]):
        # Not ReadAsArray: where GDAL's exceptions are off it gives numbers even when it could not read them.
        return attempt(self._open(name).Read, corner, count)

    def _open(self, name: str):
        """None for what GDAL has no type for, such as the references of a cell array."""
        return attempt(self._root.OpenMDArray, name)[0]

    def _variable(self, name: str) -> Variable:
        array = self._open(name)
        if array is None:
            return Variable(name, (), "cell", "a cell array, or of another type that GDAL does not know")
        kind, dtype, sizes = _attribute(array, "MATLAB_class"), _dtype(array), _sizes(array)
        shape = sizes[::-1] if self._from_last else sizes
        refusal = _REFUSED.get(kind, "")
        if not refusal and dtype is None:
            refusal = "of a type that GDAL has no numbers for"
        if not refusal and dtype.kind == "c":
            refusal = "an array of complex numbers"
        if not refusal and (not shape or min(shape) == 0 or _attribute(array, "MATLAB_empty") is not None):
            refusal = "empty" if shape else "a single number without dimensions"
        return Variable(name, shape, kind or getattr(dtype, "name", "unknown"), refusal)

    def _groups(self) -> list[Variable]:
        found = []
        for name in _texts(self._root.GetGroupNames):
            group = None if name.startswith("#") else attempt(self._root.OpenGroup, name)[0]
            if group is not None:
                sparse = _attribute(group, "MATLAB_sparse") is not None
                kind = "sparse" if sparse else "struct"
                found.append(Variable(name, (), kind, "a sparse matrix" if sparse else "a struct"))
        return found


def _texts(names) -> list[str]:
    """The names that GDAL lists, less those that are no UTF-8, which it gives as bytes and does not take back."""
    return [name for name in attempt(names)[0] or [] if isinstance(name, str)]


def _attribute(holder, name: str):
    """The value of an attribute, None when there is none."""
    attribute, _ = attempt(holder.GetAttribute, name)
    return None if attribute is None else attempt(attribute.Read)[0]


def _sizes(array) -> tuple[int, ...]:
    return tuple(dimension.GetSize() for dimension in array.GetDimensions())


def _dtype(array) -> np.dtype | None:
    kind = array.GetDataType()
    if kind.GetClass() != gdal.GEDTC_NUMERIC:
        return None
    code = gdal_array.GDALTypeCodeToNumericTypeCode(kind.GetNumericDataType())
    return None if code is None else np.dtype(code)
