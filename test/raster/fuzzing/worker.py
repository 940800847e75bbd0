"""A process that may crash: tries out damaged files whose numbers it reads, a line each, and answers with a line each.

``python -m hyperrestore.test.raster.fuzzing.worker FOLDER REAL NUMBER ...`` tries some of them out by hand.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
import traceback
from pathlib import Path

from osgeo import gdal

from hyperrestore.test.raster.fuzzing.specimens import Specimen, make_specimens
from hyperrestore.test.raster.fuzzing.trial import Wrong, try_out

ROOM_BYTES = 2 << 30
CRASH, HANG, HOARD = -1, -2, -3


def limit_memory() -> None:
    """Lets this process grow by `ROOM_BYTES` at most: a header that promises terabytes shall not get them."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    allowed = pages * resource.getpagesize() + ROOM_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (allowed, allowed))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(number: int, specimens: list[Specimen], folder: Path, work: Path) -> dict:
    """The verdict, and the finding where something is wrong."""
    specimen = specimens[number % len(specimens)]
    begin = time.monotonic()
    try:
        if number < 0:
            _misbehave(number)
        verdict, finding = try_out(number, specimens, folder, work), ""
    except Wrong as error:
        verdict, finding = "wrong", str(error)
    except BaseException:  # noqa: BLE001 -- whatever escapes is what is looked for
        verdict, finding = "escaped", traceback.format_exc(limit=-4)
    return {
        "number": number, "specimen": f"{specimen.name}/{specimen.damaged}", "verdict": verdict,
        "finding": finding, "seconds": time.monotonic() - begin,
    }  # fmt: skip


def _misbehave(number: int) -> None:
    """What the pool must survive."""
    if number == CRASH:
        os.abort()
    if number == HANG:
        time.sleep(3600)
    bytearray(1 << 40)


def main(folder: str, real: str, *numbers: str) -> None:
    place = Path(folder)
    place.mkdir(parents=True, exist_ok=True)
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    specimens = make_specimens(place / "whole", Path(real) if real else None)
    limit_memory()
    print(json.dumps({"specimens": len(specimens)}), flush=True)
    for number in numbers or iter(sys.stdin.readline, ""):
        print(json.dumps(answer(int(number), specimens, place / "whole", place / "work")), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
