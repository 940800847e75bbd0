"""Names of the number formats that networks compute in, and which of them a model takes. Needs no torch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..errors import InvalidParameter

if TYPE_CHECKING:
    import torch

FULL = "fp32"
"""The format of tiles and weights, and the one that every model has."""

REDUCED = ("bf16", "fp16")
"""Formats of half the size, for the bulk of the arithmetic; states, sums and choices stay in the full one."""

PRECISIONS = (FULL, *REDUCED)

UNMEASURED: Mapping[str, float] = {}
"""What is known of the loss of weights in reduced precision that nobody measured."""


def check_precision(title: str, asked: str, supported: Sequence[str] = (FULL,)) -> None:
    """Raises ``InvalidParameter``, naming what there is, when a model cannot compute in ``asked``."""
    if asked not in supported:
        raise InvalidParameter(
            f"{title} was asked to compute in '{asked}', but it can only in {', '.join(supported)}. Choose that, or "
            "auto (PRECISION)."
        )


def torch_type(precision: str) -> torch.dtype:
    """The torch type of a precision by name."""
    import torch

    return {"fp32": torch.float32, "bf16": torch.bfloat16, "fp16": torch.float16}[precision]
