"""Clean patches: pieces of scenes, turned, coarsened, blended, recoloured, or made up, so that few scenes go far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..errors import InvalidParameter
from .synthetic import draw_synthetic, smooth_field


@dataclass(frozen=True)
class PatchShape:
    """Size of one training pair's cube."""

    count: int
    bands: int
    side: int


@dataclass(frozen=True)
class Augmentation:
    """How clean patches are varied. Positions, quarter turns, mirrorings and reversed band orders always are."""

    coarser: tuple[int, ...] = (1, 1, 2, 4)
    """Factors by which pixels are averaged first, drawn alike often among those that a scene is large enough for."""
    max_stride: int = 4
    """Bands are taken up to this far apart, where a scene has enough of them."""
    synthetic: float = 0.15
    """Share of patches that are made up: opaque shapes and textures with spectra of the scenes."""
    blended: float = 0.15
    """Share of patches that are two pieces, mostly of different scenes, mixed with weights that vary over the patch."""
    recoloured: float = 0.3
    """Share of patches whose bands are multiplied by a smooth random curve, as another lamp or atmosphere would."""
    gain: tuple[float, float] = (0.5, 1.0)
    """A patch's values are multiplied by a draw from this; an offset keeps them inside 0 to 1."""


PLAIN = Augmentation(coarser=(1,), max_stride=1, synthetic=0, blended=0, recoloured=0, gain=(1.0, 1.0))
"""Nothing but positions, turns, mirrorings and reversed band orders."""


def draw_clean(
    scenes: Sequence[np.ndarray], shape: PatchShape, vary: Augmentation, rng: np.random.Generator
) -> np.ndarray:
    """``[bands, side, side]``, ``shape.count`` ignored; ``scenes`` are ``[B, H, W]``, values 0 to 1 or centred on 0.

    Raises ``InvalidParameter`` when no scene is ``side`` pixels wide and high.
    """
    kind = rng.random()
    if kind < vary.synthetic:
        cube = draw_synthetic(_draw_spectra(scenes, shape, vary, rng), shape.side, rng)
    else:
        cube = _draw_piece(scenes, shape, vary, rng)
        if kind < vary.synthetic + vary.blended:
            weight = smooth_field(shape.side, rng)
            cube = weight * cube + (1 - weight) * _draw_piece(scenes, shape, vary, rng)
    if rng.random() < vary.recoloured:
        knots = rng.uniform(0.5, 1.0, 4)
        curve = np.interp(np.linspace(0, 3, shape.bands), np.arange(4), knots)
        cube = cube * curve[:, None, None].astype(np.float32)
    return cube


def brighten(cube: np.ndarray, vary: Augmentation, rng: np.random.Generator) -> np.ndarray:
    """A cube's own range seldom fills 0 to 1 once noise has widened it: let the network see dim and bright ones."""
    gain = rng.uniform(*vary.gain)
    return cube * np.float32(gain) + np.float32(rng.uniform(0, 1 - gain))


def _draw_piece(
    scenes: Sequence[np.ndarray], shape: PatchShape, vary: Augmentation, rng: np.random.Generator
) -> np.ndarray:
    scene = _draw_scene(scenes, shape.side, rng)
    fitting = [factor for factor in vary.coarser if min(scene.shape[1:]) >= factor * shape.side] or [1]
    factor = int(rng.choice(fitting))
    side = shape.side * factor
    top, left = (int(rng.integers(0, size - side + 1)) for size in scene.shape[1:])
    picked = _draw_bands(scene.shape[0], shape.bands, vary, rng)
    cube = scene[picked, top : top + side, left : left + side]
    if factor > 1:
        cube = cube.reshape(shape.bands, shape.side, factor, shape.side, factor).mean(axis=(2, 4))
    cube = np.rot90(cube, int(rng.integers(0, 4)), axes=(1, 2))
    if rng.random() < 0.5:
        cube = cube[:, :, ::-1]
    return cube[::-1] if rng.random() < 0.5 else cube


def _draw_spectra(
    scenes: Sequence[np.ndarray], shape: PatchShape, vary: Augmentation, rng: np.random.Generator
) -> np.ndarray:
    """``[materials, bands]``: spectra of a dozen pixels of one scene."""
    scene = _draw_scene(scenes, 1, rng)
    picked = _draw_bands(scene.shape[0], shape.bands, vary, rng)
    rows, columns = (rng.integers(0, size, 12) for size in scene.shape[1:])
    return scene[picked[:, None], rows, columns].T


def _draw_scene(scenes: Sequence[np.ndarray], side: int, rng: np.random.Generator) -> np.ndarray:
    """A scene at least ``side`` pixels wide and high; large ones more often."""
    voxels = np.array([scene.size if min(scene.shape[1:]) >= side else 0 for scene in scenes], dtype=float)
    if not voxels.any():
        raise InvalidParameter(f"No scene is {side} pixels wide and high, as the recipe's patches are.")
    return scenes[rng.choice(len(scenes), p=voxels / voxels.sum())]


def _draw_bands(available: int, wanted: int, vary: Augmentation, rng: np.random.Generator) -> np.ndarray:
    """Indices of ``wanted`` bands at a random distance, bouncing at the ends when the scene has fewer."""
    stride = int(rng.integers(1, max(1, min(vary.max_stride, available // wanted)) + 1))
    start = int(rng.integers(0, max(1, available - (wanted - 1) * stride)))
    index = (start + np.arange(wanted) * stride) % (2 * available)
    return np.where(index < available, index, 2 * available - 1 - index)
