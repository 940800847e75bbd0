"""Where wavelengths are found, and which of several statements counts."""

from __future__ import annotations

import numpy as np
import pytest
from osgeo import gdal

from hyperrestore.raster import SpectralInfo, open_cube
from hyperrestore.raster.envi_header import parse, replace

ONES = np.ones((2, 4, 5), np.int16)


def spectral(make_raster, describe, name="source.tif"):
    with open_cube(make_raster(ONES, name, describe)) as source:
        return source.spectral


def on_bands(values, domain=""):
    def describe(dataset):
        for number, fields in enumerate(values, start=1):
            dataset.GetRasterBand(number).SetMetadata(fields, domain)

    return describe


def together(*describers):
    return lambda dataset: [describe(dataset) for describe in describers]


IMAGERY = on_bands(
    [{"CENTRAL_WAVELENGTH_UM": "0.45", "FWHM_UM": "0.01"}, {"CENTRAL_WAVELENGTH_UM": "0.55", "FWHM_UM": "0.02"}],
    "IMAGERY",
)
BANDS_NM = on_bands(
    [
        {"wavelength": "450.0", "wavelength_units": "Nanometers", "fwhm": "10", "bbl": "0"},
        {"wavelength": "550", "wavelength_units": "Nanometers", "fwhm": "20", "bbl": "1"},
    ]
)
OTHER_BANDS = on_bands([{"wavelength": "700", "fwhm": "5"}, {"wavelength": "800", "fwhm": "6"}])


def lists(**items):
    return lambda dataset: dataset.SetMetadata({key: str(value) for key, value in items.items()}, "ENVI")


def test_imagery_is_in_micrometres(make_raster):
    found = spectral(make_raster, IMAGERY)
    assert found == SpectralInfo((0.45, 0.55), "Micrometers", (0.01, 0.02), (False, False))
    assert found.wavelengths_nm == (450, 550)


def test_imagery_goes_before_other_statements(make_raster):
    found = spectral(make_raster, together(IMAGERY, OTHER_BANDS))
    assert (found.wavelengths, found.units, found.fwhm) == ((0.45, 0.55), "Micrometers", (0.01, 0.02))


def test_what_imagery_repeats_is_spelled_as_the_bands_spell_it(make_raster):
    found = spectral(make_raster, together(IMAGERY, BANDS_NM))
    assert found == SpectralInfo((450, 550), "Nanometers", (10, 20), (True, False), states_bad_bands=True)


def test_bands_go_before_lists_which_add_what_bands_leave_out(make_raster):
    bands = on_bands([{"wavelength": "0.45"}, {"wavelength": "0.55"}])
    listed = lists(wavelength="{0.45, 0.55}", wavelength_units="Micrometers", fwhm="{0.01,0.02}", bbl="{1,0}")
    found = spectral(make_raster, together(bands, listed))
    assert found == SpectralInfo((0.45, 0.55), "Micrometers", (0.01, 0.02), (False, True), states_bad_bands=True)


def test_a_list_of_another_length_is_another_rasters(make_raster):
    found = spectral(make_raster, lists(wavelength="{450, 550, 650}", bbl="{0, 0, 0}", fwhm="{1, 2}"))
    assert found == SpectralInfo(None, None, (1, 2), (False, False))


def test_fwhm_in_another_unit_is_converted(make_raster):
    bands = on_bands([{"wavelength": "450", "wavelength_units": "nm"}, {"wavelength": "550", "wavelength_units": "nm"}])
    found = spectral(make_raster, together(bands, lists(fwhm="{0.01, 0.02}", wavelength_units="Micrometers")))
    assert (found.units, found.fwhm) == ("nm", (10, 20))


def test_a_band_without_a_wavelength_is_none(make_raster):
    found = spectral(make_raster, on_bands([{"wavelength": "450"}, {"wavelength": "n/a"}]))
    assert found.wavelengths == (450, None)
    assert found.wavelengths_nm == (450, None)


@pytest.mark.parametrize(
    "values, units, expected",
    [
        ((450.0, 0.5), None, (450, 0.5)),
        ((0.45, 2.5), None, (450, 2500)),
        ((4500.0, 5500.0), "Angstroms", (450, 550)),
        ((0.45, 0.55), "µm", (450, 550)),
        ((22222.2, 18181.8), "Wavenumber", None),
    ],
)
def test_nanometres_for_reports(values, units, expected):
    assert SpectralInfo(values, units, None, (False, False)).wavelengths_nm == expected


def test_nothing_known(make_raster):
    found = spectral(make_raster, None)
    assert found == SpectralInfo(None, None, None, (False, False))
    assert found.wavelengths_nm is None


HEADER = (
    "ENVI\r\nsamples = 5\r\nlines=4\r\nbands   = 2\r\nWavelength Units = Micrometers\r\n"
    "wavelength = {\r\n0.45,\r\n 0.55}"
)


@pytest.mark.parametrize("name", ["source.hdr", "source.tif.hdr"])
def test_a_header_beside_a_tiff_is_read(name, make_raster, tmp_path):
    (tmp_path / name).write_bytes(HEADER.encode())
    found = spectral(make_raster, None)
    assert found == SpectralInfo((0.45, 0.55), "Micrometers", None, (False, False))


@pytest.mark.parametrize(
    "header", [HEADER.replace("samples = 5", "samples = 6"), HEADER.replace("ENVI", "nothing"), "", "ENVI"]
)
def test_a_header_of_another_raster_is_not(header, make_raster, tmp_path):
    (tmp_path / "source.hdr").write_bytes(header.encode())
    assert spectral(make_raster, None).wavelengths is None


def test_the_tiffs_own_word_goes_before_the_header(make_raster, tmp_path):
    (tmp_path / "source.hdr").write_bytes(HEADER.encode())
    found = spectral(make_raster, BANDS_NM)
    assert (found.wavelengths, found.units) == ((450, 550), "Nanometers")


def test_imagery_gets_wavelength_and_fwhm_together_or_neither(make_raster, copy_through, tmp_path):
    bands = on_bands([{"wavelength": "450", "wavelength_units": "nm", "fwhm": "10"}] + [{"wavelength": "550"}])
    copy_through(make_raster(ONES, "source.tif", bands), tmp_path / "twin.tif")
    twin = gdal.Open(str(tmp_path / "twin.tif"))
    assert twin.GetRasterBand(1).GetMetadata("IMAGERY") == {"CENTRAL_WAVELENGTH_UM": "0.45", "FWHM_UM": "0.01"}
    assert twin.GetRasterBand(2).GetMetadata("IMAGERY") == {}


def test_header_fields_are_replaced_in_place():
    text = "ENVI\na = 1\nlong name = {x,\n y}\nb = 2\nb = 3\n"
    assert replace(text, {"long name": "{z}", "a": None, "new": "7"}) == "ENVI\nlong name = {z}\nb = 2\nnew = 7\n"
    assert parse(text)["long name"] == "{x,\n y}"
