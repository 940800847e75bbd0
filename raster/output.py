"""An output before its first pixel: place claimed, format tried out, temporary file made or found again."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Mapping
from numbers import Rational
from pathlib import Path

import numpy as np
from osgeo import gdal

from ..errors import Cancelled, InvalidParameter, OutputRefused, WriteFailed
from .claim import Claim
from .destination import check_destination, make_folder, remove_folders
from .dtypes import gdal_type
from .formats import OutputFormat, open_options, output_format
from .gdal_calls import attempt, quiet
from .grid import output_size
from .masks import needs_mask
from .metadata import copy_metadata, finish_metadata
from .nodata import output_nodata
from .publish import publish
from .sink import CubeSink, SavedFile
from .source import CubeSource
from .staged import discard, put_back_sidecars, stage_path
from .verify import find_faults, find_losses


class Output:
    """The restored twin of ``source`` in the making. A context manager: left without a commit, nothing of this run
    remains, unless its sink was suspended. What an earlier run has left stays until it is replaced or gone on with, or
    the user cancels.

    ``width`` and ``height`` are in output pixels; ``nodata`` holds the output's value or None per band; ``claim`` keeps
    other runs away, and its file is theirs to keep a journal in; ``published`` once the file has its final name.
    """

    def __init__(
        self, path: str, source: CubeSource, *, dtype: np.dtype, scale: Rational, tags: Mapping[str, str]
    ) -> None:
        self.dtype = np.dtype(dtype)
        self.scale = scale
        self.source = source
        self.count = source.count
        self.width, self.height = output_size(source.width, source.height, scale)
        self.nodata = tuple(output_nodata(value, source.dtype, self.dtype) for value in source.nodata)
        layout = output_format(path, source, dtype=self.dtype, scale=scale, block=None)
        self.driver = layout.driver
        self.in_place = layout.driver == "ENVI"
        self.final = check_destination(path, source, driver=self.driver)
        self.stage = stage_path(self.final)
        self.losses, self.masked = self._rehearse(layout, tags)
        self._made_folders = make_folder(self.final)
        self._owns_stage = self.published = False
        try:
            self.claim = Claim(self.final)
        except BaseException:
            remove_folders(self._made_folders)
            raise

    def __enter__(self) -> Output:
        return self

    def __exit__(self, kind, *_) -> None:
        if kind is not None and issubclass(kind, Cancelled):
            self._owns_stage = True
        self.close()

    def close(self) -> None:
        """Lets go of the output's place; removes every temporary that is not to be kept."""
        self.drop()
        self.claim.release(keep=self.stage.is_file())
        remove_folders(self._made_folders)

    def drop(self) -> None:
        """Removes the temporary file with its sidecars, if it is not to be kept."""
        if self._owns_stage:
            discard(self.stage)

    def keep(self) -> None:
        """Keeps the temporary file and the journal for a later run, which goes on with them."""
        self._owns_stage = False

    def publish(self) -> None:
        """Gives the complete, closed temporary file the final name (``publish``)."""
        self._owns_stage = False
        publish(self.stage, self.final, driver=self.driver)
        self.published = True

    def create(self, *, block: int | None = None, tags: Mapping[str, str] | None = None) -> CubeSink:
        """A new, empty file, whatever an earlier run has left. ``block`` is the side in pixels of the chunks to be
        written (it becomes the TIFF tile when it can); ``tags`` are written as ``HYPERRESTORE_KEY``."""
        # Before the file that it speaks of: killed in between, a later run must not take this run's file for that one.
        try:
            self.claim.forget()
        except OSError as error:
            raise WriteFailed(
                self.failed(f"its journal cannot be written: {error.strerror}. Is the disk full?")
            ) from error
        discard(self.stage)
        self._owns_stage = True
        layout = self._layout(block)
        dataset = self._create(self.stage, layout, self.width, self.height)
        warnings = self._describe(dataset, tags or {})
        # Opened again, a TIFF has its directory before its pixels and grows at its end only: a file that can be
        # brought back to any earlier moment.
        _, reason = attempt(dataset.FlushCache)
        with quiet():
            dataset = None
        if reason:
            raise OutputRefused(self.failed(f"{reason}. Is the disk full?"))
        return self._sink(self._head_bytes(), warnings)

    def reopen(self, saved: SavedFile) -> CubeSink:
        """The file of an earlier run as it was saved; what was written to it afterwards is dropped. It stays what that
        run has left until this one owns it.

        Raises OutputRefused when that file is no more, or shorter than it was.
        """
        try:
            if self.stage.is_symlink():
                raise OSError(errno.ELOOP, "it is a link")
            with open(self.stage, "r+b") as file:
                if os.fstat(file.fileno()).st_size < saved.length:
                    raise OutputRefused(self.failed(f"{self.stage.name} is shorter than it was."))
                if not self.in_place:
                    file.truncate(saved.length)
                    file.write(saved.head.tobytes())
            put_back_sidecars(self.stage, saved.beside.tobytes())
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or error
            raise OutputRefused(self.failed(f"{self.stage.name} cannot be used again: {reason}.")) from error
        return self._sink(len(saved.head), [])

    def own(self) -> None:
        """The temporary file is this run's from now on, to be removed unless it is kept."""
        self._owns_stage = True

    def faults(self, path: Path) -> list[str]:
        """What the file at ``path`` does not say as the source does."""
        return find_faults(self.source, str(path), dtype=self.dtype, nodata=self.nodata, scale=self.scale)

    def finish(self, path: Path) -> None:
        """Completes the metadata of the closed file at ``path``."""
        with quiet():
            try:
                finish_metadata(self.source, str(path), nodata=self.nodata, scale=self.scale, name=self.final.name)
            except OSError as error:
                raise WriteFailed(
                    self.failed(f"its metadata cannot be written: {error.strerror}. Is the disk full?")
                ) from error
            except RuntimeError as error:
                words = f"its metadata cannot be written: {str(error).rstrip('.')}."
                if path == self.stage:
                    # The trial has shown that the format can hold them.
                    raise WriteFailed(self.failed(f"{words} Is the disk full?")) from error
                raise OutputRefused(self.failed(words)) from error

    def failed(self, what: str) -> str:
        return f"Output {self.final} was not written: {what}"

    def opened(self) -> gdal.Dataset:
        """The temporary file, open for writing."""
        dataset, reason = attempt(
            gdal.OpenEx, str(self.stage), gdal.OF_RASTER | gdal.OF_UPDATE, open_options=open_options(self.driver)
        )
        if dataset is None:
            raise WriteFailed(self.failed(f"its temporary file cannot be opened{reason and ': '}{reason}. Is it gone?"))
        return dataset

    def _sink(self, head: int, warnings: list[str]) -> CubeSink:
        claimed = [self.claim.warning] if self.claim.warning else []
        return CubeSink(self, head, [*claimed, *warnings, *self.losses])

    def _head_bytes(self) -> int:
        try:
            return 0 if self.in_place else self.stage.stat().st_size
        except OSError as error:
            raise OutputRefused(self.failed(f"its temporary file is gone: {error.strerror}.")) from error

    def _layout(self, block: int | None) -> OutputFormat:
        return output_format(str(self.final), self.source, dtype=self.dtype, scale=self.scale, block=block)

    def _rehearse(self, layout: OutputFormat, tags: Mapping[str, str]) -> tuple[list[str], bool]:
        """Writes the metadata to a raster of one pixel: what the format cannot hold is found before hours of work.

        Returns warnings of what gets lost, and whether the output needs a mask.
        """
        with self._trial_folder() as folder:
            trial = Path(folder) / self.final.name
            dataset = self._create(trial, layout, 1, 1)
            self._describe(dataset, tags)
            # What goes wrong on closing shows in what is read back, and is named better there.
            attempt(dataset.FlushCache)
            with quiet():
                dataset = None
            self.finish(trial)
            faults = self.faults(trial)
            if faults:
                raise OutputRefused(
                    f"Output {self.final} cannot be the twin of {self.source.path}: {'; '.join(faults)} in "
                    f"the format {self.driver}. Choose another format."
                )
            return find_losses(self.source, str(trial)), needs_mask(self.source, str(trial))

    def _trial_folder(self) -> tempfile.TemporaryDirectory:
        try:
            return tempfile.TemporaryDirectory(prefix="hyperrestore-")
        except OSError as error:
            raise OutputRefused(
                self.failed(f"no temporary folder can be made for a trial: {error.strerror}. Check TMPDIR or TEMP.")
            ) from error

    def _create(self, path: Path, layout: OutputFormat, width: int, height: int) -> gdal.Dataset:
        driver = gdal.GetDriverByName(layout.driver)
        options = list(layout.options)
        dataset, reason = attempt(
            driver.Create, str(path), width, height, self.count, gdal_type(self.dtype), options=options
        )
        if dataset is None:
            raise OutputRefused(self.failed(f"it cannot be created: {reason}."))
        return dataset

    def _describe(self, dataset: gdal.Dataset, tags: Mapping[str, str]) -> list[str]:
        with quiet():
            try:
                return copy_metadata(self.source, dataset, nodata=self.nodata, scale=self.scale, tags=tags)
            except RuntimeError as error:
                raise OutputRefused(
                    self.failed(f"its metadata cannot be written: {str(error).rstrip('.')}.")
                ) from error


def plan_output(
    path: str,
    source: CubeSource,
    *,
    dtype: np.dtype,
    scale: Rational = 1,
    tags: Mapping[str, str] | None = None,
) -> Output:
    """Claims ``path`` for the restored twin of ``source``, in the format of its extension.

    ``dtype`` is the source's, or a float type. ``scale`` is how many output pixels stand for one source pixel along
    each axis: a whole number, or the inverse of one for a coarser grid (`grid`). ``tags`` are those that are known now.

    Raises OutputRefused for a place or format in which the twin cannot be written whole, and while another run writes
    there; InvalidParameter for another number type, another scale, or one that leaves no pixel.
    """
    dtype = np.dtype(dtype)
    if dtype != source.dtype and dtype.kind != "f":
        raise InvalidParameter(
            f"Output {path} was asked for as {dtype}; it can be {source.dtype}, like its input, or a float type."
        )
    _check_scale(path, source, scale)
    return Output(path, source, dtype=dtype, scale=scale, tags=dict(tags or {}))


def create_sink(
    path: str,
    source: CubeSource,
    *,
    dtype: np.dtype,
    scale: Rational = 1,
    block: int | None = None,
    tags: Mapping[str, str] | None = None,
) -> CubeSink:
    """``plan_output`` and ``Output.create`` at once, for outputs that no later run goes on with."""
    output = plan_output(path, source, dtype=dtype, scale=scale, tags=tags)
    try:
        sink = output.create(block=block, tags=tags)
    except BaseException:
        output.close()
        raise
    sink.owns_output = True
    return sink


def _check_scale(path: str, source: CubeSource, scale: Rational) -> None:
    if scale <= 0 or 1 not in (scale.numerator, scale.denominator):
        raise InvalidParameter(
            f"Output {path} was asked for {scale} times as fine as its input; it can be a whole number, or the inverse "
            f"of one."
        )
    if min(output_size(source.width, source.height, scale)) == 0:
        raise InvalidParameter(
            f"Output {path} was asked for {scale.denominator} times as coarse as its input, which has only "
            f"{source.width} x {source.height} pixels. Choose a smaller factor."
        )
