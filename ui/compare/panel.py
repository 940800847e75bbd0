"""The panel that compares two rasters: a swipe on the map, and their spectra at a point."""

from __future__ import annotations

from qgis.core import (
    QgsMapLayer,
    QgsMapLayerProxyModel,
    QgsPointXY,
    QgsProject,
    QgsProviderRegistry,
    QgsRasterLayer,
)
from qgis.gui import QgsMapCanvas, QgsMapLayerComboBox
from qgis.PyQt.QtCore import QSize, Qt
from qgis.PyQt.QtGui import QIcon
from qgis.PyQt.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QToolButton, QVBoxLayout, QWidget

from ...processing.base import ICONS, tr
from .on_canvas import OnCanvas
from .profile_view import ProfileView
from .reader import Request

_ICON_PX = 20
_FOLLOW, _PIN = "follow", "pin"


class ComparePanel(QWidget):
    """Two layers, a button for the swipe and one for the spectral profile, and the plot.

    It does nothing to the map before a button is pressed, and ``deactivate`` takes all of it back.
    """

    def __init__(self, canvas: QgsMapCanvas, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._canvas: QgsMapCanvas | None = canvas
        self._layers: tuple[QgsRasterLayer | None, QgsRasterLayer | None] = (None, None)
        self._on_canvas = OnCanvas(canvas)
        # Before the boxes hear of it, which would choose some other layer instead.
        QgsProject.instance().layersWillBeRemoved.connect(self._drop_layers)
        self._make_widgets()
        self._on_canvas.clicked.connect(self._clicked)
        self._on_canvas.ended.connect(self._ended)
        self.view.pins_changed.connect(self._show_pins)
        canvas.xyCoordinates.connect(self._moved)
        canvas.destinationCrsChanged.connect(self._show_pins)
        canvas.destroyed.connect(self._canvas_gone)
        # Its own slots are deaf by then, and what hangs on the canvas would stay.
        self.destroyed.connect(self._on_canvas.close)
        self._take_layers()

    def set_layers(self, before: QgsRasterLayer | None, after: QgsRasterLayer | None) -> None:
        """Chooses the layers, as the user might; None for none."""
        self.before.setLayer(before)
        self.after.setLayer(after)

    def deactivate(self) -> None:
        """Gives the canvas its former map tool back and takes everything off it; the plot is empty then."""
        self.swipe.setChecked(False)
        self.profile.setChecked(False)
        self.view.clear()
        self._on_canvas.leave()

    def _drop_layers(self, ids: list[str]) -> None:
        for box in (self.before, self.after):
            if box.currentLayer() is not None and box.currentLayer().id() in ids:
                box.setLayer(None)

    def _take_layers(self) -> None:
        layers = _usable(self.before.currentLayer()), _usable(self.after.currentLayer())
        if layers != self._layers:
            self._layers = layers
            self.view.set_layers(*layers)
        both = None not in layers
        self.swipe.setEnabled(both)
        self.swipe.setToolTip(
            tr("Shows Before on one side of a handle on the map, and After on the other: drag the handle.")
            if both
            else tr("Choose a raster for Before and one for After first.")
        )
        self.profile.setEnabled(layers != (None, None))
        if not both:
            self.swipe.setChecked(False)
        self._on_canvas.swipe.set_layers(layers if both else None)
        if layers == (None, None):
            self.profile.setChecked(False)
        self._tell_hint()

    def _tell_hint(self) -> None:
        if self._layers == (None, None):
            hint = tr("Choose the rasters to compare.")
        elif not self.profile.isChecked():
            hint = tr("Press “Spectral profile”: the spectra of both rasters at a point of the map are drawn here.")
        elif self._follows():
            hint = tr("Move over the map: the spectra under the cursor are drawn here.")
        else:
            hint = tr("Click on the map: the spectra of each point that you click are drawn here.")
        self.view.set_hint(hint)

    def _use_tools(self) -> None:
        pins = self.profile.isChecked() and self.mode.currentData() == _PIN
        self.turn.setEnabled(self.swipe.isChecked())
        self._tell_hint()
        self._on_canvas.use(swipe=self.swipe.isChecked(), clicks=pins)

    def _profile_toggled(self, on: bool) -> None:
        if on and not self.view.open():
            self.profile.setChecked(False)
            return
        if not on:
            self.view.stop_following()
        self._use_tools()

    def _mode_chosen(self) -> None:
        self.view.stop_following()
        self._use_tools()

    def _follows(self) -> bool:
        return self.profile.isChecked() and self.mode.currentData() == _FOLLOW

    def _moved(self, point: QgsPointXY) -> None:
        if self._follows():
            self.view.follow(self._request(point, pinned=False))

    def _clicked(self, point: QgsPointXY) -> None:
        if self.profile.isChecked() and self.mode.currentData() == _PIN:
            self.view.pin(self._request(point, pinned=True))

    def _request(self, point: QgsPointXY, *, pinned: bool) -> Request:
        return Request(point, self._canvas.mapSettings().destinationCrs(), pinned)

    def _show_pins(self) -> None:
        self._on_canvas.show_pins(self.view.pinned())

    def _ended(self) -> None:
        """Another tool was chosen, or Escape pressed: what needs the tool ends, and what follows the cursor goes on."""
        self.swipe.setChecked(False)
        if not self._follows():
            self.profile.setChecked(False)
        self._use_tools()

    def _canvas_gone(self) -> None:
        self._canvas = None
        self.setEnabled(False)

    def _make_widgets(self) -> None:
        """In the order of the eye, which is that of the Tab key; underlined letters are none of QGIS's menus."""
        self.before, self.after = self._layer_box(), self._layer_box()
        self.before.setToolTip(tr("The raster as it was: the input of a restoration."))
        self.after.setToolTip(tr("The raster to compare with it: the restored one."))
        self.swipe = self._button("swipe.svg", tr("Sw&ipe"))
        self.turn = self._button("swipestacked.svg", "")
        self.turn.setToolTip(tr("Lays Before above After instead of beside it."))
        self.turn.setAccessibleName(tr("Before above After"))
        self.turn.setEnabled(False)
        self.profile = self._button("profile.svg", tr("Spectral pro&file"))
        self.profile.setToolTip(tr("Draws the values of all bands of both rasters at a point of the map."))
        self.mode = QComboBox(self)
        self.mode.addItem(tr("follow the cursor"), _FOLLOW)
        self.mode.addItem(tr("click to pin"), _PIN)
        self.mode.setToolTip(tr("Whose spectra are drawn: the point under the cursor, or points that you click."))
        self.mode.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.mode.setMinimumContentsLength(9)
        self.mode.setAccessibleName(tr("Points of the profile"))
        self.view = ProfileView(self)
        for box in (self.before, self.after):
            box.layerChanged.connect(self._take_layers)
        self.swipe.toggled.connect(self._use_tools)
        self.turn.toggled.connect(self._on_canvas.swipe.set_stacked)
        self.profile.toggled.connect(self._profile_toggled)
        self.mode.currentIndexChanged.connect(self._mode_chosen)
        self._lay_out()

    def _lay_out(self) -> None:
        chosen = QGridLayout()
        for row, (text, box) in enumerate(((tr("&Before"), self.before), (tr("&After"), self.after))):
            label = QLabel(text, self)
            label.setBuddy(box)
            chosen.addWidget(label, row, 0)
            chosen.addWidget(box, row, 1)
        chosen.setColumnStretch(1, 1)
        # Two rows, because the dock that holds the panel is to be no wider than 320 pixels.
        buttons = QVBoxLayout()
        for widgets in ((self.swipe, self.turn), (self.profile, self.mode)):
            row = QHBoxLayout()
            for widget in widgets:
                row.addWidget(widget, 1 if widget is self.mode else 0)
            row.addStretch(0 if self.mode in widgets else 1)
            buttons.addLayout(row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(chosen)
        layout.addLayout(buttons)
        layout.addWidget(self.view, 1)

    def _layer_box(self) -> QgsMapLayerComboBox:
        box = QgsMapLayerComboBox(self)
        box.setFilters(QgsMapLayerProxyModel.Filter.RasterLayer)
        box.setExcludedProviders([name for name in QgsProviderRegistry.instance().providerList() if name != "gdal"])
        box.setAllowEmptyLayer(True)
        box.setLayer(None)
        # Long names of layers are cut off, and do not make the panel wider.
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(12)
        return box

    def _button(self, icon: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(QIcon(str(ICONS / icon)))
        button.setIconSize(QSize(_ICON_PX, _ICON_PX))
        button.setText(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.setCheckable(True)
        return button


def _usable(layer: QgsMapLayer | None) -> QgsRasterLayer | None:
    return layer if layer is not None and layer.isValid() else None
