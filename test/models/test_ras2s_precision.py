"""RAS2S with convolutions of 16 bits: near float32's result, with states, sums and choices in float32."""

from __future__ import annotations

import pytest
import torch
from torch.nn import functional as F

from hyperrestore.errors import InvalidParameter
from hyperrestore.models.bicubic import BicubicModel
from hyperrestore.models.methods import build_method
from hyperrestore.models.precision import torch_type
from hyperrestore.models.ras2s.folded import Conv, in_type
from hyperrestore.models.ras2s.folding import fold
from hyperrestore.models.ras2s.inference import Sweeps
from hyperrestore.models.ras2s.model import RAS2SModel
from hyperrestore.models.ras2s.runs import run
from hyperrestore.test.models.random_ras2s import Quiet, random_network
from hyperrestore.test.models.types_seen import TypesSeen

SHAPE = (2, 7, 16, 14)
# Root mean square against float32: measured with this seed 5.8e-3 and 1.9e-3 (random weights choose another filter for
# many a pixel), and half as much again.
NEAR = {"bf16": 8.7e-3, "fp16": 2.8e-3}


def cube() -> torch.Tensor:
    return torch.rand(SHAPE, generator=torch.Generator().manual_seed(5))


@pytest.mark.parametrize("precision", ["bf16", "fp16"])
def test_is_near_float32_and_not_the_same(precision: str) -> None:
    model = RAS2SModel(random_network())
    full, reduced = (model.to("cpu", name).restore(cube(), Quiet()) for name in ("fp32", precision))
    assert reduced.dtype == torch.float32
    assert 0 < float((full - reduced).square().mean().sqrt()) <= NEAR[precision]


def test_float32_is_the_model_itself() -> None:
    model = RAS2SModel(random_network())
    assert torch.equal(model.to("cpu", "fp32").restore(cube(), Quiet()), model.restore(cube(), Quiet()))


@pytest.mark.parametrize("precision", ["bf16", "fp16"])
def test_states_sums_and_choices_are_float32(precision: str) -> None:
    dtype = torch_type(precision)
    net = in_type(fold(random_network()), dtype)
    sweeps = Sweeps(net, SHAPE, torch.device("cpu"), net.bounds)
    assert sweeps.states.dtype == sweeps.features.dtype == dtype, "kept for convolutions alone"
    assert sweeps.encoded.dtype == sweeps.start().dtype == torch.float32
    with TypesSeen(F.conv2d, torch.Tensor.softmax, torch.Tensor.sum, torch.Tensor.matmul, torch.maximum) as types:
        run(net, cube(), net.bounds, lambda _: None)
    assert types.seen.pop("conv2d") == {torch.float32, dtype}
    assert types.seen.pop("maximum") == {torch.float32, torch.uint8}, "logits, and which of them was the largest"
    assert types.seen.pop("sum") == {torch.float32, torch.bool}, "sums, and how many states meet their bounds"
    assert types.seen == {name: {torch.float32} for name in ("softmax", "matmul")}


def test_what_must_be_exact_keeps_its_weights() -> None:
    net = in_type(fold(random_network()), torch.bfloat16)
    kept = [net.regions.guides, net.head[2]]
    deep = [net.encoder_down.gates, net.compensate_decoder.blocks[0][0], net.attend[0].weigh]
    changed = [*net.features, *deep, *net.head[:2], net.fuse_decoder]
    assert {conv.weight.dtype for conv in kept} == {torch.float32}
    assert {conv.weight.dtype for conv in changed} == {torch.bfloat16}


def test_a_convolution_gives_the_type_of_its_weights() -> None:
    conv = Conv(torch.full((1, 1, 1, 1), 1 / 3), torch.zeros(1)).to(torch.bfloat16)
    given = conv(torch.ones(1, 1, 2, 2))
    assert given.dtype == torch.bfloat16 and float(given[0, 0, 0, 0]) == 0.333984375


@pytest.mark.parametrize("model", [BicubicModel(2), build_method("fasthyde")], ids=["bicubic", "method"])
def test_models_without_convolutions_are_float32_only(model) -> None:
    assert model.to("cpu", "fp32") is model
    with pytest.raises(InvalidParameter, match="asked to compute in 'bf16', but it can only in fp32"):
        model.to("cpu", "bf16")


def test_unknown_words_are_refused() -> None:
    with pytest.raises(InvalidParameter, match="RAS2S was asked to compute in 'int8', .* fp32, bf16, fp16"):
        RAS2SModel(random_network()).to("cpu", "int8")


def test_what_was_measured_goes_along() -> None:
    model = RAS2SModel(random_network(), precision_db={"bf16": -0.01})
    assert model.to("cpu", "bf16").descriptor.precision_db == {"bf16": -0.01}
