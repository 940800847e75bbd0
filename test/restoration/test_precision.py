"""The choice of a number format, with stand-ins for devices and models."""

from __future__ import annotations

import pytest
import torch
from numpy.random import default_rng
from osgeo import gdal

from hyperrestore.errors import InvalidParameter
from hyperrestore.restoration.device import Device, choose_device, fast_formats
from hyperrestore.restoration.precision import choose_precision
from hyperrestore.test.restoration.networks import Descriptor, Network
from hyperrestore.test.restoration.through_the_engine import restore

ALL = ("fp32", "bf16", "fp16")
PLAIN, WITH_BF16, WITH_BOTH = ((), ("bf16",), ("fp16", "bf16"))


@pytest.mark.parametrize(
    ("fast", "measured", "name", "reason"),
    [
        (WITH_BF16, {"bf16": -0.03}, "bf16", "fast on this device and bf16 was measured to change MPSNR by -0.030 dB"),
        (WITH_BF16, {"bf16": -0.05}, "bf16", "-0.050 dB"),
        (WITH_BF16, {"bf16": 0.02}, "bf16", "+0.020 dB"),
        (WITH_BF16, {"bf16": -0.06}, "fp32", "-0.060 dB at worst, and 0.05 dB may be lost"),
        (WITH_BF16, {"fp16": 0.0}, "fp32", "nobody measured what bf16 costs"),
        (WITH_BF16, {}, "fp32", "nobody measured what bf16 costs"),
        (PLAIN, {"bf16": 0.0, "fp16": 0.0}, "fp32", "torch knows no fast bf16 or fp16 on this device"),
        (WITH_BOTH, {"bf16": -0.03, "fp16": -0.001}, "fp16", "-0.001 dB"),
        (WITH_BOTH, {"bf16": -0.01, "fp16": -0.09}, "bf16", "-0.010 dB"),
        (WITH_BOTH, {"bf16": -0.06, "fp16": -0.09}, "fp32", "bf16 was measured to change MPSNR by -0.060 dB"),
        (WITH_BOTH, {"bf16": -0.01}, "bf16", "-0.010 dB"),
    ],
)
def test_auto(fast: tuple[str, ...], measured: dict[str, float], name: str, reason: str) -> None:
    descriptor = Descriptor(precisions=ALL, precision_db=measured)
    chosen = choose_precision("auto", Device("cpu", "", fast), descriptor)
    assert chosen.name == name
    assert chosen.reason.startswith(f"auto: {name}, because ") and reason in chosen.reason
    assert not chosen.slow


def test_auto_is_full_for_models_that_know_no_other() -> None:
    chosen = choose_precision("auto", Device("cuda", "", WITH_BOTH), Descriptor(precision_db={"bf16": 0.0}))
    assert chosen.name == "fp32" and "test network knows no other" in chosen.reason


@pytest.mark.parametrize(("asked", "slow"), [("fp32", False), ("bf16", False), ("fp16", True)])
def test_named_is_taken_whatever_it_costs(asked: str, slow: bool) -> None:
    descriptor = Descriptor(precisions=ALL, precision_db={"bf16": -9.0})
    chosen = choose_precision(asked, Device("cpu", "", WITH_BF16), descriptor)
    assert (chosen.name, chosen.reason, chosen.slow) == (asked, f"{asked}, as asked", slow)


def test_what_a_model_or_nobody_has_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="test network was asked to compute in 'bf16', but it can only in fp32"):
        choose_precision("bf16", Device("cuda", "", WITH_BOTH), Descriptor())
    with pytest.raises(InvalidParameter, match="'half'; use auto, fp32, bf16, fp16"):
        choose_precision("half", Device("cpu", ""), Descriptor(precisions=ALL))


@pytest.mark.parametrize(
    ("flags", "onednn", "expected"),
    [
        ({"avx2": True, "avx512_f": True, "avx512_bf16": False}, True, ()),
        ({"avx512_bf16": True}, True, ("bf16",)),
        ({"avx512_bf16": False, "amx_bf16": True}, True, ("bf16",)),
        ({"neon": True, "bf16": True}, True, ("bf16",)),
        ({"avx512_bf16": True}, False, ()),
    ],
)
def test_processors_tell_what_they_multiply(monkeypatch, flags, onednn: bool, expected: tuple[str, ...]) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", lambda: flags)
    monkeypatch.setattr(torch.backends.mkldnn, "is_available", lambda: onednn)
    assert fast_formats("cpu") == expected
    assert choose_device("cpu").fast == expected


def test_an_old_torch_does_not_tell(monkeypatch) -> None:
    monkeypatch.delattr(torch.cpu, "get_capabilities", raising=False)
    assert fast_formats("cpu") == ()


@pytest.mark.parametrize(
    ("capability", "expected"),
    [((6, 1), set()), ((7, 0), {"fp16"}), ((7, 5), {"fp16"}), ((8, 0), {"fp16", "bf16"}), ((9, 0), {"fp16", "bf16"})],
)
def test_cards_tell_by_their_capability(monkeypatch, capability, expected: set[str]) -> None:
    monkeypatch.setattr(torch.cuda, "get_device_capability", lambda device: capability)
    assert set(fast_formats("cuda:1")) == expected


def test_apples_are_not_claimed() -> None:
    assert fast_formats("mps") == ()


def test_the_engine_hands_it_to_the_model_and_says_so(tmp_path) -> None:
    cube = default_rng(1).normal(0.5, 0.1, (2, 40, 40)).astype("float32")
    network = Network(precisions=ALL)
    _, report = restore(tmp_path, cube, network, precision="fp16")
    assert network.precision == "fp16"
    assert (report.precision, report.precision_reason) == ("fp16", "fp16, as asked")
    assert any("no fast way to compute in fp16" in warning for warning in report.warnings)
    assert gdal.Open(str(tmp_path / "out.tif")).GetMetadataItem("HYPERRESTORE_PRECISION") == "fp16"


def test_fp32_is_the_default_without_a_fast_path(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(torch.cpu, "get_capabilities", dict)
    cube = default_rng(1).normal(0.5, 0.1, (2, 40, 40)).astype("float32")
    network = Network(precisions=ALL, precision_db={"bf16": 0.0})
    _, report = restore(tmp_path, cube, network, device="cpu")
    assert network.precision == report.precision == "fp32" and not report.warnings
