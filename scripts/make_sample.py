"""`make sample`: the small noisy raster that comes along with the plugin, for docs/tutorial.md.

It is the demo's scene in a smaller size, spoilt in the same way: made, not measured, and free of anybody's rights.
"""
from __future__ import annotations

from checkout import ROOT
from demo.scene import Scene, make_scene, write_scene
from run_demo import spoil

SAMPLE = ROOT / "docs" / "demo" / "noisy.tif"
SIZE_PX = 64
MAX_BYTES = 1_000_000


def make_sample() -> Scene:
    return spoil(make_scene(size=SIZE_PX))


def main() -> None:
    SAMPLE.parent.mkdir(exist_ok=True)
    # GDAL would keep what the old file has beside it.
    SAMPLE.unlink(missing_ok=True)
    write_scene(SAMPLE, make_sample())
    print(f"{SAMPLE.relative_to(ROOT)}: {SAMPLE.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
