"""Which device computes, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..errors import DeviceUnavailable, InvalidParameter
from .dependencies import require_torch

ASKABLE = "auto, cpu, cuda, cuda:N or mps"


@dataclass(frozen=True)
class Device:
    """A torch device by name, with the reason in words for the log."""

    name: str
    reason: str

    @property
    def is_cuda(self) -> bool:
        return self.name.startswith("cuda")


def choose_device(asked: str) -> Device:
    """The device for ``asked`` (auto, cpu, cuda, cuda:N, mps).

    Raises `DeviceUnavailable` when what was asked for by name is absent: never a silent fall back to the processor.
    Raises `InvalidParameter` for other names and `MissingDependency` without torch.
    """
    if asked not in ("auto", "cpu", "mps") and not re.fullmatch(r"cuda(:\d+)?", asked):
        raise InvalidParameter(f"The device was given as '{asked}'; use {ASKABLE}.")
    torch = require_torch()
    if asked == "auto":
        return _automatic(torch)
    if asked == "mps" and not torch.backends.mps.is_available():
        raise DeviceUnavailable(
            "The device 'mps' was asked for, but torch finds no Apple GPU on this machine; use auto or cpu."
        )
    if asked.startswith("cuda"):
        _require_cuda(torch, asked)
        return Device(asked, f"{asked} ({torch.cuda.get_device_name(asked)}), as asked")
    return Device(asked, f"{asked}, as asked")


def _automatic(torch) -> Device:
    if torch.cuda.is_available():
        return Device("cuda", f"auto: cuda, because torch sees {torch.cuda.get_device_name('cuda')}")
    if torch.backends.mps.is_available():
        return Device("mps", "auto: mps, because torch sees an Apple GPU")
    return Device("cpu", "auto: cpu, because torch sees no CUDA device")


def _require_cuda(torch, asked: str) -> None:
    if not torch.cuda.is_available():
        built = "was built without CUDA" if torch.version.cuda is None else "sees no usable NVIDIA GPU"
        raise DeviceUnavailable(
            f"The device '{asked}' was asked for, but torch {torch.__version__} {built}; use auto or cpu, or install "
            "an NVIDIA driver and a torch built with CUDA."
        )
    number = int(asked[5:] or 0)
    if number >= torch.cuda.device_count():
        raise DeviceUnavailable(
            f"The device '{asked}' was asked for, but torch sees {torch.cuda.device_count()} CUDA device(s), "
            "numbered from 0; use one of those."
        )
