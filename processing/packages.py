"""Where the packages are that the user let HyperRestore install."""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication

from ..restoration.private_folder import packages_folder


def user_packages_folder() -> Path:
    """In the user's profile, never in the plugin folder, which updates replace and Windows locks."""
    return packages_folder(Path(QgsApplication.qgisSettingsDirPath()))
