"""``hyperrestore:denoiserobustsubspace``."""

from __future__ import annotations

from .. import papers
from ..method_base import MethodAlgorithm


class DenoiseRobustSubspace(MethodAlgorithm):
    """Training-free denoising of mixed noise."""

    ID = "denoiserobustsubspace"
    TITLE = "Denoise (robust subspace)"
    METHOD = "robustsubspace"
    TAGS = (
        "hyperspectral", "denoise", "denoising", "noise", "mixed noise", "destripe", "stripes", "striping", "banding",
        "dead lines", "impulse", "salt and pepper", "bad pixels", "speckle", "Gaussian", "low rank", "subspace",
        "restore", "clean", "repair", "filter", "training-free", "EnMAP", "PRISMA", "DESIS", "EMIT", "AVIRIS", "HySpex",
    )  # fmt: skip
    HELP = (
        "Takes grain (Gaussian noise), stripes, dead lines and single wrong pixels out of a hyperspectral raster, "
        "without a trained network.\n\n"
        "When to use it: for noise of several kinds at once, of any strength and different in each band, when you "
        "want no network or have no weights that fit the sensor. It needs a third of the time of Restore, and gives "
        "the same where no network helps. Stripes may run along columns, along rows, or at an angle, as in a raster "
        "that was warped to a map. For grain alone, Denoise (FastHyDe) is nearly as good, and faster.\n\n"
        "How it works: round by round, the raster is compared with the estimate so far. What is left over tells the "
        "noise of each band, its stripes, and the values that are no measurements. From all others it finds the few "
        "ways in which the bands vary together, and cleans the images of these, where patches that look alike are "
        "averaged.\n\n"
        "There is nothing to tune. It lives on what bands have in common: take ten or more. With fewer than six, "
        "nothing tells a stripe or a wrong pixel from the scene, and only lines of one value and numbers that recur "
        "are repaired. An object of a single pixel with a spectrum of its own may fade: keep the original for target "
        "detection.\n\n"
        "A method of HyperRestore's own; its core is that of FastHyDe."
    )
    PAPERS = (papers.FASTHYDE,)
