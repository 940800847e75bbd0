"""Checkpoint files (.pth) as torch saves them, a zip of a pickle and one record per tensor: refused unless plain.

torch reads them weights-only, which runs no code. What it does not do is bound the memory: a zip may unpack to a
thousand times its size, and a pickle may ask for any. So the file is checked first, and what torch gets to see is
written anew from the checked records; it cannot find anything else in the file.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile

from .bounded import MEGABYTE

MOST_BYTES = 64 * MEGABYTE
"""Sixty times the RAS2S checkpoint as released."""

_MOST_RECORDS = 4096
_MOST_PICKLE = MEGABYTE
"""The released checkpoint has 350 records, and a pickle of 31 KB."""

_PLAIN_RECORD = re.compile(
    r"(?P<top>[^/\\]+)/(data\.pkl|data/\d+|version|byteorder|\.format_version|\.storage_alignment)"
)
_ENTRY_MARK = b"PK\x01\x02"

_ALLOWED = {
    "collections OrderedDict",
    "torch._utils _rebuild_parameter",
    "torch._utils _rebuild_tensor_v2",
    *(f"torch {kind}Storage" for kind in ("BFloat16", "Bool", "Double", "Float", "Half", "Int", "Long")),
}
_GLOBAL = ord("c")
_COUNTED = {ord("X"): 4, 0x8A: 1}
"""Opcodes of texts and long integers: how many bytes hold the length."""

_SIMPLE = {
    **dict.fromkeys(b".}])(tNQRabesu\x85\x86\x87\x88\x89", 0),
    **dict.fromkeys(b"\x80Khq", 1),
    ord("M"): 2,
    **dict.fromkeys(b"Jjr", 4),
    ord("G"): 8,
}
"""The other opcodes that tables of tensors are made of (containers, numbers, the memo, calls): bytes that follow."""


def plain_checkpoint(content: bytes) -> io.BytesIO:
    """``content`` reduced to its tensors and their table, for ``torch.load(…, weights_only=True)``.

    The memory it takes is a small multiple of the content's. Raises ``ValueError`` saying why it is refused.
    """
    if not content.startswith(b"PK\x03\x04"):
        raise ValueError("it is not a zip, as torch has saved checkpoints since version 1.6")
    # Counted before the directory is parsed: every entry costs some ten times its size.
    if content.count(_ENTRY_MARK) > _MOST_RECORDS:
        raise ValueError(f"it has more than {_MOST_RECORDS} records")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _rewritten(archive, len(content))
    except (zipfile.BadZipFile, RuntimeError, EOFError, OSError, LookupError, struct.error) as error:
        raise ValueError(f"it is a damaged zip: {error}") from error


def _rewritten(archive: zipfile.ZipFile, size: int) -> io.BytesIO:
    records = archive.infolist()
    if any(record.compress_type != zipfile.ZIP_STORED for record in records):
        raise ValueError("it has compressed records, which torch never writes")
    if sum(record.file_size for record in records) > size:
        raise ValueError("its records claim more bytes than the file has")
    if len({record.filename for record in records}) < len(records):
        raise ValueError("two of its records share a name")
    plain = {record: found for record in records if (found := _PLAIN_RECORD.fullmatch(record.filename))}
    pickles = [record for record in plain if record.filename.endswith("/data.pkl")]
    if len(pickles) != 1 or len({found["top"] for found in plain.values()}) != 1:
        raise ValueError("it is a zip, but not of one checkpoint")
    if pickles[0].file_size > _MOST_PICKLE:
        raise ValueError(f"its table of tensors has {pickles[0].file_size} bytes; at most {_MOST_PICKLE} can be right")
    _refuse_code(archive.read(pickles[0]))
    copy = io.BytesIO()
    with zipfile.ZipFile(copy, "w") as fresh:
        for record in plain:
            fresh.writestr(record.filename, archive.read(record))
    copy.seek(0)
    return copy


def _refuse_code(table: bytes) -> None:
    """Looks at every opcode of a pickle without running it; those that are not listed above are refused."""
    file = io.BytesIO(table)
    while code := file.read(1):
        opcode = code[0]
        if opcode == _GLOBAL:
            name = b" ".join(file.readline().rstrip(b"\n") for _ in range(2)).decode("utf-8", "replace")
            if name not in _ALLOWED:
                raise ValueError(f"it asks for '{name.replace(' ', '.'):.100}', which tensors do not need")
        elif opcode in _COUNTED:
            file.seek(int.from_bytes(file.read(_COUNTED[opcode]), "little"), io.SEEK_CUR)
        elif opcode in _SIMPLE:
            file.seek(_SIMPLE[opcode], io.SEEK_CUR)
        else:
            raise ValueError(f"its table has the opcode {opcode:#04x}, which tensors do not need")
