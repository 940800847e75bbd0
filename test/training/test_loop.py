"""The loop: losses, steps, warm starts, the best step, and runs that go on."""
from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from hyperrestore.errors import Cancelled
from hyperrestore.models.architectures import ARCHITECTURES
from hyperrestore.test.training.tiny_runs import (
    TINY,
    assert_same,
    ramp_scene,
    saved_state,
    tiny_pairs,
    tiny_run,
    tiny_scenes,
)
from hyperrestore.training import loop
from hyperrestore.training.clean import PLAIN
from hyperrestore.training.curve import read_curve
from hyperrestore.training.hardware import Hardware
from hyperrestore.training.loop import LOG_FLOOR, train
from hyperrestore.training.patches import draw_pairs
from hyperrestore.training.recipe import Recipe
from hyperrestore.training.spoiling import NOISELESS
from hyperrestore.training.validation import ValidationPair

OTHERS = {
    "sscan": {"channels": 4, "blocks": 1, "window": 4, "window_overlap": 1},
    "ssrnet": {"scale": 2, "filters": 4, "modules": 1, "units": 1, "bicubic_skip": True},
}
FOUR_BANDS = tuple(replace(shape, bands=4) for shape in TINY.shapes)


def fresh_network(recipe: Recipe = TINY) -> torch.nn.Module:
    """As the loop makes it."""
    torch.manual_seed(recipe.seed)
    return ARCHITECTURES[recipe.architecture].new_network(recipe.arguments)


def assert_same_run(one: Path, other: Path) -> None:
    """Weights, optimiser, best score and curve; times aside."""
    assert_same(saved_state(one), saved_state(other))
    assert_same(*(torch.load(folder / "best.pt", weights_only=True) for folder in (one, other)))
    curves = [[{**row, "seconds": 0} for row in read_curve(folder)] for folder in (one, other)]
    assert_same(*curves)


@pytest.mark.parametrize("last", [1, 3, 4, 5])
def test_a_run_that_was_ended_goes_on_to_the_same_end(tmp_path: Path, last: int) -> None:
    """Before the first validation, between two, at one, and before the last."""
    tiny_run(tmp_path / "whole")

    def ended(step: int) -> None:
        if step == last:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        tiny_run(tmp_path / "ended", on_step=ended)
    steps: list[int] = []
    tiny_run(tmp_path / "ended", on_step=steps.append)
    # The second validation is lost where on_step ended the run before it.
    assert steps == list(range(1 + (last - 1) // 2 * 2, 7))
    assert [row["step"] for row in read_curve(tmp_path / "ended")] == [2, 4, 6]
    assert_same_run(tmp_path / "whole", tmp_path / "ended")


def test_a_validation_can_be_ended_and_is_done_again(tmp_path: Path) -> None:
    class Impatient:
        def tick(self, fraction: float) -> None:
            raise Cancelled("enough")

        def warn(self, message: str) -> None:
            raise AssertionError(message)

    with pytest.raises(Cancelled):
        train(TINY, tiny_scenes(), tiny_pairs(), tmp_path / "ended", pulse=Impatient())
    assert not list((tmp_path / "ended").iterdir())
    tiny_run(tmp_path / "ended")
    tiny_run(tmp_path / "whole")
    assert_same_run(tmp_path / "whole", tmp_path / "ended")


@pytest.mark.parametrize("killed_in", ["append_to_curve", "save_best", "save_state"])
def test_a_kill_between_two_files_leaves_a_run_that_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, killed_in: str
) -> None:
    """At the second validation, before each of the files that it writes."""
    tiny_run(tmp_path / "whole")
    honest, calls = getattr(loop, killed_in), []

    def killed(*arguments: object) -> None:
        calls.append(killed_in)
        if len(calls) == 2:
            raise KeyboardInterrupt
        honest(*arguments)

    monkeypatch.setattr(loop, killed_in, killed)
    # Otherwise the second validation need not be a better one.
    scripted = iter([1.0, 2.0])
    validate = loop.validate
    monkeypatch.setattr(loop, "validate", lambda *all_: {"low": next(scripted), "high": 0.0})
    with pytest.raises(KeyboardInterrupt):
        tiny_run(tmp_path / "killed")
    monkeypatch.setattr(loop, killed_in, honest)
    monkeypatch.setattr(loop, "validate", validate)
    tiny_run(tmp_path / "killed")
    assert [row["step"] for row in read_curve(tmp_path / "killed")] == [2, 4, 6]
    assert_same(*(saved_state(tmp_path / name)["network"] for name in ("whole", "killed")))


def test_processes_that_draw_ahead_change_nothing(tmp_path: Path) -> None:
    tiny_run(tmp_path / "alone")
    tiny_run(tmp_path / "helped", hardware=Hardware(workers=2))
    assert_same_run(tmp_path / "alone", tmp_path / "helped")


def test_a_run_may_go_on_with_other_processes(tmp_path: Path) -> None:
    constant = replace(TINY, final_rate=TINY.learning_rate)
    tiny_run(tmp_path / "whole", constant)
    tiny_run(tmp_path / "parts", replace(constant, steps=4), Hardware(workers=2))
    tiny_run(tmp_path / "parts", constant)
    assert_same_run(tmp_path / "whole", tmp_path / "parts")


@pytest.mark.parametrize("architecture", OTHERS)
def test_every_network_trains_and_goes_on(tmp_path: Path, architecture: str) -> None:
    """Ten steps in one go and in two are the same; all layers have moved from where they began."""
    recipe = replace(TINY, architecture=architecture, arguments=OTHERS[architecture], steps=10, loss="l2", warmup=1)
    # Of a cosine that ends at its last step, a shorter run would show other rates.
    recipe = replace(recipe, final_rate=recipe.learning_rate, shapes=FOUR_BANDS)
    whole = tiny_run(tmp_path / "whole", recipe)
    tiny_run(tmp_path / "parts", replace(recipe, steps=4))
    tiny_run(tmp_path / "parts", recipe)
    assert_same_run(tmp_path / "whole", tmp_path / "parts")
    fresh = fresh_network(recipe).state_dict()
    assert fresh.keys() == whole.keys()
    for name, tensor in whole.items():
        assert not torch.equal(tensor, fresh[name]), name


def test_a_warm_start_takes_over_what_fits(tmp_path: Path) -> None:
    """From scale 2 to scale 3: all but the transposed convolution's kernels, which are of another size."""
    arguments = OTHERS["ssrnet"]
    torch.manual_seed(4)
    given = ARCHITECTURES["ssrnet"].new_network(arguments).state_dict()
    recipe = replace(
        TINY, architecture="ssrnet", arguments={**arguments, "scale": 3}, steps=1, learning_rate=0.0, final_rate=0.0
    )
    begun = tiny_run(tmp_path, recipe, initial={**given, "unknown": torch.zeros(3)})
    changed = {name for name, tensor in begun.items() if not torch.equal(tensor, given[name])}
    assert changed == {"up.enlarge.parametrizations.weight.original1"}
    fresh = fresh_network(recipe).state_dict()
    assert_same(begun["up.enlarge.parametrizations.weight.original1"], fresh[next(iter(changed))])


def test_a_run_that_goes_on_does_not_start_warm_again(tmp_path: Path) -> None:
    torch.manual_seed(4)
    given = ARCHITECTURES["ras2s"].new_network(TINY.arguments).state_dict()
    constant = replace(TINY, final_rate=TINY.learning_rate)
    tiny_run(tmp_path / "whole", constant, initial=given)
    tiny_run(tmp_path / "parts", replace(constant, steps=4), initial=given)
    tiny_run(tmp_path / "parts", constant, initial=given)
    assert_same_run(tmp_path / "whole", tmp_path / "parts")


@pytest.mark.parametrize("kind", ["l1", "l2", "log"])
def test_losses_are_those_of_the_formulas(tmp_path: Path, kind: str) -> None:
    """Of the fresh network on the first step's pairs, as an independent reckoning finds it."""
    recipe = replace(TINY, loss=kind, steps=1)
    tiny_run(tmp_path, recipe)
    rng = np.random.default_rng([recipe.seed, 0])
    noisy, clean = draw_pairs(tiny_scenes(), recipe.shapes[0], recipe.augmentation, recipe.noise, rng)
    with torch.no_grad():
        error = fresh_network(recipe)(torch.from_numpy(noisy)).numpy().astype(float) - clean
    expected = {
        "l1": np.abs(error).mean(),
        "l2": (error**2).mean() / 2,
        "log": np.mean([np.log(np.abs(band).mean() + 1e-3) for cube in error for band in cube]),
    }[kind]
    assert read_curve(tmp_path)[0]["loss"] == pytest.approx(expected, rel=1e-4)


def test_the_logarithmic_loss_has_a_floor() -> None:
    error = torch.zeros(2, 3, 4, 4, requires_grad=True)
    loss = loop._loss("log", error)
    assert loss.item() == pytest.approx(np.log(LOG_FLOOR))
    loss.backward()
    assert torch.isfinite(error.grad).all()


def test_training_lowers_the_loss(tmp_path: Path) -> None:
    """On clean patches, where the loss is the harm alone that an untrained network does."""
    recipe = replace(TINY, steps=60, validate_every=30, learning_rate=3e-3, noise=NOISELESS, augmentation=PLAIN)
    clean = ramp_scene(5, 12)
    train(recipe, [ramp_scene()], [ValidationPair("clean", clean, clean)], tmp_path)
    first, last = read_curve(tmp_path)
    assert last["loss"] < 0.5 * first["loss"]


def test_shapes_are_drawn_in_turn() -> None:
    pairs = loop._Pairs(TINY, tiny_scenes())
    assert [tuple(pairs[step][0].shape) for step in range(3)] == [(2, 4, 8, 8), (1, 3, 12, 12), (2, 4, 8, 8)]


def test_a_gradient_that_is_not_finite_skips_the_step(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    recipe = replace(TINY, steps=2, validate_every=1, warmup=0)
    honest = loop.draw_pairs
    spoilt = iter([np.nan, 0.0])

    def drawn(*arguments: object) -> tuple[np.ndarray, np.ndarray]:
        noisy, clean = honest(*arguments)
        return noisy + np.float32(next(spoilt)), clean

    monkeypatch.setattr(loop, "draw_pairs", drawn)
    kept: list[dict] = []

    def keep(step: int) -> None:
        if step == 2:
            kept.append(saved_state(tmp_path))

    with caplog.at_level(logging.WARNING):
        last = tiny_run(tmp_path, recipe, on_step=keep)
    fresh = fresh_network(recipe).state_dict()
    assert_same(dict(kept[0]["network"]), dict(fresh))
    assert "step 0 skipped" in caplog.text and "step 1 skipped" not in caplog.text
    assert all(torch.isfinite(tensor).all() for tensor in last.values())
    assert any(not torch.equal(tensor, fresh[name]) for name, tensor in last.items())


def test_gradients_are_clipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Adam keeps a tenth of the first gradient: its norm tells the norm that the gradient had."""
    recipe = replace(TINY, steps=1, clip_norm=1e-3, betas=(0.9, 0.99))
    tiny_run(tmp_path, recipe)
    moments = [state["exp_avg"] for state in saved_state(tmp_path)["optimiser"]["state"].values()]
    assert float(torch.stack([moment.norm() for moment in moments]).norm()) == pytest.approx(1e-4, rel=1e-3)


def test_the_learning_rate_is_the_schedules(tmp_path: Path) -> None:
    tiny_run(tmp_path)
    assert [row["learning_rate"] for row in read_curve(tmp_path)] == pytest.approx(
        [TINY.rate(step) for step in (1, 3, 5)], rel=0.01
    )
    assert saved_state(tmp_path)["optimiser"]["param_groups"][0]["lr"] == TINY.rate(5)


def test_the_best_step_is_that_of_the_highest_mean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A validation that gives no number is not the best, and does not make a worse one after it the best."""
    scores = iter([(30, 10), (10, 31), (np.nan, 50), (20, 20)])
    kept: list[dict] = []

    def validated(recipe: Recipe, network: torch.nn.Module, *rest: object) -> dict[str, float]:
        kept.append({name: tensor.clone() for name, tensor in network.state_dict().items()})
        return dict(zip(("low", "high"), map(float, next(scores))))

    monkeypatch.setattr(loop, "validate", validated)
    tiny_run(tmp_path, replace(TINY, steps=8))
    assert_same(dict(torch.load(tmp_path / "best.pt", weights_only=True)), kept[1])
    assert saved_state(tmp_path)["best"] == 20.5
    assert [row["step"] for row in read_curve(tmp_path)] == [2, 4, 6, 8]


def test_a_run_without_a_number_has_no_best_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop, "validate", lambda *all_: {"low": float("nan")})
    assert not train(TINY, tiny_scenes(), tiny_pairs(), tmp_path).exists()


def test_the_last_step_is_validated_though_it_is_no_multiple(tmp_path: Path) -> None:
    tiny_run(tmp_path, replace(TINY, steps=5))
    assert [row["step"] for row in read_curve(tmp_path)] == [2, 4, 5]
    assert saved_state(tmp_path)["step"] == 5
