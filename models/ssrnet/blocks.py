"""Building blocks of SSRNet: separable 3-D convolutions over bands, rows and columns.

Wang, Li and Li, "Spatial-Spectral Residual Network for Hyperspectral Image Super-Resolution", arXiv 2001.04609.

All volumes are ``float32 [N, L, H, W, C]``, channels last: both halves of a separable convolution are then 2-D
convolutions on views of the same memory, which the CPU runs several times as fast as 3-D ones. The layers are 3-D
convolutions all the same, with the weights, the padding and the results of such.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.parametrizations import weight_norm

UPSAMPLED_BANDS = 8


def conv3d(inputs: int, outputs: int, kernel: tuple[int, int, int]) -> nn.Conv3d:
    """A weight-normalised 3-D convolution that keeps the size (stride 1, zero padding)."""
    return weight_norm(nn.Conv3d(inputs, outputs, kernel, padding=tuple(side // 2 for side in kernel)))


class SeparableBlock(nn.Module):
    """A 1×3×3 convolution with ReLU, then a 3×1×1 convolution with ReLU: first space, then spectrum.

    The paper lists the two kernels the other way round without fixing an order; this one is that of the authors' later
    code (MCNet).
    """

    def __init__(self, filters: int) -> None:
        super().__init__()
        self.spatial = conv3d(filters, filters, (1, 3, 3))
        self.spectral = conv3d(filters, filters, (3, 1, 1))

    def forward(self, x: Tensor) -> Tensor:
        count, bands, height, width, filters = x.shape
        planes = F.conv2d(
            x.flatten(0, 1).permute(0, 3, 1, 2), self.spatial.weight[:, :, 0], self.spatial.bias, padding=1
        )
        spectra = torch.relu(planes).permute(0, 2, 3, 1).reshape(count, bands, height * width, filters)
        mixed = F.conv2d(spectra.permute(0, 3, 1, 2), self.spectral.weight[..., 0], self.spectral.bias, padding=(1, 0))
        return torch.relu(mixed).permute(0, 2, 3, 1).reshape(x.shape)


class ResidualModule(nn.Module):
    """SSRM: residual units in series, local feature fusion of what they give, and one more block.

    ``M(x) = block(ReLU(fuse[u_1, …, u_n]) + x)`` with ``u_k = block(block(u_{k-1})) + u_{k-1}``, ``u_0 = x``.
    """

    def __init__(self, filters: int, units: int) -> None:
        super().__init__()
        self.units = nn.ModuleList(
            nn.Sequential(SeparableBlock(filters), SeparableBlock(filters)) for _ in range(units)
        )
        self.fuse = conv3d(units * filters, filters, (1, 1, 1))
        self.last = SeparableBlock(filters)

    def forward(self, x: Tensor) -> Tensor:
        # One product per unit, added up, instead of one product of all units side by side: no copy of them is made.
        weights = self.fuse.weight[..., 0, 0, 0].split(x.shape[-1], dim=1)
        unit, fused = x, self.fuse.bias
        for (first, second), weight in zip(self.units, weights):
            inner = first(unit)
            unit = second(inner) + unit
            fused = fused + unit @ weight.T
        x = self.last(torch.relu(fused) + x)
        return x


class Upsampler(nn.Module):
    """A transposed convolution (3, s+2, s+2) with stride (1, s, s), and a 3×3×3 convolution to one channel.

    ``[N, L, H, W, C] -> [N, L, s·H, s·W]``. No activation between the two: the paper names none. A few bands at a time:
    their s² times larger maps would otherwise be the peak of memory.
    """

    def __init__(self, filters: int, scale: int) -> None:
        super().__init__()
        side = scale + 2
        self.scale = scale
        self.enlarge = weight_norm(
            nn.ConvTranspose3d(filters, filters, (3, side, side), stride=(1, scale, scale), padding=1)
        )
        self.tail = conv3d(filters, 1, (3, 3, 3))

    def forward(self, x: Tensor) -> Tensor:
        # Both layers are 2-D work on each band and its two neighbours: kernels of three bands are taken apart.
        padded = F.pad(x, (0, 0, 0, 0, 0, 0, 1, 1))
        kernels, tails = torch.cat(self.enlarge.weight.unbind(2), dim=0), self.tail.weight[0].transpose(0, 1)
        taps = []
        for start in range(0, x.shape[1], UPSAMPLED_BANDS):
            some = padded[:, start : start + UPSAMPLED_BANDS + 2]
            three = torch.cat([some[:, 2:], some[:, 1:-1], some[:, :-2]], dim=-1)
            maps = F.conv_transpose2d(
                three.flatten(0, 1).permute(0, 3, 1, 2), kernels, self.enlarge.bias, stride=self.scale, padding=1
            )
            taps.append(F.conv2d(maps, tails, padding=1).unflatten(0, three.shape[:2]))
        before, here, after = F.pad(torch.cat(taps, dim=1), (0, 0, 0, 0, 0, 0, 1, 1)).unbind(2)
        return before[:, :-2] + here[:, 1:-1] + after[:, 2:] + self.tail.bias
