"""Recording and playing, with a stand-in for CUDA's graphs."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import torch
from torch import Tensor

from hyperrestore.errors import Cancelled
from hyperrestore.models.cuda_graphs import STEPS_TOGETHER, Replays
from hyperrestore.models.ras2s import runs
from hyperrestore.models.ras2s.folding import fold
from hyperrestore.models.ras2s.inference import Sweeps
from hyperrestore.models.ras2s.runs import recorded, run
from hyperrestore.test.models.random_ras2s import random_network
from hyperrestore.test.models.tape import Tapes


class Sums:
    """Running sums along ``[N]``: a recurrence."""

    built = 0

    def __init__(self, length: int) -> None:
        Sums.built += 1
        self.given, self.sums = torch.empty(length), torch.empty(length)

    def load(self, batch: Tensor) -> None:
        self.given.copy_(batch)

    def steps(self) -> Iterator[float]:
        total = torch.zeros(())
        for index in range(len(self.given)):
            total = total + self.given[index]
            self.sums[index] = total
            yield (index + 1) / len(self.given)

    def result(self) -> Tensor:
        return self.sums


def sums(replays: Replays, batch: Tensor, tick=lambda share: None) -> Tensor:
    return replays.run(len(batch), lambda: Sums(len(batch)), batch, tick).clone()


def test_plain_then_recorded_then_played() -> None:
    tapes, shares = Tapes(), []
    replays = Replays(lambda: tapes())
    length = 2 * STEPS_TOGETHER + 5
    for _ in range(4):
        batch = torch.rand(length)
        shares.append([])
        torch.testing.assert_close(sums(replays, batch, shares[-1].append), batch.cumsum(0))
    assert (tapes.recorded, tapes.tapes) == (1, 3)
    assert len(shares[0]) == length and shares[0][-1] == 1
    assert shares[1] == shares[2] == shares[3] == [32 / length, 64 / length, 1.0]


def test_only_what_comes_again_at_once_is_recorded_and_other_work_gets_its_memory() -> None:
    tapes = Tapes()
    replays = Replays(lambda: tapes())
    for length in (8, 8, 5, 8, 8, 6, 7, 8):
        batch = torch.rand(length)
        torch.testing.assert_close(sums(replays, batch), batch.cumsum(0))
    assert tapes.recorded == 2
    assert replays._recording is None


@pytest.mark.parametrize("lengths", [(8, 8, 2, 8, 1, 2, 8), (8, 2, 2, 8, 8)])
def test_little_work_in_between_leaves_the_recording_alone(lengths: tuple[int, ...]) -> None:
    """Single tiles of a batch that are done again, for instance."""
    tapes = Tapes()
    replays = Replays(lambda: tapes())
    for length in lengths:
        batch = torch.rand(length)
        torch.testing.assert_close(sums(replays, batch), batch.cumsum(0))
    assert tapes.recorded == 1
    assert replays._recording is not None


def test_half_of_the_work_after_memory_ran_out_is_work_of_its_own() -> None:
    tapes = Tapes()
    replays = Replays(lambda: tapes())
    sums(replays, torch.rand(8))
    with pytest.raises(RuntimeError, match="out of memory"):
        replays.run(8, lambda: Exhausting(8), torch.rand(8), lambda share: None)
    for _ in range(2):
        batch = torch.rand(2)
        torch.testing.assert_close(sums(replays, batch), batch.cumsum(0))
    # The first one failed.
    assert tapes.recorded == 2 and replays._recording is not None


class Exhausting(Sums):
    def steps(self) -> Iterator[float]:
        raise RuntimeError("CUDA out of memory")


def test_threads_wait_for_each_other() -> None:
    replays, meeting = Replays(Tapes()), threading.Barrier(2)
    met = []

    class Meeting(Sums):
        def steps(self) -> Iterator[float]:
            try:
                meeting.wait(0.3)
                met.append(len(self.given))
            except threading.BrokenBarrierError:
                pass
            yield from super().steps()

    def play(length: int) -> bool:
        batch = torch.rand(length)
        found = replays.run(length, lambda: Meeting(length), batch, lambda share: None)
        return torch.allclose(found, batch.cumsum(0))

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(play, (8, 9))) == [True, True]
    assert met == []


def test_cancel_between_graphs_leaves_nothing_behind() -> None:
    replays = Replays(Tapes())
    length = 3 * STEPS_TOGETHER
    for _ in range(2):
        sums(replays, torch.rand(length))

    def stop(share: float) -> None:
        raise Cancelled("enough")

    with pytest.raises(Cancelled):
        sums(replays, torch.rand(length), stop)
    batch = torch.rand(length)
    torch.testing.assert_close(sums(replays, batch), batch.cumsum(0))


def test_memory_that_ran_out_lets_go_of_the_recording() -> None:
    tapes = Tapes()
    replays = Replays(lambda: tapes())
    for _ in range(2):
        sums(replays, torch.rand(8))

    def exhausted() -> Sums:
        raise RuntimeError("CUDA out of memory")

    with pytest.raises(RuntimeError, match="out of memory"):
        replays.run(99, exhausted, torch.rand(99), lambda share: None)
    for _ in range(2):
        batch = torch.rand(8)
        torch.testing.assert_close(sums(replays, batch), batch.cumsum(0))
    assert tapes.recorded == 2


@pytest.mark.parametrize("shape", [(2, 9, 12, 10), (1, 40, 8, 8)])
def test_ras2s_can_be_recorded(shape: tuple[int, ...]) -> None:
    """Nothing in it depends on the batch: neither the tape of an earlier one nor its buffers show."""
    folded, tapes = fold(random_network()), Tapes()
    played = recorded(Replays(lambda: tapes()))
    results = []
    for seed in range(4):
        cube = torch.rand(shape, generator=torch.Generator().manual_seed(seed)) * (1 + 3 * seed)
        sweep, expected = (each(folded, cube, folded.bounds, lambda share: None) for each in (played, run))
        torch.testing.assert_close(sweep.restored, expected.restored, atol=0, rtol=0)
        torch.testing.assert_close(sweep.bounded, expected.bounded, atol=0, rtol=0)
        results.append((sweep.restored, sweep.restored.clone()))
    assert (tapes.recorded, tapes.tapes) == (1, -(-4 * shape[1] // STEPS_TOGETHER))
    assert all(torch.equal(kept, copy) for kept, copy in results), "results outlive the next batch"


def test_large_batches_are_not_recorded_and_get_the_memory_of_what_was(monkeypatch: pytest.MonkeyPatch) -> None:
    net, tapes = fold(random_network()), Tapes()
    replays = Replays(lambda: tapes())
    played = recorded(replays, Sweeps)
    small, large = torch.rand(1, 4, 5, 6), torch.rand(1, 4, 6, 6)
    monkeypatch.setattr(runs, "UNRECORDED_PIXELS", 36)
    for cube in (small, small, large, large):
        found = played(net, cube, net.bounds, lambda _: None).restored
        torch.testing.assert_close(found, run(net, cube, net.bounds, lambda _: None).restored, atol=1e-5, rtol=0)
        assert (replays._recording is None) == (tapes.recorded == 0 or cube is large)
    assert tapes.recorded == 1
