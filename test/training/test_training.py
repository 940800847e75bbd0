"""Patches, recipes and the loop: what is drawn, and that a killed run goes on exactly."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from osgeo import gdal

from hyperrestore.errors import InvalidParameter, UnsuitableRaster
from hyperrestore.models.architectures import ARCHITECTURES
from hyperrestore.models.catalog import Entry
from hyperrestore.models.weights import load_tensors
from hyperrestore.quality.resample import downsample
from hyperrestore.test.models.small_models import save_random
from hyperrestore.training import loop
from hyperrestore.training.loop import ValidationPair, train
from hyperrestore.training.patches import NoiseMix, PatchShape, draw_coarse_pairs, draw_pairs
from hyperrestore.training.recipe import Recipe, read_recipe
from hyperrestore.training.scenes import centred, load_scene, load_scenes

RECIPES = Path(loop.__file__).parent / "recipes"
TINY = Recipe(
    name="tiny", arguments={"channels": 8}, steps=6, warmup=2, validate_every=2, shapes=(PatchShape(2, 4, 8),)
)
OTHERS = {
    "sscan": {"channels": 4, "blocks": 1, "window": 4, "window_overlap": 1},
    "ssrnet": {"scale": 2, "filters": 4, "modules": 1, "units": 1, "bicubic_skip": True},
}


def ramp_scene(bands: int = 12, size: int = 24) -> np.ndarray:
    """A scene whose value tells its place: rises along bands, rows and columns, 0 to 1."""
    cube = np.add.outer(np.arange(bands) * 3.0, np.add.outer(np.arange(size), np.arange(size) * 0.5))
    return (cube / cube.max()).astype(np.float32)


def tiny_run(folder: Path, recipe: Recipe = TINY) -> dict[str, torch.Tensor]:
    clean = ramp_scene(5, 12)
    noisy = clean + 0.1 * np.random.default_rng(0).standard_normal(clean.shape).astype(np.float32)
    pair = ValidationPair(given=noisy, truth=clean)
    if recipe.scale > 1:
        pair = ValidationPair(given=downsample(clean, recipe.scale).astype(np.float32), truth=clean)
    train(recipe, [ramp_scene(size=40)], pair, folder)
    return torch.load(folder / "state.pt", weights_only=True)["network"]


def test_a_killed_run_goes_on_to_the_same_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = tiny_run(tmp_path / "whole")
    honest_step = loop._step

    def killed_at_the_fifth(recipe: Recipe, step: int, *rest: object) -> float:
        if step == 4:
            raise KeyboardInterrupt
        return honest_step(recipe, step, *rest)

    monkeypatch.setattr(loop, "_step", killed_at_the_fifth)
    with pytest.raises(KeyboardInterrupt):
        tiny_run(tmp_path / "killed")
    monkeypatch.setattr(loop, "_step", honest_step)
    resumed = tiny_run(tmp_path / "killed")
    for name, tensor in whole.items():
        assert torch.equal(tensor, resumed[name]), name
    steps = [line.split(",")[0] for line in (tmp_path / "killed" / "curve.csv").read_text().splitlines()]
    assert steps == ["step", "2", "4", "6"]


@pytest.mark.parametrize("architecture", OTHERS)
def test_every_network_trains_and_goes_on(tmp_path: Path, architecture: str) -> None:
    """Ten steps in one go and in two are the same; all layers have moved from where they began."""
    recipe = replace(TINY, architecture=architecture, arguments=OTHERS[architecture], steps=10, loss="l2", warmup=1)
    # Of a cosine that ends at its last step, a shorter run would show other rates.
    recipe = replace(recipe, final_rate=recipe.learning_rate)
    whole = tiny_run(tmp_path / "whole", recipe)
    tiny_run(tmp_path / "parts", replace(recipe, steps=4))
    parts = tiny_run(tmp_path / "parts", recipe)
    torch.manual_seed(recipe.seed)
    fresh = ARCHITECTURES[architecture].new_network(recipe.arguments).state_dict()
    assert fresh.keys() == whole.keys()
    for name, tensor in whole.items():
        assert torch.equal(tensor, parts[name]), name
        assert not torch.equal(tensor, fresh[name]), name


def test_a_warm_start_takes_over_what_fits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From scale 2 to scale 3: all but the transposed convolution's kernels, which are of another size."""
    arguments = OTHERS["ssrnet"]
    save_random(tmp_path / "weights", "twofold", "ssrnet", "centred", **arguments)
    monkeypatch.setattr(loop, "SHIPPED", tmp_path / "weights")
    recipe = replace(
        TINY, architecture="ssrnet", arguments={**arguments, "scale": 3}, steps=1, learning_rate=0.0, final_rate=0.0,
        warm_start="twofold",
    )  # fmt: skip
    begun = tiny_run(tmp_path / "run", recipe)
    given = load_tensors(Entry("twofold", tmp_path / "weights"))
    changed = {name for name, tensor in begun.items() if not torch.equal(tensor, given[name])}
    assert changed == {"up.enlarge.parametrizations.weight.original1"}


def test_coarse_pairs_are_one_scene_in_two_sizes() -> None:
    """The coarse patch is the fine one down-sampled, but for its rim, which knows the pixels around the patch."""
    scenes = [np.random.default_rng(1).normal(size=(9, 60, 60)).astype(np.float32)]
    for scale in (2, 3, 4):
        coarse, fine = draw_coarse_pairs(scenes, PatchShape(2, 5, 8), scale, np.random.default_rng(0))
        assert coarse.shape == (2, 5, 8, 8) and fine.shape == (2, 5, 8 * scale, 8 * scale)
        assert coarse.dtype == fine.dtype == np.float32
        for one, other in zip(coarse, fine):
            expected = downsample(other, scale)
            np.testing.assert_allclose(one[:, 2:-2, 2:-2], expected[:, 2:-2, 2:-2], atol=1e-6)
            assert np.abs(one - expected).max() > 0.01


def test_sigmas_of_a_list_are_all_drawn() -> None:
    noise = NoiseMix(cases=("gaussian",), weights=(1.0,), sigmas=(0, 25, 75))
    flat = [np.full((4, 40, 40), 0.5, np.float32)]
    noisy, clean = draw_pairs(flat, PatchShape(40, 3, 32), noise, np.random.default_rng(0))
    found = np.round((noisy - clean).std(axis=(1, 2, 3)) * 255 / 25).astype(int)
    assert set(found) == {0, 1, 3}


def test_only_the_length_of_a_run_may_change(tmp_path: Path) -> None:
    tiny_run(tmp_path)
    pair = ValidationPair(given=ramp_scene(5, 12), truth=ramp_scene(5, 12))
    train(replace(TINY, steps=8), [ramp_scene()], pair, tmp_path)
    assert (tmp_path / "curve.csv").read_text().splitlines()[-1].startswith("8,")
    with pytest.raises(InvalidParameter, match="another recipe"):
        train(replace(TINY, seed=1), [ramp_scene()], pair, tmp_path)


def test_training_lowers_the_loss(tmp_path: Path) -> None:
    """On clean patches, where the loss is the harm alone that an untrained network does."""
    clean_patches = NoiseMix(cases=("gaussian",), weights=(1.0,), sigma_max=0.0)
    recipe = replace(TINY, steps=60, validate_every=30, learning_rate=3e-3, noise=clean_patches)
    clean = ramp_scene(5, 12)
    train(recipe, [ramp_scene()], ValidationPair(given=clean, truth=clean), tmp_path)
    rows = [line.split(",") for line in (tmp_path / "curve.csv").read_text().splitlines()[1:]]
    assert float(rows[1][1]) < 0.5 * float(rows[0][1])


def test_pairs_depend_on_the_generator_alone() -> None:
    scenes, shape = [ramp_scene(), ramp_scene(20, 30)], PatchShape(3, 6, 8)
    first = draw_pairs(scenes, shape, NoiseMix(), np.random.default_rng([1, 5]))
    again = draw_pairs(scenes, shape, NoiseMix(), np.random.default_rng([1, 5]))
    other = draw_pairs(scenes, shape, NoiseMix(), np.random.default_rng([1, 6]))
    assert all(np.array_equal(a, b) for a, b in zip(first, again))
    assert not np.array_equal(first[1], other[1])
    noisy, clean = first
    assert noisy.shape == clean.shape == (3, 6, 8, 8) and noisy.dtype == clean.dtype == np.float32
    assert clean.min() >= 0 and clean.max() <= 1
    assert not np.array_equal(noisy, clean)


def test_clean_patches_are_pieces_of_the_scene() -> None:
    """Up to gain, offset, flips and band order: in a linear ramp every step along an axis is the same."""
    shape = PatchShape(20, 4, 8)
    _, clean = draw_pairs([ramp_scene()], shape, NoiseMix(), np.random.default_rng(3))
    for axis in (1, 2, 3):
        steps = np.diff(clean, axis=axis)
        assert np.abs(steps - steps.mean(axis=(1, 2, 3), keepdims=True)).max() < 1e-5
        assert np.abs(steps).min() > 0


def test_more_bands_than_the_scene_has_bounce() -> None:
    _, clean = draw_pairs([ramp_scene(bands=4)], PatchShape(1, 9, 8), NoiseMix(), np.random.default_rng(0))
    levels = clean[0].mean(axis=(1, 2))
    assert len(np.unique(np.round(levels, 5))) == 4


def test_a_mix_with_no_noise_leaves_patches_clean() -> None:
    noise = NoiseMix(cases=("gaussian",), weights=(1.0,), sigma_max=0.0)
    noisy, clean = draw_pairs([ramp_scene()], PatchShape(2, 4, 8), noise, np.random.default_rng(0))
    assert np.array_equal(noisy, clean)


def test_scenes_too_small_for_a_patch_are_not_drawn_from() -> None:
    small, large = np.zeros((4, 6, 6), np.float32), np.full((4, 16, 16), 0.5, np.float32)
    _, clean = draw_pairs([small, large], PatchShape(8, 3, 8), NoiseMix(), np.random.default_rng(0))
    assert clean.min() > 0.3
    with pytest.raises(InvalidParameter, match="No scene is 8 pixels"):
        draw_pairs([small], PatchShape(1, 3, 8), NoiseMix(), np.random.default_rng(0))


def test_the_rate_warms_up_and_falls() -> None:
    recipe = replace(TINY, steps=100, warmup=10, learning_rate=1e-3, final_rate=1e-5)
    rates = [recipe.rate(step) for step in range(100)]
    assert rates[0] == pytest.approx(1e-4) and max(rates) == pytest.approx(1e-3)
    assert rates[9] == pytest.approx(1e-3)
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert recipe.rate(100) == pytest.approx(1e-5)


@pytest.mark.parametrize("path", sorted(RECIPES.glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_recipes_are_readable(path: Path) -> None:
    recipe = read_recipe(path)
    assert recipe.name == path.stem
    assert ARCHITECTURES[recipe.architecture].new_network(recipe.arguments)
    assert set(recipe.card) == {"data", "noise", "notes"}
    assert all(isinstance(shape, PatchShape) for shape in recipe.shapes)


def test_recipes_refuse_what_they_do_not_know(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text('name = "r"\nnoise = { cases = ["gaussian"], weights = [1.0] }\n')
    assert read_recipe(path).noise == NoiseMix(cases=("gaussian",), weights=(1.0,))
    path.write_text('name = "r"\nlearning = 3\n')
    with pytest.raises(InvalidParameter, match="learning"):
        read_recipe(path)
    for wrong in ('architecture = "unet"', 'loss = "l3"'):
        path.write_text(f'name = "r"\n{wrong}\n')
        with pytest.raises(InvalidParameter, match="there are ras2s, sscan, ssrnet and l1, l2"):
            read_recipe(path)


def write_tif(path: Path, cube: np.ndarray, nodata: float | None = None) -> None:
    bands, height, width = cube.shape
    dataset = gdal.GetDriverByName("GTiff").Create(str(path), width, height, bands, gdal.GDT_Int16)
    dataset.WriteArray(cube)
    if nodata is not None:
        dataset.GetRasterBand(1).SetNoDataValue(nodata)
    dataset.FlushCache()


def test_scenes_are_scaled_by_their_own_range(tmp_path: Path) -> None:
    write_tif(tmp_path / "b.tif", np.arange(24, dtype=np.int16).reshape(2, 3, 4) * 10 - 50)
    write_tif(tmp_path / "a.tif", np.array([[[5, 7]]], np.int16))
    np.testing.assert_allclose(load_scene(tmp_path / "b.tif").ravel(), np.arange(24) / 23, atol=1e-6)
    assert [scene.shape for scene in load_scenes(tmp_path)] == [(1, 1, 2), (2, 3, 4)]
    assert [scene.shape for scene in load_scenes(tmp_path, ["b"])] == [(2, 3, 4)]
    with pytest.raises(UnsuitableRaster, match=r"absent\.tif cannot be opened"):
        load_scenes(tmp_path, ["absent"])
    assert np.abs(centred(load_scene(tmp_path / "b.tif")).mean(axis=(1, 2))).max() < 1e-6


def test_scenes_with_gaps_are_refused(tmp_path: Path) -> None:
    write_tif(tmp_path / "a.tif", np.array([[[5, 7]]], np.int16), nodata=7)
    with pytest.raises(UnsuitableRaster, match="1 of its values hold no data"):
        load_scene(tmp_path / "a.tif")
    with pytest.raises(UnsuitableRaster, match="no GeoTIFF"):
        load_scenes(tmp_path / "absent")
