"""The user's weights as the manager shows them, and what it changes about them. No widgets."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from ...errors import RestorationError
from ...models.catalog import DEFAULT_WEIGHTS, Entry, obstacle
from ...models.inventory import Item, check_files, inventory
from ...processing.base import tr
from ...processing.catalog import user_weights_folder, weights_folders
from ...processing.settings import read_settings, write_settings


def defaults() -> Mapping[str, str]:
    """What ``default`` stands for, by key."""
    return {**DEFAULT_WEIGHTS, **read_settings().default_weights}


def all_items() -> list[Item]:
    """Everything in the catalog, and defaults that are gone from it, which runs would miss."""
    items = inventory(weights_folders())
    there = {(item.key, item.entry.name) for item in items}
    own = user_weights_folder()
    gone = [
        Item(
            Entry(name=name, folder=own),
            card=None,
            key=key,
            size=0,
            problem=obstacle(own)
            or tr(
                "These weights are set as the default of {}, but they are gone. Reset the default, or import them "
                "again."
            ).format(key),
        )
        for key, name in read_settings().default_weights.items()
        if (key, name) not in there
    ]
    return [*items, *gone]


def is_gone(item: Item) -> bool:
    """True for a default without any file."""
    return item.card is None and not any(map(os.path.exists, (item.entry.card_path, item.entry.weights_path)))


def set_default(key: str, name: str) -> None:
    """From now on ``default`` stands for ``name``."""
    settings = read_settings()
    write_settings(replace(settings, default_weights={**settings.default_weights, key: name}))


def reset_default(key: str) -> None:
    """From now on ``default`` stands for the shipped weights again."""
    settings = read_settings()
    kept = {other: name for other, name in settings.default_weights.items() if other != key}
    write_settings(replace(settings, default_weights=kept))


def verdicts(items: Sequence[Item], given_up: Callable[[], bool]) -> Iterator[tuple[Entry, str]]:
    """Reads the files of each item that has no problem yet: which weights, and what is wrong with them."""
    for item in items:
        if given_up():
            return
        if not item.problem:
            yield item.entry, _problem(item.entry)


def _problem(entry: Entry) -> str:
    try:
        check_files(entry)
    except RestorationError as error:
        return str(error)
    return ""
