"""Hostile weights files through QGIS: a sentence, no output, no entry in the catalog, no code run."""
from __future__ import annotations

from pathlib import Path

import pytest
import torch
from qgis.core import QgsProcessingContext, QgsProcessingException

from hyperrestore.test.models import checkpoint_attacks, file_attacks
from hyperrestore.test.processing.conftest import Recorder
from hyperrestore.test.processing.rasters import names


@pytest.mark.parametrize("name", ["zip bomb", "overlapping records", "one number as terabytes", "five gigabytes"])
def test_import_refuses(plugin, catalog: Path, tmp_path: Path, name: str) -> None:
    import processing

    attack, sentence = checkpoint_attacks.ATTACKS[name]
    attack(tmp_path / "x.pth")
    with pytest.raises(QgsProcessingException, match=sentence):
        processing.run(
            "hyperrestore:importweights", {"INPUT": str(tmp_path / "x.pth"), "NAME": "mine"},
            context=QgsProcessingContext(), feedback=Recorder(),
        )
    assert names(catalog) == []


@pytest.mark.parametrize("name", ["header of gigabytes", "a billion channels", "overlapping", "pipe for card_path"])
def test_weights_file_refuses(restore, small_raster: str, tmp_path: Path, name: str) -> None:
    attack, sentence = file_attacks.ATTACKS[name]
    entry = file_attacks.sound(tmp_path / "weights")
    attack(entry)
    with pytest.raises(QgsProcessingException, match=sentence):
        restore(small_raster, WEIGHTS_FILE=str(entry.weights_path))
    assert names(tmp_path / "out") == []


def test_code_in_a_process_of_its_own(qgis_process, tmp_path: Path) -> None:
    mark = tmp_path / "trapped"
    torch.save({"net": {"x": file_attacks.Trap(mark)}}, tmp_path / "x.pth")
    done = qgis_process("run", "hyperrestore:importweights", "--", f"INPUT={tmp_path / 'x.pth'}", "NAME=junk")
    assert done.returncode == 1
    assert "cannot be read as plain weights (it asks for" in done.stderr
    assert "Traceback" not in done.stderr
    assert not mark.exists()
