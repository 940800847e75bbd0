"""What the plugin registers: loaded and unloaded without a window, under names that stored models rely on."""
from __future__ import annotations

import re
from pathlib import Path

import pytest
from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
)

import hyperrestore
from hyperrestore.models.catalog import DEFAULT_WEIGHTS
from hyperrestore.processing.base import ICONS
from hyperrestore.processing.provider import ALGORITHMS
from hyperrestore.test.processing.frozen_parameters import OUTPUTS, PARAMETERS

OPTIONAL = QgsProcessingParameterDefinition.Flag.FlagOptional
ADVANCED = QgsProcessingParameterDefinition.Flag.FlagAdvanced

CHOICES = {
    "QUALITY": ["normal", "best"],
    "DATA_TYPE": ["source", "Float32"],
    "SCALING": ["auto", "cube", "band", "centred", "none"],
    "LINE_DIRECTION": ["auto", "columns", "rows"],
    "PRECISION": ["auto", "fp32", "bf16", "fp16"],
}
# Methods of QGIS that are ours to implement.
IMPLEMENTED = {
    "name", "displayName", "group", "groupId", "icon", "svgIconPath", "tags", "shortDescription", "shortHelpString",
    "helpUrl", "createInstance", "initAlgorithm", "checkParameterValues", "prepareAlgorithm", "processAlgorithm",
}  # fmt: skip
NAMES = sorted(PARAMETERS)
EXAMPLE_MODELS = ("denoise-super-resolve", "estimate-denoise", "simulate-denoise-evaluate")


def registered(name: str = "hyperrestore"):
    return QgsApplication.processingRegistry().providerById(name)


def flags_of(parameter: QgsProcessingParameterDefinition) -> str:
    words = {"optional": OPTIONAL, "advanced": ADVANCED}
    return " ".join(word for word, flag in words.items() if parameter.flags() & flag)


def enums(instance) -> list[QgsProcessingParameterEnum]:
    return [item for item in instance.parameterDefinitions() if item.type() == "enum"]


@pytest.mark.parametrize("entry", ["initProcessing", "initGui"])
def test_loads_and_unloads_without_a_window(plugin, entry: str) -> None:
    plugin.unload()
    assert registered() is None
    again = hyperrestore.classFactory(None)
    getattr(again, entry)()
    assert sorted(algorithm.name() for algorithm in registered().algorithms()) == sorted([*NAMES, *EXAMPLE_MODELS])
    again.unload()
    assert registered() is None
    again.unload()
    plugin.initProcessing()
    assert registered().name() == "HyperRestore"


def test_provider(plugin) -> None:
    provider = registered()
    assert not provider.icon().isNull()
    assert provider.defaultRasterFileExtension() == "tif"
    expected = ["tif", "tiff", "dat", "img", "bsq", "bil", "bip"]
    assert provider.supportedOutputRasterLayerExtensions() == expected


def test_algorithm_names_are_frozen(plugin) -> None:
    ids = sorted(algorithm.id() for algorithm in registered().algorithms())
    assert ids == sorted(f"hyperrestore:{name}" for name in (*NAMES, *EXAMPLE_MODELS))


@pytest.mark.parametrize("name", NAMES)
def test_parameters_and_outputs_are_frozen(algorithm, name: str) -> None:
    instance = algorithm(name)
    found = [
        (item.name(), item.type(), item.defaultValue() or (item.defaultValue() if item.type() == "number" else None),
         flags_of(item))
        for item in instance.parameterDefinitions()
    ]  # fmt: skip
    assert found == PARAMETERS[name]
    assert [(item.name(), item.type()) for item in instance.outputDefinitions()] == OUTPUTS[name]


def test_choices_are_frozen(algorithm) -> None:
    instance = algorithm("denoiseras2s")
    options = {item.name(): item.options() for item in enums(instance)}
    assert {name: options[name] for name in CHOICES} == CHOICES
    assert options["WEIGHTS"][:2] == ["default", DEFAULT_WEIGHTS["ras2s"]]
    assert options["DEVICE"][:4] == ["auto", "cpu", "cuda", "cuda:0"]
    assert options["DEVICE"][-1] == "mps"


def test_guides_of_restore_are_frozen(algorithm) -> None:
    instance = algorithm("restore")
    options = {item.name(): item.options() for item in enums(instance)}
    assert options["MODEL"][:3] == ["auto", "none", DEFAULT_WEIGHTS["ras2s"]]
    assert "ssrnet-x2" not in options["MODEL"]


def test_choices_of_training_are_frozen(algorithm) -> None:
    instance = algorithm("finetune")
    options = {item.name(): item.options() for item in enums(instance)}
    assert options["MODEL"] == ["ras2s", "sscan", "ssrnet-x2", "ssrnet-x3", "ssrnet-x4"]
    assert options["NOISE"] == ["auto", "mixed", "gaussian", "lines", "weak"]
    assert options["WEIGHTS"][0] == "default" and set(DEFAULT_WEIGHTS.values()) < set(options["WEIGHTS"])


@pytest.mark.parametrize("name", NAMES)
def test_choices_are_words_not_indices(algorithm, name: str) -> None:
    instance = algorithm(name)
    for item in enums(instance):
        assert item.usesStaticStrings()
        assert all(item.checkValueIsAcceptable(word) for word in item.options())
        for wrong in (0, 1, "0", "1", "unheard-of", ""):
            assert not item.checkValueIsAcceptable(wrong), (item.name(), wrong)


@pytest.mark.parametrize("name", NAMES)
def test_everything_is_explained(algorithm, name: str) -> None:
    instance = algorithm(name)
    for text in (instance.shortHelpString(), instance.displayName(), instance.group(), instance.groupId()):
        assert text.strip() and not re.search("<[a-z/]", text)
    assert len(instance.shortHelpString()) > 200
    assert len(set(instance.tags())) == len(instance.tags()) >= 5
    for item in instance.parameterDefinitions():
        assert len(item.help()) > 15, item.name()
        assert item.description()[0].isupper() and item.description() != item.name()
    for item in instance.outputDefinitions():
        assert item.description(), item.name()


@pytest.mark.parametrize("kind", ALGORITHMS, ids=lambda kind: kind.ID)
def test_icons_exist(plugin, kind: type) -> None:
    assert Path(ICONS / kind.ICON).read_text().lstrip().startswith(("<svg", "<?xml"))
    assert not kind().icon().pixmap(24, 24).isNull()


@pytest.mark.parametrize("name", NAMES)
def test_every_run_gets_an_instance_of_its_own(algorithm, name: str) -> None:
    first, second = algorithm(name), algorithm(name)
    assert first is not second
    assert type(first.createInstance()) is type(first)


@pytest.mark.parametrize("kind", ALGORITHMS, ids=lambda kind: kind.ID)
def test_nothing_of_qgis_is_shadowed_by_accident(kind: type) -> None:
    """A method of ours called ``run`` once took the place of QGIS's, and ``processing.run`` failed."""
    ours = kind.mro()[: kind.mro().index(QgsProcessingAlgorithm)]
    defined = {name for cls in ours for name in vars(cls) if not name.startswith("__")}
    assert defined & set(dir(QgsProcessingAlgorithm)) <= IMPLEMENTED
    assert "processAlgorithm" in defined
