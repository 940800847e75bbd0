"""Curves: one CSV line per validation, and their picture."""
from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
import pytest
from matplotlib.axes import Axes

from hyperrestore.quality.report import DPI, new_figure
from hyperrestore.training.curve import append_to_curve, cut_curve, draw_curve, read_curve, save_picture, scores_of

ROWS = [
    {"step": 2.0, "loss": -3.0, "learning_rate": 1e-3, "seconds": 5.0, "low 25": 30.0, "high 25": 40.0},
    {"step": 4.0, "loss": -3.5, "learning_rate": 5e-4, "seconds": 9.0, "low 25": 33.5, "high 25": 39.0},
    {"step": 6.0, "loss": -3.25, "learning_rate": 1e-5, "seconds": 13.0, "low 25": 32.0, "high 25": 38.0},
]


def written(folder: Path) -> Path:
    for row in ROWS:
        scores = {name: row[name] for name in scores_of(row)}
        append_to_curve(folder, int(row["step"]), row["loss"], row["learning_rate"], row["seconds"], scores)
    return folder


def test_what_was_written_is_read_again(tmp_path: Path) -> None:
    assert read_curve(tmp_path) == []
    assert read_curve(written(tmp_path)) == ROWS
    with (tmp_path / "curve.csv").open(newline="") as stream:
        header, *rows = csv.reader(stream)
    assert header == ["step", "loss", "learning_rate", "seconds", "low 25", "high 25"]
    assert rows[0] == ["2", "-3.000000", "1.00e-03", "5", "30.000", "40.000"] and len(rows) == 3


def test_names_with_commas_stay_whole(tmp_path: Path) -> None:
    append_to_curve(tmp_path, 2, 0.5, 1e-3, 1, {'scene "a", 3.tif 25': 30.0})
    assert scores_of(read_curve(tmp_path)[0]) == ['scene "a", 3.tif 25']


@pytest.mark.parametrize(("step", "left"), [(0, 0), (3, 1), (4, 2), (6, 3), (100, 3)])
def test_what_comes_after_a_step_is_forgotten(tmp_path: Path, step: int, left: int) -> None:
    cut_curve(tmp_path, step)
    assert not list(tmp_path.iterdir())
    cut_curve(written(tmp_path), step)
    assert read_curve(tmp_path) == ROWS[:left]
    append_to_curve(tmp_path, 7, 0.0, 1e-3, 1, {"low 25": 1.0, "high 25": 2.0})
    assert read_curve(tmp_path)[:-1] == ROWS[:left] and read_curve(tmp_path)[-1]["high 25"] == 2.0
    assert [path.name for path in tmp_path.iterdir()] == ["curve.csv"]


@pytest.mark.parametrize(
    ("torn", "step", "left"),
    [("", 0, 0), ("step,lo", 0, 0), (None, 4, 2), (None, 5, 2)],
    ids=["empty", "header", "at a line", "after a line"],
)
def test_what_a_kill_tore_is_forgotten(tmp_path: Path, torn: str | None, step: int, left: int) -> None:
    """Down to the first digit of a later line's step, which is as small as that of a line to keep."""
    text = (written(tmp_path) / "curve.csv").read_text()
    (tmp_path / "curve.csv").write_text(text[: text.index("6,-3.25")] + "3" if torn is None else torn)
    cut_curve(tmp_path, step)
    assert read_curve(tmp_path) == ROWS[:left]
    append_to_curve(tmp_path, 8, 0.0, 1e-3, 1, {"low 25": 1.0, "high 25": 2.0})
    assert read_curve(tmp_path)[-1]["high 25"] == 2.0


def test_the_picture_shows_the_scores_their_mean_the_best_and_the_loss() -> None:
    figure = new_figure(6, 4)
    axes = figure.subplots()
    draw_curve(ROWS, axes)
    lines = {line.get_label(): line for line in axes.get_lines()}
    # The highest at the end comes first.
    assert list(lines) == ["high 25", "low 25", "mean", "best: 36.25 dB"]
    for name in ("high 25", "low 25"):
        np.testing.assert_allclose(lines[name].get_xydata(), [(row["step"], row[name]) for row in ROWS])
    np.testing.assert_allclose(lines["mean"].get_ydata(), [35, 36.25, 35])
    assert set(lines["best: 36.25 dB"].get_xdata()) == {4}
    (right,) = (each for each in figure.axes if each is not axes)
    (loss,) = right.get_lines()
    np.testing.assert_allclose(loss.get_xydata(), [(row["step"], row["loss"]) for row in ROWS])
    assert keys_of(axes) == ["Gaussian 25/255", "high", "low", "mean", "best: 36.25 dB", "loss (right)"]


def keys_of(axes: Axes) -> list[str]:
    return [text.get_text() for text in axes.get_legend().get_texts()]


def test_cases_are_told_by_colour_and_scenes_by_line_style() -> None:
    names = ("airport mixture", "airport 2.5", "my beach.tif mixture", "my beach.tif 2.5")
    row = {"step": 2.0, "loss": 0.5, "learning_rate": 1e-3, "seconds": 1.0}
    axes = new_figure(6, 4).subplots()
    draw_curve([{**row, **dict(zip(names, (30.0, 45.0, 31.0, 44.0)))}], axes)
    lines = {line.get_label(): line for line in axes.get_lines()}
    for case, other in (("mixture", "2.5"), ("2.5", "mixture")):
        assert (lines[f"airport {case}"].get_color() == lines[f"my beach.tif {case}"].get_color()).all()
        assert (lines[f"airport {case}"].get_color() != lines[f"airport {other}"].get_color()).any()
        assert lines[f"airport {case}"].get_linestyle() != lines[f"my beach.tif {case}"].get_linestyle()
        assert lines[f"airport {case}"].get_linestyle() == lines[f"airport {other}"].get_linestyle()
    assert keys_of(axes)[:4] == ["Gaussian 2.5/255", "mixture", "airport", "my beach.tif"]


def test_coarse_pairs_are_told_by_colour() -> None:
    """Their names are those of scenes alone, spaces or not."""
    row = {"step": 2.0, "loss": 0.5, "learning_rate": 1e-3, "seconds": 1.0}
    axes = new_figure(6, 4).subplots()
    draw_curve([{**row, "airport": 30.0, "my beach.tif": 31.0}], axes)
    assert keys_of(axes) == ["my beach.tif", "airport", "mean", "best: 30.50 dB", "loss (right)"]
    one, other, *_ = axes.get_lines()
    assert (one.get_color() != other.get_color()).any() and one.get_linestyle() == other.get_linestyle()


def test_a_validation_without_a_number_leaves_a_gap() -> None:
    figure = new_figure(6, 4)
    axes = figure.subplots()
    draw_curve([{**row, "low 25": float("nan")} if row["step"] == 4 else row for row in ROWS], axes)
    assert "best: 35.00 dB" in [line.get_label() for line in axes.get_lines()]
    axes = figure.subplots()
    draw_curve([{**ROWS[0], "low 25": float("nan")}], axes)
    assert not any(line.get_label().startswith("best") for line in axes.get_lines())
    figure.savefig(io.BytesIO(), format="png")


def test_pictures_are_files_once_there_is_something_to_draw(tmp_path: Path) -> None:
    save_picture(tmp_path, "tiny")
    assert not list(tmp_path.iterdir())
    save_picture(written(tmp_path), "tiny")
    content = (tmp_path / "curve.png").read_bytes()
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    assert int.from_bytes(content[16:20], "big") == 9 * DPI
    cut_curve(tmp_path, 2)
    save_picture(tmp_path, "tiny")
    assert (tmp_path / "curve.png").read_bytes() != content


def test_a_dollar_in_a_name_is_no_formula(tmp_path: Path) -> None:
    name = "a$^$b.tif"
    axes = new_figure(4, 3).subplots()
    draw_curve([{"step": step, "loss": 1.0 / step, name: 30.0 + step, "other": 30.0} for step in (1, 2)], axes)
    axes.figure.savefig(tmp_path / "curve.png")
    assert r"a\$^\$b.tif" in [text.get_text() for text in axes.get_legend().get_texts()]
