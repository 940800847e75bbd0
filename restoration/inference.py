"""One batch of tiles through a model, on its device."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from ..errors import RestorationError
from .copies import Copies, Sent
from .dependencies import require_torch
from .held_memory import give_back
from .monitor import Span

if TYPE_CHECKING:
    from torch import Tensor
    from torch.cuda import Event

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
    moment: Event | None
    """When they are there; None where they are already."""

    def wait(self) -> np.ndarray:
        if self.moment is not None:
            self.moment.synchronize()
        return self.values


@dataclass(frozen=True)
class Inference:
    """A model, and where and how tiles are shown to it.

    ``turned``: rows and columns exchanged before the model and back after it, for line noise along rows.
    ``both_ways``: the mean of the results on both band orders, in twice the time.
    ``copies``: how tiles come to the device and back beside its work, None where that is not done.
    """

    model: object
    device: str
    turned: bool = False
    both_ways: bool = False
    precision: str = "fp32"
    copies: Copies | None = None

    def placed(self) -> Inference:
        """With the model on the device, afresh: a model may keep account of what it has done."""
        with _current(self.device):
            copies = Copies() if _is_cuda(self.device) else None
            return replace(self, model=self.model.to(self.device, self.precision), copies=copies)

    def send(self, batch: np.ndarray) -> Sent | None:
        """Lets a GPU fetch what it will be shown, from any thread; None where it has no room, or there is no GPU."""
        if self.copies is None:
            return None
        try:
            return self.copies.send(batch)
        except RuntimeError as error:
            if not is_out_of_memory(error):
                raise
            return None

    def settle(self) -> None:
        """Returns when no copy from or to memory of ``host_buffer`` is under way."""
        if self.copies is not None:
            self.copies.settle()

    def restore(
        self, batch: np.ndarray, span: Span, out: np.ndarray | None = None, sent: Sent | None = None
    ) -> Pending:
        """float32 [N, B, h, w] in the model's range to float32 [N, B, s·h, s·w], in ``out`` if given.

        Where sizes agree it is the correction, result minus ``batch``; else the result. ``batch`` is left as it is;
        ``sent`` is what ``send`` has made of it. Raises `RestorationError` when the model gives back another size than
        its descriptor promises.

        From and to the memory of ``host_buffer`` a GPU copies while it computes: the answer is there once waited for.
        """
        torch = require_torch()
        with torch.inference_mode(), _current(self.device):
            sent = sent or self.send(batch)
            tiles = sent.arrived() if sent else torch.from_numpy(batch).to(self.device)
            shown = tiles.transpose(2, 3).contiguous() if self.turned else tiles
            restored = self.model.restore(shown, span.part(0.0, 0.5) if self.both_ways else span)
            if self.both_ways:
                backwards = self.model.restore(shown.flip(1), span.part(0.5, 1.0))
                restored = restored.add(backwards.flip(1)).div_(2)
            if self.turned:
                restored = restored.transpose(2, 3)
            self._check_size(batch.shape, tuple(restored.shape))
            place = torch.empty(restored.shape) if out is None else torch.from_numpy(out[: len(batch)])
            return Pending(place.numpy(), self._bring(restored, tiles, place))

    def _bring(self, restored: Tensor, tiles: Tensor, place: Tensor) -> Event | None:
        """The correction, or the result where sizes do not agree, into ``place``."""
        grown = self.model.descriptor.scale > 1
        if not grown and restored.device == place.device and restored.dtype == place.dtype:
            require_torch().sub(restored, tiles, out=place)
            return None
        answer = restored.float() if grown else restored.float() - tiles
        if self.copies is not None:
            return self.copies.bring(answer, place)
        place.copy_(answer)
        return None

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
    if not _is_cuda(device):
        return np.empty(shape, np.float32)
    return require_torch().empty(shape, pin_memory=True).numpy()


def _is_cuda(device: str) -> bool:
    return device.startswith("cuda")


def _current(device: str) -> AbstractContextManager:
    """While inside, what torch does on "the" GPU, such as recording graphs and events, it does on this one."""
    return _gpu(device) if _is_cuda(device) else nullcontext()


@contextmanager
def _gpu(device: str) -> Iterator[None]:
    torch = require_torch()
    with _EXACT.inside(torch.backends.cudnn), torch.cuda.device(device):
        yield


def is_out_of_memory(error: BaseException) -> bool:
    """True for the several ways in which torch, and numpy, say that memory has run out."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    return isinstance(error, RuntimeError) and any(words in str(error).lower() for words in OUT_OF_MEMORY_WORDS)


def release_memory(device: str) -> None:
    """Gives freed memory back, so that what comes next finds room: torch's blocks to the GPU, glibc's to the system."""
    if _is_cuda(device):
        require_torch().cuda.empty_cache()
    give_back()
