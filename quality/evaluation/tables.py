"""An evaluation as text: CSV for spreadsheets, JSON for programs, a few lines for the log."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Sequence
from typing import Any

from .result import Evaluation
from .scores import BandScore

HEADER = (
    "band", "name", "wavelength_nm", "psnr_db", "ssim", "rmse", "bias", "max_abs_error", "valid_pixels", "left_out",
)  # fmt: skip


def csv_text(evaluation: Evaluation) -> str:
    """One row per band, then their means; RMSE, bias and largest error in the rasters' own units."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADER)
    for band, found in band_rows(evaluation):
        writer.writerow([band + 1, *_label_cells(evaluation, band), *_cells(found), evaluation.left_out.get(band, "")])
    means = evaluation.scores.band_means()
    writer.writerow(["mean", "", "", *(_number(value) for value in means.values()), ""])
    return stream.getvalue()


def json_text(evaluation: Evaluation) -> str:
    """Everything: inputs, settings, results, bands. What is not a number is null."""
    job, labels = evaluation.job, evaluation.labels
    bands = []
    for band, found in band_rows(evaluation):
        entry: dict[str, Any] = {
            "band": band + 1,
            "name": labels.names[band] or None,
            "wavelength_nm": labels.wavelengths_nm[band],
        }
        if found is None:
            entry["left_out"] = evaluation.left_out[band]
        else:
            entry.update(zip(HEADER[3:9], map(finite, _values(found))))
        bands.append(entry)
    document = {
        "producer": job.producer,
        "input": job.source,
        "reference": job.reference,
        "size": list(evaluation.size),
        "settings": {
            "scaling": job.scaling,
            "reference_range": [evaluation.low, evaluation.high],
            "peak": evaluation.peak,
            "ergas_ratio": job.ergas_ratio,
            "scale_and_offset_applied": evaluation.units_applied,
            "bands": None if job.bands is None else [band + 1 for band in job.bands],
        },
        "results": results(evaluation),
        "compared_bands": len(evaluation.scores.bands),
        "warnings": list(evaluation.warnings),
        "bands": bands,
    }
    return json.dumps(document, indent=1, allow_nan=False, ensure_ascii=False) + "\n"


def results(evaluation: Evaluation) -> dict[str, float | None]:
    """The figures of the cube by the names of the algorithm's outputs; None for what is not a finite number."""
    scores = evaluation.scores
    return {
        "MPSNR": finite(scores.mpsnr),
        "MSSIM": finite(scores.mssim),
        "SAM": finite(scores.sam),
        "SAM_DEGREES": finite(scores.sam_degrees),
        "ERGAS": finite(scores.ergas),
        "RMSE": finite(scores.rmse),
        "CUBE_PSNR": finite(scores.cube_psnr),
    }


def log_lines(evaluation: Evaluation) -> list[str]:
    """A small table."""
    return [f"{name:<28}{value:>12}" for name, value, _ in summary(evaluation)]


def summary(evaluation: Evaluation) -> list[tuple[str, str, str]]:
    """Name, value and meaning of each figure."""
    scores, ratio = evaluation.scores, evaluation.job.ergas_ratio
    return [
        ("MPSNR (dB)", shown(scores.mpsnr, ".2f"), "high is good; mean over bands of the peak signal-to-noise ratio"),
        ("MSSIM", shown(scores.mssim, ".4f"), "1 at best; mean over bands of the structural similarity, 11 x 11 px"),
        ("SAM (rad)", shown(scores.sam, ".4f"), "0 at best; mean over pixels of the angle between spectra"),
        ("SAM (degrees)", shown(scores.sam_degrees, ".3f"), "the same in degrees"),
        (f"ERGAS (ratio {ratio:g})", shown(scores.ergas, ".3f"), "0 at best; errors relative to the bands' means"),
        ("RMSE (own units)", shown(scores.rmse, ".5g"), "0 at best; over all values of the cube"),
        ("Cube PSNR (dB)", shown(scores.cube_psnr, ".2f"), "high is good; from one error over the whole cube"),
    ]


def band_rows(evaluation: Evaluation) -> list[tuple[int, BandScore | None]]:
    """Every band (0-based) that was asked for with its score, None for those left out, in their order."""
    found = {score.band: score for score in evaluation.scores.bands}
    asked = evaluation.job.bands
    chosen = range(len(evaluation.labels.names)) if asked is None else asked
    return [(band, found.get(band)) for band in chosen]


def shown(value: float, form: str) -> str:
    """A number in words' company; a dash for what is none."""
    return "-" if math.isnan(value) else format(value, form)


def finite(value: float) -> float | None:
    """The number itself, or None when JSON has no way to write it."""
    return value if math.isfinite(value) else None


def _values(found: BandScore) -> Sequence[float]:
    return found.psnr, found.ssim, found.rmse, found.bias, found.max_error, found.pixels


def _cells(found: BandScore | None) -> list[str]:
    return [""] * 6 if found is None else [_number(value) for value in _values(found)]


def _label_cells(evaluation: Evaluation, band: int) -> list[str]:
    wavelength = evaluation.labels.wavelengths_nm[band]
    return [evaluation.labels.names[band], "" if wavelength is None else f"{wavelength:.12g}"]


def _number(value: float) -> str:
    return "" if math.isnan(value) else f"{value:.9g}"
