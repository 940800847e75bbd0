"""`make restore-picture`: real EnMAP bands before and after hyperrestore:restore, for docs/images.

Reads the Potsdam tiles of ../shared/data/real, mosaicked where they adjoin, through the engine; written once by hand.
"""
from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from osgeo import gdal

from checkout import ROOT
from hyperrestore.models.hybrid.hybrid import Hybrid
from hyperrestore.raster import open_cube
from hyperrestore.restoration.job import RestorationJob
from hyperrestore.restoration.pipeline import restore_raster

TILES = ROOT.parent / "shared" / "data" / "real" / "enmap-potsdam"
PICTURE = ROOT / "docs" / "images" / "restore-enmap.png"
BANDS = (100, 163, 164, 165)
"""A clean band at 983 nm, one at 1760 nm, and two at 1940 nm, where water vapour takes most of the light."""

DPI, PERCENT = 80, (2, 98)


class Quiet:
    """A monitor that lets warnings through."""

    def progress(self, fraction: float) -> None:
        """Nothing to show."""

    def info(self, text: str) -> None:
        print(text)

    warn = info

    def cancelled(self) -> bool:
        return False


def main() -> None:
    gdal.UseExceptions()
    if not TILES.is_dir():
        sys.exit(f"The EnMAP tiles are read from {TILES}, which is not here.")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        mosaic, restored = str(folder / "enmap.tif"), str(folder / "restored.tif")
        virtual = gdal.BuildVRT("/vsimem/enmap.vrt", [str(path) for path in sorted(TILES.glob("*.tif"))])
        gdal.Translate(mosaic, virtual)
        model = Hybrid(None)
        restore_raster(RestorationJob(mosaic, restored, data_type="Float32"), model, Quiet())
        before, after = (_read(path) for path in (mosaic, restored))
    _draw(before, after)
    print(f"{PICTURE}: {PICTURE.stat().st_size // 1000} kB")


def _read(path: str) -> dict[int, np.ndarray]:
    """Band number -> float [H, W], NaN without data."""
    with open_cube(path) as source:
        values = gdal.Open(path).ReadAsArray().astype(float)
        return {band: np.where(values[band - 1] == source.nodata[band - 1], np.nan, values[band - 1]) for band in BANDS}


def _draw(before: dict[int, np.ndarray], after: dict[int, np.ndarray]) -> None:
    figure = Figure(figsize=(9.5, 7.6), layout="constrained", dpi=DPI)
    FigureCanvasAgg(figure)
    for row, (label, cubes) in zip(figure.subplots(2, len(BANDS)), (("EnMAP L2A", before), ("restored", after))):
        for axes, band in zip(row, BANDS):
            low, high = np.nanpercentile(before[band], PERCENT)
            axes.imshow(cubes[band], cmap="gray", vmin=low, vmax=high, interpolation="nearest")
            axes.set_title(f"band {band}, {label}", fontsize=10)
            axes.set_axis_off()
    PICTURE.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(PICTURE)


if __name__ == "__main__":
    main()
