"""``hyperrestore:denoisellrt``."""

from __future__ import annotations

from ..method_base import MethodAlgorithm


class DenoiseLlrt(MethodAlgorithm):
    """Training-free denoising with LLRT."""

    ID = "denoisellrt"
    TITLE = "Denoise (LLRT)"
    METHOD = "llrt"
    TAGS = (
        "hyperspectral", "multispectral", "denoise", "denoising", "noise", "Gaussian", "non-local", "low rank",
        "tensor", "restore", "clean", "filter", "training-free", "EnMAP", "PRISMA", "DESIS", "EMIT", "AVIRIS", "HySpex",
    )  # fmt: skip
    HELP = (
        "Takes grain (Gaussian noise) out of a hyperspectral or multispectral raster, without a trained network and "
        "without supposing that the scene consists of few materials.\n\n"
        "When to use it: for grain without stripes, dead lines and single wrong pixels, equally strong in all bands "
        "or not, if spectra are smooth and bands are in the order of their wavelengths. Denoise (NGMeet) is mostly "
        "better and faster where few materials make up the scene. Wrong lines and pixels mislead it: where there are "
        "any, take Restore or Denoise (robust subspace).\n\n"
        "How it works: patches that look alike, all bands deep, are cleaned together, and neighbouring bands are held "
        "close to each other, in turns. There is nothing to tune."
    )
    PAPERS = (
        "Y. Chang, L. Yan, S. Zhong: Hyper-Laplacian Regularized Unidirectional Low-Rank Tensor Recovery for "
        "Multispectral Image Denoising. CVPR 2017. https://openaccess.thecvf.com/content_cvpr_2017/html/"
        "Chang_Hyper-Laplacian_Regularized_Unidirectional_CVPR_2017_paper.html",
    )
