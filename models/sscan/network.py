"""SSCAN as a network: groups of bands through one shared branch, merged, and once more through all bands together.

This is the definition, which training runs; ``inference.py`` gives the same results faster. It takes exactly ``window``
bands; ``SSCANModel`` slides that window over any number of bands.

What arXiv 2105.10949 leaves open, and what is taken here (``SSCANArguments`` switches what matters):

- *Width.* The paper draws group features with K channels. A 3×3 convolution widens them to C before the attention
  blocks and another narrows them to K after: with four channels alone there is no room for features.
- *Branches.* One branch with shared weights serves all groups, so groups are a batch and their number is free.
- *The last group* has no successor: it is paired with its predecessor, and a single group with itself.
- *Merging.* Groups overlap; bands that are in two of them are averaged.
- *The global part* ("another SSPN") is a second chain of attention blocks with weights of its own.
- *The output* is the input plus what the last convolution gives (residual learning).
- *The number of bands*, which the paper's network is tied to, is that of a window.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from ...errors import InvalidParameter
from ..bands import window_starts
from .blocks import CrossGroupAttention, SpatialSpectralBlock, conv3x3


@dataclass(frozen=True)
class SSCANArguments:
    """What fixes the network. ``blocks``, ``group`` and ``overlap`` are the paper's n, K and o."""

    channels: int = 64
    """Width C of the feature maps; not in the paper. 64 is its relatives' (1.70 M parameters at 32 bands), 32 is four
    times as fast (0.44 M)."""
    blocks: int = 10
    """Attention blocks per chain, of which there are two."""
    group: int = 4
    overlap: int = 2
    window: int = 32
    """Bands that the network takes at once."""
    window_overlap: int = 8
    """Bands that neighbouring windows share; their results are averaged."""
    reduction: int = 16
    """How much narrower the spectral attention's ReLU network is than C (CBAM's ratio)."""
    kernel: int = 7
    """Side of the spatial attention's convolution."""
    summed: bool = False
    """Mean and maximum of the spectral attention added (CBAM) instead of concatenated (the paper)."""
    rectified: bool = False
    """A ReLU on the pooled maps of the spatial attention."""

    def __post_init__(self) -> None:
        sizes = (self.channels, self.blocks, self.group, self.reduction, self.kernel)
        fits = 0 <= self.overlap < self.group <= self.window and 0 <= 2 * self.window_overlap <= self.window
        if min(sizes) < 1 or self.kernel % 2 == 0 or not fits:
            raise InvalidParameter(
                f"SSCAN was asked for with {self}. Sizes must be at least 1, kernel odd, overlap below group, group at "
                "most window, and window_overlap at most half of window."
            )


class Chain(nn.Module):
    """SSAN: a convolution to C channels, the attention blocks with a skip around them all, a convolution back."""

    def __init__(self, bands: int, arguments: SSCANArguments) -> None:
        super().__init__()
        self.head = conv3x3(bands, arguments.channels)
        self.body = nn.ModuleList(
            SpatialSpectralBlock(
                arguments.channels, arguments.reduction, arguments.kernel, arguments.summed, arguments.rectified
            )
            for _ in range(arguments.blocks)
        )
        self.tail = conv3x3(arguments.channels, bands)

    def forward(self, x: Tensor) -> Tensor:
        wide = deep = self.head(x)
        for block in self.body:
            deep = block(deep)
        return self.tail(wide + deep)


class SSCAN(nn.Module):
    """Spatial-spectral cross attention denoiser, ``float32 [N, window, H, W]`` in and out, values about 0 to 1."""

    def __init__(self, arguments: SSCANArguments) -> None:
        super().__init__()
        self.arguments = arguments
        self.cross = CrossGroupAttention(arguments.group)
        self.branch = Chain(arguments.group, arguments)
        self.trunk = Chain(arguments.window, arguments)
        starts = window_starts(arguments.window, arguments.group, arguments.overlap)
        members = [start + offset for start in starts for offset in range(arguments.group)]
        counts = Counter(members)
        # How often each band is in a group; not trained, and no part of a weights file.
        times = torch.tensor([float(counts[band]) for band in range(arguments.window)])
        self.register_buffer("_counts", times, persistent=False)
        self.register_buffer("_places", torch.tensor(members), persistent=False)

    def forward(self, cube: Tensor) -> Tensor:
        count, bands, height, width = cube.shape
        groups = cube[:, self._places].reshape(count, -1, self.arguments.group, height, width)
        crossed = self.cross(groups.flatten(0, 1), neighbours(groups).flatten(0, 1))
        featured = self.branch(crossed).reshape(count, -1, height, width)
        merged = torch.zeros_like(cube).index_add_(1, self._places, featured.to(cube.dtype))
        return cube + self.trunk(merged / self._counts.view(1, bands, 1, 1))


def neighbours(groups: Tensor) -> Tensor:
    """For each of ``[N, G, K, H, W]`` the next group; for the last the one before, and for a single one itself."""
    if groups.shape[1] == 1:
        return groups
    return torch.cat([groups[:, 1:], groups[:, -2:-1]], dim=1)
