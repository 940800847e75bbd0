"""Small networks whose answers are known, a monitor that remembers, and rasters to restore."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

import numpy as np
import torch
from osgeo import gdal
from torch.nn import functional

from hyperrestore.models.descriptor import Tiling


@dataclass(frozen=True)
class Descriptor:
    """The fields of the models' descriptor that the engine reads."""

    title: str = "test network"
    scale: int = 1
    scaling: str = "none"
    tiling: Tiling = Tiling.POOLED
    tile_px: int = 64
    overlap_px: int = 16
    batchable: bool = True
    lines: str | None = "columns"
    precisions: tuple[str, ...] = ("fp32",)
    precision_db: Mapping[str, float] = field(default_factory=dict)
    memory_bytes: Callable[[int, int, int], int] = lambda bands, height, width: 4 * bands * height * width
    gpu_memory_bytes: Callable[[int, int, int], int] | None = None


class Network:
    """``function(batch) -> batch`` as a restoration model; ``seen`` keeps the shapes and ``batches`` the values."""

    def __init__(self, function=lambda batch: batch, keep: bool = False, **fields) -> None:
        self.descriptor = Descriptor(**fields)
        self.function = function
        self.seen = []
        self.batches = [] if keep else None
        self.device = self.precision = None

    def to(self, device: str, precision: str = "fp32") -> Network:
        self.device, self.precision = device, precision
        return self

    def restore(self, batch: torch.Tensor, pulse) -> torch.Tensor:
        self.seen.append(tuple(batch.shape))
        if self.batches is not None:
            self.batches.append(batch.clone().numpy())
        pulse.tick(0.5)
        return self.function(batch)


def convolve(batch: torch.Tensor) -> torch.Tensor:
    """A fixed 5x5 convolution on each band, zero outside the image: a receptive field of 2 px."""
    kernel = torch.from_numpy(np.random.default_rng(5).normal(0, 0.2, (1, 1, 5, 5)).astype(np.float32))
    n, b, h, w = batch.shape
    return functional.conv2d(batch.reshape(n * b, 1, h, w), kernel, padding=2).reshape(n, b, h, w)


def half_pixel_shift(batch: torch.Tensor) -> torch.Tensor:
    """Half a pixel to the left: the mean of each pixel and its right neighbour."""
    return (batch + torch.cat([batch[..., 1:], batch[..., -1:]], dim=-1)) / 2


class Recorder:
    """A monitor that remembers everything and cancels when ``stop(fraction)`` says so."""

    def __init__(self, stop: Callable[[float], bool] = lambda fraction: False) -> None:
        self.fractions = []
        self.infos = []
        self.warnings = []
        self._stop = stop

    def progress(self, fraction: float) -> None:
        self.fractions.append(fraction)

    def info(self, text: str) -> None:
        self.infos.append(text)

    def warn(self, text: str) -> None:
        self.warnings.append(text)

    def cancelled(self) -> bool:
        return bool(self.fractions) and self._stop(self.fractions[-1])


GDAL_TYPES = {
    "uint8": gdal.GDT_Byte,
    "uint16": gdal.GDT_UInt16,
    "int16": gdal.GDT_Int16,
    "uint32": gdal.GDT_UInt32,
    "int32": gdal.GDT_Int32,
    "uint64": gdal.GDT_UInt64,
    "int64": gdal.GDT_Int64,
    "float32": gdal.GDT_Float32,
    "float64": gdal.GDT_Float64,
}


def write_raster(path: Path, cube: np.ndarray, nodata=None, block: int | None = None) -> str:
    """``cube`` [B, H, W] as a GeoTIFF; returns its path."""
    bands, height, width = cube.shape
    options = ["TILED=YES", f"BLOCKXSIZE={block}", f"BLOCKYSIZE={block}"] if block else []
    kind = GDAL_TYPES[cube.dtype.name]
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, bands, kind, options)
    for number, band in enumerate(cube, start=1):
        if nodata is not None:
            dataset.GetRasterBand(number).SetNoDataValue(nodata)
        dataset.GetRasterBand(number).WriteRaster(
            0, 0, width, height, np.ascontiguousarray(band).tobytes(), buf_type=kind
        )
    dataset = None
    return str(path)


def read_raster(path) -> np.ndarray:
    """All bands [B, H, W] of a raster, in its own type."""
    dataset = gdal.Open(str(path))
    name = next(name for name, kind in GDAL_TYPES.items() if kind == dataset.GetRasterBand(1).DataType)
    height, width = dataset.RasterYSize, dataset.RasterXSize
    raw = dataset.ReadRaster(0, 0, width, height, buf_type=GDAL_TYPES[name])
    return np.frombuffer(raw, name).reshape(dataset.RasterCount, height, width)


def noise_cube(bands: int, height: int, width: int, dtype="uint16", seed: int = 1) -> np.ndarray:
    """Random numbers over most of a type's range: nothing that a wrong offset could hide in."""
    rng = np.random.default_rng(seed)
    if np.dtype(dtype).kind == "f":
        return rng.normal(0, 1, (bands, height, width)).astype(dtype)
    limits = np.iinfo(dtype)
    return rng.integers(limits.min // 2, limits.max // 2, (bands, height, width), dtype=dtype, endpoint=True)


def smooth_scene(bands: int = 12, height: int = 80, width: int = 72, noise: float = 0.005, seed: int = 3) -> np.ndarray:
    """Three smooth spectra in smooth proportions: [B, H, W], float32, about 0 to 1, with a little white noise."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:height, :width].astype(np.float32)
    maps = [0.5 + 0.4 * np.sin(x / 9 + k) * np.cos(y / 11 - k) for k in range(3)]
    spectra = np.abs(np.cumsum(rng.normal(0, 0.1, (3, bands)), axis=1)) + 0.3
    scene = np.einsum("khw,kb->bhw", maps, spectra) / 2
    return (scene + rng.normal(0, noise, scene.shape)).astype(np.float32)


def striped_scene(bands: int = 12, seed: int = 3) -> np.ndarray:
    """A smooth scene of 80 x 72 px in which six columns of every band are shifted by 0.1 to 0.2."""
    rng = np.random.default_rng(seed)
    scene = smooth_scene(bands, noise=0.02, seed=seed)
    for band in scene:
        band[:, rng.permutation(band.shape[1])[:6]] += rng.uniform(0.1, 0.2, 6) * rng.choice([-1, 1], 6)
    return scene
