"""The report of an evaluation: one page with all figures inside."""

from __future__ import annotations

from pathlib import Path

from ...restoration.bands import describe
from ...restoration.monitor import Span
from ..report import Section, bullets, folded, image, page, table
from . import figures
from .colour import choose_colours, colour_pictures
from .comparison import Comparison
from .figures import Spectrum
from .job import CUBE
from .pair import Pair
from .result import Evaluation
from .samples import read_spectra, sample_bands
from .tables import band_rows, shown, summary


def report_text(evaluation: Evaluation, pair: Pair, comparison: Comparison, span: Span) -> str:
    """The HTML document. Reads what its pictures show again, at sampled pixels only. Raises `Cancelled`."""
    job = evaluation.job
    colours = choose_colours(comparison.bands, evaluation.labels)
    ranked = _worst_median_best(evaluation)
    drawn = list(dict.fromkeys([*colours.bands, *ranked.values()]))
    maps = sample_bands(pair, drawn, comparison.grid)
    span.tick(0.4)
    marked = _marked_spectra(pair, comparison)
    sections = [_summary(evaluation), _curves(evaluation)]
    span.tick(0.6)
    sections.append(_colours(colours, maps, comparison))
    if marked:
        sections += [_angles(marked, comparison), _spectra(marked, evaluation, comparison)]
    span.tick(0.8)
    sections += [_errors(ranked, evaluation, pair, maps, comparison), _bands(evaluation)]
    title = f"Evaluation of {Path(job.source).name} against {Path(job.reference).name}"
    return page(title, sections, f"{job.producer}. Raster {job.source}; reference {job.reference}.")


def _summary(evaluation: Evaluation) -> Section:
    job, (width, height) = evaluation.job, evaluation.size
    if job.scaling == CUBE:
        scaling = (
            f"Both rasters were scaled by the reference's own least and greatest value ({evaluation.low:g} and "
            f"{evaluation.high:g}) to 0 to 1, and the peak is 1."
        )
    else:
        scaling = f"Values were compared as they are, and the peak is {evaluation.peak:g}; SAM depends on that."
    facts = [
        f"{width} x {height} px, compared where both rasters are valid. Bands: {len(evaluation.scores.bands)}.",
        scaling,
    ]
    if evaluation.units_applied:
        facts.append("Scale and offset of the two rasters differ: values were compared after applying them.")
    if evaluation.left_out:
        facts.append(f"Bands left out: {describe(evaluation.left_out)}.")
    rows = [(f"{name}: {meaning}", value) for name, value, meaning in summary(evaluation)]
    warnings = [f"Warning: {warning}" for warning in evaluation.warnings]
    return Section("Summary", body=table(("Metric", "Value"), rows) + bullets([*facts, *warnings]))


def _curves(evaluation: Evaluation) -> Section:
    figure = figures.band_curves(evaluation)
    text = "PSNR and SSIM of each band, and its errors in the rasters' own units. Gaps are bands left out."
    return Section("Bands", text, image(figure, "PSNR, SSIM, RMSE and bias of each band"))


def _colours(colours, maps, comparison: Comparison) -> Section:
    given, reference = zip(*(maps[band] for band in colours.bands))
    figure = figures.colour_pair(*colour_pictures(given, reference), comparison.grid)
    text = f"{colours.title}. Both are stretched alike, by the reference's 2 and 98 %.{_sampled(comparison)}"
    return Section("Pictures", text, image(figure, "Reference and evaluated raster side by side"))


def _angles(marked: list[Spectrum], comparison: Comparison) -> Section:
    figure = figures.angle_map(comparison.angles.picture, marked, comparison.grid)
    text = f"The angle between the two spectra of each pixel; pixels without data are grey.{_sampled(comparison)}"
    return Section("Spectral angles", text, image(figure, "Map and histogram of spectral angles"))


def _spectra(marked: list[Spectrum], evaluation: Evaluation, comparison: Comparison) -> Section:
    figure = figures.spectra(marked, comparison.bands, evaluation.left_out, evaluation.labels)
    text = "Where the spectra differ most in direction, and at a pixel of median angle."
    return Section("Spectra", text, image(figure, "Spectra of the worst and of the median pixel"))


def _errors(ranked: dict[str, int], evaluation: Evaluation, pair: Pair, maps, comparison: Comparison) -> Section:
    scores = {score.band: score for score in evaluation.scores.bands}
    titles = [
        f"{rank} PSNR, {shown(scores[band].psnr, '.2f')} dB\n{evaluation.labels.title(band)}"
        for rank, band in ranked.items()
    ]
    errors = [(maps[band][0] - maps[band][1]) * pair.width for band in ranked.values()]
    figure = figures.error_maps(errors, titles, comparison.grid)
    text = (
        "Evaluated minus reference, in the rasters' own units; each map has a scale of its own that 1 % of the pixels "
        f"exceed.{_sampled(comparison)}"
    )
    return Section("Errors", text, image(figure, "Error maps of the bands with worst, median and best PSNR"))


def _bands(evaluation: Evaluation) -> Section:
    header = ("Band", "Name", "Wavelength (nm)", "PSNR (dB)", "SSIM", "RMSE", "Bias", "Largest error", "Pixels")
    rows = []
    for band, found in band_rows(evaluation):
        wavelength = evaluation.labels.wavelengths_nm[band]
        label = [band + 1, evaluation.labels.names[band], "" if wavelength is None else f"{wavelength:.5g}"]
        if found is None:
            rows.append([*label, f"left out: {evaluation.left_out[band]}", *[""] * 5])
        else:
            own = (found.rmse, found.bias, found.max_error)
            rows.append([
                *label, shown(found.psnr, ".2f"), shown(found.ssim, ".4f"), *(shown(value, ".4g") for value in own),
                found.pixels,
            ])  # fmt: skip
    text = "RMSE, bias and largest error are in the rasters' own units."
    return Section("All bands", text, folded(f"Show the {len(rows)} bands", table(header, rows)))


def _worst_median_best(evaluation: Evaluation) -> dict[str, int]:
    """Three bands (0-based) by their PSNR, fewer where there are fewer."""
    known = [score for score in evaluation.scores.bands if score.pixels]
    order = [score.band for score in sorted(known, key=lambda score: score.psnr)]
    ranks = {order[-1]: "Best", order[(len(order) - 1) // 2]: "Median", order[0]: "Worst"}
    return {rank: band for band, rank in reversed(ranks.items())}


def _marked_spectra(pair: Pair, comparison: Comparison) -> list[Spectrum]:
    """The spectra of the worst and the median pixel; nothing when no pixel has an angle."""
    angles = comparison.angles
    median = comparison.grid.median_pixel(angles.picture)
    chosen = {} if angles.worst is None else {"Worst pixel": (angles.worst, angles.largest)}
    if median is not None:
        chosen["Median pixel"] = median
    return [
        Spectrum(title, pixel, angle, *read_spectra(pair, comparison.bands, pixel))
        for title, (pixel, angle) in chosen.items()
    ]


def _sampled(comparison: Comparison) -> str:
    step = comparison.grid.step
    return "" if step == 1 else f" Large rasters are drawn from one pixel in {step} along rows and columns."
