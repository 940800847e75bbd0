"""Scenes with noise that is known, and the way through the whole estimate."""
from __future__ import annotations

from pathlib import Path

import numpy as np

from hyperrestore.quality.draws import StreamDraws
from hyperrestore.quality.estimation.estimate import NoiseReport, estimate_noise
from hyperrestore.quality.noise import BandNoise, add_noise, draw_plan
from hyperrestore.test.processing.rasters import write_cube


class Recorder:
    """Keeps what a run says; cancels it from the progress ``stop`` on."""

    def __init__(self, stop: float = 2.0) -> None:
        self.fractions: list[float] = []
        self.lines: list[str] = []
        self._stop = stop

    def progress(self, fraction: float) -> None:
        self.fractions.append(fraction)

    def info(self, text: str) -> None:
        self.lines.append(text)

    warn = info

    def cancelled(self) -> bool:
        return bool(self.fractions) and self.fractions[-1] >= self._stop


def clean_scene(bands: int = 32, height: int = 96, width: int = 90) -> np.ndarray:
    """float64 [bands, height, width] from 0 to 1: four materials in smooth and in sharp-edged shares."""
    rng = np.random.default_rng(5)
    y, x = np.mgrid[:height, :width]
    shares = [np.exp(-(((x - cx) / sx) ** 2 + ((y - cy) / sy) ** 2)) for cx, cy, sx, sy in
              ((20, 30, 25, 20), (65, 60, 20, 30), (50, 15, 40, 12))]
    shares.append(((x // 9 + y // 13) % 3 == 0) * 0.6)
    place = np.linspace(0, 1, bands)
    spectra = [0.3 + 0.3 * np.sin(2 * np.pi * (place * rate + rng.random())) for rate in (0.6, 1.1, 1.7, 2.3)]
    cube = np.einsum("mb,mhw->bhw", spectra, shares)
    return (cube - cube.min()) / np.ptp(cube)


def with_noise(clean: np.ndarray, case: str, seed: int = 1, sigma: float = 0.0) -> tuple[np.ndarray, tuple[BandNoise]]:
    """(float32 cube, what each band got) by the product's own simulation."""
    rng = np.random.default_rng(seed)
    plan = draw_plan(case, len(clean), clean.shape[2], rng, sigma)
    noisy = clean.copy()
    for band, noise in zip(noisy, plan):
        add_noise(band, noise, StreamDraws(rng))
    return noisy.astype(np.float32), plan


def estimate(folder: Path, cube: np.ndarray, direction: str = "auto", **raster) -> NoiseReport:
    return estimate_noise(write_cube(folder / "in" / "cube.tif", cube, **raster), direction, [], Recorder())


def sigmas(report: NoiseReport) -> np.ndarray:
    return np.array([band.sigma for band in report.bands])


def striped_truth(plan, least_sigmas: float = 0.0, length: int = 1) -> tuple[list[set], list[set]]:
    """The striped lines of every band that could be found, and those that nobody could: below ``least_sigmas``
    standard errors of the mean of a line of ``length`` pixels."""
    clear, hidden = [], []
    for noise in plan:
        least = least_sigmas * noise.sigma / np.sqrt(length)
        clear.append({line for line, offset in zip(noise.striped, noise.offsets) if abs(offset) >= least})
        hidden.append(set(noise.striped) - clear[-1])
    return clear, hidden


def precision_and_recall(found: list[set], truth: list[set]) -> tuple[float, float]:
    hits = sum(len(one & other) for one, other in zip(found, truth))
    return hits / max(1, sum(map(len, found))), hits / max(1, sum(map(len, truth)))
