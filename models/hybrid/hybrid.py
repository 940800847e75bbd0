"""The hybrid behind ``hyperrestore:restore``: network and robust subspace, faults repaired, clean bands kept.

No published system: a guess at the clean cube, by a network or without, tells stripes, dead lines and impulses from its
residual; what remains is Gaussian, and is taken out in the subspace; clean bands stay as they are.
"""

from __future__ import annotations

import torch
from torch import Tensor

from ..areas import restored_by_squares
from ..descriptor import ModelDescriptor, Pulse, RestorationModel, Stretch
from ..precision import check_precision
from ..restraint import restrained
from ..subspace.guess import smooth_guess
from ..subspace.outliers import known_outliers
from ..subspace.refinement import observed, refine
from ..subspace.robust import RobustSubspace
from ..tilewise import computed_on, describe_method
from .findings import Findings, Guide
from .gate import gate
from .guides import choose_guide

KNOWN, GUESSED, CHOSEN = 0.05, 0.6, 0.5
"""Where in the progress of a tile known outliers are found and there is a guess; within that, whose guess it is."""


class Hybrid:
    """``network``, a denoiser of any bands or None, may guide; ``strength`` from 0 (faults only) to 1 (all noise).

    ``keep_clean`` bands: see ``gate`` and ``models.restraint``. What was found and done goes into ``findings``.
    """

    def __init__(
        self,
        network: RestorationModel | None,
        strength: float = 1.0,
        keep_clean: bool = True,
        findings: Findings | None = None,
    ) -> None:
        self.findings = Findings() if findings is None else findings
        self._network, self._strength, self._keep_clean = network, strength, keep_clean
        self.descriptor = _describe(network)

    def to(self, device: str, precision: str = "fp32") -> Hybrid:
        """The same, with its network on a torch device; ``findings`` start anew, as a run does that begins again.

        ``precision`` is the network's; the subspace is computed in fp32.
        """
        check_precision(self.descriptor.title, precision, self.descriptor.precisions)
        self.findings.clear()
        network = self._network and self._network.to(computed_on(device), precision)
        return Hybrid(network, self._strength, self._keep_clean, self.findings)

    def restore(self, batch: Tensor, pulse: Pulse) -> Tensor:
        """``float32 [N, B, H, W]``, values about 0 to 1, to the same shape; any B, H and W from 1."""
        count = len(batch)
        steps = [Stretch(pulse, number / count, (number + 1) / count) for number in range(count)]
        shown = batch.to(computed_on(batch.device.type))
        return torch.stack([self._tile(tile, step) for tile, step in zip(shown, steps)]).to(batch)

    def _tile(self, cube: Tensor, pulse: Pulse) -> Tensor:
        usable = ~known_outliers(cube, Stretch(pulse, 0.0, KNOWN).tick)
        guide, guess = self._guess(cube, usable, Stretch(pulse, KNOWN, GUESSED))
        rest = Stretch(pulse, GUESSED, 1.0)
        refined = (observed if guide is Guide.NETWORK else refine)(cube, usable, guess, rest.tick)
        cleared, estimate = refined.cleared, refined.estimate
        result = estimate
        if self._keep_clean:
            held = restrained(cleared[None], estimate[None])[0]
            result = cleared + gate(cleared, estimate)[:, None, None] * (held - cleared)
        self.findings.add(guide, usable, refined, _applied(cleared, estimate, result), self._strength)
        return cleared + self._strength * (result - cleared)

    def _guess(self, cube: Tensor, usable: Tensor, pulse: Pulse) -> tuple[Guide, Tensor]:
        if self._network is None:
            return Guide.SUBSPACE, smooth_guess(cube, usable)
        guide = choose_guide(self._network, cube, usable, Stretch(pulse, 0.0, CHOSEN))
        if guide is Guide.SUBSPACE:
            return guide, smooth_guess(cube, usable)
        return guide, restored_by_squares(self._network, cube, Stretch(pulse, CHOSEN, 1.0))


def _applied(cleared: Tensor, estimate: Tensor, result: Tensor) -> Tensor:
    """Of each band, how much of its correction was let through, 0 to 1."""
    asked = (estimate - cleared).square().mean(dim=(1, 2)).sqrt()
    given = (result - cleared).square().mean(dim=(1, 2)).sqrt()
    return torch.where(asked > 0, given / asked.clamp(min=1e-12), torch.zeros_like(asked))


def _describe(network: RestorationModel | None) -> ModelDescriptor:
    alone = RobustSubspace().descriptor
    of_network = {}
    if network is not None:
        of_network = {name: getattr(network.descriptor, name) for name in ("lines", "precisions", "precision_db")}

    def memory_bytes(bands: int, height: int, width: int) -> int:
        most = alone.memory_bytes(bands, height, width)
        if network is not None:
            side = network.descriptor.tile_px
            most += network.descriptor.memory_bytes(bands, min(side, height), min(side, width))
        return most

    return describe_method("hybrid", "Restore", copies=0, memory_bytes=memory_bytes, **of_network)
