"""The parts of the estimate that stand alone: recurring values, lines, the spatial mask, windows."""
from __future__ import annotations

import numpy as np
import pytest

from hyperrestore.models.recurring import constant_lines, find_recurring
from hyperrestore.quality.estimation.examine import Examined
from hyperrestore.quality.estimation.lines import LineStatistics
from hyperrestore.quality.estimation.spatial import mask_noise
from hyperrestore.quality.estimation.windows import LENGTH, MOST_ALONG, examination_windows

RNG = np.random.default_rng(0)


def test_salt_and_pepper_recur_and_the_peak_of_a_histogram_does_not() -> None:
    values = RNG.normal(100, 20, 10_000).astype(np.float32)
    values[:300], values[300:700], values[700] = 0, 4095, -50
    found = find_recurring([values[:5000], values[5000:]])
    assert (found.values, found.ends) == ((0.0, 4095.0), (0, 1))
    assert find_recurring([np.rint(RNG.normal(100, 3, 10_000))]).values == ()
    assert find_recurring([np.array([1.0, 2.0, 2.0])]).values == ()


def test_constant_lines_need_enough_valid_pixels() -> None:
    values = RNG.random((1, 20, 4)).astype(np.float32)
    values[0, :, 1] = 3
    values[0, 10:, 2], values[0, :, 3] = 5, 5
    valid = np.ones(values.shape, bool)
    valid[0, :10, 2], valid[0, 5:, 3] = False, False
    assert constant_lines(values, valid).tolist() == [[False, True, True, False]]


def pieces_of(offsets: np.ndarray, sigma: float = 1.0, pixels: int = 25) -> Examined:
    """What `examine` would say of columns with the mean residuals ``offsets`` [P, B, w]."""
    _, bands, width = offsets.shape
    nothing = np.zeros((bands, 1, width), np.float32)
    return Examined(
        residual=nothing, gain=nothing, core=nothing, predicted=nothing, offset=offsets,
        weight=np.full(offsets.shape, pixels), variance=np.full((bands, width), sigma**2),
        dead=np.zeros((bands, width), bool), known=np.full((bands, width), 4 * pixels),
    )  # fmt: skip


def noisy_offsets(bands: int = 40, width: int = 200) -> np.ndarray:
    return np.random.default_rng(1).normal(0, 1 / 5, (4, bands, width))


def test_lines_of_pure_noise_are_hardly_ever_striped() -> None:
    statistics = LineStatistics(40, 200)
    statistics.add(pieces_of(noisy_offsets()), 0)
    found = statistics.judge(np.zeros(40))
    assert sum(len(lines.striped) for lines in found) <= 3
    assert all(lines.dead == () for lines in found)


def test_a_stripe_is_striped_throughout() -> None:
    offsets = noisy_offsets()
    offsets[:, 3, [17, 90, 91]] += 0.6
    offsets[0, 5, [30, 120, 160]] += 2.4
    statistics = LineStatistics(40, 200)
    for part in (slice(0, 120), slice(120, 200)):
        statistics.add(pieces_of(offsets[:, :, part]), part.start)
    found = statistics.judge(np.zeros(40))
    assert found[3].striped == (17, 90, 91)
    assert found[3].offsets == pytest.approx([0.6] * 3, abs=0.3)
    assert found[5].striped == ()
    assert statistics.judge(np.full(40, 1.0))[3].striped == ()


def test_mask_noise_ignores_planes_and_stripes() -> None:
    y, x = np.mgrid[:80, :80]
    plane = (3 * x + 2 * y + 50 * (x == 20))[None].astype(np.float32)
    variance, count = mask_noise(plane + RNG.normal(0, 4, plane.shape), np.ones(plane.shape, bool))
    assert np.sqrt(variance[0]) == pytest.approx(4, rel=0.06)
    assert count[0] == 78 * 78
    core = np.ones(plane.shape, bool)
    core[0, 40, 40] = False
    assert mask_noise(plane, core)[1][0] == 78 * 78 - 9


@pytest.mark.parametrize(("lines", "length", "bands"), [(100, 100, 190), (5000, 300, 224), (7, 1, 3), (30, 1000, 2000)])
def test_windows_cover_everything_once(lines: int, length: int, bands: int) -> None:
    seen = np.zeros((length, lines), int)
    for window in examination_windows(lines, length, bands):
        seen[window.slices] += 1
        assert window.height <= LENGTH
        assert window.width == 1 or bands * window.width * window.height <= 1_500_000
    assert (seen == 1).all()


def test_long_lines_are_sampled_evenly() -> None:
    windows = list(examination_windows(10, 50_000, 100))
    along = sum(window.height for window in windows)
    assert 0.9 * MOST_ALONG <= along <= MOST_ALONG
    assert np.ptp(np.diff([window.y for window in windows])) <= LENGTH + 1
    assert windows[-1].y > 45_000
