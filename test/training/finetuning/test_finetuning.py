"""Fine-tuning of networks of a few weights on scenes of a few pixels, held against figures made another way."""
from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from hyperrestore.errors import Cancelled, InvalidParameter, RestorationError, UnsuitableRaster
from hyperrestore.models.catalog import Entry
from hyperrestore.models.weights import load_model, save_weights
from hyperrestore.quality.noise import degrade
from hyperrestore.quality.resample import downsample
from hyperrestore.restoration.job import RestorationJob
from hyperrestore.restoration.pipeline import restore_raster
from hyperrestore.test.models.small_models import save_random
from hyperrestore.test.processing.rasters import names, read, write_cube
from hyperrestore.training.finetuning.own_recipe import (
    NOISE_CHOICES,
    NOISES,
    Wishes,
    needs_of,
    noise_in_words,
    recipe_for,
)
from hyperrestore.training.finetuning.page import report_page
from hyperrestore.training.finetuning.run import FineTuned, fine_tune

QUICK = Wishes(name="mine", steps=20, noise="gaussian", patch=16, learning_rate=3e-3)


class Listener:
    """A monitor that keeps what it hears, and cancels from a number of progresses on."""

    def __init__(self, patience: float = float("inf")) -> None:
        self.lines: list[str] = []
        self.fractions: list[float] = []
        self._patience = patience
        self.info = self.warn = self.lines.append
        self.progress = self.fractions.append

    def cancelled(self) -> bool:
        return len(self.fractions) >= self._patience


def smooth_cube(bands: int, height: int, width: int) -> np.ndarray:
    band, y, x = np.mgrid[:bands, :height, :width]
    return (2000 + 600 * np.sin(x / 6 + band / 5) + 400 * np.cos(y / 5) + 10 * band).astype(np.float32)


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


@pytest.fixture
def raster(tmp_path: Path) -> str:
    return write_cube(tmp_path / "in" / "x.tif", smooth_cube(6, 90, 48))


@pytest.fixture
def parent(tmp_path: Path) -> Entry:
    return save_random(tmp_path / "weights", "small", "ras2s", "cube", channels=2, regions=2)


@pytest.fixture
def finer(tmp_path: Path) -> Entry:
    return save_random(
        tmp_path / "weights", "fine", "ssrnet", "centred", scale=2, filters=4, modules=1, units=1, bicubic_skip=True
    )


def run(parent: Entry, *rasters: str, listener: Listener | None = None, **changes) -> FineTuned:
    return fine_tune(parent, rasters, replace(QUICK, **changes), "cpu", listener or Listener())


def psnr(restored: np.ndarray, truth: np.ndarray) -> float:
    errors = ((restored.astype(np.float64) - truth) ** 2).mean(axis=(1, 2))
    return float(np.mean(-10 * np.log10(errors)))


def independent(entry: Entry, tuned: FineTuned, case: str, sigma: float = 0.0) -> float:
    """MPSNR of weights on the held-out crop, through the model that a restoration would load."""

    class Silence:
        def tick(self, fraction: float) -> None: ...

        def warn(self, message: str) -> None: ...

    (scene,) = tuned.scenes
    noisy = degrade(scene.held_out, case, np.random.default_rng(tuned.recipe.seed), sigma).astype(np.float32)
    restored = load_model(entry).restore(torch.from_numpy(noisy)[None], Silence())[0].numpy()
    return psnr(restored, scene.held_out)


def test_it_helps_and_the_figures_are_what_the_weights_do(parent: Entry, raster: str, tmp_path: Path) -> None:
    tuned = run(parent, raster)
    cases = [("noniid", 0.0), ("gaussian", 25 / 255), ("gaussian", 5 / 255)]
    before = [independent(parent, tuned, *case) for case in cases]
    assert [one.before for one in tuned.judged] == pytest.approx(before, abs=1e-3)
    assert tuned.start == pytest.approx(np.mean(before), abs=1e-3)
    stored = save_weights(tuned.card, tuned.tensors, tmp_path / "catalog")
    after = [independent(stored, tuned, *case) for case in cases]
    assert [one.after for one in tuned.judged] == pytest.approx(after, abs=1e-3)
    assert tuned.best == pytest.approx(np.mean(after), abs=1e-3)
    assert tuned.best > tuned.start + 0.5


def test_curve_begins_with_the_start_and_holds_the_best_step(parent: Entry, raster: str) -> None:
    listener = Listener()
    tuned = run(parent, raster, listener=listener)
    assert [row["step"] for row in tuned.curve] == [0, 10, 20]
    scores = [[row[f"x.tif {case}"] for case in ("noniid", "25", "5")] for row in tuned.curve]
    assert np.mean(scores[0]) == pytest.approx(tuned.start)
    best = 1 + int(np.argmax(np.mean(scores[1:], axis=1)))
    assert tuned.curve[best]["step"] == tuned.best_step
    assert np.mean(scores[best]) == pytest.approx(tuned.best, abs=1e-3)
    for row, found in zip(tuned.curve[1:], scores[1:]):
        assert f"Step {row['step']:.0f} of 20: MPSNR {np.mean(found):.2f} dB on what is held out." in listener.lines
    assert listener.fractions == sorted(listener.fractions) and listener.fractions[-1] > 0.9


def test_a_restoration_with_the_result_is_closer_to_the_truth(parent: Entry, raster: str, tmp_path: Path) -> None:
    """The engine's way, file to file, on the rows that were held out."""
    tuned = run(parent, raster)
    stored = save_weights(tuned.card, tuned.tensors, tmp_path / "catalog")
    clean = smooth_cube(6, 90, 48)
    noise = np.random.default_rng(1).normal(0, 0.1 * np.ptp(clean), clean.shape)
    noisy = write_cube(tmp_path / "in" / "noisy.tif", (clean + noise).astype(np.float32))
    errors = []
    for entry in (parent, stored):
        output = str(tmp_path / f"{entry.name}.tif")
        restore_raster(RestorationJob(noisy, output, device="cpu", scaling="cube"), load_model(entry), Listener())
        errors.append(float(np.mean((read(output) - clean)[:, 72:] ** 2)))
    assert errors[1] < 0.9 * errors[0]


@pytest.mark.parametrize("patch", [-1, 1, 7])
def test_patches_too_small_to_learn_from_are_refused(patch: int) -> None:
    with pytest.raises(InvalidParameter, match=f"Patches of {patch} pixels .* 8 or larger"):
        Wishes("x", patch=patch)


def test_weights_for_values_as_they_are_are_refused(tmp_path: Path, raster: str) -> None:
    """Noise of 25/255 is nothing on values in the thousands."""
    unscaled = save_random(tmp_path / "weights", "unscaled", "ras2s", "none", channels=2, regions=2)
    with pytest.raises(InvalidParameter, match="'unscaled' takes values as they are"):
        run(unscaled, raster)


def test_super_resolution(finer: Entry, raster: str) -> None:
    tuned = run(finer, raster, noise="auto", patch=8, steps=30)
    (one,), (scene,) = tuned.judged, tuned.scenes
    assert one.case == "pixels 2 times as coarse"
    assert scene.held_out.shape[1] % 2 == scene.held_out.shape[2] % 2 == 0
    coarse = torch.from_numpy(downsample(scene.held_out, 2).astype(np.float32))[None]
    enlarged = torch.nn.functional.interpolate(coarse, scale_factor=2, mode="bicubic", antialias=True)[0].numpy()
    assert one.given == pytest.approx(psnr(enlarged, scene.held_out), abs=1e-3)
    assert tuned.best > tuned.start
    assert tuned.card.training["noise"] == "none; pixels 2 times as coarse"
    with pytest.raises(InvalidParameter, match="noise 'lines' was asked for, but 'fine' makes pixels finer"):
        run(finer, raster, noise="lines", patch=8)


def test_sscan_is_shown_as_many_bands_as_its_window(tmp_path: Path, raster: str) -> None:
    parent = save_random(
        tmp_path / "weights", "wide", "sscan", "cube", channels=4, blocks=1, window=8, window_overlap=2, reduction=2
    )
    tuned = run(parent, raster, noise="auto", steps=10)
    assert {shape.bands for shape in tuned.recipe.shapes} == {8}
    assert tuned.card.training["noise"] == "gaussian"


def test_rasters_of_different_bands(parent: Entry, raster: str, tmp_path: Path) -> None:
    other = write_cube(tmp_path / "other" / "x.tif", smooth_cube(2, 60, 100))
    tuned = run(parent, raster, other, steps=10)
    assert [(scene.name, len(scene.bands)) for scene in tuned.scenes] == [("x.tif", 6), ("x.tif (2)", 2)]
    assert [scene.strip_name for scene in tuned.scenes] == ["rows 73-90", "columns 81-100"]
    assert len(tuned.judged) == 6 and len({(one.scene, one.case) for one in tuned.judged}) == 6
    assert tuned.card.training["held_out"] == "rows 73-90 of x.tif, columns 81-100 of x.tif (2)"


def test_the_card_says_whence_and_how_good(parent: Entry, raster: str) -> None:
    tuned = run(parent, raster, seed=5)
    card, old = tuned.card, parent.card()
    assert (card.name, card.architecture, card.arguments, card.scaling) == ("mine", "ras2s", old.arguments, "cube")
    assert (card.licence, card.authors, card.task) == (old.licence, old.authors, old.task)
    facts = {name: card.training[name] for name in ("fine_tuned_from", "sha256_of_that", "data", "steps", "seed")}
    assert facts == {
        "fine_tuned_from": "small", "sha256_of_that": parent.digest(), "data": "x.tif", "steps": 20, "seed": 5,
    }  # fmt: skip
    assert card.training["best_step"] == tuned.best_step and card.training["noise"] == "gaussian"
    assert len(parent.digest()) == 64 and "small" in card.notes
    figures = [(row["noise"], row["mpsnr_in_db"], row["mpsnr_before_db"], row["mpsnr_db"]) for row in card.metrics]
    expected = [(one.case, *(round(value, 2) for value in (one.given, one.before, one.after))) for one in tuned.judged]
    assert figures == expected


def test_the_report_holds_the_figures(parent: Entry, raster: str) -> None:
    tuned = run(parent, raster)
    text = report_page(tuned, "the end")
    assert text.count("data:image/png;base64,") == 2 and "the end" in text
    for one in tuned.judged:
        cells = "".join(f"<td>{value:.2f}</td>" for value in (one.given, one.before, one.after))
        assert f"<td>x.tif</td><td>{one.case}</td>{cells}" in text
    assert f"from {tuned.start:.2f} dB with" in text and "rows 73-90" in text


def test_same_seed_same_weights_and_torch_as_it_was(parent: Entry, raster: str, temporary: Path) -> None:
    torch.manual_seed(99)
    expected = torch.rand(3)
    torch.manual_seed(99)
    state = torch.get_num_threads(), torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32
    first, again, other = (run(parent, raster, steps=10, seed=seed) for seed in (1, 1, 2))
    assert torch.equal(torch.rand(3), expected)
    assert (torch.get_num_threads(), torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32) == state
    assert all(torch.equal(first.tensors[name], again.tensors[name]) for name in first.tensors)
    assert not all(torch.equal(first.tensors[name], other.tensors[name]) for name in first.tensors)
    assert names(temporary) == []


def test_no_better_step_is_an_error(finer: Entry, raster: str, temporary: Path) -> None:
    """Steps as long as these destroy weights that began near bicubic interpolation."""
    with pytest.raises(RestorationError, match=r"did not help: .* 'fine' has an MPSNR of .* Nothing was stored"):
        run(finer, raster, noise="auto", patch=8, learning_rate=50.0)
    assert names(temporary) == []


@pytest.mark.parametrize("patience", [0, 3, 12, 30])
def test_cancel_at_any_time_leaves_nothing(parent: Entry, raster: str, temporary: Path, patience: int) -> None:
    listener = Listener(patience)
    with pytest.raises(Cancelled):
        run(parent, raster, listener=listener)
    assert len(listener.fractions) == patience
    assert names(temporary) == []


def test_a_raster_that_is_too_small_is_named(parent: Entry, raster: str, tmp_path: Path) -> None:
    small = write_cube(tmp_path / "small.tif", smooth_cube(3, 80, 12))
    with pytest.raises((UnsuitableRaster, InvalidParameter), match=r"small\.tif"):
        run(parent, raster, small)


@pytest.mark.parametrize(
    "wrong", [{"steps": 0}, {"noise": "loud"}, {"share": 0.6}, {"share": 0.01}, {"patch": -1}, {"learning_rate": 0.0}]
)
def test_wishes_that_nobody_can_fulfil(wrong: dict) -> None:
    with pytest.raises(InvalidParameter):
        replace(QUICK, **wrong)


def test_every_noise_is_drawn_as_often_as_its_words_say() -> None:
    assert set(NOISE_CHOICES) == {"auto", *NOISES}
    for mix, cases in NOISES.values():
        assert len(mix.cases) == len(mix.weights) and mix.clean > 0 and mix.clean + mix.faint <= 1
        assert cases
    assert NOISES["weak"][0].clean + NOISES["weak"][0].faint == 1


def test_auto_is_the_noise_that_a_network_is_made_for(tmp_path: Path) -> None:
    for architecture, noise in (("ras2s", "mixed"), ("sscan", "gaussian")):
        card = save_random(tmp_path, architecture, architecture, "cube").card()
        assert noise_in_words(card, Wishes("x")) == noise
        assert noise_in_words(card, Wishes("x", noise="lines")) == "lines"


def test_patches_shrink_to_what_the_smallest_raster_holds(parent: Entry, tmp_path: Path) -> None:
    narrow = write_cube(tmp_path / "narrow.tif", smooth_cube(3, 120, 20))
    tuned = run(parent, narrow, patch=0, steps=10)
    assert {shape.side for shape in tuned.recipe.shapes} == {20}
    assert {shape.bands for shape in tuned.recipe.shapes} == {3}
    needs = needs_of(parent.card(), Wishes("x"), 4)
    assert needs.values == 25_000_000 and needs.piece == 16
    wide = recipe_for(parent.card(), Wishes("x", steps=1200), tuned.scenes)
    assert (wide.validate_every, wide.warmup) == (100, 50)
