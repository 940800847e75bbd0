"""Tables and reports on disk: several files that appear together, whole, or not at all."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from ..errors import OutputRefused


def check_outputs(paths: Sequence[str], inputs: Sequence[str] = ()) -> None:
    """Raises ``OutputRefused`` before any work for files that cannot be written, are folders, or are the input."""
    finals = [Path(os.path.abspath(path)) for path in paths]
    for final in finals:
        if final.is_dir():
            raise OutputRefused(f"Output {final} is a folder. Give a file name in it.")
        if finals.count(final) > 1:
            raise OutputRefused(f"Output {final} was asked for twice. Give each output a name of its own.")
        if final.exists() and any(os.path.exists(name) and os.path.samefile(final, name) for name in inputs):
            raise OutputRefused(f"Output {final} would overwrite an input. Choose another name.")
        existing = next(folder for folder in final.parents if folder.exists())
        if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
            raise OutputRefused(f"Output {final}: its folder may not be written to. Choose another folder.")


def write_outputs(texts: Mapping[str, str]) -> None:
    """Writes every text (UTF-8) to its path, each under a temporary name first, and renames when all are complete.

    Raises ``OutputRefused``; no temporary remains then.
    """
    with staged_outputs(texts):
        pass


@contextmanager
def staged_outputs(texts: Mapping[str, str]) -> Iterator[None]:
    """``write_outputs`` around other work: the texts lie on the disk when it begins, and appear only if it succeeds."""
    staged: list[tuple[Path, Path]] = []
    try:
        for path, text in texts.items():
            final = Path(os.path.abspath(path))
            stage = final.with_name(f"{final.stem[:40]}.hyperrestore-{uuid.uuid4().hex[:12]}{final.suffix}")
            staged.append((stage, final))
            with _refused(final):
                final.parent.mkdir(parents=True, exist_ok=True)
                stage.write_text(text, encoding="utf-8", newline="")
        yield
        for stage, final in staged:
            with _refused(final):
                os.replace(stage, final)
    finally:
        for stage, _ in staged:
            with suppress(OSError):
                stage.unlink()


@contextmanager
def _refused(final: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise OutputRefused(f"Output {final} cannot be written: {error.strerror or error}.") from error
