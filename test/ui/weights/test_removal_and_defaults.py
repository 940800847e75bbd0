"""Weights removed and defaults set in the manager; what is then in the settings and on the disk."""
from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hyperrestore.models.checksums import read_sums
from hyperrestore.processing.settings import read_settings, write_settings
from hyperrestore.test.ui.weights.manager import NO, SHIPPED_NAMES, YES, answer


def test_what_ships_stays(manager) -> None:
    shown = manager()
    shown.choose("ras2s")
    assert not shown.button("remove").isEnabled()
    assert "cannot be removed" in shown.button("remove").toolTip()


def test_removing_asks_first(manager, folder: Path) -> None:
    shown, asked = manager(), []
    shown.choose("one")
    answer(NO, asked)
    shown.click("remove")
    assert (folder / "one.safetensors").exists() and "one" in shown.names()
    answer(YES, asked)
    shown.click("remove")
    assert asked == 2 * ["Delete the files of 'one'? This cannot be undone."]
    assert "one" not in shown.names() and not list(folder.glob("one.*"))
    assert set(read_sums(folder)) == {f"{name}.{end}" for name in ("two", "finer") for end in ("json", "safetensors")}
    assert shown.told() == "'one' was removed."


def test_a_default_is_set_marked_and_reset(manager) -> None:
    shown = manager()
    shown.choose("one")
    assert not shown.button("reset_default").isEnabled()
    shown.click("set_default")
    manager.checked(shown)
    assert read_settings().default_weights == {"ras2s": "one"}
    assert shown.default_of() == sorted({*SHIPPED_NAMES, "one"} - {"ras2s"})
    assert shown.dialog.chosen().item.entry.name == "one", "the same row stays chosen"
    assert not shown.button("set_default").isEnabled()
    shown.choose("finer")
    shown.click("set_default")
    assert read_settings().default_weights == {"ras2s": "one", "ssrnet-x3": "finer"}
    manager.checked(shown)
    shown.choose("two")
    shown.click("reset_default")
    assert read_settings().default_weights == {"ssrnet-x3": "finer"}
    assert "ras2s" in shown.default_of()


def test_removing_the_default_says_so_and_resets_it(manager, folder: Path) -> None:
    write_settings(replace(read_settings(), default_weights={"ras2s": "one"}))
    shown, asked = manager(), []
    shown.choose("one")
    answer(YES, asked)
    shown.click("remove")
    assert "set as the default of ras2s" in asked[0]
    assert read_settings().default_weights == {}
    assert shown.default_of() == SHIPPED_NAMES


def test_a_default_that_is_gone_is_listed_and_can_be_reset(manager) -> None:
    write_settings(replace(read_settings(), default_weights={"ras2s": "lost"}))
    shown = manager()
    shown.choose("lost")
    assert shown.states()["lost"] == "not usable"
    assert "Not usable: These weights are set as the default" in shown.card()
    assert "set as the default of ras2s, but they are gone" in shown.card()
    assert not shown.button("remove").isEnabled()
    shown.click("reset_default")
    assert read_settings().default_weights == {} and "lost" not in shown.names()


def test_a_removal_that_fails_is_told(manager, folder: Path, monkeypatch) -> None:
    import os

    def refuse(source: Path, target: Path) -> None:
        raise PermissionError(13, "in use")

    shown, asked = manager(), []
    shown.choose("one")
    monkeypatch.setattr(os, "replace", refuse)
    answer(YES, asked)
    shown.click("remove")
    assert "'one' cannot be removed" in shown.told() and "in use" in shown.told()
    assert "one" in shown.names() and (folder / "one.json").exists()
