"""Writing a restored cube: under a temporary name until it is complete, described and read back."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from osgeo import gdal

from ..errors import InvalidParameter, OutputRefused, WriteFailed
from .behind import Behind
from .dtypes import gdal_type
from .gdal_calls import attempt, attempt_write, quiet
from .masks import find_mask_fault, write_mask
from .publish import sync_staged
from .staged import pack_sidecars
from .verify import damaged_sample
from .window import Window, is_inside
from .written import WriteLog

if TYPE_CHECKING:
    from .output import Output


@dataclass(frozen=True)
class SavedFile:
    """A temporary file at a moment when all that was written before lay safely on the disk.

    ``head`` (uint8) are the bytes before the first pixel, which the format changes as blocks are added; none where
    pixels are written in place. ``beside`` (uint8) are its sidecars, packed. ``length`` is how long the file was.
    """

    head: np.ndarray
    beside: np.ndarray
    length: int


class CubeSink:
    """An output being written (``Output.create``). A context manager: left without ``commit()``, nothing of it
    remains, unless it was suspended. GDAL is given numbers in a thread beside the caller's, so that the next ones can
    be made meanwhile; what fails there is raised by a later call, ``settle``, ``save`` and ``commit`` at the
    latest.

    ``width`` and ``height`` are in output pixels; ``nodata`` holds the output's value or None per band, which is what
    ``encode`` needs (it differs from the source's only where the output's type cannot hold that). Pixels are written
    ``in_place``, line by line, or compressed behind those before them, of which ``head_bytes`` are before the first.
    """

    def __init__(self, output: Output, head_bytes: int, warnings: list[str]) -> None:
        self.path = str(output.final)
        self.dtype = output.dtype
        self.scale = output.scale
        self.count = output.count
        self.width, self.height = output.width, output.height
        self.nodata = output.nodata
        self._output = output
        self.head_bytes = head_bytes
        self.in_place = output.in_place
        self._dataset: gdal.Dataset | None = output.opened()
        self._warnings = warnings
        self._log = WriteLog()
        self._behind = Behind("file")
        self.owns_output = False

    def __enter__(self) -> CubeSink:
        return self

    def __exit__(self, *_) -> None:
        self.rollback()

    def write(
        self, window: Window, array: np.ndarray, bands: Sequence[int] | None = None, flush: bool = False
    ) -> None:
        """Writes [B, h, w] of the sink's type at a window in output pixels; ``bands`` 0-based, None = all.

        ``array`` is the sink's from now on, and must not be changed. ``flush`` does so for these bands at once.
        """
        chosen = tuple(range(self.count)) if bands is None else tuple(int(index) for index in bands)
        self._check(window, array, chosen)
        self._behind.begin(self._give, window, np.ascontiguousarray(array), chosen, flush)

    def written(self, windows: Iterable[Window]) -> None:
        """Tells a reopened sink what it holds already, in all bands."""
        for window in windows:
            self._log.add_unseen(window, range(self.count))

    def leave_out(self, window: Window) -> None:
        """A window that the source lacks (`CubeSource.is_absent`) is lacking here too, and reads back as nodata."""
        self._behind.begin(self._log.add_unseen, window, range(self.count))

    def flush(self) -> None:
        """Compresses and writes what is pending, so that little is left for ``commit()``.

        To be called where whole blocks are complete: a compressed block that is written twice wastes its first place.
        """
        self._behind.begin(self._flush, range(self.count))

    def settle(self) -> None:
        """Waits until all that was given is with GDAL; for callers who have no room for windows that wait."""
        self._behind.settle()

    def saved_bytes(self) -> int:
        """About how much ``save`` will give; raises OSError."""
        return self.head_bytes + len(pack_sidecars(self._output.stage))

    def save(self) -> SavedFile:
        """Brings all that was written to the disk itself, and says what it takes to get back to this moment.

        Only where whole blocks are complete: see ``flush``.
        """
        self._behind.settle()
        # Only closing a TIFF writes where its blocks are.
        self._close()
        try:
            sync_staged(self._output.stage)
            with open(self._output.stage, "rb") as file:
                length = os.fstat(file.fileno()).st_size
                head, beside = file.read(self.head_bytes), pack_sidecars(self._output.stage)
        except OSError as error:
            raise WriteFailed(self._output.failed(f"{error.strerror}. Check the disk.")) from error
        self._dataset = self._output.opened()
        return SavedFile(np.frombuffer(head, np.uint8), np.frombuffer(beside, np.uint8), length)

    def commit(self) -> list[str]:
        """Completes the metadata, reads the file back, and only then gives it its final name. Returns warnings.

        Raises OutputRefused when anything is missing or reads back wrongly; a file that was there before is untouched
        then. Where only the last renaming fails, the result stays (see ``publish``).
        """
        self._complete()
        output = self._output
        output.publish()
        self.rollback()
        wrong = self._damage(output.final) or "; ".join(output.faults(output.final))
        if wrong:
            raise OutputRefused(
                f"Output {output.final} is complete, but cannot be read there as it was written: {wrong}. Another file "
                f"of that name beside it misleads its readers; move the output to a folder of its own."
            )
        return self._warnings

    def suspend(self) -> None:
        """Closes the file and keeps it for a later run, which goes on from what was saved."""
        self._output.keep()
        self.rollback()

    def rollback(self) -> None:
        """Closes the file, and removes every temporary that is not to be kept. Without effect after a commit."""
        self._behind.close()
        self._let_go()
        self._output.drop()
        if self.owns_output:
            self._output.close()

    def _give(self, window: Window, array: np.ndarray, bands: tuple[int, ...], flush: bool) -> None:
        reason = attempt_write(
            self._dataset.WriteRaster, window.x, window.y, window.width, window.height, array,
            buf_type=gdal_type(self.dtype), band_list=[index + 1 for index in bands],
        )  # fmt: skip
        if reason:
            raise WriteFailed(self._output.failed(f"{window} cannot be written: {reason}. Is the disk full?"))
        self._log.add(window, bands, array)
        if flush:
            self._flush(bands)

    def _flush(self, bands: Sequence[int]) -> None:
        # One by one, because flushing the dataset would write the TIFF directory each time.
        for index in bands:
            self._stop_on_write(attempt_write(self._dataset.GetRasterBand(index + 1).FlushCache))

    def _complete(self) -> None:
        if self._dataset is None:
            raise OutputRefused(self._output.failed("it was committed or rolled back before."))
        self._behind.settle()
        output, expected = self._output, self.width * self.height * self.count
        if self._log.values < expected:
            raise OutputRefused(output.failed(f"only {self._log.values} of {expected} values were written."))
        if output.masked:
            self._stop_on_write(write_mask(output.source, self._dataset, scale=self.scale))
        self._close()
        output.finish(output.stage)
        wrong = self._damage(output.stage) or "; ".join(output.faults(output.stage))
        if output.masked and not wrong:
            wrong = find_mask_fault(output.source, str(output.stage), scale=self.scale)
        if wrong:
            raise OutputRefused(output.failed(f"{wrong}. Choose another format, or another disk."))

    def _damage(self, path: Path) -> str:
        return damaged_sample(str(path), self._log.samples, self.dtype, (self.width, self.height))

    def _close(self) -> None:
        reason = attempt_write(self._dataset.FlushCache)
        self._let_go()
        self._stop_on_write(reason)

    def _let_go(self) -> None:
        """Closes the file, where the disk does not take what is pending too.

        GDAL drops what it could not write, block for block and line for line, only as it is told to write it; closing
        an ENVI file that has some left writes it after the file is closed, and the process dies of that.
        """
        if self._dataset is None:
            return
        for index in [*range(1, self.count + 1)] * 2:
            attempt(self._dataset.GetRasterBand(index).FlushCache)
        with quiet():
            self._dataset = None

    def _stop_on_write(self, reason: str) -> None:
        if reason:
            raise WriteFailed(self._output.failed(f"{reason}. Is the disk full?"))

    def _check(self, window: Window, array: np.ndarray, bands: tuple[int, ...]) -> None:
        if self._dataset is None:
            raise OutputRefused(self._output.failed("it was committed or rolled back before."))
        shape = (len(bands), window.height, window.width)
        if array.shape != shape or array.dtype != self.dtype:
            raise InvalidParameter(
                f"{self.dtype} values of shape {shape} were to be written to {self.path}; {array.dtype} values of "
                f"shape {array.shape} were given."
            )
        if not is_inside(window, self.width, self.height) or not all(0 <= index < self.count for index in bands):
            raise InvalidParameter(
                f"{window} in bands {bands} was to be written to {self.path}, which has {self.width} x {self.height} "
                f"pixels and {self.count} bands."
            )
