"""The degradations of the three papers, on cubes whose clean values span 0 to 1.

Amplitudes, shares and the order (Gaussian first, structured noise on top) are those of the RAS2S protocol, which it
shares with QRNN3D. Its code names two more, Poisson and speckle, but never applies them; here they are what the words
mean, each alone and on every band. Columns are the second spatial axis: a push-broom sensor's lines of constant
detector.

``draw_plan`` settles what each band gets, once for a whole raster; ``add_noise`` applies that to any window of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import InvalidParameter
from .draws import Draws, StreamDraws
from .photons import photon_counts

CASES = ("gaussian", "noniid", "stripe", "deadline", "impulse", "mixture", "poisson", "speckle")
BAND_SIGMAS = np.array([10, 30, 50, 70]) / 255
"""The four standard deviations that bands of the non-i.i.d. cases draw from."""

IMPULSE_SHARES = (0.1, 0.3, 0.5, 0.7)
LINE_SHARE = (0.05, 0.15)
"""Smallest and largest share of columns that are striped, or dead, in a band that is hit."""

STRIPE_AMPLITUDE = 0.25
PEAK_PHOTONS = 255.0
"""Photons that the brightest clean value stands for: 8-bit numbers taken for counts, as image libraries do. The noise
there then has a standard deviation of 16/255, among those of ``BAND_SIGMAS``."""

_STRUCTURES = {
    "noniid": (),
    "stripe": ("stripe",),
    "deadline": ("deadline",),
    "impulse": ("impulse",),
    "mixture": ("stripe", "deadline", "impulse"),
}
"""What a case adds to non-i.i.d. Gaussian noise, each in a third of the bands of its own."""


@dataclass(frozen=True)
class BandNoise:
    """What one band gets, in the unit in which the clean cube spans 0 to 1.

    ``sigma`` is the standard deviation of additive Gaussian noise, ``speckle`` that of the random factor of mean 1 that
    values are multiplied by, ``peak_photons`` the count expected at value 1 (0: no counting). To the columns
    ``striped`` (0-based) the ``offsets`` are added; columns ``dead`` are 0; of all pixels ``impulses`` is the share
    that becomes 0 or 1, with even chances.
    """

    sigma: float = 0.0
    speckle: float = 0.0
    peak_photons: float = 0.0
    striped: tuple[int, ...] = ()
    offsets: tuple[float, ...] = ()
    dead: tuple[int, ...] = ()
    impulses: float = 0.0


def degrade(cube: np.ndarray, case: str, rng: np.random.Generator, sigma: float = 0.0) -> np.ndarray:
    """``cube`` float ``[B, H, W]`` with the noise of ``case``; not clipped, so values leave 0 to 1.

    ``sigma`` as in ``draw_plan``. Raises `InvalidParameter` for an unknown case.
    """
    noisy = cube.astype(np.result_type(cube, np.float32))
    draws = StreamDraws(rng)
    for band, noise in zip(noisy, draw_plan(case, len(cube), cube.shape[2], rng, sigma)):
        add_noise(band, noise, draws)
    return noisy


def draw_plan(
    case: str,
    bands: int,
    width: int,
    rng: np.random.Generator,
    sigma: float = 0.0,
    peak_photons: float = PEAK_PHOTONS,
) -> tuple[BandNoise, ...]:
    """What each of the ``bands`` of a raster of ``width`` columns gets.

    ``sigma`` (the clean cube's range being 1) is used by ``gaussian`` and ``speckle``, ``peak_photons`` by ``poisson``;
    every other case draws one of ``BAND_SIGMAS`` per band. A third of the bands (rounded down) also gets the structured
    noise that the case names; in ``mixture`` three disjoint thirds get stripes, dead lines and impulses. Raises
    `InvalidParameter` for an unknown case.
    """
    alike = {
        "gaussian": BandNoise(sigma=sigma),
        "speckle": BandNoise(speckle=sigma),
        "poisson": BandNoise(peak_photons=peak_photons),
    }
    if case in alike:
        return (alike[case],) * bands
    if case not in _STRUCTURES:
        raise InvalidParameter(f"The noise '{case}' was asked for, which is not one of {', '.join(CASES)}.")
    sigmas = BAND_SIGMAS[rng.integers(0, len(BAND_SIGMAS), bands)].tolist()
    order, third = rng.permutation(bands).tolist(), bands // 3
    structures: dict[int, dict] = {}
    for place, kind in enumerate(_STRUCTURES[case]):
        for band in order[place * third : (place + 1) * third]:
            structures[band] = _DRAWN[kind](width, rng)
    return tuple(BandNoise(sigma=value, **structures.get(band, {})) for band, value in enumerate(sigmas))


def structures_missing(case: str, plan: Sequence[BandNoise]) -> list[str]:
    """In words, what ``case`` names but no band of the plan got, because bands or columns were too few."""
    got = {
        "stripe": any(noise.striped for noise in plan),
        "deadline": any(noise.dead for noise in plan),
        "impulse": any(noise.impulses for noise in plan),
    }
    words = {"stripe": "stripes", "deadline": "dead lines", "impulse": "impulses"}
    return [words[structure] for structure in _STRUCTURES.get(case, ()) if not got[structure]]


def add_noise(band: np.ndarray, noise: BandNoise, draws: Draws, left: int = 0) -> None:
    """Adds ``noise`` to a window of a band (float [h, w], clean values 0 to 1), in place.

    ``left`` is the window's first column in the raster that the noise was drawn for. Values below 0, which bicubic
    down-sampling makes at edges, send no photons.
    """
    if noise.sigma:
        band += draws.normal(band.shape) * noise.sigma
    if noise.speckle:
        band *= 1 + draws.normal(band.shape) * noise.speckle
    if noise.peak_photons:
        expected = np.maximum(band, 0, dtype=np.float64) * noise.peak_photons
        band += (photon_counts(draws.uniform(band.shape), expected) - expected) / noise.peak_photons
    if noise.striped:
        columns, inside = _inside(noise.striped, left, band.shape[1])
        band[:, columns] += np.array(noise.offsets, band.dtype)[inside]
    if noise.dead:
        band[:, _inside(noise.dead, left, band.shape[1])[0]] = 0
    if noise.impulses:
        chance = draws.uniform(band.shape)
        band[chance < noise.impulses] = 0
        band[chance < noise.impulses / 2] = 1


def _inside(columns: tuple[int, ...], left: int, width: int) -> tuple[np.ndarray, np.ndarray]:
    """Those of the raster's columns that lie in a window, counted in it; and bool, which of them they are."""
    places = np.array(columns) - left
    inside = (places >= 0) & (places < width)
    return places[inside], inside


def _stripes(width: int, rng: np.random.Generator) -> dict:
    low, high = (int(np.floor(share * width)) for share in LINE_SHARE)
    columns = rng.permutation(width)[: rng.integers(low, max(high, low + 1))]
    offsets = rng.uniform(-STRIPE_AMPLITUDE, STRIPE_AMPLITUDE, columns.size)
    return {"striped": tuple(columns.tolist()), "offsets": tuple(offsets.tolist())}


def _dead_lines(width: int, rng: np.random.Generator) -> dict:
    low, high = (int(np.ceil(share * width)) for share in LINE_SHARE)
    return {"dead": tuple(rng.permutation(width)[: rng.integers(low, max(high, low + 1))].tolist())}


def _impulses(width: int, rng: np.random.Generator) -> dict:
    return {"impulses": IMPULSE_SHARES[rng.integers(0, len(IMPULSE_SHARES))]}


_DRAWN = {"stripe": _stripes, "deadline": _dead_lines, "impulse": _impulses}
