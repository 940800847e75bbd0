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
        "hyperspectral", "super-resolution", "superresolution", "super resolution", "bicubic", "upsample", "upscale",
        "enlarge", "resample", "baseline", "interpolation", "finer", "smaller pixels",
    )  # fmt: skip
    HELP = (
        "Makes the pixels of a raster two to eight times finer by bicubic interpolation, each band by itself. It adds "
        "no detail.\n\n"
        "When to use it: as the yardstick that learned super-resolution is held against, or to bring a raster to a "
        "finer grid without losing its metadata. Compared with gdalwarp or gdal_translate, it keeps wavelengths, "
        "their widths (FWHM), bad bands, units and scale, fills pixels without data before it interpolates and takes "
        "them out again, and scales ground control points and RPC.\n\n"
        "Values may overshoot at sharp edges, as with every cubic interpolation (here the kernel of Keys with a = "
        "-0.5); those that the data type cannot hold are clamped and counted."
    )
    PAPERS = (
        "R. G. Keys: Cubic Convolution Interpolation for Digital Image Processing. IEEE Transactions on Acoustics, "
        "Speech, and Signal Processing 29 (6), 1981. https://doi.org/10.1109/TASSP.1981.1163711",
    )

    def own_rows(self) -> tuple[Row, ...]:
        return (scale_row(maximum=LARGEST_SCALE),)

    def model(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> tuple[RestorationModel, Mapping[str, str]]:
        return BicubicModel(self.parameterAsInt(parameters, SCALE, context)), {}
