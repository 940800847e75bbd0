"""A small landscape: how much of each material every pixel holds, drawn from a seed.

Fields around a river, woods, two roads and a village; inside a field crop, dry grass and soil mix along a fractal
texture, and a gentle relief changes the light. Edges are softened as a sensor's optics would.
"""
from __future__ import annotations

import numpy as np
from scipy import ndimage

from .spectra import MATERIALS

VEGETATION, DRY_GRASS, SOIL, WATER, TILES, METAL, ASPHALT = range(len(MATERIALS))
FIELDS = 34
HOUSES = 46
OPTICS_SIGMA_PX = 0.55


def abundances(size: int, rng: np.random.Generator) -> np.ndarray:
    """Shares of the materials, float64 [material, y, x], summing to 1 in every pixel."""
    share = _fields(size, rng)
    y, x = np.mgrid[:size, :size] / size
    river = 0.30 + 0.09 * np.sin(5.5 * x + 0.7) + 0.12 * x
    _cover(share, WATER, _soft_below(np.abs(y - river), 0.035 + 0.012 * np.sin(11 * x), size))
    for distance in (np.abs(y - 0.62 - 0.18 * (x - 0.5)), np.abs(x - 0.42 + 0.25 * (y - 0.7) ** 2)):
        _cover(share, ASPHALT, _soft_below(distance, 0.007, size))
    _build_village(share, size, rng)
    return ndimage.gaussian_filter(share, (0, OPTICS_SIGMA_PX, OPTICS_SIGMA_PX), mode="nearest")


def relief(size: int, rng: np.random.Generator) -> np.ndarray:
    """Relative light, float64 [y, x], about 0.8 to 1.2."""
    return 1 + 0.2 * np.clip(fractal(size, rng, roughness=2.6) / 2.5, -1, 1)


def fractal(size: int, rng: np.random.Generator, roughness: float) -> np.ndarray:
    """A random field with a power-law spectrum: mean 0, standard deviation 1; rough at 1, smooth at 3."""
    frequency = np.hypot(np.fft.fftfreq(size)[:, None], np.fft.rfftfreq(size)[None, :])
    frequency[0, 0] = np.inf
    spectrum = np.fft.rfft2(rng.standard_normal((size, size))) * frequency ** (-roughness / 2)
    field = np.fft.irfft2(spectrum, s=(size, size))
    return field / field.std()


def _fields(size: int, rng: np.random.Generator) -> np.ndarray:
    """Plots around random centres; each has its own mean greenness and dryness, textured inside."""
    centres = rng.random((FIELDS, 2)) * size
    y, x = np.mgrid[:size, :size]
    plot = np.argmin((y[..., None] - centres[:, 0]) ** 2 + (x[..., None] - centres[:, 1]) ** 2, axis=-1)
    green = rng.choice([0.08, 0.35, 0.7, 0.95], FIELDS)[plot] + 0.12 * fractal(size, rng, roughness=1.6)
    dry = rng.choice([0.1, 0.5, 0.9], FIELDS)[plot] + 0.12 * fractal(size, rng, roughness=1.6)
    green, dry = np.clip(green, 0, 1), np.clip(dry, 0, 1)
    share = np.zeros((len(MATERIALS), size, size))
    share[VEGETATION], share[DRY_GRASS], share[SOIL] = green, (1 - green) * dry, (1 - green) * (1 - dry)
    return share


def _build_village(share: np.ndarray, size: int, rng: np.random.Generator) -> None:
    for _ in range(HOUSES):
        y, x = (rng.normal((0.70, 0.66), 0.11) * size).astype(int)
        height, width = rng.integers(2, 6, 2)
        footprint = np.zeros((size, size))
        footprint[max(y, 0) : max(y + height, 0), max(x, 0) : max(x + width, 0)] = 1
        _cover(share, METAL if rng.random() < 0.2 else TILES, footprint)


def _soft_below(distance: np.ndarray, limit: np.ndarray | float, size: int) -> np.ndarray:
    """1 where ``distance`` (in image widths) is below ``limit``, 0 above it, over one pixel."""
    return np.clip((limit - distance) * size + 0.5, 0, 1)


def _cover(share: np.ndarray, material: int, part: np.ndarray) -> None:
    share *= 1 - part
    share[material] += part
