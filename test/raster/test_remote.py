"""Cloud-optimised GeoTIFFs, from the disk and over HTTP, by names that pass untouched."""

from __future__ import annotations

import shutil
import threading
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import rasterio
from osgeo import gdal

from hyperrestore.raster import Window, create_sink, input_files, open_cube, remote_inputs, said

CUBE = np.random.default_rng(0).integers(1, 4000, (4, 150, 130)).astype(np.int16)
EVERYTHING = Window(0, 0, 130, 150)


class RangeHandler(BaseHTTPRequestHandler):
    """Serves one folder with byte ranges, as object stores do."""

    def __init__(self, folder: Path, *arguments: object) -> None:
        self.folder = folder
        super().__init__(*arguments)

    def do_HEAD(self) -> None:
        self.answer(body=False)

    def do_GET(self) -> None:
        self.answer(body=True)

    def answer(self, body: bool) -> None:
        path = self.folder / self.path.lstrip("/")
        if not path.is_file():
            self.send_error(404)
            return
        data = path.read_bytes()
        first, last = 0, len(data) - 1
        asked = self.headers.get("Range")
        if asked:
            start, _, end = asked.removeprefix("bytes=").partition("-")
            first, last = int(start), min(int(end or last), last)
        self.send_response(206 if asked else 200)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Range", f"bytes {first}-{last}/{len(data)}")
        self.send_header("Content-Length", str(last + 1 - first))
        self.end_headers()
        if body:
            self.wfile.write(data[first : last + 1])

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def cog(make_raster, tmp_path: Path) -> Path:
    gdal.Translate(str(tmp_path / "cog.tif"), make_raster(CUBE), format="COG")
    return tmp_path / "cog.tif"


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(RangeHandler, tmp_path))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"/vsicurl/http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def test_a_cog_is_read(cog: Path) -> None:
    with open_cube(str(cog)) as source:
        assert np.array_equal(source.read(EVERYTHING), CUBE)


def test_a_cog_on_the_web_is_read_and_its_twin_written(cog: Path, served: str, tmp_path: Path) -> None:
    name = f"{served}/cog.tif"
    with open_cube(name) as source:
        assert source.path == name
        with create_sink(str(tmp_path / "out" / "twin.tif"), source, dtype=source.dtype) as sink:
            sink.write(EVERYTHING, source.read(EVERYTHING))
            sink.commit()
    with rasterio.open(tmp_path / "out" / "twin.tif") as twin:
        assert np.array_equal(twin.read(), CUBE)


def test_what_lies_on_a_server_is_told_from_what_lay_there_before(cog: Path, served: str) -> None:
    with open_cube(f"{served}/cog.tif") as source:
        (before,) = remote_inputs(source)
        assert (before.name, before.size) == (f"{served}/cog.tif", cog.stat().st_size)
        assert before.ends[:2] == cog.read_bytes()[:2] and before.ends[-9:] == cog.read_bytes()[-9:]
        assert input_files(source) == []
        content = bytearray(cog.read_bytes())
        content[-1] ^= 1
        cog.write_bytes(content)
        assert remote_inputs(source) != [before]
        cog.unlink()
        with pytest.raises(ConnectionError, match="cannot be reached"):
            remote_inputs(source)


def test_a_name_in_memory_is_no_file_of_the_current_folder(make_raster, tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "in.tif").write_text("another file")
    monkeypatch.chdir(tmp_path)
    gdal.Translate("/vsimem/in.tif", make_raster(CUBE))
    try:
        with open_cube("/vsimem/in.tif") as source:
            assert input_files(source) == []
            assert [file.name for file in remote_inputs(source)] == ["/vsimem/in.tif"]
    finally:
        gdal.Unlink("/vsimem/in.tif")


def test_an_archive_is_the_file_that_is_read(make_raster, tmp_path: Path) -> None:
    archive = tmp_path / "scenes.zip"
    with zipfile.ZipFile(archive, "w") as opened:
        opened.write(make_raster(CUBE), "2020/in.tif")
    with open_cube(f"/vsizip/{archive}/2020/in.tif") as source:
        assert input_files(source) == [str(archive)]
        assert remote_inputs(source) == []


@pytest.mark.parametrize("folder", ["vsimem", "vsifoo", "vsizip"])
def test_a_folder_may_be_called_like_a_prefix(folder, make_raster, tmp_path: Path) -> None:
    (tmp_path / folder).mkdir()
    path = shutil.move(make_raster(CUBE), tmp_path / folder / "in.tif")
    with open_cube(str(path)) as source:
        assert input_files(source) == [str(path)]
        assert remote_inputs(source) == []


def test_an_archive_on_a_server_is_told_too(cog: Path, served: str) -> None:
    with zipfile.ZipFile(cog.with_name("scenes.zip"), "w") as opened:
        opened.write(cog, "in.tif")
    with open_cube(f"/vsizip/{served}/scenes.zip/in.tif") as source:
        assert input_files(source) == []
        assert [file.name for file in remote_inputs(source)] == [f"/vsizip/{served}/scenes.zip/in.tif"]


def test_a_server_that_answers_only_half_is_away(cog: Path, served: str, monkeypatch) -> None:
    with open_cube(f"{served}/cog.tif") as source:
        assert len(remote_inputs(source)) == 1
        monkeypatch.setattr(RangeHandler, "do_GET", lambda self: self.send_error(503))
        with pytest.raises(ConnectionError, match="cannot be reached"):
            remote_inputs(source)


def test_what_is_said_changes_with_what_the_output_gets_only(make_raster, tmp_path: Path) -> None:
    path = make_raster(CUBE)
    before = said(path)
    for domain, fields in (("GEOLOCATION", {"X_BAND": "1"}), ("IMAGERY", {"CLOUDCOVER": "3"}), ("", {"A": " W "})):
        raster = gdal.Open(path)
        raster.SetMetadata(fields, domain)
        raster = None
        now = said(path)
        assert now != before
        raster = gdal.Open(path)
        raster.GetRasterBand(1).ComputeStatistics(False)
        raster = None
        assert said(path) == now
        before = now
