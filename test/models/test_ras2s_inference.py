"""The fast inference against the network's definition, with random weights, so it needs no file."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from hyperrestore.errors import Cancelled, InvalidParameter
from hyperrestore.models.cuda_graphs import plainly
from hyperrestore.models.ras2s.folded import OneMap
from hyperrestore.models.ras2s.folding import fold
from hyperrestore.models.ras2s.inference import Sweeps
from hyperrestore.models.ras2s.maps import largest
from hyperrestore.models.ras2s.model import RAS2SModel
from hyperrestore.models.ras2s.network import RAS2SArguments, StateBounds, context_window
from hyperrestore.models.ras2s.runs import run
from hyperrestore.test.models.random_ras2s import Quiet, random_network


@pytest.mark.parametrize(
    ("arguments", "shape"),
    [
        ({}, (1, 7, 12, 9)),
        ({}, (3, 5, 10, 11)),
        ({"channels": 8}, (2, 4, 9, 9)),
        ({"channels": 16, "regions": 4}, (1, 5, 8, 13)),
        ({"channels": 20, "regions": 1}, (1, 4, 7, 7)),
        ({"channels": 10, "reach": 2}, (2, 8, 6, 7)),
        ({"channels": 12, "reach": 0}, (1, 3, 6, 5)),
        ({}, (1, 3, 1, 1)),
        ({}, (1, 90, 24, 20)),
    ],
)
def test_equals_the_definition(arguments: dict[str, int], shape: tuple[int, ...]) -> None:
    network = random_network(**arguments)
    cube = torch.rand(shape)
    fast = run(fold(network), cube, network.arguments.bounds, lambda _: None).restored
    difference = (fast - network(cube)).abs()
    assert difference.median() <= 1e-5
    assert difference.max() <= 1e-3
    assert (fast - cube).abs().mean() > 1e-2, "the network must do something for this to mean anything"


def test_bounds_act_in_both_alike() -> None:
    network = random_network(seed=3)
    cube = 4 * torch.rand(1, 6, 8, 8)
    bounds = StateBounds(down=0.2, up=0.3)
    sweep = run(fold(network), cube, bounds, lambda _: None)
    torch.testing.assert_close(sweep.restored, network(cube, bounds), atol=1e-4, rtol=0)
    assert sweep.bounded[0] > 0.05
    assert not torch.allclose(sweep.restored, network(cube), atol=1e-2)


@pytest.mark.parametrize("limit", [0.2, 0.9, 1e6])
def test_a_look_before_counting_changes_nothing(limit: float) -> None:
    network = random_network(seed=3)
    net, cube, bounds = fold(network), 4 * torch.rand(2, 6, 8, 8), StateBounds(down=limit, up=limit)
    found = []
    for looks in (False, True):
        with torch.inference_mode():
            sweeps = Sweeps(net, cube.shape, cube.device, bounds, looks)
            found.append(plainly(sweeps, cube, lambda _: None))
    assert torch.equal(found[0].bounded, found[1].bounded)
    assert torch.equal(found[0].restored, found[1].restored)
    assert (found[0].bounded > 0).all() == (limit < 1e6)


@pytest.mark.parametrize(("height", "width"), [(7, 9), (5, 4), (1, 6), (6, 1), (1, 1)])
def test_the_map_by_a_product_is_that_of_the_convolution(height: int, width: int) -> None:
    x = torch.rand(2, 16, height, width).contiguous(memory_format=torch.channels_last)
    weight, bias = torch.rand(1, 16, 3, 3) - 0.5, torch.rand(1)
    expected = F.conv2d(x.double(), weight.double(), bias.double(), padding=1)
    torch.testing.assert_close(OneMap(weight, bias)(x).double(), expected, atol=1e-5, rtol=0)


@pytest.mark.parametrize("regions", [1, 2, 3, 5])
def test_the_largest_logit_is_found_and_the_first_of_equal_ones(regions: int) -> None:
    logits = torch.randint(-2, 2, (regions, 500)).float()
    expected = logits.numpy().argmax(axis=0)
    assert largest(logits).tolist() == expected.tolist()


def test_tiles_of_a_batch_do_not_see_each_other() -> None:
    folded = fold(random_network())
    cube = torch.rand(3, 5, 9, 8)
    together = run(folded, cube, folded.bounds, lambda _: None).restored
    alone = torch.cat([run(folded, one[None], folded.bounds, lambda _: None).restored for one in cube])
    torch.testing.assert_close(together, alone, atol=1e-5, rtol=0)


def test_ticks_rise_to_one_and_may_stop_it() -> None:
    folded = fold(random_network())
    pulse = Quiet()
    run(folded, torch.rand(1, 6, 8, 8), folded.bounds, pulse.tick)
    assert pulse.ticks == sorted(pulse.ticks)
    assert len(pulse.ticks) == 4 * 6 and pulse.ticks[-1] == 1

    def stop(fraction: float) -> None:
        if fraction > 0.5:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        run(folded, torch.rand(1, 6, 8, 8), folded.bounds, stop)


@pytest.mark.parametrize("bands", [1, 2])
def test_few_bands_are_reflected(bands: int) -> None:
    network = random_network()
    cube = torch.rand(2, bands, 8, 8)
    restored = RAS2SModel(network).restore(cube, Quiet())
    reflected = cube[:, [0, 0, 0]] if bands == 1 else cube[:, [0, 1, 0]]
    torch.testing.assert_close(restored, network(reflected)[:, :bands], atol=1e-4, rtol=0)


def test_context_window_stays_inside() -> None:
    windows = [context_window(index, 5, 1) for index in range(5)]
    assert [(window.start, window.stop) for window in windows] == [(0, 3), (0, 3), (1, 4), (2, 5), (2, 5)]


@pytest.mark.parametrize(
    "arguments", [{"channels": 7}, {"channels": 0}, {"regions": 0}, {"regions": 256}, {"reach": -1}, {"bound": 0.0}]
)
def test_impossible_arguments_are_refused(arguments: dict[str, int]) -> None:
    with pytest.raises(InvalidParameter, match="channels must be even"):
        RAS2SArguments(**arguments)


def test_memory_estimate_covers_what_is_allocated() -> None:
    """The lists of states alone: two of them, padded to 16 channels, float32."""
    describe = RAS2SModel(random_network()).descriptor.memory_bytes
    assert describe(100, 64, 64) >= 100 * 64 * 64 * 2 * 16 * 4
    assert describe(100, 128, 256) - describe(100, 128, 128) > 100 * 128 * 128 * 2 * 16 * 4
