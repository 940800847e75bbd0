"""The one way through an evaluation: two rasters in, figures and files out."""

from __future__ import annotations

from ...raster import CubeSource, open_cube
from ...raster.inputs import input_files
from ...restoration.bands import describe
from ...restoration.dependencies import require
from ...restoration.monitor import Monitor, Progress, Span
from ..metrics import NEEDS_SKIMAGE
from ..outputs import check_outputs, write_outputs
from .comparison import Comparison, compare
from .grids import check_grids
from .job import CUBE, EvaluationJob
from .report import report_text
from .result import Evaluation, read_labels
from .scores import Scores, score
from .survey import Survey, survey_pair
from .tables import csv_text, json_text, log_lines

SURVEYED, COMPARED = 0.3, 0.95


def evaluate(job: EvaluationJob, monitor: Monitor) -> Evaluation:
    """Measures ``job.source`` against ``job.reference``, in memory that does not grow with them.

    Files appear when all are complete, or not at all. Raises the errors of `errors`, among them `Cancelled`.
    """
    progress = Progress(monitor)
    span = Span(progress)
    span.tick(0.0)
    require("skimage.metrics", NEEDS_SKIMAGE)
    if job.html:
        require("matplotlib.figure", "Reports need")
    with open_cube(job.source) as given, open_cube(job.reference) as reference:
        check_outputs(job.outputs, [*input_files(given), *input_files(reference)])
        if set(input_files(given)) & set(input_files(reference)):
            span.warn("Both rasters are read from the same file: a raster compared with itself is perfect.")
        for warning in check_grids(given, reference):
            span.warn(warning)
        if job.peak and job.scaling == CUBE:
            span.warn("The peak that was given counts with the scaling 'none' only: here it is 1.")
        survey = survey_pair(given, reference, job, span.part(0.0, SURVEYED))
        _tell(survey, job, monitor)
        comparison = compare(survey.pair, survey.bands, survey.peak, span.part(SURVEYED, COMPARED))
        scores = score(comparison, survey, job)
        for warning in scores.warnings:
            span.warn(warning)
        evaluation = _evaluation(job, survey, scores, given, reference, progress)
        texts = _texts(evaluation, survey, comparison, span)
    for line in log_lines(evaluation):
        monitor.info(line)
    span.tick(1.0)
    write_outputs(texts)
    progress.finish()
    return evaluation


def _tell(survey: Survey, job: EvaluationJob, monitor: Monitor) -> None:
    source = survey.pair.reference.source
    monitor.info(f"Rasters: {source.width} x {source.height} px; bands: {source.count}.")
    left_out = f"; left out: {describe(survey.left_out)}" if survey.left_out else ""
    monitor.info(f"Bands: {len(survey.bands)} compared{left_out}.")
    if _units_applied(survey):
        monitor.info("Scale and offset of the rasters differ: values are compared after applying them.")
    if job.scaling == CUBE:
        monitor.info(f"The reference's values from {survey.low:g} to {survey.high:g} become 0 to 1, the peak 1.")
    else:
        monitor.info(f"Values are compared as they are; the peak is {survey.peak:g}.")


def _units_applied(survey: Survey) -> bool:
    one, other = survey.pair.units
    return one != other


def _evaluation(
    job: EvaluationJob,
    survey: Survey,
    scores: Scores,
    given: CubeSource,
    reference: CubeSource,
    progress: Progress,
) -> Evaluation:
    return Evaluation(
        job=job,
        labels=read_labels(given, reference),
        scores=scores,
        left_out=survey.left_out,
        size=(reference.width, reference.height),
        low=survey.low,
        high=survey.high,
        peak=survey.peak,
        units_applied=_units_applied(survey),
        warnings=tuple(progress.warnings),
    )


def _texts(evaluation: Evaluation, survey: Survey, comparison: Comparison, span: Span) -> dict[str, str]:
    """What the files are to hold, by path."""
    job, texts = evaluation.job, {}
    if job.csv:
        texts[job.csv] = csv_text(evaluation)
    if job.json:
        texts[job.json] = json_text(evaluation)
    if job.html:
        texts[job.html] = report_text(evaluation, survey.pair, comparison, span.part(COMPARED, 1.0))
    return texts
