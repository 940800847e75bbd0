"""Clean scenes for training: whole cubes in memory, each scaled to 0 to 1 by its own range over all bands."""

from __future__ import annotations

from collections.abc import Sequence
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


def load_scenes(folder: Path, names: Sequence[str] = ()) -> list[np.ndarray]:
    """The named GeoTIFFs of a folder (without ``.tif``), or all in the order of their names.

    Raises ``UnsuitableRaster`` when there is none, or one that is named is not there.
    """
    paths = [folder / f"{name}.tif" for name in names] or sorted(folder.glob("*.tif"))
    if not paths:
        raise UnsuitableRaster(f"There is no GeoTIFF in {folder}. Give a folder with clean scenes (.tif).")
    return [load_scene(path) for path in paths]


def centred(scene: np.ndarray) -> np.ndarray:
    """A scene ``[B, H, W]`` with each band's mean at 0, as super-resolution networks are shown it."""
    return scene - scene.mean(axis=(1, 2), keepdims=True)
