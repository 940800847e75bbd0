"""Pixels without data take the values of their nearest valid neighbours."""

from __future__ import annotations

import numpy as np

from hyperrestore.restoration import fill
from hyperrestore.restoration.fill import fill_invalid


def test_a_hole_takes_the_nearest_valid_value_of_its_own_band():
    values = np.array([[[1.0, 2.0, 3.0, 99.0, 99.0]], [[10.0, 99.0, 30.0, 40.0, 50.0]]])
    valid = values != 99
    fill_invalid(values, valid, np.zeros(2))
    assert values[0].tolist() == [[1, 2, 3, 3, 3]]
    assert values[1].tolist() in ([[10, 10, 30, 40, 50]], [[10, 30, 30, 40, 50]])


def test_filled_values_are_those_of_a_nearest_pixel_by_brute_force():
    rng = np.random.default_rng(4)
    values = rng.normal(size=(3, 15, 11))
    valid = np.broadcast_to(rng.random((15, 11)) > 0.6, values.shape).copy()
    valid[2] = rng.random((15, 11)) > 0.3
    filled = np.where(valid, values, 1e30)
    fill_invalid(filled, valid, np.zeros(3))
    for band in range(3):
        ys, xs = np.nonzero(valid[band])
        for y, x in zip(*np.nonzero(~valid[band])):
            distance = (ys - y) ** 2 + (xs - x) ** 2
            nearest = values[band][ys[distance == distance.min()], xs[distance == distance.min()]]
            assert filled[band, y, x] in nearest
    assert (filled[valid] == values[valid]).all()


def test_a_band_without_any_valid_pixel_takes_its_mean():
    values = np.full((2, 3, 3), 1e30)
    valid = np.zeros(values.shape, bool)
    values[1, 0, 0], valid[1, 0, 0] = 5.0, True
    fill_invalid(values, valid, np.array([0.25, 7.0]))
    assert (values[0] == 0.25).all()
    assert (values[1] == 5.0).all()


def test_bands_with_the_same_mask_share_one_transform(monkeypatch):
    calls = []
    transform = fill.ndimage.distance_transform_edt
    monkeypatch.setattr(fill.ndimage, "distance_transform_edt", lambda *a, **k: calls.append(1) or transform(*a, **k))
    values = np.random.default_rng(1).normal(size=(50, 9, 9))
    valid = np.ones(values.shape, bool)
    valid[:, 3:5, 3:5] = False
    valid[7, 0, 0] = False
    valid[9] = True
    fill_invalid(values, valid, np.zeros(50))
    assert len(calls) == 2


def test_every_transform_is_announced():
    values = np.random.default_rng(1).normal(size=(6, 9, 9))
    valid = np.random.default_rng(2).random(values.shape) > 0.2
    ticks = []
    fill_invalid(values, valid, np.zeros(6), lambda: ticks.append(1))
    assert len(ticks) == 6


def test_with_a_reach_what_is_far_from_data_is_the_mean():
    values = np.zeros((1, 1, 9), np.float32)
    values[0, 0, 0] = 5
    valid = values == 5
    fill_invalid(values, valid, np.array([2.0]), reach=4)
    assert values[0, 0].tolist() == [5, 5, 5, 5, 5, 2, 2, 2, 2]
