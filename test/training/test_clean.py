"""Clean patches are pieces of scenes, varied as often and as far as the recipe says, and no further."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from hyperrestore.errors import InvalidParameter
from hyperrestore.test.training.tiny_runs import ramp_scene
from hyperrestore.training.clean import PLAIN, Augmentation, PatchShape, brighten, draw_clean

SHAPE = PatchShape(1, 4, 8)


def patches(
    scenes: list[np.ndarray], vary: Augmentation, count: int, shape: PatchShape = SHAPE, seed: int = 0
) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    return [draw_clean(scenes, shape, vary, rng) for _ in range(count)]


def share(found: list[np.ndarray], holds: Callable[[np.ndarray], bool]) -> float:
    return float(np.mean([holds(patch) for patch in found]))


def about(value: float, count: int) -> object:
    """Within three and a half standard deviations of a share of ``value`` in ``count`` draws."""
    return pytest.approx(value, abs=3.5 * np.sqrt(value * (1 - value) / count))


def numbered_scene(bands: int = 6, size: int = 20) -> np.ndarray:
    """Every value is another one: its own index."""
    return np.arange(bands * size * size, dtype=np.float32).reshape(bands, size, size)


def test_plain_patches_are_blocks_of_the_scene() -> None:
    """Neighbouring bands, rows and columns, turned and mirrored in all eight ways, bands in both orders."""
    scene = numbered_scene()
    ways = set()
    for patch in patches([scene], PLAIN, 200):
        assert patch.shape == (4, 8, 8) and patch.dtype == np.float32
        bands, rows, columns = np.unravel_index(patch.astype(int), scene.shape)
        for places, size in ((bands, 4), (rows, 8), (columns, 8)):
            assert places.max() - places.min() == size - 1
        assert len(np.unique(patch)) == patch.size
        block = np.sort(patch.ravel()).reshape(patch.shape)
        turned = [np.rot90(block, turns, (1, 2)) for turns in range(4)]
        views = {
            (turns, mirrored, order): view[::order]
            for turns, plain in enumerate(turned)
            for mirrored, view in ((False, plain), (True, plain[:, :, ::-1]))
            for order in (1, -1)
        }
        ways |= {way for way, view in views.items() if np.array_equal(view, patch)}
    assert len(ways) == 16


def test_by_default_patches_of_a_ramp_stay_ramps_unless_they_are_mixed() -> None:
    """Coarser pixels and wider strides change how steep a ramp is; only mixing and colouring bend it."""
    vary = Augmentation(synthetic=0, blended=0, recoloured=0)
    for patch in patches([ramp_scene(size=40)], vary, 100):
        for axis in (0, 1, 2):
            steps = np.diff(patch, axis=axis)
            assert np.abs(steps - steps.mean()).max() < 1e-5
            assert np.abs(steps).min() > 0


def test_coarser_pixels_are_means_of_blocks_as_often_as_asked() -> None:
    """A ramp's two spatial steps tell how many pixels were averaged; its mean value, that they were averaged."""
    scene = np.broadcast_to(np.arange(40.0), (4, 40, 40)).astype(np.float32)
    found = patches([scene], replace(PLAIN, coarser=(1, 1, 2, 4)), 800)
    factors = np.array([max(np.abs(np.diff(patch, axis=axis)).max() for axis in (1, 2)) for patch in found])
    for factor, expected in ((1, 0.5), (2, 0.25), (4, 0.25)):
        assert np.mean(factors == factor) == about(expected, 800)
        least = min(patch.min() for patch, its in zip(found, factors) if its == factor)
        assert least == (factor - 1) / 2


def test_scenes_too_small_to_be_coarsened_are_taken_as_they_are() -> None:
    scene = np.broadcast_to(np.arange(20.0), (4, 20, 20)).astype(np.float32)
    found = patches([scene], replace(PLAIN, coarser=(2, 4)), 50)
    assert all(max(np.abs(np.diff(patch, axis=axis)).max() for axis in (1, 2)) == 2 for patch in found)
    found = patches([scene[:, :12]], replace(PLAIN, coarser=(4,)), 50)
    assert all(max(np.abs(np.diff(patch, axis=axis)).max() for axis in (1, 2)) == 1 for patch in found)


def test_bands_are_taken_up_to_the_greatest_stride_where_there_are_enough() -> None:
    bands = np.broadcast_to(np.arange(40.0)[:, None, None], (40, 8, 8)).astype(np.float32)
    for available, strides in ((40, {1, 2, 3, 4}), (11, {1, 2}), (4, {1})):
        found = patches([bands[:available]], replace(PLAIN, max_stride=4), 200)
        steps = [np.unique(np.diff(patch[:, 0, 0])) for patch in found]
        assert all(len(each) == 1 for each in steps)
        assert {abs(float(each[0])) for each in steps} == strides
        assert {float(patch.max()) for patch in found} >= {available - 1.0}
        assert {float(patch.min()) for patch in found} >= {0.0}


def test_more_bands_than_the_scene_has_bounce() -> None:
    (patch,) = patches([ramp_scene(bands=4)], PLAIN, 1, PatchShape(1, 9, 8))
    levels = patch.mean(axis=(1, 2))
    places = np.round((levels - levels.min()) / (levels.max() - levels.min()) * 3).astype(int)
    expected = [0, 1, 2, 3, 3, 2, 1, 0, 0]
    assert places.tolist() in (expected, expected[::-1])


def test_large_scenes_are_drawn_more_often_and_small_ones_not_at_all() -> None:
    scenes = [np.full((4, size, size), value, np.float32) for size, value in ((6, 0.0), (10, 0.3), (20, 0.6))]
    found = patches(scenes, PLAIN, 500)
    assert share(found, lambda patch: patch.max() == np.float32(0.6)) == about(0.8, 500)
    assert share(found, lambda patch: patch.min() == 0) == 0
    with pytest.raises(InvalidParameter, match="No scene is 8 pixels"):
        patches(scenes[:1], PLAIN, 1)


def test_blended_patches_lie_between_two_scenes_and_vary() -> None:
    scenes = [np.full((4, 16, 16), value, np.float32) for value in (0.2, 0.8)]
    found = patches(scenes, replace(PLAIN, blended=0.6), 600)
    mixed = [patch for patch in found if np.ptp(patch) > 1e-5]
    # Half of those that are blended take both pieces from the same scene.
    assert len(mixed) / 600 == about(0.3, 600)
    for patch in mixed:
        assert patch.min() >= 0.2 - 1e-6 and patch.max() <= 0.8 + 1e-6
        assert np.ptp(patch, axis=0).max() < 1e-6, "the weights are those of a pixel, not of a band"
    assert np.mean([np.ptp(patch) for patch in mixed]) > 0.15
    assert {round(float(patch[0, 0, 0]), 5) for patch in found if np.ptp(patch) < 1e-5} == {0.2, 0.8}


def test_recoloured_patches_have_their_bands_multiplied_by_one_curve() -> None:
    relief = np.random.default_rng(1).uniform(0.1, 1, (16, 16)).astype(np.float32)
    scene = np.broadcast_to(relief, (40, 16, 16))
    shape = PatchShape(1, 31, 8)
    found = patches([scene], replace(PLAIN, recoloured=0.4), 400, shape)
    curves = []
    for patch in found:
        ratios = patch / patch[0]
        assert np.abs(ratios - ratios[:, :1, :1]).max() < 1e-5, "all pixels see the same curve"
        curves.append(patch.max(axis=(1, 2)))
    coloured = [curve for curve in curves if np.ptp(curve) > 1e-6]
    assert len(coloured) / 400 == about(0.4, 400)
    assert all(curve.max() <= 1 for curve in coloured)
    assert max(np.abs(np.diff(curve)).max() for curve in coloured) < 0.5 / 10 + 1e-6, "smooth over the bands"
    # Without the relief the curve itself can be seen.
    flat = patches([np.ones((40, 16, 16), np.float32)], replace(PLAIN, recoloured=1.0), 100, shape)
    assert min(patch.min() for patch in flat) >= 0.5 and max(patch.max() for patch in flat) <= 1


def test_synthetic_patches_come_at_their_rate_with_spectra_of_the_scenes() -> None:
    spectrum = np.array([0.1, 0.4, 0.2, 0.8], np.float32)
    scene = np.broadcast_to(spectrum[:, None, None], (4, 16, 16))
    found = patches([scene], replace(PLAIN, synthetic=0.25), 400)
    made_up = [patch for patch in found if np.ptp(patch[0]) > 1e-5]
    assert len(made_up) / 400 == about(0.25, 400)
    for patch in made_up:
        ordered = patch if patch[3].mean() > patch[0].mean() else patch[::-1]
        np.testing.assert_allclose(ordered / ordered[3:], np.broadcast_to(spectrum[:, None, None] / 0.8, (4, 8, 8)),
                                   rtol=1e-5)


def test_synthetic_patches_are_no_larger_than_asked_even_if_the_scene_is_smaller() -> None:
    scene = np.random.default_rng(0).uniform(0, 1, (4, 3, 3)).astype(np.float32)
    (patch,) = patches([scene], replace(PLAIN, synthetic=1.0), 1)
    assert patch.shape == (4, 8, 8)


def test_brightening_keeps_values_inside_the_range() -> None:
    rng = np.random.default_rng(0)
    ends = np.array([0, 1], np.float32).reshape(2, 1, 1)
    drawn = np.array([brighten(ends, Augmentation(gain=(0.5, 1.0)), rng)[:, 0, 0] for _ in range(1000)])
    gains = drawn[:, 1] - drawn[:, 0]
    assert drawn.dtype == np.float32
    assert drawn.min() >= 0 and drawn.max() <= 1 + 1e-6
    assert gains.min() < 0.51 and gains.max() > 0.99 and gains.mean() == pytest.approx(0.75, abs=0.02)
    assert drawn[:, 0].max() > 0.4, "dim patches are not all dark ones"
    assert np.array_equal(brighten(ends, PLAIN, rng), ends)
