"""Which kind of MAT file a file is."""

from __future__ import annotations

import os

from ...errors import UnsuitableRaster
from .v4 import MatV4
from .v5 import MatV5
from .v73 import MatV73
from .variable import MatFile

_SIGNATURE = b"\x89HDF\r\n\x1a\n"
# MATLAB puts its own 512 bytes in front of the HDF5 file.
_USER_BLOCK = 512


def open_mat(path: str, memory: int) -> MatFile:
    """Opens a MAT file of any version; what would have to be loaded into more than ``memory`` bytes is refused then.

    Raises UnsuitableRaster for what is no MAT file, or a damaged one.
    """
    head = _head(path)
    if _SIGNATURE in (head[: len(_SIGNATURE)], head[_USER_BLOCK:]):
        return MatV73(path, memory, written_by_matlab=head[:6] == b"MATLAB")
    # Later versions begin with a text.
    return MatV4(path) if b"\0" in head[:4] else MatV5(path, memory)


def _head(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            head = file.read(_USER_BLOCK + len(_SIGNATURE))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise UnsuitableRaster(f"MAT file {path} cannot be opened: {reason}. Check the path.") from error
    if not head:
        raise UnsuitableRaster(f"MAT file {path} is empty ({os.path.getsize(path)} bytes). Copy or download it again.")
    return head
