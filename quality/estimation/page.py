"""A noise report as one self-contained HTML page."""

from __future__ import annotations

from collections import Counter

import numpy as np

from ...restoration.bands import describe, ranges
from ...restoration.dependencies import require
from ..report import Section, folded, image, new_figure, page, table
from .estimate import NoiseReport
from .tables import results
from .verdict import IMPULSE_SHARE, NOISY_SIGMA_255, BandEstimate

WIDTH = 9.0
INK, NOISE, SNR, IMPULSE, UNJUDGED = "#1c2530", "#2f7fb8", "#3a8f5c", "#d9822b", "#f3e7b3"
MOST_MAP_LINES = 1200


def report_page(report: NoiseReport, raster: str, footer: str) -> str:
    """The page about the raster of that name; raises `MissingDependency` where QGIS has no matplotlib."""
    return page(
        f"Noise of {raster}",
        [
            Section("Summary", report.suggestion.sentence, _summary(report, raster)),
            Section(
                "Noise and signal of each band",
                f"Standard deviation of the noise where the cube's clean range spans 0 to 255. Below "
                f"{NOISY_SIGMA_255:g} (dashed) a denoiser removes more than it repairs. SNR: mean square of the signal "
                f"over the noise variance.",
                _curves(report),
            ),
            Section("Stripes and dead lines", _lines_text(report), _line_map(report) if _any_lines(report) else ""),
            Section(
                "Impulses",
                f"Share of the pixels that stand out singly from their spectra and from their neighbours; from "
                f"{100 * IMPULSE_SHARE:g} % on (dashed) a band is said to have impulses.",
                _impulses(report),
            ),
            Section("Bands", "", folded(f"All {len(report.bands)} bands", _bands_table(report))),
        ],
        footer,
    )


def _summary(report: NoiseReport, raster: str) -> str:
    found = results(report)
    low, high = report.clean_range
    left = {band.band: band.reason for band in report.bands if band.reason}
    rows = [
        ("Bands judged", f"{len(report.judged)} of {len(report.bands)}"),
        ("Not judged", describe(left) or "none"),
        ("Noise told from the scene by", report.method),
        ("Lines run along", f"{report.direction} ({report.evidence})"),
        ("Clean range", f"{low:.6g} to {high:.6g}"),
        ("Noise, median over bands", f"{found['SIGMA']:.4g} ({found['SIGMA_255']:.3g} of 255)"),
        ("SNR, median over bands", f"{found['SNR']:.1f} dB"),
        ("Bands that need restoration", ranges(report.noisy) or "none"),
        ("Suggested algorithm", found["MODEL"]),
    ]
    counts = Counter(band.verdict for band in report.judged)
    verdicts = [(verdict, count, ranges(_numbers(report, verdict))) for verdict, count in counts.most_common()]
    return table(("Raster", raster), rows) + table(("Verdict", "Bands", "Which"), verdicts)


def _numbers(report: NoiseReport, verdict: str) -> list[int]:
    return [band.band + 1 for band in report.judged if band.verdict == verdict]


def _axis(report: NoiseReport) -> tuple[np.ndarray, str]:
    """Where each band lies on the horizontal axis: by wavelength if all have one, else by number."""
    wavelengths = [band.wavelength_nm for band in report.bands]
    if None in wavelengths:
        return np.arange(1, len(wavelengths) + 1, dtype=float), "Band"
    return np.array(wavelengths), "Wavelength (nm)"


def _curve(report: NoiseReport, name: str) -> np.ndarray:
    """NaN, a gap in the curve, where a band was not judged."""
    return np.array([np.nan if band.reason else getattr(band, name) for band in report.bands])


def _curves(report: NoiseReport) -> str:
    places, label = _axis(report)
    order = np.argsort(places)
    figure = new_figure(WIDTH, 5.2)
    top, bottom = figure.subplots(2, 1, sharex=True)
    top.plot(places[order], _curve(report, "sigma_255")[order], color=NOISE, marker="o", ms=2.5, lw=1)
    top.axhline(NOISY_SIGMA_255, color=INK, lw=0.8, ls="--")
    top.set_yscale("log")
    top.yaxis.set_major_locator(require("matplotlib.ticker", "Reports need").LogLocator(subs=(1, 2, 5)))
    top.yaxis.set_major_formatter("{x:g}")
    top.yaxis.set_minor_formatter("")
    top.set_ylabel("Noise sigma (of 255)")
    bottom.plot(places[order], _curve(report, "snr_db")[order], color=SNR, marker="o", ms=2.5, lw=1)
    bottom.set_ylabel("SNR (dB)")
    bottom.set_xlabel(label)
    for axes in (top, bottom):
        axes.grid(alpha=0.3)
    return image(figure, "Noise and signal-to-noise ratio of each band")


def _any_lines(report: NoiseReport) -> bool:
    return any(band.lines.striped or band.lines.dead for band in report.judged)


def _lines_text(report: NoiseReport) -> str:
    lines = report.direction
    if not _any_lines(report):
        return f"None found among the {report.lines} {lines}."
    striped = [len(band.lines.striped) for band in report.judged]
    dead = [len(band.lines.dead) for band in report.judged]
    return (
        f"Of {report.lines} {lines} in each band: {sum(striped)} striped, in {np.count_nonzero(striped)} bands; "
        f"{sum(dead)} dead, in {np.count_nonzero(dead)} bands. Colour: how far a stripe is off, of 255; black: dead. "
        f"Stripes too faint to matter are shown, but do not make a band's verdict."
    )


def _line_map(report: NoiseReport) -> str:
    """Bands by lines; where there are more lines than the picture has dots, the worst of each group of lines."""
    width = report.clean_range[1] - report.clean_range[0]
    group = -(-report.lines // MOST_MAP_LINES)
    shape = len(report.bands), -(-report.lines // group)
    offsets, dead = np.zeros(shape), np.zeros(shape, bool)
    for band in report.judged:
        for line, offset in zip(band.lines.striped, band.lines.offsets):
            place = band.band, line // group
            offsets[place] = max(offsets[place], 255 * offset / width, key=abs)
        dead[band.band, [line // group for line in band.lines.dead]] = True
    limit = max(np.quantile(np.abs(offsets[offsets != 0]), 0.95) if offsets.any() else 0, NOISY_SIGMA_255)
    figure = new_figure(WIDTH, 5.5)
    axes = figure.subplots()
    extent = (-0.5, report.lines - 0.5, len(report.bands) + 0.5, 0.5)
    options = {"aspect": "auto", "extent": extent, "interpolation": "nearest"}
    shown = axes.imshow(np.where(offsets == 0, np.nan, offsets), cmap="coolwarm", vmin=-limit, vmax=limit, **options)
    axes.imshow(np.where(dead, 1.0, np.nan), cmap="gray", vmin=1, vmax=2, **options)
    for row in (band.band for band in report.bands if band.reason):
        axes.axhspan(row + 0.5, row + 1.5, color=UNJUDGED, lw=0)
    figure.colorbar(shown, ax=axes, label="Offset of stripe (of 255)", extend="both")
    axes.set_xlabel({"columns": "Column", "rows": "Row"}[report.direction])
    axes.set_ylabel("Band (yellow: not judged)")
    return image(figure, "Which lines of which bands are striped or dead")


def _impulses(report: NoiseReport) -> str:
    places, label = _axis(report)
    order = np.argsort(places)
    figure = new_figure(WIDTH, 2.6)
    axes = figure.subplots()
    axes.plot(places[order], 100 * _curve(report, "impulses")[order], color=IMPULSE, marker="o", ms=2.5, lw=1)
    axes.axhline(100 * IMPULSE_SHARE, color=INK, lw=0.8, ls="--")
    axes.set_ylim(bottom=0)
    axes.set_xlabel(label)
    axes.set_ylabel("Impulses (%)")
    axes.grid(alpha=0.3)
    return image(figure, "Share of impulses of each band")


def _bands_table(report: NoiseReport) -> str:
    names = ("Band", "Wavelength (nm)", "Sigma", "Sigma (of 255)", "SNR (dB)", "Striped", "Dead", "Impulses (%)")
    return table((*names, "Verdict"), [_cells(band) for band in report.bands])


def _cells(band: BandEstimate) -> tuple[object, ...]:
    place = (band.band + 1, "" if band.wavelength_nm is None else f"{band.wavelength_nm:.1f}")
    if band.reason:
        return (*place, "", "", "", "", "", "", band.verdict)
    return (
        *place,
        f"{band.sigma:.4g}",
        f"{band.sigma_255:.2f}",
        f"{band.snr_db:.1f}",
        ranges(band.lines.striped),
        ranges(band.lines.dead),
        f"{100 * band.impulses:.1f}",
        band.verdict,
    )
