"""What can go wrong around a raster is said in a sentence, and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import tempfile
import time

import numpy as np
import pytest

import hyperrestore.raster.publish as publish_module
import hyperrestore.raster.sink as sink_module
from hyperrestore.errors import OutputRefused, UnsuitableRaster
from hyperrestore.raster import Window, create_sink, open_cube, spectral_places
from hyperrestore.raster.domains import other_domains

CUBE = np.arange(3 * 20 * 30, dtype=np.int16).reshape(3, 20, 30)
ALL = Window(0, 0, 30, 20)


@pytest.mark.parametrize("name", ["short.dat", "short.bil"])
def test_a_raw_file_that_was_cut_short_is_refused(name, make_raster, tmp_path, gdal_exceptions):
    path = make_raster(CUBE, name)
    os.truncate(path, 3500)
    with pytest.raises(UnsuitableRaster, match="asks for 3600 bytes, .* has 3500, so 100 are missing"):
        open_cube(path)


def test_the_offset_in_the_header_counts(make_raster, tmp_path):
    path = make_raster(CUBE, "offset.dat")
    header = tmp_path / "offset.hdr"
    header.write_text(header.read_text().replace("header offset = 0", "header offset = 16"))
    with pytest.raises(UnsuitableRaster, match="so 16 are missing"):
        open_cube(path)
    with open(path, "ab") as file:
        file.write(bytes(16))
    with open_cube(path) as source:
        assert source.read(ALL).ravel()[:3].tolist() == CUBE.ravel()[8:11].tolist()


def test_a_header_that_may_not_be_read_does_not_matter(make_raster, tmp_path, monkeypatch):
    path = make_raster(CUBE)
    (tmp_path / "source.hdr").write_text("ENVI\nsamples = 30\nlines = 20\nbands = 3\nwavelength = {1, 2, 3}\n")

    def refuse(*_, **__):
        raise PermissionError(13, "Permission denied")

    # Permissions would not stop root.
    monkeypatch.setattr(spectral_places, "open", refuse, raising=False)
    with open_cube(path) as source:
        assert np.array_equal(source.read(ALL), CUBE)
        assert source.spectral.wavelengths is None


@pytest.mark.parametrize("name", ["n" * 300 + ".tif", "n" * 250 + ".dat", "a\0b.tif"])
def test_a_name_that_no_file_can_have_is_refused(name, make_raster, tmp_path):
    with open_cube(make_raster(CUBE)) as source, pytest.raises(OutputRefused, match="cannot be a file's name here"):
        create_sink(str(tmp_path / name), source, dtype=source.dtype)


@pytest.mark.parametrize("stem", ["\u00e9" * 100, "\u5149" * 80])
def test_long_names_of_letters_with_many_bytes(stem, make_raster, copy_through, tmp_path):
    assert copy_through(make_raster(CUBE), tmp_path / f"{stem}.dat") == []
    with open_cube(str(tmp_path / f"{stem}.dat")) as twin:
        assert np.array_equal(twin.read(ALL), CUBE)


@pytest.mark.parametrize("name", ["twin.tif", "twin.dat"])
def test_a_folder_that_vanishes_is_reported(name, make_raster, tmp_path):
    (tmp_path / "out").mkdir()
    output = str(tmp_path / "out" / name)
    with open_cube(make_raster(CUBE)) as source, create_sink(output, source, dtype=source.dtype) as sink:
        sink.write(ALL, CUBE)
        shutil.rmtree(tmp_path / "out")
        with pytest.raises(OutputRefused, match="was not written"):
            sink.commit()


def test_a_folder_that_vanishes_before_the_renaming_is_reported(tmp_path):
    gone = tmp_path / "gone"
    with pytest.raises(OutputRefused, match="cannot be stored"):
        publish_module.publish(gone / "stage.tif", gone / "twin.tif", driver="GTiff")


def test_no_temporary_folder(make_raster, tmp_path, files, monkeypatch):
    with open_cube(make_raster(CUBE)) as source:
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "nowhere"))
        with pytest.raises(OutputRefused, match="no temporary folder can be made"):
            create_sink(str(tmp_path / "twin.tif"), source, dtype=source.dtype)
    assert files(tmp_path) == ["source.tif"]


def test_folders_made_for_nothing_are_removed(make_raster, tmp_path, files):
    with open_cube(make_raster(CUBE)) as source:
        with create_sink(str(tmp_path / "a" / "b" / "twin.tif"), source, dtype=source.dtype):
            assert (tmp_path / "a" / "b").is_dir()
        assert files(tmp_path) == ["source.tif"]
        (tmp_path / "mine").mkdir()
        with create_sink(str(tmp_path / "mine" / "b" / "twin.tif"), source, dtype=source.dtype):
            pass
    assert files(tmp_path) == ["mine", "source.tif"]
    assert files(tmp_path / "mine") == []


def test_the_disk_is_blamed_for_writing_only(make_raster, tmp_path, monkeypatch):
    monkeypatch.setattr(sink_module, "damaged_sample", lambda *_: "it reads back differently")
    with (
        open_cube(make_raster(CUBE)) as source,
        create_sink(str(tmp_path / "o.tif"), source, dtype=source.dtype) as sink,
    ):
        sink.write(ALL, CUBE)
        with pytest.raises(OutputRefused) as refusal:
            sink.commit()
    assert "it reads back differently" in str(refusal.value)
    assert "Is the disk full" not in str(refusal.value)


def test_a_long_word_in_an_xml_domain_takes_no_time():
    class Domains:
        def GetMetadataDomainList(self):
            return ["xml:LONG"]

        def GetMetadata_List(self, name):
            return ["a" * 200_000]

    begin = time.process_time()
    assert other_domains(Domains()) == {"xml:LONG": "a" * 200_000}
    assert time.process_time() - begin < 5
