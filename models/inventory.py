"""All weights on the shelf with what is wrong with them, and taking some away. Needs no torch."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..errors import InvalidParameter, OutputRefused, WeightsMismatch
from .architectures import architecture_of
from .card import ModelCard, read_card
from .catalog import SHIPPED, Entry, default_key, files_in
from .checksums import check, forget, read_sums


@dataclass(frozen=True)
class Item:
    """Weights as they lie in their folder, sound or not."""

    entry: Entry
    card: ModelCard | None
    """As its file states it, unchecked; None where that cannot be read."""
    key: str | None
    """What ``default`` they could stand for: a key of ``DEFAULT_WEIGHTS``."""
    size: int
    """Bytes of weights and card."""
    problem: str = ""
    """Why no run can use them, as far as that shows without reading the weights."""
    hidden: bool = False
    """Weights of the same name and network in an earlier folder take their place."""

    @property
    def shipped(self) -> bool:
        return self.entry.folder == SHIPPED


def inventory(folders: Iterable[Path]) -> list[Item]:
    """All weights of all folders, by folder and name; damaged ones too, each with its ``problem``.

    Of weights with equal names and networks, runs use those of the first folder.
    """
    items: list[Item] = []
    offered: set[tuple[str, str]] = set()
    for folder in folders:
        for name in _names(folder):
            item = _item(Entry(name=name, folder=folder), offered)
            items.append(item)
            if item.card is not None:
                offered.add((name, item.card.architecture))
    return items


def check_files(entry: Entry) -> None:
    """Reads card and weights whole. Raises ``WeightsMismatch`` unless both are what was recorded."""
    entry.card()
    check(entry.weights_path)


def remove(entry: Entry) -> None:
    """Takes weights, card and their checksums away: all, or none where one of them cannot go.

    Raises ``InvalidParameter`` for weights that come with the plugin, ``OutputRefused`` when a file does not go.
    """
    if entry.folder == SHIPPED:
        raise InvalidParameter(f"'{entry.name}' comes with HyperRestore and cannot be removed.")
    paths = [entry.weights_path, entry.card_path]
    aside: list[tuple[Path, Path]] = []
    try:
        for path in paths:
            if os.path.lexists(path):
                away = path.with_name(f"{path.name}.removed")
                os.replace(path, away)
                aside.append((path, away))
        forget(paths)
    except (OSError, WeightsMismatch) as error:
        for path, away in aside:
            with suppress(OSError):
                os.replace(away, path)
        raise OutputRefused(f"'{entry.name}' cannot be removed from {entry.folder}: {error}.") from error
    for _, away in aside:
        with suppress(OSError):
            away.unlink()


def _names(folder: Path) -> list[str]:
    """Of a folder that may hold other things as well: whatever lies there as weights, or is recorded as such."""
    found = {path.stem for path in files_in(folder, ".safetensors")}
    with suppress(WeightsMismatch):
        found |= {Path(name).stem for name in read_sums(folder) if name.endswith((".safetensors", ".json"))}
    return sorted(found)


def _item(entry: Entry, offered: set[tuple[str, str]]) -> Item:
    sizes = sum(_size(path) for path in (entry.weights_path, entry.card_path))
    try:
        card = read_card(entry.card_path)
    except WeightsMismatch as error:
        return Item(entry, None, None, sizes, str(error))
    hidden = (entry.name, card.architecture) in offered
    return Item(entry, card, default_key(card), sizes, next(_problems(entry, card, hidden), ""), hidden)


def _problems(entry: Entry, card: ModelCard, hidden: bool) -> Iterator[str]:
    if not os.path.exists(entry.weights_path):
        yield f"There is no file {entry.weights_path}. Import the model again."
    if hidden:
        yield "HyperRestore comes with weights of the same name, and runs use those. Remove these."
    try:
        architecture_of(card)
    except WeightsMismatch as error:
        yield str(error)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
