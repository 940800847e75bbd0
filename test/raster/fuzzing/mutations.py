"""Damage to files: what disks, transfers, editors and programs do to them, and what nobody does but an attacker."""

from __future__ import annotations

import re

import numpy as np

_NUMBERS = (
    "0", "-1", "1", "2", "3", "7", "12", "255", "256", "65535", "65536", "2147483647", "2147483648", "4294967295",
    "-2147483648", "9223372036854775807", "18446744073709551616", "99999999999999999999999", "1e9", "1e400", "-1e400",
    "nan", "inf", "-inf", "0x10", "1.5", "-0", "+5", "1e-320", "\u0664", "1 000", "1,5", "",
)  # fmt: skip
_WORDS = (
    "bsq", "bil", "bip", "tif", "Int16", "Float64", "CFloat32", "Byte", "{", "}", "{}", "{{{{", "=", "\0", "\ufeff",
    "\u00e9\u4e2d\U0001f600", "<", "]]>", "&amp;", "&#0;", '"', "../../../etc/passwd", "/dev/zero", "a" * 5000, "%s%n",
    "UTM", "Geographic Lat/Lon", "true", "\r\n", "\t", "in.tif", "in.vrt", "in.dat", "units=Meters", "-",
)  # fmt: skip
_FIELDS = (
    "header offset = 999999", "header offset = 9223372036854775807", "header offset = -4", "samples = 3000000000",
    "lines = 2147483647", "bands = 70000", "bands = 0", "lines = -3", "data type = 6", "data type = 99",
    "data type = 5", "interleave = bip", "interleave = xyz", "byte order = 1", "byte order = 7", "file compression = 1",
    "data ignore value = nan", "data ignore value = 1e500", "map info = {UTM}", "map info = {}", "wavelength = {}",
    "band names = {", "geo points = {1, 1, 1}", "rpc info = {1, 2}", "coordinate system string = {GEOGCS[}",
    "projection info = {3, 6378137}", "bbl = {0, 0, 0, 0, 0}", "samples = 21", "lines = 18", "bands = 4",
)  # fmt: skip
_BYTES = (0, 1, 2, 0x7F, 0x80, 0xFE, 0xFF)
_WORD_SIZES = (2, 4, 8)
_INTEGERS = (0, 1, 2, 3, 255, 256, 65535, 65536, (1 << 31) - 1, 1 << 31, (1 << 32) - 1, (1 << 63) - 1, (1 << 64) - 1)
_HEAD = 600


def mutated(data: bytes, rng: np.random.Generator, *, text: bool) -> bytes:
    """``data`` with one to three pieces of damage, the first places more likely than the others."""
    for _ in range(int(rng.choice([1, 1, 1, 2, 3]))):
        changes = (*_TEXT_CHANGES, *_TEXT_CHANGES, *_BINARY_CHANGES) if text else _BINARY_CHANGES
        data = changes[int(rng.integers(len(changes)))](data, rng)
    return data


def _place(data: bytes, rng: np.random.Generator) -> int:
    """A position: in the head, about the directory of a TIFF, or anywhere."""
    spots = [int(rng.integers(max(1, len(data)))), int(rng.integers(max(1, min(len(data), _HEAD))))]
    if data[:4] in (b"II*\0", b"MM\0*"):
        order = "little" if data[:2] == b"II" else "big"
        directory = int.from_bytes(data[4:8], order)
        spots += [min(len(data) - 1, directory + int(rng.integers(300)))] * 2
    return spots[int(rng.integers(len(spots)))]


def _flip(data: bytes, rng: np.random.Generator) -> bytes:
    changed = bytearray(data)
    for _ in range(int(rng.choice([1, 1, 2, 8]))):
        if changed:
            changed[_place(data, rng)] ^= 1 << int(rng.integers(8))
    return bytes(changed)


def _set_byte(data: bytes, rng: np.random.Generator) -> bytes:
    place = _place(data, rng)
    return data[:place] + bytes([_BYTES[int(rng.integers(len(_BYTES)))]]) + data[place + 1 :]


def _set_integer(data: bytes, rng: np.random.Generator) -> bytes:
    size = _WORD_SIZES[int(rng.integers(len(_WORD_SIZES)))]
    place = _place(data, rng) // 2 * 2
    number = _INTEGERS[int(rng.integers(len(_INTEGERS)))] % (1 << 8 * size)
    return data[:place] + number.to_bytes(size, str(rng.choice(["little", "big"]))) + data[place + size :]


def _change_tag(data: bytes, rng: np.random.Generator) -> bytes:
    """One field of one entry in the first directory of a classic TIFF; for other files as `_set_integer`."""
    order = {b"II*\0": "little", b"MM\0*": "big"}.get(data[:4])
    start = int.from_bytes(data[4:8], order) if order else len(data)
    count = int.from_bytes(data[start : start + 2], order or "little")
    if not 0 < count < 60 or start + 2 + 12 * count > len(data):
        return _set_integer(data, rng)
    offset, size = ((0, 2), (2, 2), (4, 4), (8, 4), (8, 4), (8, 2))[int(rng.integers(6))]
    place = start + 2 + 12 * int(rng.integers(count)) + offset
    number = _INTEGERS[int(rng.integers(len(_INTEGERS)))] % (1 << 8 * size)
    return data[:place] + number.to_bytes(size, order) + data[place + size :]


def _truncate(data: bytes, rng: np.random.Generator) -> bytes:
    return data[: int(rng.integers(len(data) + 1))]


def _insert(data: bytes, rng: np.random.Generator) -> bytes:
    place = _place(data, rng)
    return data[:place] + rng.bytes(int(rng.integers(1, 20))) + data[place:]


def _delete(data: bytes, rng: np.random.Generator) -> bytes:
    place = _place(data, rng)
    return data[:place] + data[place + int(rng.integers(1, 40)) :]


def _repeat(data: bytes, rng: np.random.Generator) -> bytes:
    place, length = _place(data, rng), int(rng.integers(1, 200))
    return data[: place + length] + data[place:]


def _blank(data: bytes, rng: np.random.Generator) -> bytes:
    place, length = _place(data, rng), int(rng.integers(1, 200))
    return data[:place] + bytes(len(data[place : place + length])) + data[place + length :]


def _swap_lines(data: bytes, rng: np.random.Generator) -> bytes:
    lines = data.split(b"\n")
    one, other = (int(rng.integers(len(lines))) for _ in range(2))
    lines[one], lines[other] = lines[other], lines[one]
    return b"\n".join(lines)


def _drop_line(data: bytes, rng: np.random.Generator) -> bytes:
    lines = data.split(b"\n")
    del lines[int(rng.integers(len(lines)))]
    return b"\n".join(lines)


def _double_line(data: bytes, rng: np.random.Generator) -> bytes:
    lines = data.split(b"\n")
    lines.insert(int(rng.integers(len(lines))), lines[int(rng.integers(len(lines)))])
    return b"\n".join(lines)


def _change_number(data: bytes, rng: np.random.Generator) -> bytes:
    found = list(re.finditer(rb"[-+]?\d[\d.eE+-]*", data))
    return _replaced(data, found, _NUMBERS[int(rng.integers(len(_NUMBERS)))], rng)


def _change_word(data: bytes, rng: np.random.Generator) -> bytes:
    found = list(re.finditer(rb"[A-Za-z_]+|[{}<>=\"]", data))
    return _replaced(data, found, _WORDS[int(rng.integers(len(_WORDS)))], rng)


def _change_value(data: bytes, rng: np.random.Generator) -> bytes:
    """The value of one field given to another."""
    found = list(re.finditer(rb"(?m)(?<==)[^=\n]*$|(?<=>)[^<>]+(?=<)", data))
    value = found[int(rng.integers(len(found)))][0].decode("utf-8", "replace") if found else ""
    return _replaced(data, found, value, rng)


def _add_field(data: bytes, rng: np.random.Generator) -> bytes:
    """A field of a header that contradicts the others, before, among or after them."""
    lines = data.split(b"\n")
    field = _FIELDS[int(rng.integers(len(_FIELDS)))].encode()
    key = field.split(b"=")[0].strip()
    if rng.integers(2):
        lines = [line for line in lines if line.split(b"=")[0].strip() != key]
    lines.insert(int(rng.integers(1, len(lines) + 1)), field)
    return b"\n".join(lines)


def _replaced(data: bytes, found: list[re.Match], new: str, rng: np.random.Generator) -> bytes:
    if not found:
        return data
    match = found[int(rng.integers(len(found)))]
    return data[: match.start()] + new.encode() + data[match.end() :]


_BINARY_CHANGES = (
    _flip,
    _flip,
    _set_byte,
    _set_integer,
    _change_tag,
    _change_tag,
    _truncate,
    _insert,
    _delete,
    _repeat,
    _blank,
)
_TEXT_CHANGES = (_swap_lines, _drop_line, _double_line, _change_number, _change_number, _change_word, _change_value,
                 _add_field)  # fmt: skip
