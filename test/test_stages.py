"""Stages: what a recipe begins with is trained first, once, and every run leaves a picture of its curve."""
from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

import stages
from hyperrestore.errors import UnsuitableRaster
from hyperrestore.test.training.tiny_scenes import FIRST, SECOND, make_data, make_recipes
from hyperrestore.training.curve import read_curve
from hyperrestore.training.recipe import Recipe, read_recipe
from stages import train_stages


@pytest.fixture
def recipes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of two stages; what they read is tiny, too."""
    monkeypatch.setattr(stages, "DATA", make_data(tmp_path / "data"))
    monkeypatch.setattr(stages, "NOISY_WINDOWS", {"scene": np.s_[:, 2:10, 2:10]})
    monkeypatch.setattr(stages, "COARSE_WINDOWS", {"scene": np.s_[:, 2:10, 2:10]})
    return make_recipes(tmp_path / "recipes")


def telling(told: list[tuple[str, int]]) -> Callable[[Recipe, int], None]:
    """Writes down which step of which stage was done."""
    return lambda stage, step: told.append((stage.name, step))


def test_the_stage_before_is_trained_first_and_taken_over(recipes: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    best = train_stages(recipes / f"{SECOND}.toml", tmp_path / "runs", on_step=telling(told))
    assert told == [(FIRST, 1), (FIRST, 2), (SECOND, 1), (SECOND, 2)]
    assert best == tmp_path / "runs" / SECOND / "best.pt"
    # The second stage learns nothing, so it ends as the first one did.
    before, after = (torch.load(tmp_path / "runs" / name / "best.pt", weights_only=True) for name in (FIRST, SECOND))
    assert all(torch.equal(before[name], tensor) for name, tensor in after.items())
    for name in (FIRST, SECOND):
        assert (tmp_path / "runs" / name / "curve.png").stat().st_size > 10_000
        assert [row["step"] for row in read_curve(tmp_path / "runs" / name)] == [1, 2]


def test_what_is_done_is_not_done_again(recipes: Path, tmp_path: Path) -> None:
    def ended(stage: Recipe, step: int) -> None:
        if (stage.name, step) == (SECOND, 2):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train_stages(recipes / f"{SECOND}.toml", tmp_path / "runs", on_step=ended)
    # The picture of what was found before is there already.
    assert (tmp_path / "runs" / SECOND / "curve.png").exists()
    told: list[tuple[str, int]] = []
    train_stages(recipes / f"{SECOND}.toml", tmp_path / "runs", on_step=telling(told))
    assert told == [(SECOND, 2)]


def test_recipes_can_be_adapted_each(recipes: Path, tmp_path: Path) -> None:
    told: list[tuple[str, int]] = []
    train_stages(
        recipes / f"{SECOND}.toml",
        tmp_path / "runs",
        lambda recipe: replace(recipe, name=f"short-{recipe.name}", steps=1),
        telling(told),
    )
    assert told == [(f"short-{FIRST}", 1), (f"short-{SECOND}", 1)]
    assert {path.name for path in (tmp_path / "runs").iterdir()} == {f"short-{FIRST}", f"short-{SECOND}"}


def test_only_the_scenes_that_are_named_are_read(recipes: Path, tmp_path: Path) -> None:
    with pytest.raises(UnsuitableRaster, match=r"absent\.tif"):
        train_stages(recipes / f"{FIRST}.toml", tmp_path, lambda recipe: replace(recipe, scenes=("absent",)))


def test_validation_crops_are_scaled_as_the_whole_scene_is(recipes: Path) -> None:
    """And centred after the crop, as a raster of that size would be."""
    recipe = read_recipe(recipes / f"{FIRST}.toml")
    scene = stages.load_scene(stages.DATA / "val" / "scene.tif")
    pairs = stages.validation(recipe)
    assert [pair.name for pair in pairs] == ["scene mixture", "scene noniid"]
    assert np.array_equal(pairs[0].truth, scene[:, 2:10, 2:10])
    (pair,) = stages.validation(replace(recipe, architecture="ssrnet", arguments={"scale": 2}, scaling="centred"))
    crop = scene[:, 2:10, 2:10]
    np.testing.assert_allclose(pair.truth, crop - crop.mean(axis=(1, 2), keepdims=True), atol=1e-6)
