"""Models by the names that Python scripts call them: the shipped weights, the methods without weights, and files."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from ..errors import WeightsMismatch
from ..models.catalog import DEFAULT_WEIGHTS, SHIPPED, Entry
from ..models.descriptor import RestorationModel
from ..models.methods import METHODS, build_method
from ..models.weights import load_model
from .dependencies import require_torch

GUIDE = "ras2s"
"""The weights that guide the hybrid, as in QGIS."""

WEIGHTS_SUFFIX = ".safetensors"
LARGEST_SCALE = 8
Named = tuple[RestorationModel, Mapping[str, str]]
"""A model, and the tags that say in the output which one it was."""


def model_names() -> tuple[str, ...]:
    """The names that `named_model` knows, besides paths of weights."""
    return tuple(_MAKERS)


def named_model(name: str | os.PathLike) -> Named:
    """The model called ``name``: one of `model_names`, or the path of a .safetensors file.

    Such a file has its model card (.json) and SHA256SUMS beside it. Raises ``WeightsMismatch`` with what there is for
    an unknown name, and for weights that are damaged; ``MissingDependency`` without torch or safetensors.
    """
    require_torch()
    text = os.fspath(name)
    if text.endswith(WEIGHTS_SUFFIX):
        return _file(Path(text))
    if text not in _MAKERS:
        raise WeightsMismatch(
            f"There is no model '{text}'. There are: {', '.join(_MAKERS)}; or give the path of a {WEIGHTS_SUFFIX} "
            "file that has its model card (.json) and SHA256SUMS beside it."
        )
    model, tags = _MAKERS[text]()
    return model, {"MODEL": text, **tags}


def _file(path: Path) -> Named:
    if not path.is_file():
        raise WeightsMismatch(
            f"There are no weights {path}. Give the path of a {WEIGHTS_SUFFIX} file, or one of {', '.join(_MAKERS)}."
        )
    entry = Entry(name=path.stem, folder=path.absolute().parent)
    model, tags = _weights(entry)
    return model, {"MODEL": model.descriptor.architecture, **tags}


def _weights(entry: Entry) -> Named:
    return load_model(entry), {"WEIGHTS": entry.name, "WEIGHTS_SHA256": entry.digest()[:16]}


def _hybrid() -> Named:
    from ..models.hybrid.hybrid import Hybrid

    network, tags = _weights(Entry(DEFAULT_WEIGHTS[GUIDE], SHIPPED))
    return Hybrid(network), tags


def _bicubic(scale: int) -> Named:
    from ..models.bicubic import BicubicModel

    return BicubicModel(scale), {}


def _method(name: str) -> Named:
    return build_method(name), {}


_MAKERS: Mapping[str, Callable[[], Named]] = {
    "restore": _hybrid,
    **{name: partial(_weights, Entry(weights, SHIPPED)) for name, weights in DEFAULT_WEIGHTS.items()},
    **{name: partial(_method, name) for name in METHODS},
    "bicubic": partial(_bicubic, 2),
    **{f"bicubic-x{scale}": partial(_bicubic, scale) for scale in range(2, LARGEST_SCALE + 1)},
}
