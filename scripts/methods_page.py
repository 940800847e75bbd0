"""`make methods-page`: the tables and pictures of docs/methods.md, from bench/results/methods.json and HySU.

Tables are written between the page's markers from the rows of `make bench-methods`; what was not measured stays empty.
Pictures show HySU (DLR, free with credit) with simulated noise, restored by every method there is.
"""
from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from statistics import median

import numpy as np
from bench_methods import CASES, FEW_BANDS, NOISY, SCENES, SEED, Row, makers, read_rows, timed
from weights_page import HYSU, HYSU_WINDOW, IMAGES, fill_marked, show

from checkout import ROOT
from hyperrestore.quality.metrics import mpsnr
from hyperrestore.quality.noise import degrade
from hyperrestore.quality.report import new_figure
from hyperrestore.training.scenes import load_scene

PAGE = ROOT / "docs" / "methods.md"
ABOUT = {
    NOISY: ("noisy", "", ""),
    "restore": ("Restore", "restore", "any noise; the network and the subspace together"),
    "robustsubspace": ("Robust subspace", "denoiserobustsubspace", "mixed noise, without weights; ours"),
    "fasthyde": ("FastHyDe", "denoisefasthyde", "Gaussian noise, the fastest good one"),
    "ngmeet": ("NGMeet", "denoisengmeet", "Gaussian noise"),
    "llrt": ("LLRT", "denoisellrt", "Gaussian noise; slow"),
    "lrtdtv": ("LRTDTV", "denoiselrtdtv", "mixed noise in smooth scenes"),
    "llrgtv": ("LLRGTV", "denoisellrgtv", "mixed noise in smooth scenes"),
    "lrta": ("LRTA", "denoiselrta", "Gaussian noise; the classic, for comparison"),
    "ras2s": ("RAS2S", "denoiseras2s", "mixed noise, by a network"),
    "sscan": ("SSCAN", "denoisesscan", "Gaussian noise, by a network"),
}
"""Title, algorithm and purpose of every row of the tables, in their order."""

SCENE_TITLES = {"sandiego": "San Diego", "jasper-ridge": "Jasper Ridge", "cave-toy": "CAVE toy"}
CASE_TITLES = {
    "clean": "clean", "gaussian": "Gaussian", "noniid": "non-i.i.d.", "stripe": "stripes", "deadline": "dead lines",
    "impulse": "impulses", "mixture": "mixture", "poisson": "Poisson", "speckle": "speckle",
}  # fmt: skip
CLOSE_CASES = ("noniid", "mixture")
"""Those that the other measures are shown for, too, and the pictures."""

Rows = Mapping[tuple[str, str, str], Row]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables-only", action="store_true", help="leave the pictures as they are")
    arguments = parser.parse_args()
    fill_marked(PAGE, "make methods-page", tables(read_rows()))
    if not arguments.tables_only:
        for case in CLOSE_CASES:
            draw(case)


def tables(rows: Rows) -> dict[str, list[str]]:
    """The lines of all places of the page."""
    return {
        "methods": purpose_table(rows),
        **{scene: psnr_table(rows, (scene,)) for scene in SCENES},
        "few bands": few_bands_table(rows),
        "other measures": measures_table(rows),
        "how": measured_how(rows),
    }


def purpose_table(rows: Rows) -> list[str]:
    lines = _head("method", "`hyperrestore:`", "for", *(f"{SCENE_TITLES[scene]}, s" for scene in SCENES), "× FastHyDe")
    for name in _measured(rows)[1:]:
        title, algorithm, purpose = ABOUT[name]
        seconds = [[row["seconds"] for row in _some(rows, name, (scene,))] for scene in SCENES]
        ratios = [row["seconds"] / row["yardstick_seconds"] for row in _some(rows, name, SCENES)]
        times = [f"{median(values):.1f}" if values else "" for values in seconds]
        lines.append(_line(title, f"`{algorithm}`", purpose, *times, f"{median(ratios):.1f}" if ratios else ""))
    return lines


def psnr_table(rows: Rows, scenes: Sequence[str], cases: Sequence[str] = CASES) -> list[str]:
    columns = [(scene, case) for scene in scenes for case in cases]
    titles = [CASE_TITLES[case] for _, case in columns]
    return _table(rows, titles, columns, "mpsnr_db", "{:.2f}")


def few_bands_table(rows: Rows) -> list[str]:
    columns = [(scene, case) for scene in FEW_BANDS for case in ("gaussian", *CLOSE_CASES)]
    titles = ["{} {}, {}".format(*_parted(scene), CASE_TITLES[case]) for scene, case in columns]
    return _table(rows, titles, columns, "mpsnr_db", "{:.2f}")


def measures_table(rows: Rows) -> list[str]:
    columns = [(scene, case) for case in CLOSE_CASES for scene in SCENES]
    lines = _head("method", *(f"{SCENE_TITLES[scene]}, {CASE_TITLES[case]}" for scene, case in columns))
    for name in _measured(rows):
        found = [rows.get((scene, case, name)) for scene, case in columns]
        cells = [f"{row['mssim']:.4f} / {row['sam_rad']:.4f} / {row['ergas']:.2f}" if row else "" for row in found]
        lines.append(_line(ABOUT[name][0], *cells))
    return lines


def measured_how(rows: Rows) -> list[str]:
    machines = sorted({row["machine"] for row in rows.values()})
    dates = sorted({row["date"] for row in rows.values()})
    between = " to ".join(dict.fromkeys((dates[0], dates[-1]))) if dates else "never"
    return [f"{len(rows)} rows, measured {between} on: {'; '.join(machines)}."]


def draw(case: str) -> None:
    """HySU under the noise of ``case``: noisy, restored by each method, clean."""
    clean = np.ascontiguousarray(load_scene(HYSU)[HYSU_WINDOW])
    noisy = degrade(clean, case, np.random.default_rng(SEED)).astype(np.float32)
    known = makers()
    cubes = {ABOUT[name][0]: timed(known[name](), noisy)[0] for name in ABOUT if name in known}
    cubes = {"noisy": noisy, **cubes, "clean": clean}
    across = -(-len(cubes) // 2)
    figure = new_figure(2.3 * across, 4.2)
    panels = list(figure.subplots(2, across).flat)
    for panel, (label, cube) in zip(panels, cubes.items()):
        show(panel, cube, clean, label if cube is clean else f"{label}, {mpsnr(cube, clean):.1f} dB")
    for panel in panels[len(cubes) :]:
        panel.set_axis_off()
    figure.savefig(IMAGES / f"methods-{case}.png", dpi=80)


def _table(rows: Rows, titles: Sequence[str], columns: Sequence[tuple[str, str]], key: str, form: str) -> list[str]:
    """One line for each method; the best of a column is bold, the input aside."""
    names = _measured(rows)
    shown = {place: form.format(row[key]) for place, row in rows.items()}
    best = [
        max((shown[scene, case, name] for name in names[1:] if (scene, case, name) in shown), key=float, default="")
        for scene, case in columns
    ]
    lines = _head("method", *titles)
    for name in names:
        cells = [shown.get((scene, case, name), "") for scene, case in columns]
        marked = [
            f"**{cell}**" if cell and cell == top and name != NOISY else cell for cell, top in zip(cells, best)
        ]
        lines.append(_line(ABOUT[name][0], *marked))
    return lines


def _measured(rows: Rows) -> list[str]:
    """The input, and all methods of which anything was measured."""
    known = {name for _, _, name in rows}
    return [name for name in ABOUT if name == NOISY or name in known]


def _some(rows: Rows, method: str, scenes: Sequence[str]) -> list[Row]:
    """What was measured of a method with noise, on some scenes."""
    return [row for (scene, case, name), row in rows.items() if name == method and scene in scenes and case != "clean"]


def _parted(scene: str) -> tuple[str, str]:
    name, bands = scene.split(":")
    return SCENE_TITLES[name], bands


def _head(*cells: str) -> list[str]:
    return [_line(*cells), _line(*["---"] * len(cells))]


def _line(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
