"""A model's passport: the JSON file beside its weights that says what they are, whence, and how good."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from ..errors import WeightsMismatch
from .bounded import MEGABYTE, read_bounded

SCALINGS = ("cube", "band", "centred", "none")

MOST_CARD_BYTES = MEGABYTE
"""A hundred times the longest card that ships."""

_MOST_DIGITS = 20
_MOST_LETTERS = 200


@dataclass(frozen=True)
class ModelCard:
    """Everything a user should know before trusting a model with data."""

    name: str
    architecture: str
    arguments: Mapping[str, float]
    """What builds the network, e.g. ``{"channels": 14, "regions": 3, "reach": 1}``."""
    task: str
    scaling: str
    """What SCALING=auto does: brings the ``cube`` to 0 to 1 by one range, each ``band`` by its own, ``centred`` by the
    cube's range with each band's mean at 0, or ``none``."""
    licence: str
    authors: str
    training: Mapping[str, Any] = field(default_factory=dict)
    """Data, noise, steps, hardware; empty when not known."""
    metrics: tuple[Mapping[str, Any], ...] = ()
    """Measured figures, each with its data, noise, date and command."""
    precision: Mapping[str, float] = field(default_factory=dict)
    """By reduced precision (``bf16``, ``fp16``), the worst change of MPSNR in dB against fp32 that was measured."""
    notes: str = ""


def read_card(path: Path) -> ModelCard:
    """The card in a JSON file, unchecked. Raises ``WeightsMismatch`` when it is not one."""
    try:
        content = read_bounded(path, MOST_CARD_BYTES)
    except OSError as error:
        raise WeightsMismatch(f"The model card {path} cannot be read: {error}.") from error
    return parse_card(content, path)


def parse_card(content: bytes, path: Path) -> ModelCard:
    """The card that ``content``, read from ``path``, states. Raises ``WeightsMismatch`` when it is not one."""
    try:
        values = json.loads(content.decode("utf-8"), parse_int=_whole_number)
        if not isinstance(values, dict):
            raise ValueError("it holds no JSON object")
        unknown = set(values) - {item.name for item in fields(ModelCard)}
        if unknown:
            raise ValueError(f"unknown keys {str(sorted(unknown)):.{_MOST_LETTERS}}")
        values["metrics"] = tuple(values.get("metrics", ()))
        card = ModelCard(**values)
        _check(card)
        return card
    except (ValueError, TypeError, RecursionError) as error:
        raise WeightsMismatch(
            f"The model card {path} cannot be read: {error}. Import the model again, or delete its files."
        ) from error


def _whole_number(digits: str) -> int:
    # Python takes time that grows with the square of the digits.
    if len(digits) > _MOST_DIGITS:
        raise ValueError(f"a number of {len(digits)} digits")
    return int(digits)


def _check(card: ModelCard) -> None:
    for name in ("name", "architecture", "task", "scaling"):
        value = getattr(card, name)
        if not isinstance(value, str) or len(value) > _MOST_LETTERS:
            raise ValueError(f"{name} must be a text of at most {_MOST_LETTERS} letters")
    if not all(isinstance(text, str) for text in (card.licence, card.authors, card.notes)):
        raise ValueError("licence, authors and notes must be texts")
    if not all(isinstance(table, dict) for table in (card.arguments, card.training, card.precision, *card.metrics)):
        raise ValueError("arguments, training, precision and each of the metrics must be objects")
    if not all(type(change) in (int, float) and math.isfinite(change) for change in card.precision.values()):
        raise ValueError("precision must hold changes in dB")
    if card.scaling not in SCALINGS:
        raise ValueError(f"scaling must be one of {', '.join(SCALINGS)}")


def write_card(card: ModelCard, path: Path) -> None:
    """Write ``card`` as JSON with sorted, readable lines."""
    path.write_text(json.dumps(asdict(card), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
