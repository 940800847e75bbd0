"""The inside of the dock: every button lines up a run of a Processing algorithm, every end of a run is shown."""

from __future__ import annotations

import html
import os

import numpy as np
from qgis.core import (
    QgsApplication,
    QgsMapLayer,
    QgsProcessing,
    QgsProcessingOutputLayerDefinition,
    QgsProject,
    QgsRasterLayer,
)
from qgis.gui import QgisInterface
from qgis.PyQt.QtCore import pyqtSignal
from qgis.PyQt.QtWidgets import QVBoxLayout, QWidget

from ..errors import InvalidParameter
from ..processing.base import tr
from .compare.panel import ComparePanel
from .methods import ESTIMATE, NO_MODEL
from .run_rows import RunRows
from .sections import MethodSection, RasterSection, Section
from .tasks import Purpose, Request, Run, RunQueue, State
from .visible_part import visible_part

PREVIEW_OF = "hyperrestore/preview_of"
"""A preview bears the id of the layer that it shows; as a property it outlives this panel."""


class RestorationPanel(QWidget):
    """From a raster to a restored one beside it. Layers are kept by their ids, as the user may remove them anytime."""

    concluded = pyqtSignal(object, str)
    """A run that has ended, and what came of it in a sentence."""

    def __init__(self, iface: QgisInterface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._iface = iface
        self._findings: dict[str, str] = {}
        self.queue = RunQueue(self)
        self.queue.load_torch()
        self.raster, self.method, self.rows = RasterSection(), MethodSection(), RunRows()
        self.runs = Section("runsSection", tr("Runs"))
        self.runs.add(self.rows, "runs")
        comparison = Section("compareSection", tr("Compare"))
        self.compare = ComparePanel(iface.mapCanvas(), comparison)
        comparison.add(self.compare, "compare")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for section in (self.raster, self.method, self.runs, comparison):
            column.addWidget(section)
        column.addStretch()
        self._connect()
        active = iface.activeLayer()
        if isinstance(active, QgsRasterLayer):
            self.raster.raster.setLayer(active)
        self._on_layer_changed()
        self._on_rows_changed()

    def _connect(self) -> None:
        self.raster.layer_changed.connect(self._on_layer_changed)
        self.raster.estimate.clicked.connect(self._estimate)
        self.method.options.clicked.connect(self._open_options)
        self.method.preview.clicked.connect(self._preview)
        self.method.restore.clicked.connect(self._restore)
        self.rows.changed.connect(self._on_rows_changed)
        self.queue.added.connect(self.rows.add)
        self.queue.ended.connect(self._on_ended)

    def close_down(self) -> None:
        """Before the plugin goes: runs are cancelled and waited for, the map gets its tool back."""
        self.queue.close()
        self.compare.deactivate()

    def _on_layer_changed(self) -> None:
        layer = self.raster.layer()
        buttons = {
            self.raster.estimate: tr("Measures the noise of every band, and suggests a method."),
            self.method.preview: tr(
                "Restores only what the map shows, to see what comes of it. Range, line direction and noise are "
                "estimated from that part alone, so the whole raster may come out a little different."
            ),
            self.method.restore: tr("Restores the whole raster."),
            self.method.options: tr("Opens the method's own dialog with everything that can be set."),
        }
        for button, what in buttons.items():
            button.setEnabled(layer is not None)
            button.setToolTip(what if layer is not None else tr("First add a raster to the project."))
        self.raster.finding.say_markup(self._findings.get(layer.id(), "") if layer is not None else "")
        self.method.note.say("")

    def _on_rows_changed(self) -> None:
        self.runs.setVisible(bool(self.rows.rows()))

    def _estimate(self) -> None:
        layer = self.raster.layer()
        self._submit(Purpose.ESTIMATE, ESTIMATE, layer, {})

    def _preview(self) -> None:
        layer = self.raster.layer()
        try:
            part = visible_part(layer, self._iface.mapCanvas())
        except InvalidParameter as error:
            self.method.note.say(str(error))
            return
        self.method.note.say(
            tr("The map shows more than a preview takes: only {} x {} pixels around its middle are restored.").format(
                part.width, part.height
            )
            if part.cropped
            else ""
        )
        output = QgsProcessingOutputLayerDefinition(QgsProcessing.TEMPORARY_OUTPUT, QgsProject.instance())
        # As a rectangle: a text would first be looked for as a file. Without a system it is in the raster's own.
        self._submit(Purpose.PREVIEW, self.method.algorithm(), layer, {"EXTENT": part.rectangle, "OUTPUT": output})

    def _restore(self) -> None:
        target = self.method.target.filePath()
        if target and target in (run.request.target for run in self.queue.active()):
            self.method.note.say(
                tr("Another run is going to write {}. Choose another file, or wait for it.").format(target)
            )
            return
        shown = _layer_of(target)
        if shown is not None:
            self.method.note.say(
                tr("{} is the file of the layer '{}'. Choose another file, or remove that layer first.").format(
                    target, shown.name()
                )
            )
            return
        self.method.note.say("")
        output = QgsProcessingOutputLayerDefinition(target or QgsProcessing.TEMPORARY_OUTPUT, QgsProject.instance())
        self._submit(Purpose.RESTORE, self.method.algorithm(), self.raster.layer(), {"OUTPUT": output}, target)

    def _submit(self, purpose: Purpose, algorithm: str, layer: QgsRasterLayer, parameters: dict, target="") -> None:
        name = QgsApplication.processingRegistry().algorithmById(algorithm).displayName()
        title = tr("{}, preview: {}") if purpose is Purpose.PREVIEW else tr("{}: {}")
        self.queue.submit(
            Request(
                purpose, algorithm, {"INPUT": layer.id(), **parameters}, title.format(name, layer.name()), layer.id(),
                target,
            )
        )  # fmt: skip

    def _open_options(self) -> None:
        # QGIS's plugin "processing", which is not there when QGIS's core is used without it.
        from processing import createAlgorithmDialog

        parameters = {"INPUT": self.raster.layer().id()}
        if self.method.target.filePath():
            parameters["OUTPUT"] = self.method.target.filePath()
        createAlgorithmDialog(self.method.algorithm(), parameters).show()

    def _on_ended(self, run: Run) -> None:
        show = {
            Purpose.ESTIMATE: self._show_estimate,
            Purpose.PREVIEW: self._show_preview,
            Purpose.RESTORE: self._show_restored,
        }[run.request.purpose]
        sentence = {State.DONE: show, State.FAILED: _failure, State.CANCELLED: _cancelled}[run.state](run)
        row = self.rows.of(run)
        if row is not None and run.state is State.DONE and run.request.purpose is Purpose.ESTIMATE:
            # Its result stands with the raster.
            self.rows.remove(row)
        elif row is not None:
            row.conclude(sentence)
        self.concluded.emit(run, sentence)

    def _show_estimate(self, run: Run) -> str:
        found, layer_id = run.outcome.results, run.request.layer_id
        layer = self.raster.layer()
        self._findings[layer_id] = _finding(found)
        if layer is not None and layer.id() == layer_id:
            self.raster.finding.say_markup(self._findings[layer_id])
            self.method.select(found["MODEL"])
        return found["SUGGESTION"]

    def _show_preview(self, run: Run) -> str:
        project = QgsProject.instance()
        for layer in list(project.mapLayers().values()):
            if layer.customProperty(PREVIEW_OF) == run.request.layer_id:
                project.removeMapLayer(layer.id())
        source = project.mapLayer(run.request.layer_id)
        for layer_id in run.outcome.layer_ids:
            preview = project.mapLayer(layer_id)
            preview.setCustomProperty(PREVIEW_OF, run.request.layer_id)
            if source is not None:
                preview.setName(tr("{} preview").format(source.name()))
        return self._compare(run)

    def _show_restored(self, run: Run) -> str:
        if run.request.target == self.method.target.filePath():
            # Another click is not to replace what has just been written.
            self.method.target.setFilePath("")
        if run.project_closed:
            return tr("Done. The project was closed meanwhile, so the result was not added to another: {}").format(
                run.outcome.results["OUTPUT"]
            )
        return self._compare(run)

    def _compare(self, run: Run) -> str:
        project = QgsProject.instance()
        results = [project.mapLayer(layer_id) for layer_id in run.outcome.layer_ids]
        rasters = [layer for layer in results if isinstance(layer, QgsRasterLayer)]
        if not rasters:
            return tr("Done.")
        self.compare.set_layers(project.mapLayer(run.request.layer_id), rasters[0])
        return tr("Done: the layer '{}' was added, and can be compared below.").format(rasters[0].name())


def _failure(run: Run) -> str:
    """The last line: an unforeseen error comes with its whole trace, which is for the log."""
    lines = [line for line in run.outcome.failure.splitlines() if line.strip()]
    return lines[-1].strip() if lines else tr("The run failed without a word.")


def _cancelled(run: Run) -> str:
    if run.request.target and run.outcome.results:
        return tr("Cancelled too late: the result was complete already, and is in {}.").format(run.request.target)
    return tr("Cancelled.")


def _layer_of(path: str) -> QgsMapLayer | None:
    """The layer of the project that shows the file, None where there is none."""
    if not os.path.exists(path):
        return None
    for layer in QgsProject.instance().mapLayers().values():
        file = layer.source().partition("|")[0]
        if os.path.exists(file) and os.path.samefile(file, path):
            return layer
    return None


def plain_number(value: float) -> str:
    """Three digits that count, or all before the point; never an exponent."""
    return f"{value:.0f}" if value >= 100 else np.format_float_positional(value, 3, fractional=False, trim="-")


def _finding(found: dict) -> str:
    """What the noise estimate's results mean, as HTML."""
    algorithm = QgsApplication.processingRegistry().algorithmById(found["MODEL"])
    if found["MODEL"] == NO_MODEL or algorithm is None:
        advice = tr("Nothing needs doing.")
    else:
        advice = tr("Suggested: {}").format(algorithm.displayName())
    figures = tr("Noise sigma {} (median of the bands), signal-to-noise {:.0f} dB, {} striped bands.").format(
        plain_number(found["SIGMA"]), found["SNR"], found["STRIPED_BANDS"]
    )
    return "<br>".join([f"<b>{html.escape(advice)}</b>", html.escape(found["SUGGESTION"]), html.escape(figures)])
