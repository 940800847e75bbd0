"""``hyperrestore:denoiserobustsubspace``."""

from __future__ import annotations

from ..method_base import MethodAlgorithm


class DenoiseRobustSubspace(MethodAlgorithm):
    """Training-free denoising of mixed noise."""

    ID = "denoiserobustsubspace"
    TITLE = "Denoise (robust subspace)"
    METHOD = "robustsubspace"
    TAGS = (
        "hyperspectral", "denoise", "noise", "mixed noise", "stripes", "destripe", "dead lines", "impulse", "salt",
        "pepper", "outliers", "Gaussian", "low rank", "subspace", "restore", "clean", "training-free", "EnMAP",
        "PRISMA", "AVIRIS", "HySpex",
    )
    HELP = (
        "Removes Gaussian noise, stripes, dead lines and impulses from a hyperspectral raster, round by round: from "
        "what the estimate so far leaves, it tells each band's noise, the stripes and the values that are no "
        "measurements; from the others it finds the few directions that hold the signal, and in the images that are "
        "left, groups of alike patches are denoised together. Size, data type, georeference, nodata, wavelengths and "
        "all other metadata stay as they are.\n\n"
        "When to use it: for mixed noise of any strength, different in each band, when there are no trained weights or "
        "these do not fit the sensor. Stripes may run along columns, along rows, or at an angle, as in a raster that "
        "was warped to a map. For Gaussian noise alone Denoise (FastHyDe) is nearly as good, and faster.\n\n"
        "There is nothing to tune: noise, outliers, the direction of stripes and the number of directions of the "
        "signal are found in the data. It lives on what bands have in common: take ten or more. With fewer than six, "
        "nothing tells a stripe or an impulse from the scene, and only lines of one value and numbers that recur are "
        "repaired. An object of a single "
        "pixel with a spectrum of its own may fade: keep the original for target detection.\n\n"
        "Needs no trained weights, but the Python package torch; without it, running the algorithm tells how to "
        "install it.\n\n"
        "A method of HyperRestore's own. Subspace and filter are those of FastHyDe: L. Zhuang, J. M. Bioucas-Dias, "
        "IEEE Journal of Selected Topics in Applied Earth Observations and Remote Sensing 11 (3), 2018, doi "
        "10.1109/JSTARS.2018.2796570."
    )
