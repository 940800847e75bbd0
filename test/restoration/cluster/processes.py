"""A real Dask scheduler and workers, each a process of its own that knows no QGIS."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from checkout import PLUGINS

PATIENCE_S = 120


class Processes:
    """Started one by one, ended together. ``folder`` is for what they leave."""

    def __init__(self, folder: Path, threads: int = 1) -> None:
        self._folder = folder
        self._threads = threads
        self.workers: list[subprocess.Popen] = []
        wall = folder / "wall" / "qgis"
        wall.mkdir(parents=True)
        (wall / "__init__.py").write_text("raise ImportError('there is no QGIS on workers')\n")
        self._told = folder / "scheduler.json"
        self.scheduler = self._start(
            "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(self._told)
        )
        self.address = self._wait_for_address()

    def add_worker(self, path: str | None = None) -> subprocess.Popen:
        """One more; ``path`` is the PYTHONPATH that it has instead of the plugin's."""
        worker = self._start(
            "worker", self.address, "--nthreads", str(self._threads), "--no-nanny", "--no-dashboard",
            "--memory-limit", "0", "--death-timeout", str(PATIENCE_S), path=path,
        )  # fmt: skip
        self.workers.append(worker)
        return worker

    def end(self) -> None:
        """Kills what is still there."""
        for process in (*self.workers, self.scheduler):
            kill(process)

    def _start(self, what: str, *arguments: str, path: str | None = None) -> subprocess.Popen:
        known = str(PLUGINS) if path is None else path
        places = os.pathsep.join([str(self._folder / "wall"), known])
        environment = {**os.environ, "PYTHONPATH": places, "OMP_NUM_THREADS": "1"}
        log = open(self._folder / f"{what}-{len(self.workers)}.log", "wb")  # noqa: SIM115 - the process's own
        command = [sys.executable, "-m", f"distributed.cli.dask_{what}", *arguments]
        return subprocess.Popen(
            command, cwd=self._folder, env=environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )

    def _wait_for_address(self) -> str:
        ends = time.monotonic() + PATIENCE_S
        while time.monotonic() < ends:
            try:
                return json.loads(self._told.read_text())["address"]
            except (FileNotFoundError, ValueError):
                time.sleep(0.1)
        raise TimeoutError(f"no scheduler after {PATIENCE_S} s")


def kill(process: subprocess.Popen) -> None:
    """As the kernel does it when memory is short."""
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.wait()
