"""A run's curve: one CSV line per validation, and its picture. The picture needs matplotlib when it is drawn."""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping, Sequence
from itertools import cycle
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from ..quality.noise import CASES
from ..quality.report import DPI, new_figure
from ..restoration.dependencies import require

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes

CURVE = "curve.csv"
PICTURE = "curve.png"
NO_SCORES = ("step", "loss", "learning_rate", "seconds")
"""Columns before those of the scores."""

INK, GRID, LOSS, ACCENT = "#1c2530", "#eceff2", "#8a97a5", "#d1495b"


def append_to_curve(
    folder: Path, step: int, loss: float, rate: float, seconds: float, scores: Mapping[str, float]
) -> None:
    """``seconds`` since the run was started or went on; ``scores`` are MPSNR in dB by the name of the pair."""
    path = folder / CURVE
    new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        if new:
            writer.writerow([*NO_SCORES, *scores])
        decibels = (f"{value:.3f}" for value in scores.values())
        writer.writerow([step, f"{loss:.6f}", f"{rate:.2e}", f"{seconds:.0f}", *decibels])


def cut_curve(folder: Path, step: int) -> None:
    """Forgets what comes after ``step``, from which the run goes on: it will be found again.

    And what a kill tore: a line, or at step 0 the header.
    """
    path = folder / CURVE
    if not path.exists():
        return
    if step == 0:
        path.unlink()
        return
    with path.open(newline="", encoding="utf-8") as stream:
        header, *rows = csv.reader(stream)
    kept = [row for row in rows if len(row) == len(header) and int(row[0]) <= step]
    fresh = path.with_suffix(".new")
    with fresh.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([header, *kept])
    os.replace(fresh, path)


def read_curve(folder: Path) -> list[dict[str, float]]:
    """One row per validation: ``step``, ``loss``, ``learning_rate``, ``seconds``, and MPSNR in dB by pair.

    Empty before the first.
    """
    path = folder / CURVE
    if not path.exists():
        return []
    with path.open(newline="", encoding="utf-8") as stream:
        return [{name: float(value) for name, value in row.items()} for row in csv.DictReader(stream)]


def scores_of(row: Mapping[str, float]) -> list[str]:
    """The names of a row's pairs."""
    return [name for name in row if name not in NO_SCORES]


def draw_curve(rows: Sequence[Mapping[str, float]], axes: Axes) -> None:
    """MPSNR of every validation pair by step, their mean, the best step, and on an axis at the right the loss.

    Pairs whose names end with a case of noise have a colour for the case and a line style for what is before it. The
    colours go from the highest line down, as the lines do.
    """
    steps = [row["step"] for row in rows]
    names = sorted(scores_of(rows[0]), key=lambda name: rows[-1][name], reverse=True)
    scores = np.array([[row[name] for name in names] for row in rows])
    kinds = [_kind(name) for name in names]
    colours, styles = _colours([case for _, case in kinds]), _styles([scene for scene, _ in kinds])
    for name, (scene, case), values in zip(names, kinds, scores.T):
        axes.plot(steps, values, color=colours[case], linestyle=styles[scene], linewidth=1.1, label=name)
    mean = scores.mean(axis=1)
    lines = axes.plot(steps, mean, color=INK, linewidth=2, label="mean")
    if np.isfinite(mean).any():
        best = int(np.nanargmax(mean))
        lines.append(axes.axvline(steps[best], color=ACCENT, linewidth=1, label=f"best: {mean[best]:.2f} dB"))
    right = axes.twinx()
    losses = [row["loss"] for row in rows]
    lines += right.plot(steps, losses, color=LOSS, linewidth=0.8, marker=".", markersize=3, label="loss (right)")
    for each in (axes, right):
        each.spines["top"].set_visible(False)
        each.ticklabel_format(useOffset=False)
    axes.set_xlabel("Step")
    axes.set_ylabel("Validation MPSNR (dB)")
    axes.grid(color=GRID, linewidth=0.8)
    keys = [*_keys(colours, "color"), *(_keys(styles, "linestyle") if len(styles) > 1 else ()), *lines]
    axes.legend(handles=keys, loc="center left", bbox_to_anchor=(1.24, 0.5), frameon=False, fontsize=8)


def _kind(name: str) -> tuple[str, str]:
    """The scene and, in words, the case of noise that a pair is named for; no scene where there is no case."""
    scene, _, case = name.rpartition(" ")
    if case.replace(".", "").isdigit():
        return scene, f"Gaussian {case}/255"
    return (scene, case) if case in CASES else ("", name)


def _colours(cases: Sequence[str]) -> dict[str, np.ndarray]:
    """A colour for each of the cases, from blue to red."""
    distinct = list(dict.fromkeys(cases))
    rainbow = require("matplotlib", "Pictures of curves need").colormaps["turbo"]
    # Darker than the map has them, for its yellow and green are hard to see on white.
    return dict(zip(distinct, 0.85 * rainbow(np.linspace(0.05, 0.95, len(distinct)))[:, :3]))


def _styles(scenes: Sequence[str]) -> dict[str, str]:
    """A line style for each of the scenes; those of a fourth one on repeat."""
    return dict(zip(sorted(set(scenes)), cycle(("-", "--", ":"))))


def _keys(looks: Mapping[str, object], what: str) -> list[Artist]:
    """A line for the legend for each of ``looks``, which are colours or line styles."""
    line = require("matplotlib.lines", "Pictures of curves need").Line2D
    # A dollar in a raster's name would begin a formula.
    return [
        line([], [], **{"color": LOSS, what: look}, label=name.replace("$", r"\$")) for name, look in looks.items()
    ]


def save_picture(folder: Path, title: str) -> None:
    """Draws the curve of the run in ``folder`` into its ``curve.png``, once there is a validation to draw.

    Raises ``MissingDependency`` where Python has no matplotlib.
    """
    rows = read_curve(folder)
    if not rows:
        return
    figure = new_figure(9, 4.5)
    axes = figure.subplots()
    axes.set_title(title, fontsize=11)
    draw_curve(rows, axes)
    figure.savefig(folder / PICTURE, dpi=DPI)
