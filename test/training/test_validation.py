"""What a run is judged by: the papers' noise with the recipe's seed, restored as the engine restores."""
from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from hyperrestore.errors import Cancelled, InvalidParameter
from hyperrestore.models.architectures import ARCHITECTURES
from hyperrestore.quality.metrics import mpsnr
from hyperrestore.quality.noise import degrade
from hyperrestore.quality.resample import downsample
from hyperrestore.test.models.random_ras2s import Quiet
from hyperrestore.test.training.tiny_runs import TINY, assert_same, ramp_scene, tiny_pairs
from hyperrestore.training.validation import validate, validation_pairs

NETWORKS = {
    "ras2s": {"channels": 8},
    "sscan": {"channels": 4, "blocks": 1, "window": 4, "window_overlap": 1},
    "ssrnet": {"scale": 2, "filters": 4, "modules": 1, "units": 1},
}


def test_noisy_pairs_are_the_papers_noise_with_the_recipes_seed() -> None:
    clean = ramp_scene(9, 30)
    recipe = replace(TINY, seed=7, validation_noise=("mixture", "noniid", "25", "0", "2.5"))
    pairs = validation_pairs(recipe, "ramp", clean)
    assert [pair.name for pair in pairs] == ["ramp mixture", "ramp noniid", "ramp 25", "ramp 0", "ramp 2.5"]
    for pair, (case, sigma) in zip(
        pairs, [("mixture", 0), ("noniid", 0), ("gaussian", 25), ("gaussian", 0), ("gaussian", 2.5)]
    ):
        expected = degrade(clean, case, np.random.default_rng(7), sigma=sigma / 255)
        assert np.array_equal(pair.given, expected) and pair.given.dtype == np.float32
        assert np.array_equal(pair.truth, clean)
    assert np.array_equal(pairs[3].given, clean)
    assert (pairs[2].given - clean).std() * 255 == pytest.approx(25, rel=0.03)


def test_an_unknown_case_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="'rain'"):
        validation_pairs(replace(TINY, validation_noise=("rain",)), "ramp", ramp_scene())


def test_coarse_pairs_are_the_scene_down_sampled() -> None:
    recipe = replace(TINY, architecture="ssrnet", arguments={"scale": 3})
    scene = np.random.default_rng(0).normal(size=(4, 20, 25)).astype(np.float32)
    (pair,) = validation_pairs(recipe, "noise", scene)
    assert pair.name == "noise"
    assert np.array_equal(pair.truth, scene[:, :18, :24])
    np.testing.assert_allclose(pair.given, downsample(scene[:, :18, :24], 3), atol=1e-6)
    assert pair.given.dtype == np.float32


@pytest.mark.parametrize("architecture", NETWORKS)
def test_scores_are_those_of_the_model_that_the_engine_runs(architecture: str) -> None:
    recipe = replace(TINY, architecture=architecture, arguments=NETWORKS[architecture])
    torch.manual_seed(0)
    network = ARCHITECTURES[architecture].new_network(recipe.arguments)
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    pairs = tiny_pairs(recipe)
    scores = validate(recipe, network, pairs)
    assert network.training and all(parameter.requires_grad for parameter in network.parameters())
    assert_same(dict(network.state_dict()), before)
    model = ARCHITECTURES[architecture].as_model(network, recipe.scaling)
    for pair in pairs:
        restored = model.restore(torch.from_numpy(pair.given)[None], Quiet())[0].numpy()
        assert scores[pair.name] == mpsnr(restored, pair.truth)


def test_a_pulse_hears_of_validations_and_may_end_them() -> None:
    class Heard:
        def __init__(self, limit: int) -> None:
            self.ticks, self.limit = 0, limit

        def tick(self, fraction: float) -> None:
            self.ticks += 1
            if self.ticks > self.limit:
                raise Cancelled("enough")

        def warn(self, message: str) -> None:
            raise AssertionError(message)

    network = ARCHITECTURES["ras2s"].new_network(TINY.arguments)
    patient = Heard(10**6)
    validate(TINY, network, tiny_pairs(), patient)
    assert patient.ticks >= 2
    with pytest.raises(Cancelled):
        validate(TINY, network, tiny_pairs(), Heard(0))
