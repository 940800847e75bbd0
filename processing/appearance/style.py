"""How a layer is drawn: the style of one given to another, and a composite where there is no style to take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsContrastEnhancement,
    QgsMapLayer,
    QgsMultiBandColorRenderer,
    QgsRasterLayer,
    QgsRasterRange,
    QgsReadWriteContext,
    QgsSingleBandGrayRenderer,
)
from qgis.PyQt.QtXml import QDomDocument

from ...raster import Composite

_CATEGORIES = QgsMapLayer.StyleCategory.Symbology | QgsMapLayer.StyleCategory.Rendering
"""Renderer, stretch, colour adjustment, resampling; opacity, blend mode, scales at which the layer is seen."""


@dataclass(frozen=True)
class Style:
    """The style of a raster layer, apart from the layer: ``document`` is QGIS's own XML of it; of each band, values
    that the user has called nodata, and whether the file's own nodata counts."""

    document: str
    user_nodata: tuple[tuple[tuple[float, float], ...], ...]
    source_nodata: tuple[bool, ...]


def style_of(layer: QgsRasterLayer) -> Style:
    """The style of ``layer``, of which nothing is kept."""
    document = QDomDocument()
    layer.exportNamedStyle(document, QgsReadWriteContext(), _CATEGORIES)
    provider, bands = layer.dataProvider(), range(1, layer.bandCount() + 1)
    return Style(
        document=document.toString(),
        user_nodata=tuple(
            tuple((found.min(), found.max()) for found in provider.userNoDataValues(band)) for band in bands
        ),
        source_nodata=tuple(provider.useSourceNoDataValue(band) for band in bands),
    )


def give_style(style: Style, layer: QgsRasterLayer) -> None:
    """Draws ``layer`` in ``style``, which is that of a raster with the same bands."""
    provider = layer.dataProvider()
    for band, (ranges, counts) in enumerate(zip(style.user_nodata, style.source_nodata), start=1):
        provider.setUserNoDataValue(band, [QgsRasterRange(low, high) for low, high in ranges])
        if provider.sourceHasNoDataValue(band):
            provider.setUseSourceNoDataValue(band, counts)
    document = QDomDocument()
    document.setContent(style.document)
    layer.importNamedStyle(document, _CATEGORIES)


def give_composite(composite: Composite, layer: QgsRasterLayer) -> None:
    """Draws ``layer`` as ``composite`` says."""
    bands, provider = [band + 1 for band in composite.bands], layer.dataProvider()
    stretches = [_stretch(provider.dataType(band), *ends) for band, ends in zip(bands, composite.ranges)]
    layer.setRenderer(_coloured(provider, bands, stretches) if len(bands) == 3 else _grey(provider, bands, stretches))


def _coloured(provider, bands: Sequence[int], stretches: Sequence[QgsContrastEnhancement]) -> QgsMultiBandColorRenderer:
    renderer = QgsMultiBandColorRenderer(provider, *bands)
    # Not as arguments: of those it would take no hold.
    renderer.setRedContrastEnhancement(stretches[0])
    renderer.setGreenContrastEnhancement(stretches[1])
    renderer.setBlueContrastEnhancement(stretches[2])
    return renderer


def _grey(provider, bands: Sequence[int], stretches: Sequence[QgsContrastEnhancement]) -> QgsSingleBandGrayRenderer:
    renderer = QgsSingleBandGrayRenderer(provider, bands[0])
    renderer.setContrastEnhancement(stretches[0])
    return renderer


def _stretch(kind, low: float, high: float) -> QgsContrastEnhancement:
    stretch = QgsContrastEnhancement(kind)
    stretch.setContrastEnhancementAlgorithm(
        QgsContrastEnhancement.ContrastEnhancementAlgorithm.StretchToMinimumMaximum
    )
    stretch.setMinimumValue(low)
    stretch.setMaximumValue(high)
    return stretch
