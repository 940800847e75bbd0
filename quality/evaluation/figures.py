"""The figures of an evaluation's report, with matplotlib; maps show sampled pixels, at their place in the raster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from ..report import new_figure
from .result import Evaluation, Labels
from .samples import SampleGrid

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

WIDTH = 9.0
_GIVEN, _REFERENCE, _ACCENT = "#2f9bd8", "#1c2530", "#d1495b"
_BAND, _WAVELENGTH = "Band", "Wavelength (nm)"
_PLAIN_GREY = "#d5dbe1"
_HIGHEST, _NARROWEST, _WIDE = 8.0, 2.4, 0.4
_GAP = 8
"""Steps of bands, in medians of all, from which on no line is drawn between them: detectors leave regions out."""


@dataclass(frozen=True)
class Spectrum:
    """The spectra [B] of one pixel (row, column) in both rasters, in own units, with its angle in radians."""

    title: str
    pixel: tuple[int, int]
    angle: float
    given: np.ndarray
    reference: np.ndarray


def band_curves(evaluation: Evaluation) -> Figure:
    """PSNR, SSIM, RMSE and bias over wavelength, or over band number; bands left out are gaps."""
    scores = {score.band: score for score in evaluation.scores.bands}
    axis = _Axis.of(list(scores), evaluation.left_out, evaluation.labels)
    figure = new_figure(WIDTH, 6.6)
    panels = figure.subplots(3, 1, sharex=True)

    def draw(panel: Axes, name: str, colour: str, label: str | None = None) -> None:
        values = axis.arranged({band: getattr(score, name) for band, score in scores.items()})
        panel.plot(axis.places, values, color=colour, linewidth=1.3, marker=".", markersize=3.5, label=label)

    draw(panels[0], "psnr", _GIVEN)
    draw(panels[1], "ssim", _GIVEN)
    panels[2].axhline(0, color=_PLAIN_GREY, linewidth=0.8)
    draw(panels[2], "rmse", _GIVEN, "RMSE")
    draw(panels[2], "bias", _ACCENT, "Bias")
    panels[2].legend(frameon=False, ncol=2)
    for panel, label in zip(panels, ("PSNR (dB)", "SSIM", "Error (own units)")):
        _plain(panel, label)
    axis.describe(panels[2])
    return figure


def spectra(found: Sequence[Spectrum], bands: Sequence[int], left_out: Mapping[int, str], labels: Labels) -> Figure:
    """Both rasters' spectra at some pixels, one panel each."""
    axis = _Axis.of(bands, left_out, labels)
    figure = new_figure(WIDTH, 3.4)
    for panel, spectrum in zip(figure.subplots(1, len(found), squeeze=False)[0], found):
        for values, colour, label in (
            (spectrum.given, _GIVEN, "Evaluated"), (spectrum.reference, _REFERENCE, "Reference"),
        ):  # fmt: skip
            drawn = axis.arranged(dict(zip(bands, values)))
            panel.plot(axis.places, drawn, color=colour, linewidth=1.2, marker=".", markersize=2.5, label=label)
        row, column = spectrum.pixel
        panel.set_title(f"{spectrum.title}: row {row}, column {column}, {spectrum.angle:.4f} rad", fontsize=10)
        _plain(panel, "Value (own units)")
        axis.describe(panel)
        panel.legend(frameon=False)
    return figure


def colour_pair(given: np.ndarray, reference: np.ndarray, grid: SampleGrid) -> Figure:
    """Two pictures [h, w, 3] side by side."""
    figure, panels = _map_panels(2, grid)
    for panel, picture, title in zip(panels, (reference, given), ("Reference", "Evaluated")):
        _draw_map(panel, picture, grid, title)
    return figure


def angle_map(angles: np.ndarray, marked: Sequence[Spectrum], grid: SampleGrid) -> Figure:
    """The spectral angle of each sampled pixel, with some pixels marked; beside it, how often each angle occurs."""
    figure, (panel, counts) = _map_panels(2, grid, extra=-0.4)
    top = _highest(angles)
    drawn = _draw_map(panel, angles, grid, "", cmap="viridis", vmin=0, vmax=top)
    figure.colorbar(drawn, ax=panel, label="Angle (rad)", extend="max", shrink=0.78)
    for spectrum, marker in zip(marked, "ov"):
        row, column = spectrum.pixel
        panel.plot(column + 0.5, row + 0.5, marker, color="none", markeredgecolor="white", markeredgewidth=2.6, ms=9)
        panel.plot(column + 0.5, row + 0.5, marker, color="none", markeredgecolor=_ACCENT, markeredgewidth=1.4, ms=9,
                   label=spectrum.title)  # fmt: skip
    panel.legend(loc="lower left", fontsize=8)
    counts.hist(angles[np.isfinite(angles)], bins=80, range=(0, top), color=_GIVEN)
    counts.set_box_aspect(min(1.2, grid.height / grid.width) if grid.height >= _WIDE * grid.width else None)
    _plain(counts, "Sampled pixels")
    counts.set_xlabel("Angle (rad)")
    return figure


def error_maps(errors: Sequence[np.ndarray], titles: Sequence[str], grid: SampleGrid) -> Figure:
    """Signed errors of some bands, each with a scale of its own that 1 % of the pixels exceed."""
    figure, panels = _map_panels(len(errors), grid, extra=0.45)
    for panel, picture, title in zip(panels, errors, titles):
        limit = _highest(np.abs(picture), 99)
        drawn = _draw_map(panel, picture, grid, title, cmap="RdBu_r", vmin=-limit, vmax=limit)
        figure.colorbar(drawn, ax=panel, orientation="horizontal", extend="both", shrink=0.9, pad=0.03)
    return figure


@dataclass(frozen=True)
class _Axis:
    """The horizontal axis of what is drawn per band: ``bands`` in their order along it, and their places.

    None stands for a gap between bands.
    """

    bands: tuple[int | None, ...]
    places: np.ndarray
    label: str

    def arranged(self, values: Mapping[int, float]) -> list[float]:
        """The values along the axis; NaN, which lines are not drawn through, for bands that have none."""
        return [values.get(band, np.nan) for band in self.bands]

    def describe(self, panel: Axes) -> None:
        """Labels the axis."""
        panel.set_xlabel(self.label)
        if self.label == _BAND:
            panel.xaxis.get_major_locator().set_params(integer=True)

    @classmethod
    def of(cls, compared: Sequence[int], left_out: Mapping[int, str], labels: Labels) -> _Axis:
        known = labels.know_wavelengths(compared)
        bands = sorted({*compared, *left_out})
        places = labels.places(bands, known)
        order = np.array([number for number in np.argsort(places, kind="stable") if not np.isnan(places[number])])
        steps = np.diff(places[order])
        gaps = np.flatnonzero(steps > _GAP * np.median(steps)) + 1 if steps.size else []
        sorted_bands = np.insert(np.array([bands[number] for number in order], object), gaps, None)
        return cls(tuple(sorted_bands), np.insert(places[order], gaps, np.nan), _WAVELENGTH if known else _BAND)


def _map_panels(count: int, grid: SampleGrid, extra: float = 0.0) -> tuple[Figure, np.ndarray]:
    """A figure with ``count`` panels as high as the raster's shape asks for, and ``extra`` inches more for each.

    They lie side by side, those of wide rasters below each other. The figure is a little too high for its width, and
    narrower for tall rasters: where maps fill a height exactly, matplotlib's layout cuts their titles off.
    """
    shape = grid.height / grid.width
    if shape < _WIDE:
        figure = new_figure(WIDTH, count * (max(1.2, WIDTH * shape) + 0.8 + extra))
        return figure, figure.subplots(count, 1, squeeze=False)[:, 0]
    width = min(WIDTH / max(count, 2), max(_NARROWEST, _HIGHEST / shape))
    figure = new_figure(width * count, min(_HIGHEST, width * shape) + 0.8 + extra)
    return figure, figure.subplots(1, count, squeeze=False)[0]


def _draw_map(panel: Axes, picture: np.ndarray, grid: SampleGrid, title: str, **colours):
    drawn = panel.imshow(
        picture, extent=(0, grid.width, grid.height, 0), interpolation="nearest", aspect="equal", **colours
    )
    panel.set_facecolor("#e0e0e0")
    panel.set_title(title, fontsize=10)
    panel.tick_params(labelsize=8, length=2)
    return drawn


def _plain(panel: Axes, label: str) -> None:
    panel.set_ylabel(label)
    panel.ticklabel_format(useOffset=False)
    panel.grid(color="#eceff2", linewidth=0.8)
    panel.set_axisbelow(True)
    for side in ("top", "right"):
        panel.spines[side].set_visible(False)


def _highest(values: np.ndarray, percent: float = 99.5) -> float:
    """What only the rest of 100 % exceeds; never 0, which would be no scale."""
    known = values[np.isfinite(values)]
    top = float(np.percentile(known, percent)) if known.size else 0.0
    return top or float(known.max(initial=0.0)) or 1e-6
