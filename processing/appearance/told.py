"""What a result says of how it was made: the same in its file, for whoever has no QGIS project, and in its layer."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from qgis.core import QgsAbstractMetadataBase, QgsLayerMetadata, QgsProcessingAlgorithm, QgsProcessingContext

from ..base import HyperRestoreAlgorithm, tr

_ENGINE = ("WINDOW", "TILE", "OVERLAP", "SCALING", "LINE_DIRECTION", "QUALITY", "PRECISION", "DEVICE")


def notes(algorithm: QgsProcessingAlgorithm, parameters: Mapping[str, Any], context: QgsProcessingContext) -> dict:
    """Tags for the output: when it was made, and with which parameters (JSON), those left at their defaults, too."""
    return {
        "DATE": datetime.now(timezone.utc).isoformat(timespec="seconds"),
        "PARAMETERS": json.dumps(_told(algorithm, dict(parameters), context), ensure_ascii=False),
    }


def links_of(algorithm: HyperRestoreAlgorithm) -> dict[str, str]:
    """Where to read on, by what it is."""
    found = {tr("Help"): algorithm.helpUrl()}
    for paper in algorithm.PAPERS:
        address = re.search(r"https?://\S+", paper)
        if address:
            found[paper[: address.start()].strip()] = address[0]
    return found


def layer_metadata(
    title: str, tags: Mapping[str, str], source: str, earlier: Sequence[str], links: Mapping[str, str]
) -> QgsLayerMetadata:
    """For the layer of a file with ``tags``, made from ``source``, whose own history was ``earlier``; ``links`` by what
    they lead to."""
    algorithm, version = tags.get("ALGORITHM", ""), tags.get("VERSION", "")
    made = tr("Made from {} by {} (HyperRestore {}).").format(source, algorithm, version)
    weights = _weights(tags)
    told = json.loads(tags.get("PARAMETERS", "{}"))
    lines = [f"{tags.get('DATE', '')} {made}".strip(), weights]
    lines.append(tr("Parameters: {}").format("; ".join(f"{name}={_plain(value)}" for name, value in told.items())))
    found = "; ".join(f"{key}={tags[key]}" for key in _ENGINE if key in tags)
    lines.append(found and tr("How it was computed: {}").format(found))
    metadata = QgsLayerMetadata()
    metadata.setTitle(title)
    metadata.setType("dataset")
    metadata.setAbstract("\n".join(filter(None, (made, weights))))
    metadata.setKeywords({"HyperRestore": [word for word in (algorithm, tags.get("WEIGHTS")) if word]})
    metadata.setHistory([*(earlier or _before(tags)), *filter(None, lines)])
    metadata.setLinks([QgsAbstractMetadataBase.Link(name, "WWW:LINK", url) for name, url in links.items()])
    return metadata


def _before(tags: Mapping[str, str]) -> list[str]:
    """A line for each run that the file remembers from before this one."""
    runs = [run for run in json.loads(tags.get("EARLIER", "[]")) if isinstance(run, dict)]
    return [" ".join(str(run[key]) for key in ("DATE", "ALGORITHM", "WEIGHTS") if key in run) for run in runs]


def _weights(tags: Mapping[str, str]) -> str:
    if "WEIGHTS" not in tags:
        return ""
    return tr("Weights: {}, SHA-256 {}…").format(tags["WEIGHTS"], tags.get("WEIGHTS_SHA256", ""))


def _told(algorithm: QgsProcessingAlgorithm, parameters: dict, context: QgsProcessingContext) -> dict[str, Any]:
    """Values by parameter, as JSON knows them; of files and layers only the names: folders are nobody's business."""
    told = {}
    for definition in algorithm.parameterDefinitions():
        if definition.isDestination():
            continue
        value = _value(algorithm, definition.type(), definition.name(), parameters, context)
        if value not in (None, "", []):
            told[definition.name()] = value
    return told


def _value(algorithm, kind: str, name: str, parameters: dict, context: QgsProcessingContext) -> Any:
    if kind == "raster":
        return None
    if kind == "band":
        return algorithm.parameterAsInts(parameters, name, context)
    if kind == "boolean":
        return algorithm.parameterAsBool(parameters, name, context)
    if kind == "enum":
        return algorithm.parameterAsEnumString(parameters, name, context)
    if kind == "number":
        if parameters.get(name) is None and algorithm.parameterDefinition(name).defaultValue() is None:
            return None
        number = algorithm.parameterAsDouble(parameters, name, context)
        return int(number) if number.is_integer() else number
    if kind == "extent":
        box = algorithm.parameterAsExtent(parameters, name, context)
        return None if box.isNull() else box.toString(9)
    if kind == "crs":
        return algorithm.parameterAsCrs(parameters, name, context).authid()
    text = algorithm.parameterAsString(parameters, name, context)
    return Path(text).name if kind == "file" else text


def _plain(value: Any) -> str:
    return ";".join(map(str, value)) if isinstance(value, list) else str(value)
