"""Checkpoint files (.pth) as torch saves them, a zip of a pickle and one record per tensor: refused unless plain.

torch reads them weights-only, which runs no code. What it does not do is bound the memory: a zip may unpack to a
thousand times its size, and a pickle may ask for any. So the file is checked first, and what torch gets to see is
written anew from the checked records; it cannot find anything else in the file.
"""

from __future__ import annotations

import io
import pickletools
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
_OTHER_WAYS_TO_NAMES = {"STACK_GLOBAL", "INST", "EXT1", "EXT2", "EXT4"}


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
    """Names that a pickle takes from Python are looked at without running it."""
    for opcode, argument, _ in pickletools.genops(table):
        if opcode.name in _OTHER_WAYS_TO_NAMES or (opcode.name == "GLOBAL" and argument not in _ALLOWED):
            name = str(argument or opcode.name).replace(" ", ".")
            raise ValueError(f"it asks for '{name:.100}', which tensors do not need")
