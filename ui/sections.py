"""What the dock asks: which raster, and which method writes to where. Widgets only; `panel` runs what they ask for."""

from __future__ import annotations

from qgis.core import QgsApplication, QgsMapLayerProxyModel, QgsProviderRegistry, QgsRasterLayer
from qgis.gui import QgsCollapsibleGroupBox, QgsFileWidget, QgsMapLayerComboBox
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ..processing.base import tr
from .labels import SentenceLabel
from .literal import literal
from .methods import restorations
from .raster_facts import facts

SETTINGS = "hyperrestore"


class Section(QgsCollapsibleGroupBox):
    """A box that folds; QGIS remembers whether it was."""

    def __init__(self, name: str, title: str) -> None:
        super().__init__(title)
        self.setObjectName(name)
        self.setSettingGroup(SETTINGS)
        self.column = QVBoxLayout(self)
        # A dock is narrow, and the box around it has a margin already.
        gap = self.fontMetrics().averageCharWidth() // 2
        self.column.setContentsMargins(gap, gap, gap, gap)

    def add(self, widget: QWidget, name: str) -> None:
        widget.setObjectName(name)
        self.column.addWidget(widget)

    def add_labelled(self, text: str, widget: QWidget, name: str, buddy: QWidget | None = None) -> None:
        """A label above ``widget``; its mnemonic leads to ``buddy``, or to the widget itself."""
        label = QLabel(text)
        label.setBuddy(widget if buddy is None else buddy)
        self.column.addWidget(label)
        self.add(widget, name)

    def add_row(self, **buttons: QPushButton) -> None:
        """Buttons side by side, by their names."""
        row = QHBoxLayout()
        for name, button in buttons.items():
            button.setObjectName(name)
            row.addWidget(button)
        self.column.addLayout(row)


class RasterSection(Section):
    """The raster, what is known of it, and how noisy it is."""

    layer_changed = pyqtSignal()

    def __init__(self) -> None:
        super().__init__("rasterSection", tr("Raster"))
        self.raster = QgsMapLayerComboBox()
        self.raster.setFilters(QgsMapLayerProxyModel.Filter.RasterLayer)
        # Only GDAL's rasters have values to work on; a map from the web is a picture.
        providers = QgsProviderRegistry.instance().providerList()
        self.raster.setExcludedProviders([name for name in providers if name != "gdal"])
        keep_narrow(self.raster)
        self.facts, self.finding = SentenceLabel(), SentenceLabel()
        self.estimate = QPushButton(tr("Estimate &noise"))
        # The menus of QGIS's window have their letters already; these are free.
        self.add_labelled(tr("Inp&ut raster"), self.raster, "raster")
        self.add(self.facts, "rasterFacts")
        self.add(self.estimate, "estimate")
        self.add(self.finding, "finding")
        self.raster.layerChanged.connect(self._on_layer_changed)
        self.show_facts()

    def layer(self) -> QgsRasterLayer | None:
        return self.raster.currentLayer()

    def _on_layer_changed(self) -> None:
        self.show_facts()
        self.layer_changed.emit()

    def show_facts(self) -> None:
        layer = self.layer()
        if layer is None:
            self.facts.say(tr("The project has no raster from a file. Add one, or drag it into the map."))
            self.raster.setToolTip("")
        else:
            self.facts.say(facts(layer))
            self.raster.setToolTip(literal(f"{layer.name()}\n{layer.source()}"))


class MethodSection(Section):
    """How to restore, and into which file."""

    def __init__(self) -> None:
        super().__init__("methodSection", tr("Restoration"))
        self.method = QComboBox()
        keep_narrow(self.method)
        for algorithm in restorations():
            self.method.addItem(algorithm.icon(), algorithm.displayName(), algorithm.id())
        self.description, self.note = SentenceLabel(), SentenceLabel()
        self.options = QPushButton(tr("All options…"))
        self.options.setToolTip(tr("Opens the algorithm's own dialog with everything that can be set."))
        self.target = QgsFileWidget()
        self.target.setStorageMode(QgsFileWidget.StorageMode.SaveFile)
        self.target.setFilter(tr("GeoTIFF (*.tif);;ENVI (*.dat *.img *.bsq *.bil *.bip)"))
        self.target.setDialogTitle(tr("Save the restored raster"))
        self.target.lineEdit().setPlaceholderText(tr("Temporary file"))
        self.preview, self.restore = QPushButton(tr("Prev&iew")), QPushButton(tr("Res&tore"))
        self.add_labelled(tr("Method"), self.method, "method")
        self.add(self.description, "methodDescription")
        self.add(self.options, "options")
        self.add_labelled(tr("Save to &file"), self.target, "target", self.target.lineEdit())
        self.add_row(preview=self.preview, restore=self.restore)
        self.add(self.note, "note")
        self.method.currentIndexChanged.connect(self._on_method_changed)
        self._on_method_changed()

    def algorithm(self) -> str:
        """The chosen method's id."""
        return self.method.currentData()

    def select(self, algorithm: str) -> None:
        """Choose a method by its id; one that is not offered changes nothing."""
        index = self.method.findData(algorithm)
        if index >= 0:
            self.method.setCurrentIndex(index)

    def _on_method_changed(self) -> None:
        chosen = QgsApplication.processingRegistry().algorithmById(self.algorithm())
        self.description.say(chosen.shortDescription())
        self.method.setToolTip(chosen.displayName())


def keep_narrow(combo: QComboBox) -> None:
    """Let long names be cut instead of widening the dock."""
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.setMinimumContentsLength(12)
