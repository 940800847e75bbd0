"""Inside QGIS: the plugin is switched off and on again."""
from __future__ import annotations

import json
from pathlib import Path

from qgis_window import in_window


def session(folder: Path, iface) -> None:
    from qgis.utils import loadPlugin, startPlugin, unloadPlugin

    def menus() -> list[str]:
        return [action.text() for action in iface.rasterMenu().actions()]

    found = {"loaded": menus()}
    unloadPlugin("hyperrestore")
    found["unloaded"] = menus()
    loadPlugin("hyperrestore")
    startPlugin("hyperrestore")
    found["again"] = menus()
    (folder / "menus.json").write_text(json.dumps(found))


in_window(session)
