"""The right to write an output: one run at a time, told by a locked file that also takes the run's journal."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from ..errors import OutputRefused
from .staged import flush_to_disk, stage_path

# A link of that name, which whoever may write in the folder can make, would lead to any file of the user's.
_OPEN = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
TRIES = 100
"""Of claiming a file that is no longer there by then; some file systems of networks always seem to say so."""
_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


class Claim:
    """Holds an output until ``release``; the system lets go of it when the process dies, however it dies.

    ``file`` is an unbuffered binary file, open for reading and writing: the journal of the run, as an earlier run left
    it. ``warning`` is a sentence where the folder's file system cannot lock files, else empty.
    """

    def __init__(self, final: Path) -> None:
        self.path = journal_path(final)
        self.warning = ""
        for left in reversed(range(TRIES)):
            self._take(final)
            if self._is_current():
                return
            if left:
                # The run before removed the file between our opening it and locking it.
                self.file.close()
        self.warning = self._unguarded(final, "it shows the same file as another one")

    def _take(self, final: Path) -> None:
        try:
            self.file = os.fdopen(os.open(self.path, _OPEN, 0o666), "r+b", buffering=0)
        except OSError as error:
            raise OutputRefused(
                f"Output {final} was not written: no file can be made beside it: {error.strerror}. Choose another "
                "folder, or free some space."
            ) from error
        try:
            _lock(self.file)
        except OSError as error:
            if error.errno in _TAKEN:
                self.file.close()
                raise OutputRefused(
                    f"Output {final} is being written by another run. Wait for it, or choose another name."
                ) from error
            self.warning = self._unguarded(final, error.strerror)

    @staticmethod
    def _unguarded(final: Path, why: str) -> str:
        return (
            f"The folder of {final.name} cannot lock files ({why}): nothing keeps a second run from writing the same "
            "output."
        )

    def forget(self) -> None:
        """What an earlier run noted is no more, on the disk itself. Raises OSError."""
        self.file.truncate(0)
        flush_to_disk(self.file.fileno())

    def release(self, *, keep: bool = False) -> None:
        """Lets go of the output; the journal stays if ``keep``."""
        if self.file.closed:
            return
        if os.name != "posix":
            self.file.close()
        if not keep:
            with suppress(OSError):
                self.path.unlink()
        self.file.close()

    def _is_current(self) -> bool:
        try:
            return os.path.samestat(os.fstat(self.file.fileno()), os.stat(self.path))
        except FileNotFoundError:
            return False


def journal_path(final: Path) -> Path:
    """Beside the temporary file of an output, and no sidecar of that by its name."""
    stage = stage_path(final)
    return stage.with_name(f"{stage.stem}-run.journal")


def _lock(file) -> None:
    if os.name == "nt":
        import msvcrt

        # A byte far beyond any journal: locked bytes cannot be read by others on Windows.
        file.seek((1 << 31) - 2)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        file.seek(0)
    else:
        import fcntl

        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
