"""Cubes in MAT files as MATLAB writes them: by scipy for version 5, by h5py for 7.3, which the product never uses."""
from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import h5py
import numpy as np
import rasterio
import scipy.io

from hyperrestore.raster.mat import Imported, Listener, MatImport, import_mat

MEMORY = 1 << 30
USER_BLOCK = 512
CLASSES = {"float64": "double", "float32": "single", "bool": "logical"}


def make_scene(height: int = 24, width: int = 30, bands: int = 20, dtype: str = "uint16") -> np.ndarray:
    """[rows, columns, bands]: four smooth materials with smooth spectra, 0 to 4000, and a little noise."""
    rng = np.random.default_rng(3)
    y, x, wave = np.arange(height) / height, np.arange(width) / width, np.linspace(0, 1, bands)
    shares = [
        1 + np.sin(7 * x[None, :] * (1 + y[:, None])), 1 + np.cos(9 * y[:, None] + 3 * x[None, :] ** 2),
        1 + np.sin(5 * x[None, :] - 11 * y[:, None]), np.ones((height, width)),
    ]  # fmt: skip
    spectra = [wave, 1 - wave, np.exp(-30 * (wave - 0.4) ** 2), np.abs(np.sin(6 * wave))]
    cube = sum(share[..., None] * spectrum for share, spectrum in zip(shares, spectra))
    return (600 * cube + rng.normal(0, 4, cube.shape) + 40).astype(dtype)


def write_v5(path: Path, variables: Mapping[str, object], **options) -> str:
    """A file of version 5, or with ``format="4"`` of 4; compressed with ``do_compression=True``."""
    scipy.io.savemat(path, dict(variables), appendmat=False, **options)
    return str(path)


def write_v73(path: Path, variables: Mapping[str, object], **options) -> str:
    """A file of version 7.3: HDF5 behind MATLAB's own 512 bytes, axes in reverse order, classes as attributes."""
    with h5py.File(path, "w", userblock_size=USER_BLOCK) as file:
        for name, values in variables.items():
            put(file, name, np.atleast_2d(values), **options)
    with open(path, "r+b") as file:
        file.write(b"MATLAB 7.3 MAT-file, Platform: GLNXA64, Created by a test".ljust(124) + b"\x00\x02IM")
    return str(path)


def put(file: h5py.File, name: str, values: np.ndarray, **options) -> h5py.Dataset:
    """A numeric variable of MATLAB's."""
    kind = values.dtype.name
    stored = values.astype(np.uint8) if kind == "bool" else values
    if values.size < 2:
        options = {}
    dataset = file.create_dataset(name, data=np.ascontiguousarray(stored.T), **options)
    dataset.attrs["MATLAB_class"] = np.bytes_(CLASSES.get(kind, kind))
    return dataset


WRITERS = {"5": write_v5, "7.3": write_v73}


class Hearing:
    """Keeps what an import says."""

    def __init__(self, tick=lambda fraction: None) -> None:
        self.lines: list[str] = []
        self.fractions: list[float] = []
        self._tick = tick

    def tick(self, fraction: float) -> None:
        self.fractions.append(fraction)
        self._tick(fraction)

    @property
    def listener(self) -> Listener:
        return Listener(self.lines.append, self.lines.append, self.tick)

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


def run(path: str | Path, output: Path, hearing: Hearing | None = None, memory: int = MEMORY, **given) -> Imported:
    """Imports to ``output``."""
    return import_mat(MatImport(str(path), str(output), **given), memory, (hearing or Hearing()).listener)


def imported(path: str | Path, hearing: Hearing | None = None, output: str = "out.tif", **given) -> np.ndarray:
    """[rows, columns, bands] that rasterio reads of the output, beside the MAT file."""
    target = Path(path).with_name(output)
    run(path, target, hearing, **given)
    with rasterio.open(target) as raster:
        return raster.read().transpose(1, 2, 0)
