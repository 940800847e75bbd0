"""Restores a raster in children that are killed at random moments, until one lives to the end. A program of its own:

    python run_and_be_killed.py SOURCE OUTPUT KILLS SEED [SCALE] [DATA_TYPE]

The output's folder is the program's own; what an undisturbed run leaves in it ends in a folder named WHOLE beside it.
Prints, as JSON, how many children were killed, and what they said of earlier runs.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sys
import time
from pathlib import Path

MEMORY_MB = 200
"""Enough for a few tiles at once, of an eighth of it each."""


def network(scale: int):
    """Slow enough to be killed on its way; what a tile becomes depends on its neighbours' seams and on its batch."""
    import torch

    from hyperrestore.test.restoration.networks import Network, convolve

    def answer(batch):
        time.sleep(0.01)
        changed = batch + 0.01 * convolve(batch) + 0.001 * batch.mean(dim=(2, 3), keepdim=True)
        return changed if scale == 1 else torch.repeat_interleave(changed.repeat_interleave(scale, 2), scale, 3)

    def memory_bytes(bands: int, height: int, width: int) -> int:
        return MEMORY_MB << 17

    return Network(answer, tile_px=64, overlap_px=16, scale=scale, scaling="cube", memory_bytes=memory_bytes)


class Log:
    """A monitor that keeps what is said in a file, which outlives a killed process."""

    def __init__(self, path: Path) -> None:
        self._file = open(path, "w", buffering=1)  # noqa: SIM115 - closed with the process

    def progress(self, fraction: float) -> None: ...

    def info(self, text: str) -> None:
        self._file.write(text + "\n")

    warn = info

    def cancelled(self) -> bool:
        return False


def restore(source: str, output: str, scale: int, data_type: str, log: Path) -> None:
    from hyperrestore.restoration import RestorationJob, restore_raster

    job = RestorationJob(
        source=source,
        output=output,
        device="cpu",
        memory_mb=MEMORY_MB,
        data_type=data_type,
        line_direction="columns",
        save_every_s=0.0,
    )
    restore_raster(job, network(scale), Log(log))


def main(source: str, output: str, kills: int, seed: int, scale: int = 1, data_type: str = "source") -> None:
    import torch

    import hyperrestore.restoration  # noqa: F401 - before the children, which are then quick to start

    torch.set_num_threads(1)
    folder = Path(output).parent
    log, said, killed, finished = folder.with_name("log"), [], 0, 0
    draw = random.Random(seed)
    child = _start(source, output, scale, data_type, log)
    _wait_for_tiles(child, log)
    started = time.monotonic()
    os.waitpid(child, 0)
    seconds = time.monotonic() - started
    folder.rename(folder.with_name("WHOLE"))
    lived = False
    while killed < kills or not lived:
        # Not after a kill: the output may be there, and beside it what the next run tidies up.
        if lived:
            shutil.rmtree(folder)
        child = _start(source, output, scale, data_type, log)
        # One in ten at any time, the others while tiles are restored and written.
        if draw.random() > 0.1:
            _wait_for_tiles(child, log)
        lived = _ends_within(child, draw.uniform(0, seconds if killed < kills else 10 * seconds))
        finished, killed = finished + lived, killed + (not lived)
        said += [line for line in log.read_text().splitlines() if "An earlier run" in line]
    print(json.dumps({"killed": killed, "finished": finished, "said": said, "seconds": seconds}))


def _start(source: str, output: str, scale: int, data_type: str, log: Path) -> int:
    log.write_text("")
    child = os.fork()
    if child == 0:
        restore(source, output, scale, data_type, log)
        os._exit(0)
    return child


def _wait_for_tiles(child: int, log: Path) -> None:
    """Until the raster was looked at, and its tiles begin."""
    while "Tiles:" not in log.read_text() and os.path.exists(f"/proc/{child}"):
        time.sleep(0.001)


def _ends_within(child: int, seconds: float) -> bool:
    """Waits for a child; kills it when its time is up."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if os.waitpid(child, os.WNOHANG) != (0, 0):
            return True
        time.sleep(0.001)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return False


if __name__ == "__main__":
    main(*sys.argv[1:3], *map(int, sys.argv[3:6]), *sys.argv[6:7])
