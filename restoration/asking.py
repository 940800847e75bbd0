"""Groups of tiles to the model, in smaller batches once memory has run out."""

from __future__ import annotations

import numpy as np

from ..errors import NotEnoughMemory
from .blocks import Asked, Group, ask
from .inference import Inference, is_out_of_memory, release_memory
from .monitor import Span


class Asker:
    """Shows a model ``batch`` tiles at once; that is halved, for good, whenever memory runs out."""

    def __init__(self, inference: Inference, batch: int) -> None:
        self.batch = batch
        self._inference = inference

    def ask(self, group: Group, span: Span, out: np.ndarray | None = None) -> list[Asked]:
        """The group in as many parts as it takes, with ``out`` as in ``blocks.ask``.

        Raises `NotEnoughMemory` when not even one tile at a time works.
        """
        asked: list[Asked] = []
        done, total = 0, len(group.blocks)
        while done < total:
            some = slice(done, min(done + self.batch, total))
            part = group.part(some)
            failed = False
            try:
                place = None if out is None else out[some]
                asked.append(ask(part, self._inference, span.part(done / total, some.stop / total), place))
                done = some.stop
            except (MemoryError, RuntimeError) as error:
                if not is_out_of_memory(error):
                    raise
                self.batch = _smaller_batch(part, error, span)
                failed = True
            if failed:
                # Not before the failed attempt's tensors are gone with the exception that held on to them.
                release_memory(self._inference.device)
        return asked


def too_much(shape: tuple[int, ...], error: BaseException) -> str:
    """The sentence for a tile of ``shape`` [B, h, w] that does not fit, as ``error`` told."""
    bands, height, width = shape
    told = (str(error).splitlines() or [""])[0].rstrip(".")
    return (
        f"Memory ran out with a single tile of {width} x {height} px and {bands} bands{told and f' ({told})'}. "
        "Use a smaller tile size or fewer bands, and close other programs."
    )


def _smaller_batch(part: Group, error: Exception, span: Span) -> int:
    tried = len(part.blocks)
    if tried == 1:
        raise NotEnoughMemory(too_much(part.batch.shape[1:], error)) from error
    span.warn(f"Memory ran out with {tried} tiles at once; going on with {tried // 2}.")
    return tried // 2
