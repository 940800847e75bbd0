"""House rules for shipped Python that no stock linter knows; each finding is a line number and a sentence."""
from __future__ import annotations

import ast
from collections.abc import Iterator

Finding = tuple[int, str]
OLDEST_PYTHON = (3, 9)
ENVIRON_CHANGERS = {"clear", "pop", "popitem", "setdefault", "update"}
# `processing` is missing on purpose: spelled absolutely it is QGIS's own.
OWN_NAMES = {"errors", "hyperrestore", "models", "plugin", "quality", "raster", "restoration", "training", "ui"}
KEYWORDS_AFTER_39 = {("zip", "strict"), ("dataclass", "slots"), ("dataclass", "kw_only")}


def findings(source: str) -> list[Finding]:
    """Everything in one module's text that must not ship."""
    try:
        tree = ast.parse(source, feature_version=OLDEST_PYTHON)
    except SyntaxError as error:
        return [(error.lineno or 0, f"not Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]}: {error.msg}")]
    found = [finding for node in ast.walk(tree) for rule in RULES for finding in rule(node)]
    return sorted(found + list(_path_changes(tree)) + list(_runtime_unions(tree)))


def _noise(node: ast.AST) -> Iterator[Finding]:
    if isinstance(node, ast.Assert):
        yield node.lineno, "assert vanishes under -O and blocks the upload; raise an error of errors.py"
    if isinstance(node, ast.ExceptHandler) and node.type is None:
        yield node.lineno, "bare except; name what is expected"
    if isinstance(node, ast.Call) and _dotted(node.func) == "print":
        yield node.lineno, "print fails where QGIS has no console; use feedback or logging"


def _global_state(node: ast.AST) -> Iterator[Finding]:
    if isinstance(node, ast.Attribute) and _dotted(node) in {"os.putenv", "os.unsetenv"}:
        yield node.lineno, f"{_dotted(node)} belongs to QGIS and its other plugins"
    if isinstance(node, ast.ImportFrom) and (node.module, "environ") in {(node.module, a.name) for a in node.names}:
        yield node.lineno, "import os and read os.environ under its full name"
    changes_item = isinstance(node, ast.Subscript) and not isinstance(node.ctx, ast.Load)
    if changes_item and _dotted(node.value) == "os.environ":
        yield node.lineno, "os.environ belongs to QGIS and its other plugins"
    if isinstance(node, ast.Attribute) and node.attr in ENVIRON_CHANGERS and _dotted(node.value) == "os.environ":
        yield node.lineno, "os.environ belongs to QGIS and its other plugins"
    if isinstance(node, ast.Attribute) and _dotted(node) in {"gdal.UseExceptions", "gdal.DontUseExceptions"}:
        yield node.lineno, "GDAL's exceptions are a switch of the whole process; handle both ways"


def _own_imports(node: ast.AST) -> Iterator[Finding]:
    names = []
    if isinstance(node, ast.Import):
        names = [alias.name for alias in node.names]
    elif isinstance(node, ast.ImportFrom) and node.level == 0:
        names = [node.module or ""]
    for name in names:
        if name.split(".")[0] in OWN_NAMES:
            yield node.lineno, f"import {name} relatively: the checkout may bear any name"


def _young_keywords(node: ast.AST) -> Iterator[Finding]:
    if isinstance(node, ast.Call):
        called = _dotted(node.func).split(".")[-1]
        for keyword in node.keywords:
            if (called, keyword.arg) in KEYWORDS_AFTER_39:
                yield node.lineno, f"{called}({keyword.arg}=) needs Python 3.10"


RULES = (_noise, _global_state, _own_imports, _young_keywords)


def _path_changes(tree: ast.Module) -> Iterator[Finding]:
    """All that is done with ``sys.path``, except to look whether something is in it, and to append: last in the path
    hides nobody else's modules."""
    harmless = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            harmless |= {id(part) for part in node.comparators}
        if isinstance(node, ast.Call) and _dotted(node.func) == "sys.path.append":
            harmless.add(id(node.func.value))
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _dotted(node) == "sys.path" and id(node) not in harmless:
            yield node.lineno, "sys.path belongs to QGIS and its other plugins"


def _runtime_unions(tree: ast.Module) -> Iterator[Finding]:
    """``X | None`` is only free of charge in annotations, and there only when they are not evaluated."""
    postponed = any(
        isinstance(node, ast.ImportFrom) and node.module == "__future__" and node.names[0].name == "annotations"
        for node in tree.body
    )
    annotations = [
        part for node in ast.walk(tree) for part in (getattr(node, "annotation", None), getattr(node, "returns", None))
        if isinstance(part, ast.AST)
    ]
    unevaluated = {id(node) for part in annotations for node in ast.walk(part)} if postponed else set()
    for node in ast.walk(tree):
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr) and id(node) not in unevaluated:
            sides = (node.left, node.right)
            types = {"bool", "bytes", "complex", "dict", "float", "int", "list", "set", "str", "tuple", "type"}
            if any(isinstance(side, ast.Constant) and side.value is None or _dotted(side) in types for side in sides):
                yield node.lineno, "a union of types that Python 3.9 would evaluate, and cannot"


def _dotted(node: ast.AST) -> str:
    """``a.b.c`` for a chain of names, otherwise nothing."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return ""
