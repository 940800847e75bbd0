"""What the hybrid did to each band, and why, as one self-contained HTML page."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..models.hybrid.findings import BandFinding, Findings
from ..restoration.bands import describe, ranges
from ..restoration.job import RestorationReport
from ..restoration.monitor import readable_seconds
from .report import Section, folded, image, new_figure, page, table

WIDTH, HEIGHT = 9.0, 5.0
NOISE, REPLACED, KEPT = "#2f7fb8", "#d9822b", "#3a8f5c"


def restoration_page(report: RestorationReport, findings: Findings, raster: str, footer: str) -> str:
    """The page about a run on the raster of that name; raises `MissingDependency` where QGIS has no matplotlib."""
    found = dict(zip(report.restored_bands, findings.bands()))
    return page(
        f"Restoration of {raster}",
        [
            Section("Summary", summary_sentence(found), _summary(report, findings, found)),
            Section(
                "Noise and faults of each band",
                "Standard deviation of the Gaussian noise that was found, where the cube's range is 0 to 255; share of "
                "the values that were replaced because they were dead, saturated or impulses; share of the correction "
                "that was let through: faint ones are held to the noise that the other bands bear out.",
                _curves(found) if found else "",
            ),
            Section(
                "Bands",
                "Stripes and dead lines are counted in every tile that they cross." if findings.tiles > 1 else "",
                folded(f"All {len(found)} restored bands", _bands_table(found)),
            ),
        ],
        footer,
    )


def summary_sentence(found: dict[int, BandFinding]) -> str:
    """How many bands were denoised, kept and repaired."""
    denoised = sum(not finding.kept for finding in found.values())
    clean = sum(finding.clean for finding in found.values())
    repaired = sum(finding.repaired for finding in found.values())
    return (
        f"{denoised} of {len(found)} bands denoised, {clean} kept as clean; "
        f"stripes, dead lines or outliers repaired in {repaired}."
    )


def _summary(report: RestorationReport, findings: Findings, found: dict[int, BandFinding]) -> str:
    guides = ", ".join(f"{guide.value} ({count} of {findings.tiles} tiles)" for guide, count in findings.guides.items())
    rows = [
        ("Estimate by", guides or "none: no valid pixel"),
        ("Kept as clean", ranges([band + 1 for band, finding in found.items() if finding.clean]) or "none"),
        ("Repaired", ranges([band + 1 for band, finding in found.items() if finding.repaired]) or "none"),
        ("Passed through", describe(report.passed_bands) or "none"),
        ("Value scaling", report.scaling),
        ("Device", report.device_reason),
        ("Time", readable_seconds(report.seconds)),
    ]
    return table(("What", "Found"), rows)


def _curves(found: dict[int, BandFinding]) -> str:
    figure = new_figure(WIDTH, HEIGHT)
    upper, middle, lower = figure.subplots(3, 1, sharex=True)
    # Bands that passed through are gaps in the curves.
    bands = range(min(found), max(found) + 1)
    nothing = BandFinding(*[math.nan] * 5)
    shown = [found.get(band, nothing) for band in bands]
    for axes, values, colour, label in (
        (upper, [255 * finding.sigma for finding in shown], NOISE, "noise (of 255)"),
        (middle, [100 * finding.replaced for finding in shown], REPLACED, "replaced (%)"),
        (lower, [100 * finding.applied for finding in shown], KEPT, "let through (%)"),
    ):
        axes.plot([band + 1 for band in bands], values, color=colour, marker=".", linewidth=1)
        axes.set_ylabel(label)
        axes.set_ylim(bottom=0)
        axes.grid(alpha=0.3)
    lower.set_ylim(top=105)
    lower.set_xlabel("band")
    return image(figure, "Noise, replaced values and share of the correction let through, by band")


def _bands_table(found: dict[int, BandFinding]) -> str:
    rows: list[Sequence[object]] = [
        (
            band + 1,
            f"{255 * finding.sigma:.2f}",
            f"{100 * finding.replaced:.1f}",
            round(finding.striped),
            round(finding.dead),
            f"{100 * finding.applied:.0f}",
            finding.verdict,
        )
        for band, finding in found.items()
    ]
    header = ("Band", "Noise (of 255)", "Replaced (%)", "Stripes", "Dead lines", "Let through (%)", "What was done")
    return table(header, rows)
