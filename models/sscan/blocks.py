"""Building blocks of SSCAN: spatial and spectral attention on ordinary 2-D maps.

Wang et al., "SSCAN: A Spatial-spectral Cross Attention Network for Hyperspectral Image Denoising", arXiv 2105.10949. No
code was released, so what the paper leaves open is decided here and said in each docstring.

All maps are ``float32 [N, C, H, W]``; every convolution keeps the size (stride 1, zero padding).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


def conv3x3(inputs: int, outputs: int) -> nn.Conv2d:
    """A 3×3 convolution that keeps the size."""
    return nn.Conv2d(inputs, outputs, 3, padding=1)


class CrossGroupAttention(nn.Module):
    """What a group of K bands takes from its neighbour (SGCAM): ``F = G · (1 + mask)``.

    The mask has one value per band of the group, computed from both groups. The paper calls the module that gives it
    an "attention module" and no more: here it is the mean of every band over the tile, two 1×1 convolutions (2K to K
    to K) with a ReLU between, and a sigmoid.
    """

    def __init__(self, group: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(2 * group, group, 1)
        self.excite = nn.Conv2d(group, group, 1)

    def forward(self, group: Tensor, neighbour: Tensor) -> Tensor:
        pooled = torch.cat([group, neighbour], dim=1).mean(dim=(2, 3), keepdim=True)
        mask = torch.sigmoid(self.excite(torch.relu(self.squeeze(pooled))))
        return group * (1 + mask)


class SpectralAttention(nn.Module):
    """A gain per channel from its mean and its maximum over the tile, each through the same small ReLU network.

    The paper concatenates the two results, which gives 2C numbers for C gains: a 1×1 convolution (2C to C) brings
    them together. ``summed`` adds them instead, as CBAM does, from which the block is taken.
    """

    def __init__(self, channels: int, reduction: int, summed: bool) -> None:
        super().__init__()
        hidden = max(1, channels // reduction)
        self.squeeze = nn.Conv2d(channels, hidden, 1)
        self.excite = nn.Conv2d(hidden, channels, 1)
        self.join = None if summed else nn.Conv2d(2 * channels, channels, 1)

    def forward(self, x: Tensor) -> Tensor:
        mean, most = (self._perceive(pool) for pool in (x.mean(dim=(2, 3), keepdim=True), x.amax((2, 3), True)))
        gains = mean + most if self.join is None else self.join(torch.cat([mean, most], dim=1))
        return x * torch.sigmoid(gains)

    def _perceive(self, pooled: Tensor) -> Tensor:
        return self.excite(torch.relu(self.squeeze(pooled)))


class SpatialAttention(nn.Module):
    """A gain per pixel from the mean and the maximum over its channels, through one convolution.

    The paper gives no kernel; 7×7 is CBAM's. It speaks of a ReLU after the pooling, which ``rectified`` adds.
    """

    def __init__(self, kernel: int, rectified: bool) -> None:
        super().__init__()
        self.rectified = rectified
        self.weigh = nn.Conv2d(2, 1, kernel, padding=kernel // 2)

    def forward(self, x: Tensor) -> Tensor:
        pooled = torch.cat([x.mean(dim=1, keepdim=True), x.amax(1, True)], dim=1)
        if self.rectified:
            pooled = torch.relu(pooled)
        return x * torch.sigmoid(self.weigh(pooled))


class SpatialSpectralBlock(nn.Module):
    """SSAB: convolution, ReLU, convolution, spectral attention, spatial attention, plus the block's input."""

    def __init__(self, channels: int, reduction: int, kernel: int, summed: bool, rectified: bool) -> None:
        super().__init__()
        self.first = conv3x3(channels, channels)
        self.second = conv3x3(channels, channels)
        self.spectral = SpectralAttention(channels, reduction, summed)
        self.spatial = SpatialAttention(kernel, rectified)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.spatial(self.spectral(self.second(torch.relu(self.first(x)))))
