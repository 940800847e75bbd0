"""One batch of tiles through a model, on its device."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace

import numpy as np

from ..errors import RestorationError
from .dependencies import require_torch
from .held_memory import give_back
from .monitor import Span

OUT_OF_MEMORY_WORDS = ("out of memory", "not enough memory", "can't allocate memory", "cannot allocate memory")


class _Exact:
    """Float32 is float32 while any run is inside: by itself, cuDNN rounds the factors of convolutions to the 10 bits of
    TF32. The switch belongs to the process, so the last one out puts it back."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._before = True

    @contextmanager
    def inside(self, cudnn) -> Iterator[None]:
        with self._lock:
            if not self._inside:
                self._before, cudnn.allow_tf32 = cudnn.allow_tf32, False
            self._inside += 1
        try:
            yield
        finally:
            with self._lock:
                self._inside -= 1
                if not self._inside:
                    cudnn.allow_tf32 = self._before


_EXACT = _Exact()


@dataclass(frozen=True)
class Pending:
    """An answer on its way: ``values`` are those of the model once ``wait`` has returned them."""

    values: np.ndarray
    moment: object | None
    """A CUDA event, None where the answer is there already."""

    def wait(self) -> np.ndarray:
        if self.moment is not None:
            self.moment.synchronize()
        return self.values


@dataclass(frozen=True)
class Inference:
    """A model, and where and how tiles are shown to it.

    ``turned``: rows and columns exchanged before the model and back after it, for line noise along rows.
    ``both_ways``: the mean of the results on both band orders, in twice the time.
    """

    model: object
    device: str
    turned: bool = False
    both_ways: bool = False
    precision: str = "fp32"

    def placed(self) -> Inference:
        """With the model on the device, afresh: a model may keep account of what it has done."""
        with _current(self.device):
            return replace(self, model=self.model.to(self.device, self.precision))

    def restore(self, batch: np.ndarray, span: Span, out: np.ndarray | None = None) -> Pending:
        """float32 [N, B, h, w] in the model's range to float32 [N, B, s·h, s·w], in ``out`` if given.

        Where sizes agree it is the correction, result minus ``batch``; else the result. ``batch`` is left as it is.
        Raises `RestorationError` when the model gives back another size than its descriptor promises.

        From and to the memory of ``host_buffer`` a GPU copies while it computes: the answer is there once waited for.
        """
        torch = require_torch()
        with torch.inference_mode(), _current(self.device):
            tiles = torch.from_numpy(batch).to(self.device, non_blocking=True)
            shown = tiles.transpose(2, 3).contiguous() if self.turned else tiles
            restored = self.model.restore(shown, span.part(0.0, 0.5) if self.both_ways else span)
            if self.both_ways:
                backwards = self.model.restore(shown.flip(1), span.part(0.5, 1.0))
                restored = restored.add(backwards.flip(1)).div_(2)
            if self.turned:
                restored = restored.transpose(2, 3)
            self._check_size(batch.shape, tuple(restored.shape))
            place = torch.empty(restored.shape) if out is None else torch.from_numpy(out[: len(batch)])
            if self.model.descriptor.scale > 1:
                place.copy_(restored, non_blocking=True)
            elif tiles.device == place.device and restored.dtype == place.dtype:
                torch.sub(restored, tiles, out=place)
            else:
                place.copy_(restored.float() - tiles, non_blocking=True)
            return Pending(place.numpy(), _moment(self.device))

    def _check_size(self, batch: tuple[int, ...], found: tuple[int, ...]) -> None:
        scale = self.model.descriptor.scale
        expected = (*batch[:2], scale * batch[2], scale * batch[3])
        if found != expected:
            raise RestorationError(
                f"The model {self.model.descriptor.title} should have given tiles of shape {expected}, but gave "
                f"{found}. This is a fault of the model, not of the raster; please report it."
            )


def host_buffer(shape: tuple[int, ...], device: str) -> np.ndarray:
    """float32 of any content; for CUDA in memory that the GPU can copy from and to by itself."""
    if not device.startswith("cuda"):
        return np.empty(shape, np.float32)
    return require_torch().empty(shape, pin_memory=True).numpy()


def _current(device: str) -> AbstractContextManager:
    """While inside, what torch does on "the" GPU, such as recording graphs and events, it does on this one."""
    return _gpu(device) if device.startswith("cuda") else nullcontext()


@contextmanager
def _gpu(device: str) -> Iterator[None]:
    torch = require_torch()
    with _EXACT.inside(torch.backends.cudnn), torch.cuda.device(device):
        yield


def _moment(device: str) -> object | None:
    """An event that has come when all the device was told so far is done; None for those that do as they are told."""
    if not device.startswith("cuda"):
        return None
    moment = require_torch().cuda.Event()
    moment.record()
    return moment


def is_out_of_memory(error: BaseException) -> bool:
    """True for the several ways in which torch, and numpy, say that memory has run out."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    return isinstance(error, RuntimeError) and any(words in str(error).lower() for words in OUT_OF_MEMORY_WORDS)


def release_memory(device: str) -> None:
    """Gives freed memory back, so that what comes next finds room: torch's blocks to the GPU, glibc's to the system."""
    if device.startswith("cuda"):
        require_torch().cuda.empty_cache()
    give_back()
