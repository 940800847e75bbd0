"""Pairs: noisy and clean patches that fit each other, and coarse and fine ones."""
from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from hyperrestore.quality.resample import downsample
from hyperrestore.test.training.tiny_runs import ramp_scene
from hyperrestore.training import patches
from hyperrestore.training.clean import PLAIN, Augmentation, PatchShape
from hyperrestore.training.patches import draw_coarse_pairs, draw_pairs
from hyperrestore.training.spoiling import NOISELESS, NoiseMix

WEAK = NoiseMix(cases=("gaussian",), weights=(1.0,), sigmas=(1,), clean=0, faint=0, weaker=0, rows=0, oblique=0)
DEAD = replace(WEAK, cases=("deadline",), sigmas=())


def test_pairs_depend_on_the_generator_alone() -> None:
    scenes, shape, vary = [ramp_scene(), ramp_scene(20, 30)], PatchShape(3, 6, 8), Augmentation()
    first = draw_pairs(scenes, shape, vary, NoiseMix(), np.random.default_rng([1, 5]))
    again = draw_pairs(scenes, shape, vary, NoiseMix(), np.random.default_rng([1, 5]))
    other = draw_pairs(scenes, shape, vary, NoiseMix(), np.random.default_rng([1, 6]))
    assert all(np.array_equal(a, b) for a, b in zip(first, again))
    assert not np.array_equal(first[1], other[1])
    noisy, clean = first
    assert noisy.shape == clean.shape == (3, 6, 8, 8) and noisy.dtype == clean.dtype == np.float32
    assert clean.min() >= 0 and clean.max() <= 1
    assert not np.array_equal(noisy, clean)


def test_patches_of_a_pair_are_drawn_each_for_itself() -> None:
    rng = np.random.default_rng(0)
    noisy, clean = draw_pairs([ramp_scene(size=40)], PatchShape(8, 4, 8), Augmentation(), WEAK, rng)
    assert len({cube.tobytes() for cube in clean}) == 8
    assert len({cube.tobytes() for cube in noisy - clean}) == 8


def test_patches_are_brightened_before_they_are_spoilt() -> None:
    """A gain of the noise would show in its strength."""
    dim = replace(PLAIN, gain=(0.1, 0.1))
    noisy, clean = draw_pairs([ramp_scene()], PatchShape(20, 4, 8), dim, replace(WEAK, sigmas=(50,)),
                              np.random.default_rng(0))
    assert np.ptp(clean, axis=(1, 2, 3)).max() < 0.1
    assert np.ptp(clean.mean(axis=(1, 2, 3))) > 0.5
    assert (noisy - clean).std() * 255 == pytest.approx(50, rel=0.03)


@pytest.mark.parametrize("oblique", [0.0, 1.0])
def test_noisy_and_clean_show_the_same_pixels(oblique: float) -> None:
    """The ramp spans its whole range within a patch: of pixels that were turned otherwise, it would differ by a lot."""
    scene = np.add.outer(np.zeros(4), np.add.outer(np.linspace(0, 0.7, 24), np.linspace(0, 0.3, 24)))
    scene = scene.astype(np.float32)
    for seed in range(10):
        rng = np.random.default_rng(seed)
        noisy, clean = draw_pairs([scene], PatchShape(4, 3, 12), PLAIN, replace(WEAK, oblique=oblique), rng)
        assert np.ptp(clean, axis=(1, 2, 3)).min() > 0.2
        assert np.abs(noisy - clean).max() < 6 / 255
    noisy, clean = draw_pairs([scene], PatchShape(4, 3, 12), PLAIN, replace(NOISELESS, oblique=oblique),
                              np.random.default_rng(0))
    assert np.array_equal(noisy, clean)


def test_oblique_lines_come_at_their_rate() -> None:
    """Lines at an angle cross rows and columns: none of these is dead throughout."""
    scene = np.full((3, 40, 40), 0.5, np.float32)
    noisy, _ = draw_pairs([scene], PatchShape(400, 3, 16), PLAIN, replace(DEAD, oblique=0.3), np.random.default_rng(0))
    dead = noisy == 0
    assert dead.any(axis=(1, 2, 3)).mean() > 0.9
    upright = (dead.all(axis=2) | dead.all(axis=3)).any(axis=(1, 2))
    assert upright.mean() == pytest.approx(0.7, abs=0.08)


def test_scenes_too_small_to_be_turned_are_spoilt_upright() -> None:
    scene = np.full((3, 10, 10), 0.5, np.float32)
    noisy, _ = draw_pairs([scene], PatchShape(20, 3, 8), PLAIN, replace(DEAD, oblique=1.0), np.random.default_rng(0))
    assert (noisy == 0).all(axis=2).any(axis=(1, 2)).all()


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_coarse_pairs_are_one_scene_in_two_sizes(scale: int) -> None:
    """The coarse patch is the fine one down-sampled, but for its rim, which knows the pixels around the patch."""
    scenes = [np.random.default_rng(1).normal(size=(9, 60, 60)).astype(np.float32)]
    vary = Augmentation(coarser=(1,), synthetic=0)
    coarse, fine = draw_coarse_pairs(scenes, PatchShape(2, 5, 8), vary, scale, np.random.default_rng(0))
    assert coarse.shape == (2, 5, 8, 8) and fine.shape == (2, 5, 8 * scale, 8 * scale)
    assert coarse.dtype == fine.dtype == np.float32
    for one, other in zip(coarse, fine):
        expected = downsample(other, scale)
        np.testing.assert_allclose(one[:, 2:-2, 2:-2], expected[:, 2:-2, 2:-2], atol=1e-6)
        assert np.abs(one - expected).max() > 0.01


def test_coarse_pairs_are_what_they_are_in_the_middle_of_a_coarse_scene() -> None:
    """Rims included: each coarse patch is found, value for value, in the whole scene down-sampled from there."""
    scene = np.random.default_rng(1).normal(size=(3, 40, 40)).astype(np.float32)
    rng = np.random.default_rng(0)
    found = 0
    for _ in range(40):
        (coarse,), (fine,) = draw_coarse_pairs([scene], PatchShape(1, 3, 6), PLAIN, 2, rng)
        places = np.argwhere((scene == fine[0, 0, 0]).any(axis=0))
        top, left = places[0] if len(places) else (0, 0)
        if not np.array_equal(scene[:, top : top + 12, left : left + 12], fine):
            continue  # Turned or mirrored.
        found += 1
        whole = downsample(scene[:, top % 2 :, left % 2 :], 2)
        row, column = top // 2, left // 2
        np.testing.assert_allclose(coarse, whole[:, row : row + 6, column : column + 6], atol=1e-6)
    assert found >= 1


def test_coarse_pairs_have_the_gain_asked_for() -> None:
    scene = np.stack([np.full((60, 60), value, np.float32) for value in (-1, 1)])
    vary = replace(PLAIN, gain=(0.5, 1.2))
    coarse, fine = draw_coarse_pairs([scene], PatchShape(300, 2, 4), vary, 2, np.random.default_rng(0))
    gains = fine.max(axis=(1, 2, 3))
    assert gains.min() >= 0.5 and gains.max() <= 1.2 and np.ptp(gains) > 0.6
    np.testing.assert_allclose(fine.sum(axis=1), 0, atol=1e-6)
    np.testing.assert_allclose(coarse.max(axis=(1, 2, 3)), gains, rtol=1e-6)


def test_only_the_generator_that_is_given_is_drawn_from(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another source of chance would make a resumed run another one."""
    def refuse(*arguments: object) -> None:
        raise AssertionError("a generator of its own")

    rng = np.random.default_rng(0)
    monkeypatch.setattr(patches.np.random, "default_rng", refuse)
    before = np.random.get_state()[1].copy()
    draw_pairs([ramp_scene(size=40)], PatchShape(20, 6, 8), Augmentation(), NoiseMix(), rng)
    draw_coarse_pairs([ramp_scene(size=60)], PatchShape(4, 6, 8), Augmentation(), 2, rng)
    assert np.array_equal(np.random.get_state()[1], before)
