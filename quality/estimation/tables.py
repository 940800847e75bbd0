"""A noise report as numbers: CSV with one row for each band, and JSON with everything."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping

from .estimate import NoiseReport
from .verdict import DEAD, STRIPES, BandEstimate

COLUMNS = (
    "band", "wavelength_nm", "sigma", "sigma_255", "snr_db", "striped_lines", "dead_lines", "impulse_share", "verdict",
)  # fmt: skip


def results(report: NoiseReport) -> dict[str, float | int | str]:
    """The numbers and words of the whole raster, by the names of the algorithm's results."""
    judged = report.judged
    return {
        "SIGMA": report.median("sigma"),
        "SIGMA_255": report.median("sigma_255"),
        "SNR": report.median("snr_db"),
        "STRIPED_BANDS": sum(STRIPES in band.faults for band in judged),
        "DEAD_LINES": sum(len(band.lines.dead) for band in judged if DEAD in band.faults),
        "IMPULSE_SHARE": sum(band.impulses for band in judged) / len(judged),
        "NOISY_BANDS": ";".join(map(str, report.noisy)),
        "SUGGESTION": report.suggestion.sentence,
        "MODEL": report.suggestion.model,
    }


def csv_text(report: NoiseReport) -> str:
    """One row for each band of the raster; lines count from 0 and are separated by spaces."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(COLUMNS)
    for band in report.bands:
        row = band_row(band)
        writer.writerow(
            " ".join(map(str, row[name])) if isinstance(row[name], list) else _number(row[name]) for name in COLUMNS
        )
    return stream.getvalue()


def json_text(report: NoiseReport, settings: Mapping[str, object]) -> str:
    """``settings`` first, then the results, then every band with its lines and their offsets (source units)."""
    entries = [
        {**band_row(band), "stripe_offsets": list(band.lines.offsets), "needs": list(band.faults)}
        for band in report.bands
    ]
    document = {
        **settings,
        "told_from_the_scene_by": report.method,
        "line_direction": report.direction,
        "clean_range": list(report.clean_range),
        **{name.lower(): value for name, value in results(report).items()},
        "bands": entries,
    }
    return json.dumps(document, indent=1, allow_nan=False, ensure_ascii=False) + "\n"


def band_row(band: BandEstimate) -> dict[str, object]:
    """What is known of a band, by the names in ``COLUMNS``."""
    return {
        "band": band.band + 1,
        "wavelength_nm": band.wavelength_nm,
        "sigma": band.sigma,
        "sigma_255": band.sigma_255,
        "snr_db": band.snr_db,
        "striped_lines": list(band.lines.striped),
        "dead_lines": list(band.lines.dead),
        "impulse_share": band.impulses,
        "verdict": band.verdict,
    }


def _number(value: object) -> object:
    return f"{value:.6g}" if isinstance(value, float) else value
