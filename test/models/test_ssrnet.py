"""SSRNet: the paper's size, its layers as 3-D convolutions, and results that do not depend on tiles or chunks."""

from __future__ import annotations

import pytest
import torch
from textbook import run_ssrnet

from hyperrestore.errors import Cancelled, InvalidParameter
from hyperrestore.models.bicubic import BicubicModel, enlarge
from hyperrestore.models.ssrnet.folding import fold
from hyperrestore.models.ssrnet.inference import chunk_bands, run, steps, tail_bands
from hyperrestore.models.ssrnet.model import SSRNetModel
from hyperrestore.models.ssrnet.network import SSRNet, SSRNetArguments
from hyperrestore.test.models.random_ras2s import Quiet


def random_ssrnet(**arguments: object) -> SSRNet:
    torch.manual_seed(2)
    network = SSRNet(SSRNetArguments(**{"filters": 4, **arguments})).double().eval()
    # Larger than initial weights, so that what is far away still shows.
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.mul_(1.3).add_(0.05 * torch.randn_like(parameter))
    return network


@pytest.mark.parametrize(("scale", "parameters"), [(2, 1_275_138), (3, 1_385_730), (4, 1_520_898)])
def test_parameters_are_the_papers(scale: int, parameters: int) -> None:
    """The paper's Table III says 1275 K at scale 2; all three are computed in ../shared/research/models.md, 3.1."""
    network = SSRNet(SSRNetArguments(scale=scale))
    assert sum(parameter.numel() for parameter in network.parameters()) == parameters


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_layers_are_three_dimensional_convolutions(scale: int) -> None:
    network, cube = random_ssrnet(scale=scale), torch.rand(2, 5, 7, 6).double()
    finer = network(cube)
    assert finer.shape == (2, 5, scale * 7, scale * 6)
    torch.testing.assert_close(finer, run_ssrnet(network, cube), rtol=1e-12, atol=1e-12)


def test_the_skip_adds_the_enlarged_input() -> None:
    plain = random_ssrnet()
    skipping = SSRNet(SSRNetArguments(filters=4, bicubic_skip=True)).double()
    skipping.load_state_dict(plain.state_dict())
    cube = torch.rand(1, 3, 6, 5).double()
    torch.testing.assert_close(skipping(cube), plain(cube) + enlarge(cube, 2))


@pytest.mark.parametrize(
    ("arguments", "shape"),
    [
        ({}, (2, 5, 7, 6)),
        ({"scale": 3}, (1, 5, 7, 6)),
        ({"scale": 4}, (1, 5, 7, 6)),
        ({"bicubic_skip": True}, (1, 4, 5, 9)),
        ({"filters": 7, "modules": 1, "units": 1}, (1, 6, 5, 5)),
        ({}, (1, 1, 7, 6)),
        ({"scale": 3}, (1, 2, 1, 6)),
        ({"scale": 4}, (1, 3, 6, 1)),
        ({}, (1, 2, 2, 2)),
        ({"scale": 4}, (1, 1, 1, 1)),
        ({"scale": 3, "filters": 2, "modules": 2, "units": 1}, (1, 37, 61, 50)),
        ({"filters": 2, "modules": 1, "units": 2}, (1, 35, 120, 130)),
    ],
)
def test_the_fast_inference_equals_the_three_dimensional_layers(arguments: dict, shape: tuple[int, ...]) -> None:
    """To rounding, everywhere: the outermost pixels and bands as well, where the collapsed tail is another."""
    network, cube = random_ssrnet(**arguments), torch.rand(shape).double()
    expected, model = run_ssrnet(network, cube), SSRNetModel(network)
    assert expected.std() > 1e-3 or expected.numel() < 100, "the network must do something for this to mean anything"
    torch.testing.assert_close(model.restore(cube, Quiet()), expected, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(model.to("cpu").restore(cube, Quiet()), expected, rtol=1e-12, atol=1e-12)


def test_the_fast_inference_in_single_precision() -> None:
    network, cube = random_ssrnet(filters=24), torch.rand(1, 9, 20, 17) - 0.5
    expected = run_ssrnet(network, cube.double())
    finer = SSRNetModel(network.float()).restore(cube, Quiet())
    assert finer.dtype is torch.float32
    assert (finer - expected).abs().max() <= 1e-5 * expected.abs().max()


@pytest.mark.parametrize(("precision", "error"), [("bf16", 3e-2), ("fp16", 4e-3)])
def test_reduced_precision_gives_float32_close_to_it(precision: str, error: float) -> None:
    network, cube = random_ssrnet(filters=8, bicubic_skip=True).float(), torch.rand(1, 6, 9, 8) - 0.5
    model = SSRNetModel(network)
    exact, reduced = model.restore(cube, Quiet()), model.to("cpu", precision).restore(cube, Quiet())
    assert reduced.dtype is torch.float32 and not torch.equal(exact, reduced)
    assert (exact - reduced).abs().max() <= error * exact.abs().max()
    torch.testing.assert_close(model.to("cpu", precision).to("cpu").restore(cube, Quiet()), exact)


def test_ticks_come_often_and_may_stop_it() -> None:
    """Not after whole layers only: with 300x300 px a tick follows every band of every block."""
    network, ticks = random_ssrnet(filters=2, modules=1, units=1).float(), []

    def stop() -> None:
        ticks.append(None)
        if len(ticks) == 4:
            raise Cancelled("enough")

    with pytest.raises(Cancelled):
        run(fold(network), torch.rand(4, 300, 300), stop)
    assert len(ticks) == 4
    assert steps(fold(network), 4, 300 * 300) == 3 * 4 + 1


@pytest.mark.parametrize(("modules", "units", "scale"), [(3, 3, 2), (3, 3, 4), (1, 1, 3), (2, 2, 2)])
def test_the_receptive_field_is_what_it_says(modules: int, units: int, scale: int) -> None:
    """By gradients: nothing beyond ``reach`` pixels and ``reach + 1`` bands; and on the way there, something."""
    arguments = SSRNetArguments(filters=2, modules=modules, units=units, scale=scale)
    network, reach = random_ssrnet(filters=2, modules=modules, units=units, scale=scale), arguments.reach
    if (modules, units) == (3, 3):
        assert reach == 23
    for shape, axis, limit in (((1, 3, 3, 2 * reach + 7), 3, reach), ((1, 2 * reach + 9, 3, 3), 1, reach + 1)):
        cube = torch.rand(shape).double().requires_grad_()
        middle = shape[axis] // 2
        # All fine pixels of the coarse one in the middle.
        finer = scale if axis == 3 else 1
        network(cube).narrow(axis, middle * finer, finer).abs().sum().backward()
        seen = cube.grad.abs().sum(dim=[other for other in range(4) if other != axis]).nonzero().flatten()
        assert middle - limit <= int(seen.min()) <= middle - 2
        assert middle + 2 <= int(seen.max()) <= middle + limit


@pytest.mark.parametrize("bands", [1, 5, 11, 30])
def test_chunks_of_bands_give_what_one_pass_gives(bands: int) -> None:
    network = random_ssrnet(modules=1, units=1)
    cube = torch.rand(2, bands, 6, 5).double()
    whole = SSRNetModel(network, chunk=100).restore(cube, Quiet())
    pulse = Quiet()
    chunked = SSRNetModel(network, chunk=4).restore(cube, pulse)
    torch.testing.assert_close(chunked, whole, rtol=1e-12, atol=1e-12)
    assert pulse.ticks == sorted(pulse.ticks) and pulse.ticks[-1] == 1
    # Three blocks and the tail, in every chunk of both tiles.
    assert len(pulse.ticks) >= 2 * 4 * -(-bands // 4)


def test_memory_does_not_grow_with_the_spectrum_but_for_the_cubes() -> None:
    describe = SSRNetModel(random_ssrnet(filters=24), chunk=32).descriptor.memory_bytes
    # Four values a pixel-band, and a quarter more for the allocator.
    cubes = 5 * 4 * 64 * 64
    assert describe(1000, 64, 64) - describe(500, 64, 64) == 500 * cubes
    assert describe(40, 64, 64) - describe(20, 64, 64) > 20 * cubes


def test_bicubic_reproduces_a_parabola() -> None:
    """Keys' kernel with a = -0.5 is exact for second-degree polynomials, away from the borders; a = -0.75 is not."""
    place = torch.arange(12.0).double()
    surface = 0.3 * place[:, None] ** 2 - place[None] * place[:, None] + 2
    for scale in (2, 3, 4):
        finer = BicubicModel(scale).restore(surface[None, None], Quiet())[0, 0]
        fine = (torch.arange(12.0 * scale).double() + 0.5) / scale - 0.5
        expected = 0.3 * fine[:, None] ** 2 - fine[None] * fine[:, None] + 2
        inside = slice(2 * scale, -2 * scale)
        torch.testing.assert_close(finer[inside, inside], expected[inside, inside], rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("wrong", [{"scale": 5}, {"filters": 0}, {"modules": 0}])
def test_arguments_that_make_no_network(wrong: dict) -> None:
    with pytest.raises(InvalidParameter, match="SSRNet was asked for with"):
        SSRNetArguments(**wrong)
    with pytest.raises(InvalidParameter, match="from 2 on"):
        BicubicModel(1)


def test_a_gpu_gets_more_at_once_and_plans_for_it() -> None:
    assert (chunk_bands(192 * 192), chunk_bands(192 * 192, on_gpu=True)) == (1, 28)
    assert (tail_bands(192 * 192), tail_bands(192 * 192, on_gpu=True)) == (16, 28)
    folded = fold(random_ssrnet(filters=2, modules=1, units=1).float())
    assert (steps(folded, 60, 192 * 192), steps(folded, 60, 192 * 192, on_gpu=True)) == (3 * 60 + 4, 3 * 3 + 3)
    known = SSRNetModel(random_ssrnet(filters=2, modules=1, units=1).float()).descriptor
    assert known.gpu_memory_bytes(60, 192, 192) > 1.2 * known.memory_bytes(60, 192, 192)
    assert known.gpu_memory_bytes(1, 8, 8) == known.memory_bytes(1, 8, 8)
