"""`make sample`: the small noisy raster that comes along with the plugin, for docs/tutorial.md, and how QGIS draws it.

It is the demo's scene in a smaller size, spoilt in the same way: made, not measured, and free of anybody's rights.
"""
from __future__ import annotations

import os
import sys

from checkout import ROOT
from demo.scene import Scene, make_scene, write_scene
from run_demo import spoil

SAMPLE = ROOT / "docs" / "demo" / "noisy.tif"
STYLE = SAMPLE.with_suffix(".qml")
"""QGIS takes it as the default style of the raster beside it."""
SIZE_PX = 64
MAX_BYTES = 1_000_000


def make_sample() -> Scene:
    return spoil(make_scene(size=SIZE_PX))


def save_true_colour() -> str:
    """Lets QGIS write the style: red, green and blue from the bands next to them, as in the README's pictures."""
    from qgis.core import QgsApplication, QgsMapLayer, QgsRasterLayer
    from screenshots import show_true_colour

    application = QgsApplication([], False)
    application.initQgis()
    layer = QgsRasterLayer(str(SAMPLE), "noisy")
    show_true_colour(layer)
    message, done = layer.saveNamedStyle(str(STYLE), QgsMapLayer.StyleCategory.Symbology)
    return "" if done else message


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    SAMPLE.parent.mkdir(exist_ok=True)
    # GDAL would keep what the old file has beside it.
    SAMPLE.unlink(missing_ok=True)
    write_scene(SAMPLE, make_sample())
    trouble = save_true_colour()
    print(trouble or f"{SAMPLE.relative_to(ROOT)}: {SAMPLE.stat().st_size / 1e6:.2f} MB, {STYLE.relative_to(ROOT)}")
    sys.stdout.flush()
    # QGIS crashes when its Python objects outlive it, and there is nothing left to do.
    os._exit(1 if trouble else 0)


if __name__ == "__main__":
    main()
