"""The last step: files under a temporary name take the final one, all or none."""

from __future__ import annotations

import os
import uuid
from contextlib import suppress
from pathlib import Path

from ..errors import OutputRefused
from .destination import companions

_MARK = ".hyperrestore-"


def stage_path(final: Path) -> Path:
    """A temporary name in the same folder (a rename must not cross file systems), with the same extension."""
    return final.with_name(f"{final.stem[:100]}{_MARK}{uuid.uuid4().hex[:12]}{final.suffix}")


def staged_files(stage: Path) -> list[Path]:
    """The temporary data file and its sidecars, as far as they exist."""
    return sorted(file for file in stage.parent.iterdir() if file.name.startswith(stage.stem + "."))


def discard(stage: Path) -> None:
    """Removes every temporary; one that cannot be removed must not hide the error that led here."""
    for file in staged_files(stage):
        with suppress(OSError):
            file.unlink()


def publish(stage: Path, final: Path, *, driver: str) -> None:
    """Syncs the temporaries to disk and renames them over the final names.

    Sidecars go first, the data file last and in one atomic step, so that an existing output is either still the old
    one or wholly the new one. Sidecars of a replaced file that the new one does not have are removed: they would
    describe it wrongly. Raises OutputRefused, with everything as it was before.
    """
    sidecars = [file for file in staged_files(stage) if file != stage]
    aside: list[tuple[Path, Path]] = []
    placed: list[Path] = []
    try:
        for file in (stage, *sidecars):
            _sync(file)
        for number, old in enumerate(file for file in companions(final, driver=driver) if file.exists()):
            backup = final.with_name(f"{final.stem[:100]}{_MARK}old-{stage.stem[-12:]}-{number}")
            os.replace(old, backup)
            aside.append((backup, old))
        for file in sidecars:
            target = final.with_name(final.stem + file.name[len(stage.stem) :])
            os.replace(file, target)
            placed.append(target)
        os.replace(stage, final)
    except BaseException as error:
        for file in placed:
            file.unlink()
        for backup, old in aside:
            os.replace(backup, old)
        if isinstance(error, OSError):
            raise OutputRefused(
                f"Output {final} cannot be put in place: {error.strerror}. Close programs that have it open, or choose "
                f"another name."
            ) from error
        raise
    for backup, _ in aside:
        with suppress(OSError):
            backup.unlink()
    _sync_folder(final.parent)


def _sync(file: Path) -> None:
    # Windows flushes only what was opened for writing.
    with open(file, "r+b") as opened:
        os.fsync(opened.fileno())


def _sync_folder(folder: Path) -> None:
    """Makes the renames themselves durable, where the system can open a folder."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
