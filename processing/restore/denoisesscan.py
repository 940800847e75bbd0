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
        "hyperspectral", "denoise", "noise", "Gaussian", "attention", "restore", "clean", "deep learning", "EnMAP",
        "PRISMA", "AVIRIS", "HySpex",
    )
    HELP = (
        "Removes Gaussian noise from a hyperspectral raster with the network SSCAN, which weighs groups of "
        "neighbouring bands against each other and works in parallel. Size, data type, georeference, nodata, "
        "wavelengths and all other metadata stay as they are.\n\n"
        "When to use it: for noise without stripes, dead lines and impulses, equally strong or not in all bands. For "
        "mixed noise take Restore. On a cube that is already clean, a denoiser takes away more than it "
        "repairs; Estimate noise tells how noisy each band is.\n\n"
        "It looks at windows of 32 bands and averages them where they overlap, so any number of bands will do; four "
        "or more make sense.\n\n"
        "Needs the Python package torch; without it, running the algorithm tells how to install it.\n\n"
        "SSCAN: A Spatial-spectral Cross Attention Network for Hyperspectral Image Denoising, arXiv 2105.10949."
    )
