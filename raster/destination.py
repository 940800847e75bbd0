"""Whether an output may be written where it was asked for."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from ..errors import OutputRefused
from .companions import companions, foreign_header, foreign_world_file, headers, other_owners
from .inputs import input_files
from .moves import recover
from .source import CubeSource

# What may be added to the output's name, for its sidecar.
_LONGEST_ENDING = ".aux.xml"


def check_destination(path: str, source: CubeSource, *, driver: str) -> Path:
    """The absolute path to write to, where an earlier run that was killed has left no files between two names.

    Raises OutputRefused when writing is impossible there, or would destroy the input or another raster's header, or
    when files beside it would mislead its readers.
    """
    if path.startswith("/vsi"):
        raise OutputRefused(f"Output {path} is not a plain file, which it must be to appear only when complete.")
    final = Path(os.path.abspath(path))
    try:
        with suppress(FileNotFoundError, NotADirectoryError):
            os.lstat(final.with_name(final.name + _LONGEST_ENDING))
        is_folder = final.is_dir()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise OutputRefused(f"Output {path} cannot be a file's name here: {reason}. Choose another name.") from error
    if is_folder:
        raise OutputRefused(f"Output {final} is a folder. Give a file name in it, such as restored.tif.")
    if final.parent.is_dir():
        _check_folder(final)
        if final.exists() and not os.access(final, os.W_OK):
            raise OutputRefused(f"Output {final} may not be written to: it is protected. Choose another name.")
        recover(final)
        _refuse_input(final, source, driver)
        check_header(final, driver=driver)
        if driver == "GTiff" and source.dataset.GetGeoTransform(can_return_null=True) is None:
            _refuse_world_file(final)
    return final


def check_header(final: Path, *, driver: str) -> None:
    """Raises OutputRefused when the output would need a header, or be read with one, that is not its own."""
    header = foreign_header(final) if driver == "ENVI" else None
    if header is not None:
        owners = other_owners(header, final)
        owner = f"{owners[0].name} beside it" if owners else "a file that is not there"
        raise OutputRefused(
            f"Output {final} needs the header {header.name}, which belongs to {owner}. Choose another name."
        )


def make_folder(final: Path) -> list[Path]:
    """Makes the output's folder when it is missing; returns the folders made, the outermost first.

    Raises OutputRefused when that is impossible.
    """
    missing = [folder for folder in (*reversed(final.parent.parents), final.parent) if not folder.exists()]
    try:
        final.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        remove_folders(missing)
        raise OutputRefused(f"Output {final}: its folder cannot be made: {error.strerror}. Choose another.") from error
    _check_folder(final)
    return missing


def remove_folders(made: list[Path]) -> None:
    """Removes folders, given as ``make_folder`` does; one in which something lies stays."""
    for folder in reversed(made):
        with suppress(OSError):
            folder.rmdir()


def _check_folder(final: Path) -> None:
    if not os.access(final.parent, os.R_OK | os.W_OK | os.X_OK):
        raise OutputRefused(f"Output {final}: its folder may not be written to. Choose another folder.")


def _refuse_world_file(final: Path) -> None:
    world = foreign_world_file(final)
    if world is not None:
        raise OutputRefused(
            f"Output {final} has no place on the ground, and would get that of {world.name} beside it, which is not "
            f"its own. Choose another name."
        )


def _refuse_input(final: Path, source: CubeSource, driver: str) -> None:
    written = [final, *companions(final, driver=driver), *(headers(final) if driver == "ENVI" else ())]
    existing = [file for file in written if file.exists()]
    for file in existing:
        for name in input_files(source):
            if os.path.samefile(name, file):
                raise OutputRefused(
                    f"Output {final} would overwrite {file.name}, which the input {source.path} is read from. "
                    f"Choose another name."
                )
