"""One batch of tiles through a model, on its device."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ..errors import RestorationError
from .dependencies import require_torch
from .monitor import Span

OUT_OF_MEMORY_WORDS = ("out of memory", "not enough memory", "can't allocate memory", "cannot allocate memory")


@dataclass(frozen=True)
class Inference:
    """A model (already on its device) and how tiles are shown to it.

    ``turned``: rows and columns exchanged before the model and back after it, for line noise along rows.
    ``both_ways``: the mean of the results on both band orders, in twice the time.
    """

    model: object
    device: str
    turned: bool = False
    both_ways: bool = False

    def restore(self, batch: np.ndarray, span: Span) -> np.ndarray:
        """float32 [N, B, h, w] in the model's range to float32 [N, B, s·h, s·w]; ``batch`` is left as it is.

        Raises `RestorationError` when the model gives back another size than its descriptor promises.
        """
        torch = require_torch()
        with torch.inference_mode():
            tiles = torch.tensor(batch, device=self.device)
            if self.turned:
                tiles = tiles.transpose(2, 3).contiguous()
            restored = self.model.restore(tiles, span.part(0.0, 0.5) if self.both_ways else span)
            if self.both_ways:
                backwards = self.model.restore(tiles.flip(1), span.part(0.5, 1.0))
                restored = (restored + backwards.flip(1)) / 2
            if self.turned:
                restored = restored.transpose(2, 3)
            result = restored.float().cpu().numpy()
        scale = self.model.descriptor.scale
        expected = (*batch.shape[:2], scale * batch.shape[2], scale * batch.shape[3])
        if result.shape != expected:
            raise RestorationError(
                f"The model {self.model.descriptor.title} should have given tiles of shape {expected}, but gave "
                f"{result.shape}. This is a fault of the model, not of the raster; please report it."
            )
        return result


def is_out_of_memory(error: BaseException) -> bool:
    """True for the several ways in which torch, and numpy, say that memory has run out."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    return isinstance(error, RuntimeError) and any(words in str(error).lower() for words in OUT_OF_MEMORY_WORDS)


def release_memory(device: str) -> None:
    """Gives torch's cached blocks back to the device, so that a smaller attempt finds room."""
    if device.startswith("cuda"):
        require_torch().cuda.empty_cache()
