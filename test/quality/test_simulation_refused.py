"""What cannot be simulated: a sentence for jobs, rasters and outputs, a warning for noise that does not come about."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hyperrestore.errors import InvalidParameter, OutputRefused, UnsuitableRaster
from hyperrestore.quality.simulation_job import SimulationJob
from hyperrestore.test.processing.rasters import names, read, write_cube
from hyperrestore.test.quality.simulated import scene, simulate


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"case": "none"}, "'none' without down-sampling only copies"),
        ({"case": "salt"}, "case was given as 'salt', which is not one of gaussian"),
        ({"downsample": 9}, "by 9; use a whole number from 1 to 8"),
        ({"downsample": 0}, "by 0; use a whole number from 1 to 8"),
        ({"sigma": -1}, "sigma was given as -1"),
        ({"sigma": float("nan")}, "sigma was given as nan"),
        ({"seed": -1}, "seed was given as -1"),
        ({"peak_photons": 0}, "peak photons were given as 0"),
        ({"line_direction": "diagonal"}, "line_direction was given as 'diagonal'"),
    ],
)
def test_jobs_that_cannot_be(given: dict, sentence: str) -> None:
    with pytest.raises(InvalidParameter, match=sentence):
        SimulationJob(**{"source": "in.tif", "output": "out.tif", "case": "gaussian", **given})


def test_rasters_that_noise_cannot_be_measured_by(tmp_path: Path) -> None:
    level = write_cube(tmp_path / "level.tif", np.full((2, 9, 9), 7, np.int16))
    empty = write_cube(tmp_path / "empty.tif", np.full((2, 9, 9), np.nan, np.float32))
    tiny = write_cube(tmp_path / "tiny.tif", np.arange(2 * 3 * 9, dtype=np.int16).reshape(2, 3, 9))
    with pytest.raises(UnsuitableRaster, match="lie between 7 and 7, which is no range"):
        simulate(level, tmp_path / "out" / "a.tif")
    with pytest.raises(UnsuitableRaster, match="None of the bands of .* can be used: no valid pixel: 1-2"):
        simulate(empty, tmp_path / "out" / "a.tif")
    with pytest.raises(InvalidParameter, match="Band 3 was asked for, but .* has 2 bands"):
        simulate(tiny, tmp_path / "out" / "a.tif", bands=(2,))
    with pytest.raises(InvalidParameter, match="4 times as coarse as its input, which has only 9 x 3 pixels"):
        simulate(tiny, tmp_path / "out" / "a.tif", downsample=4)
    assert names(tmp_path / "out") == []


def test_outputs_that_cannot_be(clean: str, tmp_path: Path) -> None:
    output = tmp_path / "out" / "a.tif"
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "link.json").symlink_to(clean)
    for truth, sentence in (
        (output, "is to hold JSON"), (f"{output}.aux.xml", "is to hold JSON. Give a file name that ends in .json"),
        (tmp_path / "link.json", "would overwrite an input"), (tmp_path / "folder.json", "is a folder"),
    ):  # fmt: skip
        with pytest.raises(OutputRefused, match=sentence):
            simulate(clean, output, truth=str(truth))
    assert names(tmp_path / "out") == []
    assert np.array_equal(read(clean), scene())


@pytest.mark.parametrize(
    ("case", "bands", "words"),
    [("stripe", 2, "stripes"), ("deadline", 2, "dead lines"), ("impulse", 1, "impulses"), ("stripe", 6, "stripes")],
)
def test_noise_that_cannot_come_about_is_said(tmp_path: Path, case: str, bands: int, words: str) -> None:
    """Two bands have no third; of twelve columns 15 % are one, of which stripes take fewer."""
    cube = np.random.default_rng(0).random((bands, 9, 6)).astype(np.float32)
    report = simulate(write_cube(tmp_path / "in" / "a.tif", cube), tmp_path / "out" / "a.tif", case=case)
    assert any(f"'{case}' names {words}, but none came about" in warning for warning in report.warnings)


def test_more_photons_than_can_be_counted_are_refused() -> None:
    with pytest.raises(InvalidParameter, match="peak photons .* up to 1e"):
        SimulationJob("a.tif", "b.tif", case="poisson", peak_photons=1e16)
