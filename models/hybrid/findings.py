"""What the hybrid found in each band, and what it did about it, gathered over all tiles of a run.

Reports import this, so torch is not needed before there is a tile.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from torch import Tensor

    from ..subspace.refinement import Refined

DEAD_SHARE = 0.9
"""A line with so many known outliers is dead."""

REPLACED_WEIGHT = 0.5
KEPT_SHARE, REPAIRED_SHARE = 0.1, 0.005


class Guide(Enum):
    """Whose estimate a tile's result is."""

    SUBSPACE = "robust subspace"
    REFINED = "network, refined in the subspace"
    NETWORK = "network"


@dataclass(frozen=True)
class BandFinding:
    """Of one band. ``sigma`` of its Gaussian noise where the cube's range is 1; ``replaced`` share (0 to 1) of its
    values that were outliers; numbers of ``striped`` and ``dead`` lines, counted in every tile that they cross;
    ``applied``, the share of the correction of its Gaussian noise that was let through, of which ``strength`` was
    asked for (both 0 to 1)."""

    sigma: float
    replaced: float
    striped: float
    dead: float
    applied: float
    strength: float = 1.0

    @property
    def kept(self) -> bool:
        """Whether its Gaussian noise was left in: too faint, or not to be taken out."""
        return self.applied * self.strength < KEPT_SHARE

    @property
    def clean(self) -> bool:
        """Whether it came back all but as it was, because there was next to nothing to do."""
        return self.applied < KEPT_SHARE and not self.repaired

    @property
    def repaired(self) -> bool:
        """Whether it had lines or values that were not the scene's."""
        return bool(round(self.striped) or round(self.dead) or self.replaced >= REPAIRED_SHARE)

    @property
    def verdict(self) -> str:
        """In words: what was done, and why."""
        done = []
        if self.applied < KEPT_SHARE:
            done.append("faint noise left in" if self.repaired else "kept: its noise is faint beside what it shows")
        elif self.kept:
            done.append("noise left in, as asked")
        elif self.applied * self.strength < 1 - KEPT_SHARE:
            reason = "faint noise" if self.applied < 1 - KEPT_SHARE else "as asked"
            done.append(f"denoised by {100 * self.applied * self.strength:.0f} %: {reason}")
        else:
            done.append("denoised")
        for number, word in ((self.striped, "stripe"), (self.dead, "dead line")):
            if round(number):
                done.append(f"{round(number)} {word}{'s' if round(number) > 1 else ''} repaired")
        if self.replaced >= REPAIRED_SHARE:
            done.append(f"{100 * self.replaced:.1f} % of the values replaced")
        return "; ".join(done)


class Findings:
    """Gathers tiles: means over them by their pixels, sums of their lines."""

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forgets all tiles."""
        self._strength = 1.0
        self.guides: Counter[Guide] = Counter()
        self._pixels = 0
        self._means: Tensor | None = None
        self._lines: Tensor | None = None

    def copy(self) -> Findings:
        """The same, which ``clear`` of this one does not touch."""
        copied = Findings()
        copied.merge(self)
        return copied

    def merge(self, other: Findings) -> None:
        """Takes over what ``other`` has gathered, of other tiles of the same run."""
        if other._means is None:
            return
        self.guides.update(other.guides)
        self._strength = other._strength
        self._pixels += other._pixels
        self._means = other._means if self._means is None else self._means + other._means
        self._lines = other._lines if self._lines is None else self._lines + other._lines

    def as_text(self) -> str:
        """All that was gathered, for ``take``."""
        means, lines = (None if part is None else part.tolist() for part in (self._means, self._lines))
        guides = {guide.value: count for guide, count in self.guides.items()}
        return json.dumps([self._strength, guides, self._pixels, means, lines])

    def take(self, text: str) -> None:
        """Goes on from what ``as_text`` gave, in place of what was gathered here."""
        import torch

        self._strength, guides, self._pixels, means, lines = json.loads(text)
        self.guides = Counter({Guide(value): count for value, count in guides.items()})
        self._means, self._lines = (
            None if part is None else torch.tensor(part, dtype=torch.float64) for part in (means, lines)
        )

    @property
    def tiles(self) -> int:
        """How many there were so far."""
        return sum(self.guides.values())

    def add(self, guide: Guide, usable: Tensor, refined: Refined, applied: Tensor, strength: float = 1.0) -> None:
        """A tile: known outliers are not ``usable`` [B, H, W]; ``applied`` [B] and ``strength`` as in
        ``BandFinding``."""
        import torch

        noise, pixels = refined.faults.noise, usable[0].numel()
        replaced = (noise.weights < REPLACED_WEIGHT).float().mean(dim=(1, 2))
        means = pixels * torch.stack([noise.sigma, replaced, applied]).cpu().double()
        lines = torch.stack([_striped_lines(refined), _dead_lines(usable)]).cpu().double()
        self.guides[guide] += 1
        self._strength = strength
        self._pixels += pixels
        self._means = means if self._means is None else self._means + means
        self._lines = lines if self._lines is None else self._lines + lines

    def bands(self) -> tuple[BandFinding, ...]:
        """One for each band; none before the first tile."""
        if self._means is None:
            return ()
        sigma, replaced, applied = (self._means / self._pixels).tolist()
        striped, dead = self._lines.tolist()
        return tuple(BandFinding(*values, self._strength) for values in zip(sigma, replaced, striped, dead, applied))


def _striped_lines(refined: Refined) -> Tensor:
    """How many lines of each band had an offset taken off, ``[B]``."""
    offsets, direction = refined.faults.stripes, refined.faults.direction
    if direction is None:
        return offsets.new_zeros(len(offsets))
    numbers = direction.line_numbers(*offsets.shape[1:]).to(offsets.device)
    lines = offsets.new_zeros(len(offsets), int(numbers.max()) + 1)
    lines.index_add_(1, numbers, (offsets != 0).to(offsets).flatten(1))
    return (lines > 0).sum(dim=1).float()


def _dead_lines(usable: Tensor) -> Tensor:
    """How many columns and rows of each band hold next to nothing but known outliers, ``[B]``."""
    lost = (~usable).float()
    lines = (lost.mean(dim=axis) > DEAD_SHARE for axis in (1, 2) if usable.shape[axis] > 1)
    return sum((dead.sum(dim=1).float() for dead in lines), start=lost.new_zeros(len(lost)))
