"""Noise for training patches: the papers' cases as often, as strong and in the directions that a recipe says."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import ceil, sqrt

import numpy as np

from ..quality.draws import StreamDraws
from ..quality.noise import BandNoise, add_noise, draw_plan


@dataclass(frozen=True)
class NoiseMix:
    """How often each degradation is drawn, how strong, and along which axis its lines run."""

    cases: tuple[str, ...] = ("gaussian", "noniid", "stripe", "deadline", "impulse", "mixture")
    weights: tuple[float, ...] = (0.2, 0.15, 0.15, 0.15, 0.15, 0.2)
    sigma_max: float = 100 / 255
    """Standard deviation of ``gaussian`` and ``speckle``, drawn from 0 to this, more often small than large."""
    sigmas: tuple[float, ...] = ()
    """Standard deviations on the 0-255 scale to draw from instead, all alike often; 0 leaves a patch clean."""
    clean: float = 0.08
    """Share of patches without any noise."""
    faint: float = 0.12
    """Share of patches with Gaussian noise of 0 to 10/255 and nothing else: clean data must stay clean."""
    weaker: float = 0.3
    """Share of the others whose Gaussian noise and stripes are weaker than the papers', as real sensors' are."""
    rows: float = 0.35
    """Share of patches whose lines run along rows instead of columns."""
    oblique: float = 0.05
    """Share of patches whose lines run at an angle, as after a scene was resampled to a map (nearest neighbour)."""


FAINT_SIGMA = 10 / 255
NOISELESS = NoiseMix(clean=1.0, faint=0.0, oblique=0.0)


def spoil(cube: np.ndarray, noise: NoiseMix, rng: np.random.Generator) -> np.ndarray:
    """``cube [bands, H, W]``, values 0 to 1, with fresh noise along columns or rows."""
    kind = rng.random()
    if kind < noise.clean:
        return cube.copy()
    if kind < noise.clean + noise.faint:
        return _noisy(cube, draw_plan("gaussian", len(cube), 0, rng, FAINT_SIGMA * rng.random()), rng)
    along_rows = rng.random() < noise.rows
    upright = cube.transpose(0, 2, 1) if along_rows else cube
    noisy = _noisy(upright, _draw_plan(upright, noise, rng), rng)
    return noisy.transpose(0, 2, 1) if along_rows else noisy


def outer_side(side: int) -> int:
    """How large a square must be for a square of ``side`` at any angle to fit in; as much larger on either side."""
    return side + 2 * ceil((side * (sqrt(2) - 1) + 2) / 2)


def turn(cube: np.ndarray, side: int, angle: float) -> np.ndarray:
    """The middle ``[..., side, side]`` of a cube whose sides are ``outer_side(side)``, turned by ``angle`` (radians).

    Nearest neighbours, so that noise and truth stay what they are in each pixel.
    """
    centre = (cube.shape[-1] - 1) / 2
    down, right = np.mgrid[:side, :side] - (side - 1) / 2
    rows = np.rint(centre + down * np.cos(angle) - right * np.sin(angle)).astype(int)
    columns = np.rint(centre + down * np.sin(angle) + right * np.cos(angle)).astype(int)
    return cube[..., rows, columns]


def _draw_plan(cube: np.ndarray, noise: NoiseMix, rng: np.random.Generator) -> Iterable[BandNoise]:
    chances = np.array(noise.weights) / sum(noise.weights)
    case = noise.cases[rng.choice(len(noise.cases), p=chances)]
    # Squaring the draw favours the low end, where a denoiser can only do harm.
    sigma = float(rng.choice(noise.sigmas)) / 255 if noise.sigmas else noise.sigma_max * rng.random() ** 2
    plan = draw_plan(case, len(cube), cube.shape[2], rng, sigma)
    if rng.random() >= noise.weaker:
        return plan
    share = rng.random()
    return [
        replace(band, sigma=band.sigma * share, offsets=tuple(offset * share for offset in band.offsets))
        for band in plan
    ]


def _noisy(cube: np.ndarray, plan: Iterable[BandNoise], rng: np.random.Generator) -> np.ndarray:
    noisy = cube.astype(np.float32)
    draws = StreamDraws(rng)
    for band, wanted in zip(noisy, plan):
        add_noise(band, wanted, draws)
    return noisy
