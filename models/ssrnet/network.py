"""SSRNet as a network: a cube with coarse pixels in, the same cube with pixels ``scale`` times finer out.

This is the definition, which training runs; ``inference.py`` gives the same results faster. Any number of bands, rows
and columns; purely convolutional, so what a pixel becomes depends on ``reach`` pixels and ``reach + 1`` bands around
it and no others.

The input's per-band mean over the whole image is to be subtracted before, and added after (``scaling="centred"`` in
the model card: the engine does both). Facts that arXiv 2001.04609 leaves open follow from its parameter counts, of
which this network has the paper's 1275 K at scale 2: every convolution is weight-normalised, and the transposed one is
s+2 wide. The global skips add the *first* features after every module.
"""

from __future__ import annotations

from dataclasses import dataclass

from torch import Tensor, nn

from ...errors import InvalidParameter
from ..bicubic import enlarge
from .blocks import ResidualModule, Upsampler, conv3d

SCALES = (2, 3, 4)


@dataclass(frozen=True)
class SSRNetArguments:
    """What fixes the network; the defaults are the paper's."""

    scale: int = 2
    filters: int = 64
    modules: int = 3
    """Spectral-spatial residual modules D."""
    units: int = 3
    """Residual units per module."""
    bicubic_skip: bool = False
    """The enlarged input added to the output, so that the network learns what bicubic enlargement lacks. Not in the
    paper, whose network makes the image from nothing; a short training gets further with it."""

    def __post_init__(self) -> None:
        if self.scale not in SCALES or min(self.filters, self.modules, self.units) < 1:
            raise InvalidParameter(
                f"SSRNet was asked for with {self}; the scale must be one of {', '.join(map(str, SCALES))} and "
                "sizes at least 1."
            )

    @property
    def reach(self) -> int:
        """Input pixels on each side that an output pixel depends on; of bands, one more."""
        return self.modules * (2 * self.units + 1) + 2


class SSRNet(nn.Module):
    """Spectral-spatial residual network, ``float32 [N, L, H, W] -> [N, L, s·H, s·W]``, values about -1 to 1."""

    def __init__(self, arguments: SSRNetArguments) -> None:
        super().__init__()
        self.arguments = arguments
        self.head = conv3d(1, arguments.filters, (3, 3, 3))
        self.body = nn.ModuleList(ResidualModule(arguments.filters, arguments.units) for _ in range(arguments.modules))
        self.up = Upsampler(arguments.filters, arguments.scale)

    def forward(self, cube: Tensor) -> Tensor:
        first = self.head(cube[:, None]).permute(0, 2, 3, 4, 1).contiguous()
        x = first
        for module in self.body:
            x = module(x) + first
        finer = self.up(x)
        return finer + enlarge(cube, self.arguments.scale) if self.arguments.bicubic_skip else finer
