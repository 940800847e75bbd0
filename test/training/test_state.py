"""What a run goes on from: whole files only, of the same recipe only, and after a real kill."""
from __future__ import annotations

import os
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import torch

from checkout import PLUGINS
from hyperrestore.errors import InvalidParameter
from hyperrestore.test.training.tiny_runs import TINY, assert_same, saved_state, tiny_run
from hyperrestore.training import state
from hyperrestore.training.curve import read_curve
from hyperrestore.training.state import Progress, load_best, resume, save_best, save_state

# Says each step that is done, and waits in the fifth for the signal that ends it.
CHILD = """
import sys, time
from pathlib import Path
import torch
torch.set_num_threads(1)
from hyperrestore.test.training.tiny_runs import tiny_run

def on_step(step):
    print(step, flush=True)
    if step == 5:
        time.sleep(60)

tiny_run(Path(sys.argv[1]), on_step=on_step)
"""


def test_after_a_kill_the_run_goes_on_to_the_same_end(tmp_path: Path) -> None:
    """SIGKILL, which no process can catch, in the middle between two validations."""
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path / "killed")],
        env={**os.environ, "PYTHONPATH": str(PLUGINS), "OMP_NUM_THREADS": "1"},
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    with child:
        said = [child.stdout.readline().strip() for _ in range(5)]
        child.send_signal(signal.SIGKILL)
    assert said == ["1", "2", "3", "4", "5"] and child.returncode == -signal.SIGKILL
    assert saved_state(tmp_path / "killed")["step"] == 4
    steps: list[int] = []
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        tiny_run(tmp_path / "killed", on_step=steps.append)
        tiny_run(tmp_path / "whole")
    finally:
        torch.set_num_threads(threads)
    assert steps == [5, 6]
    assert_same(*(saved_state(tmp_path / name) for name in ("whole", "killed")))
    whole, killed = ([{**row, "seconds": 0} for row in read_curve(tmp_path / name)] for name in ("whole", "killed"))
    assert whole == killed


def test_a_kill_while_a_file_is_written_leaves_the_old_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tiny_run(tmp_path, replace(TINY, steps=2))
    before = saved_state(tmp_path)
    honest = torch.save

    def torn(content: object, path: Path) -> None:
        honest(content, path)
        path.write_bytes(path.read_bytes()[:1000])
        raise KeyboardInterrupt

    monkeypatch.setattr(state.torch, "save", torn)
    with pytest.raises(KeyboardInterrupt):
        tiny_run(tmp_path, replace(TINY, steps=4))
    assert_same(saved_state(tmp_path), before)


def test_the_best_weights_of_a_card_are_read_without_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As torch writes where tensors were, and refuses to put them there when there is no such device."""
    network = torch.nn.Linear(3, 2)
    with monkeypatch.context() as there:
        there.setattr(torch.serialization, "location_tag", lambda storage: "cuda:0")
        save_best(tmp_path, network)
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(RuntimeError, match="CUDA"):
        torch.load(tmp_path / "best.pt", weights_only=True)
    assert_same(load_best(tmp_path / "best.pt"), network.state_dict())


def test_only_the_length_of_a_run_may_change(tmp_path: Path) -> None:
    tiny_run(tmp_path)
    tiny_run(tmp_path, replace(TINY, steps=8))
    assert [row["step"] for row in read_curve(tmp_path)] == [2, 4, 6, 8]
    for other in (replace(TINY, seed=1), replace(TINY, loss="log"), replace(TINY, noise=replace(TINY.noise, rows=0))):
        with pytest.raises(InvalidParameter, match="state of another recipe than 'tiny'"):
            tiny_run(tmp_path, other)


def test_a_run_that_is_done_is_left_as_it_is(tmp_path: Path) -> None:
    tiny_run(tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert set(before) == {"state.pt", "best.pt", "curve.csv"}
    steps: list[int] = []
    tiny_run(tmp_path, on_step=steps.append)
    tiny_run(tmp_path, replace(TINY, steps=3), on_step=steps.append)
    assert steps == []
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_optimiser_and_progress_come_back(tmp_path: Path) -> None:
    def made() -> tuple[torch.nn.Module, torch.optim.Optimizer]:
        network = torch.nn.Linear(3, 2)
        return network, torch.optim.Adam(network.parameters(), lr=0.1)

    network, optimiser = made()
    network(torch.ones(1, 3)).sum().backward()
    optimiser.step()
    save_state(TINY, tmp_path, network, optimiser, Progress(7, 31.5))
    other_network, other_optimiser = made()
    assert resume(TINY, tmp_path, other_network, other_optimiser) == Progress(7, 31.5)
    assert_same(dict(network.state_dict()), dict(other_network.state_dict()))
    assert_same(optimiser.state_dict(), other_optimiser.state_dict())


def test_without_a_state_nothing_is_touched(tmp_path: Path) -> None:
    network = torch.nn.Linear(3, 2)
    before = {name: tensor.clone() for name, tensor in network.state_dict().items()}
    assert resume(TINY, tmp_path, network, torch.optim.Adam(network.parameters())) == Progress()
    assert_same(dict(network.state_dict()), before)
