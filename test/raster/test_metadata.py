"""What the matrix leaves out: odd coordinate systems, unequal nodata, masks, colours, other domains."""

from __future__ import annotations

import html
import math

import numpy as np
import pytest
import rasterio
from osgeo import gdal, osr

import hyperrestore.raster.sink as sink_module
from hyperrestore.errors import OutputRefused
from hyperrestore.raster import create_sink, open_cube

ONES = np.ones((3, 4, 5), np.float32)
RGB = (gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)
CUSTOM = {
    "laea on GRS 80": "+proj=laea +lat_0=47.3 +lon_0=11.1 +x_0=100 +y_0=200 +ellps=GRS80 +units=m",
    "oblique Mercator": (
        "+proj=omerc +lat_0=4 +lonc=102.25 +alpha=323.0257964666666 +k=0.99984 +x_0=804671 +y_0=0 +no_uoff "
        "+gamma=323.1301023611111 +a=6377295.664 +b=6356094.667915204 +units=m"
    ),
    "sinusoidal on a sphere": "+proj=sinu +lon_0=0 +R=6371007.181 +units=m",
    "feet": "+proj=tmerc +lat_0=1 +lon_0=10.5 +k=0.99987 +x_0=12345.678 +y_0=1 +a=6378000 +rf=299 +units=us-ft",
    "towgs84": "+proj=utm +zone=33 +ellps=bessel +towgs84=600,100,400,1,2,3,4 +units=m",
    "own datum": (
        'GEOGCRS["My Bessel",DATUM["My datum",ELLIPSOID["Mine",6377000,299.5]],CS[ellipsoidal,2],'
        'AXIS["latitude",north],AXIS["longitude",east],ANGLEUNIT["degree",0.0174532925199433]]'
    ),
    "site grid": 'LOCAL_CS["site grid",UNIT["metre",1]]',
}


def georeferenced(definition, mapping=None):
    crs = osr.SpatialReference()
    crs.SetFromUserInput(definition)
    if mapping is None:
        crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    else:
        crs.SetDataAxisToSRSAxisMapping(mapping)

    def describe(dataset):
        dataset.SetSpatialRef(crs)
        dataset.SetGeoTransform((100, 2, 0, 200, 0, -2))

    return describe


@pytest.mark.parametrize("output", ["twin.tif", "twin.dat"])
@pytest.mark.parametrize("name", CUSTOM)
def test_a_crs_without_authority_code_is_kept(name, output, make_raster, copy_through, tmp_path):
    path = make_raster(ONES, describe=georeferenced(CUSTOM[name]))
    copy_through(path, tmp_path / output)
    with rasterio.open(path) as original, rasterio.open(tmp_path / output) as twin:
        wanted, found = original.crs.to_wkt(version="WKT1_GDAL"), twin.crs.to_wkt(version="WKT1_GDAL")
        assert found.replace('LOCAL_CS["Arbitrary"', 'LOCAL_CS["site grid"') == wanted
        assert twin.transform.to_gdal() == (100, 2, 0, 200, 0, -2)


def test_envi_refuses_at_once_what_its_header_cannot_say(make_raster, tmp_path, files, gdal_exceptions):
    sheared = make_raster(ONES, "shear.tif", lambda dataset: dataset.SetGeoTransform((100, 2, 0.5, 200, 0.3, -2)))
    rotated_pole = make_raster(
        ONES,
        "pole.tif",
        georeferenced("+proj=ob_tran +o_proj=longlat +o_lon_p=0 +o_lat_p=39.25 +lon_0=18 +R=6371229"),
    )
    before = files(tmp_path)
    for path, reason in ((sheared, "geotransform"), (rotated_pole, "coordinate system")):
        with open_cube(path) as source, pytest.raises(OutputRefused, match=f"its {reason} cannot be kept"):
            create_sink(str(tmp_path / "twin.dat"), source, dtype=source.dtype)
    assert files(tmp_path) == before


@pytest.mark.parametrize("mapping", [[1, 2], [2, 1]])
def test_the_axis_mapping_is_kept(mapping, make_raster, copy_through, tmp_path):
    """A GeoTIFF itself always reads as longitude first; the other order needs the sidecar."""
    path = make_raster(ONES, describe=georeferenced("EPSG:4326"))
    wkt = osr.SpatialReference()
    wkt.ImportFromEPSG(4326)
    axes = ",".join(map(str, mapping))
    (tmp_path / "source.tif.aux.xml").write_text(
        f'<PAMDataset><SRS dataAxisToSRSAxisMapping="{axes}">{html.escape(wkt.ExportToWkt())}</SRS></PAMDataset>'
    )
    copy_through(path, tmp_path / "twin.tif")
    assert gdal.Open(str(tmp_path / "twin.tif")).GetSpatialRef().GetDataAxisToSRSAxisMapping() == mapping
    assert (tmp_path / "twin.tif.aux.xml").exists() == (mapping == [1, 2])


def test_geotiff_keeps_a_sheared_geotransform(make_raster, copy_through, tmp_path):
    terms = (100.1, 2, 0.5, 200.3, 0.3, -2)
    copy_through(make_raster(ONES, describe=lambda dataset: dataset.SetGeoTransform(terms)), tmp_path / "twin.tif")
    with rasterio.open(tmp_path / "twin.tif") as twin:
        assert twin.transform.to_gdal() == terms


def test_pixel_is_point_does_not_shift_the_raster(make_raster, copy_through, tmp_path, utm33):
    def describe(dataset):
        dataset.SetMetadataItem("AREA_OR_POINT", "Point")
        dataset.SetSpatialRef(utm33)
        dataset.SetGeoTransform((100, 2, 0, 200, 0, -2))

    copy_through(make_raster(ONES, describe=describe), tmp_path / "twin.tif")
    with rasterio.open(tmp_path / "twin.tif") as twin:
        assert twin.tags()["AREA_OR_POINT"] == "Point"
        assert twin.transform.to_gdal() == (100, 2, 0, 200, 0, -2)


def test_control_points_of_pixels_that_are_points_need_no_sidecar(make_raster, copy_through, tmp_path, utm33):
    """Of GDAL's own files only copies are: those made piece by piece have them a pixel further."""
    points = [gdal.GCP(10.0 + i, 50.0, 0.0, 1.5 * i, 0.25 * i) for i in range(4)]

    def describe(dataset):
        dataset.SetMetadataItem("AREA_OR_POINT", "Point")
        dataset.SetGCPs(points, utm33)

    gdal.Translate(str(tmp_path / "in.tif"), make_raster(ONES, name="a.tif", describe=describe))
    copy_through(str(tmp_path / "in.tif"), tmp_path / "twin.tif")
    assert not (tmp_path / "twin.tif.aux.xml").exists()
    one, twin = (gdal.Open(str(tmp_path / name)) for name in ("in.tif", "twin.tif"))
    places = [[(gcp.GCPPixel, gcp.GCPLine) for gcp in raster.GetGCPs()] for raster in (one, twin)]
    assert places[0] == places[1]
    assert twin.GetMetadataItem("AREA_OR_POINT") == "Point"


@pytest.mark.parametrize("nodata", [(1.0, 2.0, math.nan), (None, 2.5, None), (1.0, None, 1.0)])
@pytest.mark.parametrize("output", ["twin.tif", "twin.dat"])
def test_each_band_keeps_its_own_nodata(nodata, output, make_raster, copy_through, tmp_path):
    bands = []
    for index, value in enumerate(nodata):

        def describe(dataset, value=value):
            if value is not None:
                dataset.GetRasterBand(1).SetNoDataValue(value)

        bands.append(make_raster(np.array([[[1, 2, 2.5, np.nan]]], np.float32), f"{index}.tif", describe))
    path = str(tmp_path / "all.vrt")
    gdal.BuildVRT(path, bands, separate=True).FlushCache()
    warnings = copy_through(path, tmp_path / output)
    assert (["keep the two together" in text for text in warnings] == [True]) == (output == "twin.tif")
    with rasterio.open(path) as original, rasterio.open(tmp_path / output) as twin:
        assert [repr(value) for value in twin.nodatavals] == [repr(value) for value in nodata]
        assert np.array_equal(twin.read_masks(), original.read_masks())
        assert np.array_equal(twin.read(), original.read(), equal_nan=True)


def test_a_nodata_beyond_float32_stays_nodata(make_raster, tmp_path, copy_through):
    values = np.array([[[-1.7976931348623157e308, 2.0]]])
    path = make_raster(values, describe=lambda dataset: dataset.GetRasterBand(1).SetNoDataValue(values[0, 0, 0]))
    from hyperrestore.raster import Window, encode

    for name in ("twin.tif", "twin.dat"):
        with open_cube(path) as source:
            window = Window(0, 0, 2, 1)
            native, valid = source.read(window), source.read_valid(window)
            with create_sink(str(tmp_path / name), source, dtype=np.float32) as sink:
                numbers, _ = encode(native * 0 + 7, native, valid, dtype=sink.dtype, nodata=sink.nodata)
                sink.write(window, numbers)
                sink.commit()
        with rasterio.open(tmp_path / name) as twin:
            assert twin.dtypes == ("float32",)
            assert twin.read(1)[0, 1] == 7
            assert twin.read_masks(1).tolist() == [[0, 255]]
            assert twin.nodata == float(np.finfo(np.float32).min)


def test_integers_as_float32_stay_raw_with_their_scale(make_raster, copy_through, tmp_path):
    def describe(dataset):
        band = dataset.GetRasterBand(1)
        band.SetScale(0.0001)
        band.SetOffset(-0.25)
        band.SetUnitType("W/m2")

    copy_through(make_raster(np.array([[[7, -8]]], np.int16), describe=describe), tmp_path / "t.tif", dtype=np.float32)
    with rasterio.open(tmp_path / "t.tif") as twin:
        assert twin.read(1).tolist() == [[7.0, -8.0]]
        assert (twin.scales, twin.offsets, twin.units) == ((0.0001,), (-0.25,), ("W/m2",))


@pytest.mark.parametrize("scale", [1, 3])
@pytest.mark.parametrize("output, mask_file", [("twin.tif", False), ("twin.dat", True)])
def test_the_mask_is_kept(output, mask_file, scale, make_raster, copy_through, tmp_path):
    mask = np.array([[0, 255, 255, 0, 255]] * 3 + [[255] * 5], np.uint8)

    def describe(dataset):
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        dataset.GetRasterBand(1).GetMaskBand().WriteRaster(0, 0, 5, 4, mask.tobytes())

    copy_through(make_raster(ONES, describe=describe), tmp_path / output, scale=scale)
    assert (tmp_path / (output + ".msk")).exists() == mask_file
    with rasterio.open(tmp_path / output) as twin:
        assert np.array_equal(twin.dataset_mask(), mask.repeat(scale, 0).repeat(scale, 1))
        assert twin.mask_flag_enums == ([rasterio.enums.MaskFlags.per_dataset],) * 3


def test_alpha_is_alpha_in_geotiff_and_a_mask_in_envi(make_raster, copy_through, tmp_path):
    values = np.array([[[9, 9, 9]], [[0, 1, 255]]], np.uint8)

    def describe(dataset):
        dataset.GetRasterBand(2).SetColorInterpretation(gdal.GCI_AlphaBand)

    path = make_raster(values, describe=describe)
    assert copy_through(path, tmp_path / "twin.tif") == []
    with rasterio.open(tmp_path / "twin.tif") as twin:
        assert twin.colorinterp[1] == rasterio.enums.ColorInterp.alpha
        assert np.array_equal(twin.read(), values)
        assert twin.dataset_mask().tolist() == [[0, 1, 255]]
    warnings = copy_through(path, tmp_path / "envi.dat")
    assert warnings == ["The colour interpretation of 1 bands, band 2 first, cannot be kept."]
    with rasterio.open(tmp_path / "envi.dat") as twin:
        assert np.array_equal(twin.read(), values)
        assert twin.dataset_mask().tolist() == [[0, 255, 255]]


@pytest.mark.parametrize(
    "output, dtype", [("twin.tif", np.float32), ("twin.tif", np.float64), ("twin.dat", np.float32)]
)
@pytest.mark.parametrize("scale", [1, 2])
def test_alpha_that_is_none_among_floats_becomes_a_mask(output, dtype, scale, make_raster, copy_through, tmp_path):
    values = np.full((4, 3, 5), 200, np.uint8)
    values[3, :2, :3] = 0
    expected = np.where(values[3] == 0, 0, 255).repeat(scale, 0).repeat(scale, 1)

    def describe(dataset):
        for number, colour in enumerate((*RGB, gdal.GCI_AlphaBand), start=1):
            dataset.GetRasterBand(number).SetColorInterpretation(colour)

    copy_through(make_raster(values, describe=describe), tmp_path / output, dtype=dtype, scale=scale)
    twin = gdal.Open(str(tmp_path / output))
    assert twin.GetRasterBand(1).GetMaskBand().ReadAsArray().tolist() == expected.tolist()


def test_a_mask_that_reads_back_differently_is_refused(make_raster, copy_through, tmp_path, files, monkeypatch):
    def describe(dataset):
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        dataset.GetRasterBand(1).GetMaskBand().Fill(0)

    def fill(source, target, *, scale):
        target.CreateMaskBand(gdal.GMF_PER_DATASET)
        target.GetRasterBand(1).GetMaskBand().Fill(255)
        return ""

    path = make_raster(ONES, describe=describe, options=["COMPRESS=DEFLATE"])
    monkeypatch.setattr(sink_module, "write_mask", fill)
    before = files(tmp_path)
    with pytest.raises(OutputRefused, match="mask reads back differently"):
        copy_through(path, tmp_path / "twin.tif")
    assert files(tmp_path) == before


@pytest.mark.parametrize("output", ["twin.tif", "twin.dat"])
def test_red_green_and_blue_are_kept_in_any_order(output, make_raster, copy_through, tmp_path):
    def describe(dataset):
        for number, colour in enumerate((gdal.GCI_BlueBand, gdal.GCI_RedBand, gdal.GCI_GreenBand), start=1):
            dataset.GetRasterBand(number).SetColorInterpretation(colour)

    assert copy_through(make_raster(ONES, describe=describe), tmp_path / output) == []
    with rasterio.open(tmp_path / output) as twin:
        assert [colour.name for colour in twin.colorinterp] == ["blue", "red", "green"]


@pytest.mark.parametrize("output", ["twin.tif", "twin.dat"])
def test_domains_are_kept_but_for_what_describes_the_file(output, make_raster, copy_through, tmp_path):
    def describe(dataset):
        dataset.SetMetadata({"who": "me", "STATISTICS_MEAN": "3"})
        dataset.SetMetadata({"a": "1"}, "MINE")
        dataset.SetMetadata({"samples": "999", "data_type": "12", "sensor_type": "EnMAP", "map_info": "{x}"}, "ENVI")
        dataset.SetMetadata(["<x:xmpmeta>free</x:xmpmeta>"], "xml:XMP")
        dataset.SetMetadata(["<a><width>5</width></a>"], "xml:SIZED")
        band = dataset.GetRasterBand(2)
        band.SetMetadata({"STATISTICS_MAXIMUM": "1", "note": "n"})
        band.SetMetadata({"b": "2"}, "MINE")

    copy_through(make_raster(ONES, describe=describe), tmp_path / output, tags={"hyperrestore_seed": 3, "model": "m"})
    twin = gdal.Open(str(tmp_path / output))
    tags = twin.GetMetadata()
    assert (tags["who"], tags["HYPERRESTORE_SEED"], tags["HYPERRESTORE_MODEL"]) == ("me", "3", "m")
    assert twin.GetMetadata("MINE") == {"a": "1"}
    assert twin.GetMetadataItem("sensor_type", "ENVI") == "EnMAP"
    assert twin.GetMetadataItem("samples", "ENVI") == ("5" if output == "twin.dat" else None)
    assert twin.GetMetadataItem("map_info", "ENVI") is None
    assert "free" in twin.GetMetadata_List("xml:XMP")[0]
    assert "xml:SIZED" not in twin.GetMetadataDomainList()
    assert twin.GetRasterBand(2).GetMetadata() == {"note": "n"}
    assert twin.GetRasterBand(2).GetMetadata("MINE") == {"b": "2"}
    assert "STATISTICS_MEAN" not in tags


@pytest.mark.parametrize("names", [("a, b", "{c}", "d"), ("", "", ""), ("ä µ", "Band 1", "x (3 nm)")])
def test_odd_band_names_come_back(names, make_raster, copy_through, tmp_path):
    def describe(dataset):
        for number, name in enumerate(names, start=1):
            dataset.GetRasterBand(number).SetDescription(name)

    path = make_raster(ONES, describe=describe)
    for output in ("twin.tif", "twin.dat"):
        assert copy_through(path, tmp_path / output) == []
        twin = gdal.Open(str(tmp_path / output))
        assert tuple(twin.GetRasterBand(number).GetDescription() for number in (1, 2, 3)) == names
