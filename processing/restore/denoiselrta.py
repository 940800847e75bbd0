"""``hyperrestore:denoiselrta``."""

from __future__ import annotations

from ..method_base import MethodAlgorithm


class DenoiseLrta(MethodAlgorithm):
    """Denoising with LRTA."""

    ID = "denoiselrta"
    TITLE = "Denoise (LRTA)"
    METHOD = "lrta"
    TAGS = (
        "hyperspectral", "denoise", "denoising", "noise", "Gaussian", "low rank", "tensor", "Tucker", "restore",
        "clean", "filter", "training-free", "fast", "EnMAP", "PRISMA", "DESIS", "EMIT", "AVIRIS", "HySpex",
    )  # fmt: skip
    HELP = (
        "Takes grain (Gaussian noise) out of a hyperspectral raster within seconds: the classic that papers compare "
        "with.\n\n"
        "When to use it: for grain, equally strong in all bands or not, when a quick result is enough; Denoise "
        "(FastHyDe) takes a little longer and is better. Stripes, dead lines and single wrong pixels mislead it: "
        "where there are any, take Restore or Denoise (robust subspace).\n\n"
        "How it works: along rows, columns and bands it keeps the few patterns that rise above the noise, and drops "
        "the rest (a Tucker decomposition). How many is told from the noise: there is nothing to tune."
    )
    PAPERS = (
        "N. Renard, S. Bourennane, J. Blanc-Talon: Denoising and Dimensionality Reduction Using Multilinear Tools for "
        "Hyperspectral Images. IEEE Geoscience and Remote Sensing Letters 5 (2), 2008. "
        "https://doi.org/10.1109/LGRS.2008.915736",
    )
