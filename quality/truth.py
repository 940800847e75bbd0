"""What was done to a simulated raster, band by band, as JSON: the truth that an estimate can be checked against."""

from __future__ import annotations

import json
from collections.abc import Mapping

from ..raster import CubeSource
from .noise import BandNoise


def truth_text(
    source: CubeSource,
    settings: Mapping[str, object],
    plan: Mapping[int, BandNoise],
    passed: Mapping[int, str],
    width: float,
) -> str:
    """``settings`` first, then one entry for each band of the raster (counted from 1).

    ``plan`` and ``passed`` (reasons) are by 0-based band; ``width`` is the clean range in source units. Standard
    deviations are given on the 0-255 scale, and in source units besides; offsets of stripes as parts of the range.
    Lines count from 0.
    """
    wavelengths = source.spectral.wavelengths_nm or (None,) * source.count
    entries = []
    for band in range(source.count):
        entry: dict[str, object] = {"band": band + 1, "wavelength_nm": wavelengths[band]}
        if band in passed:
            entry["without_noise"] = passed[band]
        else:
            entry.update(_described(plan.get(band, BandNoise()), width))
        entries.append(entry)
    return json.dumps({**settings, "bands": entries}, indent=1, allow_nan=False, ensure_ascii=False) + "\n"


def _described(noise: BandNoise, width: float) -> dict[str, object]:
    stripes = sorted(zip(noise.striped, noise.offsets))
    return {
        "sigma": noise.sigma * 255,
        "sigma_in_source_units": noise.sigma * width,
        "speckle": noise.speckle * 255,
        "peak_photons": noise.peak_photons or None,
        "striped_lines": [line for line, _ in stripes],
        "stripe_offsets": [offset for _, offset in stripes],
        "dead_lines": sorted(noise.dead),
        "impulse_share": noise.impulses,
    }
