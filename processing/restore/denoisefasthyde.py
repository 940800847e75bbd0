"""``hyperrestore:denoisefasthyde``."""

from __future__ import annotations

from .. import papers
from ..method_base import MethodAlgorithm


class DenoiseFasthyde(MethodAlgorithm):
    """Training-free denoising with FastHyDe."""

    ID = "denoisefasthyde"
    TITLE = "Denoise (FastHyDe)"
    METHOD = "fasthyde"
    TAGS = (
        "hyperspectral", "denoise", "denoising", "noise", "Gaussian", "non-local", "BM3D", "low rank", "subspace",
        "restore", "clean", "filter", "training-free", "fast", "EnMAP", "PRISMA", "DESIS", "EMIT", "AVIRIS", "HySpex",
    )  # fmt: skip
    HELP = (
        "Takes grain (Gaussian noise) out of a hyperspectral raster, fast and without a trained network.\n\n"
        "When to use it: for grain without stripes, dead lines and single wrong pixels, equally strong in all bands "
        "or not. It takes away hardly anything but noise: clean bands stay all but as they are. Wrong lines and "
        "pixels mislead it: where there are any, take Restore or Denoise (robust subspace).\n\n"
        "How it works: bands are divided by their noise, spectra are reduced to the few ways in which they vary, and "
        "in the few images that are left, patches that look alike are averaged.\n\n"
        "There is nothing to tune. Any number of bands will do; with ten or more it knows best. An object of a single "
        "pixel with a spectrum of its own may fade: keep the original for target detection."
    )
    PAPERS = (papers.FASTHYDE, papers.BM3D)
