"""`make example-models`: builds the example models in processing/examples as the model designer would store them."""
from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from typing import Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.analysis import QgsNativeAlgorithms
from qgis.core import (
    QgsApplication,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildDependency,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterEnum,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterLayer,
)
from qgis.PyQt.QtCore import QPointF

Source = QgsProcessingModelChildParameterSource
STEP_X, STEP_Y = 260, 130
BRANCH = "yes"


@dataclass(frozen=True)
class Given:
    """A parameter of the model."""

    name: str


@dataclass(frozen=True)
class From:
    """An output of an earlier step."""

    step: str
    output: str


@dataclass(frozen=True)
class Step:
    """An algorithm in a model; ``inputs`` are `Given`, `From`, or values; ``outputs`` are the model's own, by name.

    It is left out when the expression ``only_if``, over the results of the step before, is false.
    """

    id: str
    algorithm: str
    title: str
    inputs: dict[str, Any]
    outputs: dict[str, str] = field(default_factory=dict)
    only_if: str = ""


@dataclass(frozen=True)
class Example:
    """A model: what it asks for, and its steps in their order."""

    name: str
    help: str
    parameters: tuple[QgsProcessingParameterDefinition, ...]
    steps: tuple[Step, ...]


def examples() -> tuple[Example, ...]:
    """All of them; needs the plugin registered for its choices."""
    from hyperrestore.quality.noise import CASES

    cases = QgsProcessingParameterEnum(
        "CASE", "Noise", options=list(CASES), defaultValue="mixture", usesStaticStrings=True
    )
    kind = QgsProcessingParameterNumber.Type.Double
    sigma = QgsProcessingParameterNumber(
        "SIGMA", "Sigma (0 to 255), for gaussian and speckle", type=kind, defaultValue=25, minValue=0, maxValue=255
    )
    scale = QgsProcessingParameterNumber("SCALE", "Scale", defaultValue=2, minValue=2, maxValue=4)
    return (
        Example(
            "simulate-denoise-evaluate",
            "How well does a denoiser do on a scene like mine? Takes a clean raster, adds noise of a known kind, "
            "denoises it with RAS2S, and compares the result with the clean raster in a report.",
            (_raster("Clean raster"), cases, sigma),
            (
                Step("simulate", "simulatenoise", "Add noise",
                     {"INPUT": Given("INPUT"), "CASE": Given("CASE"), "SIGMA": Given("SIGMA")},
                     {"OUTPUT": "Noisy raster"}),
                Step("denoise", "denoiseras2s", "Denoise", {"INPUT": From("simulate", "OUTPUT")},
                     {"OUTPUT": "Denoised raster"}),
                Step("evaluate", "evaluate", "Compare with the clean raster",
                     {"INPUT": From("denoise", "OUTPUT"), "REFERENCE": Given("INPUT")}, {"OUTPUT_HTML": "Report"}),
            ),
        ),
        Example(
            "estimate-denoise",
            "Denoises a raster if it needs it: the noise of every band is estimated first, and of a cube that is clean "
            "throughout there is only the report. Otherwise it is restored from all its bands, because the clean ones "
            "tell what the noisy ones hide; they stay all but as they are.",
            (_raster("Noisy raster"),),
            (
                Step("estimate", "estimatenoise", "Estimate noise", {"INPUT": Given("INPUT")},
                     {"OUTPUT_HTML": "Noise report"}),
                Step("denoise", "restore", "Restore", {"INPUT": Given("INPUT")},
                     {"OUTPUT": "Denoised raster"}, only_if="@Estimate_noise_MODEL <> 'none'"),
            ),
        ),
        Example(
            "denoise-super-resolve",
            "A noisy and coarse raster becomes clean and finer: RAS2S first, because super-resolution would enlarge "
            "the noise, then SSRNet. The result is Float32, whatever the input.",
            (_raster("Noisy and coarse raster"), scale),
            (
                Step("denoise", "denoiseras2s", "Denoise", {"INPUT": Given("INPUT"), "DATA_TYPE": "Float32"}),
                Step("enlarge", "superresolvessrnet", "Super-resolve",
                     {"INPUT": From("denoise", "OUTPUT"), "SCALE": Given("SCALE")}, {"OUTPUT": "Finer raster"}),
            ),
        ),
    )  # fmt: skip


def build(example: Example) -> QgsProcessingModelAlgorithm:
    """The model, laid out from left to right."""
    model = QgsProcessingModelAlgorithm(example.name, "Example models", "examplemodels")
    for number, definition in enumerate(example.parameters):
        component = QgsProcessingModelParameter(definition.name())
        component.setPosition(QPointF(120, 80 + STEP_Y * number))
        model.addModelParameter(definition, component)
    before = ""
    for number, step in enumerate(example.steps, start=1):
        place = QPointF(120 + STEP_X * number, 80 + STEP_Y * (number - 1))
        child = _child(step, place)
        if step.only_if:
            model.addChildAlgorithm(_condition(step, place, before))
            child.setDependencies([QgsProcessingModelChildDependency(f"if_{step.id}", BRANCH)])
        model.addChildAlgorithm(child)
        before = step.id
    model.setHelpContent(
        {"ALG_DESC": example.help, **{item.name(): item.description() for item in example.parameters}}
    )
    return model


def _child(step: Step, place: QPointF) -> QgsProcessingModelChildAlgorithm:
    child = QgsProcessingModelChildAlgorithm(f"hyperrestore:{step.algorithm}")
    child.setChildId(step.id)
    child.setDescription(step.title)
    child.setPosition(place)
    for definition in child.algorithm().parameterDefinitions():
        name = definition.name()
        optional = definition.flags() & QgsProcessingParameterDefinition.Flag.FlagOptional
        # All that is not optional, as the designer stores it: it takes steps without for faulty, and shows them in red.
        if name in step.inputs or not (optional or definition.isDestination()):
            child.addParameterSources(name, [_source(step.inputs.get(name, definition.defaultValue()))])
    outputs = {}
    for name, title in step.outputs.items():
        output = QgsProcessingModelOutput(title, title)
        output.setChildId(step.id)
        output.setChildOutputName(name)
        output.setPosition(QPointF(place.x() + STEP_X, place.y()))
        outputs[title] = output
    child.setModelOutputs(outputs)
    return child


def _condition(step: Step, place: QPointF, before: str) -> QgsProcessingModelChildAlgorithm:
    """QGIS's own conditional branch between two steps; a variable in its expression alone would order nothing."""
    condition = QgsProcessingModelChildAlgorithm("native:condition")
    condition.setChildId(f"if_{step.id}")
    condition.setDescription(f"Only if {step.only_if}")
    condition.setConfiguration({"conditions": [{"name": BRANCH, "expression": step.only_if}]})
    condition.setDependencies([QgsProcessingModelChildDependency(before)])
    condition.setPosition(QPointF(place.x() - STEP_X / 2, place.y() + STEP_Y))
    return condition


def _source(value: Any) -> QgsProcessingModelChildParameterSource:
    if isinstance(value, Given):
        return Source.fromModelParameter(value.name)
    if isinstance(value, From):
        return Source.fromChildOutput(value.step, value.output)
    return Source.fromStaticValue(value)


def _raster(title: str) -> QgsProcessingParameterRasterLayer:
    return QgsProcessingParameterRasterLayer("INPUT", title)


def main() -> None:
    application = QgsApplication([], False)
    application.initQgis()
    QgsApplication.processingRegistry().addProvider(QgsNativeAlgorithms(QgsApplication.processingRegistry()))
    import hyperrestore
    from hyperrestore.processing.example_models import FOLDER

    plugin = hyperrestore.classFactory(None)
    plugin.initProcessing()
    for example in examples():
        path = FOLDER / f"{example.name}.model3"
        if not build(example).toFile(str(path)):
            sys.exit(f"{path} cannot be written.")
        print(path)
    sys.stdout.flush()
    # QGIS crashes when its Python objects outlive it, and there is nothing left to do.
    os._exit(0)


if __name__ == "__main__":
    main()
