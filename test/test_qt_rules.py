"""Every shipped module works on Qt 5 and Qt 6; and the check itself catches each spelling that would not."""
from __future__ import annotations

from pathlib import Path

import pytest

import qt_rules
from package import ROOT, shipped_modules

CORE = "from qgis.core import Qgis, QgsProcessing, QgsProcessingParameterDefinition, QgsProcessingParameterNumber\n"
GOOD = [
    "QgsProcessing.SourceType.TypeRaster",
    "QgsProcessingParameterNumber.Type.Integer",
    "QgsProcessingParameterDefinition.Flag.FlagAdvanced",
    "Qgis.MessageLevel.Warning",
    "Qgis.QGIS_VERSION_INT",
]
BAD = [
    "QgsProcessing.TypeRaster",
    "QgsProcessingParameterNumber.Integer",
    "QgsProcessingParameterNumber.Double",
    "QgsProcessingParameterDefinition.FlagAdvanced",
    "Qgis.Warning",
    "Qgis.Float32",
    "Qgis.ProcessingSourceType.Raster",
    "Qgis.ProcessingParameterFlag.Advanced",
    "Qgis.LayerType.Raster",
]
BAD_MODULES = [
    "from PyQt5.QtWidgets import QDialog",
    "from PyQt6.QtCore import Qt",
    "import PyQt5.QtCore",
    "from qgis.PyQt.QtGui import QAction",
    "from qgis.PyQt.QtCore import Qt\nx = Qt.AlignLeft",
    "from qgis.PyQt.QtCore import Qt as T\nx = T.UserRole",
    "from qgis.PyQt.QtCore import QVariant\nx = QVariant()",
    "from qgis.PyQt.QtCore import QVariant\nx = QVariant.Int",
    "from qgis.PyQt import QtWidgets\nx = QtWidgets.QDialogButtonBox.Ok",
    "dialog.exec_()",
    "feedback.pushFormattedMessage('', '')",
    "class A(Base):\n    def flags(self):\n        return self.FlagNoThreading",
    "from qgis.core import QgsThatWasNeverThere",
    "from osgeo import gdal\nwith gdal.ExceptionMgr():\n    pass",
]


@pytest.mark.parametrize("path", shipped_modules(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_shipped_module_spells_qt_for_both_versions(path: Path) -> None:
    assert qt_rules.findings(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize("expression", GOOD)
def test_scoped_enumerations_pass(expression: str) -> None:
    assert qt_rules.findings(f"{CORE}x = {expression}") == []


@pytest.mark.parametrize("source", [f"{CORE}x = {expression}" for expression in BAD] + BAD_MODULES)
def test_wrong_spelling_is_caught(source: str) -> None:
    last_line = len(source.splitlines())
    assert {line for line, _ in qt_rules.findings(source)} & {last_line - 1, last_line}
