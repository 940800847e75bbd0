"""The sample raster of the tutorial is what its script makes, small, and comes along in the zip."""
from __future__ import annotations

import numpy as np
from make_sample import MAX_BYTES, SAMPLE, STYLE, make_sample
from osgeo import gdal
from qgis.core import QgsRasterLayer

from demo.scene import NODATA, OFFSET, SCALE
from package import shipped_files


def test_the_sample_is_what_the_script_makes() -> None:
    scene = make_sample()
    dataset = gdal.Open(str(SAMPLE))
    stored = np.rint((scene.reflectance - OFFSET) / SCALE).clip(NODATA + 1, 32767)
    np.testing.assert_array_equal(dataset.ReadAsArray(), np.where(scene.valid, stored, NODATA))
    assert dataset.GetRasterBand(1).GetNoDataValue() == NODATA
    assert dataset.GetRasterBand(1).GetScale() == SCALE
    assert len(dataset.GetMetadataItem("wavelength", "ENVI").split(",")) == dataset.RasterCount == 108


def test_the_sample_is_small_and_ships() -> None:
    assert SAMPLE.stat().st_size <= MAX_BYTES
    assert {SAMPLE, STYLE} <= set(shipped_files())


def test_qgis_draws_the_sample_in_true_colour(qgis_app) -> None:
    renderer = QgsRasterLayer(str(SAMPLE), "noisy").renderer()
    assert (renderer.redBand(), renderer.greenBand(), renderer.blueBand()) == (19, 12, 4)
    assert renderer.redContrastEnhancement().maximumValue() == 0.28
