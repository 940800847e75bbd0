"""Copies from and to a GPU beside what it computes.

On the stream that computes, a copy would wait for the batch before it, and the batch after it for the copy. Here either
way has a stream of its own, which waits for what it needs only. Memory that both use stays until both are done with it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from .dependencies import require_torch

if TYPE_CHECKING:
    import torch

APART = -1
"""A priority whose streams nothing is recorded from: those of others are shared by all that ask for one, and a copy
would become part of the graph that is being recorded."""


@dataclass(frozen=True)
class Sent:
    """Tiles ``[N, B, h, w]`` on their way to a GPU; they are there when ``moment`` has come."""

    tiles: torch.Tensor
    moment: torch.cuda.Event

    def part(self, some: slice) -> Sent:
        return replace(self, tiles=self.tiles[some])

    def arrived(self) -> torch.Tensor:
        """The tiles, for what the calling thread has the GPU do from now on."""
        self.moment.wait()
        self.tiles.record_stream(require_torch().cuda.current_stream())
        return self.tiles


class Copies:
    """The ways between the processor's memory and the GPU that is current when this is made.

    Only with memory that ``host_buffer`` gave does a caller not wait for the copy.
    """

    def __init__(self) -> None:
        cuda = require_torch().cuda
        self._there, self._back = cuda.Stream(priority=APART), cuda.Stream(priority=APART)

    def send(self, batch: np.ndarray) -> Sent:
        """Starts the copy to the GPU, from any thread; ``batch`` must stay as it is until the moment has come."""
        torch = require_torch()
        device = self._there.device
        # The outer context alone lets a thread that has used no GPU go back without beginning to use the first one.
        with torch.cuda.device(device), torch.cuda.stream(self._there):
            tiles = torch.from_numpy(batch).to(device, non_blocking=True)
            return Sent(tiles, self._there.record_event())

    def bring(self, answer: torch.Tensor, place: torch.Tensor) -> torch.cuda.Event:
        """Starts the copy of what the calling thread has had computed; it is in ``place`` when the moment has come."""
        cuda = require_torch().cuda
        self._back.wait_stream(cuda.current_stream())
        with cuda.stream(self._back):
            place.copy_(answer, non_blocking=True)
            answer.record_stream(self._back)
            return self._back.record_event()

    def settle(self) -> None:
        """Returns when no copy is under way: what they read and wrote may be used for something else."""
        self._there.synchronize()
        self._back.synchronize()
