"""The real files through source and sink: every pixel and every statement comes out as it went in."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio

from hyperrestore.raster import Window, open_cube

FILES = ["enmap-potsdam/tile_64_0.tif", "hysu.tif", "aviris-allbands.bil"]
SPECTRAL = ("wavelength", "wavelength_units", "fwhm", "bbl")


@pytest.mark.parametrize("output", ["twin.tif", "twin.dat"])
@pytest.mark.parametrize("name", FILES)
def test_twin_is_the_same(name, output, shared, copy_through, tmp_path):
    path = shared / "data" / "real" / name
    assert copy_through(path, tmp_path / output) == []
    with rasterio.open(path) as original, rasterio.open(tmp_path / output) as twin:
        assert np.array_equal(twin.read(), original.read())
        assert twin.dtypes == original.dtypes
        assert (twin.crs, twin.transform) == (original.crs, original.transform)
        assert twin.nodatavals == original.nodatavals
        assert (twin.scales, twin.offsets, twin.units) == (original.scales, original.offsets, original.units)
        if name != "hysu.tif" or output != "twin.dat":
            assert twin.descriptions == original.descriptions
        for number in original.indexes:
            # QGIS leaves statistics beside any file that it has shown; they are no longer true of a restored one.
            stated = {key: text for key, text in original.tags(number).items() if not key.startswith("STATISTICS_")}
            assert stated.items() <= twin.tags(number).items()
            assert not any(key.startswith("STATISTICS_") for key in twin.tags(number))
        kept = {key: value for key, value in original.tags().items() if key != "AREA_OR_POINT"}
        assert kept.items() <= twin.tags().items()
    with open_cube(str(path)) as original, open_cube(str(tmp_path / output)) as twin:
        assert twin.spectral == original.spectral


def test_enmap_dead_bands_are_flagged_and_invalid(shared):
    with open_cube(str(shared / "data/real/enmap-potsdam/tile_64_0.tif")) as source:
        everything = Window(0, 0, source.width, source.height)
        valid = source.read_valid(everything)
        dead = list(range(129, 135))
        assert [index for index in range(source.count) if not valid[index].any()] == dead
        assert [index for index, bad in enumerate(source.spectral.bad_bands) if bad] == dead
        assert source.spectral.units == "Nanometers"
        assert source.spectral.wavelengths[0] == 418.24
        assert source.spectral.fwhm[0] == 6.99561


def test_hysu_takes_from_its_header_what_the_tiff_does_not_say(shared):
    with open_cube(str(shared / "data/real/hysu.tif")) as source:
        assert source.nodata == (15000.0,) * 135
        assert source.spectral.wavelengths[:2] == (0.4174, 0.42102)
        assert source.spectral.fwhm[:2] == (0.00476, 0.00476)
        assert source.spectral.units is None, "the header says 'Unknown'"
        assert source.spectral.wavelengths_nm[:2] == (417.4, 421.02)


def test_hysu_twin_invents_no_unit(shared, copy_through, tmp_path):
    copy_through(shared / "data/real/hysu.tif", tmp_path / "twin.tif")
    with rasterio.open(tmp_path / "twin.tif") as twin:
        assert (twin.tags(1)["wavelength"], twin.tags(1)["fwhm"]) == ("0.417400", "0.00476")
        assert "wavelength_units" not in twin.tags(1)
        assert twin.tags(1, ns="IMAGERY") == {}


def test_aviris_flags_its_43_empty_bands(shared):
    with open_cube(str(shared / "data/real/aviris-allbands.bil")) as source:
        empty = [not source.read(Window(0, 0, 90, 90), [index]).any() for index in range(source.count)]
        assert sum(empty) == 43
        assert source.spectral.bad_bands == tuple(empty)
        assert source.block == (1, 90)


def test_envi_source_keeps_its_interleave(shared, copy_through, tmp_path):
    copy_through(shared / "data/real/aviris-allbands.bil", tmp_path / "twin.dat")
    assert "interleave = bil" in (tmp_path / "twin.hdr").read_text()
    copy_through(shared / "data/real/aviris-allbands.bil", tmp_path / "other.bip")
    assert "interleave = bip" in (tmp_path / "other.hdr").read_text()


def test_envi_names_are_not_decorated_twice(shared, copy_through, tmp_path):
    """Without the sidecar, too, GDAL reads the names that the source had."""
    path = shared / "data/real/enmap-potsdam/tile_64_0.tif"
    copy_through(path, tmp_path / "twin.dat")
    (tmp_path / "twin.dat.aux.xml").unlink()
    with rasterio.open(tmp_path / "twin.dat") as twin, rasterio.open(path) as original:
        assert twin.descriptions == original.descriptions
        assert twin.descriptions[0] == "band 1 (418.24 Nanometers)"
