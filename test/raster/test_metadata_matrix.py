"""Every combination of georeferencing, wavelengths, nodata and scale, from and to both formats.

Each twin is read by parsers that are not ours: rasterio, the text of the ENVI header, the XML in the TIFF's own tag.
"""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest
import rasterio
import tifffile
from osgeo import gdal, osr

PIXELS = np.arange(3 * 4 * 5, dtype=np.float32).reshape(3, 4, 5)
ANGLE = math.radians(17)
GEOTRANSFORMS = {
    "north-up": (364095.0, 30.0, 0.0, 5809965.0, 0.0, -30.0),
    "rotated": (
        (364095.0, 30 * math.cos(ANGLE), 30 * math.sin(ANGLE))
        + (5809965.0, 30 * math.sin(ANGLE), -30 * math.cos(ANGLE))
    ),
}
GCP = ("col", "row", "x", "y", "z")
GCPS = [(0.5, 0.25, 13.1, 52.9, 30.0), (4.5, 0.5, 13.25, 52.875, 31.0), (0.123456, 3.5, 13.125, 52.75, 0.0)]
RPC = {
    "LINE_OFF": "1.25", "SAMP_OFF": "2.5", "LAT_OFF": "52.5", "LONG_OFF": "13.125", "HEIGHT_OFF": "100",
    "LINE_SCALE": "2", "SAMP_SCALE": "2.5", "LAT_SCALE": "0.1", "LONG_SCALE": "0.2", "HEIGHT_SCALE": "500",
    "ERR_BIAS": "-1", "ERR_RAND": "-1",
    **{f"{part}_COEFF": " ".join(["1", *["0.001"] * 19]) for part in ("LINE_NUM", "LINE_DEN", "SAMP_NUM", "SAMP_DEN")},
}  # fmt: skip
SPECTRA = {
    "nm": (("418.24", "650.5", "999"), "Nanometers", ("6.99561", "7.5", "12"), ("0.41824", "0.6505", "0.999")),
    "µm": (("0.41824", "0.6505", "0.999"), "Micrometers", ("0.00699561", "0.0075", "0.012"), None),
    "none": None,
}
NODATA = {"nodata": -9999.0, "NaN": math.nan, "none": None}
SCALING = {"scaled": (0.0001, 0.5), "unscaled": None}


def describe(georeference, spectrum, nodata, scaling, crs):
    """A function that sets all of it on a dataset, the way each format's own users do."""

    def set_all(dataset):
        envi = dataset.GetDriver().ShortName == "ENVI"
        if georeference in GEOTRANSFORMS:
            dataset.SetSpatialRef(crs)
            dataset.SetGeoTransform(GEOTRANSFORMS[georeference])
        if georeference == "GCP":
            crs.ImportFromEPSG(4326)
            crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
            dataset.SetGCPs([gdal.GCP(x, y, z, pixel, line) for pixel, line, x, y, z in GCPS], crs)
        if georeference == "RPC":
            dataset.SetMetadata(RPC, "RPC")
        if SPECTRA[spectrum] and envi:
            wavelengths, units, fwhm, _ = SPECTRA[spectrum]
            lists = {"wavelength": wavelengths, "fwhm": fwhm, "bbl": ("1", "0", "1")}
            items = {key: "{" + ", ".join(values) + "}" for key, values in lists.items()}
            dataset.SetMetadata({**items, "wavelength_units": units, "sensor_type": "EnMAP"}, "ENVI")
        for index in range(3):
            band = dataset.GetRasterBand(index + 1)
            band.SetDescription(f"band {index + 1}")
            if SPECTRA[spectrum] and not envi:
                wavelengths, units, fwhm, _ = SPECTRA[spectrum]
                band.SetMetadata(
                    {
                        "wavelength": wavelengths[index],
                        "wavelength_units": units,
                        "fwhm": fwhm[index],
                        "bbl": "101"[index],
                    }
                )
            if NODATA[nodata] is not None:
                band.SetNoDataValue(NODATA[nodata])
            if SCALING[scaling]:
                band.SetScale(SCALING[scaling][0])
                band.SetOffset(SCALING[scaling][1])

    return set_all


@pytest.mark.parametrize("scaling", SCALING)
@pytest.mark.parametrize("nodata", NODATA)
@pytest.mark.parametrize("spectrum", SPECTRA)
@pytest.mark.parametrize("georeference", ["north-up", "rotated", "GCP", "RPC"])
@pytest.mark.parametrize("output", ["twin.tif", "twin.dat"])
@pytest.mark.parametrize("source", ["source.tif", "source.dat"])
def test_the_twin_says_what_the_source_says(
    source, output, georeference, spectrum, nodata, scaling, make_raster, copy_through, tmp_path, utm33
):
    path = make_raster(PIXELS, source, describe(georeference, spectrum, nodata, scaling, utm33))
    copy_through(path, tmp_path / output, tags={"model": "identity"})
    with rasterio.open(tmp_path / output) as twin, rasterio.open(path) as original:
        assert np.array_equal(twin.read(), PIXELS)
        # GDAL keeps four decimals of a pixel for an ENVI file's points, so the source itself is the measure for those.
        gcps = GCPS if source == "source.tif" else [tuple(getattr(gcp, key) for key in GCP) for gcp in original.gcps[0]]
        check_georeference(twin, georeference, gcps)
        check_values(twin, NODATA[nodata], SCALING[scaling])
        check_spectrum(twin, SPECTRA[spectrum])
        assert twin.descriptions == original.descriptions
        assert twin.tags()["HYPERRESTORE_MODEL"] == "identity"
        assert not {"samples", "data_type"} & set(twin.tags(ns="ENVI")) or output == "twin.dat"
    if output == "twin.dat":
        header = read_header(tmp_path / "twin.hdr")
        check_header(header, SPECTRA[spectrum], NODATA[nodata], SCALING[scaling], georeference)
        assert header["description"] == ["twin.dat" if source == "source.tif" else path]
    else:
        check_tiff(tmp_path / "twin.tif", SPECTRA[spectrum], NODATA[nodata], SCALING[scaling])


def check_georeference(twin, georeference, expected):
    if georeference in GEOTRANSFORMS:
        assert twin.crs.to_epsg() == 32633
        found = twin.transform.to_gdal()
        assert found == pytest.approx(GEOTRANSFORMS[georeference], rel=1e-14, abs=1e-12)
    gcps, gcp_crs = twin.gcps
    if georeference == "GCP":
        assert [tuple(getattr(gcp, key) for key in GCP) for gcp in gcps] == expected
        assert gcp_crs.to_epsg() == 4326
    else:
        assert gcps == []
    if georeference == "RPC":
        assert (twin.rpcs.line_off, twin.rpcs.samp_off, twin.rpcs.lat_off) == (1.25, 2.5, 52.5)
        assert twin.rpcs.samp_den_coeff == [1.0] + [0.001] * 19
    else:
        assert twin.rpcs is None


def check_values(twin, nodata, scaling):
    if nodata is not None and math.isnan(nodata):
        assert all(value is not None and math.isnan(value) for value in twin.nodatavals)
    else:
        assert twin.nodatavals == (nodata,) * 3
    scale, offset = scaling or (1.0, 0.0)
    assert twin.scales == (scale,) * 3
    assert twin.offsets == (offset,) * 3


def check_spectrum(twin, spectrum):
    for index in range(3):
        tags, imagery = twin.tags(index + 1), twin.tags(index + 1, ns="IMAGERY")
        if spectrum is None:
            assert not {"wavelength", "wavelength_units", "fwhm", "bbl"} & set(tags)
            assert imagery == {}
            continue
        wavelengths, units, fwhm, in_um = spectrum
        assert (tags["wavelength"], tags["wavelength_units"]) == (wavelengths[index], units)
        assert (tags["fwhm"], tags["bbl"]) == (fwhm[index], "101"[index])
        assert imagery["CENTRAL_WAVELENGTH_UM"] == (in_um or wavelengths)[index]
        factor = 1000 if units == "Nanometers" else 1
        assert float(imagery["FWHM_UM"]) == pytest.approx(float(fwhm[index]) / factor, rel=1e-12)


def check_header(fields, spectrum, nodata, scaling, georeference):
    assert fields["band names"] == ["band 1", "band 2", "band 3"]
    assert (fields["samples"], fields["lines"], fields["bands"], fields["data type"]) == ("5", "4", "3", "4")
    if spectrum is None:
        assert not {"wavelength", "wavelength units", "fwhm", "bbl"} & set(fields)
    else:
        assert (fields["wavelength"], fields["fwhm"]) == (list(spectrum[0]), list(spectrum[2]))
        assert (fields["wavelength units"], fields["bbl"]) == (spectrum[1], ["1", "0", "1"])
    if nodata is None:
        assert "data ignore value" not in fields
    else:
        assert float(fields["data ignore value"]) == pytest.approx(nodata, nan_ok=True)
    if scaling:
        assert [float(value) for value in fields["data gain values"]] == [scaling[0]] * 3
        assert [float(value) for value in fields["data offset values"]] == [scaling[1]] * 3
    else:
        assert "data gain values" not in fields
    assert ("map info" in fields) == (georeference in GEOTRANSFORMS)


def read_header(header: Path) -> dict[str, str | list[str]]:
    """This test's own parser: joins lines until braces close, then splits at the first '='."""
    fields, waiting = {}, ""
    for line in header.read_text().splitlines()[1:]:
        waiting += line
        if waiting.count("{") != waiting.count("}"):
            continue
        if waiting.strip():
            key, _, value = waiting.partition("=")
            value = value.strip()
            is_list = value.startswith("{")
            assert key.strip() not in fields, f"{key} is written twice"
            fields[key.strip()] = [item.strip() for item in value[1:-1].split(",")] if is_list else value
        waiting = ""
    assert waiting == ""
    return fields


def check_tiff(path: Path, spectrum, nodata, scaling):
    assert not path.with_name(path.name + ".aux.xml").exists(), "all of it fits into the TIFF"
    with tifffile.TiffFile(path) as tiff:
        page = tiff.pages[0]
        assert (page.is_tiled, page.compression.name, page.planarconfig.name) == (True, "ADOBE_DEFLATE", "SEPARATE")
        items = {
            (item.get("domain", ""), item.get("sample"), item.get("name")): item.text
            for item in ElementTree.fromstring(page.tags["GDAL_METADATA"].value)
        }
        stated = page.tags["GDAL_NODATA"].value if "GDAL_NODATA" in page.tags else None
    assert (None if stated is None else float(stated)) == pytest.approx(nodata, nan_ok=True)
    for name, value in zip(("SCALE", "OFFSET"), scaling or (None, None)):
        found = items.get(("", "1", name))
        assert value == (None if found is None else float(found))
    if spectrum is None:
        assert not any(re.search("wavelength|fwhm|bbl", name, re.IGNORECASE) for _, _, name in items)
    else:
        assert items[("", "2", "wavelength")] == spectrum[0][2]
        listed = items[("ENVI", None, "wavelength")].strip("{}").split(", ")
        assert listed == list(spectrum[0])
        assert items[("ENVI", None, "wavelength_units")] == spectrum[1]
