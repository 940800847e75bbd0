"""Files that are damaged, of another kind, too large or hostile: a sentence each, and no output."""
from __future__ import annotations

import struct
import tracemalloc
import zlib
from collections.abc import Callable
from pathlib import Path

import h5py
import numpy as np
import pytest
import scipy.io
import scipy.sparse
from osgeo import gdal

from hyperrestore.errors import Cancelled, NotEnoughMemory, RestorationError, UnsuitableRaster
from hyperrestore.raster.mat.mat_file import open_mat
from hyperrestore.test.raster.mat.scenes import (
    MEMORY,
    WRITERS,
    Hearing,
    imported,
    make_scene,
    put,
    run,
    write_v5,
    write_v73,
)

SCENE = make_scene()


def announce(path: Path, sizes: tuple[int, ...], data_bytes: int) -> str:
    """A compressed variable of version 5 whose header announces doubles that are not there."""
    dimensions = struct.pack(f"<II{len(sizes)}i", 5, 4 * len(sizes), *sizes) + b"\0" * (4 * (len(sizes) % 2))
    body = struct.pack("<IIII", 6, 8, 6, 0) + dimensions + struct.pack("<HH4s", 1, 4, b"cube")
    body += struct.pack("<II", 9, data_bytes) + b"\0" * 64
    packed = zlib.compress(struct.pack("<II", 14, len(body)) + body)
    head = b"MATLAB 5.0 MAT-file".ljust(124) + struct.pack("<HH", 0x0100, 0x4D49)
    path.write_bytes(head + struct.pack("<II", 15, len(packed)) + packed)
    return str(path)


MAKERS: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("no MAT file " * 50),
    "short text": lambda path: path.write_text("no"),
    "zeros": lambda path: path.write_bytes(b"\0" * 4000),
    "noise": lambda path: path.write_bytes(np.random.default_rng(0).bytes(5000)),
    "header only": lambda path: path.write_bytes(b"MATLAB 5.0 MAT-file".ljust(124) + b"\x00\x01IM"),
    "7.3 header only": lambda path: path.write_bytes(b"MATLAB 7.3 MAT-file".ljust(124) + b"\x00\x02IM" + b"\0" * 384),
    "no numbers": lambda path: write_v5(path, {"s": {"a": 1.0}, "t": "text"}),
    "nothing": lambda path: write_v5(path, {}),
    "vectors": lambda path: write_v5(path, {"a": np.arange(9.0), "b": 1.0}),
    "complex": lambda path: write_v5(path, {"cube": SCENE * 1j}),
    "7.3 nothing": lambda path: write_v73(path, {}),
    "7.3 complex": lambda path: write_v73(path, {"cube": SCENE * 1j}),
}


@pytest.mark.parametrize("kind", MAKERS)
def test_files_without_a_cube(tmp_path: Path, gdal_exceptions: bool, kind: str) -> None:
    path = tmp_path / "x.mat"
    MAKERS[kind](path)
    with pytest.raises(UnsuitableRaster, match=r"x\.mat.*\.$"):
        run(path, tmp_path / "o.tif")
    assert [file.name for file in tmp_path.iterdir()] == ["x.mat"]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnsuitableRaster, match="cannot be opened: No such file"):
        run(tmp_path / "x.mat", tmp_path / "o.tif")
    with pytest.raises(UnsuitableRaster, match="cannot be opened"):
        run(tmp_path, tmp_path / "o.tif")


@pytest.mark.parametrize("version", WRITERS)
@pytest.mark.parametrize("compressed", [False, True])
def test_truncated_files(tmp_path: Path, gdal_exceptions: bool, version: str, compressed: bool) -> None:
    options = {"7.3": {"compression": 4, "chunks": (4, 4, 4)}, "5": {"do_compression": True}} if compressed else {}
    path = Path(WRITERS[version](tmp_path / "x.mat", {"cube": SCENE}, **options.get(version, {})))
    whole = path.read_bytes()
    for share in (0.03, 0.1, 0.5, 0.9, 0.99):
        path.write_bytes(whole[: int(share * len(whole))])
        with pytest.raises(UnsuitableRaster, match=r"x\.mat"):
            run(path, tmp_path / "o.tif")
        assert [file.name for file in tmp_path.iterdir()] == ["x.mat"]


@pytest.mark.parametrize("kind", ["5", "5 compressed", "4", "7.3", "7.3 in chunks"])
def test_flipped_bytes_give_sentences_or_rasters(tmp_path: Path, kind: str) -> None:
    """Two hundred damaged copies: what cannot be read is an error of our own tree, never another one, nor a crash."""
    cube = make_scene(9, 10, 11).astype(float)
    variables = {"nRow": 9.0, "cube": cube.reshape(90, 11) if kind == "4" else cube}
    options = {"5 compressed": {"do_compression": True}, "4": {"format": "4"},
               "7.3 in chunks": {"chunks": (4, 4, 4), "compression": 1}}.get(kind, {})  # fmt: skip
    path = Path((write_v73 if kind[0] == "7" else write_v5)(tmp_path / "x.mat", variables, **options))
    described = 4000 if kind[0] == "7" else 400
    whole, rng = path.read_bytes(), np.random.default_rng(5)
    refused = 0
    for _ in range(200):
        damaged = bytearray(whole)
        for place in rng.integers(0, min(len(whole), described), 6):
            damaged[place] = rng.integers(256)
        path.write_bytes(damaged)
        try:
            run(path, tmp_path / "o.tif")
        except RestorationError as error:
            refused += 1
            assert str(error).endswith(".") and not (tmp_path / "o.tif").exists()
        (tmp_path / "o.tif").unlink(missing_ok=True)
    assert refused > 5


def test_a_bomb_is_refused_before_it_is_inflated(tmp_path: Path) -> None:
    path = Path(write_v5(tmp_path / "x.mat", {"cube": np.zeros((100, 500, 100))}, do_compression=True))
    assert path.stat().st_size < 60_000
    tracemalloc.start()
    with pytest.raises(NotEnoughMemory, match="'cube' of .* needs 39 MB of memory, and 30 MB are free.*v7.3"):
        run(path, tmp_path / "o.tif", memory=30 << 20)
    assert tracemalloc.get_traced_memory()[1] < 8 << 20
    tracemalloc.stop()


def test_a_huge_array_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """HDF5 takes sizes without storing anything."""
    path = Path(write_v73(tmp_path / "x.mat", {}))
    with h5py.File(path, "r+") as file:
        file.create_dataset("cube", (200, 10**6, 10**7), "f4", chunks=(1, 64, 64))
    assert path.stat().st_size < 10_000
    with pytest.raises(UnsuitableRaster, match="is announced larger than a file of [0-9]+ bytes can hold"):
        run(path, tmp_path / "o.tif")


def test_damaged_chunks_of_7_3(tmp_path: Path, gdal_exceptions: bool) -> None:
    path = tmp_path / "x.mat"
    write_v73(path, {"cube": make_scene(64, 64, 32)}, compression=4, chunks=(8, 32, 32), fletcher32=True)
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 2000] = bytes(2000)
    path.write_bytes(data)
    with pytest.raises(UnsuitableRaster, match="'cube' of .* cannot be read: .*may be damaged"):
        run(path, tmp_path / "o.tif", axes="rows-columns-bands")
    assert [file.name for file in tmp_path.iterdir()] == ["x.mat"]


@pytest.mark.parametrize(
    ("sizes", "data_bytes", "message"),
    [((20_000, 20_000), 3_200_000_000, "'cube' of .* needs 3052 MB"),
     ((30_000, 30_000, 200), 64, "'cube' has 64 bytes of numbers for its 180000000000 values"),
     ((30, 30, 20), 64, "'cube' has 64 bytes of numbers for its 18000 values"),
     ((30, 30, 20), 144_000, "a compressed variable is incomplete|shorter than it says"),
     ((2, 2, 2), 64, "which axis|Which axis"),
     ((-30, 30, -20), 64, "has sizes that are none"),
     ((8,), 64, "has sizes that are none"),
     ((2,) * 40, 64, "has sizes that are none")],
)  # fmt: skip
def test_lies_about_the_size(tmp_path: Path, sizes, data_bytes: int, message: str) -> None:
    path = announce(tmp_path / "x.mat", sizes, data_bytes)
    with pytest.raises(RestorationError, match=message):
        run(path, tmp_path / "o.tif")


def test_more_than_was_announced(tmp_path: Path) -> None:
    path = announce(tmp_path / "x.mat", (2, 2, 1), 32)
    with pytest.raises(UnsuitableRaster, match="a variable is longer than it says"):
        run(path, tmp_path / "o.tif", axes="rows-columns")


def test_version_7_3_needs_memory_for_a_part_only(tmp_path: Path) -> None:
    path = write_v73(tmp_path / "x.mat", {"cube": SCENE})
    with pytest.raises(NotEnoughMemory, match="Copying the least part of the cube needs"):
        run(path, tmp_path / "o.tif", memory=4000)
    with pytest.raises(NotEnoughMemory, match="A part of the variable 'cube' needs"):
        run(path, tmp_path / "o.tif", memory=1000)
    run(path, tmp_path / "o.tif", memory=3 * 720 * 2)


def test_other_variables_are_not_inflated(tmp_path: Path) -> None:
    """The second variable's checksum is wrong, which is found only when it is read."""
    others = {"cube": SCENE, "huge": np.random.default_rng(0).normal(size=(70, 60))}
    path = Path(write_v5(tmp_path / "x.mat", others, do_compression=True))
    path.write_bytes(path.read_bytes()[:-1] + bytes([path.read_bytes()[-1] ^ 1]))
    assert np.array_equal(imported(path), SCENE)
    with pytest.raises(UnsuitableRaster, match="cannot be inflated"):
        run(path, tmp_path / "h.tif", variable="huge", axes="rows-columns")


def test_a_large_array_that_is_not_compressed_needs_little_memory(tmp_path: Path) -> None:
    path = write_v5(tmp_path / "x.mat", {"cube": SCENE})
    run(path, tmp_path / "o.tif", memory=3 * 720 * 2)


def test_scipy_reads_the_same(shared: Path) -> None:
    """All numeric variables of the real files, and what each of the others is."""
    for name in ("jasper-ridge-flat.mat", "abu-airport-1.mat"):
        path = str(shared / "data" / "real" / name)
        file, witness = open_mat(path, MEMORY), scipy.io.loadmat(path)
        assert [(item.name, item.shape, item.kind) for item in file.variables] == scipy.io.whosmat(path)
        for variable in file.variables:
            expected = witness[variable.name]
            assert bool(variable.refusal) == (expected.dtype.kind not in "buif")
            if not variable.refusal:
                array = file.array(variable)
                found = array.read(0, array.stored[0])
                assert found.dtype == expected.dtype and np.array_equal(found, expected.T)


@pytest.mark.parametrize("options", [{"format": "4"}, {"do_compression": True}, {"oned_as": "column"}], ids=str)
def test_other_ways_to_write(tmp_path: Path, options: dict) -> None:
    scene = make_scene(26, 26).reshape(-1, 20, order="F").astype(float)
    path = write_v5(tmp_path / "x.mat", {"Y": scene}, **options)
    assert np.array_equal(imported(path).reshape(-1, 20, order="F"), scene)


def test_big_endian_files(tmp_path: Path) -> None:
    path = write_v5(tmp_path / "x.mat", {"cube": SCENE.astype(float)})
    data = bytearray(Path(path).read_bytes())
    assert data[126:128] == b"IM"
    # One element: tag, flags, sizes, name, numbers, each in 4- or 8-byte words.
    swapped = data[:124] + b"\x01\x00MI"
    words = np.frombuffer(bytes(data[128 : 128 + 8 + 16 + 8 + 16]), "<u4").astype(">u4").tobytes()
    name = data[128 + 48 : 128 + 56]
    assert name == b"\x01\0\x04\0cube"
    numbers = np.frombuffer(bytes(data[128 + 64 :]), "<f8").astype(">f8").tobytes()
    tag = np.frombuffer(bytes(data[128 + 56 : 128 + 64]), "<u4").astype(">u4").tobytes()
    Path(path).write_bytes(bytes(swapped) + words + b"\0\x04\0\x01cube" + tag + numbers)
    assert np.array_equal(imported(path), SCENE)


def test_what_lies_beside_in_7_3_is_named(tmp_path: Path) -> None:
    path = Path(write_v73(tmp_path / "x.mat", {"cube": SCENE}))
    with h5py.File(path, "r+") as file:
        references = file.create_group("#refs#")
        cell = file.create_dataset("cell", (2, 1), dtype=h5py.ref_dtype)
        cell[0, 0] = references.create_dataset("a", data=np.zeros((3, 1))).ref
        cell.attrs["MATLAB_class"] = np.bytes_("cell")
        file.create_group("record").create_dataset("x", data=np.zeros((2, 2)))
        sparse = file.create_group("thin")
        sparse.attrs["MATLAB_sparse"] = 3
        put(file, "text", np.array([[104, 105]], np.uint16)).attrs["MATLAB_class"] = np.bytes_("char")
        put(file, "void", np.array([[0, 0]], np.uint64)).attrs["MATLAB_empty"] = 1
        file["alone"] = 3.0
        file["words"] = ["a", "b"]
    hearing = Hearing()
    assert np.array_equal(imported(path, hearing), SCENE)
    assert "#refs#" not in hearing.text
    refused = {"cell": "a cell array", "record": "a struct", "thin": "a sparse matrix", "text": "a text",
               "void": "empty", "alone": "a single number", "words": "of a type"}  # fmt: skip
    for name, what in refused.items():
        with pytest.raises(UnsuitableRaster, match=f"'{name}' of .* is {what}"):
            run(path, tmp_path / "o.tif", variable=name)


def test_a_sparse_matrix_is_refused(tmp_path: Path) -> None:
    path = write_v5(tmp_path / "x.mat", {"thin": scipy.sparse.eye(9).tocsc()})
    with pytest.raises(UnsuitableRaster, match="'thin' of .* is a sparse matrix"):
        run(path, tmp_path / "o.tif", variable="thin")


def test_a_gdal_without_hdf5_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_v73(tmp_path / "x.mat", {"cube": SCENE})
    known = gdal.GetDriverByName
    monkeypatch.setattr(gdal, "GetDriverByName", lambda name: None if name == "HDF5" else known(name))
    with pytest.raises(UnsuitableRaster, match="GDAL was built without its HDF5 driver. Save .* with -v7"):
        run(path, tmp_path / "o.tif")


@pytest.mark.parametrize("version", WRITERS)
@pytest.mark.parametrize("at", [0.0, 0.4])
def test_a_cancelled_import_leaves_nothing(tmp_path: Path, monkeypatch, version: str, at: float) -> None:
    def stop(fraction: float) -> None:
        if fraction >= at:
            raise Cancelled("The import was cancelled.")

    monkeypatch.setattr("hyperrestore.raster.mat.importing._PART_VALUES", 24 * 30 * 4)
    path = WRITERS[version](tmp_path / "x.mat", {"cube": SCENE})
    with pytest.raises(Cancelled):
        run(path, tmp_path / "new" / "o.tif", Hearing(stop), MEMORY)
    assert [file.name for file in tmp_path.iterdir()] == ["x.mat"]
