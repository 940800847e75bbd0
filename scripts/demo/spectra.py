"""Reflectance of everyday surfaces as smooth functions of the wavelength.

Not measured: sums of logistic rises and Gaussian dips placed where the physics puts them (green peak at 550 nm, red
edge at 715 nm, leaf and soil water at 970, 1200, 1450 and 1940 nm, clay at 2205 nm, iron oxide below 600 nm).
"""
from __future__ import annotations

import numpy as np


def _rise(wavelength_nm: np.ndarray, centre_nm: float, width_nm: float) -> np.ndarray:
    return 1 / (1 + np.exp(-(wavelength_nm - centre_nm) / width_nm))


def _bump(wavelength_nm: np.ndarray, centre_nm: float, width_nm: float) -> np.ndarray:
    return np.exp(-0.5 * ((wavelength_nm - centre_nm) / width_nm) ** 2)


def _water_dips(wavelength_nm: np.ndarray, strength: float) -> np.ndarray:
    """The share of light that liquid water in the material lets through."""
    depth = (
        0.12 * _bump(wavelength_nm, 970, 30)
        + 0.25 * _bump(wavelength_nm, 1200, 45)
        + 0.75 * _bump(wavelength_nm, 1450, 70)
        + 0.90 * _bump(wavelength_nm, 1940, 90)
        + 0.45 * _rise(wavelength_nm, 2350, 120)
    )
    return np.exp(-strength * depth)


def vegetation(wavelength_nm: np.ndarray) -> np.ndarray:
    visible = 0.035 + 0.07 * _bump(wavelength_nm, 550, 35)
    plateau = 0.44 * _rise(wavelength_nm, 715, 13) * (1 - 0.55 * _rise(wavelength_nm, 1350, 120))
    return (visible + plateau) * _water_dips(wavelength_nm, 1.1)


def dry_grass(wavelength_nm: np.ndarray) -> np.ndarray:
    rise = 0.06 + 0.34 * _rise(wavelength_nm, 720, 110)
    cellulose = 1 - 0.16 * _bump(wavelength_nm, 2100, 45) - 0.10 * _bump(wavelength_nm, 2300, 40)
    return rise * cellulose * _water_dips(wavelength_nm, 0.3)


def soil(wavelength_nm: np.ndarray) -> np.ndarray:
    rise = 0.05 + 0.33 * (1 - np.exp(-(wavelength_nm - 400) / 550))
    clay = 1 - 0.13 * _bump(wavelength_nm, 2205, 25)
    return rise * clay * _water_dips(wavelength_nm, 0.2)


def water(wavelength_nm: np.ndarray) -> np.ndarray:
    return 0.004 + 0.06 * _bump(wavelength_nm, 540, 75) * (1 - _rise(wavelength_nm, 690, 25))


def clay_tiles(wavelength_nm: np.ndarray) -> np.ndarray:
    iron = 1 - 0.18 * _bump(wavelength_nm, 870, 60)
    return (0.06 + 0.36 * _rise(wavelength_nm, 600, 28)) * iron * (1 - 0.08 * _bump(wavelength_nm, 2205, 30))


def metal_roof(wavelength_nm: np.ndarray) -> np.ndarray:
    return 0.50 + 0.10 * _rise(wavelength_nm, 1100, 300) - 0.05 * _bump(wavelength_nm, 850, 90)


def asphalt(wavelength_nm: np.ndarray) -> np.ndarray:
    return 0.07 + 0.09 * _rise(wavelength_nm, 900, 450) - 0.01 * _bump(wavelength_nm, 2310, 40)


MATERIALS = (vegetation, dry_grass, soil, water, clay_tiles, metal_roof, asphalt)
