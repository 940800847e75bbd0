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
        "hyperspectral", "super-resolution", "superresolution", "super resolution", "resolution", "upsample", "upscale",
        "enlarge", "sharpen", "sharper", "finer", "smaller pixels", "deep learning", "neural network", "EnMAP",
        "PRISMA", "DESIS", "EMIT", "AVIRIS", "HySpex",
    )  # fmt: skip
    HELP = (
        "Makes the pixels of a hyperspectral raster two, three or four times finer with the trained network SSRNet, "
        "from the raster alone: no sharper image is needed.\n\n"
        "When to use it: for clean rasters that are too coarse to look at or to lay over finer ones. Noise is "
        "enlarged with the scene: denoise first. What the sensor never saw is guessed from scenes like it, so do not "
        "measure in the result what the input does not show.\n\n"
        "How it works: the network looks at space and spectrum together, 23 pixels around each pixel. Tiles are read "
        "with that margin, so that the result does not depend on their size; on a processor, larger tiles waste less "
        "time on margins. The result covers the same area to a billionth of a pixel; ground control points and RPC "
        "are scaled with the grid."
    )
    PAPERS = (
        "Q. Wang, Q. Li, X. Li: Spatial-Spectral Residual Network for Hyperspectral Image Super-Resolution. 2020. "
        "https://arxiv.org/abs/2001.04609",
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
        tr("How many times finer pixels become along both axes: 2 to {}.").format(maximum),
    )
