"""What every HyperRestore algorithm has: names, icon, translation, and one place that turns errors into QGIS's."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any, Callable

from qgis.core import (
    QgsProcessingAlgorithm,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingParameterDefinition,
)
from qgis.PyQt.QtCore import QCoreApplication
from qgis.PyQt.QtGui import QIcon

from ..errors import RestorationError

ROOT = Path(__file__).resolve().parent.parent
ICONS = ROOT / "icons"
DOCS = ROOT / "docs"


def tr(text: str) -> str:
    """``text`` in the user's language."""
    return QCoreApplication.translate("HyperRestore", text)


class HyperRestoreAlgorithm(QgsProcessingAlgorithm):
    """Base of all algorithms. Subclasses give the class constants, declare parameters, and implement ``work``, which is
    not called ``run`` because QGIS's own public method is.

    QGIS makes a new instance for every run, prepares it in the main thread and runs it in another.
    """

    ID: str
    """Stable name; stored in models and scripts, never changed once released."""
    TITLE: str
    GROUP: str
    GROUP_ID: str
    ICON: str
    TAGS: tuple[str, ...]
    HELP: str
    """Paragraphs: what it does (the tooltip in the toolbox), when to use it, and whatever else there is to know."""
    PAPERS: tuple[str, ...] = ()
    """What it follows, as in a list of references, with a DOI; in no need of translation."""

    def name(self) -> str:
        return self.ID

    def displayName(self) -> str:
        return tr(self.TITLE)

    def group(self) -> str:
        return tr(self.GROUP)

    def groupId(self) -> str:
        return self.GROUP_ID

    def icon(self) -> QIcon:
        return QIcon(str(ICONS / self.ICON))

    def svgIconPath(self) -> str:
        """Where the model designer takes the icon from."""
        return str(ICONS / self.ICON)

    def tags(self) -> list[str]:
        """In the user's language, and in English all the same: many know their terms from papers."""
        return list(dict.fromkeys((*(tr(tag) for tag in self.TAGS), *self.TAGS)))

    def shortDescription(self) -> str:
        return tr(self.HELP).partition("\n")[0]

    def shortHelpString(self) -> str:
        papers = "\n".join((tr("Papers:"), *self.PAPERS)) if self.PAPERS else ""
        return "\n\n".join(part for part in (tr(self.HELP), *self.notes(), papers) if part)

    def notes(self) -> tuple[str, ...]:
        """Paragraphs that the help of a whole family of algorithms ends with, before the papers."""
        return ()

    def helpUrl(self) -> str:
        """The page of the algorithms, at this one. A checkout has not made it, and opens the text it is made of."""
        page = DOCS / "algorithms.html"
        return f"{page.as_uri()}#{self.ID}" if page.is_file() else page.with_suffix(".md").as_uri()

    def createInstance(self) -> HyperRestoreAlgorithm:
        return type(self)()

    def prepare_work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        """Main-thread part: whatever touches layers. Raises errors of our own tree."""

    def work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        """The work, in whatever thread QGIS chose. Raises errors of our own tree."""
        raise NotImplementedError

    def prepareAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> bool:
        _translated(lambda: self.prepare_work(parameters, context, feedback), feedback)
        return True

    def processAlgorithm(
        self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> dict[str, Any]:
        return _translated(lambda: self.work(parameters, context, feedback), feedback)

    def add(self, parameter: QgsProcessingParameterDefinition, help_text: str, *, advanced: bool = False) -> None:
        """Declare a parameter with its help."""
        parameter.setHelp(tr(help_text))
        if advanced:
            flag = QgsProcessingParameterDefinition.Flag.FlagAdvanced
            parameter.setFlags(parameter.flags() | flag)
        self.addParameter(parameter)


def _translated(step: Callable[[], Any], feedback: QgsProcessingFeedback) -> Any:
    """The one place where errors become QGIS's, so that every failure ends with a sentence and a non-zero exit."""
    try:
        return step()
    except RestorationError as error:
        raise QgsProcessingException(str(error)) from error
    except QgsProcessingException:
        raise
    except Exception as error:
        feedback.pushDebugInfo(traceback.format_exc())
        raise QgsProcessingException(
            tr(
                "HyperRestore met an error that it did not foresee ({}: {}). The log has the details; please report it "
                "with them."
            ).format(type(error).__name__, error)
        ) from error
