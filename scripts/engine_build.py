"""How pip builds the engine from a repository whose root is a QGIS plugin: without what only QGIS loads."""
from __future__ import annotations

from setuptools.command.build_py import build_py

QGIS_ONLY = {"plugin"}


class EngineOnly(build_py):
    """``build_py`` that leaves out the root's modules for QGIS."""

    def find_package_modules(self, package: str, package_dir: str) -> list[tuple[str, str, str]]:
        """(package, module, file) of what is built."""
        found = super().find_package_modules(package, package_dir)
        return [item for item in found if package != "hyperrestore" or item[1] not in QGIS_ONLY]
