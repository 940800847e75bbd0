"""Base of the methods that need no training: they see one tile at a time, and hold nothing between tiles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Callable

from .descriptor import ModelDescriptor, Pulse, Tiling
from .precision import check_precision

if TYPE_CHECKING:
    from torch import Tensor

LARGE_TILE_PX = 512
"""Such methods learn from the tile what the scene is like: the larger it is, the better they know."""

Tick = Callable[[float], None]
"""Told the share done of one tile, 0 to 1; may raise ``Cancelled``."""


def between(tick: Tick, first: float, last: float) -> Tick:
    """``tick`` for what makes up the whole's share from ``first`` to ``last``."""
    return lambda share: tick(first + (last - first) * share)


class TilewiseMethod:
    """A method that is given one tile after the other. Subclasses set ``descriptor`` and define ``restore_tile``."""

    descriptor: ModelDescriptor

    def to(self, device: str, precision: str = "fp32") -> TilewiseMethod:
        """The method itself: it computes where its tile is, but see ``computed_on``; fp32 only."""
        check_precision(self.descriptor.title, precision)
        return self

    def restore(self, batch: Tensor, pulse: Pulse) -> Tensor:
        """``float32 [N, B, H, W]``, values about 0 to 1, to the same shape; any B, H and W from 1."""
        import torch

        def ticker(number: int) -> Tick:
            return lambda fraction: pulse.tick((number + fraction) / len(batch))

        shown = batch.to(computed_on(batch.device.type))
        return torch.stack([self.restore_tile(tile, ticker(number)) for number, tile in enumerate(shown)]).to(batch)

    def restore_tile(self, cube: Tensor, tick: Tick) -> Tensor:
        """``float32 [B, H, W]`` to the same shape. Calls ``tick`` at least every second or so."""
        raise NotImplementedError


def computed_on(device: str) -> str:
    """The device that such methods compute on: Apple's GPUs lack some of the decompositions that they need."""
    return "cpu" if device.startswith("mps") else device


def describe_method(
    architecture: str,
    title: str,
    copies: float,
    working: Callable[[int, int, int], int] = lambda bands, height, width: 0,
    **changes,
) -> ModelDescriptor:
    """The descriptor of a denoiser that works on whole tiles and holds ``copies`` of them (float32) in memory.

    ``working(bands, height, width)`` are the bytes that it needs besides.
    """

    def memory_bytes(bands: int, height: int, width: int) -> int:
        return int(4 * copies * bands * height * width) + working(bands, height, width)

    return ModelDescriptor(
        **{
            "architecture": architecture,
            "title": title,
            "task": "denoise",
            "scaling": "cube",
            "tiling": Tiling.POOLED,
            "tile_px": LARGE_TILE_PX,
            "overlap_px": 16,
            "batchable": False,
            "memory_bytes": memory_bytes,
            **changes,
        }
    )
