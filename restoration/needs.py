"""The bytes that a run takes, part by part: what the promise of ``MEMORY_MB`` rests on (``bench/bench_memory.py``).

Two phases follow each other. While the raster is looked at there are a window that is read and a sample; while it is
restored there are tiles on their way, the model, and seams. Throughout there are GDAL's blocks, and where in their
files all blocks are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..models.precision import FULL
from ..raster import COMPRESSING_THREADS, MOST_CALLS, is_tiff
from .band_threads import BAND_THREADS
from .precision import is_slow
from .sampling import SAMPLE_SIDE, SAMPLE_VALUES
from .stages import SIDE_BY_SIDE
from .statistics import READ_VALUES
from .tiles import TilePlan, output_block

if TYPE_CHECKING:
    from ..raster import CubeSource
    from .device import Device
    from .job import RestorationJob

MEGABYTE = 1 << 20
SLOTS = 3
"""Groups of tiles in memory at once: one being read, one in the model, one being written."""
LEAST_CACHE = 16 * MEGABYTE
BANDS_AT_ONCE = 32
"""Bands that are encoded and written by one call."""
ENCODED = 1 + MOST_CALLS
"""Times as many in memory at once: being encoded, being written, and waiting for that."""
OWN = 12 * MEGABYTE
"""For all that is small, and for what the allocator does not give back at once."""
SOURCE_PLACE, OUTPUT_PLACE = 24, 32
"""Bytes that a block of a TIFF takes in memory for where it is: its offset, its length and its place in GDAL's cache;
of one that grows, also its entry in the directory that is being written (measured with GDAL 3.6)."""
DEFAULT_BLOCK = 256
BLOCKS_COMPRESSED = 2 * COMPRESSING_THREADS
"""Blocks that GDAL's threads hold, as numbers or compressed."""
WINDOW_BYTES = 28
"""For each value of a window of the sample that is looked at."""
SLOW_MODEL = 2.5
"""Times what a model takes otherwise, where the processor does not multiply its format itself: torch then lays out all
taps of a convolution side by side. Measured on a processor with AVX2: up to 2.2, by SSCAN."""
ONE_BAND = 64
"""Bytes a pixel for what is done band by band when a tile is read, gaps filled included; encoding takes as much in
each of its threads."""


@dataclass(frozen=True)
class Workload:
    """What is to be restored: ``bands`` go through the model, ``passed`` do not; ``value_bytes`` and ``out_bytes`` are
    the sizes of one value in the files, ``block`` are the bytes that reading any value of it brings into memory at
    least. ``strips`` are read side by side while the raster is looked at; ``places`` is how many blocks a TIFF has that
    is read; ``tiff`` says that one is written. ``copies`` float32 cubes of a batch are made on the device to show it to
    the model, ``on_gpu`` or not; ``foreign_format``: in one that the processor does not multiply itself.
    """

    width: int
    height: int
    bands: int
    value_bytes: int
    block: int = 0
    passed: int = 0
    out_bytes: int = 0
    strips: int = 1
    places: int = 0
    tiff: bool = False
    copies: int = 0
    on_gpu: bool = False
    foreign_format: bool = False

    @property
    def least_cache(self) -> int:
        """Bytes of decoded blocks without which reading does not work well."""
        return max(LEAST_CACHE, 2 * self.block)

    @property
    def always(self) -> int:
        """Bytes that are there from the beginning to the end; each handle has a block, and what it was before it was
        decompressed, beside the cache."""
        return OWN + self.least_cache + 2 * self.strips * self.block + SOURCE_PLACE * self.places


@dataclass(frozen=True)
class Looking:
    """How many values of the raster are read at once, and kept as a sample, before its first tile; ``needed`` bytes."""

    read: int
    sample: int
    needed: int


def describe_work(
    job: RestorationJob,
    source: CubeSource,
    descriptor,
    bands: int,
    device: Device | None = None,
    precision: str = FULL,
) -> Workload:
    """``job`` on ``source``, of which ``bands`` go through the model, on ``device`` (None: on the processor)."""
    on_gpu = device is not None and device.is_cuda
    foreign_format = device is not None and device.name == "cpu" and is_slow(precision, device)
    copies = 4 if job.quality == "best" else 0
    if descriptor.lines is not None and job.line_direction != "columns":
        copies += 1
    return Workload(
        width=source.width,
        height=source.height,
        bands=bands,
        value_bytes=source.dtype.itemsize,
        block=source.block_bytes,
        passed=source.count - bands,
        out_bytes=4 if job.data_type == "Float32" else source.dtype.itemsize,
        strips=1 + source.can_be_halved,
        places=source.places,
        tiff=is_tiff(job.output),
        copies=copies,
        on_gpu=on_gpu,
        foreign_format=foreign_format,
    )


def needed_bytes(descriptor, work: Workload, tiles: TilePlan, batch: int) -> tuple[int, int]:
    """(host, device): the engine's own buffers, and what the model allocates, with ``batch`` tiles at once.

    Each of the ``SLOTS`` groups has the model's input and answer, and the core's native numbers with their mask. The
    tile that is read has both once more, the one that is written some encoded bands; windows that wait to be written
    may hold on to the numbers of two tiles. Seams lie below a row of tiles, and on the right of a tile. On a GPU each
    group's input may have come before the model is free for it, and its answer may still be on its way back.
    """
    pixels, scale = tiles.height * tiles.width, descriptor.scale
    grown, native, out = scale**2, work.value_bytes + 1, work.out_bytes or work.value_bytes
    host = work.bands * pixels * (SLOTS * batch * (4 + 4 * grown + native) + native + 3)
    host += work.passed * pixels * native * (SLOTS * batch)
    host += ENCODED * min(work.bands, BANDS_AT_ONCE) * pixels * grown * out
    host += min(work.passed, BANDS_AT_ONCE) * pixels * grown * (native + ENCODED * out)
    host += MOST_CALLS * (work.bands + work.passed) * pixels * work.value_bytes
    host += pixels * ONE_BAND * (1 + BAND_THREADS * grown)
    below = work.width if len(tiles.rows) > 1 else 0
    beside = 2 * tiles.height if len(tiles.columns) > 1 else 0
    host += work.bands * 4 * grown * tiles.blend * (below + beside)
    host += min(work.bands, BANDS_AT_ONCE) * 4 * grown * tiles.blend * tiles.width
    host += work.always + _output_bytes(work, tiles, scale, out)
    travelling = SLOTS * (1 + grown) if work.on_gpu else 0
    shown = 4 * (work.copies + travelling) * pixels * work.bands
    memory_bytes = (work.on_gpu and descriptor.gpu_memory_bytes) or descriptor.memory_bytes
    computing = memory_bytes(work.bands, tiles.height, tiles.width)
    if work.foreign_format:
        computing = int(SLOW_MODEL * computing)
    return host, batch * (computing + shown)


def _output_bytes(work: Workload, tiles: TilePlan, scale: int, out: int) -> int:
    """What writing takes besides: the places of a TIFF's blocks, and those that are compressed."""
    if not work.tiff:
        return 0
    side = output_block(tiles.stride * scale) or DEFAULT_BLOCK
    blocks = (work.bands + work.passed) * -(-work.width * scale // side) * -(-work.height * scale // side)
    return OUTPUT_PLACE * blocks + BLOCKS_COMPRESSED * out * min(side, 16 + scale * max(work.width, work.height)) ** 2


def look_within(work: Workload, host: int) -> Looking:
    """How closely a raster may be looked at within ``host`` bytes: as closely as is sensible, if they are enough."""
    room = max(0, host - work.always)
    whole = work.width * work.height * work.bands
    kept = work.value_bytes + 1
    # The sample, a float copy of it and one near 0, with their masks; the bands of some windows many times over.
    copies, largest = 2 * kept + 9, SAMPLE_SIDE**2 * work.bands
    beside = WINDOW_BYTES * (SIDE_BY_SIDE - 2)
    # Two windows are counted as if they were the whole sample: less broke promises.
    by_value, by_window = copies + 2 * WINDOW_BYTES, beside * largest
    sample = min(SAMPLE_VALUES, whole, max(room // (by_value + beside), (room - by_window) // by_value))
    looking = copies * sample + WINDOW_BYTES * SIDE_BY_SIDE * min(sample, largest)
    # What is read, with its mask: in the making and waiting in each strip, and looked at; several copies of one band.
    each = (2 * work.strips + 1) * kept + 4 * work.strips + (4 * work.value_bytes + 24) / max(1, work.bands)
    read = int(min(READ_VALUES, whole, max(1, (room - kept * sample) // each)))
    return Looking(read, sample, int(max(kept * sample + each * read, looking)))
