"""Blending: weights that sum to one exactly, constants untouched, ramps where they should be."""

from __future__ import annotations

import numpy as np
import pytest

from hyperrestore.restoration.stitch import Stitcher, ramp
from hyperrestore.restoration.tiles import plan_tiles


def stitch(plan, tile_values, bands=1, scale=1):
    """The whole output, from ``tile_values(tile)``."""
    stitcher = Stitcher(plan, bands, scale)
    output = np.full((bands, plan.raster_height * scale, plan.raster_width * scale), np.nan, np.float32)
    for tile in plan:
        core = stitcher.add(tile, tile_values(tile))
        y, x = tile.core.y * scale, tile.core.x * scale
        target = output[:, y : y + tile.core.height * scale, x : x + tile.core.width * scale]
        assert np.isnan(target).all()
        target[:] = core
    return output


@pytest.mark.parametrize("length", [1, 2, 3, 7, 16, 23, 64])
def test_ramps_and_their_mirrors_sum_to_exactly_one(length):
    weight = ramp(length)
    assert (weight + (1 - weight) == 1).all()
    assert (weight > 0).all() and (weight < 1).all() and (np.diff(weight) > 0).all()
    np.testing.assert_allclose(weight + weight[::-1], 1, rtol=0, atol=1e-7)


@pytest.mark.parametrize(
    ("width", "height", "tile", "overlap"), [(257, 129, 64, 16), (100, 90, 32, 16), (50, 70, 33, 5), (9, 9, 4, 2)]
)
def test_the_same_constant_in_all_tiles_comes_back_exactly(width, height, tile, overlap):
    plan = plan_tiles(width, height, tile, overlap, pooled=True)
    value = np.float32(0.1234567)
    output = stitch(plan, lambda tile: np.full((2, plan.height, plan.width), value, np.float32), bands=2)
    assert (output == value).all()


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("pooled", [True, False])
def test_windows_of_one_image_come_back_as_the_image(pooled, scale):
    plan = plan_tiles(131, 97, 32, 7, pooled)
    image = np.random.default_rng(2).integers(0, 1000, (3, 97 * scale, 131 * scale)).astype(np.float32)

    def window(tile):
        y, x = tile.window.y * scale, tile.window.x * scale
        return image[:, y : y + plan.height * scale, x : x + plan.width * scale]

    output = stitch(plan, window, bands=3, scale=scale)
    np.testing.assert_allclose(output, image, rtol=1e-6)
    if not pooled:
        assert (output == image).all()


def test_two_tiles_that_disagree_are_joined_by_a_linear_ramp():
    plan = plan_tiles(28, 4, 16, 4, pooled=True)
    assert [core for _, core, _ in plan.columns] == [0, 12]
    output = stitch(plan, lambda tile: np.full((1, 4, 16), float(tile.column), np.float32))
    expected = np.r_[np.zeros(12), 0.125, 0.375, 0.625, 0.875, np.ones(12)]
    np.testing.assert_allclose(output[0], np.tile(expected, (4, 1)))


def test_weights_of_four_tiles_are_a_separable_partition_of_unity():
    plan = plan_tiles(28, 28, 16, 4, pooled=True)
    shares = [
        stitch(plan, lambda tile, n=n: np.full((1, 16, 16), float(2 * tile.row + tile.column == n), np.float32))[0]
        for n in range(4)
    ]
    np.testing.assert_allclose(sum(shares), 1, rtol=0, atol=1e-6)
    rising = np.r_[np.zeros(12), 0.125, 0.375, 0.625, 0.875, np.ones(12)]
    np.testing.assert_allclose(shares[3], np.outer(rising, rising), atol=1e-6)
    np.testing.assert_allclose(shares[0], np.outer(1 - rising, 1 - rising), atol=1e-6)


def test_what_is_kept_between_tiles_does_not_grow_with_the_height():
    low, high = (Stitcher(plan_tiles(500, height, 64, 16, pooled=True), 5) for height in (200, 20_000))
    assert low._below.nbytes == high._below.nbytes == 5 * 16 * 500 * 4
