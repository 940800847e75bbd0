"""Cloud-optimised GeoTIFFs, from the disk and over HTTP, by names that pass untouched."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
import rasterio
from osgeo import gdal

from hyperrestore.raster import Window, create_sink, open_cube

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
