"""Denoising in turns: each sees the last one's estimate, with a little of the noisy cube put back."""

from __future__ import annotations

from torch import Tensor

KEPT = 0.9
"""Share of the estimate in the next turn's input; the rest is the noisy cube (NGMeet's lambda)."""


def fed_back(estimate: Tensor, noisy: Tensor) -> Tensor:
    """What the next turn sees."""
    return KEPT * estimate + (1 - KEPT) * noisy


def level_left(removed: Tensor, share: float) -> float:
    """The noise level of the next turn's input, given what it lacks of data whose noise has variance 1.

    Had all of that been noise, the rest would have what is missing to a variance of 1; only ``share`` of that level is
    supposed, but no less than has been put back.
    """
    return max(1 - KEPT, share * max(0.0, 1 - float(removed.square().mean())) ** 0.5)
