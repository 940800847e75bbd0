"""A folder like ../shared/data, and recipes of two stages, of a few values each: for tests of what trains on files."""
from __future__ import annotations

from pathlib import Path

import numpy as np
from osgeo import gdal

FIRST, SECOND = "tiny-starter", "tiny"

RECIPE = """
name = "{name}"
architecture = "{architecture}"
arguments = {arguments}
warm_start = "{warm_start}"
steps = 2
learning_rate = {rate}
final_rate = {rate}
warmup = 0
validate_every = 1
shapes = [[2, 4, 8]]
"""


def make_data(folder: Path) -> Path:
    """``train`` and ``val`` with a scene each of 6 bands and 16 x 16 pixels."""
    for part in ("train", "val"):
        (folder / part).mkdir(parents=True)
        cube = np.random.default_rng(len(part)).integers(100, 900, (6, 16, 16)).astype(np.int16)
        dataset = gdal.GetDriverByName("GTiff").Create(str(folder / part / "scene.tif"), 16, 16, 6, gdal.GDT_Int16)
        dataset.WriteArray(cube)
        dataset.FlushCache()
    return folder


def make_recipes(folder: Path, architecture: str = "ras2s", arguments: str = "{ channels = 8 }") -> Path:
    """Two stages, of which the second one has a learning rate of nought."""
    folder.mkdir()
    for name, warm_start, rate in ((FIRST, "", 1e-3), (SECOND, FIRST, 0.0)):
        text = RECIPE.format(
            name=name, warm_start=warm_start, rate=rate, architecture=architecture, arguments=arguments
        )
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder
