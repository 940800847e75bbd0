"""What is noted of writes, for the file to be compared with."""

from __future__ import annotations

import numpy as np

from hyperrestore.raster import Window
from hyperrestore.raster.written import WriteLog, checksum


def test_the_first_writes_and_the_latest_have_samples():
    log, values = WriteLog(), np.arange(20 * 3 * 4, dtype=np.int16).reshape(20, 1, 3, 4)
    windows = [Window(10 * number, number % 3, 4, 3) for number in range(20)]
    for number, window in enumerate(windows):
        log.add(window, (5,), values[number])
        assert log.samples[-1].window == window and len(log.samples) == min(number + 1, 8)
    assert [sample.window for sample in log.samples] == [*windows[:7], windows[-1]]
    assert [sample.bands for sample in log.samples] == [(5,)] * 8
    assert log.samples[-1].checksum == checksum(values[-1])
