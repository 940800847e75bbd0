"""``hyperrestore:denoisengmeet``."""

from __future__ import annotations

from ..method_base import MethodAlgorithm


class DenoiseNgmeet(MethodAlgorithm):
    """Training-free denoising with NGMeet."""

    ID = "denoisengmeet"
    TITLE = "Denoise (NGMeet)"
    METHOD = "ngmeet"
    TAGS = (
        "hyperspectral", "denoise", "noise", "Gaussian", "non-local", "low rank", "subspace", "restore", "clean",
        "training-free", "EnMAP", "PRISMA", "AVIRIS", "HySpex",
    )
    HELP = (
        "Removes Gaussian noise from a hyperspectral raster with NGMeet: spectra are reduced to the few directions "
        "that hold the signal, and groups of alike patches of what is left are denoised together, in turns. Size, data "
        "type, georeference, nodata, wavelengths and all other metadata stay as they are.\n\n"
        "When to use it: for noise without stripes, dead lines and impulses, equally strong or not in all bands. On "
        "such noise it is among the best here, and on airborne scenes the best. It does not know outliers: for mixed "
        "noise take Restore or Denoise (robust subspace).\n\n"
        "There is nothing to tune: the noise of each band and the number of directions are found in the data. Any "
        "number of bands will do; with ten or more it knows best.\n\n"
        "Needs no trained weights, but the Python package torch; without it, running the algorithm tells how to "
        "install it.\n\n"
        "W. He, Q. Yao, C. Li, N. Yokoya, Q. Zhao: Non-Local Meets Global: An Integrated Paradigm for Hyperspectral "
        "Denoising, CVPR 2019, doi 10.1109/CVPR.2019.00703."
    )
