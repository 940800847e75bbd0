"""Each layer is imported in a process of its own in which the layers it must not know cannot be imported."""
from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from checkout import PLUGINS, ROOT
from package import CODE_FOLDERS, shipped_modules

# Prints, as JSON, what each module that could not be imported complained of.
IMPORTER = """
import importlib, importlib.abc, json, sys
plugins, blocked, modules = json.loads(sys.argv[1])

class Wall(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if any(name == wall or name.startswith(wall + ".") for wall in blocked):
            raise ImportError(f"{name} is not for this layer")

sys.path.insert(0, plugins)
sys.meta_path.insert(0, Wall())
complaints = {}
for module in modules:
    try:
        importlib.import_module(module)
    except ImportError as error:
        complaints[module] = str(error)
print(json.dumps(complaints))
"""
LEARNING = ["torch", "safetensors", "skimage"]
GEODATA = ["osgeo", "rasterio"]
# What no layer may need when it is imported: rasterio brings a second GDAL into QGIS, matplotlib and Dask are not in
# every QGIS.
NEVER = ["rasterio", "matplotlib", "dask", "distributed", "cloudpickle"]
ABOVE_ENGINE = ["processing", "ui", "plugin"]
ENGINE = ["restoration", "quality", "training"]
# Layer -> (foreign packages, own layers) that it must not know. "networks" are the modules in folders below models/;
# they and training/ are imported when they are run, so they may need torch.
FORBIDDEN = {
    "errors": (["qgis", "numpy", "scipy", *LEARNING, *GEODATA], [*ABOVE_ENGINE, *ENGINE, "raster", "models"]),
    "raster": (["qgis", "scipy", *LEARNING], [*ABOVE_ENGINE, *ENGINE, "models"]),
    "models": (["qgis", *LEARNING, *GEODATA], [*ABOVE_ENGINE, *ENGINE, "raster"]),
    "networks": (["qgis", *GEODATA], [*ABOVE_ENGINE, *ENGINE, "raster"]),
    "restoration": (["qgis", *LEARNING], ABOVE_ENGINE),
    "quality": (["qgis", *LEARNING], ABOVE_ENGINE),
    "training": (["qgis"], ABOVE_ENGINE),
    "ui": (LEARNING, []),
    "processing": (LEARNING, ["ui"]),
    "plugin": (LEARNING, []),
}


def layer_of(module: Path) -> str:
    """The layer that a shipped module belongs to, by where it lies."""
    inside = module.relative_to(ROOT)
    if inside.name == "errors.py" and len(inside.parts) == 1:
        return "errors"
    if len(inside.parts) == 1:
        return "plugin"
    return "networks" if inside.parts[0] == "models" and len(inside.parts) > 2 else inside.parts[0]


def import_name(module: Path) -> str:
    inside = module.relative_to(ROOT).with_suffix("")
    parts = inside.parts[:-1] if inside.name == "__init__" else inside.parts
    return ".".join(["hyperrestore", *parts])


def complaints(plugins: Path, blocked: list[str], modules: list[str]) -> dict[str, str]:
    """Imports the modules behind the wall; what they complained of."""
    done = subprocess.run(
        [sys.executable, "-I", "-c", IMPORTER, json.dumps([str(plugins), blocked, modules])],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


LAYERS: dict[str, list[str]] = {}
for shipped in shipped_modules():
    LAYERS.setdefault(layer_of(shipped), []).append(import_name(shipped))


@pytest.mark.parametrize("layer", sorted(LAYERS))
def test_layer_imports_without_what_it_must_not_know(layer: str) -> None:
    packages, own_layers = FORBIDDEN[layer]
    blocked = NEVER + packages + [f"hyperrestore.{name}" for name in own_layers]
    assert complaints(PLUGINS, blocked, LAYERS[layer]) == {}


@pytest.mark.parametrize("module", [path for path in shipped_modules() if layer_of(path) == "ui"], ids=import_name)
def test_windows_leave_rasters_to_the_engine(module: Path) -> None:
    """Not by the wall: what windows show comes from layers that do read rasters."""
    names = []
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            names.append(node.module or "")
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    assert not {name.partition(".")[0] for name in names} & set(GEODATA)


def test_every_folder_of_the_plugin_is_a_known_layer() -> None:
    folders = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert folders <= set(CODE_FOLDERS) <= set(FORBIDDEN)


def test_the_wall_catches_an_import_at_any_depth(tmp_path: Path) -> None:
    package = tmp_path / "hyperrestore"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "lazy.py").write_text("def later():\n    import torch\n")
    (package / "eager.py").write_text("from torch.nn import Module\n")
    (package / "nested.py").write_text("from . import eager\n")
    modules = ["hyperrestore.lazy", "hyperrestore.eager", "hyperrestore.nested"]
    assert set(complaints(tmp_path, ["torch"], modules)) == {"hyperrestore.eager", "hyperrestore.nested"}
