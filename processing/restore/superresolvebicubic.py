"""``hyperrestore:superresolvebicubic``."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...models.bicubic import BicubicModel
from ...models.descriptor import RestorationModel
from ..parameters import Row
from ..restoration_base import RestorationAlgorithm
from .superresolvessrnet import SCALE, scale_row

LARGEST_SCALE = 8


class SuperResolveBicubic(RestorationAlgorithm):
    """The baseline of super-resolution."""

    ID = "superresolvebicubic"
    TITLE = "Super-resolve (bicubic)"
    GROUP = "Restore"
    GROUP_ID = "restore"
    ICON = "superresolve.svg"
    WITHOUT = frozenset({"QUALITY", "LINE_DIRECTION", "SCALING", "PRECISION"})
    TAGS = (
        "hyperspectral", "super-resolution", "bicubic", "upsample", "upscale", "enlarge", "resample", "baseline",
        "interpolation",
    )
    HELP = (
        "Makes the pixels of a raster two to eight times finer by bicubic interpolation (Keys' kernel, a = -0.5), each "
        "band by itself. It adds no detail: it is the baseline that learned super-resolution is held against, and "
        "treats metadata in the same way.\n\n"
        "Compared with gdalwarp or gdal_translate, it keeps wavelengths, FWHM, bad bands, units and scale, fills "
        "pixels without data before it interpolates and takes them out again, and scales ground control points and "
        "RPC.\n\n"
        "Values may overshoot at sharp edges, as with every cubic interpolation; those that the data type cannot hold "
        "are clamped and counted.\n\n"
        "Needs the Python package torch; without it, running the algorithm tells how to install it."
    )

    def own_rows(self) -> tuple[Row, ...]:
        return (scale_row(maximum=LARGEST_SCALE),)

    def model(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> tuple[RestorationModel, Mapping[str, str]]:
        return BicubicModel(self.parameterAsInt(parameters, SCALE, context)), {}
