"""Bicubic enlargement: the baseline that super-resolution is held against, as a model without weights."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import InvalidParameter
from .descriptor import ModelDescriptor, Pulse, Tiling
from .precision import check_precision

if TYPE_CHECKING:
    from torch import Tensor

REACH = 2
"""Input pixels on each side that Keys' kernel reaches."""


class BicubicModel:
    """Enlarges by ``scale``, each band by itself; values are not clipped."""

    def __init__(self, scale: int) -> None:
        if scale < 2:
            raise InvalidParameter(f"Enlargement by {scale} was asked for; it takes a whole number from 2 on.")
        self.descriptor = ModelDescriptor(
            architecture="bicubic",
            title=f"bicubic ×{scale}",
            task="superresolve",
            # Near 0 float32 has all its digits; the kernel's weights sum to 1, so the mean comes back as it was.
            scaling="centred",
            tiling=Tiling.LOCAL,
            tile_px=256,
            overlap_px=REACH,
            memory_bytes=lambda bands, height, width: 4 * bands * height * width * (1 + 2 * scale + 2 * scale**2),
            scale=scale,
        )

    def to(self, device: str, precision: str = "fp32") -> BicubicModel:
        """The model itself: it holds nothing that could be on a device; fp32 only."""
        check_precision(self.descriptor.title, precision)
        return self

    def restore(self, batch: Tensor, pulse: Pulse) -> Tensor:
        """``float32 [N, B, H, W]`` to ``[N, B, s·H, s·W]``."""
        pulse.tick(0.0)
        return enlarge(batch, self.descriptor.scale)


def enlarge(cube: Tensor, scale: int) -> Tensor:
    """Bicubic enlargement of ``[N, B, H, W]`` by Keys' kernel with a = -0.5, that of the papers' baseline.

    torch uses that value with ``antialias`` (which changes nothing else when enlarging) and -0.75 without.
    """
    from torch.nn.functional import interpolate

    size = [scale * side for side in cube.shape[2:]]
    return interpolate(cube, size=size, mode="bicubic", align_corners=False, antialias=True)
