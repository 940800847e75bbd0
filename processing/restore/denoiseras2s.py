"""``hyperrestore:denoiseras2s``."""

from __future__ import annotations

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
        "hyperspectral", "denoise", "noise", "destripe", "stripes", "dead lines", "impulse", "restore", "clean",
        "deep learning", "EnMAP", "PRISMA", "AVIRIS", "HySpex",
    )
    HELP = (
        "Removes noise, stripes, dead lines and impulses from a hyperspectral raster with the network RAS2S, which "
        "sweeps over the bands and so takes any number of them. Size, data type, georeference, nodata, wavelengths "
        "and all other metadata stay as they are.\n\n"
        "When to use it: for visibly noisy cubes, above all with mixed noise. On a cube that is already clean, a "
        "denoiser takes away more than it repairs.\n\n"
        "Needs the Python package torch; without it, running the algorithm tells how to install it.\n\n"
        "Xiao et al., Region-Aware Sequence-to-Sequence Learning for Hyperspectral Denoising, ECCV 2024."
    )
