"""Made-up scenes: mixtures of the given materials, with edges, textures and shapes of every size."""
from __future__ import annotations

import numpy as np
import pytest

from hyperrestore.training import synthetic
from hyperrestore.training.synthetic import draw_synthetic, smooth_field

PURE = np.eye(6)
"""Materials of one band each: a pixel's values are then its abundances times its brightness."""


def made_up(count: int, side: int = 32, spectra: np.ndarray = PURE) -> np.ndarray:
    rng = np.random.default_rng(0)
    return np.stack([draw_synthetic(spectra, side, rng) for _ in range(count)])


def materials(cubes: np.ndarray) -> np.ndarray:
    """How many materials are in each pixel."""
    return (cubes > 1e-9).sum(axis=1)


def test_pixels_are_convex_mixtures_of_the_materials_times_a_brightness() -> None:
    cubes = made_up(20)
    assert cubes.shape == (20, 6, 32, 32) and cubes.dtype == np.float32
    assert cubes.min() >= 0
    brightness = cubes.sum(axis=1)
    assert brightness.min() >= 0.4 - 1e-6 and brightness.max() <= 1 + 1e-6
    assert brightness.min() < 0.45 and brightness.max() > 0.95
    # Every material is the main one somewhere.
    assert set(np.unique(cubes.argmax(axis=1))) == set(range(6))


def test_inside_shapes_two_materials_mix_and_on_edges_those_of_both_sides(monkeypatch: pytest.MonkeyPatch) -> None:
    cubes = made_up(20)
    edges = materials(cubes) > 2
    assert 0.05 < edges.mean() < 0.6
    assert materials(cubes).max() <= 8
    monkeypatch.setattr(synthetic, "OVERSAMPLED", 1)
    assert materials(made_up(20)).max() == 2


def test_textures_and_plain_areas_both_occur() -> None:
    """Within shapes the share of one material to the other varies, from not at all to a lot."""
    cubes = made_up(30)
    inside = materials(cubes) == 2
    both = inside[:, :, 1:] & inside[:, :, :-1]
    abundance = cubes / cubes.sum(axis=1, keepdims=True)
    steps = np.abs(np.diff(abundance, axis=3)).max(axis=1)[both]
    assert np.quantile(steps, 0.1) < 0.005 and np.quantile(steps, 0.8) > 0.01


def test_shapes_of_every_size_occur_alike() -> None:
    """Seen from twice and four times as far, neighbours have about the same contrast: the pictures look the same.

    In white noise it halves each time, in a smooth field it doubles.
    """
    cubes = made_up(24, side=64)

    def contrast(images: np.ndarray) -> float:
        return float(np.abs(np.diff(images, axis=-1)).mean())

    def seen_from_afar(images: np.ndarray) -> np.ndarray:
        return images.reshape(*images.shape[:2], images.shape[2] // 2, 2, images.shape[3] // 2, 2).mean(axis=(3, 5))

    once = seen_from_afar(cubes)
    twice = seen_from_afar(once)
    # Without large shapes 1.18 and 1.03, without small ones 1.64 and 1.64.
    assert contrast(once) / contrast(cubes) == pytest.approx(1.37, abs=0.1)
    assert contrast(twice) / contrast(once) == pytest.approx(1.24, abs=0.1)


def test_fields_are_weights_that_vary_smoothly() -> None:
    rng = np.random.default_rng(0)
    fields = np.stack([smooth_field(32, rng) for _ in range(100)])
    assert fields.dtype == np.float32
    assert fields.min() >= 0 and fields.max() <= 1
    assert fields.mean() == pytest.approx(0.5, abs=0.05)
    spreads = fields.std(axis=(1, 2))
    assert spreads.min() > 0.1 and spreads.max() > 0.35
    roughness = np.abs(np.diff(fields, axis=2)).mean(axis=(1, 2)) / spreads
    assert roughness.max() < 0.9, "that of white noise is 1.13"
    assert roughness.min() < 0.2 and np.median(roughness) == pytest.approx(0.4, abs=0.1)


def test_the_generator_decides_everything() -> None:
    one, other = (draw_synthetic(PURE, 16, np.random.default_rng(3)) for _ in range(2))
    assert np.array_equal(one, other)
    assert not np.array_equal(one, draw_synthetic(PURE, 16, np.random.default_rng(4)))
