"""What the dock says of a raster: one line."""

from __future__ import annotations

from qgis.core import QgsRasterLayer

from ..processing.base import tr


def facts(layer: QgsRasterLayer) -> str:
    """Size, number of bands, and the range of wavelengths where the file states them."""
    if not layer.isValid():
        return tr("QGIS cannot read this raster. Is its file still there?")
    size = tr("{} x {} pixels, {} bands").format(layer.width(), layer.height(), layer.bandCount())
    wavelengths = wavelengths_nm(layer.source().partition("|option:")[0])
    return tr("{}, {:.0f} to {:.0f} nm").format(size, min(wavelengths), max(wavelengths)) if wavelengths else size


def wavelengths_nm(path: str) -> list[float]:
    """The wavelengths that a raster states, in nanometres; empty when it states none, or GDAL cannot open it."""
    # Late, because GDAL's module is for those parts of the window that look into files.
    from ..raster import read_spectral
    from ..raster.gdal_calls import open_raster

    dataset, _ = open_raster(path)
    found = read_spectral(dataset).wavelengths_nm if dataset is not None else None
    return [value for value in found or () if value is not None]
