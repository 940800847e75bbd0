"""What holds for every method on whole tiles."""

from __future__ import annotations

import pytest
import torch

from hyperrestore.errors import Cancelled
from hyperrestore.models.tilewise import TilewiseMethod
from hyperrestore.test.models.lowrank.scenes import SHAPES, noisy, smooth_scene
from hyperrestore.test.models.random_ras2s import Quiet


def check_awkward_sizes(method: TilewiseMethod) -> None:
    generator = torch.Generator().manual_seed(4)
    for shape in SHAPES:
        cube = torch.rand((1, *shape), generator=generator)
        restored = method.restore(cube, Quiet())
        assert restored.shape == cube.shape and torch.isfinite(restored).all(), shape
        for value in (0.0, 0.4):
            constant = torch.full((1, *shape), value)
            torch.testing.assert_close(method.restore(constant, Quiet()), constant, rtol=0, atol=1e-4)


def check_pulse(method: TilewiseMethod) -> None:
    class Cancelling(Quiet):
        def tick(self, fraction: float) -> None:
            super().tick(fraction)
            if len(self.ticks) == 5:
                raise Cancelled("cancelled")

    batch = noisy(smooth_scene(8, 12, 12))[None].repeat(2, 1, 1, 1)
    pulse = Quiet()
    restored = method.restore(batch, pulse)
    torch.testing.assert_close(restored[0], restored[1])
    assert pulse.ticks == sorted(pulse.ticks) and pulse.ticks[-1] == 1 and len(pulse.ticks) > 20
    pulse = Cancelling()
    with pytest.raises(Cancelled):
        method.restore(batch, pulse)
    assert len(pulse.ticks) == 5
