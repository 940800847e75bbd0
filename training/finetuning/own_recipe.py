"""The recipe of a fine-tuning: what the weights' card settles, what the user asks, and gentle defaults for the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from ...errors import InvalidParameter
from ...models.card import ModelCard
from ...quality.resample import KERNEL_REACH
from ..clean import Augmentation, PatchShape
from ..recipe import Recipe
from ..spoiling import NOISELESS, NoiseMix
from .own_scenes import Needs, OwnScene

AUTO = "auto"
SCENE_VALUES = 100_000_000
"""Values of all clean pieces together, 400 MB as float32: the bound on what is read of the rasters."""

HELD_VALUES = 400_000
"""Values that are judged in all rasters together for each case of noise: a validation takes as long as a few steps."""

STEP_VALUES = 72_000
"""Values of one training step, about as in the recipes of the shipped weights' first stages."""

VALIDATIONS = 12
LEAST_PATCH = 8
FEWEST_STEPS = 10
"""Steps between validations, at least."""

NEAR = Augmentation(coarser=(1, 1, 2), max_stride=1, synthetic=0.0, blended=0.1, recoloured=0.1)
"""Nearer to the scenes than a training from nothing: the user's own sensor is what is to be learnt."""

NOISES = {
    "mixed": (NoiseMix(), ("mixture", "noniid", "25", "5")),
    "gaussian": (NoiseMix(cases=("gaussian", "noniid"), weights=(0.6, 0.4), oblique=0.0), ("noniid", "25", "5")),
    "lines": (NoiseMix(cases=("stripe", "deadline"), weights=(0.5, 0.5)), ("stripe", "deadline", "5")),
    "weak": (NoiseMix(clean=0.1, faint=0.9, oblique=0.0), ("10", "5", "2")),
}
"""For denoisers: what is drawn for training, and the cases that the held-out part is judged by. ``mixed`` are all of
the papers' cases, ``gaussian`` those without lines and impulses, ``weak`` is Gaussian noise of 10/255 at most; all have
some faint noise and some clean patches."""

NOISE_CHOICES = (AUTO, *NOISES)
USUAL_NOISE = {"ras2s": "mixed", "sscan": "gaussian"}
"""What ``auto`` stands for: the noise that a network was made for."""


@dataclass(frozen=True)
class Wishes:
    """What the user decides. Raises ``InvalidParameter`` for what no run could honour."""

    name: str
    steps: int = 1000
    noise: str = AUTO
    share: float = 0.2
    """Of each raster, how much is held out: 0.05 to 0.5."""
    patch: int = 0
    """Side of a patch in the network's input pixels, 8 or more; 0 is the recipes' own, or what the smallest raster
    allows."""
    learning_rate: float = 2e-4
    seed: int = 2018

    def __post_init__(self) -> None:
        if self.noise not in NOISE_CHOICES:
            raise InvalidParameter(f"The noise '{self.noise}' was asked for; there are {', '.join(NOISE_CHOICES)}.")
        if self.steps < 1 or not 0.05 <= self.share <= 0.5 or self.learning_rate <= 0:
            raise InvalidParameter(
                f"A fine-tuning was asked for with {self}. Steps must be 1 or more, the share that is held out 0.05 to "
                "0.5, and the learning rate above 0."
            )
        if self.patch and self.patch < LEAST_PATCH:
            raise InvalidParameter(
                f"Patches of {self.patch} pixels were asked for, in which there is nothing to learn. Make them "
                f"{LEAST_PATCH} or larger, or 0, which is automatic."
            )


def needs_of(card: ModelCard, wishes: Wishes, rasters: int) -> Needs:
    """What each of so many rasters must have to be of use."""
    scale = _scale(card)
    least = wishes.patch or (LEAST_PATCH if scale > 1 else 16)
    return Needs(
        piece=_fine_side(least, scale),
        values=SCENE_VALUES // rasters,
        share=wishes.share,
        held_side=max(16, 8 * scale),
        held_values=HELD_VALUES // rasters,
        whole=scale,
        seed=wishes.seed,
    )


def recipe_for(card: ModelCard, wishes: Wishes, scenes: Sequence[OwnScene]) -> Recipe:
    """How the network of ``card`` is trained on.

    Raises ``InvalidParameter`` for noise that it knows nothing of, and for weights whose range of values is not known.
    """
    if card.scaling == "none":
        raise InvalidParameter(
            f"'{card.name}' takes values as they are (scaling 'none'), so how strong noise is to be is not known. "
            "Begin with weights that scale rasters, such as the default ones."
        )
    noise, cases = _noise(card, wishes)
    return Recipe(
        name=wishes.name,
        architecture=card.architecture,
        arguments=card.arguments,
        scaling=card.scaling,
        steps=wishes.steps,
        seed=wishes.seed,
        loss="log",
        learning_rate=wishes.learning_rate,
        final_rate=wishes.learning_rate / 20,
        warmup=min(50, wishes.steps // 10),
        clip_norm=5.0,
        shapes=_shapes(card, wishes.patch or _largest_patch(_scale(card), scenes), scenes),
        augmentation=NEAR,
        noise=noise,
        validate_every=max(FEWEST_STEPS, ceil(wishes.steps / VALIDATIONS)),
        validation_noise=cases,
    )


def noise_in_words(card: ModelCard, wishes: Wishes) -> str:
    """What patches were spoilt with, for the card."""
    if _scale(card) > 1:
        return f"none; pixels {_scale(card)} times as coarse"
    return _chosen_noise(card, wishes)


def _chosen_noise(card: ModelCard, wishes: Wishes) -> str:
    return USUAL_NOISE[card.architecture] if wishes.noise == AUTO else wishes.noise


def _noise(card: ModelCard, wishes: Wishes) -> tuple[NoiseMix, tuple[str, ...]]:
    if _scale(card) == 1:
        return NOISES[_chosen_noise(card, wishes)]
    if wishes.noise != AUTO:
        raise InvalidParameter(
            f"The noise '{wishes.noise}' was asked for, but '{card.name}' makes pixels finer and learns from coarser "
            "copies of the rasters, without noise. Leave NOISE at 'auto'."
        )
    return NOISELESS, ()


def _largest_patch(scale: int, scenes: Sequence[OwnScene]) -> int:
    """The recipes' patch, or less where a raster has no room for it: every raster is to be drawn from."""
    room = min(max(min(piece.shape[1:]) for piece in scene.pieces) for scene in scenes)
    usual = 32 if scale == 1 else 32 - 4 * scale
    return next(side for side in range(usual, 0, -1) if _fine_side(side, scale) <= room)


def _fine_side(side: int, scale: int) -> int:
    """Side of the piece of a scene that a patch of ``side`` input pixels is made of."""
    return side if scale == 1 else scale * (side + 2 * KERNEL_REACH)


def _shapes(card: ModelCard, side: int, scenes: Sequence[OwnScene]) -> tuple[PatchShape, ...]:
    """Patches of several band counts, as far as there are bands, so many that a step's cost is about the same."""
    if card.architecture == "sscan":
        wanted = [int(card.arguments["window"])]
    else:
        fewest = 2 * int(card.arguments.get("reach", 0)) + 1
        most = max(fewest, *(len(scene.bands) for scene in scenes))
        wanted = [min(most, bands) for bands in ((6, 12, 31) if _scale(card) > 1 else (16, 24, 40))]
    voxels = STEP_VALUES // 5 if _scale(card) > 1 else STEP_VALUES
    return tuple(PatchShape(max(1, min(8, round(voxels / (bands * side * side)))), bands, side) for bands in wanted)


def _scale(card: ModelCard) -> int:
    return Recipe(card.name, card.architecture, card.arguments).scale
