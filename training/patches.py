"""Training pairs: random pieces of clean scenes, and the same pieces spoilt, by fresh noise or by coarser pixels.

Everything random comes from one generator that the caller seeds with (seed, step), so a resumed run draws exactly
the pairs that an uninterrupted one would have drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import InvalidParameter
from ..quality.noise import degrade
from ..quality.resample import KERNEL_REACH, downsample


@dataclass(frozen=True)
class NoiseMix:
    """How often each degradation is drawn, and how strong plain Gaussian noise may be."""

    cases: tuple[str, ...] = ("gaussian", "noniid", "stripe", "deadline", "impulse", "mixture")
    weights: tuple[float, ...] = (0.2, 0.15, 0.15, 0.15, 0.15, 0.2)
    sigma_max: float = 75 / 255
    """Gaussian standard deviation is drawn from 0 (a clean patch) to this, more often small than large."""
    sigmas: tuple[float, ...] = ()
    """Standard deviations on the 0-255 scale to draw from instead, all alike often; 0 leaves a patch clean."""


@dataclass(frozen=True)
class PatchShape:
    """Size of one training pair's cube."""

    count: int
    bands: int
    side: int


def draw_pairs(
    scenes: Sequence[np.ndarray], shape: PatchShape, noise: NoiseMix, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """(noisy, clean), both ``float32 [count, bands, side, side]``; ``scenes`` are ``[B, H, W]`` with values 0 to 1."""
    clean = np.stack([_brighten(_draw_clean(scenes, shape, rng), rng) for _ in range(shape.count)])
    noisy = np.stack([_draw_noise(cube, noise, rng) for cube in clean])
    return noisy.astype(np.float32), clean.astype(np.float32)


def draw_coarse_pairs(
    scenes: Sequence[np.ndarray], shape: PatchShape, scale: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """(coarse, fine): ``float32 [count, bands, side, side]``, and the same with sides ``scale`` times as long.

    ``scenes`` are ``[B, H, W]`` with each band's mean at 0. Patches are cut with the pixels around them that their
    coarse pixels depend on, so that a patch is what it would be in the middle of a coarse scene.
    """
    rim = scale * KERNEL_REACH
    outer = PatchShape(shape.count, shape.bands, scale * shape.side + 2 * rim)
    pieces = np.stack([_draw_clean(scenes, outer, rng) * rng.uniform(0.5, 1.2) for _ in range(shape.count)])
    inner = slice(KERNEL_REACH, KERNEL_REACH + shape.side)
    coarse = np.stack([downsample(piece, scale)[:, inner, inner] for piece in pieces])
    fine = pieces[:, :, rim : rim + scale * shape.side, rim : rim + scale * shape.side]
    return coarse.astype(np.float32), fine.astype(np.float32)


def _draw_clean(scenes: Sequence[np.ndarray], shape: PatchShape, rng: np.random.Generator) -> np.ndarray:
    """A piece ``[bands, side, side]`` of a scene, turned and mirrored at random, of every band or of fewer."""
    voxels = np.array([scene.size if min(scene.shape[1:]) >= shape.side else 0 for scene in scenes], dtype=float)
    if not voxels.any():
        raise InvalidParameter(f"No scene is {shape.side} pixels wide and high, as the recipe's patches are.")
    scene = scenes[rng.choice(len(scenes), p=voxels / voxels.sum())]
    scale = int(rng.choice([1, 1, 2])) if min(scene.shape[1:]) >= 2 * shape.side else 1
    side = shape.side * scale
    top, left = (int(rng.integers(0, size - side + 1)) for size in scene.shape[1:])
    stride = int(rng.integers(1, max(1, min(4, scene.shape[0] // shape.bands)) + 1))
    picked = _band_picks(scene.shape[0], shape.bands, stride, rng)
    cube = scene[picked, top : top + side, left : left + side]
    if scale > 1:
        cube = cube.reshape(shape.bands, shape.side, scale, shape.side, scale).mean(axis=(2, 4))
    cube = np.rot90(cube, int(rng.integers(0, 4)), axes=(1, 2))
    if rng.random() < 0.5:
        cube = cube[:, :, ::-1]
    return cube[::-1] if rng.random() < 0.5 else cube


def _brighten(cube: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A cube's own range seldom fills 0 to 1 once noise has widened it: let the network see dim and bright ones."""
    gain = rng.uniform(0.7, 1.0)
    return cube * np.float32(gain) + np.float32(rng.uniform(0, 1 - gain))


def _band_picks(available: int, wanted: int, stride: int, rng: np.random.Generator) -> np.ndarray:
    """Indices of ``wanted`` bands ``stride`` apart, bouncing at the ends when the scene has fewer."""
    start = int(rng.integers(0, max(1, available - (wanted - 1) * stride)))
    index = (start + np.arange(wanted) * stride) % (2 * available)
    return np.where(index < available, index, 2 * available - 1 - index)


def _draw_noise(cube: np.ndarray, noise: NoiseMix, rng: np.random.Generator) -> np.ndarray:
    chances = np.array(noise.weights) / sum(noise.weights)
    case = noise.cases[rng.choice(len(noise.cases), p=chances)]
    # Squaring the draw favours the low end, where a denoiser can only do harm.
    sigma = float(rng.choice(noise.sigmas)) / 255 if noise.sigmas else noise.sigma_max * rng.random() ** 2
    return degrade(cube, case, rng, sigma=sigma)
