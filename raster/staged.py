"""Files under temporary names: what they are called, where they are found, and how they get safely onto the disk."""

from __future__ import annotations

import errno
import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path

from .companions import MARK

# Names may have 255 bytes, and a letter up to four.
_STEM_LETTERS = 40
_NO_FLUSHING = (errno.EINVAL, errno.ENOTSUP, errno.ENOTTY)


def stage_path(final: Path, use: str = "") -> Path:
    """A temporary name in the same folder (a rename must not cross file systems), with the same extension.

    The same for every run with this output, so that a run finds what an interrupted one has left; another one for each
    ``use``.
    """
    mark = hashlib.sha256((final.name + use).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return final.with_name(f"{final.stem[:_STEM_LETTERS]}{MARK}{mark}{final.suffix}")


def staged_files(stage: Path) -> list[Path]:
    """The temporary data file and its sidecars, as far as they exist."""
    return sorted(file for file in stage.parent.iterdir() if file.name.startswith(stage.stem + "."))


def pack_sidecars(stage: Path) -> bytes:
    """All sidecars of a closed temporary file, as they are; raises OSError."""
    files = [file for file in staged_files(stage) if file != stage]
    return json.dumps({file.name: file.read_bytes().decode("latin-1") for file in files}).encode()


def put_back_sidecars(stage: Path, packed: bytes) -> None:
    """The sidecars as they were packed: a header that was being written when a run was killed is empty. Raises OSError,
    ValueError."""
    kept = json.loads(packed)
    for file in staged_files(stage):
        if file != stage and file.name not in kept:
            file.unlink()
    for name, content in kept.items():
        sidecar = stage.with_name(Path(name).name)
        # A new file: a link of that name is not followed.
        sidecar.unlink(missing_ok=True)
        sidecar.write_bytes(content.encode("latin-1"))


def discard(stage: Path) -> None:
    """Removes every temporary; one that cannot be removed must not hide the error that led here."""
    with suppress(OSError):
        for file in staged_files(stage):
            with suppress(OSError):
                file.unlink()


def sync_file(file: Path) -> None:
    """Returns when what was written to ``file`` lies on the disk itself; raises OSError."""
    # Windows flushes only what was opened for writing.
    with open(file, "r+b") as opened:
        flush_to_disk(opened.fileno())


def sync_folder(folder: Path) -> None:
    """Makes new and changed names durable, where the system can open a folder and flush it; raises OSError."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        flush_to_disk(descriptor)
    except OSError as error:
        if error.errno not in _NO_FLUSHING:
            raise
    finally:
        os.close(descriptor)


def flush_to_disk(descriptor: int) -> None:
    """Returns when what was written to an open file lies on the disk itself; raises OSError."""
    if os.name == "posix":
        import fcntl

        # On macOS fsync stops at the disk's own cache.
        if hasattr(fcntl, "F_FULLFSYNC"):
            try:
                fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
                return
            except OSError as error:
                if error.errno not in _NO_FLUSHING:
                    raise
    os.fsync(descriptor)
