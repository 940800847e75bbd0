"""The data elements of a MAT file of version 5 to 7: type, length and bytes, plain or compressed.

scipy has a reader, too, but it trusts the file: damaged ones crash it, and with it QGIS. Here every length is checked.
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from typing import BinaryIO

MATRIX, COMPRESSED = 14, 15
NUMBERS = {1: "i1", 2: "u1", 3: "i2", 4: "u2", 5: "i4", 6: "u4", 7: "f4", 9: "f8", 12: "i8", 13: "u8"}
"""numpy's codes of the element types that are numbers."""

_LONGEST_PART = 1 << 16
_PIECE = 1 << 20


class Damaged(Exception):
    """The bytes are not what the format demands; the message is the end of a sentence."""


@dataclass(frozen=True)
class Element:
    """A variable's place in the file: ``start`` of its content and ``size`` in bytes, as stored."""

    start: int
    size: int
    packed: bool


@dataclass(frozen=True)
class Part:
    """The head of a part of a variable: its type and length, and its bytes when they are within the head."""

    kind: int
    size: int
    inline: bytes | None


def find_elements(file: BinaryIO, start: int, end: int, order: str) -> list[Element]:
    """The variables from ``start`` to the file's ``end``; ``order`` is ``<`` or ``>``. Raises Damaged."""
    found = []
    while start < end:
        file.seek(start)
        head = file.read(8)
        if len(head) < 8:
            raise Damaged("it ends within a variable")
        kind, size = struct.unpack(f"{order}II", head)
        if kind not in (MATRIX, COMPRESSED):
            raise Damaged(f"there is no variable at byte {start}")
        if start + 8 + size > end:
            raise Damaged(f"it ends {start + 8 + size - end} bytes too early")
        found.append(Element(start + 8, size, packed=kind == COMPRESSED))
        start += 8 + size
    return found


class ElementReader:
    """The bytes of one variable from first to last, inflated as far as they are asked for. Raises Damaged."""

    def __init__(self, file: BinaryIO, element: Element, order: str) -> None:
        self._file = file
        self._left = element.size
        self._order = order
        self._inflate = zlib.decompressobj() if element.packed else None
        file.seek(element.start)
        if element.packed:
            part = self.part()
            if part.kind != MATRIX:
                raise Damaged("what is compressed is no variable")

    @property
    def position(self) -> int:
        """Where in the file the next byte lies, of an element that is not compressed."""
        return self._file.tell()

    def part(self) -> Part:
        """The head of the next part."""
        first, second = struct.unpack(f"{self._order}II", self.read(8))
        if first >> 16:
            size = first >> 16
            if size > 4:
                raise Damaged("a part is longer than its place")
            return Part(first & 0xFFFF, size, struct.pack(f"{self._order}I", second)[:size])
        return Part(first, second, None)

    def content(self, part: Part) -> bytes:
        """All bytes of a short part, and on to the next one."""
        if part.inline is not None:
            return part.inline
        if part.size > _LONGEST_PART:
            raise Damaged(f"a description takes {part.size} bytes")
        return self.read(-(-part.size // 8) * 8)[: part.size]

    def read(self, count: int) -> bytes:
        """The next ``count`` bytes."""
        buffer = bytearray(count)
        self.read_into(memoryview(buffer))
        return bytes(buffer)

    def read_into(self, buffer: memoryview) -> None:
        """Fills a buffer of bytes with the next ones."""
        filled = 0
        while filled < len(buffer):
            piece = self._piece(min(_PIECE, len(buffer) - filled))
            if not piece:
                raise Damaged("a variable is shorter than it says")
            buffer[filled : filled + len(piece)] = piece
            filled += len(piece)

    def check_end(self) -> None:
        """Reads on to the end of a compressed variable, where its checksum is."""
        if self._inflate is not None and (len(self._piece(8)) == 8 or not self._inflate.eof):
            raise Damaged("a variable is longer than it says")

    def _piece(self, count: int) -> bytes:
        """At least one byte, at most ``count``; empty at the end."""
        if self._inflate is None:
            piece = self._file.read(min(count, self._left))
            self._left -= len(piece)
            return piece
        while not self._inflate.eof:
            packed = self._inflate.unconsumed_tail or self._file.read(min(_PIECE, self._left))
            if not self._inflate.unconsumed_tail:
                self._left -= len(packed)
            try:
                piece = self._inflate.decompress(packed, count)
            except zlib.error as error:
                raise Damaged(f"a variable cannot be inflated ({error})") from error
            if piece:
                return piece
            if not packed:
                raise Damaged("a compressed variable is incomplete")
        return b""
