"""`make measure-precision`: what reduced precision costs the shipped weights on ../shared/data, into their cards.

For denoisers the noise is that of ../shared/tools/degrade.py (seed 2018), all cases but the clean one; for
super-resolution scenes are made coarser as in `make measure-weights`. Of each scene the middle `--side` pixels go
through the model as one tile, in float32 and in each reduced precision that it has, and the change of MPSNR that is
worst over scenes and cases becomes the card's `precision`.

Where torch has no fast convolutions of a type, it has very slow ones. Here those are computed in float32 from the
rounded numbers and rounded in the end, which is what fast units do, up to the order of their sums (`Rounded`).
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np
import torch
from gpu_rounding import rounded_as_on_a_gpu
from measure_weights import CASES, COARSE_SCENES, NOISY_SCENES, Quiet
from torch import Tensor
from torch.nn import functional as F
from torch.overrides import TorchFunctionMode

from checkout import ROOT
from hyperrestore.models.card import write_card
from hyperrestore.models.catalog import DEFAULT_WEIGHTS, SHIPPED, Entry
from hyperrestore.models.checksums import record
from hyperrestore.models.descriptor import RestorationModel
from hyperrestore.models.precision import FULL
from hyperrestore.models.weights import load_model
from hyperrestore.quality.metrics import mpsnr
from hyperrestore.quality.resample import downsample

SHARED = ROOT.parent / "shared"
CONVOLUTIONS = (F.conv1d, F.conv2d, F.conv3d, F.linear)


class Rounded(TorchFunctionMode):
    """Inside, convolutions of 16-bit tensors on the processor take and give 16 bits but compute in float32."""

    def __torch_function__(self, func, types, args=(), kwargs=None):
        kwargs = kwargs or {}
        dtype = args[0].dtype if func in CONVOLUTIONS else None
        if dtype not in (torch.bfloat16, torch.float16):
            return func(*args, **kwargs)
        return func(*map(_widened, args), **{key: _widened(value) for key, value in kwargs.items()}).to(dtype)


def _widened(value: object) -> object:
    return value.float() if isinstance(value, Tensor) else value


@dataclass(frozen=True)
class Trial:
    """``given`` ``[1, B, H, W]`` goes into the model; its result plus ``offset`` is held against ``truth``."""

    name: str
    given: Tensor
    offset: Tensor
    truth: np.ndarray

    def mpsnr(self, model: RestorationModel) -> float:
        """Mean PSNR over the bands in dB."""
        with Rounded():
            restored = (model.restore(self.given, Quiet()) + self.offset)[0].numpy()
        if model.descriptor.scale > 1:
            restored = restored.clip(0, 1)
        return mpsnr(restored, self.truth)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", nargs="+", default=list(DEFAULT_WEIGHTS.values()))
    parser.add_argument("--cases", nargs="+", default=CASES[1:], choices=CASES, help="noise, for denoisers")
    parser.add_argument("--side", type=int, default=64, help="pixels of each scene; 0: all")
    parser.add_argument("--as-on-gpu", action="store_true", help="round RAS2S as its kernels do; implies --dry")
    parser.add_argument("--dry", action="store_true", help="only print, leave the cards as they are")
    arguments = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit(f"The validation scenes are read from {SHARED}, which is not here.")
    sys.path.insert(0, str(SHARED / "tools"))
    for name in arguments.weights:
        entry = Entry(name, SHIPPED)
        model = load_model(entry)
        reduced = [precision for precision in model.descriptor.precisions if precision != FULL]
        trials = denoising(arguments) if model.descriptor.scale == 1 else enlarging(arguments, model.descriptor.scale)
        change = rounded_as_on_a_gpu if arguments.as_on_gpu else None
        worst = measure(name, model, reduced, trials, change)
        print(f"{name}: worst {worst}", flush=True)
        if not (arguments.dry or arguments.as_on_gpu):
            write_card(replace(entry.card(), precision=worst), entry.card_path)
            record([entry.card_path])


def measure(
    name: str,
    model: RestorationModel,
    reduced: list[str],
    trials: Iterator[Trial],
    changed: Callable[[RestorationModel], RestorationModel] | None = None,
) -> dict[str, float]:
    """By precision, the worst change of MPSNR in dB; in reduced ones by the model as it is ``changed``."""
    models = {precision: model.to("cpu", precision) for precision in (FULL, *reduced)}
    if changed:
        models |= {precision: changed(models[precision]) for precision in reduced}
    worst = dict.fromkeys(reduced, np.inf)
    for trial in trials if reduced else ():
        full = trial.mpsnr(models[FULL])
        changes = {precision: trial.mpsnr(models[precision]) - full for precision in reduced}
        worst = {precision: min(worst[precision], changes[precision]) for precision in reduced}
        told = "  ".join(f"{precision} {change:+.4f}" for precision, change in changes.items())
        print(f"{name}  {trial.name}  fp32 {full:.2f} dB  {told}", flush=True)
    return {precision: round(float(change), 4) for precision, change in worst.items()}


def denoising(arguments: argparse.Namespace) -> Iterator[Trial]:
    """Scenes and cases of noise; the noise is drawn for the whole scene."""
    from degrade import degrade, load_scaled

    for scene in NOISY_SCENES:
        clean = load_scaled(SHARED / "data" / f"{scene}.tif")
        for case in arguments.cases:
            noisy = torch.from_numpy(middle(degrade(clean, case), arguments.side).copy())[None]
            yield Trial(f"{scene} {case}", noisy, torch.zeros(()), middle(clean, arguments.side))


def enlarging(arguments: argparse.Namespace, scale: int) -> Iterator[Trial]:
    """Scenes made coarser; ``--side`` is that of the coarse raster."""
    from degrade import load_scaled

    for scene in COARSE_SCENES:
        truth = middle(load_scaled(SHARED / "data" / f"{scene}.tif"), arguments.side * scale)
        truth = truth[:, : truth.shape[1] // scale * scale, : truth.shape[2] // scale * scale]
        coarse = torch.from_numpy(downsample(truth, scale))[None].float()
        means = coarse.mean(dim=(2, 3), keepdim=True)
        yield Trial(scene, coarse - means, means, truth)


def middle(cube: np.ndarray, side: int) -> np.ndarray:
    """The middle ``side`` pixels of ``[B, H, W]``; all for 0 and where there are no more."""
    if not side:
        return cube
    top, left = (max(0, have - side) // 2 for have in cube.shape[1:])
    return cube[:, top : top + side, left : left + side]


if __name__ == "__main__":
    main()
