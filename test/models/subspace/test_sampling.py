"""Some pixels in the place of all."""

from __future__ import annotations

import torch

from hyperrestore.models.subspace.sampling import some_pixels


def test_small_images_are_looked_at_whole() -> None:
    assert some_pixels(5, 5).tolist() == [0, 1, 2, 3, 4]


def test_drawn_pixels_are_the_same_each_time_and_in_all_columns() -> None:
    found = some_pixels(512 * 512, 4096)
    assert torch.equal(found, some_pixels(512 * 512, 4096))
    assert len(found) == len(found.unique()) == 4096 and torch.equal(found, found.sort().values)
    assert (found % 512).bincount().max() < 30
