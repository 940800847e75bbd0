"""`make bench-methods`: all denoisers, on all cases of noise and on clean cubes, on the scenes of ../shared/data/val.

    make bench-methods [ARGS="--methods fasthyde ngmeet --cases mixture --scenes sandiego --again fasthyde"]

Whole scenes, scaled by their clean range to 0 to 1, are restored as one tile in float32 on one thread. The noise is
that of ../shared/tools/degrade.py with seed 2018, which every figure in ../shared/data/README.md was measured with;
Poisson noise and speckle, which it lacks, are those of `quality.noise.degrade` with the same seed. Each row goes into
bench/results/methods.json as soon as it is measured, and rows that are there already are skipped: the whole takes about
an hour.

Seconds are the processor's, which other work disturbs little. Machines differ: beside the seconds of a method stand
those of FastHyDe on the same cube in the same process.
"""

from __future__ import annotations

import argparse
import datetime
import json
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import torch
from machine import processor
from measure_weights import SHARED, Quiet

from checkout import ROOT
from hyperrestore.models.catalog import DEFAULT_WEIGHTS, SHIPPED, Entry
from hyperrestore.models.descriptor import RestorationModel
from hyperrestore.models.hybrid.hybrid import Hybrid
from hyperrestore.models.methods import METHODS, build_method
from hyperrestore.models.weights import load_model
from hyperrestore.quality.metrics import ergas, mpsnr, mssim, sam
from hyperrestore.quality.noise import degrade as degrade_ours

RESULTS = ROOT / "bench" / "results" / "methods.json"
SCENES = ("sandiego", "jasper-ridge", "cave-toy")
FEW_BANDS = ("jasper-ridge:3", "jasper-ridge:8", "cave-toy:3", "cave-toy:8")
"""So many bands, evenly spread, of a scene: what methods do that live on what bands have in common."""

SEED = 2018
SIGMA = 25
CASES = ("clean", "gaussian", "noniid", "stripe", "deadline", "impulse", "mixture", "poisson", "speckle")
NOISY = "noisy"
"""The input itself, as if a method had left it as it is."""

YARDSTICK = "fasthyde"
NETWORKS = ("ras2s", "sscan")

Row = dict
"""``scene``, ``case`` and ``method``, which tell rows apart, the figures, the seconds, and how they were measured."""


def makers() -> dict[str, Callable[[], RestorationModel]]:
    """What is compared, by its name in the table; the yardstick first, so that the others need not time it again."""
    methods = {name: lambda name=name: build_method(name) for name in METHODS}
    networks = {name: lambda name=name: load_model(Entry(DEFAULT_WEIGHTS[name], SHIPPED)) for name in NETWORKS}
    return {YARDSTICK: methods.pop(YARDSTICK), **methods, **networks, "restore": lambda: Hybrid(networks["ras2s"]())}


def main() -> None:
    known = makers()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--methods", nargs="+", default=[NOISY, *known], choices=(NOISY, *known), metavar="METHOD")
    parser.add_argument("--cases", nargs="+", default=list(CASES), choices=CASES, metavar="CASE")
    scenes = (*SCENES, *FEW_BANDS)
    parser.add_argument("--scenes", nargs="+", default=list(scenes), choices=scenes, metavar="SCENE")
    parser.add_argument(
        "--again", nargs="+", default=[], choices=(NOISY, *known), metavar="METHOD", help="measure these once more"
    )
    parser.add_argument("--json", type=Path, default=RESULTS, help="where rows are kept (bench/results/methods.json)")
    arguments = parser.parse_args()
    if not SHARED.is_dir():
        sys.exit(f"The validation scenes are read from {SHARED}, which is not here.")
    torch.set_num_threads(1)
    chosen = [name for name in (NOISY, *known) if name in arguments.methods or name in arguments.again]
    done = {key for key in read_rows(arguments.json) if key[2] not in arguments.again}
    for scene in arguments.scenes:
        for case in arguments.cases:
            missing = [name for name in chosen if (scene, case, name) not in done]
            if missing:
                measure(scene, case, missing, arguments.json)


def measure(scene: str, case: str, methods: list[str], path: Path) -> None:
    """One row for each of ``methods``, stored one by one."""
    clean = load(scene)
    noisy = spoil(clean, case)
    known, yardstick = makers(), 0.0
    # A process's first run is slower: libraries set themselves up.
    timed(known[YARDSTICK](), noisy[:, :32, :32])
    for name in methods:
        restored, seconds = (noisy, 0.0) if name == NOISY else timed(known[name](), noisy)
        if name == YARDSTICK:
            yardstick = seconds
        elif name != NOISY and not yardstick:
            _, yardstick = timed(known[YARDSTICK](), noisy)
        row = {
            "scene": scene,
            "case": case,
            "method": name,
            **figures(restored, clean),
            "seconds": round(seconds, 2),
            "yardstick_seconds": round(yardstick, 2),
            "machine": machine(),
            "date": datetime.date.today().isoformat(),
        }
        store(row, path)
        print("  ".join(map(str, row.values())), flush=True)


def load(scene: str) -> np.ndarray:
    """float64 [B, H, W], its own range at 0 to 1; of ``name:3`` three bands."""
    name, _, count = scene.partition(":")
    cube = _protocol().load_scaled(SHARED / "data" / "val" / f"{name}.tif")
    if count:
        cube = cube[np.linspace(0, len(cube) - 1, int(count) + 2)[1:-1].astype(int)]
        cube = (cube - cube.min()) / np.ptp(cube)
    return cube


def spoil(clean: np.ndarray, case: str) -> np.ndarray:
    """float32: ``clean`` with the noise of ``case``."""
    if case == "clean":
        return clean.astype(np.float32)
    if case in ("poisson", "speckle"):
        rng = np.random.default_rng(SEED)
        return degrade_ours(clean, case, rng, sigma=SIGMA / 255).astype(np.float32)
    return _protocol().degrade(clean, str(SIGMA) if case == "gaussian" else case, SEED)


def timed(model: RestorationModel, noisy: np.ndarray) -> tuple[np.ndarray, float]:
    """What the model makes of the cube, and the processor's seconds that it took."""
    batch = torch.from_numpy(noisy)[None]
    started = time.process_time()
    restored = model.restore(batch, Quiet())[0].numpy()
    return restored, time.process_time() - started


def figures(restored: np.ndarray, clean: np.ndarray) -> dict[str, float]:
    """MPSNR in dB, MSSIM, SAM in radians, ERGAS."""
    errors = np.mean((restored.astype(np.float64) - clean) ** 2, axis=(1, 2))
    return {
        "mpsnr_db": round(mpsnr(restored, clean), 2),
        "mssim": round(mssim(restored, clean), 4),
        "sam_rad": round(sam(restored, clean), 4),
        "ergas": round(ergas(errors, clean.mean(axis=(1, 2))), 2),
    }


def read_rows(path: Path = RESULTS) -> dict[tuple[str, str, str], Row]:
    """All rows by scene, case and method; none when nothing was measured yet."""
    rows = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    return {_key(row): row for row in rows}


def store(row: Mapping[str, object], path: Path) -> None:
    """``row`` in place of the one like it, if any; in the order of the names, one line each."""
    rows = {**read_rows(path), _key(row): dict(row)}
    lines = ",\n".join(json.dumps(rows[key]) for key in sorted(rows))
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    os.replace(fresh, path)


def machine() -> str:
    """The processor, and what the seconds depend on besides."""
    return f"{processor()}, torch {torch.__version__}, 1 thread"


def _key(row: Mapping[str, object]) -> tuple[str, str, str]:
    return row["scene"], row["case"], row["method"]


def _protocol():
    """The module that the figures of others were measured with; not part of this repository."""
    if str(SHARED / "tools") not in sys.path:
        sys.path.insert(0, str(SHARED / "tools"))
    import degrade

    return degrade


if __name__ == "__main__":
    main()
