"""Copies beside what a GPU computes, on a stand-in that does nothing before it must."""

from __future__ import annotations

from contextlib import nullcontext
from types import SimpleNamespace

import numpy as np
import pytest

from hyperrestore.restoration import copies as copies_module
from hyperrestore.restoration import inference as inference_module
from hyperrestore.restoration.blocks import Group, ask
from hyperrestore.restoration.inference import Inference
from hyperrestore.test.restoration import lazy_gpu
from hyperrestore.test.restoration.networks import Descriptor


class Adding:
    """Adds ``number`` on the stand-in."""

    def __init__(self, number: float) -> None:
        self.descriptor = Descriptor()
        self.number = number

    def to(self, device: str, precision: str) -> Adding:
        return self

    def restore(self, batch: lazy_gpu.Maps, pulse) -> lazy_gpu.Maps:
        return batch.plus(self.number)


@pytest.fixture
def lazy(monkeypatch) -> None:
    for module in (copies_module, inference_module):
        monkeypatch.setattr(module, "require_torch", lambda: lazy_gpu.torch)
    monkeypatch.setattr(inference_module, "_gpu", lambda device: nullcontext())


def batch(first: float) -> np.ndarray:
    return np.arange(first, first + 2 * 3 * 4 * 4, dtype=np.float32).reshape(2, 3, 4, 4)


def room() -> np.ndarray:
    return np.full((2, 3, 4, 4), -1, np.float32)


def test_answers_are_right_however_late_a_gpu_is(lazy) -> None:
    inference = Inference(Adding(0.5), "cuda").placed()
    first, second, places = batch(0), batch(100), (room(), room())
    sent = inference.send(first), inference.send(second)
    answers = [
        inference.restore(values, None, place, way) for values, place, way in zip((first, second), places, sent)
    ]
    assert not any(answer.moment.has_come for answer in answers) and (places[0] == -1).all()
    assert (answers[1].wait() == 0.5).all() and (answers[0].wait() == 0.5).all()


def test_an_answer_does_not_wait_for_the_batches_after_it(lazy) -> None:
    inference = Inference(Adding(2), "cuda").placed()
    first = inference.restore(batch(0), None, room())
    second = inference.restore(batch(100), None, room())
    assert (first.wait() == 2).all()
    assert not second.moment.has_come


def test_a_batch_is_sent_while_the_one_before_is_computed(lazy) -> None:
    inference = Inference(Adding(2), "cuda").placed()
    answer, sent = inference.restore(batch(0), None, room()), inference.send(batch(100))
    sent.moment.synchronize()
    assert not answer.moment.has_come
    assert (sent.tiles.values == batch(100)).all()


def test_settled_means_that_host_memory_is_free_for_others(lazy) -> None:
    inference = Inference(Adding(2), "cuda").placed()
    values, place = batch(0), room()
    answer, sent = inference.restore(values, None, place), inference.send(batch(100))
    inference.settle()
    assert answer.moment.has_come and sent.moment.has_come and (place == 2).all()


def test_parts_of_a_group_take_their_part_of_what_was_sent(lazy) -> None:
    inference = Inference(Adding(0.25), "cuda").placed()
    blocks = tuple(SimpleNamespace(empty=empty) for empty in (False, True, False))
    group = Group(blocks, batch(7)).on_its_way(inference)
    part = group.part(slice(1, 3))
    asked = ask(part, inference, None, room()[:1])
    assert part.sent.tiles.shape == (1, 3, 4, 4) and asked.group.sent is None
    assert (asked.pending.wait() == 0.25).all()
    part.sent.moment.synchronize()
    assert (part.sent.tiles.values == batch(7)[1:]).all()


def test_what_never_finds_room_is_told_when_it_is_needed_and_other_errors_at_once(lazy, monkeypatch) -> None:
    inference, error = Inference(Adding(1), "cuda").placed(), "CUDA out of memory"

    def fail(*_, **__) -> None:
        raise RuntimeError(error)

    monkeypatch.setattr(lazy_gpu.HostMaps, "to", fail)
    assert inference.send(batch(0)) is None
    group = Group((SimpleNamespace(empty=False),) * 2, batch(0)).on_its_way(inference)
    with pytest.raises(RuntimeError, match="out of memory"):
        ask(group, inference, None, room())
    error = "illegal address"
    with pytest.raises(RuntimeError, match="illegal address"):
        inference.send(batch(0))


def test_what_found_no_room_ahead_may_find_it_later(lazy, monkeypatch) -> None:
    inference, to = Inference(Adding(1), "cuda").placed(), lazy_gpu.HostMaps.to
    answers = iter([RuntimeError("CUDA out of memory"), None])

    def once(self, device: str, non_blocking: bool = False) -> lazy_gpu.Maps:
        error = next(answers)
        if error:
            raise error
        return to(self, device, non_blocking)

    monkeypatch.setattr(lazy_gpu.HostMaps, "to", once)
    group = Group((SimpleNamespace(empty=False),) * 2, batch(0)).on_its_way(inference)
    assert group.sent is None
    assert (ask(group, inference, None, room()).pending.wait() == 1).all()


def test_results_of_another_size_come_as_they_are(lazy) -> None:
    model = Adding(0)
    model.descriptor = Descriptor(scale=2)
    model.restore = lambda tiles, pulse: lazy_gpu.Maps(lambda: tiles.values.repeat(2, 2).repeat(2, 3), (2, 3, 8, 8))
    answer = Inference(model, "cuda").placed().restore(batch(0), None, np.zeros((2, 3, 8, 8), np.float32))
    assert (answer.wait() == batch(0).repeat(2, 2).repeat(2, 3)).all()


def test_other_devices_are_waited_for(lazy) -> None:
    inference, place = Inference(Adding(3), "mps").placed(), room()
    answer = inference.restore(batch(0), None, place)
    assert inference.copies is None and answer.moment is None and (place == 3).all()


def test_without_a_gpu_nothing_is_sent() -> None:
    inference = Inference(Adding(1), "cpu").placed()
    group = Group((SimpleNamespace(empty=False),) * 2, batch(0))
    assert inference.copies is None and group.on_its_way(inference).sent is None
    inference.settle()
