"""``hyperrestore:denoiseras2s``."""

from __future__ import annotations

from .. import papers
from ..weights_base import WeightsAlgorithm


class DenoiseRas2s(WeightsAlgorithm):
    """Learned denoising with RAS2S."""

    ID = "denoiseras2s"
    TITLE = "Denoise (RAS2S)"
    GROUP = "Restore"
    GROUP_ID = "restore"
    ICON = "denoise.svg"
    ARCHITECTURE = "ras2s"
    TAGS = (
        "hyperspectral", "denoise", "denoising", "noise", "mixed noise", "destripe", "stripes", "striping", "banding",
        "dead lines", "impulse", "salt and pepper", "restore", "clean", "repair", "filter", "deep learning",
        "neural network", "EnMAP", "PRISMA", "DESIS", "EMIT", "AVIRIS", "HySpex",
    )  # fmt: skip
    HELP = (
        "Takes grain (Gaussian noise), stripes, dead lines and single wrong pixels out of a hyperspectral raster with "
        "the trained network RAS2S.\n\n"
        "When to use it: for visibly noisy rasters, above all with noise of several kinds, if you want the network's "
        "own result, have trained weights for your sensor, or have a GPU. Restore uses the same network where it "
        "helps, and with the shipped weights its result is mostly better. On a raster that is already clean, a "
        "denoiser takes away more than it repairs: Estimate noise tells.\n\n"
        "How it works: the network goes through the bands one after the other, forth and back, and so takes any "
        "number of them from three on."
    )
    PAPERS = (papers.RAS2S,)
