"""Small rasters made with GDAL itself, and the way from a source through a sink."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal, gdal_array, osr

from hyperrestore.raster import Window, create_sink, open_cube


@pytest.fixture(params=["exceptions on", "exceptions off"])
def gdal_exceptions(request):
    """Runs the test under both of GDAL's ways to fail, and checks that the switch was left alone."""
    before = gdal.GetUseExceptions()
    wanted = request.param == "exceptions on"
    (gdal.UseExceptions if wanted else gdal.DontUseExceptions)()
    yield wanted
    assert bool(gdal.GetUseExceptions()) == wanted
    (gdal.UseExceptions if before else gdal.DontUseExceptions)()


@pytest.fixture
def make_raster(tmp_path):
    """``make_raster(values [B, h, w], name=..., describe=...)`` -> path; ``describe(dataset)`` sets the metadata."""

    def make(values, name="source.tif", describe=None, options=()):
        values = np.asarray(values)
        path = tmp_path / name
        driver = gdal.GetDriverByName("GTiff" if path.suffix == ".tif" else "ENVI")
        count, height, width = values.shape
        kind = gdal_array.NumericTypeCodeToGDALTypeCode(values.dtype)
        dataset = driver.Create(str(path), width, height, count, kind, options=list(options))
        dataset.WriteRaster(0, 0, width, height, values.tobytes(), buf_type=kind)
        if describe is not None:
            describe(dataset)
        dataset.FlushCache()
        return str(path)

    return make


@pytest.fixture
def copy_through():
    """``copy_through(source path, output path)`` -> warnings; pixels repeated ``scale`` times both ways."""

    def copy(path, output, *, dtype=None, scale=1, tags=None):
        with open_cube(str(path)) as source:
            dtype = source.dtype if dtype is None else np.dtype(dtype)
            with create_sink(str(output), source, dtype=dtype, scale=scale, tags=tags) as sink:
                values = source.read(Window(0, 0, source.width, source.height)).astype(dtype)
                fine = values.repeat(scale, axis=1).repeat(scale, axis=2)
                sink.write(Window(0, 0, sink.width, sink.height), fine)
                return sink.commit()

    return copy


@pytest.fixture
def utm33():
    """WGS 84 / UTM 33N."""
    crs = osr.SpatialReference()
    crs.ImportFromEPSG(32633)
    return crs


@pytest.fixture
def files():
    """Names in a folder, sorted."""
    return lambda folder: sorted(file.name for file in folder.iterdir())
