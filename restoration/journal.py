"""The journal of a run: what it takes to go on where it was stopped, however it was stopped.

A file with a head and two places. The head says what is being done (`resume`); the places take turns in holding the
latest moment at which everything lay safely on the disk. A moment that was being written when the power went is told
by its checksum, and the one before it still stands.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import BinaryIO

import numpy as np

from ..raster import SavedFile, flush_to_disk

MAGIC = b"HRJOURN1"
_RECORD = struct.Struct("<8sQQ32s")
_ALIGNMENT = 4096
_LARGEST_HEAD = 1 << 24
_PART = 1 << 20


@dataclass(frozen=True)
class Moment:
    """The state of a run after ``done`` tiles: the output's file (``length``, ``head``, ``beside``: `SavedFile`), what
    later tiles blend with (``right``, ``below``), and what was counted (``changed``, bool [B]). Tiles form groups of
    ``group``, of which memory holds ``at_once``; ``account`` is the model's own."""

    done: int
    group: int
    at_once: int
    clamped: int
    unusable: int
    account: str
    length: int
    head: np.ndarray
    beside: np.ndarray
    right: np.ndarray
    below: np.ndarray
    changed: np.ndarray

    @property
    def file(self) -> SavedFile:
        return SavedFile(self.head, self.beside, self.length)


class Journal:
    """Over ``file``, open for reading and writing, which the run holds alone."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._start = self._room = self._number = 0

    def read(self) -> tuple[dict[str, str], Moment] | None:
        """What an earlier run did, and its latest moment; None when there is nothing to go on from."""
        head = self._find_record(0, _LARGEST_HEAD)
        if head is None:
            return None
        try:
            said = json.loads(_read_all(self._file, head[1]))
            self._start, room = int(said["start"]), int(said["room"])
            task = {str(key): str(value) for key, value in said["task"].items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            return None
        # Both are looked through before one of them is read: a moment may be large.
        places = (self._start + place * room for place in range(2))
        found = [(record[0], place) for place, record in ((at, self._find_record(at, room)) for at in places) if record]
        for number, at in sorted(found, reverse=True):
            self._find_record(at, room)
            moment = _unpacked(self._file)
            if moment is not None:
                self._number, self._room = number, room
                return task, moment
        return None

    def begin(self, task: Mapping[str, str], largest_moment: int) -> None:
        """Starts an empty journal for ``task``. ``largest_moment``: the most bytes of arrays that one will have."""
        self._room = _aligned(largest_moment + (1 << 20))
        payload = json.dumps({"task": dict(task), "room": self._room, "start": 0}).encode()
        self._start = _aligned(_RECORD.size + len(payload) + 32)
        payload = json.dumps({"task": dict(task), "room": self._room, "start": self._start}).encode()
        self._number = 0
        self._write_record(0, 0, [payload])

    def save(self, moment: Moment) -> None:
        """Puts ``moment`` on the disk itself, in place of the last but one. Raises OSError."""
        self._number += 1
        self._write_record(self._start + self._number % 2 * self._room, self._number, _packed(moment))

    def _write_record(self, at: int, number: int, parts: list[bytes | memoryview]) -> None:
        digest, length = hashlib.sha256(), 0
        for part in parts:
            digest.update(part)
            length += len(part)
        self._file.seek(at)
        _write_all(self._file, _RECORD.pack(MAGIC, number, length, digest.digest()))
        for part in parts:
            _write_all(self._file, part)
        flush_to_disk(self._file.fileno())

    def _find_record(self, at: int, most: int) -> tuple[int, int] | None:
        """The number and the length of the record at a place, if it is whole; the file then stands where it begins."""
        self._file.seek(at)
        raw = _read_all(self._file, _RECORD.size)
        if len(raw) < _RECORD.size:
            return None
        magic, number, length, digest = _RECORD.unpack(raw)
        if magic != MAGIC or length > most:
            return None
        found, left = hashlib.sha256(), length
        while left > 0 and (part := self._file.read(min(left, _PART))):
            found.update(part)
            left -= len(part)
        self._file.seek(at + _RECORD.size)
        return (number, length) if not left and found.digest() == digest else None


def _packed(moment: Moment) -> list[bytes | memoryview]:
    names = ("head", "beside", "right", "below", "changed")
    arrays = {name: np.ascontiguousarray(getattr(moment, name)) for name in names}
    numbers = {field.name: getattr(moment, field.name) for field in fields(moment) if field.name not in arrays}
    shapes = {name: [array.dtype.str, list(array.shape)] for name, array in arrays.items()}
    text = json.dumps({"numbers": numbers, "arrays": shapes}).encode()
    return [struct.pack("<Q", len(text)), text, *(array.reshape(-1).view(np.uint8).data for array in arrays.values())]


def _unpacked(file: BinaryIO) -> Moment | None:
    try:
        (length,) = struct.unpack("<Q", _read_all(file, 8))
        # Versions before 0.7.3 had no sidecars there; what they left is read to say that it is of another version.
        written, arrays = json.loads(_read_all(file, length)), {"beside": np.empty(0, np.uint8)}
        for name, (kind, shape) in written["arrays"].items():
            arrays[name] = np.empty(shape, np.dtype(kind))
            _fill(arrays[name].reshape(-1).view(np.uint8).data, file)
        return Moment(**written["numbers"], **arrays)
    except (ValueError, KeyError, TypeError, struct.error):
        return None


def _aligned(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT


def _write_all(file: BinaryIO, part: bytes | memoryview) -> None:
    view = memoryview(part)
    while len(view):
        view = view[file.write(view) :]


def _read_all(file: BinaryIO, length: int) -> bytes:
    """So many bytes, or all there are."""
    parts = []
    while length > 0 and (part := file.read(min(length, _PART))):
        parts.append(part)
        length -= len(part)
    return b"".join(parts)


def _fill(view: memoryview, file: BinaryIO) -> None:
    """Reads into all of ``view``; what is missing stays, and a record that was found whole misses nothing."""
    while len(view) and (count := file.readinto(view[:_PART])):
        view = view[count:]
