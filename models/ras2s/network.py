"""RAS2S as a network: four sweeps over the bands, written the way one reads it.

This is the definition: training uses it, and the fast inference (``inference.py``) is held against it. Any number of
bands from ``span`` up, any height and width; weights are shared by all bands.

Where the paper and the released checkpoint differ, this follows the checkpoint:

- The paper's "forward" direction runs from the last band to the first.
- The two directions are not independent: the second sweep starts from the first one's final state, fuses its state
  with the first sweep's at every band, and carries the *fused* state on.
- Only the last sweep sees bands that are already restored (through ``feedback``); its recursion starts at the first
  band's context, not at an empty image.
- The head has three convolutions, and the noisy band is added to its output (residual learning).
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from ...errors import InvalidParameter
from .blocks import SLOPE, BandFeatures, ContextAttention, ConvGRU, CrossAttention, Fusion, RegionFilters, conv3x3


@dataclass(frozen=True)
class StateBounds:
    """Largest magnitude that recurrent states may take, per sweep direction.

    The recurrence is not bounded by itself and can grow exponentially along the bands, to finite but absurd values.
    """

    down: float
    """Sweeps from the last band to the first."""
    up: float
    """Sweeps from the first band to the last, whose states are about twice as large."""


TIGHT = StateBounds(down=2.0, up=4.0)
"""For a tile that sits on its bounds or leaves the value range."""


@dataclass(frozen=True)
class RAS2SArguments:
    """What fixes the size of the network; the defaults are the paper's."""

    channels: int = 14
    """Width C of every feature map, even, 8 to 20 in the paper's ablation."""
    regions: int = 3
    """Candidate filters r per pixel in the region-aware block."""
    reach: int = 1
    """Neighbours on each side that the context attention sees (the paper's local range)."""
    bound: float = 4.0
    """Bound of the states of downward sweeps, twice that for upward ones. Not in the paper. The authors' weights reach
    ±4 on the laboratory scene cave-toy under mixture noise (±3 costs 0.1 dB there); weights trained with a bound need
    that very one."""

    def __post_init__(self) -> None:
        if self.channels < 2 or self.channels % 2 or not 1 <= self.regions <= 255 or self.reach < 0 or self.bound <= 0:
            raise InvalidParameter(
                f"RAS2S was asked for with channels={self.channels}, regions={self.regions}, reach={self.reach}, "
                f"bound={self.bound}; channels must be even and at least 2, regions 1 to 255, reach at least 0 and "
                "bound above 0."
            )

    @property
    def span(self) -> int:
        """Encoder states seen by the context attention, and so the fewest bands the network takes."""
        return 2 * self.reach + 1

    @property
    def bounds(self) -> StateBounds:
        """The bounds that are always on."""
        return StateBounds(down=self.bound, up=2 * self.bound)


class Encoder(nn.Module):
    """Two sweeps and the region-aware block: one state ``[N, C, H, W]`` per band."""

    def __init__(self, channels: int, regions: int) -> None:
        super().__init__()
        self.features = BandFeatures(channels)
        self.compensate = CrossAttention(channels)
        self.gru_down = ConvGRU(channels)
        self.gru_up = ConvGRU(channels)
        self.fuse = Fusion(channels)
        self.regions = RegionFilters(channels, regions)

    def forward(self, cube: Tensor, bounds: StateBounds) -> list[Tensor]:
        features = [self.features(band[:, None]) for band in cube.unbind(dim=1)]
        states = list(features)
        hidden = torch.zeros_like(features[0])
        for index in reversed(range(len(features))):
            hidden = self.gru_down(self.compensate(features[index], hidden), features[index])
            hidden = hidden.clamp(-bounds.down, bounds.down)
            states[index] = hidden
        for index, feature in enumerate(features):
            hidden = self.fuse(self.gru_up(hidden, feature), states[index]).clamp(-bounds.up, bounds.up)
            states[index] = hidden
        return [self.regions(state) for state in states]


class Decoder(nn.Module):
    """Two sweeps over the encoder's states; the second one feeds every restored band back into the next."""

    def __init__(self, channels: int, reach: int) -> None:
        super().__init__()
        self.reach = reach
        self.attend = ContextAttention(2 * reach + 1)
        self.compensate = CrossAttention(channels)
        self.gru_down = ConvGRU(channels)
        self.feedback = BandFeatures(channels)
        self.fuse_feedback = Fusion(channels)
        self.gru_up = ConvGRU(channels)
        self.fuse = Fusion(channels)
        self.head = nn.ModuleList([conv3x3(channels, channels), conv3x3(channels, channels), conv3x3(channels, 1)])

    def forward(self, encoded: list[Tensor], cube: Tensor, bounds: StateBounds) -> Tensor:
        bands = len(encoded)
        states, contexts = list(encoded), list(encoded)
        hidden = encoded[-1]
        for index in reversed(range(bands)):
            neighbours = torch.stack(encoded[context_window(index, bands, self.reach)], dim=1)
            contexts[index] = self.attend(hidden, neighbours)
            hidden = self.gru_down(self.compensate(contexts[index], hidden), contexts[index])
            hidden = hidden.clamp(-bounds.down, bounds.down)
            states[index] = hidden
        restored = []
        fed_back = contexts[0]
        for index in range(bands):
            drive = self.fuse_feedback(fed_back, contexts[index])
            hidden = self.fuse(self.gru_up(hidden, drive), states[index]).clamp(-bounds.up, bounds.up)
            x = F.leaky_relu(self.head[0](hidden), SLOPE)
            x = F.leaky_relu(self.head[1](x), SLOPE)
            restored.append(self.head[2](x) + cube[:, index : index + 1])
            fed_back = self.feedback(restored[-1])
        return torch.cat(restored, dim=1)


class RAS2S(nn.Module):
    """Region-aware sequence-to-sequence denoiser, ``float32 [N, B, H, W] -> [N, B, H, W]``, values about 0 to 1.

    ``B`` must be at least ``arguments.span``; ``RAS2SModel`` reflects bands when a cube has fewer.
    """

    def __init__(self, arguments: RAS2SArguments) -> None:
        super().__init__()
        self.arguments = arguments
        self.encoder = Encoder(arguments.channels, arguments.regions)
        self.decoder = Decoder(arguments.channels, arguments.reach)

    def forward(self, cube: Tensor, bounds: StateBounds | None = None) -> Tensor:
        bounds = bounds or self.arguments.bounds
        return self.decoder(self.encoder(cube, bounds), cube, bounds)


def context_window(index: int, bands: int, reach: int) -> slice:
    """The ``2·reach + 1`` bands around ``index``, moved inwards at both ends so that there are always that many."""
    first = min(max(index - reach, 0), bands - (2 * reach + 1))
    return slice(first, first + 2 * reach + 1)
