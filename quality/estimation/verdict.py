"""What a band suffers from, and which algorithm helps the cube."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from ...restoration.bands import ranges
from .lines import Lines

CLEAN, GAUSSIAN, STRIPES, DEAD, IMPULSES = "clean", "Gaussian noise", "stripes", "dead lines", "impulses"
NOISY_SIGMA_255 = 1.5
"""Below, RAS2S removes more than it repairs (measured on four undisturbed scenes)."""

VISIBLE_OFFSET_255 = 1.5
IMPULSE_SHARE = 0.05
"""Mixed pixels and small objects that no model knows make up to 4 % of single outliers in undisturbed scenes."""

CHANCE_SHARE = 0.05
"""Of the noisy bands, so many may show a fault by chance."""

NONE, BEST = "none", "hyperrestore:restore"
"""What does best in docs/methods.md: with structured noise or without, with few bands as with many."""


@dataclass(frozen=True)
class BandEstimate:
    """Of one band (0-based). ``sigma`` in source units, ``sigma_255`` where the cube's clean range spans 0 to 255.

    ``snr_db`` is ten times the logarithm of the signal's mean square over the noise variance. ``impulses`` is a share
    (0 to 1) of the pixels outside dead lines. ``reason`` says why a band was not judged; its numbers are None then.
    """

    band: int
    wavelength_nm: float | None
    sigma: float | None = None
    sigma_255: float | None = None
    snr_db: float | None = None
    impulses: float | None = None
    lines: Lines = field(default_factory=Lines)
    largest_offset_255: float = 0.0
    reason: str = ""

    @property
    def faults(self) -> tuple[str, ...]:
        """What the band suffers from; empty for a clean one, and for one that was not judged."""
        if self.reason:
            return ()
        found = (
            (GAUSSIAN, self.sigma_255 >= NOISY_SIGMA_255),
            (STRIPES, self.largest_offset_255 >= VISIBLE_OFFSET_255),
            (DEAD, bool(self.lines.dead)),
            (IMPULSES, self.impulses >= IMPULSE_SHARE),
        )
        return tuple(name for name, present in found if present)

    @property
    def verdict(self) -> str:
        """The faults in words, ``clean``, or ``not judged: ...``."""
        return f"not judged: {self.reason}" if self.reason else " + ".join(self.faults) or CLEAN


@dataclass(frozen=True)
class Suggestion:
    """``model`` is an algorithm's id or ``none``; ``sentence`` says why."""

    model: str
    sentence: str


def suggest(bands: Sequence[BandEstimate]) -> Suggestion:
    """What to do with the cube."""
    judged = [band for band in bands if not band.reason]
    noisy = [band for band in judged if band.faults]
    if not noisy:
        loudest = max(band.sigma_255 for band in judged)
        return Suggestion(
            NONE,
            f"The cube is clean: no band has more noise than {loudest:.2g} of 255, and a denoiser removes more than it "
            f"repairs below {NOISY_SIGMA_255:g}. Leave it as it is.",
        )
    structured = [
        name
        for name in (STRIPES, DEAD, IMPULSES)
        if sum(name in band.faults for band in noisy) > CHANCE_SHARE * len(noisy)
    ]
    count = f"{len(noisy)} of {len(judged)} bands need"
    rest = " Give it all bands: the clean ones tell what the noisy ones hide, and stay all but as they are."
    if len(noisy) == len(judged):
        count, rest = f"All {len(noisy)} bands need" if len(noisy) > 1 else "The only band needs", ""
    which = (
        f"{count} restoration ({ranges([band.band + 1 for band in noisy])}), "
        f"with noise of {np.median([band.sigma_255 for band in noisy]):.3g} of 255 in the median"
    )
    if not structured:
        return Suggestion(BEST, f"{which}, purely Gaussian: use Restore, or Denoise (FastHyDe) to be fast.{rest}")
    listed = " and ".join([", ".join(structured[:-1]), structured[-1]] if len(structured) > 1 else structured)
    return Suggestion(BEST, f"{which}, and {listed}: use Restore, which repairs them.{rest}")
