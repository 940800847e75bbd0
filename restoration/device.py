"""Which device computes, and why."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from ..errors import DeviceUnavailable, InvalidParameter
from .dependencies import require_torch

ASKABLE = "auto, cpu, cuda, cuda:N or mps"

CUDA_SINCE = {"fp16": (7, 0), "bf16": (8, 0)}
"""Compute capabilities whose tensor cores take a format: Volta's and Ampere's."""

CPU_BF16 = ("avx512_bf16", "amx_bf16", "bf16")
"""What torch calls the instructions that multiply bfloat16: of Intel's and AMD's processors, and of ARM's."""


@dataclass(frozen=True)
class Device:
    """A torch device by name, with the reason in words for the log.

    ``fast``: the formats of half the size (``bf16``, ``fp16``) whose convolutions it computes faster than float32's.
    """

    name: str
    reason: str
    fast: tuple[str, ...] = ()

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
    device = _automatic(torch) if asked == "auto" else _named(torch, asked)
    return replace(device, fast=fast_formats(device.name))


def seen_devices() -> dict[str, str]:
    """The devices that torch sees here, each with its maker's name for it, which may be empty.

    Raises `MissingDependency` without torch.
    """
    torch = require_torch()
    cuda = range(torch.cuda.device_count()) if torch.cuda.is_available() else ()
    apple = {"mps": ""} if torch.backends.mps.is_available() else {}
    return {"cpu": "", **{f"cuda:{index}": torch.cuda.get_device_name(index) for index in cuda}, **apple}


def fast_formats(device: str) -> tuple[str, ...]:
    """Of bf16 and fp16, those that a device multiplies itself, as far as torch tells; nothing is tried out."""
    torch = require_torch()
    if device.startswith("cuda"):
        capability = torch.cuda.get_device_capability(device)
        return tuple(name for name, since in CUDA_SINCE.items() if capability >= since)
    # Older versions of torch do not tell. Without these instructions they compute in bfloat16 all the same, slowly.
    capabilities = getattr(torch.cpu, "get_capabilities", dict)()
    has_bf16 = torch.backends.mkldnn.is_available() and any(capabilities.get(name) for name in CPU_BF16)
    return ("bf16",) if device == "cpu" and has_bf16 else ()


def _named(torch, asked: str) -> Device:
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
