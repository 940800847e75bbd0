"""In which number format a model computes, and why."""

from __future__ import annotations

from dataclasses import dataclass

from ..errors import InvalidParameter
from ..models.descriptor import ModelDescriptor
from ..models.precision import FULL, PRECISIONS, REDUCED, check_precision
from .device import Device

AUTO = "auto"
ASKABLE = (AUTO, *PRECISIONS)

ALLOWED_LOSS_DB = 0.05
"""What ``auto`` may cost in MPSNR, at worst."""


@dataclass(frozen=True)
class Precision:
    """A number format by its name in ``models.precision``, with the reason in words for the log.

    ``slow``: it was asked for, and the device has no fast way to compute in it.
    """

    name: str
    reason: str
    slow: bool = False


def choose_precision(asked: str, device: Device, descriptor: ModelDescriptor) -> Precision:
    """The format for ``asked`` (auto, fp32, bf16, fp16) on a device.

    What is asked for by name is taken, even where it is slow. ``auto`` takes a format that is fast and that is known to
    cost at most ``ALLOWED_LOSS_DB``, of several the one that costs least, and else fp32. Raises `InvalidParameter` for
    other words, and for what the model cannot compute in.
    """
    if asked not in ASKABLE:
        raise InvalidParameter(f"The precision was given as '{asked}'; use {', '.join(ASKABLE)}.")
    if asked != AUTO:
        check_precision(descriptor.title, asked, descriptor.precisions)
        return Precision(asked, f"{asked}, as asked", slow=is_slow(asked, device))
    offered = [name for name in REDUCED if name in descriptor.precisions]
    fast = [name for name in offered if name in device.fast]
    known = {name: descriptor.precision_db[name] for name in fast if name in descriptor.precision_db}
    if not offered:
        return _full(f"{descriptor.title} knows no other")
    if not fast:
        return _full(f"torch knows no fast {' or '.join(offered)} on this device")
    if not known:
        return _full(f"nobody measured what {' or '.join(fast)} costs with these weights")
    best = max(known, key=known.__getitem__)
    told = f"{best} was measured to change MPSNR by {known[best]:+.3f} dB at worst"
    if known[best] < -ALLOWED_LOSS_DB:
        return _full(f"{told}, and {ALLOWED_LOSS_DB} dB may be lost")
    return Precision(best, f"{AUTO}: {best}, because it is fast on this device and {told}")


def is_slow(precision: str, device: Device) -> bool:
    """Whether a device has no fast way to compute in a format."""
    return precision in REDUCED and precision not in device.fast


def _full(why: str) -> Precision:
    return Precision(FULL, f"{AUTO}: {FULL}, because {why}")
