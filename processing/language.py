"""The plugin in the user's language, where there is a translation; English where there is none."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from .base import ROOT

FOLDER = ROOT / "i18n"
TRADITIONAL_CHINESE = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")
"""Our Chinese is the simplified one; readers of the other are better served with English."""


def translation_file(locale: str) -> Path | None:
    """The compiled translation for a locale such as ``de``, ``de_AT`` or ``zh-Hans``; None where there is none."""
    locale = locale.lower().replace("_", "-")
    path = FOLDER / f"hyperrestore_{locale.partition('-')[0]}.qm"
    return path if path.is_file() and not locale.startswith(TRADITIONAL_CHINESE) else None


def install_translation() -> QTranslator | None:
    """Makes ``tr`` speak the language that QGIS does; to be kept, and to be handed to `remove_translation`."""
    path = translation_file(QgsApplication.locale())
    translator = QTranslator()
    if path is None or not translator.load(str(path)):
        return None
    QCoreApplication.installTranslator(translator)
    return translator


def remove_translation(translator: QTranslator | None) -> None:
    """Undoes `install_translation`."""
    if translator is not None:
        QCoreApplication.removeTranslator(translator)
