"""The last step: files under a temporary name take the final one, all or none."""

from __future__ import annotations

import hashlib
import os
import uuid
from contextlib import suppress
from pathlib import Path

from ..errors import OutputRefused
from .companions import companions
from .destination import check_header

_MARK = ".hyperrestore-"
# Names may have 255 bytes, and a letter up to four.
_STEM_LETTERS = 40


def stage_path(final: Path, use: str = "") -> Path:
    """A temporary name in the same folder (a rename must not cross file systems), with the same extension.

    The same for every run with this output, so that a run finds what an interrupted one has left; another one for each
    ``use``.
    """
    mark = hashlib.sha256((final.name + use).encode("utf-8", "surrogateescape")).hexdigest()[:12]
    return final.with_name(f"{final.stem[:_STEM_LETTERS]}{_MARK}{mark}{final.suffix}")


def staged_files(stage: Path) -> list[Path]:
    """The temporary data file and its sidecars, as far as they exist."""
    return sorted(file for file in stage.parent.iterdir() if file.name.startswith(stage.stem + "."))


def discard(stage: Path) -> None:
    """Removes every temporary; one that cannot be removed must not hide the error that led here."""
    with suppress(OSError):
        for file in staged_files(stage):
            with suppress(OSError):
                file.unlink()


def publish(stage: Path, final: Path, *, driver: str) -> None:
    """Syncs the temporaries to disk and renames them over the final names.

    Sidecars go first, the data file last and in one atomic step, so that an existing output is either still the old
    one or wholly the new one. Sidecars of a replaced file that the new one does not have are removed: they would
    describe it wrongly.

    Raises OutputRefused, with all that was there before as it was. The temporaries are then removed if they may be
    incomplete on disk; but if only their names were refused, they stay, and the message says where: hours of work
    must not be lost because another program has the old output open.
    """
    try:
        sidecars = [file for file in staged_files(stage) if file != stage]
        for file in (stage, *sidecars):
            _sync(file)
    except OSError as error:
        discard(stage)
        raise OutputRefused(f"Output {final} cannot be stored: {error.strerror}. Check the disk.") from error
    moved: list[tuple[Path, Path]] = []
    try:
        backups = _rename_all(stage, sidecars, final, driver, moved)
    except BaseException as error:
        for here, there in reversed(moved):
            with suppress(OSError):
                os.replace(there, here)
        if isinstance(error, (OSError, OutputRefused)):
            reason = error.strerror if isinstance(error, OSError) else str(error).rstrip(".")
            kept = _set_aside(stage, sidecars, final)
            raise OutputRefused(
                f"Output {final} cannot be put in place: {reason}. The complete result was kept as {kept.name} in "
                f"the same folder. Close programs that have {final.name} open, and rename the result."
            ) from error
        discard(stage)
        raise
    for backup in backups:
        with suppress(OSError):
            backup.unlink()
    _sync_folder(final.parent)


def _rename_all(
    stage: Path, sidecars: list[Path], final: Path, driver: str, moved: list[tuple[Path, Path]]
) -> list[Path]:
    """Renames, and notes in ``moved`` what is to be taken back on failure; returns the old companions' new places."""

    def move(here: Path, there: Path) -> None:
        os.replace(here, there)
        moved.append((here, there))

    check_header(final, driver=driver)
    backups = []
    for number, old in enumerate(companions(final, driver=driver)):
        backups.append(final.with_name(f"{final.stem[:_STEM_LETTERS]}{_MARK}old-{stage.stem[-12:]}-{number}"))
        move(old, backups[-1])
    for file in sidecars:
        move(file, final.with_name(final.stem + file.name[len(stage.stem) :]))
    os.replace(stage, final)
    return backups


def _set_aside(stage: Path, sidecars: list[Path], final: Path) -> Path:
    """Gives a complete result a name that no later run uses; where even that is refused, it keeps the one it has."""
    kept = stage_path(final, use=uuid.uuid4().hex)
    moved: list[tuple[Path, Path]] = []
    try:
        for file in (*sidecars, stage):
            there = kept.with_name(kept.stem + file.name[len(stage.stem) :])
            os.replace(file, there)
            moved.append((there, file))
    except OSError:
        for here, there in reversed(moved):
            with suppress(OSError):
                os.replace(here, there)
        return stage
    return kept


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
