"""Weights from elsewhere into the catalog: read without pickle, converted where need be, described, checksummed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path

from ..errors import WeightsMismatch
from .architectures import build_model
from .bounded import read_bounded
from .card import ModelCard
from .catalog import Entry, refuse_name
from .checkpoint_file import MOST_BYTES, plain_checkpoint
from .weights import load_tensors, save_weights

_DAMAGE = (RuntimeError, EOFError, OSError, ValueError, LookupError, AttributeError, TypeError, AssertionError)
"""What torch raises for files that are none of its own."""


NOT_STATED = "not stated"


def import_safetensors(weights: Path, name: str, folders: Sequence[Path], *, licence: str, authors: str) -> Entry:
    """Weights with a card and ``SHA256SUMS`` beside them, copied into the last of ``folders`` as ``name``.

    Licence and authors stay those of the card where none are given. Raises ``WeightsMismatch`` if a file is damaged or
    the weights are not of the network that the card names, ``InvalidParameter`` if the name is unfit or taken.
    """
    refuse_name(folders, name)
    if not weights.is_file():
        raise WeightsMismatch(f"There is no file {weights}. Choose the weights (.safetensors) to import.")
    source = Entry(name=weights.stem, folder=weights.absolute().parent)
    card, tensors = source.card(), load_tensors(source)
    card = replace(card, name=name, licence=licence or card.licence, authors=authors or card.authors)
    build_model(card, tensors)
    return save_weights(card, tensors, folders[-1])


def import_ras2s(checkpoint: Path, name: str, folders: Sequence[Path], *, licence: str, authors: str) -> Entry:
    """The RAS2S checkpoint that its authors released, as a catalog entry called ``name`` in the last of ``folders``.

    The file is read weights-only: tensors and plain containers, never code. Raises ``WeightsMismatch`` if it holds
    anything else or another network, ``InvalidParameter`` if the name is unfit or taken.
    """
    from .ras2s.checkpoint import convert

    refuse_name(folders, name)
    content = _read(checkpoint)
    digest = hashlib.sha256(content).hexdigest()
    tensors, arguments = convert(_state_dict(content, checkpoint))
    card = ModelCard(
        name=name,
        architecture="ras2s",
        arguments=asdict(arguments),
        task="denoise",
        scaling="cube",
        licence=licence or NOT_STATED,
        authors=authors or NOT_STATED,
        training={"imported_from": checkpoint.name, "file": f"SHA-256 begins with {digest[:12]}"},
        notes="Imported by the user; HyperRestore has not measured it.",
    )
    # Whatever cannot be built now could not be built when the user needs it.
    build_model(card, tensors)
    return save_weights(card, tensors, folders[-1])


def _read(checkpoint: Path) -> bytes:
    try:
        return read_bounded(checkpoint, MOST_BYTES)
    except OSError as error:
        absent = isinstance(error, FileNotFoundError)
        problem = f"There is no file {checkpoint}." if absent else f"{checkpoint} cannot be read: {error}."
        raise WeightsMismatch(f"{problem} Choose the checkpoint (.pth) to import.") from error


def _state_dict(content: bytes, checkpoint: Path) -> dict:
    import torch

    # torch raises the pickle module's error; taken from torch, since scanners object to the module's very name.
    refused = torch.serialization.pickle.UnpicklingError
    try:
        loaded = torch.load(plain_checkpoint(content), map_location="cpu", weights_only=True)
    except (refused, *_DAMAGE) as error:
        reason = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
        raise WeightsMismatch(
            f"{checkpoint} cannot be read as plain weights ({reason:.300}). Files that carry code are refused for "
            "safety; choose the checkpoint as its authors released it."
        ) from error
    net = loaded.get("net", loaded) if isinstance(loaded, dict) else None
    if not isinstance(net, dict) or not all(
        isinstance(name, str) and isinstance(value, torch.Tensor) for name, value in net.items()
    ):
        raise WeightsMismatch(
            f"{checkpoint} holds no table of weights. Choose the checkpoint (.pth) of the network itself."
        )
    return net
