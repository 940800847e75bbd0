"""Networks of a few random weights in a catalog, for tests of what surrounds a network."""
from __future__ import annotations

from pathlib import Path
from typing import Any

import torch

from hyperrestore.models.architectures import ARCHITECTURES, arguments_of
from hyperrestore.models.card import ModelCard
from hyperrestore.models.catalog import Entry
from hyperrestore.models.weights import save_weights


def save_random(folder: Path, name: str, architecture: str, scaling: str, **arguments: Any) -> Entry:
    """Weights that no training made, saved as ``name`` in ``folder``."""
    torch.manual_seed(4)
    network = ARCHITECTURES[architecture].new_network(arguments)
    card = ModelCard(
        name=name,
        architecture=architecture,
        arguments=arguments_of(network),
        task="any",
        scaling=scaling,
        licence="none",
        authors="tests",
    )
    return save_weights(card, network.state_dict(), folder)
