"""From a catalog entry or a pair of files to a model that runs, and back to files."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InvalidParameter, OutputRefused, WeightsMismatch
from .architectures import architecture_of, build_model
from .bounded import MEGABYTE
from .card import ModelCard, write_card
from .catalog import Entry, refuse_name
from .checksums import record, verified
from .descriptor import RestorationModel

if TYPE_CHECKING:
    from torch import Tensor

MOST_HEADER = MEGABYTE
"""Bytes that a file may have besides the weights."""

WIDEST = 8
"""Bytes of the widest number that weights may come in."""


def load_model(entry: Entry) -> RestorationModel:
    """The model of a catalog entry, checksums of card and weights verified first.

    Raises ``WeightsMismatch`` when a file is damaged, altered, of another architecture or not safetensors.
    """
    return build_model(entry.card(), load_tensors(entry))


def save_weights(card: ModelCard, tensors: Mapping[str, Tensor], folder: Path, *, replace: bool = False) -> Entry:
    """Write weights and card into ``folder`` under the card's name, and record their checksums.

    Raises ``InvalidParameter`` for a name that is no file name, or that is taken and not to be replaced.
    """
    from safetensors import SafetensorError
    from safetensors.torch import save_file

    refuse_name(() if replace else (folder,), card.name)
    entry = Entry(name=card.name, folder=folder)
    fresh_weights, fresh_card = (path.with_name(path.name + ".new") for path in (entry.weights_path, entry.card_path))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        save_file({name: tensor.detach().cpu().contiguous() for name, tensor in tensors.items()}, str(fresh_weights))
        write_card(card, fresh_card)
        os.replace(fresh_weights, entry.weights_path)
        os.replace(fresh_card, entry.card_path)
        record([entry.weights_path, entry.card_path])
    except (OSError, SafetensorError) as error:
        raise OutputRefused(f"The model '{card.name}' cannot be written to {folder}: {error}.") from error
    return entry


def load_tensors(entry: Entry) -> dict[str, Tensor]:
    """The tensors of a catalog entry, the file's checksum verified; no more of it is read than its card accounts for.

    Raises ``WeightsMismatch``.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load

    card = entry.card()
    try:
        shapes = architecture_of(card).shapes(card.arguments)
    except InvalidParameter as error:
        raise WeightsMismatch(f"The model card {entry.card_path} asks for the impossible: {error}") from error
    content = verified(entry.weights_path, MOST_HEADER + WIDEST * sum(map(math.prod, shapes.values())))
    try:
        return load(content)
    # A KeyError is a type of numbers that torch does not have.
    except (SafetensorError, KeyError) as error:
        raise WeightsMismatch(
            f"{entry.weights_path} is not a readable safetensors file: {error}. Import the model again."
        ) from error
