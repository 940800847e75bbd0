"""Spellings of Qt and QGIS that do not work everywhere from QGIS 3.22 on Qt 5 to QGIS 4 on Qt 6.

Enumerations are judged by the QGIS at hand: a member that is reached through its class instead of its enumeration is
found whatever it is called. What only newer versions know is listed by name.
"""
from __future__ import annotations

import ast
import enum
import importlib
import re
from collections.abc import Iterator
from types import ModuleType

from qgis.core import QgsProcessingAlgorithm, QgsProcessingParameterDefinition, QgsProcessingProvider
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtWidgets import QDialog, QDockWidget

Finding = tuple[int, str]
# Classes that ours inherit from, near or far: `self.Member` reaches their enumerations unscoped too.
BASES = (QgsProcessingAlgorithm, QgsProcessingParameterDefinition, QgsProcessingProvider, QDialog, QDockWidget)
ENUM_METACLASSES = (enum.EnumMeta, type(Qt.ItemFlag))
TOO_NEW = re.compile(
    r"Qgis\.(Processing\w+|LayerType|LayerFilters?|AlgorithmFlags?|ParameterFlags?)\b|gdal\.ExceptionMgr\b"
)
TOO_NEW_METHODS = {"pushFormattedMessage", "temporaryFolder", "maximumThreads"}


def findings(source: str) -> list[Finding]:
    """Everything in one module's text that some supported QGIS would not understand."""
    tree = ast.parse(source)
    imported = dict(_qgis_imports(tree))
    found = [finding for node in ast.walk(tree) for finding in _of_node(node, imported)]
    return sorted(set(found))


def _of_node(node: ast.AST, imported: dict[str, object]) -> Iterator[Finding]:
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        yield from _wrong_import(node, imported)
    elif isinstance(node, ast.Attribute):
        yield from _wrong_attribute(node, imported)
    elif isinstance(node, ast.Call) and _chain(node.func)[-1:] == ["QVariant"] and not node.args:
        yield node.lineno, "QVariant() is gone in Qt 6; use None"


def _wrong_import(node: ast.Import | ast.ImportFrom, imported: dict[str, object]) -> Iterator[Finding]:
    names = [alias.name for alias in node.names]
    modules = names if isinstance(node, ast.Import) else [node.module or ""]
    if any(re.match(r"(PyQt|PySide)\d", module) for module in modules):
        yield node.lineno, "import Qt from qgis.PyQt, which is whichever Qt this QGIS has"
    if modules == ["qgis.PyQt.QtGui"] and "QAction" in names:
        yield node.lineno, "QAction comes from qgis.PyQt.QtWidgets"
    elif isinstance(node, ast.ImportFrom) and modules[0].split(".")[0] == "qgis":
        for alias in node.names:
            if imported.get(alias.asname or alias.name) is None:
                yield node.lineno, f"this QGIS has no {modules[0]}.{alias.name}"


def _wrong_attribute(node: ast.Attribute, imported: dict[str, object]) -> Iterator[Finding]:
    chain = _chain(node)
    if node.attr == "exec_":
        yield node.lineno, "exec_ is gone in Qt 6; use exec"
    if node.attr in TOO_NEW_METHODS:
        yield node.lineno, f"{node.attr} is not in QGIS 3.22"
    if TOO_NEW.match(".".join(chain)):
        yield node.lineno, f"{'.'.join(chain)} is not in QGIS 3.22 or its GDAL; use the old home, scoped"
    elif chain and chain[0] == "self" and len(chain) == 2:
        if any(_is_unscoped(base, chain[1]) for base in BASES):
            yield node.lineno, f"unscoped enumeration {'.'.join(chain)}"
    elif chain and imported.get(chain[0]) is not None:
        yield from _wrong_chain(node.lineno, chain, imported[chain[0]])


def _wrong_chain(line: int, chain: list[str], owner: object) -> Iterator[Finding]:
    for position, name in enumerate(chain[1:], start=1):
        if not isinstance(owner, (type, ModuleType)):
            return
        if _is_unscoped(owner, name):
            yield line, f"unscoped enumeration {'.'.join(chain[: position + 1])}"
        if not hasattr(owner, name):
            yield line, f"this QGIS has no {'.'.join(chain[: position + 1])}"
            return
        owner = getattr(owner, name)


def _is_unscoped(owner: object, name: str) -> bool:
    member = getattr(owner, name, None)
    return isinstance(type(member), ENUM_METACLASSES) and type(member) is not owner


def _qgis_imports(tree: ast.Module) -> Iterator[tuple[str, object]]:
    """What each name imported from qgis stands for; None when this QGIS does not have it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "qgis" and node.level == 0:
            for alias in node.names:
                yield alias.asname or alias.name, _load(node.module, alias.name)


def _load(module: str, name: str) -> object:
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError):
        return None


def _chain(node: ast.AST) -> list[str]:
    """``["a", "b"]`` for ``a.b``; empty when the chain does not start at a name."""
    if isinstance(node, ast.Name):
        return [node.id]
    if isinstance(node, ast.Attribute):
        start = _chain(node.value)
        return [*start, node.attr] if start else []
    return []
