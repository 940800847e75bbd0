"""The ``hyperrestore`` provider: a list of algorithms."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from ..raster import OUTPUT_EXTENSIONS
from .base import ICONS
from .data.checkenvironment import CheckEnvironment
from .data.importmat import ImportMat
from .data.importweights import ImportWeights
from .example_models import example_models
from .quality.estimatenoise import EstimateNoise
from .quality.evaluate import Evaluate
from .quality.simulatenoise import SimulateNoise
from .restore.denoisefasthyde import DenoiseFasthyde
from .restore.denoisellrgtv import DenoiseLlrgtv
from .restore.denoisellrt import DenoiseLlrt
from .restore.denoiselrta import DenoiseLrta
from .restore.denoiselrtdtv import DenoiseLrtdtv
from .restore.denoisengmeet import DenoiseNgmeet
from .restore.denoiseras2s import DenoiseRas2s
from .restore.denoiserobustsubspace import DenoiseRobustSubspace
from .restore.denoisesscan import DenoiseSscan
from .restore.restore import Restore
from .restore.superresolvebicubic import SuperResolveBicubic
from .restore.superresolvessrnet import SuperResolveSsrnet
from .training.finetune import FineTune

ALGORITHMS = (
    Restore,
    DenoiseRas2s,
    DenoiseSscan,
    SuperResolveSsrnet,
    SuperResolveBicubic,
    DenoiseRobustSubspace,
    DenoiseFasthyde,
    DenoiseNgmeet,
    DenoiseLlrt,
    DenoiseLrta,
    DenoiseLrtdtv,
    DenoiseLlrgtv,
    SimulateNoise,
    EstimateNoise,
    Evaluate,
    FineTune,
    ImportWeights,
    ImportMat,
    CheckEnvironment,
)


class HyperRestoreProvider(QgsProcessingProvider):
    """All algorithms of the plugin; loads without torch."""

    def id(self) -> str:
        return "hyperrestore"

    def name(self) -> str:
        return "HyperRestore"

    def icon(self) -> QIcon:
        return QIcon(str(ICONS / "hyperrestore.svg"))

    def loadAlgorithms(self) -> None:
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
        # Models look their parts up in the registry, which knows this provider from its second loading on (plugin.py).
        if QgsApplication.processingRegistry().providerById(self.id()) is not None:
            for model in example_models():
                self.addAlgorithm(model)

    def supportedOutputRasterLayerExtensions(self) -> list[str]:
        return list(OUTPUT_EXTENSIONS)

    def defaultRasterFileExtension(self) -> str:
        return OUTPUT_EXTENSIONS[0]
