"""Recipes: what a TOML file may say, and the schedule that follows."""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from hyperrestore.errors import InvalidParameter
from hyperrestore.models.architectures import ARCHITECTURES
from hyperrestore.quality.noise import CASES
from hyperrestore.test.training.tiny_runs import TINY
from hyperrestore.training import recipe as module
from hyperrestore.training.clean import Augmentation, PatchShape
from hyperrestore.training.recipe import Recipe, read_recipe
from hyperrestore.training.spoiling import NoiseMix

RECIPES = Path(module.__file__).parent / "recipes"
SHIPPED = sorted(RECIPES.glob("*.toml"))


def written(path: Path, *lines: str) -> Path:
    path.write_text("\n".join(['name = "r"', *lines]) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_recipes_are_readable(path: Path) -> None:
    recipe = read_recipe(path)
    assert recipe.name == path.stem
    assert ARCHITECTURES[recipe.architecture].new_network(recipe.arguments)
    assert set(recipe.card) in ({"data", "noise", "notes"}, set())
    assert all(isinstance(shape, PatchShape) for shape in recipe.shapes)
    assert len(recipe.noise.cases) == len(recipe.noise.weights) and set(recipe.noise.cases) <= set(CASES)
    assert recipe.noise.clean + recipe.noise.faint <= 1
    assert recipe.augmentation.synthetic + recipe.augmentation.blended <= 1
    if recipe.warm_start:
        before = read_recipe(RECIPES / f"{recipe.warm_start}.toml")
        assert before.architecture == recipe.architecture and before.scaling == recipe.scaling


def test_every_shipped_stage_is_exported_or_goes_on_in_another() -> None:
    recipes = [read_recipe(path) for path in SHIPPED]
    begun_with = {recipe.warm_start for recipe in recipes}
    assert {recipe.name for recipe in recipes if not recipe.card} <= begun_with
    assert {recipe.architecture for recipe in recipes if recipe.card} == set(ARCHITECTURES)


def test_what_a_file_does_not_say_is_the_default(tmp_path: Path) -> None:
    assert read_recipe(written(tmp_path / "r.toml")) == Recipe("r")
    path = written(
        tmp_path / "r.toml",
        "shapes = [[2, 3, 4]]",
        "betas = [0.5, 0.6]",
        'noise = { cases = ["gaussian"], weights = [1.0] }',
        "augmentation = { coarser = [1, 3], synthetic = 0.5 }",
    )
    expected = Recipe(
        "r",
        shapes=(PatchShape(2, 3, 4),),
        betas=(0.5, 0.6),
        noise=NoiseMix(cases=("gaussian",), weights=(1.0,)),
        augmentation=Augmentation(coarser=(1, 3), synthetic=0.5),
    )
    assert read_recipe(path) == expected


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("learning = 3", "keys that no recipe has: learning"),
        ("noise = { sigma = 3 }", "'sigma'"),
        ("augmentation = { flips = true }", "'flips'"),
        ("shapes = [[2, 32]]", "'side'"),
        ("steps 3", "line 2"),
        ('architecture = "unet"', "'unet'.*there are ras2s, sscan, ssrnet and l1, l2, log"),
        ('loss = "l3"', "'l3'.*there are ras2s, sscan, ssrnet and l1, l2, log"),
    ],
)
def test_recipes_refuse_what_they_do_not_know(tmp_path: Path, line: str, complaint: str) -> None:
    with pytest.raises(InvalidParameter, match=complaint):
        read_recipe(written(tmp_path / "r.toml", line))


def test_a_recipe_has_a_name(tmp_path: Path) -> None:
    path = tmp_path / "r.toml"
    path.write_text("steps = 3\n")
    with pytest.raises(InvalidParameter, match="'name'"):
        read_recipe(path)


def test_the_rate_warms_up_and_falls() -> None:
    recipe = replace(TINY, steps=100, warmup=10, learning_rate=1e-3, final_rate=1e-5)
    rates = [recipe.rate(step) for step in range(100)]
    assert rates[0] == pytest.approx(1e-4) and max(rates) == pytest.approx(1e-3)
    assert rates[9] == pytest.approx(1e-3)
    assert rates[10:] == sorted(rates[10:], reverse=True)
    assert rates[55] == pytest.approx((1e-3 + 1e-5) / 2)
    assert recipe.rate(100) == pytest.approx(1e-5)


def test_the_scale_is_the_networks() -> None:
    assert Recipe("r").scale == Recipe("r", "sscan").scale == 1
    assert Recipe("r", "ssrnet").scale == ARCHITECTURES["ssrnet"].new_network({}).arguments.scale
    assert Recipe("r", "ssrnet", {"scale": 3}).scale == 3
