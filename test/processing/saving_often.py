"""A QGIS plugin for tests, beside HyperRestore: runs note how far they are after every batch, not every half minute."""

from __future__ import annotations

from pathlib import Path

METADATA = """[general]
name=Saving often
qgisMinimumVersion=3.0
description=For tests of HyperRestore
version=1
author=HyperRestore
email=nobody@example.org
hasProcessingProvider=yes
"""
CODE = """
class Plugin:
    def initProcessing(self):
        from hyperrestore.restoration import pipeline
        from hyperrestore.restoration.recorder import Recorder

        pipeline.Recorder = lambda output, task, save_every_s: Recorder(output, task, 0.0)

    initGui = initProcessing

    def unload(self):
        pass


def classFactory(iface):
    return Plugin()
"""


def install(profile: Path) -> str:
    """Puts the plugin into a QGIS profile's folder; returns its name."""
    folder = profile / "profiles" / "default" / "python" / "plugins" / "saving_often"
    folder.mkdir(parents=True)
    (folder / "metadata.txt").write_text(METADATA)
    (folder / "__init__.py").write_text(CODE)
    return folder.name
