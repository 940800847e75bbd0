"""SSCAN: the network that the research note describes, on any number of bands."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from textbook import run_sscan
from torch.nn import functional as F

from hyperrestore.errors import Cancelled, InvalidParameter
from hyperrestore.models.sscan.blocks import CrossGroupAttention, SpatialAttention, SpectralAttention
from hyperrestore.models.sscan.folding import fold
from hyperrestore.models.sscan.groups import plan_windows
from hyperrestore.models.sscan.inference import chunk_groups, run, steps
from hyperrestore.models.sscan.model import SSCANModel
from hyperrestore.models.sscan.network import SSCAN, SSCANArguments, neighbours
from hyperrestore.test.models.random_ras2s import Quiet
from hyperrestore.test.models.types_seen import TypesSeen

SMALL = SSCANArguments(channels=8, blocks=2, window=8, window_overlap=2)


def random_sscan(arguments: SSCANArguments = SMALL) -> SSCAN:
    torch.manual_seed(1)
    return SSCAN(arguments).eval()


def count(**arguments: object) -> int:
    return sum(parameter.numel() for parameter in SSCAN(SSCANArguments(**arguments)).parameters())


@pytest.mark.parametrize(
    ("channels", "bands", "parameters"),
    [(64, 31, 1_696_359), (64, 32, 1_697_512), (64, 191, 1_880_839), (32, 32, 437_632), (16, 31, 116_523)],
)
def test_parameters_are_those_of_the_reading(channels: int, bands: int, parameters: int) -> None:
    """Computed for the same reading in ../shared/research/models.md, section 2.2, by another implementation."""
    assert count(channels=channels, window=bands) == parameters


def test_attention_over_bands_by_hand() -> None:
    """One band per group: mask = sigmoid(e · relu(a·mean(G) + b·mean(N)))."""
    attention = CrossGroupAttention(1)
    with torch.no_grad():
        attention.squeeze.weight.copy_(torch.tensor([2.0, -1.0]).view(1, 2, 1, 1))
        attention.excite.weight.fill_(3.0)
        for layer in (attention.squeeze, attention.excite):
            layer.bias.zero_()
    group, neighbour = torch.tensor([0.2, 0.6]).view(1, 1, 1, 2), torch.full((1, 1, 1, 2), 0.5)
    mask = 1 / (1 + np.exp(-3 * (2 * 0.4 - 0.5)))
    crossed = attention(group, neighbour).detach().flatten()
    np.testing.assert_allclose(crossed, [0.2 * (1 + mask), 0.6 * (1 + mask)], rtol=1e-6)


@pytest.mark.parametrize("summed", [False, True])
def test_spectral_attention_by_hand(summed: bool) -> None:
    torch.manual_seed(0)
    attention, x = SpectralAttention(4, 2, summed), torch.randn(2, 4, 3, 5)
    flat = x.flatten(2)
    squeeze, excite = (layer.weight.flatten(1) for layer in (attention.squeeze, attention.excite))
    seen = [
        torch.relu(pool @ squeeze.T + attention.squeeze.bias) @ excite.T + attention.excite.bias
        for pool in (flat.mean(2), flat.max(2).values)
    ]
    if summed:
        gains = torch.sigmoid(seen[0] + seen[1])
    else:
        gains = torch.sigmoid(torch.cat(seen, 1) @ attention.join.weight.flatten(1).T + attention.join.bias)
    torch.testing.assert_close(attention(x), x * gains[:, :, None, None])


def test_spatial_attention_sees_a_square_around_each_pixel() -> None:
    attention = SpatialAttention(3, rectified=True)
    with torch.no_grad():
        attention.weigh.weight.fill_(1.0)
        attention.weigh.bias.fill_(-1.0)
    x = torch.zeros(1, 2, 5, 5)
    x[0, :, 2, 2] = torch.tensor([4.0, -2.0])
    x[0, :, 0, 4] = torch.tensor([-1.0, -1.0])
    with torch.no_grad():
        weighed = attention(x)
    # Mean 1 and maximum 4 enter the gain of the pixel itself and of those around it; negative ones are cut to 0.
    assert weighed[0, 0, 2, 2].item() == pytest.approx(4 / (1 + np.exp(-4)))
    assert weighed[0, 0, 0, 4].item() == pytest.approx(-1 / (1 + np.exp(1)))


def test_every_group_meets_the_next_and_the_last_the_one_before() -> None:
    groups = torch.arange(3.0).view(1, 3, 1, 1, 1)
    assert neighbours(groups).flatten().tolist() == [1, 2, 1]
    assert neighbours(groups[:, :1]).flatten().tolist() == [0]


def test_overlapping_groups_are_averaged_and_the_input_is_added() -> None:
    """With a branch that hands through and a trunk that gives its input, the output is twice the input."""
    network = random_sscan(SSCANArguments(channels=4, blocks=1, window=6, window_overlap=0))
    network.cross = torch.nn.Module()
    network.cross.forward = lambda group, neighbour: group
    network.branch = network.trunk = torch.nn.Module()
    network.branch.forward = lambda x: x
    cube = torch.rand(2, 6, 4, 5)
    torch.testing.assert_close(network(cube), 2 * cube)


def test_tiles_in_one_batch_do_not_see_each_other() -> None:
    network, cube = random_sscan(), torch.rand(3, 8, 9, 7)
    torch.testing.assert_close(network(cube)[1:2], network(cube[1:2]))


@pytest.mark.parametrize("bands", [1, 2, 4, 7, 8, 9, 21])
def test_any_number_of_bands(bands: int) -> None:
    network, cube, pulse = random_sscan(), torch.rand(2, bands, 9, 7), Quiet()
    restored = SSCANModel(network).restore(cube, pulse)
    assert restored.shape == cube.shape and torch.isfinite(restored).all()
    assert pulse.ticks[-1] == 1 and pulse.ticks == sorted(pulse.ticks)
    # Both tiles, two chains of two blocks each; all groups and all windows of such a small tile go together.
    assert len(pulse.ticks) == 2 * 2 * 2
    if bands == 8:
        torch.testing.assert_close(restored, network(cube))
    if bands == 9:
        windows = [network(cube[:, start : start + 8]) for start in (0, 1)]
        torch.testing.assert_close(restored[:, 0], windows[0][:, 0])
        torch.testing.assert_close(restored[:, 4], (windows[0][:, 4] + windows[1][:, 3]) / 2)


def test_cancel_is_asked_for_after_every_block() -> None:
    class Cancelling(Quiet):
        def tick(self, fraction: float) -> None:
            super().tick(fraction)
            if len(self.ticks) == 2:
                raise Cancelled("cancelled")

    pulse = Cancelling()
    with pytest.raises(Cancelled):
        SSCANModel(random_sscan()).restore(torch.rand(1, 21, 6, 6), pulse)
    assert len(pulse.ticks) == 2


@pytest.mark.parametrize(
    ("arguments", "shape"),
    [
        ({}, (2, 32, 13, 9)),
        ({"summed": True}, (1, 32, 8, 16)),
        ({"rectified": True}, (1, 33, 7, 11)),
        ({"group": 32, "overlap": 0}, (1, 32, 9, 5)),
        ({"group": 5, "overlap": 3, "window": 17, "window_overlap": 3}, (1, 40, 6, 6)),
        ({"kernel": 1}, (1, 32, 6, 7)),
        ({"kernel": 3, "reduction": 100}, (1, 5, 6, 7)),
        ({"kernel": 19}, (1, 32, 21, 30)),
        ({"channels": 5, "blocks": 1}, (1, 1, 1, 1)),
        ({"window_overlap": 16}, (1, 70, 5, 33)),
        ({"blocks": 1}, (1, 34, 150, 60)),
        ({"blocks": 1}, (1, 3, 300, 200)),
    ],
)
def test_the_fast_inference_equals_the_definition(arguments: dict, shape: tuple[int, ...]) -> None:
    """To rounding, in double precision: window after window, and all groups of each."""
    network = random_sscan(SSCANArguments(**{"channels": 8, "blocks": 3, **arguments})).double()
    with torch.no_grad():
        # Larger than initial weights, so that gains are far from their neutral values.
        for parameter in network.parameters():
            parameter.mul_(1.5).add_(0.02 * torch.randn_like(parameter))
        cube = torch.rand(shape).double()
        expected = run_sscan(network, cube)
    assert (expected - cube).abs().mean() > 1e-2, "the network must do something for this to mean anything"
    ticks: list[None] = []
    torch.testing.assert_close(run(fold(network), cube, lambda: ticks.append(None)), expected, rtol=1e-12, atol=1e-12)
    assert len(ticks) == steps(fold(network), shape)


def test_the_fast_inference_in_single_precision() -> None:
    network, cube = random_sscan(SSCANArguments(channels=32)), torch.rand(1, 40, 24, 20)
    with torch.no_grad():
        expected = run_sscan(copy.deepcopy(network).double(), cube.double())
    assert (run(fold(network), cube) - expected).abs().max() <= 1e-5 * (expected - cube).abs().max()


@pytest.mark.parametrize(("precision", "error"), [("bf16", 2e-2), ("fp16", 2e-3)])
def test_reduced_precision_gives_float32_close_to_it(precision: str, error: float) -> None:
    model, cube = SSCANModel(random_sscan()), torch.rand(1, 11, 9, 7)
    exact, reduced = model.restore(cube, Quiet()), model.to("cpu", precision).restore(cube, Quiet())
    assert reduced.dtype is torch.float32 and not torch.equal(exact, reduced)
    assert (exact - reduced).abs().max() <= error * (exact - cube).abs().max()
    torch.testing.assert_close(model.to("cpu", precision).to("cpu").restore(cube, Quiet()), exact)


def test_in_reduced_precision_only_convolutions_are() -> None:
    tensor = torch.Tensor
    with TypesSeen(F.conv2d, tensor.amax, tensor.mean, tensor.mul_, tensor.addcmul_, tensor.add_) as types:
        run(fold(random_sscan(), torch.bfloat16), torch.rand(1, 11, 9, 7))
    assert types.seen.pop("conv2d") == {torch.bfloat16}
    assert types.seen == {name: {torch.float32} for name in ("amax", "mean", "mul_", "addcmul_", "add_")}


def test_what_windows_share_is_computed_once() -> None:
    arguments = SSCANArguments(window=8, window_overlap=4)
    plan = plan_windows(arguments, 12)
    assert plan.bands == (tuple(range(8)), tuple(range(4, 12)))
    # Groups at 0, 2, 4 and at 4, 6, 8: the one at 4 is the first window's last, whose neighbour is another.
    assert [(pair.group[0], pair.neighbour[0], pair.places) for pair in plan.pairs] == [
        (0, 2, ((0, 0),)),
        (2, 4, ((0, 2),)),
        (4, 2, ((0, 4),)),
        (4, 6, ((1, 0),)),
        (6, 8, ((1, 2),)),
        (8, 6, ((1, 4),)),
    ]
    shared = plan_windows(SSCANArguments(window=10, window_overlap=5, overlap=3), 15)
    assert sum(len(pair.places) for pair in shared.pairs) == 14 and len(shared.pairs) == 13
    # One band reflected is the same group everywhere.
    assert len(plan_windows(arguments, 1).pairs) == 1


class OnGPU(torch.Tensor):
    """Says so."""

    is_cuda = True


def test_a_gpu_gets_more_at_once_and_plans_for_it() -> None:
    pixels, folded = 64 * 64, fold(random_sscan(SSCANArguments(channels=8, blocks=3)))
    assert (chunk_groups(pixels), chunk_groups(pixels, on_gpu=True), chunk_groups(512 * 512, on_gpu=True)) == (4, 16, 1)
    # 52 groups, and 4 windows.
    assert (steps(folded, (1, 100, 64, 64)), steps(folded, (1, 100, 64, 64), on_gpu=True)) == (3 * 14, 3 * 5)
    ticks: list[None] = []
    run(folded, torch.rand(1, 100, 64, 64).as_subclass(OnGPU), lambda: ticks.append(None))
    assert len(ticks) == 3 * 5
    known = SSCANModel(random_sscan()).descriptor
    assert known.gpu_memory_bytes(100, 64, 64) > 1.2 * known.memory_bytes(100, 64, 64)
    assert known.gpu_memory_bytes(32, 8, 8) == known.memory_bytes(32, 8, 8)


def test_another_device_gets_a_copy() -> None:
    model = SSCANModel(random_sscan())
    cube = torch.rand(1, 8, 5, 5)
    torch.testing.assert_close(model.to("cpu").restore(cube, Quiet()), model.restore(cube, Quiet()))


@pytest.mark.parametrize(
    "wrong", [{"overlap": 4}, {"kernel": 4}, {"window": 3}, {"channels": 0}, {"window_overlap": 17}]
)
def test_arguments_that_make_no_network(wrong: dict) -> None:
    with pytest.raises(InvalidParameter, match="SSCAN was asked for with"):
        SSCANArguments(**wrong)
