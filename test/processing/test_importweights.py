"""`hyperrestore:importweights`: what it refuses, and that nothing of a refused file stays."""
from __future__ import annotations

import pickle
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import torch
from qgis.core import QgsProcessingContext, QgsProcessingException
from safetensors.torch import load_file

from hyperrestore.models.card import write_card
from hyperrestore.models.catalog import DEFAULT_WEIGHTS, Entry
from hyperrestore.models.checksums import record
from hyperrestore.test.models.small_models import save_random
from hyperrestore.test.processing.conftest import Recorder
from hyperrestore.test.processing.rasters import names


@pytest.fixture
def import_weights(plugin, catalog: Path):
    """``import_weights(file, name)`` -> results, in an empty catalog."""
    import processing

    def call(checkpoint: Path, name: str = "mine", **given: str) -> dict:
        parameters = {"INPUT": str(checkpoint), "NAME": name, **given}
        return processing.run(
            "hyperrestore:importweights", parameters, context=QgsProcessingContext(), feedback=Recorder()
        )

    return call


@pytest.fixture
def authors(shared: Path) -> Path:
    """The checkpoint that the network's authors released."""
    return shared / "reference" / "ras2s_authors_checkpoint.pth"


class Trap:
    """Unpickled, it makes a file."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self):
        return Path.touch, (self.mark,)


def test_imported_weights_are_offered_at_once(import_weights, authors: Path, catalog: Path, algorithm) -> None:
    before = algorithm("denoiseras2s")
    results = import_weights(authors)
    assert (results["NAME"], results["WEIGHTS_FILE"]) == ("mine", str(catalog / "mine.safetensors"))
    after = algorithm("denoiseras2s")
    assert before.parameterDefinition("WEIGHTS").options() == ["default", DEFAULT_WEIGHTS["ras2s"]]
    assert after.parameterDefinition("WEIGHTS").options() == ["default", "mine", DEFAULT_WEIGHTS["ras2s"]]


def test_weights_with_a_card_are_copied(import_weights, catalog: Path, tmp_path: Path, algorithm) -> None:
    """Whatever MODEL says: the card names the network."""
    source = save_random(tmp_path / "elsewhere", "theirs", "sscan", "band", channels=8, blocks=1)
    before = {path.name: path.read_bytes() for path in source.folder.iterdir()}
    results = import_weights(source.weights_path)
    assert (results["NAME"], results["WEIGHTS_FILE"]) == ("mine", str(catalog / "mine.safetensors"))
    assert {path.name: path.read_bytes() for path in source.folder.iterdir()} == before
    copied = Entry("mine", catalog).card()
    assert asdict(copied) == {**asdict(source.card()), "name": "mine"}
    assert load_file(catalog / "mine.safetensors").keys() == load_file(source.weights_path).keys()
    for name, tensor in load_file(source.weights_path).items():
        assert torch.equal(load_file(catalog / "mine.safetensors")[name], tensor)
    assert "mine" in algorithm("denoisesscan").parameterDefinition("WEIGHTS").options()


def test_what_the_user_says_of_the_copy_is_kept(import_weights, catalog: Path, tmp_path: Path) -> None:
    source = save_random(tmp_path / "elsewhere", "theirs", "ras2s", "cube", channels=8)
    import_weights(source.weights_path, LICENCE="MIT", AUTHORS="they")
    card = Entry("mine", catalog).card()
    assert (card.licence, card.authors) == ("MIT", "they")


@pytest.mark.parametrize("hurt", ["altered", "unsummed", "cardless", "misfit", "absent"])
def test_weights_with_a_card_that_are_not_sound(import_weights, catalog: Path, tmp_path: Path, hurt: str) -> None:
    source = save_random(tmp_path / "elsewhere", "theirs", "ras2s", "cube", channels=8)
    if hurt == "altered":
        data = source.weights_path.read_bytes()
        source.weights_path.write_bytes(data[:-1] + bytes([data[-1] ^ 1]))
    elif hurt == "unsummed":
        (source.folder / "SHA256SUMS").unlink()
    elif hurt == "cardless":
        source.card_path.unlink()
    elif hurt == "misfit":
        write_card(replace(source.card(), arguments={"channels": 10}), source.card_path)
        record([source.card_path])
    else:
        source.weights_path.unlink()
    sentence = {"altered": "damaged or was altered", "unsummed": "has no line in", "cardless": r"theirs\.json",
                "misfit": "do not fit", "absent": r"theirs\.safetensors"}[hurt]  # fmt: skip
    with pytest.raises(QgsProcessingException, match=sentence):
        import_weights(source.weights_path)
    assert names(catalog) == []


def test_a_taken_name_is_refused_and_kept(import_weights, authors: Path, catalog: Path) -> None:
    import_weights(authors)
    before = {path.name: path.read_bytes() for path in catalog.iterdir()}
    with pytest.raises(QgsProcessingException, match="'mine' is (taken|already) .* Choose another name"):
        import_weights(authors)
    assert {path.name: path.read_bytes() for path in catalog.iterdir()} == before


@pytest.mark.parametrize("name", ["../up", "a b", "-a", ".hidden", "a/b", "ä"])
def test_names_that_are_no_file_names(import_weights, authors: Path, catalog: Path, name: str) -> None:
    with pytest.raises(QgsProcessingException, match="cannot be a model's name"):
        import_weights(authors, name)
    assert names(catalog) == []


@pytest.mark.parametrize("kind", ["text", "empty", "foreign", "code", "absent"])
def test_files_that_are_no_checkpoints(import_weights, catalog: Path, tmp_path: Path, kind: str) -> None:
    checkpoint, mark = tmp_path / "x.pth", tmp_path / "trapped"
    if kind == "text":
        checkpoint.write_text("no checkpoint")
    elif kind == "empty":
        checkpoint.touch()
    elif kind == "foreign":
        torch.save({"net": {"layer.weight": torch.zeros(3)}}, checkpoint)
    elif kind == "code":
        checkpoint.write_bytes(pickle.dumps(Trap(mark)))
    with pytest.raises(QgsProcessingException, match=r"[A-Z/].*x\.pth|RAS2S|INPUT") as caught:
        import_weights(checkpoint)
    assert "Traceback" not in str(caught.value)
    assert names(catalog) == []
    assert not mark.exists()


def test_the_trap_works(tmp_path: Path) -> None:
    pickle.loads(pickle.dumps(Trap(tmp_path / "trapped")))
    assert (tmp_path / "trapped").exists()


def test_a_process_of_its_own_fails_with_a_status(qgis_process, tmp_path: Path) -> None:
    (tmp_path / "x.pth").write_text("no checkpoint")
    done = qgis_process("run", "hyperrestore:importweights", "--", f"INPUT={tmp_path / 'x.pth'}", "NAME=junk")
    assert done.returncode == 1
    assert "cannot be read as plain weights" in done.stderr
    assert "Traceback" not in done.stderr
