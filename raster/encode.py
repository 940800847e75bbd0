"""From restored numbers back to the numbers of a file."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from .nodata import keep_off_nodata
from .validity import is_everywhere


def encode(restored, native, valid, *, dtype, nodata):
    """Restored values as numbers of the output type, with pixels that are not valid given back as they were.

    ``restored`` float [B, h, w] in source units, ``native`` [B, h, w] as read, ``valid`` bool [B, h, w]; ``nodata`` has
    the output's value or None for each of the B bands (``CubeSink.nodata``).

    Returns ``(values [B, h, w] in dtype, clamped)``. Integers are rounded half to even; values beyond the type's limits
    are set to the limit, and counted in ``clamped``. So are restored values that are not finite: they keep the native
    value. A valid pixel never lands on its band's nodata value: it is put just beside it.
    A native value that ``dtype`` cannot hold at all (-1.797e308 as Float32) becomes the band's nodata value, or NaN.
    """
    values = np.empty(native.shape, dtype=dtype)
    clamped = sum(
        encode_band(restored[band], native[band], valid[band], nodata=value, out=values[band])
        for band, value in enumerate(nodata)
    )
    return values, clamped


def encode_band(restored, native, valid, *, nodata, out) -> int:
    """``encode`` for one band [h, w] into ``out`` [h, w], whose type is the output's; returns ``clamped``."""
    restored = restored.astype(np.float64, copy=False)
    if is_everywhere(valid) and _all_fit(restored, out, nodata):
        return 0
    use = valid & np.isfinite(restored)
    lost = int(np.count_nonzero(valid & ~use))
    numbers, beyond = _to_type(np.where(use, restored, 0), out.dtype)
    np.copyto(out, _keep(native, out.dtype, nodata))
    np.copyto(out, keep_off_nodata(numbers, restored, nodata), where=use)
    return lost + beyond


def _all_fit(restored: np.ndarray, out: np.ndarray, nodata: float | int | None) -> bool:
    """The usual case: puts ``restored`` into ``out``, if all of it is numbers that the type can hold."""
    numbers, low, high = _rounded(restored, out.dtype)
    if not _within(numbers, low, high):
        return False
    np.copyto(out, numbers, casting="unsafe")
    kept = keep_off_nodata(out, restored, nodata)
    if kept is not out:
        np.copyto(out, kept)
    return True


def _to_type(restored: np.ndarray, dtype: np.dtype) -> tuple[np.ndarray, int]:
    """Rounded and clamped to ``dtype``, and how many were clamped."""
    numbers, low, high = _rounded(restored, dtype)
    if _within(numbers, low, high):
        return numbers.astype(dtype), 0
    beyond = int(np.count_nonzero((numbers < low) | (numbers > high)))
    return np.clip(numbers, low, high).astype(dtype), beyond


def _rounded(restored: np.ndarray, dtype: np.dtype) -> tuple[np.ndarray, float, float]:
    """As whole numbers if the type has only these; and the lowest and the highest that it can hold."""
    return restored if dtype.kind == "f" else np.rint(restored), *_limits(dtype)


def _within(numbers: np.ndarray, low: float, high: float) -> bool:
    # With one NaN among them, least and largest are NaN, and within nothing.
    return not numbers.size or bool(low <= numbers.min() and numbers.max() <= high)


@lru_cache
def _limits(dtype: np.dtype) -> tuple[float, float]:
    if dtype.kind == "f":
        return float(np.finfo(dtype).min), float(np.finfo(dtype).max)
    return _inner_limit(np.iinfo(dtype).min), _inner_limit(np.iinfo(dtype).max)


def _inner_limit(limit: int) -> float:
    """The float64 nearest to an integer limit that is not beyond it (2**63 - 1 itself is no float64)."""
    nearest = float(limit)
    return nearest if abs(int(nearest)) <= abs(limit) else float(np.nextafter(nearest, 0))


def _keep(native: np.ndarray, dtype: np.dtype, nodata: float | int | None) -> np.ndarray:
    if native.dtype == dtype:
        return native
    with np.errstate(over="ignore", invalid="ignore"):
        kept = native.astype(dtype)
    if dtype.kind != "f":
        return kept
    lost = np.isfinite(native) & ~np.isfinite(kept)
    if lost.any():
        kept[lost] = np.nan if nodata is None else nodata
    return kept
