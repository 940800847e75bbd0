"""Writing a restored cube: under a temporary name until it is complete, described and read back."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from numbers import Rational
from pathlib import Path

import numpy as np
from osgeo import gdal

from ..errors import InvalidParameter, OutputRefused
from .destination import check_destination, make_folder, remove_folders
from .dtypes import gdal_type
from .formats import OutputFormat, output_format
from .gdal_calls import attempt, quiet
from .grid import output_size
from .masks import find_mask_fault, needs_mask, write_mask
from .metadata import copy_metadata, finish_metadata
from .nodata import output_nodata
from .publish import discard, publish, stage_path
from .source import CubeSource
from .verify import damaged_sample, find_faults, find_losses
from .window import Window, is_inside
from .written import WriteLog


class CubeSink:
    """An output in the making. A context manager: left without ``commit()``, nothing of it remains.

    ``width`` and ``height`` are in output pixels; ``nodata`` holds the output's value or None per band, which is what
    ``encode`` needs (it differs from the source's only where the output's type cannot hold that).
    """

    def __init__(
        self, final: Path, source: CubeSource, layout: OutputFormat, *, dtype: np.dtype, scale: Rational, tags: Mapping
    ):
        self.path = str(final)
        self.dtype = dtype
        self.scale = scale
        self.count = source.count
        self.width, self.height = output_size(source.width, source.height, scale)
        self.nodata = tuple(output_nodata(value, source.dtype, dtype) for value in source.nodata)
        self._source = source
        self._layout = layout
        self._tags = tags
        self._final = final
        self._log = WriteLog()
        self._dataset = None
        self._losses, self._masked = self._rehearse()
        self._stage = stage_path(final)
        self._made_folders = make_folder(final)
        try:
            self._dataset = self._create(self._stage, self.width, self.height)
            self._warnings = self._describe(self._dataset)
        except BaseException:
            self.rollback()
            raise

    def __enter__(self) -> CubeSink:
        return self

    def __exit__(self, *_) -> None:
        self.rollback()

    def write(self, window: Window, array: np.ndarray, bands: Sequence[int] | None = None) -> None:
        """Writes [B, h, w] of the sink's type at a window in output pixels; ``bands`` 0-based, None = all."""
        chosen = tuple(range(self.count)) if bands is None else tuple(int(index) for index in bands)
        self._check(window, array, chosen)
        array = np.ascontiguousarray(array)
        _, reason = attempt(
            self._dataset.WriteRaster, window.x, window.y, window.width, window.height, array,
            buf_type=gdal_type(self.dtype), band_list=[index + 1 for index in chosen],
        )  # fmt: skip
        if reason:
            raise OutputRefused(self._failed(f"{window} cannot be written: {reason}. Is the disk full?"))
        self._log.add(window, chosen, array)

    def flush(self) -> None:
        """Compresses and writes what is pending now, so that little is left for ``commit()``.

        To be called where whole blocks are complete: a compressed block that is written twice wastes its first place.
        Bands are flushed one by one because flushing the dataset would write the TIFF directory anew each time.
        """
        for index in range(1, self.count + 1):
            _, reason = attempt(self._dataset.GetRasterBand(index).FlushCache)
            self._stop_on_write(reason)

    def commit(self) -> list[str]:
        """Completes the metadata, reads the file back, and only then gives it its final name. Returns warnings.

        Raises OutputRefused when anything is missing or reads back wrongly; nothing remains then, and a file that was
        there before is untouched. Where only the last renaming fails, the result stays (see ``publish``).
        """
        try:
            self._complete()
        except BaseException:
            self.rollback()
            raise
        stage, self._stage = self._stage, None
        publish(stage, self._final, driver=self._layout.driver)
        wrong = self._damage(self._final) or "; ".join(self._faults(self._final))
        if wrong:
            raise OutputRefused(
                f"Output {self._final} is complete, but cannot be read there as it was written: {wrong}. Another file "
                f"of that name beside it misleads its readers; move the output to a folder of its own."
            )
        return [*self._warnings, *self._losses]

    def rollback(self) -> None:
        """Removes every temporary. Without effect after a commit."""
        with quiet():
            self._dataset = None
        if self._stage is not None:
            discard(self._stage)
            remove_folders(self._made_folders)

    def _complete(self) -> None:
        if self._dataset is None:
            raise OutputRefused(self._failed("it was committed or rolled back before"))
        expected = self.width * self.height * self.count
        if self._log.values < expected:
            raise OutputRefused(self._failed(f"only {self._log.values} of {expected} values were written"))
        if self._masked:
            self._stop_on_write(write_mask(self._source, self._dataset, scale=self.scale))
        self._close()
        self._finish(self._stage)
        wrong = self._damage(self._stage) or "; ".join(self._faults(self._stage))
        if self._masked and not wrong:
            wrong = find_mask_fault(self._source, str(self._stage), scale=self.scale)
        if wrong:
            raise OutputRefused(self._failed(f"{wrong}. Choose another format, or another disk."))

    def _rehearse(self) -> tuple[list[str], bool]:
        """Writes the metadata to a raster of one pixel: what the format cannot hold is found before hours of work.

        Returns warnings of what gets lost, and whether the output needs a mask.
        """
        with self._trial_folder() as folder:
            trial = Path(folder) / self._final.name
            self._dataset = self._create(trial, 1, 1)
            self._describe(self._dataset)
            # What goes wrong on closing shows in what is read back, and is named better there.
            attempt(self._dataset.FlushCache)
            with quiet():
                self._dataset = None
            self._finish(trial)
            faults = self._faults(trial)
            if faults:
                raise OutputRefused(
                    f"Output {self._final} cannot be the twin of {self._source.path}: {'; '.join(faults)} in "
                    f"the format {self._layout.driver}. Choose another format."
                )
            return find_losses(self._source, str(trial)), needs_mask(self._source, str(trial))

    def _trial_folder(self) -> tempfile.TemporaryDirectory:
        try:
            return tempfile.TemporaryDirectory(prefix="hyperrestore-")
        except OSError as error:
            raise OutputRefused(
                self._failed(f"no temporary folder can be made for a trial: {error.strerror}. Check TMPDIR or TEMP.")
            ) from error

    def _create(self, path: Path, width: int, height: int) -> gdal.Dataset:
        driver = gdal.GetDriverByName(self._layout.driver)
        options = list(self._layout.options)
        dataset, reason = attempt(
            driver.Create, str(path), width, height, self.count, gdal_type(self.dtype), options=options
        )
        if dataset is None:
            raise OutputRefused(self._failed(f"it cannot be created: {reason}"))
        return dataset

    def _describe(self, dataset: gdal.Dataset) -> list[str]:
        with quiet():
            try:
                return copy_metadata(self._source, dataset, nodata=self.nodata, scale=self.scale, tags=self._tags)
            except RuntimeError as error:
                raise OutputRefused(self._failed(f"its metadata cannot be written: {error}")) from error

    def _finish(self, path: Path) -> None:
        with quiet():
            try:
                finish_metadata(self._source, str(path), nodata=self.nodata, scale=self.scale, name=self._final.name)
            except (OSError, RuntimeError) as error:
                raise OutputRefused(self._failed(f"its metadata cannot be written: {error}")) from error

    def _faults(self, path: Path) -> list[str]:
        return find_faults(self._source, str(path), dtype=self.dtype, nodata=self.nodata, scale=self.scale)

    def _damage(self, path: Path) -> str:
        return damaged_sample(str(path), self._log.samples, self.dtype, (self.width, self.height))

    def _close(self) -> None:
        _, reason = attempt(self._dataset.FlushCache)
        with quiet():
            self._dataset = None
        self._stop_on_write(reason)

    def _stop_on_write(self, reason: str) -> None:
        if reason:
            raise OutputRefused(self._failed(f"{reason}. Is the disk full?"))

    def _failed(self, what: str) -> str:
        return f"Output {self._final} was not written: {what}"

    def _check(self, window: Window, array: np.ndarray, bands: tuple[int, ...]) -> None:
        if self._dataset is None:
            raise OutputRefused(self._failed("it was committed or rolled back before"))
        shape = (len(bands), window.height, window.width)
        if array.shape != shape or array.dtype != self.dtype:
            raise InvalidParameter(
                f"{self.dtype} values of shape {shape} were to be written to {self._final}; {array.dtype} values of "
                f"shape {array.shape} were given."
            )
        if not is_inside(window, self.width, self.height) or not all(0 <= index < self.count for index in bands):
            raise InvalidParameter(
                f"{window} in bands {bands} was to be written to {self._final}, which has {self.width} x {self.height} "
                f"pixels and {self.count} bands."
            )


def create_sink(
    path: str,
    source: CubeSource,
    *,
    dtype: np.dtype,
    scale: Rational = 1,
    block: int | None = None,
    tags: Mapping[str, str] | None = None,
) -> CubeSink:
    """Starts the restored twin of ``source`` at ``path``, in the format of its extension.

    ``dtype`` is the source's, or a float type. ``scale`` is how many output pixels stand for one source pixel along
    each axis: a whole number, or the inverse of one for a coarser grid (`grid`). ``block`` is the side in pixels of the
    chunks to be written (it becomes the TIFF tile when it can).
    ``tags`` are written as ``HYPERRESTORE_KEY``.

    Raises OutputRefused for a place or format in which the twin cannot be written whole; InvalidParameter for another
    number type, another scale, or one that leaves no pixel.
    """
    dtype = np.dtype(dtype)
    if dtype != source.dtype and dtype.kind != "f":
        raise InvalidParameter(
            f"Output {path} was asked for as {dtype}; it can be {source.dtype}, like its input, or a float type."
        )
    _check_scale(path, source, scale)
    layout = output_format(path, source, dtype=dtype, scale=scale, block=block)
    final = check_destination(path, source, driver=layout.driver)
    return CubeSink(final, source, layout, dtype=dtype, scale=scale, tags=dict(tags or {}))


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
