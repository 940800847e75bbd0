"""Hostile weights are refused in a sentence, in little memory, and none of their code runs."""
from __future__ import annotations

import json
import os
import pickle
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch

from checkout import ROOT
from hyperrestore.models import checkpoint_file
from hyperrestore.models.checksums import record
from hyperrestore.test.models import attacked, checkpoint_attacks, file_attacks

MOST_MB = 64
MUTATIONS = 300


@pytest.fixture(scope="module")
def ask() -> Iterator[Callable[..., dict]]:
    """``ask(load=folder)`` -> what became of it in a process of its own; see ``attacked.py``."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / ".plugins"), "OMP_NUM_THREADS": "1"}
    child = subprocess.Popen(
        [sys.executable, attacked.__file__], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )

    def call(**request: object) -> dict:
        child.stdin.write(json.dumps(request, default=str) + "\n")
        child.stdin.flush()
        line = child.stdout.readline()
        assert line, f"the process that was asked to {request} is gone"
        return json.loads(line)

    yield call
    child.stdin.close()
    child.wait(10)


def refused(answer: dict, sentence: str) -> None:
    """It was a sentence of ours, short and fitting, and memory hardly grew."""
    assert answer["error"] == "WeightsMismatch", answer
    assert re.search(sentence, answer["sentence"], re.DOTALL), answer["sentence"]
    assert len(answer["sentence"]) < 1000
    assert answer["grown_mb"] < MOST_MB


def test_a_sound_entry_is_loaded(ask, tmp_path: Path) -> None:
    file_attacks.sound(tmp_path)
    assert ask(load=tmp_path)["found"] == "ras2s"
    assert ask(list=tmp_path)["found"] == ["small"]


def test_a_sound_checkpoint_is_imported(ask, tmp_path: Path) -> None:
    torch.save(checkpoint_attacks.as_released(), tmp_path / "x.pth")
    assert ask(**{"import": tmp_path / "x.pth", "into": tmp_path / "out"})["found"] == "small"
    assert ask(load=tmp_path / "out")["found"] == "ras2s"


@pytest.mark.parametrize("name", file_attacks.ATTACKS)
def test_hostile_entries(ask, tmp_path: Path, name: str) -> None:
    attack, sentence = file_attacks.ATTACKS[name]
    attack(file_attacks.sound(tmp_path))
    refused(ask(load=tmp_path), sentence)
    # And the list of what there is comes back, with or without it.
    listed = ask(list=tmp_path)
    assert listed["error"] is None
    assert listed["grown_mb"] < MOST_MB


@pytest.mark.parametrize("name", checkpoint_attacks.ATTACKS)
def test_hostile_checkpoints(ask, tmp_path: Path, name: str) -> None:
    attack, sentence = checkpoint_attacks.ATTACKS[name]
    attack(tmp_path / "x.pth")
    refused(ask(**{"import": tmp_path / "x.pth", "into": tmp_path / "out"}), sentence)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", file_attacks.trapped(Path()))
def test_code_in_entries_does_not_run(ask, tmp_path: Path, name: str) -> None:
    mark = tmp_path / "trapped"
    file_attacks.trapped(mark)[name](file_attacks.sound(tmp_path))
    refused(ask(load=tmp_path), "not a readable safetensors|model card .* cannot be read")
    assert not mark.exists()


@pytest.mark.parametrize("name", checkpoint_attacks.trapped(Path()))
def test_code_in_checkpoints_does_not_run(ask, tmp_path: Path, name: str) -> None:
    mark = tmp_path / "trapped"
    attack, sentence = checkpoint_attacks.trapped(mark)[name]
    attack(tmp_path / "x.pth")
    refused(ask(**{"import": tmp_path / "x.pth", "into": tmp_path / "out"}), sentence)
    assert not mark.exists()


@pytest.mark.parametrize("name", ["data/0.evil", "data.pkl.evil", "data/0\n", "data/x", "more/data/0", "code/x.py"])
def test_torch_does_not_get_to_see_other_records(tmp_path: Path, name: str) -> None:
    parts = checkpoint_attacks.plain()
    checkpoint_attacks.zipped(tmp_path / "x.pth", {**parts, f"archive/{name}": b"more"})
    shown = checkpoint_file.plain_checkpoint((tmp_path / "x.pth").read_bytes())
    with zipfile.ZipFile(shown) as archive:
        assert {"archive/data.pkl", "archive/data/0"} <= set(archive.namelist()) <= set(parts)


def test_the_trap_works(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(file_attacks.Trap(tmp_path / "trapped"))).close()
    assert (tmp_path / "trapped").exists()


def mutated(rng: random.Random, data: bytes) -> bytes:
    """Some bytes changed, most of them where the structure is; a few dropped at the end."""
    changed = bytearray(data)
    for _ in range(rng.randint(1, 8)):
        at = rng.randrange(min(len(changed), rng.choice((16, 512, len(changed)))))
        changed[at if rng.random() < 0.7 else -1 - at] = rng.choice((0, 1, 0x7F, 0x80, 0xFF, rng.randrange(256)))
    return bytes(changed[: len(changed) - rng.choice((0, 0, 0, rng.randrange(64)))])


def test_mutated_weights_are_refused_or_loaded(ask, tmp_path: Path) -> None:
    entry, rng = file_attacks.sound(tmp_path), random.Random(5)
    data = entry.weights_path.read_bytes()
    outcomes = set()
    for _ in range(MUTATIONS):
        entry.weights_path.write_bytes(mutated(rng, data))
        record([entry.weights_path])
        answer = ask(load=tmp_path)
        outcomes.add(answer["error"])
        assert answer["grown_mb"] < MOST_MB
    assert outcomes <= {None, "WeightsMismatch"}
    assert "WeightsMismatch" in outcomes


def test_mutated_checkpoints_are_refused(ask, shared: Path, tmp_path: Path) -> None:
    data = (shared / "reference" / "ras2s_authors_checkpoint.pth").read_bytes()
    rng, outcomes = random.Random(6), set()
    for number in range(MUTATIONS):
        (tmp_path / "x.pth").write_bytes(mutated(rng, data))
        answer = ask(**{"import": tmp_path / "x.pth", "into": tmp_path / f"out{number}"})
        outcomes.add(answer["error"])
        assert answer["grown_mb"] < MOST_MB
    assert outcomes <= {None, "WeightsMismatch"}
    assert "WeightsMismatch" in outcomes
