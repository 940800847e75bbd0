"""Patches out of an image and back."""

from __future__ import annotations

import torch

from hyperrestore.models.subspace.groups import grown, patch_rows, put_back


def test_rows_are_the_patches_by_channel() -> None:
    image = torch.arange(2 * 4 * 5.0).view(2, 4, 5)
    rows = patch_rows(image, 2)
    assert rows.shape == (12, 2, 4)
    torch.testing.assert_close(rows[6], image[:, 1:3, 2:4].flatten(1))


def test_patches_that_agree_give_the_image_whatever_their_weights() -> None:
    torch.manual_seed(0)
    image, window = torch.rand(3, 6, 7), torch.rand(9) + 0.1
    rows = patch_rows(image, 3)
    for channels in (1, 3):
        weights = torch.rand(len(rows), channels) + 0.1
        torch.testing.assert_close(put_back(rows * weights[:, :, None], weights, (6, 7), 3, window), image)


def test_patches_that_disagree_are_averaged() -> None:
    """Two patches of a 1 x 3 image overlap in its middle."""
    rows, weights = torch.tensor([[[2.0, 2.0]], [[9.0, 9.0]]]), torch.tensor([[1.0], [3.0]])
    rows = torch.stack([rows, rows], dim=-2).flatten(-2)
    image = put_back(rows, weights, (2, 3), 2)
    torch.testing.assert_close(image, torch.tensor([2.0, 11 / 4, 3.0]).expand(1, 2, 3))


def test_grown_repeats_the_last_pixels() -> None:
    image = torch.tensor([[[1.0, 2.0]]])
    assert grown(image, 3).tolist() == [[[1, 2, 2]] * 3]
    assert torch.equal(grown(image, 1), image)
