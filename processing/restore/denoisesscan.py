"""``hyperrestore:denoisesscan``."""

from __future__ import annotations

from ..weights_base import WeightsAlgorithm


class DenoiseSscan(WeightsAlgorithm):
    """Learned denoising with SSCAN."""

    ID = "denoisesscan"
    TITLE = "Denoise (SSCAN)"
    GROUP = "Restore"
    GROUP_ID = "restore"
    ICON = "denoise.svg"
    ARCHITECTURE = "sscan"
    # Trained on Gaussian noise, which has no direction.
    WITHOUT = frozenset({"LINE_DIRECTION"})
    TAGS = (
        "hyperspectral", "denoise", "denoising", "noise", "Gaussian", "attention", "restore", "clean", "filter",
        "deep learning", "neural network", "EnMAP", "PRISMA", "DESIS", "EMIT", "AVIRIS", "HySpex",
    )  # fmt: skip
    HELP = (
        "Takes grain (Gaussian noise) out of a hyperspectral raster with the trained network SSCAN.\n\n"
        "When to use it: for weak grain without stripes, dead lines and single wrong pixels, if you want a network's "
        "result or have trained weights for your sensor. Wrong lines and pixels mislead it: where there are any, take "
        "Restore. On a raster that is already clean, a denoiser takes away more than it repairs: Estimate noise "
        "tells.\n\n"
        "How it works: the network weighs groups of neighbouring bands against each other. It looks at 32 bands at a "
        "time and averages where these windows overlap, so that any number of bands will do; four or more make sense."
    )
    PAPERS = (
        "Z. Wang, Z. Shao, X. Huang, J. Wang, T. Lu, S. Zhang: SSCAN: A Spatial-Spectral Cross Attention Network for "
        "Hyperspectral Image Denoising. 2021. https://arxiv.org/abs/2105.10949",
    )
