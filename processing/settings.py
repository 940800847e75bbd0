"""The user's settings: what the parameters of every run begin with. Kept in QGIS's settings, so in its profile."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import Any

from qgis.core import Qgis, QgsMessageLog, QgsSettings

from ..errors import InvalidParameter
from ..models.catalog import DEFAULT_WEIGHTS, NAME, RESERVED
from ..restoration.addresses import check_scheduler
from ..restoration.job import CHOICES
from .base import tr

GROUP = "plugins/hyperrestore"
"""Where they are kept; their keys below it are the names of the fields of ``Settings``."""

DEFAULTS_GROUP = f"{GROUP}/default_weights"

DEVICES = ("auto", "cpu", "cuda", *(f"cuda:{index}" for index in range(16)), "mps")
PRECISIONS = CHOICES["precision"]
MOST_MEMORY_MB = 2**24
"""16 TB."""


@dataclass(frozen=True)
class Settings:
    """Defaults of the algorithms' parameters, and where weights are; stored models with values of their own keep them.

    ``memory_mb`` 0 is half of what is free, ``scheduler`` empty this machine alone.
    """

    device: str = "auto"
    precision: str = "auto"
    memory_mb: int = 0
    scheduler: str = ""
    weights_folder: str = ""
    """Absolute path of the user's catalog of weights; empty: in QGIS's profile."""
    default_weights: Mapping[str, str] = field(default_factory=dict)
    """What the name ``default`` stands for, by key of ``DEFAULT_WEIGHTS``, where the user wants it otherwise."""


def read_settings() -> Settings:
    """What is stored; for every value that is absent or that cannot be one of ours its default, and the log says so."""
    stored = QgsSettings()
    values: dict[str, Any] = {}
    for name, parse in _PARSERS.items():
        _read(stored, f"{GROUP}/{name}", parse, values, name)
    chosen: dict[str, str] = {}
    for key in DEFAULT_WEIGHTS:
        _read(stored, f"{DEFAULTS_GROUP}/{key}", _weights_name, chosen, key)
    return Settings(**values, default_weights=chosen)


def write_settings(settings: Settings) -> None:
    """Stores all of ``settings``, at once: processes that begin after this use them."""
    stored = QgsSettings()
    for item in fields(settings):
        if item.name in _PARSERS:
            stored.setValue(f"{GROUP}/{item.name}", getattr(settings, item.name))
    stored.remove(DEFAULTS_GROUP)
    for key, name in settings.default_weights.items():
        stored.setValue(f"{DEFAULTS_GROUP}/{key}", name)
    stored.sync()


def _read(stored: QgsSettings, path: str, parse: Callable[[Any], Any], into: dict[str, Any], name: str) -> None:
    if not stored.contains(path):
        return
    try:
        into[name] = parse(stored.value(path))
    # A TypeError is a value of a kind that Python does not have.
    except (ValueError, TypeError, InvalidParameter) as error:
        _tell(path, str(error))


@cache
def _tell(path: str, reason: str) -> None:
    """Once, though settings are read whenever an algorithm is made."""
    QgsMessageLog.logMessage(
        tr("The setting {} cannot be used and its default is taken: {}").format(path, reason),
        "HyperRestore",
        Qgis.MessageLevel.Warning,
    )


def _one_of(words: tuple[str, ...]) -> Callable[[Any], str]:
    def parse(value: Any) -> str:
        if value not in words:
            raise ValueError(tr("'{}' is none of {}.").format(f"{value!s:.60}", ", ".join(words)))
        return value

    return parse


def _memory(value: Any) -> int:
    text = str(value)
    if not re.fullmatch("[0-9]{1,8}", text) or int(text) > MOST_MEMORY_MB:
        raise ValueError(tr("'{}' is no whole number from 0 to {}.").format(f"{text:.60}", MOST_MEMORY_MB))
    return int(text)


def _scheduler(value: Any) -> str:
    text = _text(value)
    check_scheduler(text)
    return text


def _folder(value: Any) -> str:
    text = _text(value)
    if text and (not os.path.isabs(text) or "\0" in text):
        raise ValueError(tr("'{}' is no absolute path of a folder.").format(f"{text:.200}"))
    return text


def _weights_name(value: Any) -> str:
    text = _text(value)
    if not NAME.fullmatch(text) or text in RESERVED:
        raise ValueError(tr("'{}' cannot be the name of weights.").format(f"{text:.60}"))
    return text


def _text(value: Any) -> str:
    # A list is what QGIS makes of an unquoted text with a comma.
    if not isinstance(value, str):
        raise ValueError(tr("'{}' is no text.").format(f"{value!s:.60}"))
    return value


_PARSERS: Mapping[str, Callable[[Any], Any]] = {
    "device": _one_of(DEVICES),
    "precision": _one_of(PRECISIONS),
    "memory_mb": _memory,
    "scheduler": _scheduler,
    "weights_folder": _folder,
}
