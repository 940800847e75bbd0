"""A recipe: everything that decides what a training run produces, read from a small TOML file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from math import cos, pi
from pathlib import Path
from typing import Any

from ..errors import InvalidParameter, MissingDependency
from ..models.architectures import ARCHITECTURES
from .clean import Augmentation, PatchShape
from .spoiling import NoiseMix

LOSSES = ("l1", "l2", "log")


@dataclass(frozen=True)
class Recipe:
    """A training run. Defaults are what the three papers share (Adam); schedules are a warm-up and a cosine, because
    the papers' hundreds of thousands of steps are out of reach where this runs on a CPU."""

    name: str
    architecture: str = "ras2s"
    arguments: Mapping[str, Any] = field(default_factory=dict)
    """What builds the network."""
    scaling: str = "cube"
    """For the model card: how the engine is to scale rasters, as the patches are here."""
    scenes: tuple[str, ...] = ()
    """Names of the scenes to train on, without extension; none named means all of the folder."""
    warm_start: str = ""
    """Name of the recipe whose best weights this one begins with; layers of another shape begin anew."""
    steps: int = 10_000
    seed: int = 2018
    loss: str = "l1"
    """``l1`` and ``l2`` as in the papers, or ``log``: the mean over patches and bands of log(mean absolute error).
    MPSNR is a mean of such logarithms, so hardly noisy bands count as much as very noisy ones."""
    learning_rate: float = 1e-3
    final_rate: float = 1e-5
    betas: tuple[float, float] = (0.9, 0.99)
    warmup: int = 100
    clip_norm: float = 1.0
    """Gradient norm is clipped to this: a recurrence of dozens of bands otherwise explodes now and then."""
    shapes: tuple[PatchShape, ...] = (PatchShape(4, 24, 32),)
    """Drawn in turn, one per step; sides in the network's input pixels."""
    augmentation: Augmentation = Augmentation()
    noise: NoiseMix = NoiseMix()
    """For denoisers."""
    validate_every: int = 500
    validation_noise: tuple[str, ...] = ("mixture", "noniid")
    """For denoisers: the cases of noise that choose the best step; a number means Gaussian noise of so much of 255."""
    card: Mapping[str, str] = field(default_factory=dict)
    """What the model card is to say of the training: ``data``, ``noise``, ``notes``. Without it nothing is exported:
    the recipe is a stage before another one."""

    def __post_init__(self) -> None:
        if self.architecture not in ARCHITECTURES or self.loss not in LOSSES:
            raise InvalidParameter(
                f"The recipe {self.name} asks for the network '{self.architecture}' and the loss '{self.loss}'; there "
                f"are {', '.join(ARCHITECTURES)} and {', '.join(LOSSES)}."
            )

    @property
    def scale(self) -> int:
        """Output pixels per input pixel along each axis: above 1 the network is trained on coarser copies."""
        return int(self.arguments.get("scale", 2 if self.architecture == "ssrnet" else 1))

    def rate(self, step: int) -> float:
        """Learning rate at ``step`` (0-based)."""
        if step < self.warmup:
            return self.learning_rate * (step + 1) / self.warmup
        share = (step - self.warmup) / max(1, self.steps - self.warmup)
        return self.final_rate + (self.learning_rate - self.final_rate) * 0.5 * (1 + cos(pi * min(1.0, share)))


def read_recipe(path: Path) -> Recipe:
    """The recipe in a TOML file. Raises ``InvalidParameter`` for what is no TOML, or has keys that no recipe has."""
    try:
        import tomllib
    except ModuleNotFoundError as error:
        raise MissingDependency("Training recipes are TOML files, which need Python 3.11 or newer to read.") from error
    try:
        return _recipe(tomllib.loads(path.read_text(encoding="utf-8")), path)
    except (tomllib.TOMLDecodeError, TypeError) as error:
        raise InvalidParameter(f"The recipe {path} cannot be read: {error}.") from error


def _recipe(values: Mapping[str, Any], path: Path) -> Recipe:
    unknown = sorted(set(values) - {field.name for field in fields(Recipe)})
    if unknown:
        raise InvalidParameter(f"The recipe {path} has keys that no recipe has: {', '.join(unknown)}. Remove them.")
    values = _with_tuples(values)
    if "shapes" in values:
        values["shapes"] = tuple(PatchShape(*shape) for shape in values["shapes"])
    for key, default in (("noise", NoiseMix()), ("augmentation", Augmentation())):
        if key in values:
            values[key] = replace(default, **_with_tuples(values[key]))
    return Recipe(**values)


def _with_tuples(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in values.items()}
