"""The catalog: which weights are there, under which names. Needs no torch, so lists can be shown without it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from ..errors import InvalidParameter, WeightsMismatch
from .card import MOST_CARD_BYTES, ModelCard, parse_card, read_card
from .checksums import read_sums, verified

SHIPPED = Path(__file__).resolve().parent.parent / "weights"
DEFAULT = "default"
"""The name under which every architecture offers its best shipped weights, so that stored models keep working."""

RESERVED = (DEFAULT, "auto", "none")
"""Names that choices of weights have besides the weights themselves."""

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")

DEFAULT_WEIGHTS = {
    "ras2s": "ras2s",
    "sscan": "sscan",
    **{f"ssrnet-x{scale}": f"ssrnet-x{scale}" for scale in (2, 3, 4)},
}
"""What ``default`` stands for: by architecture, and by scale where an architecture has weights for several."""


def default_key(card: ModelCard) -> str | None:
    """Under which key of ``DEFAULT_WEIGHTS`` these weights could stand; None where ``default`` never means such."""
    keys = (card.architecture, f"{card.architecture}-x{card.arguments.get('scale')}")
    return next((key for key in keys if key in DEFAULT_WEIGHTS), None)


@dataclass(frozen=True)
class Entry:
    """Weights with their card, in a folder whose ``SHA256SUMS`` covers both."""

    name: str
    folder: Path

    @property
    def weights_path(self) -> Path:
        return self.folder / f"{self.name}.safetensors"

    @property
    def card_path(self) -> Path:
        return self.folder / f"{self.name}.json"

    def digest(self) -> str:
        """The recorded SHA-256 of the weights; ``load_model`` sees to it that it is theirs."""
        return read_sums(self.folder).get(self.weights_path.name, "")

    def card(self) -> ModelCard:
        """The card, its checksum verified."""
        return parse_card(verified(self.card_path, MOST_CARD_BYTES), self.card_path)


def obstacle(folder: Path) -> str:
    """Why nobody can tell which weights are in ``folder``, as a sentence; empty where it is read, or absent."""
    try:
        os.listdir(folder)
    except FileNotFoundError:
        return ""
    except OSError as error:
        return (
            f"The folder of weights {folder} cannot be looked into: {error.strerror or error}. See to it that it can, "
            "or choose another in HyperRestore's settings."
        )
    return ""


def files_in(folder: Path, ending: str) -> list[Path]:
    """What lies in ``folder`` with this ending, by name; nothing where there is an `obstacle`."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ending)
    except OSError:
        return []


def entries(folders: Iterable[Path], architecture: str) -> list[Entry]:
    """All weights of ``architecture``, by name; of equal names the first folder's wins.

    Damaged cards are left out, and folders with an `obstacle`.
    """
    found: dict[str, Entry] = {}
    for folder in folders:
        for path in files_in(folder, ".json"):
            entry = Entry(name=path.stem, folder=folder)
            if os.path.exists(entry.weights_path) and entry.name not in found and _architecture(entry) == architecture:
                found[entry.name] = entry
    return [found[name] for name in sorted(found)]


def find(
    folders: Iterable[Path],
    architecture: str,
    name: str,
    default: str | None = None,
    defaults: Mapping[str, str] = DEFAULT_WEIGHTS,
) -> Entry:
    """The entry called ``name``; for the name ``default`` the one that ``defaults`` has under ``default``.

    That is the architecture where it is not given. Raises ``WeightsMismatch`` naming what there is, and which folders
    could not be looked into.
    """
    folders = tuple(folders)
    wanted = defaults[default or architecture] if name == DEFAULT else name
    known = entries(folders, architecture)
    for entry in known:
        if entry.name == wanted:
            return entry
    missed = (
        f"No {architecture} weights are called '{wanted}'. There are: {', '.join(e.name for e in known) or 'none'}. "
        "Choose one of these, or import weights with hyperrestore:importweights."
    )
    raise WeightsMismatch(" ".join([missed, *filter(None, map(obstacle, folders))]))


def refuse_name(folders: Iterable[Path], name: str) -> None:
    """Raises ``InvalidParameter`` when the catalog could not offer new weights under ``name``."""
    if not NAME.fullmatch(name):
        raise InvalidParameter(
            f"'{name}' cannot be a model's name: use up to 60 letters, digits, '-', '_' and '.', a letter or digit "
            "first."
        )
    taken = name in RESERVED or any(os.path.exists(Entry(name, folder).card_path) for folder in folders)
    if taken:
        raise InvalidParameter(f"The name '{name}' is taken in the catalog. Choose another name.")


def _architecture(entry: Entry) -> str | None:
    try:
        return read_card(entry.card_path).architecture
    except WeightsMismatch:
        return None
