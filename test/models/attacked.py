"""A process that opens hostile files: one request a line in, one answer a line out, memory measured and limited.

``{"load": folder}``, ``{"list": folder}`` or ``{"import": file, "into": folder}``, and back
``{"error": its class, "sentence": …, "grown_mb": …, "found": …}``.
"""
from __future__ import annotations

import json
import resource
import signal
import sys
from pathlib import Path

import torch  # noqa: F401  # Before memory is measured.

from hyperrestore.errors import RestorationError
from hyperrestore.models.catalog import Entry, entries
from hyperrestore.models.importing import import_ras2s
from hyperrestore.models.weights import load_model

NAME = "small"
MOST_GROWTH = 2**30
PATIENCE_S = 60


def answer(request: dict) -> dict:
    """What became of one request."""
    before = peak_mb()
    try:
        found = perform(request)
        outcome = {"error": None, "sentence": "", "found": found}
    except RestorationError as error:
        outcome = {"error": type(error).__name__, "sentence": str(error), "found": None}
    return {**outcome, "grown_mb": peak_mb() - before}


def perform(request: dict) -> object:
    """The request itself."""
    if "list" in request:
        return [entry.name for entry in entries([Path(request["list"])], "ras2s")]
    if "import" in request:
        return import_ras2s(Path(request["import"]), NAME, [Path(request["into"])], licence="", authors="").name
    return load_model(Entry(NAME, Path(request["load"]))).descriptor.architecture


def peak_mb() -> float:
    """Most memory that this process has ever had resident."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """Answers until the input ends."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limit = pages * resource.getpagesize() + MOST_GROWTH
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    for line in sys.stdin:
        signal.alarm(PATIENCE_S)
        print(json.dumps(answer(json.loads(line))), flush=True)
        signal.alarm(0)


if __name__ == "__main__":
    main()
