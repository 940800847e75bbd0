"""`make demo`: makes a scene, spoils it, restores it through QGIS, and says and shows what was gained.

Leaves demo/scene.tif (clean), demo/noisy.tif, demo/restored.tif, demo/before-after.png and demo/qgis.log.
"""
from __future__ import annotations

import dataclasses
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from osgeo import gdal

from checkout import QGIS_PROCESS, ROOT, make_profile
from demo.picture import draw
from demo.scene import Scene, make_scene, read_reflectance, write_scene
from hyperrestore.quality.noise import degrade

ALGORITHM = "hyperrestore:denoiseras2s"
NOISE_SEED = 2018
# In a green field.
SHOWN_PIXEL = (96, 62)


def spoil(scene: Scene) -> Scene:
    """Adds the mixture noise on the scale of the scene's own range."""
    low, high = scene.reflectance[:, scene.valid].min(), scene.reflectance[:, scene.valid].max()
    scaled = (scene.reflectance - low) / (high - low)
    noisy = degrade(scaled, "mixture", np.random.default_rng(NOISE_SEED)) * (high - low) + low
    return dataclasses.replace(scene, reflectance=noisy)


def restore(source: Path, target: Path, log: Path) -> None:
    """Runs the algorithm as an analyst's script would, in a QGIS profile of its own."""
    command = [QGIS_PROCESS, "run", ALGORITHM, "--", f"INPUT={source}", f"OUTPUT={target}"]
    print("$", shlex.join(command).replace(f"{ROOT}/", ""))
    with tempfile.TemporaryDirectory() as profile, log.open("w") as lines:
        status = subprocess.run(
            command, env=make_profile(Path(profile)), stdin=subprocess.DEVNULL, stdout=lines,
            stderr=subprocess.STDOUT, check=False,
        ).returncode
    if status != 0:
        sys.exit(f"{log.read_text()}\ndemo: {ALGORITHM} ended with status {status}; what QGIS said stands above.")


def band_psnr_db(clean: np.ndarray, other: np.ndarray, valid: np.ndarray, good: np.ndarray) -> np.ndarray:
    """PSNR of each band over the ``valid`` pixels; NaN for bands that are not ``good``.

    The peak is the range of the clean cube. A valid pixel that ``other`` lost makes its band's PSNR NaN, too.
    """
    peak = np.ptp(clean[good][:, valid])
    psnr = 10 * np.log10(peak**2 / np.mean((other - clean)[:, valid] ** 2, axis=1))
    return np.where(good, psnr, np.nan)


def main() -> None:
    gdal.UseExceptions()
    folder = ROOT / "demo"
    folder.mkdir(exist_ok=True)
    scene = make_scene()
    write_scene(folder / "scene.tif", scene)
    write_scene(folder / "noisy.tif", spoil(scene))
    bands, height, width = scene.reflectance.shape
    flagged = scene.sensor.bad.sum()
    print(f"demo/scene.tif, demo/noisy.tif: {width} x {height} pixels, {bands} bands, {flagged} of them flagged bad")

    started = time.monotonic()
    restore(folder / "noisy.tif", folder / "restored.tif", folder / "qgis.log")
    print(f"demo/restored.tif: {time.monotonic() - started:.0f} s, QGIS's start included (its log: demo/qgis.log)")

    files = {"noisy": "noisy.tif", "restored": "restored.tif", "clean": "scene.tif"}
    cubes = {name: read_reflectance(folder / file) for name, file in files.items()}
    good = ~scene.sensor.bad
    psnr_db = {name: band_psnr_db(cubes["clean"], cubes[name], scene.valid, good) for name in ("noisy", "restored")}
    mpsnr_db = {name: float(np.mean(values[good])) for name, values in psnr_db.items()}
    worst_band = int(np.nanargmin(psnr_db["noisy"]))
    draw(folder / "before-after.png", scene.sensor, cubes, mpsnr_db, worst_band, SHOWN_PIXEL)
    before, after = mpsnr_db["noisy"], mpsnr_db["restored"]
    print(f"PSNR before {before:.2f} dB, after {after:.2f} dB (mean over the bands not flagged bad)")
    print("demo/before-after.png shows it")


if __name__ == "__main__":
    main()
