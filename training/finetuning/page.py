"""The report of a fine-tuning as one self-contained HTML page. Its figures need matplotlib when it is made."""

from __future__ import annotations

import numpy as np

from ...quality.evaluation.colour import choose_colours, colour_pictures
from ...quality.evaluation.result import Labels
from ...quality.report import Section, image, new_figure, page, table
from ...restoration.bands import describe
from ...restoration.monitor import readable_seconds
from ..curve import draw_curve, scores_of
from .judging import Judged, Look
from .run import FineTuned

WIDTH, HIGHEST = 9.0, 4.0
INK = "#1c2530"


def report_page(tuned: FineTuned, footer: str) -> str:
    """The page; raises `MissingDependency` where QGIS has no matplotlib."""
    gain = tuned.best - tuned.start
    return page(
        f"Fine-tuning of {tuned.parent.name}: {tuned.card.name}",
        [
            Section(
                "Summary",
                f"On what was held out of the rasters, the MPSNR rose from {tuned.start:.2f} dB with "
                f"'{tuned.parent.name}' to {tuned.best:.2f} dB with '{tuned.card.name}' ({gain:+.2f} dB), at step "
                f"{tuned.best_step} of {tuned.recipe.steps}.",
                _summary(tuned),
            ),
            Section(
                "Before and after",
                "MPSNR in dB on the crop that stands for what is held out, where the cube's range is 1. The best step "
                "was chosen by these very figures, so they are a little too good; a raster of another day tells more.",
                _scores(tuned),
            ),
            Section(
                "Curve",
                "What each validation found, as a gain over the start (dashed black line at 0). The red line is the "
                "step that was kept. At the right the loss on training patches: the logarithm of their mean absolute "
                "error, averaged since the validation before.",
                image(_curve(tuned), "Gain of MPSNR over the start, and loss, by step"),
            ),
            Section("A look at it", _caption(tuned.look), image(_picture(tuned), "Given, before, after, clean")),
            Section("Rasters", "", _rasters(tuned)),
        ],
        footer,
    )


def _summary(tuned: FineTuned) -> str:
    recipe = tuned.recipe
    arguments = ", ".join(f"{name} {value}" for name, value in recipe.arguments.items())
    patches = ", ".join(f"{shape.count} of {shape.bands} bands, {shape.side} px" for shape in recipe.shapes)
    rows = [
        ("Begun with", tuned.parent.name),
        ("Network", f"{recipe.architecture} ({arguments})"),
        ("Noise", tuned.card.training["noise"]),
        ("Steps", f"{recipe.steps}, validated every {recipe.validate_every}"),
        ("Patches of a step, in turn", patches),
        ("Learning rate", f"{recipe.learning_rate:g}, falling to {recipe.final_rate:g}"),
        ("Seed", recipe.seed),
        ("Device", tuned.device),
        ("Time", readable_seconds(tuned.seconds)),
        ("Licence, as of what was begun with", tuned.card.licence),
        ("Authors, as of what was begun with", tuned.card.authors),
    ]
    return table(("Weights", tuned.card.name), rows)


def _scores(tuned: FineTuned) -> str:
    rows = [
        (one.scene, one.case, *(f"{value:.2f}" for value in (one.given, one.before, one.after)), _gain(one))
        for one in tuned.judged
    ]
    mean_given = np.mean([one.given for one in tuned.judged])
    means = (f"{value:.2f}" for value in (mean_given, tuned.start, tuned.best))
    rows.append(("Mean", "", *means, f"{tuned.best - tuned.start:+.2f}"))
    return table(("Raster", "Case", _given(tuned), "Before", "After", "Gain"), rows)


def _given(tuned: FineTuned) -> str:
    return "Bicubic" if tuned.recipe.scale > 1 else "Noisy"


def _gain(one: Judged) -> str:
    return f"{one.after - one.before:+.2f}"


def _rasters(tuned: FineTuned) -> str:
    rows = [
        (
            scene.name,
            f"{scene.size[0]} x {scene.size[1]}",
            len(scene.bands),
            describe(scene.left_out) or "none",
            sum(piece[0].size for piece in scene.pieces),
            scene.strip_name,
            f"{scene.held_window.width} x {scene.held_window.height}",
        )
        for scene in tuned.scenes
    ]
    names = ("Raster", "Pixels", "Bands", "Bands left out", "Pixels trained on", "Held out", "Judged by, pixels")
    return table(names, rows)


def _curve(tuned: FineTuned):
    figure = new_figure(WIDTH, 4.2)
    axes = figure.subplots()
    start, *_ = tuned.curve
    axes.axhline(0, color=INK, linewidth=1, linestyle="--")
    draw_curve([{**row, **{name: row[name] - start[name] for name in scores_of(row)}} for row in tuned.curve], axes)
    axes.set_ylabel("Gain of MPSNR over the start (dB)")
    return figure


def _caption(look: Look) -> str:
    window, one = look.scene.held_window, look.judged
    return (
        f"{one.scene}, {window.width} x {window.height} pixels from row {window.y + 1}, column {window.x + 1} on, that "
        f"were held out; {one.case}. {_colours(look).title}. All are stretched as the clean crop is."
    )


def _colours(look: Look):
    wavelengths = look.scene.wavelengths_nm
    return choose_colours(look.scene.bands, Labels(("",) * len(wavelengths), wavelengths))


def _picture(tuned: FineTuned):
    look = tuned.look
    places = [look.scene.bands.index(band) for band in _colours(look).bands]
    height, width = look.clean.shape[1:]
    one = look.judged
    cubes = {
        f"{_given(tuned)}: {one.given:.1f} dB": look.given,
        f"Before: {one.before:.1f} dB": look.before,
        f"After: {one.after:.1f} dB": look.after,
        "Clean": look.clean,
    }
    across = next(count for count, shape in ((4, 1.5), (2, 3.0), (1, np.inf)) if width <= shape * height)
    panel = min(WIDTH / across, HIGHEST * width / height)
    figure = new_figure(across * panel, (4 // across) * (panel * height / width + 0.4))
    for axes, (title, cube) in zip(figure.subplots(4 // across, across).flat, cubes.items()):
        picture, _ = colour_pictures(cube[places], look.clean[places])
        axes.imshow(picture, interpolation="nearest")
        axes.set_title(title, fontsize=10)
        axes.set_axis_off()
    return figure
