"""A recipe: everything that decides what a training run produces, read from a small TOML file."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from math import cos, pi
from pathlib import Path

from ..errors import InvalidParameter, MissingDependency
from .patches import NoiseMix, PatchShape


@dataclass(frozen=True)
class Recipe:
    """A training run of RAS2S. Loss and optimiser are the paper's (L1, Adam 0.9/0.99); the schedule is a warm-up and
    a cosine, because the paper's 590 000 steps are out of reach where this runs on a CPU."""

    name: str
    channels: int
    regions: int = 3
    bound: float = 4.0
    """Bound of the recurrent states; the weights need the same one ever after."""
    steps: int = 10_000
    seed: int = 2018
    learning_rate: float = 1e-3
    final_rate: float = 1e-5
    warmup: int = 100
    clip_norm: float = 1.0
    """Gradient norm is clipped to this: a recurrence of dozens of bands otherwise explodes now and then."""
    shapes: tuple[PatchShape, ...] = (PatchShape(4, 24, 32),)
    """Drawn in turn, one per step."""
    noise: NoiseMix = NoiseMix()
    bfloat16: bool = False
    """Convolutions in bfloat16 (states stay float32): faster where the processor has the instructions."""
    validate_every: int = 500

    def rate(self, step: int) -> float:
        """Learning rate at ``step`` (0-based)."""
        if step < self.warmup:
            return self.learning_rate * (step + 1) / self.warmup
        share = (step - self.warmup) / max(1, self.steps - self.warmup)
        return self.final_rate + (self.learning_rate - self.final_rate) * 0.5 * (1 + cos(pi * min(1.0, share)))


def read_recipe(path: Path) -> Recipe:
    """The recipe in a TOML file. Raises ``InvalidParameter`` for keys that no recipe has."""
    try:
        import tomllib
    except ModuleNotFoundError as error:
        raise MissingDependency("Training recipes are TOML files, which need Python 3.11 or newer to read.") from error
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    unknown = sorted(set(values) - {field.name for field in fields(Recipe)})
    if unknown:
        raise InvalidParameter(f"The recipe {path} has keys that no recipe has: {', '.join(unknown)}. Remove them.")
    if "shapes" in values:
        values["shapes"] = tuple(PatchShape(*shape) for shape in values["shapes"])
    if "noise" in values:
        given = {key: tuple(value) if isinstance(value, list) else value for key, value in values["noise"].items()}
        values["noise"] = replace(NoiseMix(), **given)
    return Recipe(**values)
