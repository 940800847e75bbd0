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
    """Rounds what ``fused.sweeps`` stores for convolutions alone: features, contexts and states, but not what the
    recurrence carries on, nor what the region-aware block chooses its filters by."""

    def __init__(self, *given) -> None:
        super().__init__(*given)
        self.encoded = self.list_of_states(self.bands)

    def rounded(self, maps: Tensor) -> Tensor:
        return maps.to(self.net.fuse_encoder.weight.dtype).float()

    def band_features(self, layers, bands, out=None):
        found = super().band_features(layers, bands, out)
        return found.copy_(self.rounded(found))

    def gru(self, layer, hidden, inputs, limit=None, out=None):
        state = super().gru(layer, hidden, inputs, limit)
        if out is None:
            return self.rounded(state)
        out.copy_(self.rounded(state))
        return state

    def fuse(self, layer, first, second, limit=None, out=None):
        fused = super().fuse(layer, first, second, limit, out)
        return self.rounded(fused) if limit is None else fused

    def attend(self, hidden, window, out):
        found = super().attend(hidden, window, out)
        return found.copy_(self.rounded(found))

    def region_filters(self, x, out) -> None:
        super().region_filters(x, out)
        out.copy_(self.rounded(out))


def rounded_as_on_a_gpu(model: RAS2SModel) -> RAS2SModel:
    """The model, from now on by `RoundedSweeps`."""

    def run(net, cube, bounds, tick):
        with torch.inference_mode():
            return plainly(RoundedSweeps(net, cube.shape, cube.device, bounds), cube, tick)

    model._form = Form(model._form.net, run)
    return model
