"""``hyperrestore:denoiselrtdtv``."""

from __future__ import annotations

from ..method_base import MethodAlgorithm


class DenoiseLrtdtv(MethodAlgorithm):
    """Denoising with LRTDTV."""

    ID = "denoiselrtdtv"
    TITLE = "Denoise (LRTDTV)"
    METHOD = "lrtdtv"
    TAGS = (
        "hyperspectral", "denoise", "denoising", "noise", "mixed noise", "destripe", "stripes", "striping", "banding",
        "dead lines", "impulse", "salt and pepper", "low rank", "tensor", "total variation", "smooth", "restore",
        "clean", "filter", "training-free", "EnMAP", "PRISMA", "DESIS", "EMIT", "AVIRIS", "HySpex",
    )  # fmt: skip
    HELP = (
        "Takes grain (Gaussian noise), stripes, dead lines and single wrong pixels out of a hyperspectral raster of a "
        "smooth scene, without a trained network.\n\n"
        "When to use it: for visibly noisy rasters of scenes with little texture, above all with wrong lines and "
        "pixels beside grain that differs from band to band. It smooths fine texture, and harms a raster that is "
        "already clean: there, and wherever detail counts, take Restore.\n\n"
        "How it works: it looks for the raster that has few patterns along rows, columns and bands and varies little "
        "between neighbours, and sets apart what does not fit. There is nothing to tune."
    )
    PAPERS = (
        "Y. Wang et al.: Hyperspectral Image Restoration Via Total Variation Regularized Low-Rank Tensor "
        "Decomposition. IEEE Journal of Selected Topics in Applied Earth Observations and Remote Sensing 11 (4), "
        "2018. https://doi.org/10.1109/JSTARS.2017.2779539",
    )
