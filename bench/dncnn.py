"""DnCNN, the plain residual network that SSCAN is compared with, on a window of bands. For comparisons only.

Zhang et al., "Beyond a Gaussian Denoiser: Residual Learning of Deep CNN for Image Denoising", IEEE TIP 2017, section
III: a convolution and ReLU, convolutions each with batch normalisation and ReLU, and a last convolution, which gives
the noise. All are 3×3 with zero padding; 17 layers of 64 filters are the paper's for noise of one strength. Colour
channels become the bands of a window, which slides over any number of them as SSCAN's does.

One thing is not the paper's, which begins with He's initialisation and takes 50 epochs of 1600 batches of 128. In the
few thousand steps of one or two patches that SSCAN had, that does not get away from the start: after 300 steps on three
training scenes the error was 1.04 times the noise. So layers begin by passing on what they are given, with a third of
He's random weights added, and the last one finds no noise: 0.94 times. The baseline is to have its best chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn

from hyperrestore.models.architectures import ARCHITECTURES
from hyperrestore.models.bands import averaged_over_windows, bounce
from hyperrestore.models.descriptor import ModelDescriptor, Pulse, Tiling
from hyperrestore.models.precision import check_precision

NAME = "dncnn"


@dataclass(frozen=True)
class DnCNNArguments:
    """What fixes the network; layers and filters are the paper's, the window is SSCAN's."""

    layers: int = 17
    filters: int = 64
    window: int = 32
    window_overlap: int = 8
    normalised: bool = True
    """Batch normalisation, as in the paper. From batches of one or two patches, means and variances are rough ones."""


class DnCNN(nn.Module):
    """``float32 [N, window, H, W]`` in and out: the input less the noise that the layers find in it."""

    def __init__(self, arguments: DnCNNArguments) -> None:
        super().__init__()
        self.arguments = arguments
        filters = arguments.filters
        layers: list[nn.Module] = [nn.Conv2d(arguments.window, filters, 3, padding=1), nn.ReLU()]
        for _ in range(arguments.layers - 2):
            layers.append(nn.Conv2d(filters, filters, 3, padding=1, bias=not arguments.normalised))
            if arguments.normalised:
                layers.append(nn.BatchNorm2d(filters))
            layers.append(nn.ReLU())
        self.noise = nn.Sequential(*layers, nn.Conv2d(filters, arguments.window, 3, padding=1))
        _initialise([layer for layer in self.noise if isinstance(layer, nn.Conv2d)])

    def forward(self, cube: Tensor) -> Tensor:
        return cube - self.noise(cube)


class DnCNNModel:
    """The network with its window, as the engine runs it."""

    def __init__(self, network: DnCNN, scaling: str) -> None:
        self._network = network.eval().requires_grad_(False)
        arguments = network.arguments
        self.descriptor = ModelDescriptor(
            architecture=NAME,
            title="DnCNN",
            task="denoise",
            scaling=scaling,
            tiling=Tiling.LOCAL,
            tile_px=256,
            overlap_px=arguments.layers,
            # The cube, its reflection, sum and mean, and two maps.
            memory_bytes=lambda bands, height, width: height * width * 4 * (4 * bands + 2 * arguments.filters),
        )

    def to(self, device: str, precision: str = "fp32") -> DnCNNModel:
        """The same model, moved to another torch device; fp32 only."""
        check_precision(self.descriptor.title, precision)
        return DnCNNModel(self._network.to(device), self.descriptor.scaling)

    def restore(self, batch: Tensor, pulse: Pulse) -> Tensor:
        """Denoise ``float32 [N, B, H, W]``; bands in several windows get the mean of what those give."""
        arguments, bands = self._network.arguments, batch.shape[1]
        if bands < arguments.window:
            batch = batch[:, bounce(bands, arguments.window)]
        with torch.inference_mode():
            restored = averaged_over_windows(batch, arguments.window, arguments.window_overlap, self._network)
        pulse.tick(1.0)
        return restored[:, :bands]


class DnCNNArchitecture:
    """What the training loop asks of an architecture."""

    def new_network(self, arguments: Mapping[str, Any]) -> DnCNN:
        """A network with fresh weights."""
        return DnCNN(DnCNNArguments(**arguments))

    def as_model(self, network: DnCNN, scaling: str) -> DnCNNModel:
        """The network ready to run; it belongs to the model from then on."""
        return DnCNNModel(network, scaling)


def register() -> None:
    """Makes recipes with ``architecture = "dncnn"`` possible in this process."""
    ARCHITECTURES[NAME] = DnCNNArchitecture()


def _initialise(convolutions: list[nn.Conv2d]) -> None:
    """The first as He; those between pass on what they are given, a third of He added; the last finds nothing."""
    for layer in convolutions:
        nn.init.kaiming_normal_(layer.weight, nonlinearity="relu")
        if layer.bias is not None:
            nn.init.zeros_(layer.bias)
    with torch.no_grad():
        for layer in convolutions[1:-1]:
            layer.weight.copy_(nn.init.dirac_(torch.empty_like(layer.weight)) + layer.weight / 3)
    nn.init.zeros_(convolutions[-1].weight)
