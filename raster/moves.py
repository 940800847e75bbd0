"""Renames that belong together, noted on disk before the first, so that a later run can undo or finish them."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..errors import OutputRefused
from .claim import Claim
from .staged import stage_path, staged_files, sync_file, sync_folder


@dataclass(frozen=True)
class Moves:
    """How the files of ``stage`` take the place of ``final``.

    ``old`` are the existing companions of ``final`` and their backups, ``new`` the temporary sidecars and their final
    names, in the order of the renames; the data file comes last. ``replaced`` tells the data file that was there
    before, if any, from the one that is to come.
    """

    stage: Path
    final: Path
    old: tuple[tuple[Path, Path], ...]
    new: tuple[tuple[Path, Path], ...]
    replaced: tuple[int, ...] | None

    def carry_out(self) -> None:
        """Notes the renames on disk and does them; raises OSError, after which ``settle`` is to be called."""
        note = _note_path(self.final)
        old, new = ([[here.name, there.name] for here, there in pairs] for pairs in (self.old, self.new))
        with suppress(FileNotFoundError):
            note.unlink()
        # A new file: a link of that name is not followed.
        with open(note, "x", encoding="ascii") as file:
            json.dump({"old": old, "new": new, "replaced": self.replaced}, file)
        sync_file(note)
        sync_folder(note.parent)
        for here, there in (*self.old, *self.new, (self.stage, self.final)):
            os.replace(here, there)

    def settle(self) -> bool:
        """Finishes the renames if the data file has its final name, else undoes those that were done.

        Returns whether they are finished. Raises OSError when something cannot be put back, and then keeps the note.
        """
        finished = not os.path.lexists(self.stage) and _identity(self.final) not in (None, self.replaced)
        if finished:
            # Not before the renames are safe: the backups are all there is of what they replaced.
            sync_folder(self.final.parent)
            for _, backup in self.old:
                with suppress(FileNotFoundError):
                    backup.unlink()
        else:
            for here, there in reversed(self._done()):
                os.replace(there, here)
            sync_folder(self.final.parent)
        with suppress(FileNotFoundError):
            _note_path(self.final).unlink()
        return finished

    def _done(self) -> list[tuple[Path, Path]]:
        """The renames that were done, which is all up to one that was not."""
        done = []
        for here, there in self.old:
            # What has the name ``here`` now can be a new sidecar.
            if not os.path.lexists(there):
                return done
            done.append((here, there))
        for here, there in self.new:
            if os.path.lexists(here) or not os.path.lexists(there):
                return done
            done.append((here, there))
        return done


def plan_moves(stage: Path, final: Path, old: list[Path]) -> Moves:
    """The renames that publish the files of ``stage``; ``old`` are the files that describe what ``final`` is now."""
    # With an ending, for a file NAME.* would be taken for the owner of NAME.hdr.
    backups = [final.with_name(f"{stage.stem}-old-{number}.backup") for number in range(len(old))]
    sidecars = [file for file in staged_files(stage) if file != stage]
    named = [final.with_name(final.stem + file.name[len(stage.stem) :]) for file in sidecars]
    return Moves(stage, final, tuple(zip(old, backups)), tuple(zip(sidecars, named)), _identity(final))


def recover(final: Path) -> None:
    """Brings the files of an output back together that a killed run has left between two names.

    Afterwards ``final`` and its sidecars are wholly the old ones, with the new ones under their temporary names, or
    wholly the new ones. Raises OutputRefused when that is impossible, or while another run is at it.
    """
    if not _note_path(final).exists():
        return
    claim = Claim(final)
    try:
        moves = _read(final)
        if moves is not None:
            moves.settle()
    except OSError as error:
        raise OutputRefused(
            f"Output {final}: an earlier run was ended while it put its files in place, and they cannot be put back: "
            f"{error.strerror}. Close programs that have them open, or choose another name."
        ) from error
    finally:
        claim.release(keep=os.fstat(claim.file.fileno()).st_size > 0)


def _note_path(final: Path) -> Path:
    stage = stage_path(final)
    return stage.with_name(f"{stage.stem}-moves.json")


def _read(final: Path) -> Moves | None:
    note = _note_path(final)
    try:
        noted = json.loads(note.read_text("ascii"))
        old, new = (
            tuple((final.with_name(here), final.with_name(there)) for here, there in noted[key])
            for key in ("old", "new")
        )
        replaced = noted["replaced"] and tuple(noted["replaced"])
    except FileNotFoundError:
        return None
    except (ValueError, TypeError, KeyError):
        # The run was ended while it wrote this, before the first rename.
        note.unlink()
        return None
    return Moves(stage_path(final), final, old, new, replaced)


def _identity(file: Path) -> tuple[int, ...] | None:
    """The same for a file under another name; None where there is none."""
    try:
        status = os.stat(file)
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns
