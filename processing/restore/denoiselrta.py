"""``hyperrestore:denoiselrta``."""

from __future__ import annotations

from ..method_base import MethodAlgorithm


class DenoiseLrta(MethodAlgorithm):
    """Denoising with LRTA."""

    ID = "denoiselrta"
    TITLE = "Denoise (LRTA)"
    METHOD = "lrta"
    TAGS = (
        "hyperspectral", "denoise", "noise", "Gaussian", "low rank", "tensor", "Tucker", "restore", "clean", "EnMAP",
        "PRISMA", "AVIRIS", "HySpex",
    )
    HELP = (
        "Removes Gaussian noise from a hyperspectral raster by LRTA, which keeps a few components along rows, columns "
        "and bands (a Tucker decomposition) and drops the rest. How many is told from the noise. Size, data type, "
        "georeference, nodata, wavelengths and all other metadata stay as they are.\n\n"
        "When to use it: for Gaussian noise, equally strong or not in all bands, when a result within seconds is "
        "enough. Stripes, dead lines and impulses mislead it: for mixed noise take Denoise (robust "
        "subspace) or Restore.\n\n"
        "Needs no trained weights, but the Python package torch; without it, running the algorithm tells how to "
        "install it.\n\n"
        "Renard, Bourennane and Blanc-Talon, Denoising and Dimensionality Reduction Using Multilinear Tools for "
        "Hyperspectral Images, IEEE Geoscience and Remote Sensing Letters 5 (2), 2008, "
        "https://doi.org/10.1109/LGRS.2008.915736."
    )
