"""The before/after picture: true colour, the band that was hit worst, and one pixel's spectrum."""
from __future__ import annotations

from pathlib import Path

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .scene import Sensor

TRUE_COLOUR_NM = (645, 555, 465)
NOISY_COLOUR, RESTORED_COLOUR, CLEAN_COLOUR = "#b8b8b8", "#d1495b", "#1d3557"


def draw(
    path: Path, sensor: Sensor, cubes: dict[str, np.ndarray], mpsnr_db: dict[str, float], band: int,
    pixel: tuple[int, int],
) -> None:
    """``cubes``: reflectance [band, y, x] named "noisy", "restored", "clean", NaN without data; ``pixel``: (y, x)."""
    figure = Figure(figsize=(10.5, 10.4), dpi=110, layout="constrained")
    grid = figure.add_gridspec(3, 3, height_ratios=(1, 1, 0.72))
    colour_limits = np.nanpercentile(cubes["clean"][_true_colour_bands(sensor)], (1, 99))
    low, high = np.nanpercentile(cubes["clean"][band], (1, 99))
    for column, (name, cube) in enumerate(cubes.items()):
        top, middle = figure.add_subplot(grid[0, column]), figure.add_subplot(grid[1, column])
        top.imshow(_true_colour(cube, sensor, colour_limits), interpolation="nearest")
        top.set_title(name + (f", {mpsnr_db[name]:.1f} dB" if name in mpsnr_db else ""), fontsize=14)
        middle.imshow(cube[band], cmap="gray", vmin=low, vmax=high, interpolation="nearest")
        for axes in (top, middle):
            axes.set(xticks=[], yticks=[])
            axes.plot(pixel[1], pixel[0], "o", markersize=9, markerfacecolor="none", markeredgecolor="yellow")
        if column == 0:
            top.set_ylabel("true colour", fontsize=12)
            middle.set_ylabel(f"band {band + 1}, {sensor.wavelength_nm[band]:.0f} nm", fontsize=12)
    _draw_spectra(figure.add_subplot(grid[2, :]), sensor, cubes, pixel)
    figure.savefig(path)


def _draw_spectra(axes: Axes, sensor: Sensor, cubes: dict[str, np.ndarray], pixel: tuple[int, int]) -> None:
    spectra = {name: np.where(sensor.bad, np.nan, cube[:, pixel[0], pixel[1]]) for name, cube in cubes.items()}
    axes.plot(sensor.wavelength_nm, spectra["noisy"], color=NOISY_COLOUR, linewidth=1, label="noisy")
    axes.plot(sensor.wavelength_nm, spectra["clean"], color=CLEAN_COLOUR, linewidth=3, alpha=0.55, label="clean")
    axes.plot(sensor.wavelength_nm, spectra["restored"], color=RESTORED_COLOUR, linewidth=1.5, label="restored")
    top = np.nanmax(spectra["clean"])
    axes.set(xlabel="wavelength (nm)", ylabel="reflectance", ylim=(-0.35 * top, 1.6 * top))
    axes.set_title("the pixel in the circle (gaps: bands flagged bad)", fontsize=12)
    axes.legend(loc="upper right", ncols=3, frameon=False)
    axes.spines[["top", "right"]].set_visible(False)


def _true_colour_bands(sensor: Sensor) -> list[int]:
    return [int(np.argmin(np.abs(sensor.wavelength_nm - wavelength))) for wavelength in TRUE_COLOUR_NM]


def _true_colour(cube: np.ndarray, sensor: Sensor, limits: np.ndarray) -> np.ndarray:
    low, high = limits
    channels = np.moveaxis(cube[_true_colour_bands(sensor)], 0, -1)
    # White where there is no data; the exponent brightens as screens expect.
    return np.nan_to_num((channels - low) / (high - low), nan=1.0).clip(0, 1) ** (1 / 1.3)
