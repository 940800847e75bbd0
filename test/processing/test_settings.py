"""The user's settings: what is stored, what of it is believed, and that all runs begin with it."""
from __future__ import annotations

from configparser import ConfigParser
from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsApplication, QgsProcessingContext, QgsProcessingException
from qgis.PyQt.QtCore import QSettings

from checkout import QGIS_PROCESS, make_profile
from hyperrestore.models.catalog import DEFAULT_WEIGHTS
from hyperrestore.processing import catalog as catalog_module
from hyperrestore.processing import settings as module
from hyperrestore.processing.catalog import find_weights, profile_weights_folder, user_weights_folder
from hyperrestore.processing.restore import restore as restore_module
from hyperrestore.processing.settings import GROUP, Settings, read_settings, write_settings
from hyperrestore.test.models.hybrid.networks import Network, garbage
from hyperrestore.test.models.small_models import save_random
from hyperrestore.test.processing.conftest import Recorder
from hyperrestore.test.processing.rasters import tiff_items, write_cube

CHOSEN = Settings(
    device="cpu",
    precision="fp32",
    memory_mb=700,
    scheduler="local:2",
    weights_folder="/somewhere/else",
    default_weights={"ras2s": "mine", "ssrnet-x3": "finer"},
)
RESTORATIONS = ("restore", "denoiseras2s", "denoisesscan", "superresolvessrnet", "superresolvebicubic", "denoiselrta")


@pytest.fixture
def ini(own_settings: Path) -> Path:
    """The file of the settings, which are empty."""
    return own_settings


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is written into QGIS's log."""
    lines: list[str] = []
    module._tell.cache_clear()
    catalog_module._tell.cache_clear()
    QgsApplication.messageLog().messageReceived[str, str, module.Qgis.MessageLevel].connect(
        lambda text, tag, level: lines.append(text) if tag == "HyperRestore" else None
    )
    return lines


def stored(path: Path) -> dict[str, object]:
    """What a settings file has of ours, read as any other program would."""
    file = ConfigParser()
    file.read(path)
    section, _, group = GROUP.partition("/")
    keys = {key.replace("\\", "/"): value for key, value in file[section].items()}
    return {key[len(group) + 1:]: value for key, value in keys.items() if key.startswith(group)}


def default_of(instance, name: str) -> object:
    return instance.parameterDefinition(name).defaultValue()


def test_nothing_stored_is_the_defaults(ini: Path) -> None:
    assert read_settings() == Settings()
    assert Settings() == Settings("auto", "auto", 0, "", "", {})
    assert user_weights_folder() == profile_weights_folder()


def test_what_is_written_is_read(ini: Path) -> None:
    write_settings(CHOSEN)
    assert read_settings() == CHOSEN
    assert stored(ini) == {
        "device": "cpu", "precision": "fp32", "memory_mb": "700", "scheduler": "local:2",
        "weights_folder": "/somewhere/else", "default_weights/ras2s": "mine", "default_weights/ssrnet-x3": "finer",
    }  # fmt: skip
    assert user_weights_folder() == Path("/somewhere/else")
    write_settings(Settings())
    assert read_settings() == Settings()
    assert "default_weights/ras2s" not in stored(ini)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("device", "toaster"),
        ("device", ["cpu", "cuda"]),
        ("device", 7),
        ("precision", "int4"),
        ("memory_mb", "-1"),
        ("memory_mb", "much"),
        ("memory_mb", "1.5"),
        ("memory_mb", 2**40),
        ("memory_mb", ["1", "2"]),
        ("scheduler", "no address"),
        ("scheduler", ["a", "b"]),
        ("weights_folder", "relative/folder"),
        ("weights_folder", {"a": 1}),
        ("default_weights/ras2s", "../../etc/passwd"),
        ("default_weights/ras2s", "default"),
        ("default_weights/ras2s", 3.5),
    ],
)
def test_values_that_are_none_of_ours(ini: Path, log: list[str], algorithm, key: str, value: object) -> None:
    write_settings(CHOSEN)
    QSettings().setValue(f"{GROUP}/{key}", value)
    found = read_settings()
    name, _, part = key.partition("/")
    if part:
        assert found.default_weights == {"ssrnet-x3": "finer"}
    else:
        assert getattr(found, name) == getattr(Settings(), name)
    kept = [field for field in ("device", "precision", "memory_mb", "scheduler", "weights_folder") if field != name]
    assert [getattr(found, field) for field in kept] == [getattr(CHOSEN, field) for field in kept]
    assert default_of(algorithm("denoiseras2s"), "PRECISION") in ("fp32", "auto")
    assert [line for line in log if f"{GROUP}/{key} cannot be used" in line] == log and len(log) == 1


def test_unknown_keys_are_left_alone(ini: Path, log: list[str]) -> None:
    QSettings().setValue(f"{GROUP}/of_a_newer_version", "x")
    QSettings().setValue(f"{GROUP}/default_weights/of_a_newer_network", "y")
    assert read_settings() == Settings() and log == []


@pytest.mark.parametrize("name", RESTORATIONS)
def test_runs_begin_with_the_settings(ini: Path, algorithm, name: str) -> None:
    before = algorithm(name)
    write_settings(CHOSEN)
    after = algorithm(name)
    expected = {"DEVICE": ("auto", "cpu"), "MEMORY_MB": (0, 700), "SCHEDULER": (None, "local:2")}
    if after.parameterDefinition("PRECISION"):
        expected["PRECISION"] = ("auto", "fp32")
    found = {key: (default_of(before, key), default_of(after, key)) for key in expected}
    assert found == expected


def test_training_begins_with_the_device(ini: Path, algorithm) -> None:
    write_settings(Settings(device="cuda:1"))
    assert default_of(algorithm("finetune"), "DEVICE") == "cuda:1"


@pytest.mark.parametrize("device", ["cuda:8", "cuda:15", "mps"])
def test_all_gpus_of_a_large_machine_can_be_chosen(ini: Path, algorithm, device: str) -> None:
    write_settings(Settings(device=device))
    assert read_settings().device == device
    instance = algorithm("denoiseras2s")
    definition = instance.parameterDefinition("DEVICE")
    assert definition.defaultValue() == device and definition.checkValueIsAcceptable(device)


def test_values_that_are_given_are_not_overruled(ini: Path, restore, small_raster: str) -> None:
    """A stored model gives its own; an empty scheduler is one, too."""
    write_settings(Settings(device="mps", memory_mb=1, scheduler="no.such.host:8786"))
    output = restore(small_raster, MEMORY_MB=0, SCHEDULER="")
    assert made(output)["HYPERRESTORE_DEVICE"] == "cpu"


def test_values_that_are_not_given_are_those_of_the_settings(ini: Path, restore, small_raster: str) -> None:
    write_settings(Settings(scheduler="no.such.host:8786"))
    with pytest.raises(QgsProcessingException, match="no.such.host"):
        restore(small_raster)


@pytest.fixture
def mine(catalog: Path) -> str:
    """The name of RAS2S weights of one's own that are set as the default."""
    save_random(catalog, "mine", "ras2s", "cube", channels=8)
    write_settings(Settings(weights_folder=str(catalog), default_weights={"ras2s": "mine"}))
    return "mine"


def test_a_default_of_ones_own_is_used_and_told(restore, mine: str, small_raster: str) -> None:
    said = Recorder()
    by_default = restore(small_raster, "a.tif", said)
    assert made(by_default)["HYPERRESTORE_WEIGHTS"] == "mine"
    assert any(line.startswith("Weights: mine (") for line in said.lines)
    by_name = restore(small_raster, "b.tif", WEIGHTS=DEFAULT_WEIGHTS["ras2s"])
    assert made(by_name)["HYPERRESTORE_WEIGHTS"] == DEFAULT_WEIGHTS["ras2s"]


def test_restore_is_guided_by_a_default_of_ones_own(plugin, mine, small_raster, tmp_path, monkeypatch) -> None:
    import processing

    monkeypatch.setattr(restore_module, "load_model", lambda entry: Network(garbage))
    said, output = Recorder(), str(tmp_path / "x.tif")
    given = {"INPUT": small_raster, "OUTPUT": output, "DEVICE": "cpu"}
    processing.run("hyperrestore:restore", given, context=QgsProcessingContext(), feedback=said)
    assert made(output)["HYPERRESTORE_WEIGHTS"] == "mine"
    assert any(line.startswith("Network that may guide: mine (") for line in said.lines)


@pytest.mark.parametrize("name", ["denoiseras2s", "restore"])
def test_a_default_that_is_gone_is_missed_by_name(plugin, mine, catalog, small_raster, tmp_path, name: str) -> None:
    import processing

    (catalog / "mine.json").unlink()
    given = {"INPUT": small_raster, "OUTPUT": str(tmp_path / "x.tif"), "DEVICE": "cpu"}
    with pytest.raises(QgsProcessingException, match="'mine' are set as the default of ras2s.*Weights…"):
        processing.run(f"hyperrestore:{name}", given, context=QgsProcessingContext(), feedback=Recorder())
    assert not (tmp_path / "x.tif").exists()


def test_weights_that_nobody_may_look_at_are_told(
    plugin, algorithm, mine, catalog, log, forbid, small_raster, tmp_path
) -> None:
    import processing

    forbid(catalog)
    told = f"folder of weights {catalog} cannot be looked into: Permission denied"
    for name in ("restore", "denoiseras2s", "denoisesscan", "superresolvessrnet", "finetune"):
        assert algorithm(name).parameterDefinitions(), name
    assert len(log) == 1 and told in log[0]
    given = {"INPUT": small_raster, "OUTPUT": str(tmp_path / "x.tif"), "DEVICE": "cpu"}
    for name, more in (("denoiseras2s", {}), ("restore", {}), ("denoiseras2s", {"WEIGHTS": "mine"}),
                       ("restore", {"MODEL": "mine"})):  # fmt: skip
        with pytest.raises(QgsProcessingException, match=told):
            processing.run(f"hyperrestore:{name}", {**given, **more}, context=QgsProcessingContext(),
                           feedback=Recorder())  # fmt: skip
    given = {"INPUT": [small_raster], "NAME": "new", "WEIGHTS": "mine"}
    sound, complaint = algorithm("finetune").checkParameterValues(given, QgsProcessingContext())
    assert not sound and told in complaint


def test_defaults_are_by_scale(catalog: Path) -> None:
    entry = save_random(catalog, "finer", "ssrnet", "centred", scale=3, filters=4, modules=1, units=1)
    write_settings(Settings(weights_folder=str(catalog), default_weights={"ssrnet-x3": "finer"}))
    assert find_weights("ssrnet", "default", "ssrnet-x3") == entry
    assert find_weights("ssrnet", "default", "ssrnet-x2").name == DEFAULT_WEIGHTS["ssrnet-x2"]
    assert find_weights("ras2s", "default").name == DEFAULT_WEIGHTS["ras2s"]


def test_a_process_of_its_own_begins_with_the_profiles_settings(tmp_path: Path, small_cube: np.ndarray) -> None:
    import subprocess

    environment = make_profile(tmp_path / "profile")
    save_random(tmp_path / "weights", "mine", "ras2s", "cube", channels=8)
    (file,) = (tmp_path / "profile").rglob("QGIS3.ini")
    profile = QSettings(str(file), QSettings.Format.IniFormat)
    values = {"device": "cpu", "memory_mb": "999", "weights_folder": str(tmp_path / "weights"),
              "default_weights/ras2s": "mine", "precision": "nonsense"}  # fmt: skip
    for key, value in values.items():
        profile.setValue(f"{GROUP}/{key}", value)
    profile.sync()
    raster, output = write_cube(tmp_path / "in.tif", small_cube), tmp_path / "out.tif"
    done = subprocess.run(
        [QGIS_PROCESS, "run", "hyperrestore:denoiseras2s", "--", f"INPUT={raster}", f"OUTPUT={output}"],
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300, check=False,
    )
    assert done.returncode == 0, done.stderr
    assert made(output)["HYPERRESTORE_WEIGHTS"] == "mine"
    assert made(output)["HYPERRESTORE_DEVICE"] == "cpu"
    assert "cpu, as asked" in done.stdout


def made(output: str | Path) -> dict[str, str]:
    """How an output says that it was made."""
    return {key: text for (_, _, key), text in tiff_items(output).items()}
