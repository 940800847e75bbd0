"""From a variable of a MAT file to a raster, in parts."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field

import numpy as np

from ...errors import InvalidParameter, UnsuitableRaster
from ..described import Description, described_cube
from ..output import create_sink
from ..sink import CubeSink
from .axes import AUTO, BANDS, COLUMNS, CUBES, ROWS, Layout
from .choose import choose_variable
from .cube import lay_out_cube
from .flattened import lay_out_matrix
from .hints import Hint, gather_hints, without
from .mat_file import open_mat
from .variable import MatArray, MatFile, Variable, check_memory
from .wavelengths import Spectrum, band_count_hints, find_spectrum

_PART_VALUES = 8_000_000
_BLOCK = 256
_SMALLEST_BLOCK = 64
_BLOCK_UNIT = 16
_MOST_BANDS = 65_535
# Types that not every format, or not every QGIS from 3.22 on, can read.
_WIDER = {"bool": "uint8", "int8": "int16", "float16": "float32", "int64": "float64", "uint64": "float64"}


@dataclass(frozen=True)
class MatImport:
    """What is to be imported, and as what; empty texts and None leave it to the file.

    ``axes`` is one of `AXES`, ``order`` one of `ORDERS`, ``units`` one of `wavelengths.UNITS`; ``crs`` is what PROJ
    takes, ``geotransform`` six terms, ``extent`` (left, top, right, bottom) in its place; ``tags`` become
    ``HYPERRESTORE_KEY``.
    """

    path: str
    output: str
    variable: str = ""
    axes: str = AUTO
    order: str = "auto"
    height: int | None = None
    width: int | None = None
    wavelengths: str = ""
    fwhm: str = ""
    units: str = "auto"
    crs: str = ""
    geotransform: tuple[float, ...] | None = None
    extent: tuple[float, float, float, float] | None = None
    nodata: float | None = None
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Listener:
    """Who hears of the work; ``tick`` takes 0 to 1, and may raise to stop it."""

    info: Callable[[str], None]
    warn: Callable[[str], None]
    tick: Callable[[float], None]


@dataclass(frozen=True)
class Imported:
    """What was imported."""

    variable: str
    height: int
    width: int
    bands: int


def import_mat(job: MatImport, memory: int, listener: Listener) -> Imported:
    """Writes the raster. ``memory`` is how many bytes may be used.

    Raises errors of our own tree, with no output then: UnsuitableRaster for the file, InvalidParameter for what
    contradicts it or is needed to understand it, NotEnoughMemory, OutputRefused.
    """
    listener.tick(0.0)
    with closing(open_mat(job.path, memory)) as file:
        return _imported(job, file, memory, listener)


def _imported(job: MatImport, file: MatFile, memory: int, listener: Listener) -> Imported:
    listener.info(f"{job.path} has {len(file.variables)} variables: {', '.join(map(str, file.variables))}.")
    hints = gather_hints(file, height=job.height, width=job.width)
    variable = choose_variable(file, job.variable, hints)
    array = file.array(variable)
    layout = _laid_out(job, file, variable, array, hints, listener)
    dtype = np.dtype(_WIDER.get(array.dtype.name, array.dtype))
    spectrum = find_spectrum(file, layout.size(BANDS), wavelengths=job.wavelengths, fwhm=job.fwhm, units=job.units)
    _tell(layout, variable, array, dtype, spectrum, listener)
    part = _part(array, layout, memory)
    block = _block(layout, part)
    with described_cube(job.path, _description(job, layout, dtype, spectrum)) as source:
        tags = {**job.tags, "VARIABLE": variable.name}
        with create_sink(job.output, source, dtype=dtype, block=block, tags=tags) as sink:
            _copy(array, layout, part, sink, listener.tick)
            for warning in sink.commit():
                listener.warn(warning)
    return Imported(variable.name, layout.size(ROWS), layout.size(COLUMNS), layout.size(BANDS))


def _laid_out(
    job: MatImport, file: MatFile, variable: Variable, array: MatArray, hints: tuple[Hint, ...], listener: Listener
) -> Layout:
    asked = None if job.axes == AUTO else tuple(job.axes.split("-"))
    dimensions = len(variable.shape)
    if asked is not None and (asked in CUBES) != (dimensions == 3):
        raise InvalidParameter(
            f"AXES was given as {job.axes}, but the variable {variable} has {dimensions} dimensions."
        )
    hints = without(hints, variable)
    if dimensions == 3:
        spectral = [Hint({BANDS: count}, f"{item} has so many numbers") for item, count in band_count_hints(file)]
        layout, why = lay_out_cube(variable.name, array, asked, (*hints, *spectral))
    else:
        layout, why = lay_out_matrix(variable, array, asked, job.order, hints)
    if why:
        listener.info(why)
    if layout.size(BANDS) > _MOST_BANDS:
        raise InvalidParameter(
            f"'{variable.name}' would have {layout.size(BANDS)} bands, and rasters have {_MOST_BANDS} at most. Choose "
            f"other AXES."
        )
    return layout


def _tell(
    layout: Layout, variable: Variable, array: MatArray, dtype: np.dtype, spectrum: Spectrum, listener: Listener
) -> None:
    listener.info(
        f"'{variable.name}' becomes {layout.size(BANDS)} bands of {layout.size(COLUMNS)} x {layout.size(ROWS)} pixels "
        f"(width x height), {dtype.name}."
    )
    notes = [array.note, *spectrum.notes]
    if dtype != array.dtype:
        notes.append(f"Numbers of type {array.dtype.name} are written as {dtype.name}, which more programs can read.")
    for note in filter(None, notes):
        listener.info(note)


def _description(job: MatImport, layout: Layout, dtype: np.dtype, spectrum: Spectrum) -> Description:
    if job.nodata is not None and not _holds(dtype, job.nodata):
        raise InvalidParameter(f"NODATA was given as {job.nodata:g}, which no {dtype.name} can be.")
    return Description(
        width=layout.size(COLUMNS),
        height=layout.size(ROWS),
        count=layout.size(BANDS),
        dtype=dtype,
        crs=job.crs,
        geotransform=_geotransform(job, layout),
        nodata=job.nodata,
        wavelengths=spectrum.wavelengths,
        fwhm=spectrum.fwhm,
        units=spectrum.units,
    )


def _geotransform(job: MatImport, layout: Layout) -> tuple[float, ...] | None:
    if job.extent is None:
        return job.geotransform
    left, top, right, bottom = job.extent
    return left, (right - left) / layout.size(COLUMNS), 0.0, top, 0.0, (bottom - top) / layout.size(ROWS)


def _holds(dtype: np.dtype, value: float) -> bool:
    if dtype.kind == "f":
        return not math.isfinite(value) or abs(value) <= float(np.finfo(dtype).max)
    limits = np.iinfo(dtype)
    return math.isfinite(value) and value == int(value) and limits.min <= value <= limits.max


def _part(array: MatArray, layout: Layout, memory: int) -> int:
    """How many rows, columns or bands to copy at once: whole chunks of the file, or whole blocks of the output."""
    plane = math.prod(layout.sizes[1:])
    # As read, in the output's type, and in its window's order.
    needed = 3 * plane * array.dtype.itemsize
    check_memory("Copying the least part of the cube", needed, memory)
    of_bands = layout.axes[0] == BANDS
    wanted = max(_PART_VALUES // plane, 1 if of_bands else _SMALLEST_BLOCK)
    count = min(layout.sizes[0], wanted, memory // needed)
    if of_bands:
        multiple = max(array.chunk * layout.sizes[0] // array.stored[0], 1)
    else:
        multiple = _BLOCK if count >= _BLOCK else _BLOCK_UNIT
    return count // multiple * multiple if multiple < count < layout.sizes[0] else count


def _fills_blocks(layout: Layout, part: int) -> bool:
    """True when no block of the output has to wait for the next part."""
    return layout.axes[0] == BANDS or part % _BLOCK_UNIT == 0 or part == layout.sizes[0]


def _block(layout: Layout, part: int) -> int | None:
    """The side of the output's tiles, None for its own choice: parts that are rows or columns must not share tiles."""
    return min(part, _BLOCK) if layout.axes[0] != BANDS and part % _BLOCK_UNIT == 0 else None


def _copy(array: MatArray, layout: Layout, part: int, sink: CubeSink, tick: Callable[[float], None]) -> None:
    for start in range(0, layout.sizes[0], part):
        stop = min(start + part, layout.sizes[0])
        window, bands = layout.window(start, stop)
        sink.write(window, _converted(layout.read(array, start, stop), sink.dtype), bands)
        if _fills_blocks(layout, part):
            sink.flush()
        sink.settle()
        tick(stop / layout.sizes[0])


def _converted(values: np.ndarray, dtype: np.dtype) -> np.ndarray:
    """In the output's type and byte order. Raises UnsuitableRaster for integers that Float64 cannot hold."""
    converted = np.ascontiguousarray(values, dtype=dtype)
    if values.dtype.kind in "iu" and values.dtype.itemsize == 8 and (np.abs(converted) >= 2.0**53).any():
        raise UnsuitableRaster(
            "The variable holds 64-bit integers beyond 2^53, which no Float64 can hold exactly, and 64-bit integers "
            "are not written because many programs cannot read them. Convert it in MATLAB, for example to single."
        )
    return converted
