"""``hyperrestore:denoisellrt``."""

from __future__ import annotations

from ..method_base import MethodAlgorithm


class DenoiseLlrt(MethodAlgorithm):
    """Training-free denoising with LLRT."""

    ID = "denoisellrt"
    TITLE = "Denoise (LLRT)"
    METHOD = "llrt"
    TAGS = (
        "hyperspectral", "multispectral", "denoise", "noise", "Gaussian", "non-local", "low rank", "tensor",
        "hyper-Laplacian", "restore", "clean", "training-free", "EnMAP", "PRISMA", "AVIRIS", "HySpex",
    )
    HELP = (
        "Removes Gaussian noise from a hyperspectral raster with LLRT: groups of small alike cubes, all bands deep, "
        "are denoised together, and neighbouring bands are held close to each other, in turns. Size, data type, "
        "georeference, nodata, wavelengths and all other metadata stay as they are.\n\n"
        "When to use it: for noise without stripes, dead lines and impulses, equally strong or not in all bands, if "
        "spectra are smooth; bands should be in the order of their wavelengths. Denoise (NGMeet) is mostly better and "
        "faster, but supposes that few spectra make up the scene, which this does not. For mixed noise take Denoise "
        "(robust subspace) or Restore.\n\n"
        "There is nothing to tune: the noise of each band is found in the data.\n\n"
        "Needs no trained weights, but the Python package torch; without it, running the algorithm tells how to "
        "install it.\n\n"
        "Y. Chang, L. Yan, S. Zhong: Hyper-Laplacian Regularized Unidirectional Low-Rank Tensor Recovery for "
        "Multispectral Image Denoising, CVPR 2017."
    )
