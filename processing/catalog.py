"""The catalog of weights as this user has it: what comes with the plugin, what was added, and what is the default."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from qgis.core import Qgis, QgsApplication, QgsMessageLog

from ..errors import WeightsMismatch
from ..models.catalog import DEFAULT, DEFAULT_WEIGHTS, SHIPPED, Entry, find, obstacle
from .base import tr
from .settings import read_settings


def user_weights_folder() -> Path:
    """Where imported weights live: by default in the user's profile; never in the plugin folder, which updates
    replace."""
    chosen = read_settings().weights_folder
    return Path(chosen) if chosen else profile_weights_folder()


def profile_weights_folder() -> Path:
    """Where imported weights live unless the settings say otherwise."""
    return Path(QgsApplication.qgisSettingsDirPath()) / "hyperrestore" / "weights"


def weights_folders() -> tuple[Path, ...]:
    """Where the catalog looks: what comes with the plugin, and what the user has added.

    The log says when nobody can look into the latter; runs that need weights from there fail with the same sentence.
    """
    own = user_weights_folder()
    problem = obstacle(own)
    if problem:
        _tell(problem)
    return SHIPPED, own


def explained(judged: tuple[bool, str]) -> tuple[bool, str]:
    """QGIS's judgement of parameters; of a bad one with the reason why names of weights may be unknown to it."""
    sound, complaint = judged
    return sound, complaint if sound else " ".join(filter(None, (complaint, obstacle(user_weights_folder()))))


def find_weights(architecture: str, name: str, key: str | None = None) -> Entry:
    """The weights called ``name``; for the name ``default`` those of the settings, or else the shipped ones.

    ``key`` is the one of ``DEFAULT_WEIGHTS`` that counts then, where it is not the architecture. Raises
    ``WeightsMismatch``, also where weights that were set as the default are gone.
    """
    chosen, key = read_settings().default_weights, key or architecture
    try:
        return find(weights_folders(), architecture, name, key, {**DEFAULT_WEIGHTS, **chosen})
    except WeightsMismatch as error:
        if name != DEFAULT or key not in chosen or obstacle(user_weights_folder()):
            raise
        raise WeightsMismatch(
            tr(
                "The weights '{0}' are set as the default of {1}, but the catalog has none of that name for {1}. Reset "
                "the default in Raster ▸ HyperRestore ▸ Weights…, import them again, or choose weights by name."
            ).format(chosen[key], key)
        ) from error


@cache
def _tell(problem: str) -> None:
    """Once, though the catalog is read whenever an algorithm is made."""
    QgsMessageLog.logMessage(problem, "HyperRestore", Qgis.MessageLevel.Warning)
