"""Any raster that hypothesis can think of, from file to file through the whole engine.

The examples are the same in every run. For many more, new ones each time, say how many:
``HYPERRESTORE_EXAMPLES=5000 .venv/bin/pytest test/restoration/test_any_raster.py``.
"""

from __future__ import annotations

import math
import os
import tempfile
import warnings
from pathlib import Path

import numpy as np
import pytest
import rasterio
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rasterio.crs import CRS

from hyperrestore.errors import OutputRefused, RestorationError, UnsuitableRaster
from hyperrestore.models.descriptor import Tiling
from hyperrestore.raster import Window, open_cube
from hyperrestore.restoration import RestorationJob, restore_raster
from hyperrestore.test.restoration.any_raster import Recipe, build, recipes
from hyperrestore.test.restoration.networks import Network, Recorder

ASKED = os.environ.get("HYPERRESTORE_EXAMPLES")
EXAMPLES = settings(
    max_examples=int(ASKED or 75),
    derandomize=ASKED is None,
    database=None,
    deadline=None,
    print_blob=ASKED is not None,
    suppress_health_check=list(HealthCheck),
)
OUTPUTS = st.sampled_from(["out.tif", "out.tif", "out.dat", "out.bsq", "out.bil", "out.bip"])
TILES = st.sampled_from([(64, 16), (32, 8), (16, 0), (33, 10), (-1, -1)])
ADDED = 3
# What GDAL makes up for an ENVI file that has a place on the ground, but no CRS.
NO_CRS = CRS.from_wkt(
    'LOCAL_CS["Arbitrary",UNIT["metre",1,AUTHORITY["EPSG","9001"]],AXIS["Easting",EAST],AXIS["Northing",NORTH]]'
)
pytestmark = pytest.mark.filterwarnings("ignore::rasterio.errors.NotGeoreferencedWarning")


@EXAMPLES
@given(recipes(), OUTPUTS, TILES, st.sampled_from(list(Tiling)), st.sampled_from(["none", "cube", "band", "centred"]))
def test_the_identity_gives_back_any_raster(recipe, output, tiles, tiling, scaling):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, values, valid = build(recipe, folder)
        report = restored(recipe, path, folder / output, Network(tiling=tiling), valid, tiles, scaling)
        if report is not None:
            check_pixels(folder / output, recipe, values, valid)
            check_description(path, folder / output, recipe, report)


@EXAMPLES
@given(recipes(), OUTPUTS, TILES, st.sampled_from(list(Tiling)))
def test_a_constant_is_added_to_the_data_of_any_raster_and_to_nothing_else(recipe, output, tiles, tiling):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path, values, valid = build(recipe, folder)
        network = Network(lambda batch: batch + ADDED, tiling=tiling)
        report = restored(recipe, path, folder / output, network, valid, tiles, "none")
        if report is not None:
            changed = [band for band in range(recipe.bands) if is_restored(recipe, band, values[band][valid[band]])]
            assert report.restored_bands == tuple(changed)
            expected = values.copy()
            for band in changed:
                added = with_constant(values[band], recipe.nodata[band])
                expected[band][valid[band]] = added[valid[band]]
            check_pixels(folder / output, recipe, expected, valid)
            check_description(path, folder / output, recipe, report)


def restored(recipe: Recipe, path: str, output: Path, network: Network, valid, tiles, scaling):
    """The report of a run; None for one that had to be refused, and was, without a trace."""
    before = contents(output.parent)
    tile, overlap = tiles
    if network.descriptor.tiling is Tiling.LOCAL and 2 * overlap >= tile > 0:
        overlap = 0
    job = RestorationJob(
        source=path, output=str(output), device="cpu", tile_size=tile, overlap=overlap, scaling=scaling,
        line_direction="columns",
    )  # fmt: skip
    with open_cube(path) as source:
        data = [source.read(Window(0, 0, source.width, source.height), [band])[0] for band in range(source.count)]
        of_file = source.dataset.GetSpatialRef(), source.dataset.GetGeoTransform(can_return_null=True)
    any_band = any(is_restored(recipe, band, data[band][valid[band]]) for band in range(recipe.bands))
    must_refuse = refusal(recipe, output, any_band, of_file)
    try:
        report = restore_raster(job, network, Recorder())
    except RestorationError as error:
        assert must_refuse is not None, f"refused without need: {error}"
        kind, words = must_refuse
        assert isinstance(error, kind) and words in str(error) and str(error).endswith((".", ".)")), str(error)
        assert contents(output.parent) == before
        return None
    assert must_refuse is None, f"should have been refused: {must_refuse}"
    assert {name: text for name, text in contents(output.parent).items() if name in before} == before
    return report


def refusal(recipe: Recipe, output: Path, any_band: bool, of_file: tuple):
    """The error, and words of it, that this raster must end with; None for one that can be restored."""
    if output.suffix != ".tif" and recipe.dtype == "int8":
        return OutputRefused, "cannot hold"
    if output.suffix != ".tif" and of_file[0] is not None and of_file[1] is None:
        # GDAL writes an ENVI header's CRS with a place on the ground or not at all.
        return OutputRefused, "cannot be kept in the format ENVI"
    if not any_band:
        return UnsuitableRaster, "None of the bands"
    return None


def is_restored(recipe: Recipe, band: int, data: np.ndarray) -> bool:
    """Whether a band goes through the model: not flagged bad, not alpha, neither without data nor constant."""
    if "bbl" in recipe.spectral and band % 4 == 3:
        return False
    if recipe.alpha and band == recipe.bands - 1:
        return False
    return data.size == 1 or (data.size > 1 and data.min() != data.max())


def with_constant(values: np.ndarray, nodata: float | None) -> np.ndarray:
    """What a network that adds `ADDED` in float32 makes of a band, rounded, clamped and kept off nodata."""
    shown = values.astype(np.float32)
    correction = (shown + np.float32(ADDED)) - shown
    wanted = values.astype(np.float64) + correction
    if values.dtype.kind == "f":
        return np.where(correction != 0, wanted.astype(values.dtype), values)
    limits = np.iinfo(values.dtype)
    encoded = np.clip(np.rint(wanted), limits.min, limits.max).astype(values.dtype)
    if nodata is not None and math.isfinite(nodata) and limits.min <= nodata <= limits.max:
        other = nodata + 1 if nodata == limits.min else nodata - 1
        beside = np.where((wanted > nodata) & (nodata < limits.max), nodata + 1, other)
        encoded = np.where(encoded == nodata, beside, encoded).astype(values.dtype)
    return np.where(correction != 0, encoded, values)


def check_pixels(output: Path, recipe: Recipe, expected: np.ndarray, valid: np.ndarray) -> None:
    """Every bit as expected, and the same pixels valid, by rasterio and by the reader of the next run."""
    with rasterio.open(output) as twin:
        found = twin.read()
    if found.dtype != expected.dtype:
        assert (found.dtype, expected.dtype) == (np.uint8, np.int8), "rasterio 1.3 knows no signed bytes"
        found = found.view(np.int8)
    assert found.tobytes() == expected.tobytes(), f"{np.count_nonzero(found != expected)} values differ"
    with open_cube(str(output)) as twin:
        now_valid = twin.read_valid(Window(0, 0, twin.width, twin.height))
    # Where alpha is no alpha to a format, a mask stands in for it, and covers its band, too.
    of_data = slice(None, -1 if recipe.alpha else None)
    assert np.array_equal(now_valid[of_data], valid[of_data])


def check_description(path: str, output: Path, recipe: Recipe, report) -> None:
    """All that rasterio, which is not ours, reads of the two files besides their pixels."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with rasterio.open(path) as source, rasterio.open(output) as twin:
            assert twin.crs == source.crs or {source.crs, twin.crs} == {None, NO_CRS}
            assert twin.transform.almost_equals(source.transform, 1e-9)
            assert [gcp_numbers(gcp) for gcp in twin.gcps[0]] == [gcp_numbers(gcp) for gcp in source.gcps[0]]
            assert twin.gcps[1] == source.gcps[1]
            for one, other in zip(twin.nodatavals, source.nodatavals):
                assert one == other or (one != one and other != other)
            assert (twin.scales, twin.offsets, twin.units) == (source.scales, source.offsets, source.units)
            if not any("name of" in text for text in report.warnings):
                assert twin.descriptions == source.descriptions
            for band in source.indexes:
                assert source.tags(band).items() <= twin.tags(band).items()
            if not recipe.alpha:
                assert np.array_equal(twin.read_masks() != 0, source.read_masks() != 0)
    with open_cube(path) as source, open_cube(str(output)) as twin:
        assert twin.spectral == source.spectral


def gcp_numbers(gcp) -> tuple[float, ...]:
    return gcp.col, gcp.row, gcp.x, gcp.y, gcp.z


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}
