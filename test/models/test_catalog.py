"""Cards, checksums, catalog, loading and importing."""

from __future__ import annotations

import json
import pickle
from dataclasses import asdict, replace
from pathlib import Path

import pytest
import torch

from hyperrestore.errors import InvalidParameter, WeightsMismatch
from hyperrestore.models import catalog, checksums
from hyperrestore.models.card import ModelCard, read_card, write_card
from hyperrestore.models.catalog import SHIPPED, Entry, entries, find
from hyperrestore.models.checksums import read_sums, verified
from hyperrestore.models.importing import import_ras2s
from hyperrestore.models.weights import load_model, load_tensors, save_weights
from hyperrestore.test.models.random_ras2s import Quiet, random_network

CARD = ModelCard(
    name="small",
    architecture="ras2s",
    arguments={"channels": 8, "regions": 3, "reach": 1},
    task="denoise",
    scaling="cube",
    licence="GPL-3.0-or-later",
    authors="nobody",
)


@pytest.fixture
def entry(tmp_path: Path) -> Entry:
    return save_weights(CARD, random_network(channels=8).state_dict(), tmp_path / "weights")


def test_a_card_survives_its_file(tmp_path: Path) -> None:
    card = replace(CARD, metrics=({"data": "x", "mpsnr_db": 27.5},), training={"steps": 3})
    write_card(card, tmp_path / "card.json")
    assert read_card(tmp_path / "card.json") == card


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[1]",
        '{"name": "x"}',
        json.dumps({**asdict(CARD), "surprise": 1}),
        json.dumps({**asdict(CARD), "scaling": "x"}),
        9999 * "[",
    ],
)
def test_broken_cards_are_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "card.json").write_text(text)
    with pytest.raises(WeightsMismatch, match="card"):
        read_card(tmp_path / "card.json")


def test_saved_weights_load_and_run_alike(entry: Entry) -> None:
    network = random_network(channels=8)
    cube = torch.rand(1, 5, 8, 8)
    torch.testing.assert_close(load_model(entry).restore(cube, Quiet()), network(cube), atol=1e-4, rtol=0)


def test_sums_are_what_sha256sum_checks(entry: Entry) -> None:
    import hashlib

    lines = (entry.folder / "SHA256SUMS").read_text().splitlines()
    expected = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in entry.folder.glob("small.*")}
    assert lines == [f"{expected[name]}  {name}" for name in sorted(expected)]
    assert len(lines) == 2


@pytest.mark.parametrize("part", ["weights_path", "card_path"])
def test_altered_files_are_refused(entry: Entry, part: str) -> None:
    path = getattr(entry, part)
    data = bytearray(path.read_bytes())
    data[-3] ^= 1
    path.write_bytes(data)
    with pytest.raises(WeightsMismatch, match="damaged or was altered"):
        load_model(entry)


def test_what_was_checked_is_loaded_though_the_file_is_swapped_meanwhile(
    entry: Entry, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, read = load_tensors(entry), checksums.read_bounded

    def read_and_swap(path: Path, most: int) -> bytes:
        content = read(path, most)
        if path == entry.weights_path:
            path.write_bytes(b"another file")
        return content

    monkeypatch.setattr(checksums, "read_bounded", read_and_swap)
    found = load_tensors(entry)
    assert entry.weights_path.read_bytes() == b"another file"
    assert found.keys() == expected.keys() and all(torch.equal(found[name], expected[name]) for name in expected)


def test_files_without_a_checksum_are_refused(entry: Entry) -> None:
    (entry.folder / "SHA256SUMS").unlink()
    with pytest.raises(WeightsMismatch, match="no line in"):
        load_model(entry)


def test_weights_of_another_size_are_refused(tmp_path: Path) -> None:
    wrong = save_weights(replace(CARD, arguments={"channels": 10}), random_network(channels=8).state_dict(), tmp_path)
    with pytest.raises(WeightsMismatch, match="do not fit"):
        load_model(wrong)


def test_an_unknown_architecture_is_refused(tmp_path: Path) -> None:
    foreign = save_weights(replace(CARD, architecture="other"), {"x": torch.zeros(1)}, tmp_path)
    with pytest.raises(WeightsMismatch, match="architecture 'other'"):
        load_model(foreign)


def test_the_catalog_finds_by_name_and_names_what_there_is(entry: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [found.name for found in entries([entry.folder], "ras2s")] == ["small"]
    assert entries([entry.folder], "other") == []
    assert find([entry.folder], "ras2s", "small") == entry
    with pytest.raises(WeightsMismatch, match="There are: small"):
        find([entry.folder], "ras2s", "big")
    monkeypatch.setitem(catalog.DEFAULT_WEIGHTS, "ras2s", "small")
    assert find([entry.folder], "ras2s", "default") == entry


def test_of_equal_names_the_first_folder_wins(entry: Entry, tmp_path: Path) -> None:
    other = save_weights(CARD, random_network(seed=5, channels=8).state_dict(), tmp_path / "user")
    assert find([entry.folder, other.folder], "ras2s", "small") == entry
    assert find([other.folder, entry.folder], "ras2s", "small") == other


@pytest.mark.parametrize("content", [b"nonsense\n", b"\xff\xfe"])
def test_broken_sums_are_refused(entry: Entry, content: bytes) -> None:
    (entry.folder / "SHA256SUMS").write_bytes(content)
    with pytest.raises(WeightsMismatch):
        load_model(entry)


def test_junk_in_the_folder_does_not_hide_the_rest(entry: Entry) -> None:
    (entry.folder / "junk.json").write_text("[]")
    (entry.folder / "junk.safetensors").touch()
    assert [found.name for found in entries([entry.folder], "ras2s")] == ["small"]


def test_the_card_says_what_scaling_auto_means(tmp_path: Path) -> None:
    by_band = save_weights(replace(CARD, scaling="band"), random_network(channels=8).state_dict(), tmp_path)
    assert load_model(by_band).descriptor.scaling == "band"
    assert load_model(by_band).to("cpu").descriptor.scaling == "band"


def test_weights_that_are_not_numbers_are_refused(tmp_path: Path) -> None:
    state = random_network(channels=8).state_dict()
    state["encoder.features.first.bias"] = torch.full((8,), float("nan"))
    with pytest.raises(WeightsMismatch, match="not numbers"):
        load_model(save_weights(CARD, state, tmp_path))


@pytest.mark.parametrize("name", ["default", "small"])
def test_names_that_could_not_be_reached_are_refused(entry: Entry, shared: Path, tmp_path: Path, name: str) -> None:
    checkpoint = shared / "reference" / "ras2s_authors_checkpoint.pth"
    with pytest.raises(InvalidParameter, match="is taken"):
        import_ras2s(checkpoint, name, [entry.folder, tmp_path / "user"], licence="", authors="")
    assert not (tmp_path / "user").exists()


def test_a_checkpoint_with_a_part_missing_is_refused(shared: Path, tmp_path: Path) -> None:
    loaded = torch.load(shared / "reference" / "ras2s_authors_checkpoint.pth", weights_only=True)
    for spoil in (
        lambda net: net.pop("encoder.corr.k.bias"),
        lambda net: net.update({"decoder.attention.conv1.weight": torch.zeros(3, 4)}),
        lambda net: net.update({"encoder.corr.k.weight": torch.zeros(14, 13, 1, 1)}),
    ):
        net = dict(loaded["net"])
        spoil(net)
        torch.save({"net": net}, tmp_path / "spoilt.pth")
        with pytest.raises(WeightsMismatch):
            import_ras2s(tmp_path / "spoilt.pth", "spoilt", [tmp_path / "out"], licence="", authors="")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("name", ["../up", "a/b", "", ".hidden", "sp ace", "ümlaut", 300 * "x"])
def test_names_that_are_no_file_names_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidParameter, match="cannot be a model's name"):
        save_weights(replace(CARD, name=name), {"x": torch.zeros(1)}, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_taken_name_is_refused_and_nothing_changes(entry: Entry) -> None:
    before = read_sums(entry.folder)
    with pytest.raises(InvalidParameter, match="is taken"):
        save_weights(CARD, {"x": torch.zeros(1)}, entry.folder)
    assert read_sums(entry.folder) == before
    assert verified(entry.weights_path, 10**7) == entry.weights_path.read_bytes()


@pytest.mark.parametrize("name", ["default", "auto", "none"])
def test_names_that_choices_have_already_are_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(InvalidParameter, match="is taken"):
        save_weights(replace(CARD, name=name), {"x": torch.zeros(1)}, tmp_path)


def test_the_shipped_default_is_there_and_sound() -> None:
    default = find([SHIPPED], "ras2s", "default")
    model = load_model(default)
    assert model.descriptor.architecture == "ras2s"
    assert default.card().licence == "GPL-3.0-or-later"
    assert default.card().metrics, "a shipped model says how good it is"


def test_the_authors_checkpoint_is_imported(shared: Path, tmp_path: Path) -> None:
    imported = import_ras2s(
        shared / "reference" / "ras2s_authors_checkpoint.pth", "authors", [tmp_path], licence="none stated", authors="X"
    )
    card = imported.card()
    assert card.arguments == {"channels": 14, "regions": 3, "reach": 1, "bound": 4.0}
    assert (card.licence, card.authors) == ("none stated", "X")
    assert load_model(imported).descriptor.architecture == "ras2s"


class Evil:
    def __reduce__(self) -> tuple:
        return (print, ("code ran",))


def test_checkpoints_that_carry_code_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "evil.pth"
    torch.save({"net": {"x": Evil()}}, path)
    with pytest.raises(WeightsMismatch, match="refused for safety"):
        import_ras2s(path, "evil", [tmp_path / "out"], licence="", authors="")
    for junk in (b"", b"\x80\x02.", b"\x80\x02]q\0e.", b"PK\x03\x04junk"):
        path.write_bytes(junk)
        with pytest.raises(WeightsMismatch, match="cannot be read as plain weights"):
            import_ras2s(path, "evil", [tmp_path / "out"], licence="", authors="")
    path.write_bytes(pickle.dumps(Evil()))
    with pytest.raises(WeightsMismatch, match="cannot be read as plain weights"):
        import_ras2s(path, "evil", [tmp_path / "out"], licence="", authors="")
    assert "code ran" not in capsys.readouterr().out
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"net": {3: torch.zeros(1)}}, "no table of weights"),
        ([1, 2], "no table of weights"),
        ({"net": {"layer.weight": torch.zeros(1)}}, "'layer.weight'"),
        ({"net": {"encoder.conv_inp_1.weight": torch.zeros(14, 1, 3, 3)}}, "lacks"),
    ],
)
def test_other_checkpoints_are_refused(tmp_path: Path, content: object, message: str) -> None:
    torch.save(content, tmp_path / "other.pth")
    with pytest.raises(WeightsMismatch, match=message):
        import_ras2s(tmp_path / "other.pth", "other", [tmp_path / "out"], licence="", authors="")


def test_a_missing_checkpoint_is_named(tmp_path: Path) -> None:
    with pytest.raises(WeightsMismatch, match=r"no file .*absent\.pth"):
        import_ras2s(tmp_path / "absent.pth", "x", [tmp_path], licence="", authors="")
