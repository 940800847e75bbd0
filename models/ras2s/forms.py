"""How RAS2S runs on a device: by torch's operations, played from a recording, or by kernels of its own."""

from __future__ import annotations

import os
from dataclasses import dataclass

import torch

from ..cuda_graphs import Replays
from .folded import FoldedRAS2S
from .fused.weights import arranged, power_of_two
from .runs import Run, recorded, run, split

WIDTHS = (16, 32)
"""Padded channels that the kernels take."""
MOST_OUTPUTS = 128
"""Of one product of theirs."""
LEAST_CAPABILITY = (8, 0)
"""Compute capability of the oldest GPUs that Triton is made for."""
MOST_TOLD = 200
"""Characters of what Triton says: it may be pages."""


@dataclass(frozen=True)
class Form:
    """Weights as ``run`` reads them; ``note`` tells the user what there is to know, and may be empty."""

    net: FoldedRAS2S
    run: Run
    note: str = ""


def form_for(net: FoldedRAS2S) -> Form:
    """The fastest form on the device where the weights are."""
    device = net.regions.squeeze[0].device
    if device.type == "cuda":
        return gpu_form(net, device)
    return Form(net, split if device.type == "cpu" else run)


def gpu_form(net: FoldedRAS2S, device: torch.device) -> Form:
    """By kernels where they can be used, and else by torch's operations, with the reason in the note."""
    missing = _why_no_kernels(net, device)
    if missing:
        return Form(
            net,
            recorded(Replays()),
            f"RAS2S computes by torch's own operations, since its kernels for GPUs, which are faster, {missing}.",
        )
    from .fused.sweeps import FusedSweeps

    return Form(arranged(net), recorded(Replays(), FusedSweeps), "RAS2S computes by kernels of its own.")


def _why_no_kernels(net: FoldedRAS2S, device: torch.device) -> str:
    """Ends a sentence about the kernels; empty where they can be used."""
    largest = net.width * max(power_of_two(net.span), power_of_two(net.regions.regions))
    if net.width not in WIDTHS or largest > MOST_OUTPUTS:
        return "are not made for a network of this size"
    if torch.version.hip:
        return "are made for NVIDIA's"
    capability = torch.cuda.get_device_capability(device)
    if capability < LEAST_CAPABILITY:
        found, needed = (".".join(map(str, each)) for each in (capability, LEAST_CAPABILITY))
        return f"need a GPU of compute capability {needed}, and this one has {found}"
    if os.environ.get("TRITON_INTERPRET"):
        return "would be interpreted (TRITON_INTERPRET is set)"
    try:
        from .fused.trial import try_out

        with torch.inference_mode(), torch.cuda.device(device):
            try_out(net, arranged(net), device)
    except Exception as error:  # noqa: BLE001 - Triton, its compiler and the driver may fail in any way
        return f"do not work here ({type(error).__name__}: {' '.join(str(error).split())[:MOST_TOLD]})"
    return ""
