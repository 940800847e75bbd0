"""Reading a cube: windows of numbers, and which of them are data."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from osgeo import gdal

from ..errors import UnsuitableRaster
from . import texts
from .dtypes import gdal_type, numpy_type
from .gdal_calls import attempt, open_raster
from .halves import Halves, find_border
from .nodata import is_nodata
from .raw_size import check_raw_size
from .spectral import SpectralInfo, read_spectral
from .tiff_places import check_places
from .validity import everywhere, is_everywhere
from .window import Window, is_inside

PLACES_IN_CACHE = 3
"""Of all bands' blocks, for two readers: with 2.5 none was decoded twice, with 1.5 the file up to four times."""


class CubeSource:
    """An open raster of B bands, or the part of one that lies in ``window``, which is then a raster of its own: windows
    that are read count from its corner. A context manager; not for use from two threads at once, but on two ``strips``.

    ``dtype`` is the type that holds every band. ``nodata`` has one entry per band. ``block`` is (height, width) of the
    file's own chunks, ``block_bytes`` what decoding one of them takes at least, ``places`` how many of them a TIFF has
    a directory of in memory, twice if it is read in two strips. ``alpha_bands`` are 0-based.
    """

    def __init__(self, path: str, dataset: gdal.Dataset, dtype: np.dtype, window: Window | None = None):
        bands = [dataset.GetRasterBand(number) for number in range(1, dataset.RasterCount + 1)]
        block_width, block_height = bands[0].GetBlockSize()
        self.path = path
        self.dataset = dataset
        self.window = window or Window(0, 0, dataset.RasterXSize, dataset.RasterYSize)
        self.width, self.height = self.window.width, self.window.height
        self.count: int = dataset.RasterCount
        self.dtype = dtype
        self.block = (block_height, block_width)
        # Bands that share their blocks are decoded together.
        together = self.count if dataset.GetMetadataItem("INTERLEAVE", "IMAGE_STRUCTURE") == "PIXEL" else 1
        self.block_bytes = block_height * block_width * dtype.itemsize * together
        tiff = dataset.GetDriver().ShortName == "GTiff"
        across, down = -(-dataset.RasterXSize // block_width), -(-dataset.RasterYSize // block_height)
        self.nodata = tuple(band.GetNoDataValue() for band in bands)
        self.alpha_bands = tuple(
            index for index, band in enumerate(bands) if band.GetColorInterpretation() == gdal.GCI_AlphaBand
        )
        self._shares_mask, self._own_masks = self._look_for_masks([band.GetMaskFlags() for band in bands])
        # Masks would be read through one handle.
        masked = self._shares_mask or self._own_masks
        border = None if masked else find_border(path, dataset, self.window, dtype.itemsize)
        self._halves = Halves(path, dataset, self.window, border)
        self.can_be_halved = border is not None
        self.places = (1 + self.can_be_halved) * across * down * self.count // together if tiff else 0
        self.spectral: SpectralInfo = read_spectral(dataset)
        # A chunk that a file lacks is full of nodata; a value that the band's type cannot hold is not.
        self._tells_absence = not self.alpha_bands and all(
            value is not None and numpy_type(band) == dtype and is_nodata(_filled(value, dtype), value).all()
            for value, band in zip(self.nodata, bands)
        )

    def __enter__(self) -> CubeSource:
        return self

    def __exit__(self, *_) -> None:
        self.close()

    def close(self) -> None:
        """Lets the file go; nothing can be read afterwards."""
        self.dataset = None
        self._halves.close()

    def strips(self) -> tuple[range, ...]:
        """Rows of the raster that threads of their own may read, one each: two halves where decoding takes its time
        (``can_be_halved``), else all. Raises UnsuitableRaster when the file is gone."""
        return self._halves.rows()

    def reads_side_by_side(self) -> bool:
        """Whether two strips are better read at once than one after the other: not where GDAL's cache does not hold, of
        each, the blocks of all bands at one place, which would be decoded for every window in them."""
        at_a_place = self.block[0] * self.block[1] * self.dtype.itemsize * self.count
        return self.can_be_halved and gdal.GetCacheMax() >= PLACES_IN_CACHE * at_a_place

    def read(self, window: Window, bands: Sequence[int] | None = None) -> np.ndarray:
        """Numbers as stored (scale and offset not applied): [B, h, w] in ``dtype``; ``bands`` 0-based, None = all."""
        chosen = self._chosen(bands)
        self._check(window)
        numbers = [index + 1 for index in chosen]
        place = self._place(window)
        parts = self._halves.of(place)
        if len(parts) == 1:
            return self._numbers(*parts[0], numbers)
        values = np.empty((len(chosen), window.height, window.width), self.dtype)
        for dataset, part in parts:
            values[:, part.y - place.y : part.y - place.y + part.height] = self._numbers(dataset, part, numbers)
        return values

    def read_valid(
        self, window: Window, bands: Sequence[int] | None = None, values: np.ndarray | None = None
    ) -> np.ndarray:
        """bool [B, h, w]: False where a pixel is nodata, NaN, infinite, masked or fully transparent.

        ``values`` is what ``read`` gave for the same window and bands, to save reading it again. Alpha bands
        themselves are always valid. Where every pixel is data, the answer is ``everywhere``: read-only, and free.
        """
        chosen = self._chosen(bands)
        values = self.read(window, chosen) if values is None else values
        shared = self._shared_valid(window)
        valid = None
        for layer, index in enumerate(chosen):
            if index in self.alpha_bands:
                continue
            own = self._own_valid(window, index, values[layer])
            if is_everywhere(own) and is_everywhere(shared):
                continue
            own = shared & own
            if valid is None and not own.all():
                valid = np.ones(values.shape, dtype=bool)
            if valid is not None:
                valid[layer] = own
        return everywhere(values.shape) if valid is None else valid

    def is_absent(self, window: Window) -> bool:
        """True where the file has nothing for the window, in any band, and nodata is what is read there; cheap.

        False does not mean that there are data.
        """
        return self._tells_absence and all(
            dataset.GetRasterBand(number).GetDataCoverageStatus(place.x, place.y, place.width, place.height)[0]
            == gdal.GDAL_DATA_COVERAGE_STATUS_EMPTY
            for dataset, place in self._halves.of(self._place(window))
            for number in range(1, self.count + 1)
        )

    def mask_band(self) -> gdal.Band | None:
        """The mask that all bands share, when the file has one of its own (alpha and nodata are none)."""
        if not self._shares_mask:
            return None
        first = next(index for index in range(self.count) if index not in self.alpha_bands)
        return self.dataset.GetRasterBand(first + 1).GetMaskBand()

    def has_band_masks(self) -> bool:
        """True when some band has a mask of its own, which no output format can hold."""
        return bool(self._own_masks)

    def read_mask(self, window: Window) -> np.ndarray:
        """uint8 [h, w]: the shared mask as stored; without one, 0 where alpha, or the mask of every band, is 0."""
        mask = self.mask_band()
        if mask is not None:
            return self._mask_values(mask, window)
        if self.alpha_bands:
            return self._shared_valid(window) * np.uint8(255)
        masks = [self.dataset.GetRasterBand(index + 1).GetMaskBand() for index in range(self.count)]
        return np.maximum.reduce([self._mask_values(band, window) for band in masks])

    def _look_for_masks(self, flags: list[int]) -> tuple[bool, frozenset[int]]:
        """Whether all bands (but alpha) share a mask, and which bands have one that they do not share with all."""
        wanted = gdal.GMF_PER_DATASET, gdal.GMF_PER_DATASET | gdal.GMF_ALPHA
        of_data = [index for index in range(self.count) if index not in self.alpha_bands]
        sharing = [index for index in of_data if flags[index] & wanted[1] == wanted[0]]
        shared = bool(sharing) and sharing == of_data
        return shared, frozenset(index for index in of_data if flags[index] == 0 or (index in sharing and not shared))

    def _shared_valid(self, window: Window) -> np.ndarray:
        """bool [h, w]: what the shared mask and the alpha bands leave."""
        valid = everywhere((window.height, window.width))
        mask = self.mask_band()
        if mask is not None:
            valid = valid & (self._mask_values(mask, window) != 0)
        if self.alpha_bands:
            valid = valid & (self.read(window, self.alpha_bands) != 0).all(axis=0)
        return valid

    def _own_valid(self, window: Window, index: int, values: np.ndarray) -> np.ndarray:
        valid = everywhere(values.shape)
        if self.nodata[index] is not None:
            valid = ~is_nodata(values, self.nodata[index])
        if values.dtype.kind == "f":
            valid = valid & np.isfinite(values)
        if index in self._own_masks:
            own = self.dataset.GetRasterBand(index + 1).GetMaskBand()
            valid = valid & (self._mask_values(own, window) != 0)
        return valid

    def _mask_values(self, mask: gdal.Band, window: Window) -> np.ndarray:
        raw = self._raw(mask.ReadRaster, self._place(window), buf_type=gdal.GDT_Byte)
        return np.frombuffer(raw, dtype=np.uint8).reshape(window.height, window.width)

    def _numbers(self, dataset: gdal.Dataset, place: Window, bands: list[int]) -> np.ndarray:
        raw = self._raw(dataset.ReadRaster, place, buf_type=gdal_type(self.dtype), band_list=bands)
        return np.frombuffer(raw, dtype=self.dtype).reshape(len(bands), place.height, place.width)

    def _raw(self, read, place: Window, **options) -> bytearray:
        x, y, width, height = place.x, place.y, place.width, place.height
        raw, reason = attempt(read, x, y, width, height, **options)
        if raw is None:
            raise UnsuitableRaster(
                f"Raster {self.path} cannot be read at column {x}, row {y} "
                f"({width} x {height} pixels): {reason}. The file may be damaged or incomplete; "
                f"copy or download it again."
            )
        return raw

    def _place(self, window: Window) -> Window:
        """Where a window lies in the file."""
        return Window(self.window.x + window.x, self.window.y + window.y, window.width, window.height)

    def _chosen(self, bands: Sequence[int] | None) -> list[int]:
        chosen = list(range(self.count)) if bands is None else [int(index) for index in bands]
        wrong = [index for index in chosen if not 0 <= index < self.count]
        if wrong:
            raise UnsuitableRaster(f"Raster {self.path} has {self.count} bands; band {wrong[0] + 1} was asked for.")
        return chosen

    def _check(self, window: Window) -> None:
        if not is_inside(window, self.width, self.height):
            raise UnsuitableRaster(
                f"Raster {self.path} has {self.width} x {self.height} pixels; {window} was asked for."
            )


def open_cube(path: str, window: Window | None = None) -> CubeSource:
    """Opens whatever GDAL opens: a file, a ``/vsi...`` path or a subdataset's name, passed on untouched; or the part of
    it that lies in ``window``.

    Raises UnsuitableRaster, with GDAL's reason, for what cannot be read or is no cube of real numbers, and for a window
    that does not lie in it.
    """
    dataset, reason = open_raster(path)
    if dataset is None:
        raise UnsuitableRaster(
            f"Raster {path} cannot be opened: {reason}. Check the path, and that gdalinfo can read it."
        )
    if dataset.RasterCount == 0:
        raise UnsuitableRaster(_no_bands(path, dataset))
    if window is not None and not is_inside(window, dataset.RasterXSize, dataset.RasterYSize):
        raise UnsuitableRaster(
            f"Raster {path} has {dataset.RasterXSize} x {dataset.RasterYSize} pixels; the part {window} was asked for."
        )
    dtype = _common_type(path, dataset)
    check_raw_size(path, dataset)
    check_places(path, dataset)
    return CubeSource(path, dataset, dtype, window)


def _filled(value: float | int, dtype: np.dtype) -> np.ndarray:
    """What a band of this type holds where it is filled with ``value``."""
    with np.errstate(over="ignore", invalid="ignore"):
        return np.array([value]).astype(dtype)


def _no_bands(path: str, dataset: gdal.Dataset) -> str:
    fields = texts.metadata(dataset, "SUBDATASETS")
    names = [value for key, value in fields.items() if key.endswith("_NAME")]
    if not names:
        return f"Raster {path} has no bands. Choose a raster with at least one band."
    return f"Raster {path} is a container without bands of its own. Choose one of its subdatasets: {'; '.join(names)}."


def _common_type(path: str, dataset: gdal.Dataset) -> np.dtype:
    types = []
    for number in range(1, dataset.RasterCount + 1):
        band = dataset.GetRasterBand(number)
        if band.GetColorTable() is not None or band.GetColorInterpretation() == gdal.GCI_PaletteIndex:
            raise UnsuitableRaster(
                f"Raster {path} has a colour table on band {number}: its numbers are classes, not measurements. "
                f"Choose a raster of measured values."
            )
        types.append(numpy_type(band))
        if types[-1] is None:
            raise UnsuitableRaster(
                f"Raster {path} holds {gdal.GetDataTypeName(band.DataType)} numbers in band {number}; only integers "
                f"and real floats can be restored. Convert it, for example to its amplitude."
            )
    common = np.result_type(*types)
    return common if gdal_type(common) is not None else np.dtype(np.float64)
