"""Progress, log and cancel: what the engine needs of its caller, and the span that feeds it from inside models."""

from __future__ import annotations

import time
from typing import Callable, Protocol

from ..errors import Cancelled, Interrupted

ETA_SECONDS = 5.0


class Monitor(Protocol):
    """The caller's side. In QGIS it wraps a ``QgsProcessingFeedback``; ``progress`` takes 0 to 1."""

    def progress(self, fraction: float) -> None: ...

    def info(self, text: str) -> None: ...

    def warn(self, text: str) -> None: ...

    def cancelled(self) -> bool: ...


class Progress:
    """The one progress of a run: never runs backwards, asks for cancel at every move, logs the time left.

    A run that starts again with smaller tiles keeps the progress it has shown until the work catches up.
    """

    def __init__(self, monitor: Monitor, clock: Callable[[], float] = time.monotonic) -> None:
        self.monitor = monitor
        self.warnings: list[str] = []
        self.told_to_end = False
        self._clock = clock
        self._logged = clock()
        self._since, self._from = self._logged, 0.0
        self._shown = 0.0

    def warn(self, text: str) -> None:
        """Tells the user now, and keeps the warning for the report."""
        self.warnings.append(text)
        self.monitor.warn(text)

    def advance(self, fraction: float) -> None:
        """Moves to ``fraction`` (0 to 1) of the whole run.

        Raises `Cancelled` when the user has asked for it, `Interrupted` when the system has.
        """
        if self.told_to_end:
            raise Interrupted("The run was told to end (SIGTERM); no output was written.")
        if self.monitor.cancelled():
            raise Cancelled("The run was cancelled; no output was written.")
        self._shown = max(self._shown, min(1.0, fraction))
        self.monitor.progress(self._shown)
        now = self._clock()
        if now - self._logged >= ETA_SECONDS and self._from < fraction < 1.0:
            self._logged = now
            left = (now - self._since) * (1.0 - fraction) / (fraction - self._from)
            self.monitor.info(f"{100 * fraction:.0f} % done, about {readable_seconds(left)} left.")

    def measure_from(self, fraction: float) -> None:
        """From now on the time left is told by the pace since this moment, in which ``fraction`` was done."""
        self._since, self._from = self._clock(), fraction

    def finish(self) -> None:
        """Moves to the end of a run whose output is there: too late to be cancelled."""
        self._shown = 1.0
        self.monitor.progress(1.0)


class Span:
    """A stretch of the run's progress; the `Pulse` that models are given, and divisible for batches and passes."""

    def __init__(self, progress: Progress, start: float = 0.0, end: float = 1.0) -> None:
        self._progress = progress
        self._start = start
        self._end = end

    @property
    def monitor(self) -> Monitor:
        return self._progress.monitor

    def part(self, start: float, end: float) -> Span:
        """The part of this span between two fractions of it."""
        length = self._end - self._start
        return Span(self._progress, self._start + start * length, self._start + end * length)

    def tick(self, fraction: float) -> None:
        """Moves to ``fraction`` (0 to 1) of the span. Raises `Cancelled`."""
        self._progress.advance(self._start + min(1.0, max(0.0, fraction)) * (self._end - self._start))

    def warn(self, message: str) -> None:
        self._progress.warn(message)

    def measure_from(self, fraction: float) -> None:
        """`Progress.measure_from`, with a fraction of the span."""
        self._progress.measure_from(self._start + fraction * (self._end - self._start))


def readable_seconds(seconds: float) -> str:
    """A duration as a person would say it: ``40 s``, ``3 min 20 s``, ``2 h 5 min``."""
    whole = int(round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"
