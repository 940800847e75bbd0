"""How QGIS sees this checkout: one place for tests, demo and benchmarks."""
from __future__ import annotations

import os
import shutil
import subprocess
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PLUGINS = ROOT / ".plugins"
# Debian's wrapper `qgis_process` passes an option that its own binary refuses, so the binary comes first.
QGIS_PROCESS = shutil.which("qgis_process.bin") or "qgis_process"


def qgis_environment(profile: Path) -> dict[str, str]:
    """The environment of a QGIS process that knows this plugin and .venv, and keeps its settings in ``profile``."""
    return {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_PLUGINPATH": str(PLUGINS),
        "QGIS_CUSTOM_CONFIG_PATH": str(profile),
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "XDG_RUNTIME_DIR": str(profile),
    }


def make_profile(profile: Path) -> dict[str, str]:
    """Makes a QGIS profile in which the plugin is enabled; returns the environment that uses it."""
    profile.mkdir(parents=True, exist_ok=True)
    profile.chmod(0o700)
    environment = qgis_environment(profile)
    enabled = subprocess.run(
        [QGIS_PROCESS, "plugins", "enable", "hyperrestore"],
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )
    if enabled.returncode != 0:
        raise RuntimeError(f"QGIS could not enable the plugin in {PLUGINS}: {enabled.stderr.strip()}")
    return environment
