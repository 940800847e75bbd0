"""The networks by name: from a model card, or a training recipe, to a network, and on to a model that runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from ..errors import InvalidParameter, WeightsMismatch
from .card import ModelCard
from .descriptor import RestorationModel

if TYPE_CHECKING:
    from torch import Tensor, nn


@dataclass(frozen=True)
class Architecture:
    """Where a network is defined; its modules are imported only when it is built. All need torch."""

    folder: str
    network: str
    """Class in ``folder.network``; ``networkArguments`` beside it is the frozen dataclass it is built from."""

    def new_network(self, arguments: Mapping[str, Any]) -> nn.Module:
        """A network with fresh weights. Raises ``InvalidParameter`` for arguments it does not have."""
        module = import_module(f".{self.folder}.network", __package__)
        try:
            return getattr(module, self.network)(getattr(module, f"{self.network}Arguments")(**arguments))
        except TypeError as error:
            raise InvalidParameter(f"{self.network} cannot be built with {dict(arguments)}: {error}.") from error

    def as_model(self, network: nn.Module, scaling: str) -> RestorationModel:
        """The network ready to run; it belongs to the model from then on, which may fold its weights."""
        module = import_module(f".{self.folder}.model", __package__)
        return getattr(module, f"{self.network}Model")(network, scaling)


ARCHITECTURES = {
    "ras2s": Architecture("ras2s", "RAS2S"),
    "sscan": Architecture("sscan", "SSCAN"),
    "ssrnet": Architecture("ssrnet", "SSRNet"),
}


def build_model(card: ModelCard, tensors: Mapping[str, Tensor]) -> RestorationModel:
    """The model that a card and weights make. Raises ``WeightsMismatch`` if they disagree."""
    architecture = ARCHITECTURES.get(card.architecture)
    if architecture is None:
        raise WeightsMismatch(
            f"'{card.name}' is of the architecture '{card.architecture}'; this version knows "
            f"{', '.join(ARCHITECTURES)}. Update HyperRestore, or choose other weights."
        )
    try:
        network = architecture.new_network(card.arguments)
        network.load_state_dict(dict(tensors))
    except (RuntimeError, InvalidParameter) as error:
        raise WeightsMismatch(
            f"The weights do not fit a {architecture.network} with {dict(card.arguments)}: {error}. "
            "The card and the weights file must come from the same model; import it again."
        ) from error
    if not all(tensor.isfinite().all() for tensor in tensors.values()):
        raise WeightsMismatch(f"The weights of '{card.name}' hold values that are not numbers; import them again.")
    return architecture.as_model(network, card.scaling)


def arguments_of(network: nn.Module) -> dict[str, Any]:
    """What a card must say to build this network again."""
    return asdict(network.arguments)
