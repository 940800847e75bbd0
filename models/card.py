"""A model's passport: the JSON file beside its weights that says what they are, whence, and how good."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from ..errors import WeightsMismatch

SCALINGS = ("cube", "band", "centred", "none")


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
    notes: str = ""


def read_card(path: Path) -> ModelCard:
    """The card in a JSON file, unchecked. Raises ``WeightsMismatch`` when it is not one."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise WeightsMismatch(f"The model card {path} cannot be read: {error}.") from error
    return parse_card(content, path)


def parse_card(content: bytes, path: Path) -> ModelCard:
    """The card that ``content``, read from ``path``, states. Raises ``WeightsMismatch`` when it is not one."""
    try:
        values = json.loads(content.decode("utf-8"))
        if not isinstance(values, dict):
            raise ValueError("it holds no JSON object")
        unknown = set(values) - {item.name for item in fields(ModelCard)}
        if unknown:
            raise ValueError(f"unknown keys {sorted(unknown)}")
        values["metrics"] = tuple(values.get("metrics", ()))
        card = ModelCard(**values)
        if not isinstance(card.arguments, dict) or card.scaling not in SCALINGS:
            raise ValueError(f"arguments must be an object and scaling one of {', '.join(SCALINGS)}")
        return card
    except (ValueError, TypeError, RecursionError) as error:
        raise WeightsMismatch(
            f"The model card {path} cannot be read: {error}. Import the model again, or delete its files."
        ) from error


def write_card(card: ModelCard, path: Path) -> None:
    """Write ``card`` as JSON with sorted, readable lines."""
    path.write_text(json.dumps(asdict(card), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
