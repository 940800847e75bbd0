"""Tables and reports on disk: several files that appear together, whole, or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import OutputRefused
from ..raster.destination import make_folder, remove_folders
from ..raster.staged import stage_path

ENDINGS = {"html": (".html", ".htm"), "csv": (".csv",), "json": (".json",)}


def check_ending(path: str, kind: str) -> None:
    """Raises ``OutputRefused`` for a file name that does not end as its ``kind`` of text does.

    With another ending a text could take the place of a raster, or of a file that describes one.
    """
    if os.path.splitext(path)[1].lower() not in ENDINGS[kind]:
        raise OutputRefused(
            f"Output {path} is to hold {kind.upper()}. Give a file name that ends in {ENDINGS[kind][0]}."
        )


def check_outputs(paths: Sequence[str], inputs: Sequence[str] = ()) -> None:
    """Raises ``OutputRefused`` before any work for files that cannot be written, are folders, or are the input."""
    finals = [Path(os.path.abspath(path)) for path in paths]
    for final in finals:
        try:
            _check(final, inputs)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise OutputRefused(f"Output {final} cannot be a file's name here: {reason}. Choose another.") from error
        if finals.count(final) > 1:
            raise OutputRefused(f"Output {final} was asked for twice. Give each output a name of its own.")


def _check(final: Path, inputs: Sequence[str]) -> None:
    with suppress(FileNotFoundError, NotADirectoryError):
        os.lstat(final)
    if final.is_dir():
        raise OutputRefused(f"Output {final} is a folder. Give a file name in it.")
    if final.exists() and any(os.path.exists(name) and os.path.samefile(final, name) for name in inputs):
        raise OutputRefused(f"Output {final} would overwrite an input. Choose another name.")
    existing = next(folder for folder in final.parents if folder.exists())
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        raise OutputRefused(f"Output {final}: its folder may not be written to. Choose another folder.")

def write_outputs(texts: Mapping[str, str]) -> None:
    """Writes every text (UTF-8) to its path, each under a temporary name first, and renames when all are complete.

    Raises ``OutputRefused``, with all that was there before as it was.
    """
    with staged_outputs(texts):
        pass


@contextmanager
def staged_outputs(texts: Mapping[str, str]) -> Iterator[None]:
    """``write_outputs`` around other work: the texts lie on the disk when it begins, and appear only if it succeeds."""
    staged: list[tuple[Path, Path]] = []
    made: list[Path] = []
    try:
        for path, text in texts.items():
            final = Path(os.path.abspath(path))
            made += make_folder(final)
            stage = stage_path(final)
            staged.append((stage, final))
            with _refused(final):
                stage.write_text(text, encoding="utf-8", newline="")
        yield
        _rename_all(staged)
    finally:
        for stage, _ in staged:
            with suppress(OSError):
                stage.unlink()
        # Only those that nothing was put in go.
        remove_folders(made)


def _rename_all(staged: Sequence[tuple[Path, Path]]) -> None:
    """Puts every file in its place; when one is refused (another program has it open, say), takes the others back."""
    moved: list[tuple[Path, Path]] = []
    backups: list[Path] = []

    def move(here: Path, there: Path) -> None:
        os.replace(here, there)
        moved.append((here, there))

    try:
        for stage, final in staged:
            with _refused(final):
                if final.exists():
                    backups.append(stage_path(final, use="old"))
                    move(final, backups[-1])
                move(stage, final)
    except BaseException:
        for here, there in reversed(moved):
            with suppress(OSError):
                os.replace(there, here)
        raise
    for backup in backups:
        with suppress(OSError):
            backup.unlink()


@contextmanager
def _refused(final: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputRefused(
            f"Output {final} cannot be written: {error.strerror or error}. Close programs that have it open, or choose "
            f"another name."
        ) from error
