"""A clean scene, and the simulation of noise on it in one call."""
from __future__ import annotations

from pathlib import Path

import numpy as np

from hyperrestore.quality.simulation import simulate_noise
from hyperrestore.quality.simulation_job import SimulationJob
from hyperrestore.test.quality.estimation.scenes import Recorder

HEIGHT, WIDTH = 150, 301


def scene(bands: int = 6, kind: type = np.int16) -> np.ndarray:
    """[bands, HEIGHT, WIDTH] from 0 to 1000, both ends taken."""
    band, y, x = np.mgrid[:bands, :HEIGHT, :WIDTH]
    smooth = np.sin(x / 20 + band / 3) + np.cos(y / 15)
    return np.rint((smooth - smooth.min()) / np.ptp(smooth) * 1000).astype(kind)


def simulate(source: str, output: Path, case: str = "mixture", **given):
    return simulate_noise(SimulationJob(source, str(output), case, **given), Recorder())
