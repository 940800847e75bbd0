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
from hyperrestore.models.cuda_graphs import plainly
from hyperrestore.models.ras2s.folded import in_type
from hyperrestore.models.ras2s.folding import fold
from hyperrestore.models.ras2s.inference import Sweep, Sweeps
from hyperrestore.models.ras2s.network import StateBounds
from hyperrestore.test.models.random_ras2s import random_network

# Interpreted since ``conftest.py`` says so.
pytest.importorskip("triton", reason="Triton has no wheel for this platform")

from hyperrestore.models.ras2s.fused import sweeps as fused
from hyperrestore.models.ras2s.fused import trial
from hyperrestore.models.ras2s.fused.sweeps import FusedSweeps
from hyperrestore.models.ras2s.fused.weights import arranged

CPU = torch.device("cpu")
SHAPES = [
    # Two tiles; more than a patch, than a block of what is summed, and than a chunk of bands.
    ({}, (2, 3, 9, 9)),
    ({}, (1, 3, 3, 17)),
    ({"channels": 10, "reach": 2, "regions": 1}, (1, 6, 3, 5)),
    # States that overwrite each other's list, in two patches.
    ({"channels": 16, "reach": 0, "regions": 4}, (1, 2, 9, 3)),
    ({}, (1, 3, 1, 1)),
]


@pytest.fixture(autouse=True)
def little_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fused, "CHUNK_PIXELS", 81)
    monkeypatch.setattr(fused, "FILTERS_TOGETHER", 4)


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


def test_maps_have_borders_and_room_for_the_last_patch() -> None:
    """A patch sees up to 8 rows and 16 columns beyond its tile, whose row ends after its border."""
    net = arranged(fold(random_network()))
    with torch.inference_mode():
        sweeps = FusedSweeps(net, (2, 3, 9, 7), CPU, net.bounds)
        maps = sweeps.maps(2, torch.float32)
    assert maps.untyped_storage().size() == 4 * 16 * (2 * 11 * 9 + 8 * 9 + 16)
    assert maps.stride() == (11 * 9 * 16, 1, 9 * 16, 16) and maps.storage_offset() == (9 + 1) * 16


def test_no_launch_has_more_tiles_than_cuda_takes() -> None:
    net = arranged(fold(random_network()))
    with torch.inference_mode():
        assert FusedSweeps(net, (65535, 3, 1, 1), CPU, net.bounds).chunk == 1
        assert FusedSweeps(net, (2000, 3, 1, 1), CPU, net.bounds).chunk == 32


@pytest.mark.parametrize("dtype", [torch.float32, torch.float16])
def test_all_kernels_are_tried_out(monkeypatch: pytest.MonkeyPatch, dtype: torch.dtype) -> None:
    monkeypatch.setattr(trial, "PIXELS", (2, 3))
    net = in_type(fold(random_network()), dtype)
    with torch.inference_mode():
        trial.try_out(net, arranged(net), CPU)
        with pytest.raises(ArithmeticError, match="they differed from torch's operations by"):
            trial.try_out(net, arranged(in_type(fold(random_network(seed=1)), dtype)), CPU)


@pytest.mark.parametrize(
    ("capability", "precision", "channels", "shared_bytes"),
    [
        ("90", "fp16", 14, 232_448),
        ("90", "fp32", 14, 232_448),
        ("80", "bf16", 14, 101_376),
        ("80", "fp16", 32, 166_912),
    ],
)
def test_all_kernels_compile_for_gpus(
    tmp_path: Path, capability: str, precision: str, channels: int, shared_bytes: int
) -> None:
    """And take no more shared memory than there is: the least of capability 8.x, of an A100, and of an H100; with as
    many channels as the shipped networks have, all values of a thread have room in its registers."""
    environment = {name: value for name, value in os.environ.items() if name != "TRITON_INTERPRET"}
    paths = os.pathsep.join([str(ROOT / ".plugins"), *filter(None, sys.path)])
    environment |= {"TRITON_CACHE_DIR": str(tmp_path), "PYTHONPATH": paths}
    program = [sys.executable, str(Path(__file__).with_name("compile_kernels.py"))]
    given = [capability, precision, str(channels)]
    told = subprocess.run([*program, *given], capture_output=True, text=True, env=environment, timeout=300)
    assert told.returncode == 0, told.stderr
    kernels = [line.split() for line in told.stdout.splitlines()]
    names = ["attend", "attention", "candidate", "convolve", "from_band", "gates", "mix", "moments", "pick", "pool"]
    assert sorted({name for name, *_ in kernels}) == [*names, "to_band"]
    assert 0 < max(int(size) for _, size, _ in kernels) <= shared_bytes
    assert channels > 16 or {stack for *_, stack in kernels} == {"0"}
