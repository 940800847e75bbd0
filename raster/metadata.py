"""Everything a raster says of itself, besides its pixels, from a source to its restored twin.

Two steps, for GDAL's sake: ``copy_metadata`` on the new dataset before the first pixel (the format may still arrange
its header), ``finish_metadata`` on the file once it is closed. Scale and offset belong to the second: set together
with other metadata they get lost (EnMAP-Box/enmap-box#501).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from numbers import Rational

from osgeo import gdal

from . import texts
from .domains import kept_envi, kept_fields, other_domains
from .finish_envi import finish_envi
from .finish_geotiff import finish_geotiff
from .gdal_calls import attempt, open_raster, quiet
from .georeference import copy_georeference
from .nodata import same_nodata
from .source import CubeSource
from .spectral_tags import band_tags, envi_tags, imagery_tags

TAG_PREFIX, EARLIER = "HYPERRESTORE_", "EARLIER"
_RGB = (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)


def copy_metadata(
    source: CubeSource,
    target: gdal.Dataset,
    *,
    nodata: Sequence[float | int | None] | None = None,
    scale: Rational = 1,
    tags: Mapping[str, str] | None = None,
) -> list[str]:
    """Copies all but scale and offset to a dataset just created; returns warnings.

    ``nodata`` are the target's values per band (None: as in the source), ``scale`` the target's pixels per source pixel
    along each axis, ``tags`` items of our own, written as ``HYPERRESTORE_KEY``.
    """
    nodata = source.nodata if nodata is None else nodata
    copy_georeference(source, target, scale=scale)
    of_bands = _tags_of_bands(source)
    _copy_dataset_domains(source, target, of_bands, scale=scale, tags=tags or {})
    for index, fields in enumerate(of_bands):
        _copy_band(source, target.GetRasterBand(index + 1), index, fields)
    warnings = _set_nodata(target, nodata)
    if scale != 1 and source.dataset.GetMetadata("GEOLOCATION"):
        warnings.append("The geolocation arrays of the input fit its own pixel size only; the output has none.")
    if source.has_band_masks():
        warnings.append(
            "Bands of the input have masks of their own, which the output cannot hold; it masks what no band holds."
        )
    return warnings


def finish_metadata(
    source: CubeSource, path: str, *, nodata: Sequence[float | int | None], scale: Rational, name: str
) -> None:
    """Sets scale and offset on the closed file, then what its format needs beyond GDAL's own writing.

    ``name`` is the file name that the output will have in the end.
    """
    dataset, reason = open_raster(path, update=True)
    if dataset is None:
        raise RuntimeError(reason)
    driver = dataset.GetDriver().ShortName
    for index in range(source.count):
        _copy_scaling(source.dataset.GetRasterBand(index + 1), dataset.GetRasterBand(index + 1))
    _, reason = attempt(dataset.FlushCache)
    with quiet():
        dataset = None
    if reason:
        raise RuntimeError(reason)
    finish = finish_envi if driver == "ENVI" else finish_geotiff
    finish(source, path, nodata=nodata, scale=scale, name=name)


def _tags_of_bands(source: CubeSource) -> list[dict[str, str]]:
    bands = [source.dataset.GetRasterBand(number) for number in range(1, source.count + 1)]
    return [band_tags(kept_fields(texts.metadata(band)), source.spectral, index) for index, band in enumerate(bands)]


def _copy_dataset_domains(
    source: CubeSource,
    target: gdal.Dataset,
    of_bands: list[dict[str, str]],
    *,
    scale: Rational,
    tags: Mapping[str, str],
) -> None:
    dataset = source.dataset
    ours = {_tag_key(key): str(value) for key, value in tags.items()}
    kept = {key: value for key, value in kept_fields(texts.metadata(dataset)).items() if not key.startswith(TAG_PREFIX)}
    # AREA_OR_POINT among them decides how GTiff writes the geotransform, hence one call and before any pixel.
    target.SetMetadata({**kept, **_earlier_runs(dataset), **ours})
    of_header = kept_envi(texts.metadata(dataset, "ENVI"), window=source.window, scale=scale)
    envi = envi_tags(of_header, source.spectral, of_bands)
    if target.GetDriver().ShortName == "ENVI":
        envi = {**_default_bands(dataset), **envi}
    if envi:
        target.SetMetadata(envi, "ENVI")
    for domain, fields in other_domains(dataset).items():
        target.SetMetadata(fields if isinstance(fields, dict) else [fields], domain)


def _earlier_runs(dataset: gdal.Dataset) -> dict[str, str]:
    """What runs before this one have said of themselves, as one tag: theirs would else pass for this run's."""
    found = own_tags(dataset)
    if not found:
        return {}
    before = found.pop(EARLIER, "")
    return {_tag_key(EARLIER): json.dumps([*_listed(before), found], ensure_ascii=False)}


def _listed(text: str) -> list:
    try:
        found = json.loads(text or "[]")
    except ValueError:
        found = None
    return found if isinstance(found, list) else [text]


def _default_bands(dataset: gdal.Dataset) -> dict[str, str]:
    """ENVI's way to state which bands are red, green and blue."""
    colours = [dataset.GetRasterBand(number).GetColorInterpretation() for number in range(1, dataset.RasterCount + 1)]
    if not all(colour in colours for colour in _RGB):
        return {}
    return {"default_bands": "{" + ", ".join(str(colours.index(colour) + 1) for colour in _RGB) + "}"}


def _copy_band(source: CubeSource, band: gdal.Band, index: int, fields: dict[str, str]) -> None:
    of_source = source.dataset.GetRasterBand(index + 1)
    band.SetDescription(texts.description(of_source))
    band.SetColorInterpretation(of_source.GetColorInterpretation())
    if texts.unit(of_source):
        band.SetUnitType(texts.unit(of_source))
    if fields:
        band.SetMetadata(fields)
    imagery = imagery_tags(texts.metadata(of_source, "IMAGERY"), source.spectral, index)
    if imagery:
        band.SetMetadata(imagery, "IMAGERY")
    for domain, items in other_domains(of_source).items():
        band.SetMetadata(items if isinstance(items, dict) else [items], domain)


def _set_nodata(target: gdal.Dataset, nodata: Sequence[float | int | None]) -> list[str]:
    unequal = not all(same_nodata(value, nodata[0]) for value in nodata)
    if unequal and target.GetDriver().ShortName == "GTiff":
        # A TIFF has one nodata for all its bands: it gets none, and the sidecar states each band's own.
        return [
            "Bands of the input have different nodata values. A GeoTIFF holds one for all, so they are written to "
            "the .aux.xml file beside the output: keep the two together."
        ]
    for index, value in enumerate(nodata):
        if value is not None:
            target.GetRasterBand(index + 1).SetNoDataValue(value)
    return []


def _copy_scaling(of_source: gdal.Band, band: gdal.Band) -> None:
    scale, offset = of_source.GetScale(), of_source.GetOffset()
    if scale in (None, 1) and offset in (None, 0):
        return
    band.SetScale(1.0 if scale is None else scale)
    band.SetOffset(0.0 if offset is None else offset)


def _tag_key(key: str) -> str:
    upper = key.upper()
    return upper if upper.startswith(TAG_PREFIX) else TAG_PREFIX + upper


def own_tags(dataset: gdal.Dataset) -> dict[str, str]:
    """The tags that a raster has from us, without their prefix; empty for one that was made elsewhere."""
    found = texts.metadata(dataset)
    return {key[len(TAG_PREFIX) :]: value for key, value in found.items() if key.startswith(TAG_PREFIX)}
