"""What lies on the shelf, sound or not; and taking some of it away."""
from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from hyperrestore.errors import InvalidParameter, OutputRefused, WeightsMismatch
from hyperrestore.models.catalog import DEFAULT_WEIGHTS, SHIPPED, Entry, entries, find, obstacle
from hyperrestore.models.checksums import read_sums
from hyperrestore.models.inventory import check_files, inventory, remove
from hyperrestore.models.weights import load_model
from hyperrestore.test.models.small_models import save_random


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A catalog with RAS2S weights ``one`` and ``two`` and SSRNet weights ``finer``."""
    save_random(tmp_path / "mine", "one", "ras2s", "cube", channels=8)
    save_random(tmp_path / "mine", "two", "ras2s", "cube", channels=8)
    save_random(tmp_path / "mine", "finer", "ssrnet", "centred", scale=3, filters=4, modules=1, units=1)
    return tmp_path / "mine"


def content(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def problems(folder: Path) -> dict[str, str]:
    return {item.entry.name: item.problem for item in inventory([folder])}


def test_all_weights_are_listed_with_what_they_are(folder: Path) -> None:
    items = {item.entry.name: item for item in inventory([SHIPPED, folder])}
    assert set(items) == {*DEFAULT_WEIGHTS.values(), "one", "two", "finer"}
    assert {name: items[name].key for name in DEFAULT_WEIGHTS.values()} == {v: k for k, v in DEFAULT_WEIGHTS.items()}
    assert (items["finer"].key, items["one"].key) == ("ssrnet-x3", "ras2s")
    assert items["ras2s"].shipped and not items["one"].shipped
    assert items["one"].size == sum((folder / f"one.{end}").stat().st_size for end in ("json", "safetensors"))
    assert not any(item.problem or item.hidden for item in items.values())
    for item in items.values():
        check_files(item.entry)


def test_other_files_are_none_of_ours(folder: Path) -> None:
    (folder / "notes.json").write_text("{}")
    (folder / "readme.txt").write_text("x")
    assert sorted(problems(folder)) == ["finer", "one", "two"]
    assert inventory([folder / "absent"]) == []


def test_a_folder_that_may_not_be_looked_into(folder: Path, forbid) -> None:
    forbid(folder)
    assert inventory([folder]) == [] and entries([folder], "ras2s") == []
    assert [entry.name for entry in entries([folder, SHIPPED], "ras2s")] == ["ras2s"]
    with pytest.raises(WeightsMismatch, match=f"called 'one'.*folder of weights {folder} cannot be looked into: Perm"):
        find([SHIPPED, folder], "ras2s", "one")
    with pytest.raises(OutputRefused, match="cannot be written"):
        save_random(folder, "three", "ras2s", "cube", channels=8)


def test_a_file_in_place_of_the_folder_is_told(folder: Path) -> None:
    assert entries([folder / "one.json"], "ras2s") == inventory([folder / "one.json"]) == []
    assert "Not a directory" in obstacle(folder / "one.json")
    assert obstacle(folder) == obstacle(folder / "absent") == ""


def test_damage_is_listed_with_its_reason(folder: Path) -> None:
    (folder / "one.safetensors").unlink()
    (folder / "two.json").write_text("nonsense")
    found = problems(folder)
    assert "There is no file" in found["one"] and "one.safetensors" in found["one"]
    assert "two.json cannot be read" in found["two"]
    assert found["finer"] == ""
    (folder / "finer.json").unlink()
    assert "finer.json cannot be read" in problems(folder)["finer"]


def test_unknown_networks_are_listed(folder: Path) -> None:
    card = folder / "one.json"
    card.write_text(card.read_text().replace('"ras2s"', '"ras9"'))
    (item,) = (item for item in inventory([folder]) if item.entry.name == "one")
    assert "architecture 'ras9'" in item.problem and item.key is None


def test_equal_names_of_one_network_hide_each_other(folder: Path, tmp_path: Path) -> None:
    save_random(tmp_path / "later", "one", "ras2s", "cube", channels=8)
    save_random(tmp_path / "later", "finer", "ras2s", "cube", channels=8)
    found = {(item.entry.folder.name, item.entry.name): item for item in inventory([folder, tmp_path / "later"])}
    assert found["later", "one"].hidden and "of the same name" in found["later", "one"].problem
    assert not found["later", "finer"].hidden, "a network of its own"
    assert not found["mine", "one"].hidden
    offered = entries([folder, tmp_path / "later"], "ras2s")
    assert {(entry.folder.name, entry.name) for entry in offered} == {
        (place, name) for (place, name), item in found.items() if not item.hidden and item.card.architecture == "ras2s"
    }


@pytest.mark.parametrize("ending", ["json", "safetensors"])
def test_checking_reads_every_byte(folder: Path, ending: str) -> None:
    path = folder / f"one.{ending}"
    data = bytearray(path.read_bytes())
    data[-2] ^= 1
    path.write_bytes(data)
    with pytest.raises(WeightsMismatch, match=f"one.{ending} is damaged or was altered"):
        check_files(Entry("one", folder))
    check_files(Entry("two", folder))


def test_checking_does_not_wait_for_a_pipe(folder: Path) -> None:
    (folder / "one.safetensors").unlink()
    os.mkfifo(folder / "one.safetensors")
    with pytest.raises(WeightsMismatch, match="not an ordinary file"):
        check_files(Entry("one", folder))


def test_what_is_removed_is_gone_and_the_rest_is_as_it_was(folder: Path) -> None:
    before = content(folder)
    remove(Entry("one", folder))
    after = content(folder)
    assert set(before) - set(after) == {"one.json", "one.safetensors"}
    assert {name for name in after if before[name] != after[name]} == {"SHA256SUMS"}
    assert after["SHA256SUMS"].decode().splitlines() == [
        f"{hashlib.sha256(after[name]).hexdigest()}  {name}" for name in sorted(after) if name != "SHA256SUMS"
    ]
    assert [entry.name for entry in entries([folder], "ras2s")] == ["two"]
    load_model(Entry("two", folder))


def test_what_ships_is_not_removed() -> None:
    before = content(SHIPPED)
    with pytest.raises(InvalidParameter, match="comes with HyperRestore"):
        remove(Entry("ras2s", SHIPPED))
    assert content(SHIPPED) == before


@pytest.mark.parametrize("failing", [0, 1, 2])
def test_a_file_that_does_not_go_keeps_all(folder: Path, monkeypatch: pytest.MonkeyPatch, failing: int) -> None:
    """The third file is ``SHA256SUMS``."""
    before, replace, calls = content(folder), os.replace, []

    def refuse(source: Path, target: Path) -> None:
        calls.append(source)
        if len(calls) - 1 == failing:
            raise PermissionError(13, "another program has it open")
        replace(source, target)

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OutputRefused, match="'one' cannot be removed.*another program"):
        remove(Entry("one", folder))
    after = content(folder)
    after.pop("SHA256SUMS.new", None)
    assert after == before
    check_files(Entry("one", folder))


def test_damaged_weights_can_be_removed(folder: Path) -> None:
    (folder / "one.json").unlink()
    (folder / "two.json").write_text("nonsense")
    remove(Entry("one", folder))
    remove(Entry("two", folder))
    assert set(content(folder)) == {"finer.json", "finer.safetensors", "SHA256SUMS"}
    assert set(read_sums(folder)) == {"finer.json", "finer.safetensors"}
