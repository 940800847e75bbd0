"""The network that SSCAN is compared with, and the command that trains and measures it as SSCAN was."""
from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import measure_weights
import numpy as np
import pytest
import torch

import bench_baseline
import stages
from checkout import PLUGINS
from dncnn import NAME, DnCNNArchitecture, DnCNNArguments, DnCNNModel, register
from hyperrestore.errors import InvalidParameter
from hyperrestore.models.architectures import ARCHITECTURES
from hyperrestore.models.bands import bounce, window_starts
from hyperrestore.quality.metrics import mpsnr
from hyperrestore.test.models.random_ras2s import Quiet
from hyperrestore.test.training.tiny_runs import TINY, assert_same, saved_state, tiny_run
from hyperrestore.test.training.tiny_scenes import FIRST, SECOND, make_data, make_recipes
from hyperrestore.training.recipe import Recipe, read_recipe

SMALL = {"layers": 4, "filters": 6, "window": 4, "window_overlap": 1}
SSCAN = "{ channels = 4, blocks = 1, window = 4, window_overlap = 1 }"


@pytest.fixture(autouse=True)
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """For this test alone."""
    monkeypatch.setitem(ARCHITECTURES, NAME, DnCNNArchitecture())


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """A smaller network wherever the command asks for one."""
    honest = DnCNNArchitecture.new_network
    monkeypatch.setattr(
        DnCNNArchitecture, "new_network", lambda self, arguments: honest(self, {**SMALL, **arguments})
    )


def test_layers_are_the_papers() -> None:
    """Conv + ReLU, 15 times conv + BN + ReLU, conv; 17 layers of 64 filters, 3x3, see Zhang et al., section III."""
    network = DnCNNArchitecture().new_network({})
    kinds = [type(layer).__name__ for layer in network.noise]
    assert kinds == ["Conv2d", "ReLU", *["Conv2d", "BatchNorm2d", "ReLU"] * 15, "Conv2d"]
    convolutions = [layer for layer in network.noise if isinstance(layer, torch.nn.Conv2d)]
    assert [layer.in_channels for layer in convolutions] == [32] + 16 * [64]
    assert [layer.out_channels for layer in convolutions] == 16 * [64] + [32]
    assert all(layer.kernel_size == (3, 3) for layer in convolutions)
    expected = (32 * 9 + 1) * 64 + 15 * (64 * 9 * 64 + 2 * 64) + (64 * 9 + 1) * 32
    assert sum(parameter.numel() for parameter in network.parameters()) == expected == 591_840
    plain = DnCNNArchitecture().new_network({"normalised": False})
    assert [type(layer).__name__ for layer in plain.noise] == ["Conv2d", "ReLU"] * 16 + ["Conv2d"]


def test_the_network_gives_the_noise_which_is_taken_off() -> None:
    network = DnCNNArchitecture().new_network(SMALL)
    cube = torch.rand(2, 4, 6, 7)
    with torch.no_grad():
        network.noise[-1].bias.copy_(torch.tensor([0.0, 0.1, 0.2, 0.3]))
        restored = network(cube)
    np.testing.assert_allclose(restored, cube - torch.tensor([0.0, 0.1, 0.2, 0.3]).view(4, 1, 1), atol=1e-6)


def test_it_begins_with_no_noise_found() -> None:
    cube = torch.rand(1, 4, 6, 7)
    assert torch.equal(DnCNNArchitecture().new_network(SMALL)(cube), cube)


@pytest.mark.parametrize("bands", [1, 3, 4, 9])
def test_the_window_slides_over_any_number_of_bands(bands: int) -> None:
    torch.manual_seed(0)
    network = DnCNNArchitecture().new_network(SMALL).eval()
    torch.nn.init.normal_(network.noise[-1].weight)
    cube = torch.rand(2, bands, 6, 7)
    padded = cube[:, bounce(bands, 4)] if bands < 4 else cube
    total, times = torch.zeros_like(padded), torch.zeros(padded.shape[1], 1, 1)
    with torch.no_grad():
        for start in window_starts(padded.shape[1], 4, 1):
            total[:, start : start + 4] += network(padded[:, start : start + 4])
            times[start : start + 4] += 1
    restored = DnCNNModel(network, "cube").restore(cube, Quiet())
    np.testing.assert_allclose(restored, (total / times)[:, :bands], atol=1e-6)


@pytest.mark.parametrize("normalised", [True, False])
def test_the_loop_trains_it_and_goes_on(tmp_path: Path, normalised: bool) -> None:
    """Running means and variances included: ten steps in one go and in two are the same."""
    recipe = replace(
        TINY, architecture=NAME, arguments={**SMALL, "normalised": normalised}, steps=10, final_rate=TINY.learning_rate,
        shapes=tuple(replace(shape, bands=4) for shape in TINY.shapes),
    )  # fmt: skip
    whole = tiny_run(tmp_path / "whole", recipe)
    tiny_run(tmp_path / "parts", replace(recipe, steps=4))
    tiny_run(tmp_path / "parts", recipe)
    assert_same(*(saved_state(tmp_path / name) for name in ("whole", "parts")))
    assert any("running_var" in name for name in whole) == normalised


def test_the_plugin_itself_knows_nothing_of_it() -> None:
    assert "dncnn" not in "".join(path.read_text() for path in (PLUGINS / "hyperrestore" / "models").rglob("*.py"))
    del ARCHITECTURES[NAME]
    with pytest.raises(InvalidParameter, match="'dncnn'"):
        Recipe("r", NAME)
    register()
    assert Recipe("r", NAME).scale == 1


def test_recipes_keep_all_but_the_network() -> None:
    sscan = read_recipe(bench_baseline.RECIPE)
    adapted = bench_baseline.adaptation(None, normalised=True)(sscan)
    same = {"architecture": sscan.architecture, "arguments": sscan.arguments, "card": sscan.card}
    assert replace(adapted, **same) == sscan
    assert adapted.architecture == NAME
    assert bench_baseline.adaptation(7, normalised=True)(sscan).steps == 7
    window = DnCNNArguments().window
    assert all(shape.bands == window for shape in sscan.shapes)
    assert window == ARCHITECTURES["sscan"].new_network(sscan.arguments).arguments.window


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small: None) -> Iterator[Callable[..., None]]:
    """Runs the command on tiny scenes and stages of SSCAN."""
    shared = tmp_path / "shared"
    make_data(shared / "data")
    (shared / "tools").mkdir()
    (shared / "tools" / "degrade.py").write_text(DEGRADE)
    for module in (measure_weights, bench_baseline):
        monkeypatch.setattr(module, "SHARED", shared)
    monkeypatch.setattr(bench_baseline, "NOISY_SCENES", ("val/scene",))
    monkeypatch.setattr(stages, "DATA", shared / "data")
    monkeypatch.setattr(stages, "NOISY_WINDOWS", {"scene": np.s_[:, 2:10, 2:10]})
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.delitem(sys.modules, "degrade", raising=False)
    recipes = make_recipes(tmp_path / "recipes", "sscan", SSCAN)
    monkeypatch.setattr(torch, "set_flush_denormal", lambda on: True)
    monkeypatch.setattr(torch, "set_num_threads", lambda count: None)

    def call(*arguments: str) -> None:
        given = ["--recipe", str(recipes / f"{SECOND}.toml"), "--runs", str(tmp_path / "runs"), *arguments]
        monkeypatch.setattr(sys, "argv", ["bench_baseline.py", *given])
        bench_baseline.main()

    yield call
    sys.modules.pop("degrade", None)


DEGRADE = """
import numpy as np
from osgeo import gdal


def load_scaled(path):
    cube = gdal.Open(str(path)).ReadAsArray().astype(np.float64)
    return (cube - cube.min()) / (cube.max() - cube.min())


def degrade(cube, case):
    return (cube + np.random.default_rng(2018).standard_normal(cube.shape) * float(case) / 255).astype(np.float32)
"""


def test_both_stages_are_trained_and_measured(
    command: Callable[..., None], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command("--cases", "25", "--json", str(tmp_path / "figures.json"))
    assert {path.name for path in (tmp_path / "runs").iterdir()} == {FIRST, SECOND}
    (row,) = json.loads((tmp_path / "figures.json").read_text())
    assert (row["data"], row["noise"], row["sscan_mpsnr_db"]) == ("val/scene", "Gaussian 25/255", None)
    sys.path.insert(0, str(tmp_path / "shared" / "tools"))
    from degrade import degrade, load_scaled

    clean = load_scaled(tmp_path / "shared" / "data" / "val" / "scene.tif")
    noisy = degrade(clean, "25")
    network = DnCNNArchitecture().new_network({})
    network.load_state_dict(torch.load(tmp_path / "runs" / SECOND / "best.pt", weights_only=True))
    with torch.inference_mode():
        restored = DnCNNModel(network, "cube").restore(torch.from_numpy(noisy)[None], Quiet())[0].numpy()
    assert row["mpsnr_in_db"] == round(mpsnr(noisy, clean), 2)
    assert row["mpsnr_db"] == round(mpsnr(restored, clean), 2)
    assert f"{row['mpsnr_in_db']:<8} {row['mpsnr_db']:<8} -" in capsys.readouterr().out


def test_it_ends_when_time_is_over_and_goes_on(command: Callable[..., None], tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="0 minutes are over; the same command goes on"):
        command("--minutes", "0")
    assert not (tmp_path / "runs" / FIRST / "state.pt").exists()
    command("--cases", "25", "--steps", "1", "--plain")
    assert saved_state(tmp_path / "runs" / "plain" / SECOND)["step"] == 1
    assert not any("running_var" in name for name in saved_state(tmp_path / "runs" / "plain" / SECOND)["network"])


def test_shipped_figures_are_found_by_scene_and_noise(
    command: Callable[..., None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The names in the card are those that the same code gives here."""
    monkeypatch.setattr(bench_baseline, "NOISY_SCENES", ("val/cave-toy",))
    (tmp_path / "shared/data/val/scene.tif").rename(tmp_path / "shared/data/val/cave-toy.tif")
    monkeypatch.setattr(stages, "NOISY_WINDOWS", {"cave-toy": np.s_[:, 2:10, 2:10]})
    command("--cases", "25", "--json", str(tmp_path / "figures.json"))
    (row,) = json.loads((tmp_path / "figures.json").read_text())
    assert 25 < row["sscan_mpsnr_db"] < 50
