"""The kernels for GPUs, by Triton's interpreter on the processor: what they compute, not how fast.

The interpreter does not know bfloat16; that, and what a GPU makes of all this, is for ``bench/bench_ras2s.py``.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import torch

from checkout import ROOT
from hyperrestore.models.cuda_graphs import Replays, plainly
from hyperrestore.models.ras2s.folded import in_type
from hyperrestore.models.ras2s.folding import fold
from hyperrestore.models.ras2s.inference import Sweep, Sweeps
from hyperrestore.models.ras2s.network import StateBounds
from hyperrestore.models.ras2s.runs import recorded
from hyperrestore.test.models.random_ras2s import random_network
from hyperrestore.test.models.tape import Tapes

# Interpreted since ``conftest.py`` says so.
pytest.importorskip("triton", reason="Triton has no wheel for this platform")

from hyperrestore.models.ras2s.fused.sweeps import FusedSweeps
from hyperrestore.models.ras2s.fused.trial import try_out
from hyperrestore.models.ras2s.fused.weights import arranged

CPU = torch.device("cpu")
SHAPES = [
    # More than a patch in one direction, and not a whole number of them.
    ({}, (2, 3, 9, 7)),
    ({}, (1, 3, 3, 17)),
    ({"channels": 10, "reach": 2, "regions": 1}, (1, 6, 3, 5)),
    ({"channels": 16, "reach": 0, "regions": 4}, (1, 2, 4, 3)),
    ({}, (1, 3, 1, 1)),
]


def both(arguments: dict[str, int], shape: tuple[int, ...], dtype: torch.dtype) -> tuple[Sweep, Sweep, torch.Tensor]:
    """By kernels, by torch's operations, and by the definition."""
    network = random_network(**arguments)
    net, cube = in_type(fold(network), dtype), torch.rand(shape)
    # Narrow enough for some states to meet them.
    bounds = StateBounds(down=0.2, up=0.3)
    with torch.inference_mode():
        kernels = plainly(FusedSweeps(arranged(net), shape, CPU, bounds), cube, lambda _: None)
        operations = plainly(Sweeps(net, shape, CPU, bounds), cube, lambda _: None)
        return kernels, operations, network(cube, bounds)


@pytest.mark.parametrize(("arguments", "shape"), SHAPES)
def test_kernels_give_what_the_definition_does(arguments: dict[str, int], shape: tuple[int, ...]) -> None:
    kernels, operations, expected = both(arguments, shape, torch.float32)
    difference = (kernels.restored - expected).abs()
    assert difference.median() <= 1e-5
    assert difference.max() <= 1e-3
    torch.testing.assert_close(kernels.bounded, operations.bounded, atol=2e-3, rtol=0)
    assert (kernels.bounded > 0.01).all(), "bounds must be met for this to mean anything"


def test_half_precision_loses_no_more_than_by_operations() -> None:
    kernels, operations, expected = both(*SHAPES[1], torch.float16)
    # The median: a single filter that is chosen otherwise is a large difference in both.
    errors = [float((found.restored - expected).abs().median()) for found in (kernels, operations)]
    assert 1e-6 < errors[0] < 3 * errors[1] < 5e-3, "maps that only convolutions read are of half precision, too"


def test_kernels_can_be_recorded() -> None:
    network, shape = random_network(), (1, 3, 4, 5)
    net, tapes = arranged(fold(network)), Tapes()
    played = recorded(Replays(lambda: tapes()), FusedSweeps)
    # The stand-in cannot record kernels, so only what is said of recordings is tried here: the first time is plain.
    cube = torch.rand(shape)
    found = played(net, cube, net.bounds, lambda _: None)
    assert (found.restored - network(cube)).abs().max() <= 1e-3
    assert tapes.recorded == 0


def test_a_first_kernel_is_tried_out(monkeypatch: pytest.MonkeyPatch) -> None:
    try_out(CPU)
    monkeypatch.setattr(torch, "ones", torch.zeros)
    with pytest.raises(ArithmeticError, match="0.0 and 0.0 instead of 4 and 9"):
        try_out(CPU)


@pytest.mark.parametrize(("capability", "precision"), [("90", "fp16"), ("90", "fp32"), ("80", "bf16")])
def test_all_kernels_compile_for_gpus(tmp_path: Path, capability: str, precision: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "TRITON_INTERPRET"}
    paths = os.pathsep.join([str(ROOT / ".plugins"), *filter(None, sys.path)])
    environment |= {"TRITON_CACHE_DIR": str(tmp_path), "PYTHONPATH": paths}
    program = [sys.executable, str(Path(__file__).with_name("compile_kernels.py")), capability, precision]
    told = subprocess.run(program, capture_output=True, text=True, env=environment, timeout=300)
    assert told.returncode == 0, told.stderr
    names = ["attend", "attention", "candidate", "convolve", "from_band", "gates", "mix", "moments", "pick", "pool"]
    assert sorted(set(told.stdout.split())) == [*names, "to_band"]
