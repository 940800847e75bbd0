"""``hyperrestore:denoisellrgtv``."""

from __future__ import annotations

from ..method_base import MethodAlgorithm


class DenoiseLlrgtv(MethodAlgorithm):
    """Denoising with LLRGTV."""

    ID = "denoisellrgtv"
    TITLE = "Denoise (LLRGTV)"
    METHOD = "llrgtv"
    TAGS = (
        "hyperspectral", "denoise", "noise", "destripe", "stripes", "dead lines", "impulse", "low rank", "local",
        "total variation", "restore", "clean", "EnMAP", "PRISMA", "AVIRIS", "HySpex",
    )
    HELP = (
        "Removes mixed noise from a hyperspectral raster by LLRGTV: it looks for a cube that has few components in "
        "every block of 20 x 20 pixels and varies little between neighbours, and sets outliers apart. Noise and "
        "components are told from the raster. Size, data type, georeference, nodata, wavelengths and all other "
        "metadata stay as they are.\n\n"
        "When to use it: for visibly noisy cubes with impulses, stripes and dead lines beside Gaussian noise, above "
        "all for scenes of many materials seen in few bands; otherwise Denoise (LRTDTV) does as well. It smooths fine "
        "texture: a cube that is already clean, it harms.\n\n"
        "Needs no trained weights, but the Python package torch; without it, running the algorithm tells how to "
        "install it.\n\n"
        "He et al., Hyperspectral Image Denoising Using Local Low-Rank Matrix Recovery and Global Spatial-Spectral "
        "Total Variation, IEEE Journal of Selected Topics in Applied Earth Observations and Remote Sensing 11 (3), "
        "2018, https://doi.org/10.1109/JSTARS.2018.2800701."
    )
