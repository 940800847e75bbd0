"""``hyperrestore:superresolvessrnet``."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ...errors import WeightsMismatch
from ...models.descriptor import RestorationModel
from ..base import tr
from ..parameters import Row, integer
from ..weights_base import WeightsAlgorithm

SCALE = "SCALE"


class SuperResolveSsrnet(WeightsAlgorithm):
    """Learned super-resolution with SSRNet."""

    ID = "superresolvessrnet"
    TITLE = "Super-resolve (SSRNet)"
    GROUP = "Restore"
    GROUP_ID = "restore"
    ICON = "superresolve.svg"
    ARCHITECTURE = "ssrnet"
    WITHOUT = frozenset({"QUALITY", "LINE_DIRECTION"})
    TAGS = (
        "hyperspectral", "super-resolution", "upsample", "upscale", "enlarge", "sharpen", "finer", "resolution",
        "restore", "deep learning", "EnMAP", "PRISMA",
    )
    HELP = (
        "Makes the pixels of a hyperspectral raster two, three or four times finer with the network SSRNet, which "
        "looks at space and spectrum together. The extent stays the same to a billionth of a pixel; wavelengths, "
        "nodata, data type, band names and all other metadata stay as they are; ground control points and RPC are "
        "scaled.\n\n"
        "When to use it: for clean cubes that are too coarse. Noise is enlarged with the scene: denoise first. What "
        "the sensor never saw is guessed from scenes like it, so do not measure in the result what the input does not "
        "show.\n\n"
        "Tiles are read with all the pixels around them that their result depends on (a halo of 23 px), so the result "
        "does not depend on the tile size. On a processor, larger tiles waste less time on halos.\n\n"
        "Needs the Python package torch; without it, running the algorithm tells how to install it.\n\n"
        "Wang, Li and Li, Spatial-Spectral Residual Network for Hyperspectral Image Super-Resolution, arXiv 2001.04609."
    )

    def own_rows(self) -> tuple[Row, ...]:
        return (scale_row(maximum=4), *super().own_rows())

    def default_weights(self, parameters: dict, context: QgsProcessingContext) -> str:
        return f"{self.ARCHITECTURE}-x{self.parameterAsInt(parameters, SCALE, context)}"

    def model(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> tuple[RestorationModel, Mapping[str, str]]:
        model, tags = super().model(parameters, context, feedback)
        asked = self.parameterAsInt(parameters, SCALE, context)
        if asked != model.descriptor.scale:
            raise WeightsMismatch(
                tr("Pixels {} times finer were asked for, but the weights '{}' are for {} times. Choose weights for "
                   "that scale, or 'default'.").format(asked, tags["WEIGHTS"], model.descriptor.scale)
            )  # fmt: skip
        return model, tags


def scale_row(maximum: int) -> Row:
    """How many output pixels stand for one input pixel along each axis."""
    return Row(
        lambda: integer(SCALE, tr("Scale"), default=2, minimum=2, maximum=maximum),
        f"How many times finer pixels become along both axes: 2 to {maximum}.",
    )
