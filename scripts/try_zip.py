"""Tries the zip as a user gets it: installed into a fresh QGIS profile, the demo run through it, a look at its window.

    python3 scripts/try_zip.py build/hyperrestore-….zip FOLDER

Runs with the Python that QGIS has, here or in the chroot of qgis340.sh, and takes nothing of the plugin from the
checkout. Leaves in FOLDER the rasters, QGIS's logs, window.png and results.json; ends with a sentence and status 1 when
something is not as it should be.
"""
from __future__ import annotations

import argparse
import json
import os
import platform
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
from osgeo import gdal

from checkout import QGIS_PROCESS
from demo.scene import NODATA, make_scene, read_reflectance, write_scene
from qgis_window import run_in_window

ALGORITHMS = ("denoiseras2s", "restore")
LEAST_GAIN_DB = {"denoiseras2s": 8.0, "restore": 10.0}
SCENE_PX = 64
"""A quarter of the demo's scene: two restorations take half a minute."""

LIMIT_S = 300
SESSION = Path(__file__).with_name("try_zip_window.py")
COMPLAINT = re.compile(r"plugins/hyperrestore/.*Warning|^Traceback|ERROR \d+:")


class Trouble(Exception):
    """Something is not as it should be."""


def install(archive: Path, profile: Path) -> Path:
    """Unpacks the zip where QGIS's *Install from ZIP* does; the plugin's folder."""
    plugins = profile / "profiles" / "default" / "python" / "plugins"
    plugins.mkdir(parents=True)
    profile.chmod(0o700)
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(plugins)
    return plugins / "hyperrestore"


def environment_of(profile: Path) -> dict[str, str]:
    """That of a QGIS that knows the profile and no checkout, and tells what will not work for ever."""
    kept = {name: value for name, value in os.environ.items() if name != "QGIS_PLUGINPATH"}
    return {
        "PYTHONPATH": "",
        **kept,
        "QT_QPA_PLATFORM": "offscreen",
        "QGIS_CUSTOM_CONFIG_PATH": str(profile),
        "XDG_RUNTIME_DIR": str(profile),
        "PYTHONWARNINGS": "default",
    }


class Qgis:
    """``qgis_process`` with one environment; what it says is kept in a folder."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._environment, self._folder = environment, folder

    def __call__(self, log: str, *arguments: str) -> str:
        """Its whole output. Raises `Trouble` when it ends badly."""
        done = subprocess.run(
            [QGIS_PROCESS, *arguments], env=self._environment, stdin=subprocess.DEVNULL, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=LIMIT_S, check=False,
        )  # fmt: skip
        (self._folder / f"{log}.log").write_text(done.stdout)
        if done.returncode != 0:
            raise Trouble(f"{' '.join(arguments)} ended with status {done.returncode}:\n{done.stdout[-3000:]}")
        return done.stdout


def check_listed(plugin: Path, qgis: Qgis) -> list[str]:
    """The plugin is enabled and lists every algorithm that its files define; their ids."""
    defined = re.compile(r'^    ID = "(\w+)"', re.MULTILINE)
    ids = sorted(found for path in plugin.glob("processing/*/*.py") for found in defined.findall(path.read_text()))
    qgis("enable", "plugins", "enable", "hyperrestore")
    loaded = qgis("plugins", "plugins")
    if not re.search(r"\*\s*hyperrestore", loaded):
        raise Trouble(f"the plugin is not among those that are loaded:\n{loaded}")
    listed = set(re.findall(r"hyperrestore:([\w-]+)", qgis("list", "list")))
    missing = sorted(set(ids) - listed)
    if missing or len(ids) < 18:
        raise Trouble(f"of the algorithms {ids}, QGIS does not list {missing}.")
    return ids


def run_demo(plugin: Path, qgis: Qgis, folder: Path) -> dict[str, float]:
    """Makes, spoils and restores the demo's scene; MPSNR in dB by file. Raises `Trouble` for a bad result."""
    sys.path.insert(0, str(plugin.parent))
    from run_demo import band_psnr_db, spoil

    scene = make_scene(size=SCENE_PX)
    write_scene(folder / "scene.tif", scene)
    write_scene(folder / "noisy.tif", spoil(scene))
    clean, good = read_reflectance(folder / "scene.tif"), ~scene.sensor.bad
    mpsnr_db = {}
    for name in ("noisy", *ALGORITHMS):
        path = folder / f"{name}.tif"
        if name != "noisy":
            qgis(name, "run", f"hyperrestore:{name}", "--", f"INPUT={folder / 'noisy.tif'}", f"OUTPUT={path}")
            check_twin(folder / "noisy.tif", path)
        # Not finite where a valid pixel was lost.
        mpsnr_db[name] = float(np.mean(band_psnr_db(clean, read_reflectance(path), scene.valid, good)[good]))
    for name in ALGORITHMS:
        gain = mpsnr_db[name] - mpsnr_db["noisy"]
        if not gain >= LEAST_GAIN_DB[name]:
            raise Trouble(f"{name} gained {gain:.2f} dB, and {LEAST_GAIN_DB[name]} at least were expected.")
    return mpsnr_db


def described(path: Path) -> dict[str, object]:
    """What every GIS reads of a raster besides its values."""
    raster = gdal.Open(str(path))
    bands = [raster.GetRasterBand(number) for number in range(1, raster.RasterCount + 1)]
    envi = raster.GetMetadata("ENVI")
    return {
        "size": (raster.RasterXSize, raster.RasterYSize, raster.RasterCount),
        "geotransform": raster.GetGeoTransform(),
        "projection": raster.GetProjection(),
        "spectral": {name: envi.get(name) for name in ("wavelength", "wavelength_units", "fwhm", "bbl")},
        "types": [band.DataType for band in bands],
        "names": [band.GetDescription() for band in bands],
        "nodata": [band.GetNoDataValue() for band in bands],
        "scale": [(band.GetScale(), band.GetOffset()) for band in bands],
        "centres": [band.GetMetadata("IMAGERY") for band in bands],
        "holes": (raster.ReadAsArray() == NODATA).any(axis=0).tolist(),
    }


def check_twin(source: Path, result: Path) -> None:
    """Raises `Trouble` naming what the result does not have of its source."""
    before, after = described(source), described(result)
    lost = [name for name in before if before[name] != after[name]]
    if lost:
        raise Trouble(f"{result.name} differs from its source in: {', '.join(lost)}.")


def check_window(ids: list[str], folder: Path, environment: dict[str, str]) -> dict[str, object]:
    """Opens QGIS with its window; what was found in it. Raises `Trouble`."""
    try:
        run_in_window(SESSION, folder, environment)
    except RuntimeError as error:
        raise Trouble(f"the session in QGIS's window failed:\n{str(error)[-3000:]}") from error
    found = json.loads((folder / "window.json").read_text())
    pages = found.pop("help")
    unhelpful = [name for name in ids if pages.get(name) != ["algorithms.html", name]]
    if found["menu"] != 1 or found.pop("help_missing") or unhelpful:
        raise Trouble(f"menu or help are not as they should be: {found}; no help for {unhelpful}.")
    if found["docks"] != ["Restoration"]:
        raise Trouble(f"the panel is not there: {found['docks']}.")
    return found


def complaints(folder: Path) -> list[str]:
    """The lines in QGIS's logs that tell errors, or warnings about our code, each once; not warnings of others'."""
    lines: dict[str, None] = {}
    for log in sorted(folder.glob("*.log")):
        for line in log.read_text().splitlines():
            if COMPLAINT.search(line):
                lines.setdefault(f"{log.name}: {line.strip()[:300]}")
    return list(lines)


def versions() -> dict[str, str]:
    import torch

    return {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "gdal": gdal.__version__,
        "torch": torch.__version__,
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("zip", type=Path)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    folder = arguments.folder.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    gdal.UseExceptions()
    plugin = install(arguments.zip, folder / "profile")
    environment = environment_of(folder / "profile")
    qgis = Qgis(environment, folder)
    try:
        ids = check_listed(plugin, qgis)
        mpsnr_db = run_demo(plugin, qgis, folder)
        window = check_window(ids, folder, environment)
    except Trouble as error:
        sys.exit(f"try_zip: {error}")
    results = {
        **versions(), **window, "algorithms": len(ids), "mpsnr_db": mpsnr_db, "complaints": complaints(folder),
    }  # fmt: skip
    (folder / "results.json").write_text(json.dumps(results, indent=1))
    shown = ", ".join(f"{name} {value:.2f} dB" for name, value in mpsnr_db.items())
    print(f"try_zip: QGIS {window['qgis']}, {len(ids)} algorithms, {shown}; docks: {window['docks']}")
    for line in results["complaints"]:
        print(f"try_zip: it said: {line}")


if __name__ == "__main__":
    main()
