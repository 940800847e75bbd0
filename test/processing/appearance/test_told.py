"""How a result was made is told: by the layer's metadata, by the file's tags, and in QGIS's history."""
from __future__ import annotations

import json
import re

import rasterio
from qgis.core import QgsProcessingContext

from checkout import ROOT
from hyperrestore.restoration.software import plugin_version

DATE = r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00"


def test_the_layer_tells_how_it_was_made(load, styled) -> None:
    metadata = load("denoiseras2s", styled, BANDS=[2, 3], QUALITY="best").metadata()
    assert metadata.title() == "My scene – RAS2S (ras2s)"
    weights = f"Weights: ras2s, SHA-256 {sha256('ras2s')[:16]}…"
    for words in (weights, "hyperrestore:denoiseras2s", plugin_version(), styled.source()):
        assert words in metadata.abstract()
    history = metadata.history()
    assert history[0] == "Flown in May."
    assert re.match(DATE + r" Made from .*scene.tif by hyperrestore:denoiseras2s", history[1])
    assert "BANDS=2;3; WEIGHTS=default; QUALITY=best; DATA_TYPE=source" in history[3]
    assert "DEVICE=cpu" in history[4] and "SCALING=cube" in history[4]
    assert metadata.keywords()["HyperRestore"] == ["hyperrestore:denoiseras2s", "ras2s"]
    links = {link.name: link.url for link in metadata.links()}
    assert links.pop("Help").startswith("file:///")
    assert list(links.values()) == ["https://doi.org/10.1007/978-3-031-73027-6_13"]


def sha256(name: str) -> str:
    sums = (ROOT / "weights" / "SHA256SUMS").read_text()
    return next(line.split()[0] for line in sums.splitlines() if line.endswith(f"{name}.safetensors"))


def test_the_file_tells_it_without_a_project(restore, scene: str) -> None:
    target = restore(scene, BANDS=[2], EXTENT="500000,500300,5799500,5800000")
    with rasterio.open(target) as raster:
        tags = {key[13:]: value for key, value in raster.tags().items() if key.startswith("HYPERRESTORE_")}
    told = json.loads(tags["PARAMETERS"])
    assert told == {
        "BANDS": [2], "WEIGHTS": "default", "QUALITY": "normal", "DATA_TYPE": "source", "DEVICE": "cpu",
        "PRECISION": "auto", "SCALING": "auto", "LINE_DIRECTION": "auto", "TILE_SIZE": 0, "OVERLAP": -1,
        "MEMORY_MB": 0, "EXTENT": told["EXTENT"],
    }  # fmt: skip
    assert re.fullmatch(DATE, tags["DATE"])
    assert (tags["INPUT"], tags["VERSION"]) == ("scene.tif", plugin_version())
    assert (tags["WEIGHTS"], tags["WEIGHTS_SHA256"]) == ("ras2s", sha256("ras2s")[:16])
    assert str(scene) not in " ".join(tags.values())


def test_the_history_is_a_command_with_words(algorithm, styled) -> None:
    restore = algorithm("denoiseras2s")
    parameters = {"INPUT": styled, "QUALITY": "best", "BANDS": [1, 2], "OUTPUT": "/tmp/o.tif",
                  "EXTENT": "1,2,3,4 [EPSG:32633]"}  # fmt: skip
    context = QgsProcessingContext()
    python = restore.asPythonCommand(parameters, context)
    assert python.startswith('processing.run("hyperrestore:denoiseras2s", {')
    assert "'QUALITY':'best'" in python and "'BANDS':[1,2]" in python and "'EXTENT':'1,2,3,4 [EPSG:32633]'" in python
    assert styled.source() in python
    # From QGIS 3.24 on.
    if hasattr(restore, "asQgisProcessCommand"):
        shell = restore.asQgisProcessCommand(parameters, context)
        command = shell[0] if isinstance(shell, tuple) else shell
        assert "--QUALITY=best" in command or "QUALITY=best" in command
