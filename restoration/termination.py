"""SIGTERM during a run: the run ends with a sentence, and what is finished can be kept."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from .monitor import Progress


@contextmanager
def heeding_termination(progress: Progress) -> Iterator[None]:
    """While inside, SIGTERM makes ``progress`` raise `Interrupted` at its next move.

    Only where nobody else has a use for the signal, and in the main thread, which alone may change what signals do:
    that is the case in ``qgis_process``, and in scripts.
    """
    own = threading.current_thread() is threading.main_thread()
    if not own or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return

    def note(*_) -> None:
        progress.told_to_end = True

    signal.signal(signal.SIGTERM, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
