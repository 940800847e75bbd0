"""``hyperrestore:denoisellrgtv``."""

from __future__ import annotations

from ..method_base import MethodAlgorithm


class DenoiseLlrgtv(MethodAlgorithm):
    """Denoising with LLRGTV."""

    ID = "denoisellrgtv"
    TITLE = "Denoise (LLRGTV)"
    METHOD = "llrgtv"
    TAGS = (
        "hyperspectral", "denoise", "denoising", "noise", "mixed noise", "destripe", "stripes", "striping", "banding",
        "dead lines", "impulse", "salt and pepper", "low rank", "local", "total variation", "smooth", "restore",
        "clean", "filter", "training-free", "EnMAP", "PRISMA", "DESIS", "EMIT", "AVIRIS", "HySpex",
    )  # fmt: skip
    HELP = (
        "Takes grain (Gaussian noise), stripes, dead lines and single wrong pixels out of a hyperspectral raster of a "
        "smooth scene with many materials, without a trained network.\n\n"
        "When to use it: for visibly noisy rasters with wrong lines and pixels beside grain, above all for scenes of "
        "many materials that are seen in few bands; otherwise Denoise (LRTDTV) does as well. It smooths fine texture, "
        "and harms a raster that is already clean: there, and wherever detail counts, take Restore.\n\n"
        "How it works: it looks for the raster that consists of few materials in every block of 20 x 20 pixels and "
        "varies little between neighbours, and sets apart what does not fit. There is nothing to tune."
    )
    PAPERS = (
        "W. He, H. Zhang, H. Shen, L. Zhang: Hyperspectral Image Denoising Using Local Low-Rank Matrix Recovery and "
        "Global Spatial-Spectral Total Variation. IEEE Journal of Selected Topics in Applied Earth Observations and "
        "Remote Sensing 11 (3), 2018. https://doi.org/10.1109/JSTARS.2018.2800701",
    )
