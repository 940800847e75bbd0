"""Clean scenes for training: whole cubes in memory, each scaled to 0 to 1 by its own range over all bands."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from ..errors import UnsuitableRaster
from ..raster import Window, open_cube


def load_scene(path: Path) -> np.ndarray:
    """``float32 [B, H, W]``. Raises ``UnsuitableRaster`` when a pixel holds no data or all values are equal."""
    with open_cube(str(path)) as source:
        window = Window(0, 0, source.width, source.height)
        cube = source.read(window).astype(np.float64)
        valid = source.read_valid(window)
    if not valid.all() or cube.min() == cube.max():
        raise UnsuitableRaster(
            f"{path} cannot be trained on: {np.count_nonzero(~valid)} of its values hold no data, and the others span "
            f"{cube.min()} to {cube.max()}. Crop it to where every band holds data."
        )
    return ((cube - cube.min()) / (cube.max() - cube.min())).astype(np.float32)


def load_scenes(folder: Path) -> list[np.ndarray]:
    """All GeoTIFFs of a folder, in the order of their names. Raises ``UnsuitableRaster`` when there is none."""
    paths = sorted(folder.glob("*.tif"))
    if not paths:
        raise UnsuitableRaster(f"There is no GeoTIFF in {folder}. Give a folder with clean scenes (.tif).")
    return [load_scene(path) for path in paths]
