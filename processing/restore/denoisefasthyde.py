"""``hyperrestore:denoisefasthyde``."""

from __future__ import annotations

from ..method_base import MethodAlgorithm


class DenoiseFasthyde(MethodAlgorithm):
    """Training-free denoising with FastHyDe."""

    ID = "denoisefasthyde"
    TITLE = "Denoise (FastHyDe)"
    METHOD = "fasthyde"
    TAGS = (
        "hyperspectral", "denoise", "noise", "Gaussian", "non-local", "BM3D", "low rank", "subspace", "restore",
        "clean", "training-free", "fast", "EnMAP", "PRISMA", "AVIRIS", "HySpex",
    )
    HELP = (
        "Removes Gaussian noise from a hyperspectral raster with FastHyDe: bands are divided by their noise, spectra "
        "are reduced to the few directions that hold the signal, and in the few images that are left, groups of alike "
        "patches are denoised together. Size, data type, georeference, nodata, wavelengths and all other metadata stay "
        "as they are.\n\n"
        "When to use it: for noise without stripes, dead lines and impulses, equally strong or not in all bands. It is "
        "fast, and what hardly differs from its bands' noise is all that it takes: clean bands stay all but as they "
        "are. It does not know outliers: for mixed noise take Denoise (robust subspace).\n\n"
        "There is nothing to tune: the noise of each band and the number of directions are found in the data. Any "
        "number of bands will do; with ten or more it knows best. An object of a single pixel with a spectrum of its "
        "own may fade: keep the original for target detection.\n\n"
        "Needs no trained weights, but the Python package torch; without it, running the algorithm tells how to "
        "install it.\n\n"
        "L. Zhuang, J. M. Bioucas-Dias: Fast Hyperspectral Image Denoising and Inpainting Based on Low-Rank and Sparse "
        "Representations, IEEE Journal of Selected Topics in Applied Earth Observations and Remote Sensing 11 (3), "
        "2018, doi 10.1109/JSTARS.2018.2796570. The filter of the images follows K. Dabov, A. Foi, V. Katkovnik, K. "
        "Egiazarian: Image Denoising by Sparse 3-D Transform-Domain Collaborative Filtering, IEEE Transactions on "
        "Image Processing 16 (8), 2007, doi 10.1109/TIP.2007.901238."
    )
