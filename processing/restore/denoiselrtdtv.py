"""``hyperrestore:denoiselrtdtv``."""

from __future__ import annotations

from ..method_base import MethodAlgorithm


class DenoiseLrtdtv(MethodAlgorithm):
    """Denoising with LRTDTV."""

    ID = "denoiselrtdtv"
    TITLE = "Denoise (LRTDTV)"
    METHOD = "lrtdtv"
    TAGS = (
        "hyperspectral", "denoise", "noise", "destripe", "stripes", "dead lines", "impulse", "low rank", "tensor",
        "total variation", "restore", "clean", "EnMAP", "PRISMA", "AVIRIS", "HySpex",
    )
    HELP = (
        "Removes mixed noise from a hyperspectral raster by LRTDTV: it looks for a cube of few components along rows, "
        "columns and bands that varies little between neighbours, and sets outliers apart. Noise and components are "
        "told from the raster. Size, data type, georeference, nodata, wavelengths and all other metadata stay as they "
        "are.\n\n"
        "When to use it: for visibly noisy cubes, above all with impulses, stripes and dead lines beside Gaussian "
        "noise that differs from band to band. It smooths fine texture: a cube that is already clean, it harms.\n\n"
        "Needs no trained weights, but the Python package torch; without it, running the algorithm tells how to "
        "install it.\n\n"
        "Wang et al., Hyperspectral Image Restoration Via Total Variation Regularized Low-Rank Tensor Decomposition, "
        "IEEE Journal of Selected Topics in Applied Earth Observations and Remote Sensing 11 (4), 2018, "
        "https://doi.org/10.1109/JSTARS.2017.2779539."
    )
