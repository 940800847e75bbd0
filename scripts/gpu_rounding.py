"""RAS2S on a processor with the rounding of its kernels for GPUs, which also keep maps in reduced precision.

For `make measure-precision`: whether a format may be chosen by itself must hold for either form.
"""

from __future__ import annotations

import torch
from torch import Tensor

from hyperrestore.models.cuda_graphs import plainly
from hyperrestore.models.ras2s.forms import Form
from hyperrestore.models.ras2s.inference import Sweeps
from hyperrestore.models.ras2s.model import RAS2SModel


class RoundedSweeps(Sweeps):
    """Rounds what ``fused.sweeps`` keeps in that type only. The gates, which it rounds after their sigmoid, are rounded
    before it, as in ``Sweeps``."""

    def rounded(self, maps: Tensor) -> Tensor:
        return maps.to(self.type).float()

    def feature(self, band):
        return self.rounded(super().feature(band))

    def attend(self, hidden, window, out):
        return self.rounded(super().attend(hidden, window, out))

    def region_filters(self, x) -> None:
        super().region_filters(x)
        x.copy_(self.rounded(x))


def rounded_as_on_a_gpu(model: RAS2SModel) -> RAS2SModel:
    """The model, from now on by `RoundedSweeps`."""

    def run(net, cube, bounds, tick):
        with torch.inference_mode():
            return plainly(RoundedSweeps(net, cube.shape, cube.device, bounds), cube, tick)

    model._form = Form(model._form.net, run)
    return model
