"""`make measure-weights`: the shipped weights on ../shared/data, whole cubes, written into the models' cards.

Denoisers: the noise is that of ../shared/tools/degrade.py (seed 2018), which every figure in ../shared/data/README.md
was measured with; cubes are scaled to 0 to 1 by their clean range. Super-resolution: the scene is the truth, its
bicubic down-sampling the input, beside bicubic enlargement; results are clipped to 0 to 1. Both go through the network
as one tile.
"""
from __future__ import annotations

import argparse
import datetime
import sys
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import torch

from checkout import ROOT
from hyperrestore.models.bicubic import BicubicModel
from hyperrestore.models.card import write_card
from hyperrestore.models.catalog import DEFAULT_WEIGHTS, SHIPPED, Entry
from hyperrestore.models.checksums import record
from hyperrestore.models.descriptor import RestorationModel
from hyperrestore.models.weights import load_model
from hyperrestore.quality.metrics import mpsnr, mssim, sam
from hyperrestore.quality.resample import downsample

SHARED = ROOT.parent / "shared"
NOISY_SCENES = ("val/sandiego", "val/jasper-ridge", "val/cave-toy")
# Scenes without duplicated pixels that no weights were trained on.
COARSE_SCENES = ("val/cave-toy", "val/jasper-ridge", "real/hysu")
CASES = ("0", "5", "25", "50", "75", "noniid", "stripe", "deadline", "impulse", "mixture")


class Quiet:
    """A pulse that lets warnings through and counts nothing."""

    def tick(self, fraction: float) -> None:
        """Nothing to show."""

    def warn(self, message: str) -> None:
        print("warning:", message)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", nargs="+", default=list(DEFAULT_WEIGHTS.values()))
    parser.add_argument("--cases", nargs="+", default=list(CASES), choices=CASES, help="noise, for denoisers")
    arguments = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit(f"The validation scenes are read from {SHARED}, which is not here.")
    sys.path.insert(0, str(SHARED / "tools"))
    for name in arguments.weights:
        entry = Entry(name, SHIPPED)
        model = load_model(entry)
        if model.descriptor.scale == 1:
            rows = [row for scene in NOISY_SCENES for row in measure_denoiser(model, scene, arguments.cases)]
        else:
            rows = [measure_enlargement(model, scene) for scene in COARSE_SCENES]
        _into_card(entry, rows)


def measure_denoiser(model: RestorationModel, scene: str, cases: list[str]) -> list[dict[str, object]]:
    """One row of figures for each noise case."""
    from degrade import degrade, load_scaled

    clean = load_scaled(SHARED / "data" / f"{scene}.tif")
    rows = []
    for case in cases:
        noisy = degrade(clean, case)
        restored = model.restore(torch.from_numpy(noisy)[None], Quiet())[0].numpy()
        rows.append(
            {
                "data": scene,
                "noise": case if not case.isdigit() else f"Gaussian {case}/255",
                "mpsnr_in_db": _rounded(mpsnr(noisy, clean), 2),
                **_figures(restored, clean),
            }
        )
        _tell(rows[-1])
    return rows


def measure_enlargement(model: RestorationModel, scene: str) -> dict[str, object]:
    """One row of figures, bicubic enlargement's beside the model's."""
    from degrade import load_scaled

    scale = model.descriptor.scale
    truth = load_scaled(SHARED / "data" / f"{scene}.tif")
    truth = truth[:, : truth.shape[1] // scale * scale, : truth.shape[2] // scale * scale]
    coarse = torch.from_numpy(downsample(truth, scale))[None].float()
    means = coarse.mean(dim=(2, 3), keepdim=True)
    fine = (model.restore(coarse - means, Quiet()) + means)[0].numpy().clip(0, 1)
    plain = BicubicModel(scale).restore(coarse, Quiet())[0].numpy().clip(0, 1)
    bicubic = {f"bicubic_{key}": value for key, value in _figures(plain, truth).items()}
    row = {"data": scene, "scale": scale, **bicubic, **_figures(fine, truth)}
    _tell(row)
    return row


def _figures(restored: np.ndarray, truth: np.ndarray) -> dict[str, float]:
    return {
        "mpsnr_db": _rounded(mpsnr(restored, truth), 2),
        "mssim": _rounded(mssim(restored, truth), 4),
        "sam_rad": _rounded(sam(restored, truth), 4),
    }


def _tell(row: dict[str, object]) -> None:
    print("  ".join(f"{key} {value}" for key, value in row.items()), flush=True)


def _rounded(value: float, digits: int) -> float:
    return float(np.round(value, digits))


def _into_card(entry: Entry, rows: list[dict[str, object]]) -> None:
    """The rows in place of those of the same scene, noise and scale, of which the others stay."""
    today = datetime.date.today().isoformat()
    measured = {_what(row): {**row, "date": today, "command": "make measure-weights"} for row in rows}
    known = {_what(row): row for row in entry.card().metrics}
    write_card(replace(entry.card(), metrics=tuple({**known, **measured}.values())), entry.card_path)
    record([entry.card_path])


def _what(row: Mapping[str, object]) -> tuple[object, ...]:
    return tuple(row.get(key) for key in ("data", "noise", "scale"))


if __name__ == "__main__":
    main()
