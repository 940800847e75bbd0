"""Which types torch's functions are called with."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch.overrides import TorchFunctionMode


class TypesSeen(TorchFunctionMode):
    """Inside, notes by name which types each of ``functions`` meets in its first argument."""

    def __init__(self, *functions: Callable) -> None:
        super().__init__()
        self._functions = functions
        self.seen: dict[str, set[torch.dtype]] = {}

    def __torch_function__(self, func, types, args=(), kwargs=None):
        if func in self._functions:
            self.seen.setdefault(func.__name__, set()).add(args[0].dtype)
        return func(*args, **(kwargs or {}))
