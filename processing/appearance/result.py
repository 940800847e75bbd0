"""From the end of a run to a layer that looks right: values are gathered where the run is, the layer is dressed where
QGIS loads it. Where it loads none (``qgis_process``, a model's inner steps) nothing is done."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from qgis.core import (
    QgsMapLayer,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingLayerPostProcessorInterface,
    QgsProject,
    QgsRasterLayer,
)

from ...raster import Composite, composite, open_cube, own_tags
from .style import Style, give_composite, give_style, style_of
from .told import layer_metadata
from .tree import place


@dataclass(frozen=True)
class Origin:
    """What a result is made from, remembered without its layer, which may be gone by then. ``layer_id`` and ``style``
    are those of a layer of the project, empty and None for mere files; ``history`` is that layer's own."""

    name: str
    source: str
    layer_id: str = ""
    style: Style | None = None
    history: tuple[str, ...] = ()


@dataclass(frozen=True)
class Result:
    """A finished file and how its layer is to look: in its origin's style, or else as ``composite``."""

    name: str
    origin: Origin
    tags: Mapping[str, str]
    composite: Composite | None
    links: Mapping[str, str] = field(default_factory=dict)


def origin_of(layer: QgsRasterLayer, context: QgsProcessingContext) -> Origin:
    """For the main thread, before the run."""
    project = context.project()
    if project is None or project.mapLayer(layer.id()) is None:
        return origin_of_file(layer.source())
    return Origin(layer.name(), layer.source(), layer.id(), style_of(layer), tuple(layer.metadata().history()))


def origin_of_file(source: str) -> Origin:
    """A file, or whatever else GDAL opens by a name, that is no layer of the project."""
    return Origin(PurePath(source.strip('"').replace("\\", "/")).stem, source)


def present(
    context: QgsProcessingContext, path: str, usual_name: str, name: str, origin: Origin, links: Mapping[str, str]
) -> None:
    """Has the finished raster ``path`` look right as a layer, if QGIS is to load it. It is called ``name``, unless the
    user or a model has given it a name that is not ``usual_name``."""
    if not context.willLoadLayerOnCompletion(path):
        return
    details = context.layerToLoadOnCompletionDetails(path)
    if details.name == usual_name:
        details.name = name
    with open_cube(path) as source:
        found = None if origin.style else composite(source)
        result = Result(name, origin, own_tags(source.dataset), found, links)
    details.setPostProcessor(_kept(_Dresser(result)))


class _Dresser(QgsProcessingLayerPostProcessorInterface):
    """QGIS calls it in the main thread, with the layer of the result when that is in the project."""

    def __init__(self, result: Result) -> None:
        super().__init__()
        self._result = result
        self.done = False

    def postProcessLayer(
        self, layer: QgsMapLayer, context: QgsProcessingContext, feedback: QgsProcessingFeedback
    ) -> None:
        self.done = True
        result, origin = self._result, self._result.origin
        if origin.style is not None:
            give_style(origin.style, layer)
        elif result.composite is not None:
            give_composite(result.composite, layer)
        layer.setMetadata(layer_metadata(layer.name(), result.tags, origin.source, origin.history, result.links))
        place(layer, context.project() or QgsProject.instance(), origin.layer_id)


_waiting: list[_Dresser] = []


def _kept(dresser: _Dresser) -> _Dresser:
    """QGIS takes no hold of post-processors, so they are held here until the next one comes after they were called."""
    _waiting[:] = [*(other for other in _waiting if not other.done), dresser]
    return dresser
