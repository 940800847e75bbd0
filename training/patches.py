"""Training pairs: clean patches, and the same spoilt by fresh noise or by coarser pixels.

Everything random comes from one generator that the caller seeds with (seed, step), so a resumed run draws exactly
the pairs that an uninterrupted one would have drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from ..quality.resample import KERNEL_REACH, downsample
from .clean import Augmentation, PatchShape, brighten, draw_clean
from .spoiling import NoiseMix, outer_side, spoil, turn


def draw_pairs(
    scenes: Sequence[np.ndarray],
    shape: PatchShape,
    vary: Augmentation,
    noise: NoiseMix,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """(noisy, clean), both ``float32 [count, bands, side, side]``; ``scenes`` are ``[B, H, W]`` with values 0 to 1."""
    pairs = [_draw_pair(scenes, shape, vary, noise, rng) for _ in range(shape.count)]
    noisy, clean = (np.stack(cubes).astype(np.float32) for cubes in zip(*pairs))
    return noisy, clean


def draw_coarse_pairs(
    scenes: Sequence[np.ndarray], shape: PatchShape, vary: Augmentation, scale: int, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """(coarse, fine): ``float32 [count, bands, side, side]``, and the same with sides ``scale`` times as long.

    ``scenes`` are ``[B, H, W]`` with each band's mean at 0. Patches are cut with the pixels around them that their
    coarse pixels depend on, so that a patch is what it would be in the middle of a coarse scene.
    """
    rim = scale * KERNEL_REACH
    outer = replace(shape, side=scale * shape.side + 2 * rim)
    pieces = np.stack([draw_clean(scenes, outer, vary, rng) * rng.uniform(*vary.gain) for _ in range(shape.count)])
    inner = slice(KERNEL_REACH, KERNEL_REACH + shape.side)
    coarse = np.stack([downsample(piece, scale)[:, inner, inner] for piece in pieces])
    fine = pieces[:, :, rim : rim + scale * shape.side, rim : rim + scale * shape.side]
    return coarse.astype(np.float32), fine.astype(np.float32)


def _draw_pair(
    scenes: Sequence[np.ndarray], shape: PatchShape, vary: Augmentation, noise: NoiseMix, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    outer = outer_side(shape.side)
    if rng.random() < noise.oblique and max(min(scene.shape[1:]) for scene in scenes) >= outer:
        clean = brighten(draw_clean(scenes, replace(shape, side=outer), vary, rng), vary, rng)
        angle = rng.uniform(0, 2 * np.pi)
        return turn(spoil(clean, noise, rng), shape.side, angle), turn(clean, shape.side, angle)
    clean = brighten(draw_clean(scenes, shape, vary, rng), vary, rng)
    return spoil(clean, noise, rng), clean
