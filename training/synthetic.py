"""Made-up scenes: opaque shapes that hide each other, filled with textures, each of the materials of a real scene.

Shapes of all sizes that occlude each other ("dead leaves") have the edges and the scaling of natural images, and
networks trained on nothing else restore real ones (Achddou, Gousseau and Ladjal, "Synthetic images as a regularity
prior for image restoration neural networks", SSVM 2021).
"""

from __future__ import annotations

import numpy as np

OVERSAMPLED = 2
"""Shapes are drawn on a grid that is this many times finer, and averaged: pixels on their edges are mixed."""


def draw_synthetic(spectra: np.ndarray, side: int, rng: np.random.Generator) -> np.ndarray:
    """A cube ``float32 [bands, side, side]`` of the materials ``spectra [materials, bands]``.

    Every pixel is a mixture of two materials (abundances add up to 1), times the brightness of its shape.
    """
    fine = OVERSAMPLED * side
    leaves = _draw_leaves(fine, rng)
    count = int(leaves.max()) + 1
    first, second = spectra[rng.integers(0, len(spectra), (2, count))]
    brightness = rng.uniform(0.4, 1.0, count)
    contrast = rng.uniform(0.0, 0.6, count)[leaves]
    share = np.clip(rng.uniform(0, 1, count)[leaves] + contrast * (smooth_field(fine, rng) - 0.5), 0, 1)
    cube = first[leaves] * share[..., None] + second[leaves] * (1 - share[..., None])
    cube *= brightness[leaves][..., None]
    coarse = cube.reshape(side, OVERSAMPLED, side, OVERSAMPLED, -1).mean(axis=(1, 3))
    return coarse.transpose(2, 0, 1).astype(np.float32)


def smooth_field(side: int, rng: np.random.Generator) -> np.ndarray:
    """Random weights 0 to 1, ``float32 [side, side]``, rough or smooth: noise whose power falls with frequency."""
    frequency = np.hypot(np.fft.fftfreq(side)[:, None], np.fft.rfftfreq(side)[None])
    frequency[0, 0] = np.inf
    spectrum = np.fft.rfft2(rng.standard_normal((side, side))) / frequency ** rng.uniform(0.8, 2.0)
    field = np.fft.irfft2(spectrum, s=(side, side))
    # Steep transitions make regions with edges, gentle ones make gradients.
    return (1 / (1 + np.exp(-field / field.std() * rng.uniform(0.7, 4.0)))).astype(np.float32)


def _draw_leaves(side: int, rng: np.random.Generator) -> np.ndarray:
    """``int [side, side]``: the number of the shape that is on top at each pixel; later shapes hide earlier ones."""
    rows, columns = np.mgrid[:side, :side]
    leaves = np.zeros((side, side), np.int64)
    smallest, largest = 2.0, side / 2
    # Radii follow r^-3, so that shapes of every size cover about as much: scale invariance.
    radii = (smallest**-2 + rng.random(int(rng.integers(30, 150))) * (largest**-2 - smallest**-2)) ** -0.5
    for number, radius in enumerate(radii, start=1):
        angle = rng.uniform(0, np.pi)
        along, across = columns - rng.uniform(0, side), rows - rng.uniform(0, side)
        along, across = (
            along * np.cos(angle) + across * np.sin(angle),
            (across * np.cos(angle) - along * np.sin(angle)) * rng.uniform(1, 4),
        )
        power = rng.choice([1.0, 2.0, 8.0])  # A rhombus, an ellipse, nearly a rectangle.
        leaves[np.abs(along / radius) ** power + np.abs(across / radius) ** power < 1] = number
    return leaves
