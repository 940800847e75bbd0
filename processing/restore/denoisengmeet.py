"""``hyperrestore:denoisengmeet``."""

from __future__ import annotations

from .. import papers
from ..method_base import MethodAlgorithm


class DenoiseNgmeet(MethodAlgorithm):
    """Training-free denoising with NGMeet."""

    ID = "denoisengmeet"
    TITLE = "Denoise (NGMeet)"
    METHOD = "ngmeet"
    TAGS = (
        "hyperspectral", "denoise", "denoising", "noise", "Gaussian", "non-local", "low rank", "subspace", "restore",
        "clean", "filter", "training-free", "EnMAP", "PRISMA", "DESIS", "EMIT", "AVIRIS", "HySpex",
    )  # fmt: skip
    HELP = (
        "Takes grain (Gaussian noise) out of a hyperspectral raster, without a trained network; slower than FastHyDe "
        "and often a little better.\n\n"
        "When to use it: for grain without stripes, dead lines and single wrong pixels, equally strong in all bands "
        "or not. On such noise it is among the best here, and on airborne scenes the best. Wrong lines and pixels "
        "mislead it: where there are any, take Restore or Denoise (robust subspace).\n\n"
        "How it works: spectra are reduced to the few ways in which they vary, and in the images that are left, "
        "patches that look alike are cleaned together; this is repeated with the cleaner result.\n\n"
        "There is nothing to tune. Any number of bands will do; with ten or more it knows best."
    )
    PAPERS = (papers.NGMEET,)
