"""The comparison of denoisers: rows are kept one by one, skipped when they are there, measured anew when asked."""
from __future__ import annotations

import json
from pathlib import Path

import bench_methods
import numpy as np
import pytest
import torch

from hyperrestore.models.methods import METHODS
from hyperrestore.quality.metrics import mpsnr

SCENE = np.linspace(0, 1, 4 * 12 * 12).reshape(4, 12, 12)


class Halved:
    """What is wrong by a known amount, and counts how often it ran on whole cubes."""

    def __init__(self) -> None:
        self.runs = 0

    def restore(self, batch: torch.Tensor, pulse: object) -> torch.Tensor:
        self.runs += 1
        return batch / 2


@pytest.fixture
def bench(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """``bench("--methods", …)`` -> rows, with the models ``fasthyde`` and ``other`` on one small scene."""
    models = {name: Halved() for name in ("fasthyde", "other")}
    monkeypatch.setattr(bench_methods, "makers", lambda: {name: lambda name=name: models[name] for name in models})
    monkeypatch.setattr(bench_methods, "load", lambda scene: SCENE)
    monkeypatch.setattr(bench_methods, "spoil", lambda clean, case: (clean + 0.1).astype(np.float32))
    monkeypatch.setattr(bench_methods, "SHARED", tmp_path)
    monkeypatch.setattr(torch, "set_num_threads", lambda count: None)
    path = tmp_path / "rows.json"

    def call(*words: str) -> dict:
        given = ["bench_methods.py", "--scenes", "sandiego", "--json", str(path), *words]
        monkeypatch.setattr("sys.argv", given)
        bench_methods.main()
        return bench_methods.read_rows(path)

    call.models, call.path = models, path
    return call


def test_rows_say_everything(bench, capsys: pytest.CaptureFixture) -> None:
    rows = bench("--cases", "mixture", "stripe")
    assert set(rows) == {
        ("sandiego", case, name) for case in ("mixture", "stripe") for name in ("noisy", "fasthyde", "other")
    }
    row, noisy = rows["sandiego", "mixture", "other"], rows["sandiego", "mixture", "noisy"]
    assert row["mpsnr_db"] == pytest.approx(mpsnr((SCENE + 0.1) / 2, SCENE), abs=0.006)
    errors = ((SCENE + 0.1) / 2 - SCENE) ** 2
    expected = 100 * np.sqrt(np.mean(errors.mean(axis=(1, 2)) / SCENE.mean(axis=(1, 2)) ** 2))
    assert row["ergas"] == pytest.approx(expected, abs=0.006)
    assert noisy["mpsnr_db"] == pytest.approx(20, abs=0.006) and noisy["seconds"] == 0
    assert "1 thread" in row["machine"] and row["date"]
    assert len(capsys.readouterr().out.splitlines()) == 6


def test_rows_are_measured_once_unless_asked_again(bench) -> None:
    bench("--cases", "mixture")
    stored, runs = json.loads(bench.path.read_text()), bench.models["other"].runs
    bench("--cases", "mixture")
    assert bench.models["other"].runs == runs and json.loads(bench.path.read_text()) == stored
    bench("--cases", "mixture", "--methods", "other", "--again", "other")
    assert bench.models["other"].runs == runs + 1
    bench("--cases", "mixture", "poisson", "--methods", "other")
    assert bench.models["other"].runs == runs + 2
    assert len(bench_methods.read_rows(bench.path)) == 4


def test_the_yardstick_is_timed_on_the_same_cube(bench, monkeypatch: pytest.MonkeyPatch) -> None:
    """4 seconds for FastHyDe and 6 for the other, whether FastHyDe's row is wanted or not."""
    monkeypatch.setattr(
        bench_methods, "timed", lambda model, noisy: (noisy, 4.0 if model is bench.models["fasthyde"] else 6.0)
    )
    for words in (("--methods", "other"), ("--again", "other", "fasthyde")):
        row = bench("--cases", "mixture", *words)["sandiego", "mixture", "other"]
        assert (row["seconds"], row["yardstick_seconds"]) == (6, 4)


def test_every_method_and_network_is_compared() -> None:
    assert {*METHODS, "ras2s", "sscan", "restore"} == set(bench_methods.makers())
    assert next(iter(bench_methods.makers())) == bench_methods.YARDSTICK


def test_noises_and_few_bands_are_what_they_are_called(shared: Path) -> None:
    clean = bench_methods.load("jasper-ridge:3")
    assert clean.shape == (3, 100, 100) and (clean.min(), clean.max()) == (0, 1)
    errors = {case: bench_methods.spoil(clean, case) - clean for case in bench_methods.CASES}
    assert np.abs(errors["clean"]).max() < 1e-7
    assert errors["gaussian"].std() == pytest.approx(25 / 255, rel=0.02)
    assert errors["speckle"].std() == pytest.approx(25 / 255 * np.sqrt((clean**2).mean()), rel=0.03)
    assert errors["poisson"].std() == pytest.approx(np.sqrt(clean.mean() / 255), rel=0.03)
    assert errors["mixture"].std() > errors["noniid"].std()
