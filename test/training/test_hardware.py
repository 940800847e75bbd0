"""Hardware makes runs fast and changes no result: graphs not at all, bfloat16 by its rounding."""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from hyperrestore.models.architectures import ARCHITECTURES
from hyperrestore.test.training.tiny_runs import TINY, assert_same, saved_state, tiny_run
from hyperrestore.training import loop
from hyperrestore.training.clean import PatchShape
from hyperrestore.training.curve import read_curve
from hyperrestore.training.hardware import THIS_THREAD, Hardware, best_hardware

THREE_SHAPES = replace(TINY, shapes=(*TINY.shapes, PatchShape(1, 3, 8)))


class Recorder:
    """Does on the processor what ``torch.cuda.make_graphed_callables`` does with a module.

    The module's ``forward`` is replaced for good by one that takes inputs of the sample's shape alone; inputs are
    copied into a buffer that is used again and again, and gradients come in such buffers too.
    """

    def __init__(self) -> None:
        self.shapes: list[tuple[int, ...]] = []
        self.caching: list[bool] = []

    def __call__(self, module: torch.nn.Module, sample: tuple[torch.Tensor]) -> torch.nn.Module:
        (buffer,) = sample
        self.shapes.append(tuple(buffer.shape))
        self.caching.append(torch.is_autocast_enabled("cpu") and torch.is_autocast_cache_enabled())
        forward, parameters = module.forward, tuple(module.parameters())
        # The warm-up: it fails on a module that was recorded before, for another shape.
        forward(buffer)
        gradients = [torch.empty_like(parameter) for parameter in parameters]

        class Graphed(torch.autograd.Function):
            @staticmethod
            def forward(ctx, given, *its_parameters):
                assert given.shape == buffer.shape, "a graph takes inputs of one shape"
                buffer.copy_(given)
                with torch.enable_grad():
                    ctx.output = forward(buffer)
                return ctx.output.detach()

            @staticmethod
            def backward(ctx, gradient):
                for kept, fresh in zip(gradients, torch.autograd.grad(ctx.output, parameters, gradient)):
                    kept.copy_(fresh)
                return None, *(kept.detach() for kept in gradients)

        module.forward = lambda given: Graphed.apply(given, *parameters)
        return module


@pytest.fixture
def recorder(monkeypatch: pytest.MonkeyPatch) -> Recorder:
    recorder = Recorder()
    monkeypatch.setattr(torch.cuda, "make_graphed_callables", recorder)
    return recorder


def test_graphs_are_recorded_once_per_shape_and_change_nothing(tmp_path: Path, recorder: Recorder) -> None:
    """Seven steps: every shape twice at least, so buffers are used again."""
    recipe = replace(THREE_SHAPES, steps=7)
    tiny_run(tmp_path / "plain", recipe)
    assert recorder.shapes == []
    tiny_run(tmp_path / "graphs", recipe, Hardware(graphs=True))
    assert sorted(recorder.shapes) == [(1, 3, 8, 8), (1, 3, 12, 12), (2, 4, 8, 8)]
    assert_same(saved_state(tmp_path / "plain"), saved_state(tmp_path / "graphs"))


def test_graphs_are_recorded_before_pairs_are_drawn(
    tmp_path: Path, recorder: Recorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A loader's thread pins memory, which CUDA allows in no thread while a graph is recorded in another."""
    honest, known = loop.draw_pairs, []

    def drawn(*arguments: object) -> tuple[np.ndarray, np.ndarray]:
        known.append(len(recorder.shapes))
        return honest(*arguments)

    monkeypatch.setattr(loop, "draw_pairs", drawn)
    tiny_run(tmp_path, replace(THREE_SHAPES, steps=3), Hardware(graphs=True))
    assert known == [3, 3, 3]


def test_graphs_hold_no_casts_of_weights(recorder: Recorder) -> None:
    """Such a cast is made once and kept by autocast: a graph would go on with the weights of its first step."""
    hardware = Hardware(bfloat16=True, graphs=True)
    network = torch.nn.Conv2d(3, 3, 1)
    hardware.recorded(network, (1, 3, 4, 4))
    assert recorder.caching == [False]
    with Hardware(bfloat16=True).precision():
        assert torch.is_autocast_cache_enabled()


def test_the_network_itself_is_not_replaced(recorder: Recorder) -> None:
    network = torch.nn.Conv2d(3, 3, 1)
    names = set(network.state_dict())
    recorded = Hardware(graphs=True).recorded(network, (1, 3, 4, 4))
    assert recorded is not network and set(network.state_dict()) == names
    other = torch.ones(2, 3, 5, 5)
    assert network(other).shape == other.shape
    assert THIS_THREAD.recorded(network, other.shape) is network


def test_bfloat16_stays_near_float32(tmp_path: Path) -> None:
    recipe = replace(TINY, steps=20, validate_every=10)
    tiny_run(tmp_path / "float32", recipe)
    tiny_run(tmp_path / "bfloat16", recipe, Hardware(bfloat16=True))
    exact, rounded = (read_curve(tmp_path / name) for name in ("float32", "bfloat16"))
    for one, other in zip(exact, rounded):
        assert other["loss"] == pytest.approx(one["loss"], rel=0.02)
        for name in ("low", "high"):
            assert other[name] == pytest.approx(one[name], abs=0.3)
    states = [saved_state(tmp_path / name) for name in ("float32", "bfloat16")]
    assert all(tensor.dtype == torch.float32 for tensor in states[1]["network"].values())
    assert any(not torch.equal(tensor, states[1]["network"][name]) for name, tensor in states[0]["network"].items())


def test_precision_is_what_was_asked_for() -> None:
    layer, given = torch.nn.Conv2d(3, 3, 1), torch.ones(1, 3, 4, 4)
    for hardware, expected in ((THIS_THREAD, torch.float32), (Hardware(bfloat16=True), torch.bfloat16)):
        with hardware.precision():
            assert layer(given).dtype == expected
    assert layer(given).dtype == torch.float32


def test_prepared_networks_compute_the_same() -> None:
    torch.manual_seed(0)
    network = ARCHITECTURES["sscan"].new_network({"channels": 4, "blocks": 1, "window": 4, "window_overlap": 1})
    given = torch.rand(2, 4, 9, 9)
    before = network(given).detach().numpy()
    prepared = THIS_THREAD.prepare(network)
    wide = [module for module in prepared.modules() if isinstance(module, torch.nn.Conv2d)]
    assert wide and all(layer.weight.is_contiguous(memory_format=torch.channels_last) for layer in wide)
    np.testing.assert_allclose(prepared(given).detach().numpy(), before, atol=1e-6)


def test_the_best_hardware_is_a_card_where_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    assert best_hardware(8) == THIS_THREAD
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: True)
    assert best_hardware(8) == Hardware("cuda", bfloat16=True, graphs=True, workers=7)
    monkeypatch.setattr(torch.cuda, "is_bf16_supported", lambda: False)
    assert best_hardware(1) == Hardware("cuda", bfloat16=False, graphs=True, workers=1)
