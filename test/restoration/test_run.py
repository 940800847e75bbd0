"""Groups of tiles on their way: in as many slots as were promised, none of which is used again too early."""

from __future__ import annotations

import threading

import numpy as np

from hyperrestore.restoration import memory, run
from hyperrestore.restoration.assembly import Assembly
from hyperrestore.restoration.needs import SLOTS
from hyperrestore.test.restoration.networks import Network, noise_cube
from hyperrestore.test.restoration.through_the_engine import restore

SIDE = 32
CUBE = noise_cube(2, 2 * SIDE, 8 * SIDE)


def no_numbers_at_twice_the_size(batch):
    """Memory for one tile at a time, of which it makes what is no number: so the input's stand there."""
    if len(batch) > 1:
        raise RuntimeError("out of memory")
    return (batch * np.nan).repeat_interleave(2, dim=2).repeat_interleave(2, dim=3)


def test_a_run_has_as_many_slots_as_its_memory_was_planned_for(tmp_path, monkeypatch) -> None:
    made, slot = [], run.Slot
    monkeypatch.setattr(run, "Slot", lambda *buffers: made.append(buffers) or slot(*buffers))
    restore(tmp_path, CUBE, Network(), tile_size=SIDE, overlap=0)
    assert len(made) == SLOTS


def test_nothing_is_read_into_a_slot_before_all_of_its_tiles_are_written(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(memory, "CPU_BATCH_PIXELS", 2 * SIDE**2)
    groups, again = [], threading.Event()
    read_group, add = run.read_group, Assembly.add

    def reading(*arguments):
        group = read_group(*arguments)
        groups.append(len(group.blocks))
        if len(groups) > SLOTS:
            again.set()
        return group

    def slowly(self, answer) -> None:
        if not self.written:
            # A reader that had the slot already would be quicker.
            again.wait(0.5)
        add(self, answer)

    monkeypatch.setattr(run, "read_group", reading)
    monkeypatch.setattr(Assembly, "add", slowly)
    found, report = restore(tmp_path, CUBE, Network(no_numbers_at_twice_the_size, scale=2), tile_size=SIDE, overlap=0)
    assert (groups, report.batch) == ([2] * 8, 1)
    assert np.array_equal(found, CUBE.repeat(2, axis=1).repeat(2, axis=2))
