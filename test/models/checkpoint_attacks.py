"""Hostile checkpoints (.pth): each function writes one that ``importweights`` is then given."""
from __future__ import annotations

import copy
import io
import os
import pickle
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import torch

from hyperrestore.models.ras2s.checkpoint import _LAYERS
from hyperrestore.test.models.file_attacks import Trap, huge
from hyperrestore.test.models.random_ras2s import random_network

Attack = Callable[[Path], object]
LAYER = "encoder.conv_inp_1.weight"


def records(content: object, **options) -> dict[str, bytes]:
    """The records of a checkpoint that torch saved, by name."""
    buffer = io.BytesIO()
    torch.save(content, buffer, **options)
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def zipped(path: Path, parts: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> None:
    """The records as a zip."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)


def plain() -> dict[str, bytes]:
    """A checkpoint of one tensor."""
    return records({"net": {LAYER: torch.zeros(8, 1, 3, 3)}})


def deflated(path: Path) -> None:
    """256 MB of zeros in 256 KB."""
    storage = records({"net": {LAYER: torch.zeros(2**26)}})
    zipped(path, storage, zipfile.ZIP_DEFLATED)


def overlapping(path: Path) -> None:
    """A thousand records that all lie on the same megabyte, none of them compressed."""
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in plain().items():
            archive.writestr(name, part)
        archive.writestr("archive/data/1", bytes(2**20))
        for number in range(2, 1000):
            again = copy.copy(archive.filelist[-1])
            again.filename = f"archive/data/{number}"
            archive.filelist.append(again)


def twice(path: Path) -> None:
    """Two records of one name: one reader takes the first, another the last."""
    zipped(path, {**plain(), "archive/data/9": bytes(8 * 9 * 4)})
    path.write_bytes(path.read_bytes().replace(b"archive/data/9", b"archive/data/0"))


def lying(path: Path) -> None:
    """A compressed record whose directory entry calls it stored, with the size that it unpacks to."""
    zipped(path, {**plain(), "archive/data/0": bytes(2**26)}, zipfile.ZIP_DEFLATED)
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        data[at + 10 : at + 12] = b"\0\0"
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(data)


def hidden_end(path: Path) -> None:
    """Two directories: one reader takes the last, another the first."""
    zipped(path, plain())
    with open(path, "ab") as file:
        file.write(b"PK\x05\x06" + struct.pack("<4H2LH", 0, 0, 0, 0, 0, 0, 0))


def tables(path: Path, *opcodes: bytes, protocol: bytes = b"\x80\x02") -> None:
    """A pickle written by hand in place of the table of tensors."""
    zipped(path, {**plain(), "archive/data.pkl": protocol + b"".join(opcodes) + b"."})


def called(module: str, name: str, arguments: bytes) -> bytes:
    """Opcodes that call a global."""
    return f"c{module}\n{name}\n".encode() + arguments + b"R"


def as_released(**changed: torch.Tensor) -> dict:
    """A random RAS2S under the authors' names; ``changed`` are tensors by our names, with ``_`` for dots."""
    theirs = {ours: name for name, ours in _LAYERS.items()}
    net = {}
    for name, tensor in random_network(channels=8).state_dict().items():
        layer, _, kind = name.rpartition(".")
        if layer == "encoder.regions.spatial_guide":
            tensor = tensor[None]
        elif name in ("encoder.regions.route_in.weight", "encoder.regions.route_out.weight"):
            tensor = tensor[:, :, None, None].repeat(1, 1, 3, 1)
        net[f"{theirs[layer]}.{kind}"] = changed.get(name.replace(".", "_"), tensor)
    return {"net": net}


def spread(*shape: int) -> torch.Tensor:
    """One number in memory and in the file, any shape to look at."""
    return torch.zeros(1).expand(shape)


def beyond(path: Path) -> None:
    """A tensor of 72 numbers whose table says 10 trillion."""
    parts = plain()
    old, claimed = b"(K\x08K\x01K\x03K\x03t", b"(\x8a\x08" + struct.pack("<q", 2**40) + b"K\x01K\x03K\x03t"
    assert old in parts["archive/data.pkl"]
    zipped(path, {**parts, "archive/data.pkl": parts["archive/data.pkl"].replace(old, claimed)})


def short(path: Path) -> None:
    """A record with fewer numbers than the table says."""
    zipped(path, {**plain(), "archive/data/0": bytes(8)})


def script(path: Path) -> None:
    """A program, not weights."""
    torch.jit.save(torch.jit.script(torch.nn.Linear(2, 2)), str(path))


def trapped(mark: Path) -> dict[str, tuple[Attack, str]]:
    """Files that make ``mark`` when they are unpickled."""
    trap = {"net": {LAYER: Trap(mark)}}
    legacy = {"_use_new_zipfile_serialization": False}
    return {
        "code": (lambda path: torch.save(trap, path), r"asks for '(io|_io|builtins|__builtin__)\.open'"),
        "code by another opcode": (
            lambda path: torch.save(trap, path, pickle_protocol=4), "its table has the opcode 0x"
        ),
        "code in the old format": (lambda path: torch.save(trap, path, **legacy), "it is not a zip"),
        "bare pickle": (lambda path: path.write_bytes(pickle.dumps(trap)), "it is not a zip"),
        "code after a plain zip": (
            lambda path: (zipped(path, plain()), path.write_bytes(path.read_bytes() + pickle.dumps(trap))),
            "lacks|cannot be read as plain weights",
        ),
    }


ATTACKS: dict[str, tuple[Attack, str]] = {
    "zip bomb": (deflated, "compressed records"),
    "overlapping records": (overlapping, "claim more bytes than the file has"),
    "one name twice": (twice, "two of its records share a name"),
    "lying directory": (lying, "claim more bytes than the file has|damaged zip"),
    "two directories": (hidden_end, "not of one checkpoint|damaged zip"),
    "ten thousand records": (
        lambda path: zipped(path, {**plain(), **{f"archive/data/{n}": b"" for n in range(1, 10_000)}}), "4096 records"
    ),
    "names that climb": (
        lambda path: zipped(path, {f"../../{name}": part for name, part in plain().items()}), "not of one checkpoint"
    ),
    "two checkpoints": (
        lambda path: zipped(path, {**plain(), **{f"b{name}": part for name, part in plain().items()}}),
        "not of one checkpoint",
    ),
    "endless table": (
        lambda path: tables(path, b"}" * 2**21), "its table of tensors has 20971.. bytes"
    ),
    "a trillion bytes": (
        lambda path: tables(path, called("builtins", "bytearray", b"\x8a\x08" + struct.pack("<q", 10**12) + b"\x85")),
        r"asks for 'builtins\.bytearray'",
    ),
    "a tensor of another kind": (
        lambda path: tables(path, called("torch._utils", "_rebuild_sparse_tensor", b")")), "_rebuild_sparse_tensor"
    ),
    "names from a registry": (lambda path: tables(path, b"\x82\x01"), "its table has the opcode 0x82"),
    "no table": (lambda path: zipped(path, {"archive/version": b"3\n"}), "not of one checkpoint"),
    "a table that ends nowhere": (
        lambda path: zipped(path, {**plain(), "archive/data.pkl": b"\x80\x02}"}), "cannot be read as plain weights"
    ),
    "one number as terabytes": (
        lambda path: torch.save(as_released(decoder_head_0_weight=spread(2**20, 2**20, 3, 3)), path), "do not fit"
    ),
    "one number as channels": (
        lambda path: torch.save(as_released(encoder_features_first_weight=spread(2**20, 1, 3, 3)), path),
        "at most 1024 can be used",
    ),
    "no channels": (
        lambda path: torch.save(as_released(encoder_features_first_weight=spread(0, 1, 3, 3)), path), "make no RAS2S"
    ),
    "routes without a centre": (
        lambda path: torch.save(as_released(encoder_regions_route_in_weight=spread(1, 8, 1, 1)), path),
        "make no RAS2S",
    ),
    "shape beyond the record": (beyond, "cannot be read as plain weights"),
    "short record": (short, "cannot be read as plain weights"),
    "program": (script, "compressed records|not of one checkpoint"),
    "old format": (
        lambda path: torch.save({"net": {}}, path, _use_new_zipfile_serialization=False), "it is not a zip"
    ),
    "five gigabytes": (huge, "5120.0 MB where at most 64.0 MB can be right"),
    "pipe": (os.mkfifo, "not an ordinary file"),
    "folder": (os.mkdir, "cannot be read"),
    "link to a device": (lambda path: path.symlink_to("/dev/zero"), "not an ordinary file"),
}
