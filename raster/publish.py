"""The last step: files under a temporary name take the final one, all or none."""

from __future__ import annotations

import os
import uuid
from contextlib import suppress
from pathlib import Path

from ..errors import OutputRefused
from .companions import companions
from .destination import check_header
from .moves import Moves, plan_moves
from .staged import discard, stage_path, staged_files, sync_file, sync_folder


def sync_staged(stage: Path) -> None:
    """Returns when the temporary data file, its sidecars and their names lie on the disk itself; raises OSError."""
    for file in staged_files(stage):
        sync_file(file)
    sync_folder(stage.parent)


def publish(stage: Path, final: Path, *, driver: str) -> None:
    """Syncs the temporaries to disk and renames them over the final names.

    Sidecars go first, the data file last and in one atomic step, so that an existing output is either still the old
    one or wholly the new one; where the process dies in between, ``moves.recover`` makes it so. Sidecars of a replaced
    file that the new one does not have are removed: they would describe it wrongly.

    Raises OutputRefused, with all that was there before as it was. The temporaries are then removed if they may be
    incomplete on disk; but if only their names were refused, they stay, and the message says where: hours of work
    must not be lost because another program has the old output open.
    """
    try:
        sync_staged(stage)
    except OSError as error:
        discard(stage)
        raise OutputRefused(f"Output {final} cannot be stored: {error.strerror}. Check the disk.") from error
    moves = None
    try:
        check_header(final, driver=driver)
        moves = plan_moves(stage, final, companions(final, driver=driver))
        moves.carry_out()
    except BaseException as error:
        _take_back(moves)
        if isinstance(error, (OSError, OutputRefused)):
            reason = error.strerror if isinstance(error, OSError) else str(error).rstrip(".")
            kept = _set_aside(stage, final)
            raise OutputRefused(
                f"Output {final} cannot be put in place: {reason}. The complete result was kept as {kept.name} in "
                f"the same folder. Close programs that have {final.name} open, and rename the result."
            ) from error
        discard(stage)
        raise
    # What cannot be tidied up now, the next run with this output finds noted.
    with suppress(OSError):
        moves.settle()


def _take_back(moves: Moves | None) -> None:
    if moves is not None:
        # What cannot be put back now, the next run with this output finds noted.
        with suppress(OSError):
            moves.settle()


def _set_aside(stage: Path, final: Path) -> Path:
    """Gives a complete result a name that no later run uses; where even that is refused, it keeps the one it has."""
    kept = stage_path(final, use=uuid.uuid4().hex)
    moved: list[tuple[Path, Path]] = []
    try:
        sidecars = [file for file in staged_files(stage) if file != stage]
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
