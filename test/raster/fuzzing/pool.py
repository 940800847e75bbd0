"""Processes that try out damaged files side by side; one that crashes or hangs is a finding, and is replaced."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from typing import IO

MODULE = "hyperrestore.test.raster.fuzzing.worker"


class Pool:
    """``workers`` processes, each with a folder of its own below ``folder``.

    ``real`` is the folder of real headers, or None; ``patience_s`` is how long one file may take.
    """

    def __init__(self, folder: Path, real: Path | None, *, workers: int, patience_s: float) -> None:
        self._folder = folder
        self._real = "" if real is None else str(real)
        self._workers = workers
        self._patience_s = patience_s

    def run(self, numbers: Iterable[int]) -> list[dict]:
        """The answers of the workers to all ``numbers``; verdict ``crashed`` or ``hung`` where there was none."""
        waiting: queue.SimpleQueue = queue.SimpleQueue()
        for number in numbers:
            waiting.put(number)
        answers: list[dict] = []
        threads = [
            threading.Thread(target=self._serve, args=(self._folder / f"worker-{place}", waiting, answers))
            for place in range(self._workers)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    def _serve(self, folder: Path, waiting: queue.SimpleQueue, answers: list[dict]) -> None:
        process, started = None, 0
        try:
            while True:
                number = waiting.get_nowait()
                if process is None:
                    started += 1
                    process = self._start(folder / str(started))
                answer = _ask(process, number, self._patience_s)
                answers.append(answer)
                if answer["verdict"] in ("crashed", "hung"):
                    process = _end(process)
        except queue.Empty:
            return
        finally:
            if process is not None:
                _end(process)

    def _start(self, folder: Path) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", MODULE, str(folder), self._real],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        if not process.stdout.readline():
            raise RuntimeError("the worker did not start")
        return process


def _ask(process: subprocess.Popen, number: int, patience_s: float) -> dict:
    failed = {"number": number, "specimen": "?", "finding": "", "seconds": patience_s}
    timer = threading.Timer(patience_s, process.kill)
    timer.start()
    try:
        _write_line(process.stdin, number)
        line = process.stdout.readline()
    finally:
        timer.cancel()
    if line.endswith("\n"):
        return json.loads(line)
    code = process.wait()
    return {**failed, "verdict": "hung" if timer.finished.is_set() and code == -9 else "crashed", "finding": str(code)}


def _write_line(file: IO[str], number: int) -> None:
    try:
        file.write(f"{number}\n")
        file.flush()
    except BrokenPipeError:
        return  # it ended between two files: that no answer comes says so


def _end(process: subprocess.Popen) -> None:
    process.kill()
    process.wait()
    process.stdin.close()
    process.stdout.close()
