"""SSRNet: the paper's size, its layers as 3-D convolutions, and results that do not depend on tiles or chunks."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from hyperrestore.errors import InvalidParameter
from hyperrestore.models.bicubic import BicubicModel, enlarge
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


def textbook(network: SSRNet, cube: torch.Tensor) -> torch.Tensor:
    """The network of the paper, layer by layer, with its modules called as the 3-D convolutions that they are."""
    first = x = network.head(cube[:, None])
    for module in network.body:
        units, unit = [], x
        for first_block, second_block in module.units:
            inner = unit
            for block in (first_block, second_block):
                inner = F.relu(block.spectral(F.relu(block.spatial(inner))))
            unit = inner + unit
            units.append(unit)
        fused = F.relu(module.fuse(torch.cat(units, dim=1))) + x
        x = F.relu(module.last.spectral(F.relu(module.last.spatial(fused)))) + first
    return network.up.tail(network.up.enlarge(x))[:, 0]


@pytest.mark.parametrize("scale", [2, 3, 4])
def test_layers_are_three_dimensional_convolutions(scale: int) -> None:
    network, cube = random_ssrnet(scale=scale), torch.rand(2, 5, 7, 6).double()
    finer = network(cube)
    assert finer.shape == (2, 5, scale * 7, scale * 6)
    torch.testing.assert_close(finer, textbook(network, cube), rtol=1e-12, atol=1e-12)


def test_the_skip_adds_the_enlarged_input() -> None:
    plain = random_ssrnet()
    skipping = SSRNet(SSRNetArguments(filters=4, bicubic_skip=True)).double()
    skipping.load_state_dict(plain.state_dict())
    cube = torch.rand(1, 3, 6, 5).double()
    torch.testing.assert_close(skipping(cube), plain(cube) + enlarge(cube, 2))


def test_folding_the_weight_normalisation_changes_nothing() -> None:
    network, cube = random_ssrnet(), torch.rand(1, 5, 6, 6).double()
    expected = network(cube)
    model = SSRNetModel(network)
    torch.testing.assert_close(model.restore(cube, Quiet()), expected, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(model.to("cpu").restore(cube, Quiet()), expected, rtol=1e-12, atol=1e-12)


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
    # Three blocks and at least one stretch of the upsampler, in every chunk of both tiles.
    assert len(pulse.ticks) >= 2 * 4 * -(-bands // 4)


def test_memory_does_not_grow_with_the_spectrum_but_for_the_cubes() -> None:
    describe = SSRNetModel(random_ssrnet(filters=24), chunk=32).descriptor.memory_bytes
    cubes = 4 * (1 + 2 * 4) * 64 * 64
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
