"""Whatever is wrong with an input, every algorithm says so in a sentence, fails, and leaves everything as it was."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from osgeo import gdal
from qgis.core import QgsProcessingContext, QgsProcessingException, QgsProject

from hyperrestore.models.catalog import DEFAULT_WEIGHTS, SHIPPED
from hyperrestore.test.processing.bad_rasters import complex_numbers, no_raster, paletted, truncated
from hyperrestore.test.processing.conftest import Recorder, make_cube
from hyperrestore.test.processing.frozen_parameters import METHODS
from hyperrestore.test.processing.rasters import names, read, write_cube

CUBE = make_cube(6, 24, 28)


@dataclass(frozen=True)
class Way:
    """How an algorithm is called: ``bad`` is the raster parameter under test, ``good`` others that are in order."""

    algorithm: str
    bad: str = "INPUT"
    good: tuple[str, ...] = ()
    output: str = "OUTPUT"
    suffix: str = ".tif"
    given: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.algorithm}-{self.bad}"


NETWORKS = {"denoiseras2s": "ras2s", "denoisesscan": "sscan", "superresolvessrnet": "ssrnet-x2"}
RESTORATIONS = [
    *(Way(name, given={"DEVICE": "cpu"}) for name in (*NETWORKS, *METHODS, "superresolvebicubic")),
    Way("restore", given={"DEVICE": "cpu", "MODEL": "none"}),
]
RASTER_MAKERS = [*RESTORATIONS, Way("simulatenoise")]
WAYS = [
    *RASTER_MAKERS,
    Way("evaluate", "INPUT", ("REFERENCE",), "OUTPUT_HTML", ".html"),
    Way("evaluate", "REFERENCE", ("INPUT",), "OUTPUT_HTML", ".html"),
    Way("estimatenoise", output="OUTPUT_HTML", suffix=".html"),
]


@pytest.fixture
def run(plugin, tmp_path: Path) -> Callable[..., dict]:
    """``run(way, raster)`` -> results; the output's folder is ``out``."""
    import processing

    def call(way: Way, raster: str, **given) -> dict:
        whole = write_cube(tmp_path / "good" / "good.tif", CUBE)
        parameters = {
            way.bad: raster,
            way.output: str(tmp_path / "out" / f"result{way.suffix}"),
            **dict.fromkeys(way.good, whole),
            **way.given,
            **given,
        }
        context = QgsProcessingContext()
        context.setProject(QgsProject.instance())
        return processing.run(f"hyperrestore:{way.algorithm}", parameters, context=context, feedback=Recorder())

    return call


def fails(run: Callable, way: Way, raster: str, sentence: str, folder: Path, **given) -> None:
    """Runs, and holds the failure to what every failure must be."""
    place = Path(raster)
    before = place.read_bytes() if place.is_file() else None
    with pytest.raises(QgsProcessingException, match=sentence) as caught:
        run(way, raster, **given)
    said = str(caught.value).strip()
    assert "Traceback" not in said and len(said) > 25
    assert names(folder / "out") == []
    if before is not None:
        assert place.read_bytes() == before
        assert set(names(place.parent)) <= {place.name, f"{place.name}.aux.xml"}


def all_nodata(folder: Path) -> str:
    def declare(dataset: gdal.Dataset) -> None:
        for number in range(1, 7):
            dataset.GetRasterBand(number).SetNoDataValue(-1)

    return write_cube(folder / "x.tif", np.full_like(CUBE, -1), describe=declare)


def all_nan(folder: Path) -> str:
    return write_cube(folder / "x.tif", np.full(CUBE.shape, np.nan, np.float32))


def all_infinite(folder: Path) -> str:
    return write_cube(folder / "x.tif", np.full(CUBE.shape, np.inf, np.float32))


def missing(folder: Path) -> str:
    return str(folder / "none.tif")


def no_subdataset(folder: Path) -> str:
    path = write_cube(folder / "x.tif", CUBE)
    return f"GTIFF_DIR:7:{path}"


BAD = {
    "all nodata": (all_nodata, "no valid|no data|nodata"),
    "all NaN": (all_nan, "no valid|no data|nodata"),
    "all infinite": (all_infinite, "no valid|no data|nodata"),
    "complex": (complex_numbers, "holds CFloat32 numbers in band 1"),
    "paletted": (paletted, "has a colour table on band 1: its numbers are classes"),
    "missing": (missing, "Could not load source layer for"),
    "no raster": (no_raster, "cannot be opened: "),
    "no subdataset": (no_subdataset, "Could not load source layer for"),
    "truncated": (truncated, "cannot be read at column|have different sizes|x [0-9]+ p"),
}


@pytest.mark.parametrize("case", BAD)
@pytest.mark.parametrize("way", WAYS, ids=str)
def test_bad_rasters(run, tmp_path: Path, way: Way, case: str) -> None:
    make, sentence = BAD[case]
    fails(run, way, make(tmp_path / "in"), sentence, tmp_path)


@pytest.mark.parametrize("way", [way for way in WAYS if way.algorithm != "estimatenoise"], ids=str)
def test_bands_that_are_not_there(run, tmp_path: Path, way: Way) -> None:
    raster = write_cube(tmp_path / "in" / "x.tif", CUBE)
    fails(run, way, raster, "[Bb]and 99 .*6 bands", tmp_path, BANDS=[99])


@pytest.mark.parametrize("way", [way for way in WAYS if way.algorithm == "evaluate"], ids=str)
def test_evaluate_wants_the_same_number_of_bands(run, tmp_path: Path, way: Way) -> None:
    fails(run, way, write_cube(tmp_path / "in" / "x.tif", CUBE[:5]), "5 bands|5 and 6|6 and 5|bands", tmp_path)


@pytest.mark.parametrize("way", RASTER_MAKERS, ids=str)
@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("result.jpg", "jpg.*tif"),
        ("result", "tif"),
        ("../in/x.tif", "would overwrite x.tif"),
        ("../in/x.tif/result.tif", "folder cannot be made|may not be written"),
    ],
)
def test_raster_outputs_that_cannot_be(run, tmp_path: Path, way: Way, output: str, sentence: str) -> None:
    raster = write_cube(tmp_path / "in" / "x.tif", CUBE)
    fails(run, way, raster, sentence, tmp_path, OUTPUT=str(tmp_path / "out" / output))


@pytest.mark.parametrize("way", [way for way in WAYS if way.output != "OUTPUT"], ids=str)
@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("in/x.tif/report.html", "Output .* its folder may not be written to"),
        ("folder.html", "Output .* is a folder"),
        ("out/report.pdf", "is to hold HTML. Give a file name that ends in .html"),
        ("in/x.tif", "is to hold HTML"),
    ],
)
def test_reports_that_cannot_be(run, tmp_path: Path, way: Way, place: str, sentence: str) -> None:
    raster = write_cube(tmp_path / "in" / "x.tif", CUBE)
    (tmp_path / "folder.html").mkdir()
    fails(run, way, raster, sentence, tmp_path, OUTPUT_HTML=str(tmp_path / place))


@pytest.mark.parametrize("way", RESTORATIONS, ids=str)
@pytest.mark.parametrize("given", [{"TILE_SIZE": -7}, {"OVERLAP": -2}, {"MEMORY_MB": -1}, {"DEVICE": "gpu"}], ids=str)
def test_numbers_and_words_beyond_their_range(run, tmp_path: Path, way: Way, given: dict) -> None:
    raster = write_cube(tmp_path / "in" / "x.tif", CUBE)
    (name,) = given
    fails(run, way, raster, f"Incorrect parameter value for {name}|{name}", tmp_path, **given)


@pytest.mark.parametrize("other", ["ras2s", "sscan", "ssrnet-x2"])
@pytest.mark.parametrize("way", [way for way in RESTORATIONS if way.algorithm in NETWORKS], ids=str)
def test_weights_of_another_model(run, tmp_path: Path, way: Way, other: str) -> None:
    raster = write_cube(tmp_path / "in" / "x.tif", CUBE)
    weights = str(SHIPPED / f"{DEFAULT_WEIGHTS[other]}.safetensors")
    if NETWORKS[way.algorithm] == other:
        assert run(way, raster, WEIGHTS_FILE=weights)
        return
    holds = f"holds weights of '{other.partition('-')[0]}', but this algorithm runs"
    fails(run, way, raster, holds, tmp_path, WEIGHTS_FILE=weights)


@pytest.mark.parametrize("way", RESTORATIONS, ids=str)
@pytest.mark.parametrize("value", [0, 7])
def test_a_constant_raster_cannot_be_restored(run, tmp_path: Path, way: Way, value: int) -> None:
    raster = write_cube(tmp_path / "in" / "x.tif", np.full_like(CUBE, value))
    fails(run, way, raster, rf"can be restored: constant \({value}\): 1-6", tmp_path)


@pytest.mark.parametrize("way", RASTER_MAKERS, ids=str)
@pytest.mark.parametrize("bands", [1, 2, 3])
def test_few_bands_will_do(run, tmp_path: Path, way: Way, bands: int) -> None:
    """No algorithm needs many bands; with one, all it can do is spatial."""
    raster = write_cube(tmp_path / "in" / "x.tif", CUBE[:bands])
    made = read(run(way, raster)["OUTPUT"]).astype(float)
    assert made.shape[0] == bands
    assert np.isfinite(made).all() and np.abs(made - CUBE.mean()).max() < 3 * np.ptp(CUBE)


@pytest.mark.parametrize("way", RASTER_MAKERS, ids=str)
def test_pixels_that_are_no_numbers_stay_what_they_are(run, tmp_path: Path, way: Way) -> None:
    cube = CUBE.astype(np.float32)
    cube[2, 3, 4], cube[:, 10, 11], cube[1, 0, 0] = np.nan, np.nan, np.inf
    made = read(run(way, write_cube(tmp_path / "in" / "x.tif", cube))["OUTPUT"])
    scale = made.shape[1] // cube.shape[1]
    expected = np.isfinite(cube).repeat(scale, axis=1).repeat(scale, axis=2)
    assert np.array_equal(np.isfinite(made), expected)
    assert np.abs(made[expected] - CUBE.mean()).max() < 3 * np.ptp(CUBE)
