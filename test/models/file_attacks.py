"""Hostile weights files, cards and records: each function spoils a sound catalog entry called ``small``.

The attacker writes ``SHA256SUMS``, too, so what they made is what is recorded.
"""
from __future__ import annotations

import json
import os
import pickle
import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import save

from hyperrestore.models.card import ModelCard, write_card
from hyperrestore.models.catalog import Entry
from hyperrestore.models.checksums import SUMS, record
from hyperrestore.models.weights import save_weights
from hyperrestore.test.models.random_ras2s import random_network

CARD = ModelCard("small", "ras2s", {"channels": 8}, "denoise", "cube", "none", "tests")
GIGABYTE = 2**30
Attack = Callable[[Entry], None]


class Trap:
    """Unpickled, it makes the file ``mark``."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple:
        return open, (str(self.mark), "w")


def sound(folder: Path) -> Entry:
    """What the attacks begin with."""
    return save_weights(CARD, random_network(channels=8).state_dict(), folder)


def weights_of(content: Callable[[bytes], bytes]) -> Attack:
    """Other bytes in the weights file, recorded as they are."""

    def attack(entry: Entry) -> None:
        entry.weights_path.write_bytes(content(entry.weights_path.read_bytes()))
        record([entry.weights_path])

    return attack


def header_of(change: Callable[[dict], Any]) -> Attack:
    """Another table of tensors before the same numbers; ``change`` edits it in place or returns its text."""

    def content(data: bytes) -> bytes:
        (length,) = struct.unpack("<Q", data[:8])
        table = json.loads(data[8 : 8 + length])
        text = change(table)
        header = (text if isinstance(text, str) else json.dumps(table)).encode()
        header += b" " * (-len(header) % 8)
        return struct.pack("<Q", len(header)) + header + data[8 + length :]

    return weights_of(content)


def tensors_of(change: Callable[[dict[str, torch.Tensor]], Any]) -> Attack:
    """A well-formed file of other tensors."""

    def content(data: bytes) -> bytes:
        tensors = random_network(channels=8).state_dict()
        change(tensors)
        return save(tensors)

    return weights_of(content)


def card_of(**changes: Any) -> Attack:
    """A card that says something else."""

    def attack(entry: Entry) -> None:
        write_card(replace(CARD, **changes), entry.card_path)
        record([entry.card_path])

    return attack


def card_text(text: Callable[[str], str]) -> Attack:
    """Another text in the card's file."""

    def attack(entry: Entry) -> None:
        entry.card_path.write_text(text(entry.card_path.read_text()))
        record([entry.card_path])

    return attack


def in_place_of(part: str, put: Callable[[Path], Any]) -> Attack:
    """Something else than a file where the file is read; what is recorded stays."""

    def attack(entry: Entry) -> None:
        path = entry.folder / SUMS if part == SUMS else getattr(entry, part)
        path.unlink()
        put(path)

    return attack


def huge(path: Path) -> None:
    """A file that claims five gigabytes and takes none."""
    with open(path, "wb") as file:
        file.truncate(5 * GIGABYTE)


def tampered(entry: Entry) -> None:
    """One bit, and no record of it."""
    data = bytearray(entry.weights_path.read_bytes())
    data[-3] ^= 1
    entry.weights_path.write_bytes(data)


def outside(entry: Entry) -> None:
    """Records that point out of the folder; the file's own is gone."""
    sums = entry.folder / SUMS
    line = next(line for line in sums.read_text().splitlines() if line.endswith(".safetensors"))
    sums.write_text(sums.read_text().replace(line, line.replace("small", "../small").replace("  ", "  ../../etc/")))


def spread(table: dict, name: str, **values: Any) -> None:
    """Changes what the table says of one tensor."""
    table[name].update(values)


def trapped(mark: Path) -> dict[str, Attack]:
    """A pickle under a name that promises none; ``mark`` appears if it is ever unpickled."""
    return {
        "pickle": weights_of(lambda data: pickle.dumps(Trap(mark))),
        "pickle in card": card_text(lambda text: pickle.dumps(Trap(mark), 0).decode("ascii")),
    }


def zip_bomb(data: bytes) -> bytes:
    """A zip whose one record unpacks to a thousand times its size."""
    import io

    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("small/data/0", bytes(64 * 2**20))
    return buffer.getvalue()


FIRST, SECOND = "decoder.attend.weigh.bias", "decoder.attend.weigh.weight"
PLACES = {
    "pipe": os.mkfifo,
    "folder": os.mkdir,
    "link to a device": lambda path: path.symlink_to("/dev/zero"),
    "link to nothing": lambda path: path.symlink_to("/nowhere/at/all"),
    "five gigabytes": huge,
}

ATTACKS: dict[str, tuple[Attack, str]] = {
    "tampered": (tampered, "damaged or was altered"),
    "truncated": (weights_of(lambda data: data[:-5]), "not a readable safetensors"),
    "cut in its header": (weights_of(lambda data: data[:50]), "not a readable safetensors"),
    "empty": (weights_of(lambda data: b""), "not a readable safetensors"),
    "header of gigabytes": (
        weights_of(lambda data: struct.pack("<Q", 8 * GIGABYTE) + data[8:]), "not a readable safetensors"
    ),
    "header of all there is": (weights_of(lambda data: b"\xff" * 8 + data[8:]), "not a readable safetensors"),
    "header of ninety megabytes": (
        weights_of(lambda data: struct.pack("<Q", 90 * 2**20) + b" " * (90 * 2**20)), "can be right"
    ),
    "nested header": (header_of(lambda table: 9999 * '{"a":'), "not a readable safetensors"),
    "a tensor twice": (
        header_of(lambda table: json.dumps(table)[:-1] + f', "{FIRST}": {json.dumps(table[SECOND])}}}'),
        "not a readable safetensors",
    ),
    "overlapping": (
        header_of(lambda table: spread(table, SECOND, data_offsets=[0, table[SECOND]["data_offsets"][1]])),
        "not a readable safetensors",
    ),
    "out of range": (
        header_of(lambda table: spread(table, FIRST, data_offsets=[2**40, 2**40 + 12])), "not a readable safetensors"
    ),
    "backwards": (header_of(lambda table: spread(table, FIRST, data_offsets=[12, 0])), "not a readable safetensors"),
    "wider type": (header_of(lambda table: spread(table, FIRST, dtype="F64")), "not a readable safetensors"),
    "unknown type": (header_of(lambda table: spread(table, FIRST, dtype="F4")), "not a readable safetensors"),
    "made-up type": (header_of(lambda table: spread(table, FIRST, dtype="pickle")), "not a readable safetensors"),
    "endless shape": (
        header_of(lambda table: spread(table, FIRST, shape=[2**40, 2**40])), "not a readable safetensors"
    ),
    "integers": (
        tensors_of(lambda tensors: tensors.update({FIRST: torch.zeros(3, dtype=torch.int64)})), "do not fit.*int64"
    ),
    "complex": (
        tensors_of(lambda tensors: tensors.update({FIRST: torch.zeros(3, dtype=torch.complex64)})),
        "do not fit.*complex64",
    ),
    "infinite once narrowed": (
        tensors_of(lambda tensors: tensors.update({FIRST: torch.full((3,), 1e300, dtype=torch.float64)})),
        "not numbers",
    ),
    "other shape": (tensors_of(lambda tensors: tensors.update({FIRST: torch.zeros(4)})), rf"do not fit.*{FIRST}"),
    "a tensor too many": (tensors_of(lambda tensors: tensors.update({"x": torch.zeros(1)})), "'x' is not part of it"),
    "a tensor too few": (tensors_of(lambda tensors: tensors.pop(FIRST)), rf"'{FIRST}' is missing"),
    "zip bomb": (weights_of(zip_bomb), "not a readable safetensors"),
    "card of another network": (card_of(architecture="sscan", arguments={}), "do not fit a SSCAN"),
    "card of no network": (card_of(architecture="other"), "architecture 'other'"),
    "card of a list": (card_of(architecture=["ras2s"]), "architecture must be a text"),
    "a billion channels": (card_of(arguments={"channels": 10**9}), "at most 1024 can be used"),
    "more than memory": (
        card_of(arguments={"channels": 1024, "regions": 255, "reach": 1024}), "at most 67108864 can be used"
    ),
    "a billion blocks": (card_of(architecture="sscan", arguments={"blocks": 10**9}), "at most 1024 can be used"),
    "blocks times blocks": (
        card_of(architecture="ssrnet", arguments={"modules": 1000, "units": 1000}), "at most 256 can be built"
    ),
    "not a number": (card_of(arguments={"channels": float("nan")}), "not of the type int"),
    "a bound that is none": (card_of(arguments={"bound": float("nan")}), "at most 1024"),
    "an infinite bound": (card_of(arguments={"bound": float("inf")}), "at most 1024"),
    "a truth for a number": (card_of(arguments={"channels": True}), "not of the type int"),
    "a text for a number": (card_of(arguments={"channels": 10**6 * "8"}), "not of the type int"),
    "a list for a number": (card_of(arguments={"regions": [3]}), "not of the type int"),
    "minus eight channels": (card_of(arguments={"channels": -8}), "channels must be even"),
    "unknown argument": (card_of(arguments={"__class__": 1}), "unexpected keyword"),
    "a million digits": (card_text(lambda text: text.replace("8", 10**6 * "8", 1)), "a number of 1000000 digits"),
    "nested card": (card_text(lambda text: 10**5 * '{"a":'), "model card .* cannot be read"),
    "letters without end": (card_of(architecture=10**6 * "x"), "at most 200 letters"),
    "metrics that are none": (card_of(metrics=(1, 2)), "must be objects"),
    "card of two megabytes": (card_of(notes=2**21 * "x"), "2.0 MB where at most 1.0 MB"),
    "records outside": (outside, "has no line in"),
    **{
        f"{place} for {part}": (in_place_of(part, put), "has no line in|cannot be read")
        for place, put in PLACES.items()
        for part in ("weights_path", "card_path", SUMS)
    },
}
