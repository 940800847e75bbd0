"""From a catalog entry or a pair of files to a model that runs, and back to files."""

from __future__ import annotations

import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InvalidParameter, WeightsMismatch
from .card import ModelCard, write_card
from .catalog import Entry
from .checksums import record, verify
from .descriptor import RestorationModel

if TYPE_CHECKING:
    from torch import Tensor

_MODELS = {"ras2s": (".ras2s.model", "RAS2SModel")}
"""Architecture to the class that runs it, imported only when weights are loaded."""


def load_model(entry: Entry) -> RestorationModel:
    """The model of a catalog entry, checksums of card and weights verified first.

    Raises ``WeightsMismatch`` when a file is damaged, altered, of another architecture or not safetensors.
    """
    card = entry.card()
    verify(entry.weights_path)
    if card.architecture not in _MODELS:
        raise WeightsMismatch(
            f"'{entry.name}' is of the architecture '{card.architecture}'; this version knows {', '.join(_MODELS)}. "
            "Update HyperRestore, or choose other weights."
        )
    module, name = _MODELS[card.architecture]
    return getattr(import_module(module, __package__), name).from_weights(card.arguments, _tensors(entry.weights_path))


def save_weights(card: ModelCard, tensors: Mapping[str, Tensor], folder: Path, *, replace: bool = False) -> Entry:
    """Write weights and card into ``folder`` under the card's name, and record their checksums.

    Raises ``InvalidParameter`` for a name that is no file name, or that is taken and not to be replaced.
    """
    from safetensors.torch import save_file

    allowed = card.name.replace("-", "").replace("_", "").replace(".", "")
    if not (allowed.isascii() and allowed.isalnum() and card.name[0].isalnum()):
        raise InvalidParameter(
            f"'{card.name}' cannot be a model's name: use letters, digits, '-', '_' and '.', a letter or digit first."
        )
    entry = Entry(name=card.name, folder=folder)
    if not replace and (entry.card_path.exists() or entry.weights_path.exists()):
        raise InvalidParameter(f"A model called '{card.name}' is already in {folder}. Choose another name.")
    folder.mkdir(parents=True, exist_ok=True)
    fresh_weights, fresh_card = (path.with_name(path.name + ".new") for path in (entry.weights_path, entry.card_path))
    save_file({name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}, str(fresh_weights))
    write_card(card, fresh_card)
    os.replace(fresh_weights, entry.weights_path)
    os.replace(fresh_card, entry.card_path)
    record([entry.weights_path, entry.card_path])
    return entry


def _tensors(path: Path) -> dict[str, Tensor]:
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    try:
        return load_file(str(path))
    except (SafetensorError, OSError) as error:
        raise WeightsMismatch(f"{path} is not a readable safetensors file: {error}. Import the model again.") from error
