"""`make measure-weights`: the shipped weights on ../shared/data/val, whole cubes, written into the model's card.

The noise is that of ../shared/tools/degrade.py (seed 2018), which every figure in ../shared/data/README.md was
measured with; cubes are scaled to 0 to 1 by their clean range and go through the network as one tile.
"""
from __future__ import annotations

import argparse
import datetime
import sys
from dataclasses import replace

import numpy as np
import torch

from checkout import ROOT
from hyperrestore.models.card import write_card
from hyperrestore.models.catalog import SHIPPED, Entry, find
from hyperrestore.models.checksums import record
from hyperrestore.models.descriptor import RestorationModel
from hyperrestore.models.weights import load_model
from hyperrestore.quality.metrics import mpsnr, mssim, sam

SHARED = ROOT.parent / "shared"
CASES = ("0", "5", "25", "50", "75", "noniid", "stripe", "deadline", "impulse", "mixture")


class Quiet:
    """A pulse that lets warnings through and counts nothing."""

    def tick(self, fraction: float) -> None:
        """Nothing to show."""

    def warn(self, message: str) -> None:
        print("warning:", message)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--architecture", default="ras2s")
    parser.add_argument("--scenes", nargs="+", default=["sandiego", "jasper-ridge", "cave-toy"])
    parser.add_argument("--cases", nargs="+", default=list(CASES), choices=CASES)
    arguments = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit(f"The validation scenes are read from {SHARED}, which is not here.")
    entry = find([SHIPPED], arguments.architecture, "default")
    rows = [row for scene in arguments.scenes for row in measure(load_model(entry), scene, arguments.cases)]
    _into_card(entry, rows)


def measure(model: RestorationModel, scene: str, cases: list[str]) -> list[dict[str, object]]:
    """One row of figures for each noise case."""
    sys.path.insert(0, str(SHARED / "tools"))
    from degrade import degrade, load_scaled

    clean = load_scaled(SHARED / "data" / "val" / f"{scene}.tif")
    rows = []
    for case in cases:
        noisy = degrade(clean, case)
        restored = model.restore(torch.from_numpy(noisy)[None], Quiet())[0].numpy()
        rows.append(
            {
                "data": f"val/{scene}",
                "noise": case if not case.isdigit() else f"Gaussian {case}/255",
                "mpsnr_in_db": _rounded(mpsnr(noisy, clean), 2),
                "mpsnr_db": _rounded(mpsnr(restored, clean), 2),
                "mssim": _rounded(mssim(restored, clean), 4),
                "sam_rad": _rounded(sam(restored, clean), 4),
            }
        )
        print("  ".join(f"{key} {value}" for key, value in rows[-1].items()), flush=True)
    return rows


def _rounded(value: float, digits: int) -> float:
    return float(np.round(value, digits))


def _into_card(entry: Entry, rows: list[dict[str, object]]) -> None:
    today = datetime.date.today().isoformat()
    metrics = tuple({**row, "date": today, "command": "make measure-weights"} for row in rows)
    write_card(replace(entry.card(), metrics=metrics), entry.card_path)
    record([entry.card_path])


if __name__ == "__main__":
    main()
