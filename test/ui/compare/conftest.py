"""A map canvas of 400 x 300 pixels that is shown, and layers for it."""
from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal, gdal_array
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsRasterLayer
from qgis.gui import QgsMapCanvas, QgsMapToolPan
from qgis.PyQt import sip
from qgis.PyQt.QtGui import QColor

from hyperrestore.test.processing.rasters import write_cube

WIDTH, HEIGHT = 400, 300
ORIGIN = (500_000, 5_800_000)
PIXEL_M = 30.0


@pytest.fixture
def canvas(project: QgsProject) -> Iterator[QgsMapCanvas]:
    """In UTM 33N, white where nothing is, with QGIS's tool for moving the map."""
    canvas = QgsMapCanvas()
    canvas.setFrameStyle(0)
    canvas.resize(WIDTH, HEIGHT)
    canvas.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:32633"))
    canvas.setCanvasColor(QColor("white"))
    canvas.enableAntiAliasing(False)
    pan = QgsMapToolPan(canvas)
    canvas.setMapTool(pan)
    canvas.show()
    yield canvas
    if not sip.isdeleted(canvas):
        canvas.close()
        sip.delete(canvas)


@pytest.fixture
def make_layer(project: QgsProject, tmp_path: Path) -> Callable[..., QgsRasterLayer]:
    """``make_layer(name, values, ...)``: a layer of the project over a GeoTIFF with the values [B, h, w].

    Without a ``geotransform`` (None) it says nothing but its values.
    """

    def make(
        name: str,
        values: np.ndarray,
        *,
        wavelengths_nm: Sequence[float] | None = None,
        bad: Sequence[int] = (),
        nodata: float | None = None,
        scale: float = 1.0,
        offset: float = 0.0,
        geotransform: Sequence[float] | None = (ORIGIN[0], PIXEL_M, 0, ORIGIN[1], 0, -PIXEL_M),
        unit: str = "",
    ) -> QgsRasterLayer:
        def describe(dataset: gdal.Dataset) -> None:
            dataset.SetGeoTransform(geotransform)
            for index in range(dataset.RasterCount):
                band = dataset.GetRasterBand(index + 1)
                if wavelengths_nm is not None:
                    band.SetMetadata({
                        "wavelength": str(wavelengths_nm[index]), "wavelength_units": "Nanometers",
                        "bbl": str(int(index not in bad)),
                    })  # fmt: skip
                if nodata is not None:
                    band.SetNoDataValue(nodata)
                if (scale, offset) != (1.0, 0.0):
                    band.SetScale(scale)
                    band.SetOffset(offset)
                band.SetUnitType(unit)

        path = str(tmp_path / f"{len(list(tmp_path.iterdir()))}.tif")
        if geotransform is None:
            gdal_array.SaveArray(values, path)
        else:
            write_cube(Path(path), values, describe=describe)
        layer = QgsRasterLayer(path, name)
        assert layer.isValid()
        return project.addMapLayer(layer)

    return make
