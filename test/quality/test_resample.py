"""Down-sampling is the field's: checked against torch's own antialiased bicubic, and window by window."""
from __future__ import annotations

import numpy as np
import pytest
import torch
from torch.nn.functional import interpolate

from hyperrestore.quality.resample import downsample

BORDER = 2


@pytest.mark.parametrize("factor", range(1, 9))
def test_agrees_with_torch_away_from_the_borders(factor: int) -> None:
    """torch leaves out what lies beyond a border where the papers' MATLAB mirrors it."""
    cube = np.random.default_rng(factor).random((2, 64, 80))
    height, width = 64 // factor, 80 // factor
    cropped = torch.from_numpy(cube[None, :, : height * factor, : width * factor])
    theirs = interpolate(cropped, size=(height, width), mode="bicubic", antialias=True)[0].numpy()
    inner = (slice(None), slice(BORDER, -BORDER), slice(BORDER, -BORDER))
    assert downsample(cube, factor).shape == (2, height, width)
    assert downsample(cube, factor)[inner] == pytest.approx(theirs[inner], abs=1e-12)


@pytest.mark.parametrize("factor", [2, 3, 8])
def test_borders_are_mirrored(factor: int) -> None:
    cube = np.random.default_rng(1).random((1, 8 * factor, 8 * factor))
    beyond = 2 * factor
    mirrored = np.pad(cube, ((0, 0), (beyond, beyond), (beyond, beyond)), mode="symmetric")
    assert downsample(mirrored, factor)[:, 2:-2, 2:-2] == pytest.approx(downsample(cube, factor), abs=1e-12)


def test_level_and_ramp_are_kept() -> None:
    assert downsample(np.full((1, 9, 13), 4000, np.int16), 3) == pytest.approx(np.full((1, 3, 4), 4000))
    ramp = np.broadcast_to(np.arange(64.0), (1, 64, 64))
    assert downsample(ramp, 4)[0, 5, 3:-3] == pytest.approx(np.arange(1.5, 64, 4)[3:-3])


def test_a_window_gives_the_very_same_numbers() -> None:
    cube = np.random.default_rng(2).random((3, 60, 60))
    part = downsample(cube[:, 9:45, 15:51], 3)
    assert np.array_equal(part[:, 2:-2, 2:-2], downsample(cube, 3)[:, 5:13, 7:15])
