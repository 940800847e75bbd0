"""Values that stand for "no data" although the raster does not say so, such as -9999 or 1e20 in the corners of a swath.

Such a value is the lowest or the highest of most bands, recurs exactly, and lies far outside what the other pixels
hold. Salt, pepper, saturation and dead lines lie at the ends of the range or near them, and dead lines and hot pixels
differ from band to band: `Reader` takes a pixel for filled only if most of its bands are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

from .reading import MOST_BANDS
from .sampling import SampleWindow, quantiles, some_values
from .statistics import BandStatistics

LEAST_PIXELS = 4
FAR_WIDTHS = 3.0


def suspect_fills(statistics: Mapping[int, BandStatistics], sample: Sequence[SampleWindow]) -> tuple[np.generic, ...]:
    """The values that may be undeclared nodata, of the source's type; ``sample`` holds the bands of ``statistics``."""
    bands = [band for band in statistics.values() if band.count]
    ends = Counter(band.low for band in bands if band.at_low >= LEAST_PIXELS)
    ends.update(band.high for band in bands if band.at_high >= LEAST_PIXELS and band.high != band.low)
    recurring = [value for value, votes in ends.items() if votes >= MOST_BANDS * len(bands)]
    if not recurring or not sample:
        return ()
    ranges = [_usual_range(sample, number, recurring) for number in range(len(statistics))]
    low, high = np.array([found for found in ranges if found is not None]).reshape(-1, 2).T
    reach = FAR_WIDTHS * (high - low)
    return tuple(
        value
        for value in recurring
        if len(low) and np.mean((float(value) < low - reach) | (float(value) > high + reach)) >= MOST_BANDS
    )


def describe_fills(
    fills: Sequence[np.generic], before: Mapping[int, BandStatistics], after: Mapping[int, BandStatistics]
) -> str:
    """The warning about pixels that were valid ``before`` the fills were known, and are not ``after``."""
    pixels = max(before[band].count - after[band].count for band in before)
    values = " and ".join(map(str, fills))
    return (
        f"The value {values} lies far outside the data and fills {pixels} pixels: it looks like undeclared nodata, so "
        "these pixels were left as they are; declare it as the raster's nodata value to say so for good."
    )


def _usual_range(
    sample: Sequence[SampleWindow], band: int, without: Sequence[np.generic]
) -> tuple[float, float] | None:
    """The 1 and 99 % quantiles of a band but for some values; None when that leaves nothing or a single value."""
    values = some_values(sample, band, without)
    if not values.size:
        return None
    low, high = quantiles(values, (0.01, 0.99))
    return (low, high) if high > low else None
