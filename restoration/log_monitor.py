"""The engine's monitor over the standard library's logging: for notebooks and scripts, where there is no QGIS."""

from __future__ import annotations

import logging
from collections.abc import Callable

LOGGER = "hyperrestore"


class LogMonitor:
    """What a run tells goes to the logger ``hyperrestore`` (info and warning).

    ``progress`` is called with the share done, 0 to 1, at every tick of the model; ``cancelled`` is asked
    as often, and once it is true the run ends with `Cancelled`. Both are called in the thread of the run.
    """

    def __init__(
        self,
        progress: Callable[[float], object] | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> None:
        self._progress, self._cancelled = progress, cancelled
        self._logger = logging.getLogger(LOGGER)

    def progress(self, fraction: float) -> None:
        if self._progress is not None:
            self._progress(fraction)

    def info(self, text: str) -> None:
        self._logger.info("%s", text)

    def warn(self, text: str) -> None:
        self._logger.warning("%s", text)

    def cancelled(self) -> bool:
        return self._cancelled is not None and bool(self._cancelled())
