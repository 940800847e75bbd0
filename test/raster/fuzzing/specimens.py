"""Small, whole rasters of every kind that users bring, to be damaged."""

from __future__ import annotations

import gzip
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import scipy.io
from osgeo import gdal, gdal_array, osr

from hyperrestore.raster import envi_header
from hyperrestore.raster.gdal_calls import thread_option
from hyperrestore.test.raster.mat.scenes import write_v5, write_v73

NOISE = np.random.default_rng(7)
WIDTH, HEIGHT, BANDS = 22, 19, 5
RPB = (
    'satId = "XX";\nbandId = "P";\nSpecId = "RPC00B";\nBEGIN_GROUP = IMAGE\n\terrBias = 1.5;\n\terrRand = 0.25;\n'
    "\tlineOffset = 9;\n\tsampOffset = 11;\n\tlatOffset = 52.5;\n\tlongOffset = 13.1;\n\theightOffset = 80;\n"
    "\tlineScale = 9;\n\tsampScale = 11;\n\tlatScale = 0.1;\n\tlongScale = 0.2;\n\theightScale = 500;\n"
    + "".join(
        f"\t{part}Coef = (\n\t\t\t1,\n" + ",\n".join(f"\t\t\t{index}e-5" for index in range(1, 20)) + ");\n"
        for part in ("lineNum", "lineDen", "sampNum", "sampDen")
    )
    + "END_GROUP = IMAGE\nEND;\n"
)


@dataclass(frozen=True)
class Specimen:
    """A raster in a folder of its own: what is opened, and which file of it is damaged, as ``text`` or not."""

    name: str
    opened: str
    damaged: str
    text: bool


def make_specimens(folder: Path, real: Path | None) -> list[Specimen]:
    """Writes all of them below ``folder``; the headers in ``real`` are used where that folder is there."""
    made = [*_tiffs(folder), *_described_tiffs(folder), *_envis(folder), *_mats(folder)]
    made += [] if real is None else _real_headers(folder, real)
    return made


def _tiffs(folder: Path) -> Iterator[Specimen]:
    layouts = {
        "classic": ("int16", ["BLOCKYSIZE=4"]),
        "big": ("float32", ["BIGTIFF=YES", "TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"]),
        "deflate": ("float32", ["TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16", "COMPRESS=DEFLATE", "PREDICTOR=3"]),
        "lzw": ("uint16", ["INTERLEAVE=PIXEL", "COMPRESS=LZW", "PREDICTOR=2", "BLOCKYSIZE=5"]),
        "packbits": ("uint8", ["ENDIANNESS=BIG", "COMPRESS=PACKBITS", "INTERLEAVE=BAND"]),
        "zstd": ("int32", ["COMPRESS=ZSTD", "TILED=YES", "BLOCKXSIZE=32", "BLOCKYSIZE=16"]),
        "jpeg": ("uint8", ["COMPRESS=JPEG", "INTERLEAVE=PIXEL", "BLOCKYSIZE=8"]),
        "sparse": ("uint16", ["SPARSE_OK=TRUE", "TILED=YES", "BLOCKXSIZE=16", "BLOCKYSIZE=16"]),
    }
    for name, (dtype, options) in layouts.items():
        place = _folder(folder, f"tiff-{name}")
        _write(place / "in.tif", dtype, options, rows=8 if name == "sparse" else HEIGHT)
        yield Specimen(f"tiff-{name}", "in.tif", "in.tif", text=False)
    place = _folder(folder, "tiff-masked")
    with thread_option("GDAL_TIFF_INTERNAL_MASK", "YES"):
        _write(place / "in.tif", "int16", ["COMPRESS=DEFLATE"], masked=True)
    yield Specimen("tiff-masked", "in.tif", "in.tif", text=False)


def _described_tiffs(folder: Path) -> Iterator[Specimen]:
    """TIFFs that something beside them describes."""
    place = _folder(folder, "pam")
    _write(place / "in.tif", "int16", ["PROFILE=BASELINE"])
    yield Specimen("pam", "in.tif", "in.tif.aux.xml", text=True)
    place = _folder(folder, "msk")
    with thread_option("GDAL_TIFF_INTERNAL_MASK", "NO"):
        _write(place / "in.tif", "int16", [], masked=True)
    yield Specimen("msk", "in.tif", "in.tif.msk", text=False)
    place = _folder(folder, "rpb")
    _write(place / "in.tif", "int16", [], placed=False)
    (place / "in.RPB").write_text(RPB)
    yield Specimen("rpb", "in.tif", "in.RPB", text=True)
    place = _folder(folder, "vrt")
    _write(place / "base.tif", "int16", [])
    dataset = gdal.GetDriverByName("VRT").CreateCopy(str(place / "in.vrt"), gdal.Open(str(place / "base.tif")))
    dataset.FlushCache()
    del dataset
    yield Specimen("vrt", "in.vrt", "in.vrt", text=True)
    place = _folder(folder, "header-beside")
    _write(place / "in.tif", "int16", [])
    (place / "in.hdr").write_text(_header(interleave="bsq", kind=2))
    yield Specimen("header-beside", "in.tif", "in.hdr", text=True)


def _envis(folder: Path) -> Iterator[Specimen]:
    for interleave, dtype, kind in (("bsq", "int16", 2), ("bil", "float32", 4), ("bip", "uint16", 12)):
        place = _folder(folder, f"envi-{interleave}")
        _values(dtype).tofile(place / "in.dat")
        (place / "in.hdr").write_text(_header(interleave=interleave, kind=kind))
        yield Specimen(f"envi-{interleave}", "in.dat", "in.hdr", text=True)
    place = _folder(folder, "envi-packed")
    (place / "in.dat").write_bytes(gzip.compress(_values("int16").tobytes()))
    (place / "in.hdr").write_text(_header(interleave="bsq", kind=2) + "file compression = 1\n")
    yield Specimen("envi-packed", "in.dat", "in.hdr", text=True)
    yield Specimen("envi-packed", "in.dat", "in.dat", text=False)
    place = _folder(folder, "envi-pam")
    _write(place / "in.dat", "int16", ["INTERLEAVE=BIL"], masked=True)
    yield Specimen("envi-pam", "in.dat", "in.dat.aux.xml", text=True)
    yield Specimen("envi-pam", "in.dat", "in.dat.msk", text=False)


def _mats(folder: Path) -> Iterator[Specimen]:
    cube = _values("int16").astype(np.float64)
    for version in ("v4", "v5", "v7", "v73"):
        place = _folder(folder, f"mat-{version}")
        path = place / "in.mat"
        if version == "v4":
            scipy.io.savemat(path, {"cube": cube.reshape(BANDS, -1)}, format="4")
        elif version == "v73":
            write_v73(path, {"cube": cube})
        else:
            variables = {"cube": cube, "wavelength": np.linspace(400, 900, BANDS)}
            write_v5(path, variables, do_compression=version == "v7")
        yield Specimen(f"mat-{version}", "in.mat", "in.mat", text=False)


def _real_headers(folder: Path, real: Path) -> Iterator[Specimen]:
    """Headers as their makers wrote them, cut down to rasters of 6 lines, 8 samples and the first bands."""
    for header in sorted(real.glob("*.hdr")):
        text = header.read_text(encoding="utf-8", errors="surrogateescape")
        fields = envi_header.parse(text)
        count = int(fields["bands"])
        lists = {key: envi_header.split_list(value) for key, value in fields.items() if value.startswith("{")}
        fewer = {key: envi_header.join_list(items[:BANDS]) for key, items in lists.items() if len(items) == count}
        small = {"samples": "8", "lines": "6", "bands": str(BANDS), "file type": "ENVI Standard", "interleave": "bil"}
        place = _folder(folder, f"real-{header.stem}")
        # PROJ takes a fifth of a second to make out an Esri CRS, each time that a file with one is opened.
        text = envi_header.replace(text, {**fewer, **small, "coordinate system string": None})
        (place / "in.hdr").write_text(text, encoding="utf-8", errors="surrogateescape")
        NOISE.integers(0, 9999, 6 * 8 * BANDS, np.int16).tofile(place / "in.dat")
        yield Specimen(f"real-{header.stem}", "in.dat", "in.hdr", text=True)


def _header(*, interleave: str, kind: int) -> str:
    """A header as rich as those of EnMAP's and PRISMA's readers."""
    lists = {
        "wavelength": [f"{418.24 + 6 * index:.3f}" for index in range(BANDS)],
        "fwhm": [f"{6.9 + 0.1 * index:.2f}" for index in range(BANDS)],
        "bbl": ["1", "1", "0", "1", "1"][:BANDS],
        "data gain values": ["0.0001"] * BANDS,
        "data offset values": ["0.5"] * BANDS,
        "band names": [f"band {index + 1} (VNIR)" for index in range(BANDS)],
    }
    return (
        f"ENVI\ndescription = {{\n  A scene, orthorectified,\n  [Mon Jul 01 2024]}}\nsamples = {WIDTH}\n"
        f"lines   = {HEIGHT}\nbands   = {BANDS}\nheader offset = 0\nfile type = ENVI Standard\ndata type = {kind}\n"
        f"interleave = {interleave}\nsensor type = EnMAP\nbyte order = 0\nx start = 1\ny start = 1\n"
        "map info = {UTM, 1.0, 1.0, 364095.0, 5809965.0, 30.0, 30.0, 33, North, WGS-84, units=Meters, rotation=12}\n"
        "default bands = {4, 3, 2}\nwavelength units = Nanometers\ndata ignore value = -32768\ncloud cover = 12.5\n"
        "acquisition time = 2024-07-01T10:20:30Z\nsolar irradiance = 1\nsun elevation = 43.5\n"
        + "".join(f"{key} = {{\n {', '.join(items)}}}\n" for key, items in lists.items())
    )


def _values(dtype: str) -> np.ndarray:
    return NOISE.uniform(1, 120, (BANDS, HEIGHT, WIDTH)).astype(dtype)


def _folder(folder: Path, name: str) -> Path:
    place = folder / name
    place.mkdir(parents=True)
    return place


def _write(
    path: Path, dtype: str, options: Sequence[str], *, masked: bool = False, placed: bool = True, rows: int = HEIGHT
) -> None:
    values = _values(dtype)
    kind = gdal_array.NumericTypeCodeToGDALTypeCode(values.dtype)
    driver = gdal.GetDriverByName("GTiff" if path.suffix == ".tif" else "ENVI")
    dataset = driver.Create(str(path), WIDTH, HEIGHT, BANDS, kind, options=list(options))
    if placed:
        crs = osr.SpatialReference()
        crs.ImportFromEPSG(32633)
        dataset.SetSpatialRef(crs)
        dataset.SetGeoTransform((364095.0, 30.0, 0.0, 5809965.0, 0.0, -30.0))
    dataset.SetMetadata({"SENSOR": "EnMAP", "NOTE": "a <b> & c"})
    for number in range(1, BANDS + 1):
        band = dataset.GetRasterBand(number)
        band.SetDescription(f"band {number}")
        band.SetMetadata({"wavelength": f"{400 + 7 * number}", "wavelength_units": "nm", "fwhm": "7"})
        band.SetNoDataValue(0)
        band.SetScale(1e-4)
        band.SetOffset(0.25)
    part = np.ascontiguousarray(values[:, :rows])
    dataset.WriteRaster(0, 0, WIDTH, rows, part.tobytes(), buf_type=kind)
    if masked:
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        mask = np.full((HEIGHT, WIDTH), 255, np.uint8)
        mask[:7, 5:] = 0
        dataset.GetRasterBand(1).GetMaskBand().WriteRaster(0, 0, WIDTH, HEIGHT, mask.tobytes())
    dataset.FlushCache()
    del dataset
