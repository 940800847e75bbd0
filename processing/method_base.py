"""Base of the denoisers that need no trained weights."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import QgsProcessingContext, QgsProcessingFeedback

from ..models.descriptor import RestorationModel
from ..models.methods import build_method
from .restoration_base import RestorationAlgorithm


class MethodAlgorithm(RestorationAlgorithm):
    """A restoration by one of ``models.methods``; subclasses say which."""

    METHOD: str

    GROUP = "Restore without training"
    GROUP_ID = "restorewithouttraining"
    ICON = "denoise.svg"
    # They have no order of bands to reverse, find lines in any direction or in none, and have no convolutions.
    WITHOUT = frozenset({"QUALITY", "LINE_DIRECTION", "PRECISION"})

    def model(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> tuple[RestorationModel, Mapping[str, str]]:
        return build_method(self.METHOD), {}
