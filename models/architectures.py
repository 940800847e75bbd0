"""The networks by name: from a model card, or a training recipe, to a network, and on to a model that runs."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from functools import lru_cache
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from ..errors import InvalidParameter, WeightsMismatch
from .card import ModelCard
from .descriptor import RestorationModel
from .precision import UNMEASURED

if TYPE_CHECKING:
    from torch import Tensor, nn

LARGEST_ARGUMENT = 1024
"""Largest size that a network may be asked for: ten times what any paper tried."""

MOST_BLOCKS = 256
"""Most blocks in a row, taken together."""

MOST_VALUES = 2**26
"""Most weights of a network: forty times the largest that ships."""


@dataclass(frozen=True)
class Architecture:
    """Where a network is defined; its modules are imported only when it is built. All need torch."""

    folder: str
    network: str
    """Class in ``folder.network``; ``networkArguments`` beside it is the frozen dataclass it is built from."""
    depths: tuple[str, ...] = ()
    """Arguments whose product is the number of blocks."""

    def new_network(self, arguments: Mapping[str, Any]) -> nn.Module:
        """A network with fresh weights.

        Raises ``InvalidParameter`` for arguments that it does not have or that ask for more than any machine could
        use, before anything is allocated.
        """
        network, checked = self._checked(arguments)
        _shapes(network, checked)
        return network(checked)

    def shapes(self, arguments: Mapping[str, Any]) -> Mapping[str, tuple[int, ...]]:
        """Names and shapes of all weights, found without allocating any. Raises ``InvalidParameter``."""
        return _shapes(*self._checked(arguments))

    def _checked(self, arguments: Mapping[str, Any]) -> tuple[type[nn.Module], Any]:
        """The network's class and its arguments."""
        module = import_module(f".{self.folder}.network", __package__)
        kind = getattr(module, f"{self.network}Arguments")
        try:
            for item in fields(kind):
                _check_argument(item.name, arguments.get(item.name, item.default), type(item.default))
            checked = kind(**arguments)
            blocks = math.prod(getattr(checked, name) for name in self.depths)
            if blocks > MOST_BLOCKS:
                raise ValueError(f"{' times '.join(self.depths)} is {blocks}, and at most {MOST_BLOCKS} can be built")
        except (TypeError, ValueError) as error:
            raise InvalidParameter(f"{self.network} cannot be built with {told(arguments)}: {error}.") from error
        return getattr(module, self.network), checked

    def as_model(
        self, network: nn.Module, scaling: str, precision_db: Mapping[str, float] = UNMEASURED
    ) -> RestorationModel:
        """The network ready to run; it belongs to the model from then on, which may fold its weights."""
        module = import_module(f".{self.folder}.model", __package__)
        return getattr(module, f"{self.network}Model")(network, scaling, precision_db)


ARCHITECTURES = {
    "ras2s": Architecture("ras2s", "RAS2S"),
    "sscan": Architecture("sscan", "SSCAN", depths=("blocks",)),
    "ssrnet": Architecture("ssrnet", "SSRNet", depths=("modules", "units")),
}


def build_model(card: ModelCard, tensors: Mapping[str, Tensor]) -> RestorationModel:
    """The model that a card and weights make. Raises ``WeightsMismatch`` if they disagree, before it is built."""
    architecture = architecture_of(card)
    try:
        _compare(architecture.shapes(card.arguments), tensors)
        network = architecture.new_network(card.arguments)
        network.load_state_dict(dict(tensors))
    except (RuntimeError, ValueError, InvalidParameter) as error:
        raise WeightsMismatch(
            f"The weights do not fit a {architecture.network} with {told(card.arguments)}: {error}. "
            "The card and the weights file must come from the same model; import it again."
        ) from error
    if not all(tensor.isfinite().all() for tensor in network.state_dict().values()):
        raise WeightsMismatch(f"The weights of '{card.name}' hold values that are not numbers; import them again.")
    return architecture.as_model(network, card.scaling, card.precision)


def architecture_of(card: ModelCard) -> Architecture:
    """The network that a card names. Raises ``WeightsMismatch`` for one that this version does not know."""
    architecture = ARCHITECTURES.get(card.architecture)
    if architecture is None:
        raise WeightsMismatch(
            f"'{card.name}' is of the architecture '{card.architecture}'; this version knows "
            f"{', '.join(ARCHITECTURES)}. Update HyperRestore, or choose other weights."
        )
    return architecture


def told(arguments: Mapping[str, Any]) -> str:
    """Arguments for a sentence: those of a foreign card may be of any length."""
    return f"{str(dict(arguments)):.300}"


@lru_cache(maxsize=8)
def _shapes(network: type[nn.Module], arguments: Any) -> Mapping[str, tuple[int, ...]]:
    import torch

    with torch.device("meta"):
        shapes = {name: tuple(tensor.shape) for name, tensor in network(arguments).state_dict().items()}
    values = sum(math.prod(shape) for shape in shapes.values())
    if values > MOST_VALUES:
        raise InvalidParameter(
            f"A {network.__name__} with {told(asdict(arguments))} has {values} weights; at most {MOST_VALUES} can be "
            "used. Choose smaller sizes."
        )
    return MappingProxyType(shapes)


def _check_argument(name: str, value: object, kind: type) -> None:
    if kind is float and type(value) is int:
        value = float(value)
    if type(value) is not kind:
        raise TypeError(f"{name} is {f'{value!r}':.40}, not of the type {kind.__name__}")
    if not math.isfinite(value) or abs(value) > LARGEST_ARGUMENT:
        raise ValueError(f"{name} is {value}, and at most {LARGEST_ARGUMENT} can be used")


def _compare(expected: Mapping[str, tuple[int, ...]], tensors: Mapping[str, Tensor]) -> None:
    """Raises ``ValueError`` naming the first difference."""
    missing, unknown = sorted(set(expected) - set(tensors)), sorted(set(tensors) - set(expected))
    if missing or unknown:
        first = f"'{missing[0]}' is missing" if missing else f"'{unknown[0]:.100}' is not part of it"
        raise ValueError(f"{len(missing)} of its tensors are missing and {len(unknown)} are too many: {first}")
    for name, shape in expected.items():
        found, dtype = tuple(tensors[name].shape), tensors[name].dtype
        if found != shape or not dtype.is_floating_point:
            raise ValueError(f"'{name}' is {list(found)} of {dtype} where {list(shape)} of floating point is needed")


def arguments_of(network: nn.Module) -> dict[str, Any]:
    """What a card must say to build this network again."""
    return asdict(network.arguments)
