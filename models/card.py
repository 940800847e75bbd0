"""A model's passport: the JSON file beside its weights that says what they are, whence, and how good."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from ..errors import WeightsMismatch


@dataclass(frozen=True)
class ModelCard:
    """Everything a user should know before trusting a model with data."""

    name: str
    architecture: str
    arguments: Mapping[str, float]
    """What builds the network, e.g. ``{"channels": 14, "regions": 3, "reach": 1}``."""
    task: str
    value_range: str
    """The values it was trained on, in words and as SCALING=auto applies them."""
    licence: str
    authors: str
    training: Mapping[str, Any] = field(default_factory=dict)
    """Data, noise, steps, hardware; empty when not known."""
    metrics: tuple[Mapping[str, Any], ...] = ()
    """Measured figures, each with its data, noise, date and command."""
    notes: str = ""


def read_card(path: Path) -> ModelCard:
    """The card in a JSON file. Raises ``WeightsMismatch`` when it is not one."""
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        unknown = set(values) - {item.name for item in fields(ModelCard)}
        if unknown:
            raise ValueError(f"unknown keys {sorted(unknown)}")
        values["metrics"] = tuple(values.get("metrics", ()))
        return ModelCard(**values)
    except (OSError, ValueError, TypeError) as error:
        raise WeightsMismatch(
            f"The model card {path} cannot be read: {error}. Import the model again, or delete its files."
        ) from error


def write_card(card: ModelCard, path: Path) -> None:
    """Write ``card`` as JSON with sorted, readable lines."""
    path.write_text(json.dumps(asdict(card), indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
