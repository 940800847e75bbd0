"""What counts as nodata, and which value stands for it in an output of another type."""

from __future__ import annotations

import math

import numpy as np

# FLT_EPSILON: GDAL measures Float64 with it, too.
_EPSILON = float(np.finfo(np.float32).eps)


def is_nodata(values: np.ndarray, nodata: float | int | None) -> np.ndarray:
    """Where ``values`` are nodata, by the rule GDAL's own masks follow.

    GDAL compares floats with a tolerance of some 5e-7 of nodata (``ARE_REAL_EQUAL``), integers exactly.
    """
    if nodata is None:
        return np.zeros(values.shape, dtype=bool)
    if values.dtype.kind == "f":
        return _is_float_nodata(values, float(nodata))
    whole = _whole_number(nodata, values.dtype)
    return np.zeros(values.shape, dtype=bool) if whole is None else values == values.dtype.type(whole)


def keep_off_nodata(values: np.ndarray, towards: np.ndarray, nodata: float | int | None) -> np.ndarray:
    """``values`` with every element that is nodata moved just off it, to the side where ``towards`` lies.

    ``towards`` holds the numbers before they were rounded to ``values.dtype``. Shapes are equal; the input is not
    changed.
    """
    if nodata is None or not (hit := is_nodata(values, nodata)).any():
        return values
    below, above = _neighbours(values.dtype, nodata)
    upwards = towards[hit] > nodata
    # Of two Python numbers numpy would make float64, which holds no large integers.
    replacement = np.where(upwards, *(np.asarray(value).astype(values.dtype) for value in (above, below)))
    result = values.copy()
    result[hit] = replacement
    return result


def output_nodata(nodata: float | int | None, source: np.dtype, target: np.dtype) -> float | int | None:
    """The value that stands for ``nodata`` in an output that is of the source's type or of a float type.

    A value that Float32 cannot hold, such as -1.797e308, becomes the lowest (or highest) Float32.
    """
    if nodata is None or source == target:
        return nodata
    limits = np.finfo(target)
    value = float(nodata)
    if math.isfinite(value):
        value = min(max(value, float(limits.min)), float(limits.max))
    return float(target.type(value))


def filler(nodata: float | int | None, dtype: np.dtype) -> float | int:
    """What a pixel without data holds that no source pixel stands for: nodata, else NaN, else 0 (below a mask)."""
    if dtype.kind == "f":
        return math.nan if nodata is None else nodata
    whole = None if nodata is None else _whole_number(nodata, dtype)
    return 0 if whole is None else whole


def same_nodata(one: float | int | None, other: float | int | None) -> bool:
    """Equality in which NaN equals NaN."""
    if one is None or other is None:
        return one is other
    return one == other or (one != one and other != other)


def _is_float_nodata(values: np.ndarray, nodata: float) -> np.ndarray:
    if math.isnan(nodata):
        return np.isnan(values)
    # In the type of the values, as GDAL does: near the type's limits the sum overflows, and all that is huge is nodata.
    with np.errstate(over="ignore", invalid="ignore"):
        exact = values.dtype.type(nodata)
        tolerance = values.dtype.type(2 * _EPSILON) * np.abs(values + exact)
        return (values == exact) | (np.abs(values - exact) < tolerance)


def _neighbours(dtype: np.dtype, nodata: float | int) -> tuple:
    """The nearest values below and above that nobody takes for ``nodata``; at a limit of the type, twice the same."""
    if dtype.kind == "f":
        return _float_neighbours(dtype, float(nodata))
    limits = np.iinfo(dtype)
    whole = int(nodata)
    below, above = whole - 1, whole + 1
    return (above if below < limits.min else below), (below if above > limits.max else above)


def _float_neighbours(dtype: np.dtype, nodata: float) -> tuple[float, float]:
    limits = np.finfo(dtype)
    if abs(nodata) > float(limits.max) / 2:
        # The largest number that can still be told from it (see _is_float_nodata).
        beside = nodata * float(limits.eps) / 8
        return beside, beside
    step = max(8 * _EPSILON * abs(nodata), float(limits.tiny))
    return nodata - step, nodata + step


def _whole_number(nodata: float | int, dtype: np.dtype) -> int | None:
    if not math.isfinite(nodata) or int(nodata) != nodata:
        return None
    limits = np.iinfo(dtype)
    return int(nodata) if limits.min <= int(nodata) <= limits.max else None
