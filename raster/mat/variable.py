"""What a MAT file holds: variables by name, and the numbers of one of them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from ...errors import NotEnoughMemory, UnsuitableRaster

_MOST_NUMBERS = 100_000
_MEGABYTE = 1 << 20


@dataclass(frozen=True)
class Variable:
    """A variable as MATLAB's ``whos`` lists it; ``refusal`` says what it is when it is no array of real numbers."""

    name: str
    shape: tuple[int, ...]
    kind: str
    refusal: str = ""

    @property
    def size(self) -> int:
        """How many numbers it has."""
        return math.prod(self.shape)

    @property
    def is_vector(self) -> bool:
        """True for numbers in one row or column, few enough to be a list of wavelengths."""
        return not self.refusal and 1 <= self.size == max(self.shape, default=0) <= _MOST_NUMBERS

    @property
    def is_matrix(self) -> bool:
        """True for a 2-D array that is no vector."""
        return not self.refusal and len(self.shape) == 2 and min(self.shape) > 1

    def __str__(self) -> str:
        sizes = " x ".join(map(str, self.shape))
        return f"{self.name} ({sizes} {self.kind})" if sizes else f"{self.name} ({self.kind})"


@dataclass(frozen=True)
class MatArray:
    """The numbers of a variable. ``stored`` are its sizes as they lie in memory, the slowest axis first.

    ``from_last`` is True when MATLAB's own ``size()`` lists them the other way round, as of every file it wrote.
    ``read(start, stop)`` gives [stop - start, ...] along the slowest axis; ``chunk`` is how many of these the file
    keeps together. ``note`` is what the user should know of the number type.
    """

    stored: tuple[int, ...]
    from_last: bool
    dtype: np.dtype
    read: Callable[[int, int], np.ndarray]
    chunk: int = 1
    note: str = ""


class MatFile(Protocol):
    """An open MAT file of either kind."""

    path: str
    variables: tuple[Variable, ...]

    def array(self, variable: Variable) -> MatArray:
        """The variable's numbers. Raises UnsuitableRaster when it is none of numbers, or damaged."""
        ...

    def close(self) -> None:
        """Lets the file go; nothing can be read afterwards."""
        ...


def vector(file: MatFile, variable: Variable) -> np.ndarray:
    """All numbers of a vector, float64 [n]."""
    array = file.array(variable)
    return np.asarray(array.read(0, array.stored[0]), dtype=np.float64).ravel()


def find_variable(file: MatFile, name: str) -> Variable:
    """The variable of that name, of whatever kind. Raises UnsuitableRaster with the list of those that are there."""
    for variable in file.variables:
        if variable.name == name:
            return variable
    raise UnsuitableRaster(
        f"MAT file {file.path} has no variable '{name}'. It has: {', '.join(map(str, file.variables)) or 'none'}."
    )


def check_memory(what: str, needed: int, memory: int) -> None:
    """Raises NotEnoughMemory, with the sentence that begins with ``what``, when ``needed`` bytes are not to be had."""
    if needed > memory:
        raise NotEnoughMemory(
            f"{what} needs {-(-needed // _MEGABYTE)} MB of memory, and {memory // _MEGABYTE} MB are free. Close other "
            f"programs; in MATLAB, -v7.3 saves files that are read in parts."
        )


def refuse(path: str, variable: Variable) -> UnsuitableRaster:
    """The error for a variable that is no array of real numbers."""
    return UnsuitableRaster(
        f"The variable '{variable.name}' of {path} is {variable.refusal}, and only arrays of real numbers can be "
        f"imported. Save the array that it holds as a variable of its own in MATLAB."
    )
