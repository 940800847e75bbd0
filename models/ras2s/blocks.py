"""Building blocks of RAS2S, as plain modules that train and that state what each block computes.

Xiao et al., "Region-Aware Sequence-to-Sequence Learning for Hyperspectral Denoising", ECCV 2024. Where the paper and
the released checkpoint differ, the checkpoint is followed; each such place is named in the block's docstring.

All maps are ``float32 [N, C, H, W]``; every convolution keeps the size (stride 1, zero padding).
"""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional as F

SLOPE = 0.1
"""Slope of the leaky ReLU for negative values."""

HEADS = 2
"""Heads of the channel cross-attention; the paper does not mention heads, the released code has two."""


def conv3x3(inputs: int, outputs: int) -> nn.Conv2d:
    """A 3×3 convolution that keeps the size."""
    return nn.Conv2d(inputs, outputs, 3, padding=1)


class BandFeatures(nn.Module):
    """Features of one band, ``[N, 1, H, W] -> [N, C, H, W]``.

    Twice conv and leaky ReLU, plus the raw band added to every channel (the paper has no such skip).
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = conv3x3(1, channels)
        self.second = conv3x3(channels, channels)

    def forward(self, band: Tensor) -> Tensor:
        feature = F.leaky_relu(self.first(band), SLOPE)
        return F.leaky_relu(self.second(feature), SLOPE) + band


class ConvGRU(nn.Module):
    """Convolutional GRU cell: ``h' = (1 - z) h + z q`` with 3×3 gates over ``[h, x]`` (hidden state first)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.update = conv3x3(2 * channels, channels)
        self.reset = conv3x3(2 * channels, channels)
        self.candidate = conv3x3(2 * channels, channels)

    def forward(self, hidden: Tensor, x: Tensor) -> Tensor:
        both = torch.cat([hidden, x], dim=1)
        update = torch.sigmoid(self.update(both))
        reset = torch.sigmoid(self.reset(both))
        candidate = torch.tanh(self.candidate(torch.cat([reset * hidden, x], dim=1)))
        return (1 - update) * hidden + update * candidate


class Fusion(nn.Module):
    """Two maps into one: concatenation, 3×3 convolution, leaky ReLU (the activation is the code's, not the paper's)."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.mix = conv3x3(2 * channels, channels)

    def forward(self, first: Tensor, second: Tensor) -> Tensor:
        return F.leaky_relu(self.mix(torch.cat([first, second], dim=1)), SLOPE)


class ResidualBlock(nn.Module):
    """Conv, ReLU, conv, plus the input."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.first = conv3x3(channels, channels)
        self.second = conv3x3(channels, channels)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.second(F.relu(self.first(x)))


class CrossAttention(nn.Module):
    """Hidden-feature compensation: channel cross-attention between a band's feature and the hidden state.

    The attention is a ``C/2 × C/2`` matrix per head, computed over **all** pixels of the tile. The paper takes query
    and value from the hidden state; the released code takes the query from the feature, key and value from the
    hidden state, normalises query and key along the pixels, and adds two residual blocks and the hidden state.
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.query = nn.Conv2d(channels, channels, 1)
        self.key = nn.Conv2d(channels, channels, 1)
        self.value = nn.Conv2d(channels, channels, 1)
        self.refine = nn.Sequential(ResidualBlock(channels), ResidualBlock(channels))

    def forward(self, feature: Tensor, hidden: Tensor) -> Tensor:
        shape = hidden.shape
        query, key, value = (
            part.reshape(shape[0], HEADS, shape[1] // HEADS, -1)
            for part in (self.query(feature), self.key(hidden), self.value(hidden))
        )
        weights = F.normalize(query, dim=-1) @ F.normalize(key, dim=-1).transpose(-2, -1)
        mixed = (weights.softmax(dim=-1) @ value).reshape(shape)
        return self.refine(mixed) + hidden


class RegionFilters(nn.Module):
    """Spectral-spatial region-aware block (SSRA): filters generated from the tile, one choice of filter per pixel.

    The filters come from the ``3 × 3`` average-pooled input (in the paper they are free parameters). Two guides, one
    looking at the neighbourhood and one at the pixel's spectrum of channels, each pick one of ``regions`` candidates
    per pixel. In training the hard choice passes gradients to the guides as if soft-max weights had been used.
    The gain of the spatial guide is ``1 + route`` per input channel; the released code's 3-tap kernels along a length
    of one leave only their centre tap, so both are linear layers here. The input is added (the paper adds nothing).
    """

    def __init__(self, channels: int, regions: int) -> None:
        super().__init__()
        self.regions = regions
        self.squeeze = nn.Conv2d(channels, regions**2, 1)
        self.generate = nn.Conv2d(regions**2, regions * channels**2, 1, groups=regions)
        self.route_in = nn.Linear(channels, channels)
        self.route_out = nn.Linear(channels, channels, bias=False)
        self.spatial_guide = conv3x3(channels, regions)
        self.spectral_guide = nn.Linear(channels, regions)
        self.mix = conv3x3(2 * channels, channels)
        nn.init.zeros_(self.route_out.weight)

    def filters(self, x: Tensor) -> Tensor:
        """``[N, regions, C, C, 3, 3]``: the tap (i, j) of every filter comes from the (i, j) third of the tile."""
        pooled = torch.sigmoid(self.squeeze(F.adaptive_avg_pool2d(x, 3)))
        return self.generate(pooled).reshape(x.shape[0], self.regions, x.shape[1], x.shape[1], 3, 3)

    def gains(self, x: Tensor) -> Tensor:
        """``[N, C]``: the spatial guide's gain per input channel, around 1."""
        return 1 + self.route_out(F.relu(self.route_in(x.mean(dim=(2, 3)))))

    def forward(self, x: Tensor) -> Tensor:
        count, channels, height, width = x.shape
        filters = self.filters(x).reshape(-1, channels, 3, 3)
        candidates = F.conv2d(x.reshape(1, -1, height, width), filters, padding=1, groups=count)
        candidates = candidates.reshape(count, self.regions, channels, height, width)
        spatial = self.spatial_guide(x * self.gains(x)[:, :, None, None])
        spectral = self.spectral_guide(x.permute(0, 2, 3, 1)).permute(0, 3, 1, 2)
        picked = [(choose(logits)[:, :, None] * candidates).sum(dim=1) for logits in (spatial, spectral)]
        return self.mix(torch.cat(picked, dim=1)) + x


def choose(logits: Tensor) -> Tensor:
    """One-hot choice along dimension 1, whose gradient is the soft-max's (straight-through)."""
    soft = logits.softmax(dim=1)
    hard = torch.zeros_like(soft).scatter_(1, logits.argmax(dim=1, keepdim=True), 1.0)
    return hard + soft - soft.detach()


class ContextAttention(nn.Module):
    """Adjacent-band attention (AAM): a soft choice among the encoder states of neighbouring bands.

    The hidden state and the ``span`` states are the channels of a volume with axes (feature channel, row, column); a
    3×3×3 convolution, tanh and soft-max give one weight per state, feature channel and pixel.
    """

    def __init__(self, span: int) -> None:
        super().__init__()
        self.weigh = nn.Conv3d(span + 1, span, 3, padding=1)

    def forward(self, hidden: Tensor, states: Tensor) -> Tensor:
        """``hidden`` is ``[N, C, H, W]``, ``states`` ``[N, span, C, H, W]``."""
        weights = torch.tanh(self.weigh(torch.cat([hidden[:, None], states], dim=1))).softmax(dim=1)
        return (weights * states).sum(dim=1)
