"""A run's curve: one CSV line per validation, and its picture."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

CURVE = "curve.csv"


def append_to_curve(
    folder: Path, step: int, loss: float, rate: float, seconds: float, scores: Mapping[str, float]
) -> None:
    """``seconds`` since the run was started or went on; ``scores`` are MPSNR in dB by the name of the pair."""
    path = folder / CURVE
    new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        if new:
            writer.writerow(["step", "loss", "learning_rate", "seconds", *scores])
        decibels = (f"{value:.3f}" for value in scores.values())
        writer.writerow([step, f"{loss:.6f}", f"{rate:.2e}", f"{seconds:.0f}", *decibels])
