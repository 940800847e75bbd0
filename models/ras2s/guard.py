"""RAS2S under watch: a recurrence that drifts is caught, run again over fewer bands, and held to the input.

Watched per tile: how often states met their bounds, and whether the result leaves the range of what is plausible.
Where neither happens, this changes nothing.
"""

from __future__ import annotations

from typing import Callable

import torch
from torch import Tensor
from torch.nn import functional as F

from ..bands import averaged_over_windows
from ..descriptor import Pulse
from .folded import FoldedRAS2S
from .network import TIGHT
from .runs import Run, run

BOUNDED_SHARE = 0.05
"""A tile with more than this share of its state values on their bounds is run again. Trained with the bounds, a
network may keep a channel on them by design (the starter weights do: one channel of one sweep, 1.6 % of all)."""

PLAUSIBLE = (-0.5, 1.5)
"""The model's range is 0 to 1; a result beyond this, and beyond the input itself, has left it."""

WINDOW_BANDS, WINDOW_OVERLAP = 32, 8
"""A tile that drifts is run again in windows of so many bands, overlaps averaged: a recurrence this short has no time
to run away. Measured with the authors' weights on the San Diego scene scaled per band (48×48 px), mean PSNR of the
whole result under i.i.d. noise per band and under mixture noise: all bands 11.5 and 10.5 dB, all bands with tight
bounds 16.2 and 16.9 dB, windows 24.3 and 23.1 dB."""

LARGEST_CORRECTION = 1.25
"""A drifting tile's band is given up when it was corrected by more than this times all that looks like noise in it.

Measured with the authors' weights on tight bounds, San Diego scaled per band, i.i.d. noise per band (64×64 px): at 2
the result is 19.5 dB with 58 of 189 bands worse than the input, at 1.25 20.6 dB with 12, at 1 18.5 dB with 8.
"""


def restore_guarded(net: FoldedRAS2S, cube: Tensor, pulse: Pulse, run: Run = run) -> Tensor:
    """``[N, B, H, W]`` restored; tiles that drift are run again over fewer bands and held to the input."""
    sweep = run(net, cube, net.bounds, pulse.tick)
    restored = sweep.restored
    drifting = (sweep.bounded > BOUNDED_SHARE) | _left_range(cube, restored)
    if not drifting.any():
        return restored
    held, kept = _hold(cube[drifting], _run_again(net, cube[drifting], lambda _: pulse.tick(1.0), run))
    restored = restored.clone()
    restored[drifting] = held
    pulse.warn(
        f"RAS2S ran away from the data in {int(drifting.sum())} of {len(cube)} tiles of this batch: its result drifted "
        "from band to band, as it does on data unlike what its weights were trained on. Those tiles were run again "
        f"over fewer bands at a time, and {kept} of their {int(drifting.sum()) * cube.shape[1]} bands stay as they "
        "were because the result was implausible. Leaving out bands that jump against their neighbours (BANDS) or "
        "taking other weights may help."
    )
    return restored


def _run_again(net: FoldedRAS2S, cube: Tensor, tick: Callable[[float], None], run: Run) -> Tensor:
    """``[N, B, H, W]`` in overlapping windows of bands; with too few bands for that, on tight bounds."""
    bands = cube.shape[1]
    if bands <= WINDOW_BANDS:
        return run(net, cube, TIGHT, tick).restored
    return averaged_over_windows(
        cube, WINDOW_BANDS, WINDOW_OVERLAP, lambda bands: run(net, bands, net.bounds, tick).restored
    )


def _left_range(cube: Tensor, restored: Tensor) -> Tensor:
    low = cube.flatten(1).amin(dim=1).clamp(max=PLAUSIBLE[0])
    high = cube.flatten(1).amax(dim=1).clamp(min=PLAUSIBLE[1])
    flat = restored.flatten(1)
    return (flat.amin(dim=1) < low) | (flat.amax(dim=1) > high) | ~torch.isfinite(flat).all(dim=1)


def _hold(cube: Tensor, restored: Tensor) -> tuple[Tensor, int]:
    """Restored tiles held to what the input allows, and how many bands went back to the input.

    The clean values lie within the input's own range, so clamping to it can only lessen the error. A correction
    larger than the noise itself carries a band further from the truth than it was; the noise is bounded from above
    by the band's departure from its 3×3 median, which texture only enlarges.
    """
    restored = torch.nan_to_num(restored)
    limits = (cube.flatten(1).amin(dim=1), cube.flatten(1).amax(dim=1))
    restored = torch.clamp(restored, *(limit[:, None, None, None] for limit in limits))
    correction = (restored - cube).square().mean(dim=(2, 3)).sqrt()
    implausible = correction > LARGEST_CORRECTION * _roughness(cube)
    return torch.where(implausible[:, :, None, None], cube, restored), int(implausible.sum())


def _roughness(cube: Tensor) -> Tensor:
    """``[N, B]``: root mean square of each band's departure from its 3×3 median."""
    height, width = cube.shape[2:]
    padded = F.pad(cube, (1, 1, 1, 1), mode="replicate")
    shifted = [padded[:, :, row : row + height, col : col + width] for row in range(3) for col in range(3)]
    return (cube - torch.stack(shifted).median(dim=0).values).square().mean(dim=(2, 3)).sqrt()
