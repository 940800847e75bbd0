"""``hyperrestore:checkenvironment``."""

from __future__ import annotations

import json
from typing import Any

from qgis.core import (
    Qgis,
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputBoolean,
    QgsProcessingOutputString,
    QgsProcessingParameterFileDestination,
)

from ...errors import InstallationFailed
from ...quality.outputs import check_ending, check_outputs, write_outputs
from ...quality.report import Section, bullets, page, table
from ...restoration.environment import Environment, find_packages, look_around
from ...restoration.installation import Plan, make_plan
from ...restoration.software import plugin_version
from ..base import HyperRestoreAlgorithm, tr
from ..packages import user_packages_folder
from . import environment_text as words


class CheckEnvironment(HyperRestoreAlgorithm):
    """What is installed, which devices there are, and how to get what is missing. A report: installs nothing."""

    ID = "checkenvironment"
    TITLE = "Check environment"
    GROUP = "Setup"
    GROUP_ID = "setup"
    ICON = "checkenvironment.svg"
    TAGS = (
        "install", "dependencies", "torch", "pytorch", "safetensors", "scikit-image", "pip", "GPU", "CUDA", "device",
        "version", "missing", "packages",
    )  # fmt: skip
    HELP = (
        "Tells whether QGIS has all that HyperRestore needs, and which devices it can compute with.\n\n"
        "When to use it: when an algorithm says that a package is missing, or to see whether the graphics card is "
        "used. It names the Python that QGIS runs, its versions of QGIS, GDAL and numpy, and each package: there, "
        "missing, too old, or there but not loading, with the reason. Where something is missing it tells which build "
        "fits this computer, how large it is, where it would go, and the very command that installs it.\n\n"
        "It installs nothing, and missing packages are no error: the run succeeds, and READY is false. In QGIS's "
        "window, Raster > HyperRestore > Check environment... shows the same and installs if you say so."
    )

    OUTPUT_HTML, OUTPUT_JSON = "OUTPUT_HTML", "OUTPUT_JSON"
    READY, MISSING, COMMAND, DEVICES = "READY", "MISSING", "COMMAND", "DEVICES"

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        self.add(
            QgsProcessingParameterFileDestination(
                self.OUTPUT_HTML, tr("Report (HTML)"), "HTML (*.html)", optional=True, createByDefault=False
            ),
            "The findings as a page, to keep or to send to whoever helps you.",
        )
        self.add(
            QgsProcessingParameterFileDestination(
                self.OUTPUT_JSON, tr("Findings (JSON)"), "JSON (*.json)", optional=True, createByDefault=False
            ),
            "The findings for other programs.",
        )
        self.addOutput(QgsProcessingOutputBoolean(self.READY, tr("Whether all that is required can be used")))
        for name, label in (
            (self.MISSING, tr("What cannot be used, separated by spaces")),
            (self.COMMAND, tr("The command that installs it, or nothing")),
            (self.DEVICES, tr("Devices that torch sees, separated by semicolons")),
        ):
            self.addOutput(QgsProcessingOutputString(name, label))

    def prepare_work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        # Here, in the main thread: QGIS has crashed when torch was imported in another one.
        find_packages(load=True)

    def work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        kinds = {self.OUTPUT_HTML: "html", self.OUTPUT_JSON: "json"}
        paths = {name: self.parameterAsFileOutput(parameters, name, context) for name in kinds}
        paths = {name: path for name, path in paths.items() if path}
        for name, path in paths.items():
            check_ending(path, kinds[name])
        check_outputs(list(paths.values()))
        environment = look_around(Qgis.QGIS_VERSION)
        plan = make_plan(environment, user_packages_folder())
        for label, text in words.rows(environment, plan):
            feedback.pushInfo(f"{label}: {text}")
        results = self._results(environment, plan)
        obstacles = [] if environment.ready else self._obstacles(environment, plan)
        for text in obstacles:
            feedback.pushWarning(text)
        if results[self.COMMAND]:
            feedback.pushInfo(tr("To install by hand, outside QGIS:") + f"\n{results[self.COMMAND]}\n")
        (feedback.pushInfo if environment.ready else feedback.pushWarning)(words.headline(environment))
        makers = {
            self.OUTPUT_HTML: lambda: _page(environment, plan, results[self.COMMAND], obstacles),
            self.OUTPUT_JSON: lambda: json.dumps(_facts(environment, plan, results), indent=2, ensure_ascii=False),
        }
        write_outputs({path: makers[name]() for name, path in paths.items()})
        return {**results, **paths}

    def _results(self, environment: Environment, plan: Plan) -> dict[str, Any]:
        return {
            self.READY: environment.ready,
            self.MISSING: " ".join(found.package.name for found in environment.lacking),
            self.COMMAND: "" if environment.ready else plan.command(),
            self.DEVICES: ";".join(environment.devices),
        }

    def _obstacles(self, environment: Environment, plan: Plan) -> list[str]:
        obstacles = words.obstacles(environment, plan)
        try:
            # The command names this file; nothing else is written.
            plan.write_constraints()
        except InstallationFailed as error:
            obstacles.append(str(error))
        return obstacles


def _page(environment: Environment, plan: Plan, command: str, obstacles: list[str]) -> str:
    sections = [Section(tr("Findings"), words.headline(environment), table(("", ""), words.rows(environment, plan)))]
    if obstacles:
        sections.append(Section(tr("First"), body=bullets(obstacles)))
    if command:
        sections.append(Section(tr("Command"), command))
    return page(tr("HyperRestore: environment"), sections, f"HyperRestore {plugin_version()}")


def _facts(environment: Environment, plan: Plan, results: dict[str, Any]) -> dict[str, Any]:
    return {
        "hyperrestore": plugin_version(),
        "ready": environment.ready,
        "interpreter": environment.interpreter,
        "versions": {name: getattr(environment, name) for name in ("python", "qgis", "gdal", "numpy")},
        "packages": {
            found.package.name: {
                "state": found.state,
                "version": found.version,
                "place": found.place,
                "error": found.error,
                "required": found.package.required,
            }
            for found in environment.packages
        },
        "devices": list(environment.devices),
        "nvidia": None if environment.nvidia is None else vars(environment.nvidia),
        "folder": str(plan.folder),
        "build": plan.build.index or "default",
        "download_mb": plan.download_mb,
        "disk_mb": plan.disk_mb,
        "command": results["COMMAND"],
    }
