"""Networks that leave a trace of where they ran; importable on workers, which the tests' own functions are not."""

from __future__ import annotations

import os
import time
import uuid
from pathlib import Path

import torch

from hyperrestore.errors import UnsuitableRaster
from hyperrestore.test.restoration.networks import Network, convolve


class Traced(Network):
    """Takes ``seconds`` a batch and leaves a file ``PID-…`` in ``folder`` for every one begun; or another ``mark``."""

    mark = staticmethod(os.getpid)

    def __init__(self, folder: Path, seconds: float = 0.0, function=convolve, **fields) -> None:
        super().__init__(function, **{"tile_px": 32, "overlap_px": 8, "batchable": False, **fields})
        self.folder = folder
        self.seconds = seconds

    def restore(self, batch: torch.Tensor, pulse) -> torch.Tensor:
        (self.folder / f"{self.mark()}-{uuid.uuid4().hex}").touch()
        ends = time.monotonic() + self.seconds
        while time.monotonic() < ends:
            time.sleep(0.01)
            pulse.tick(0.5)
        return super().restore(batch, pulse)

    @property
    def traces(self) -> list[int]:
        """The process of every batch begun, or what else is its mark."""
        return [int(path.name.partition("-")[0]) for path in self.folder.iterdir()]


class ThreadsTraced(Traced):
    """Its mark is how many threads torch computes with."""

    mark = staticmethod(torch.get_num_threads)


class Stumbling(Traced):
    """Fails at the first batch that anybody begins, and at no other."""

    def restore(self, batch: torch.Tensor, pulse) -> torch.Tensor:
        try:
            (self.folder / "0-stumbled").touch(exist_ok=False)
        except FileExistsError:
            return super().restore(batch, pulse)
        raise OSError("the storage had a moment")


def refuse(batch: torch.Tensor) -> torch.Tensor:
    """A model that has something to say."""
    raise UnsuitableRaster("This is no raster for me; take another.")


def break_down(batch: torch.Tensor) -> torch.Tensor:
    """A model with a fault."""
    raise ZeroDivisionError("broken layer")


def one_at_a_time(batch: torch.Tensor) -> torch.Tensor:
    """Memory for a single tile."""
    if len(batch) > 1:
        raise RuntimeError("CUDA out of memory. Tried to allocate 2 GiB")
    return convolve(batch)


def die(batch: torch.Tensor) -> torch.Tensor:
    """What the kernel does to those who take too much."""
    os.kill(os.getpid(), 9)
    return batch


def finer(batch: torch.Tensor) -> torch.Tensor:
    """Twice as many pixels along both axes."""
    return batch.repeat_interleave(2, dim=2).repeat_interleave(2, dim=3)
