"""What the plugin shows to its users, read from its sources: texts to translate, and texts that no one can translate.

A text is found where it stands as a literal in ``tr("…")``, in the class constants of algorithms, or in one of the
places of `HELP_PLACES`, whose texts ``processing/base.py`` hands to ``tr`` itself.
"""
from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("plugin.py", "processing/**/*.py", "ui/**/*.py")
MODELS = "processing/examples/*.model3"
CONSTANTS = {"TITLE", "GROUP", "HELP", "TAGS"}
HELP_PLACES = {"add": 1, "Row": 1, "add_raster": 2, "add_rasters": 1, "bands_row": 1}
"""Callables of ours, and the position of their argument that is a help text."""
SHOWING = {
    "about", "addAction", "addButton", "addItem", "addItems", "addMenu", "addRow", "addTab", "addWidget",
    "appendPlainText", "createMessage", "critical", "information", "insertTab", "pushCritical", "pushInfo",
    "pushMessage", "pushSuccess", "pushWarning", "QAction", "QCheckBox", "QDockWidget", "QGroupBox", "QLabel", "QMenu",
    "QPushButton", "QRadioButton", "question", "reportError", "set_title", "set_xlabel", "set_ylabel",
    "setAccessibleName", "setDescription", "setHeaderLabels", "setHorizontalHeaderLabels", "setInformativeText",
    "setItemText", "setLabelText", "setPlaceholderText", "setPlainText", "setPrefix", "setProgressText",
    "setSpecialValueText", "setStatusTip", "setSuffix", "setTabText", "setText", "setTitle", "setToolTip",
    "setWhatsThis", "setWindowTitle", "showMessage", "warning",
}  # fmt: skip
"""Callables whose texts users see: of Qt, of QGIS's message bar and feedback, of Matplotlib."""
LABELLED = re.compile(r"QgsProcessing(Parameter|Output)\w+|choice|integer|decimal")
"""Callables whose second argument is a label."""
RAISED_IN = ("processing", "ui")
NAMES = {"HyperRestore", "Arial"}
"""Texts that are the same in every language."""

Finding = tuple[int, str]


def sources(root: Path = ROOT) -> list[Path]:
    """The files whose texts are translated, in a fixed order."""
    return sorted(path for pattern in SOURCES for path in root.glob(pattern))


def texts(root: Path = ROOT) -> dict[str, str]:
    """Every text to translate, in the order of the sources, and the first file that has it."""
    found: dict[str, str] = {}
    for path in sources(root):
        for text in texts_of(path.read_text(encoding="utf-8"), helps="processing" in path.parts):
            found.setdefault(text, path.relative_to(root).as_posix())
    for path in sorted(root.glob(MODELS)):
        for text in texts_of_model(path.read_text(encoding="utf-8")):
            found.setdefault(text, path.relative_to(root).as_posix())
    return found


def texts_of_model(source: str) -> list[str]:
    """The texts to translate in a stored model: its group, its help, the labels of what goes in and comes out."""
    root = ElementTree.fromstring(source)
    options = [*root.iterfind("*[@name='model_group']"), *root.iterfind("*[@name='help']/*[@name='ALG_DESC']")]
    options += root.iterfind("*[@name='parameterDefinitions']/*/*[@name='description']")
    return [option.get("value", "") for option in options]


def texts_of(source: str, *, helps: bool = True) -> list[str]:
    """The texts to translate in one module, from its first line to its last; with ``helps`` those of `HELP_PLACES`."""
    found = [item for node in ast.walk(ast.parse(source)) for item in _texts_at(node, helps)]
    return [node.value for node in sorted(found, key=lambda node: (node.lineno, node.col_offset))]


def bypassing(source: str) -> list[Finding]:
    """Texts of one module that users see, but that no translation reaches: where they stand, and what they are."""
    tree = ast.parse(source)
    translated = {id(inner) for node in ast.walk(tree) if _is_tr(node) for inner in ast.walk(node)}
    found = []
    for node in ast.walk(tree):
        for shown in _shown_by(node):
            found += [
                (part.lineno, part.value) for part in _literals(shown)
                if id(part) not in translated and _is_language(part.value)
            ]  # fmt: skip
        if _is_tr(node) and isinstance(node.args[0], (ast.JoinedStr, ast.BinOp)):
            found.append((node.lineno, "tr() of a text that is put together: no translation has it"))
    return sorted(set(found))


def _texts_at(node: ast.AST, helps: bool) -> Iterator[ast.Constant]:
    if isinstance(node, ast.ClassDef):
        for statement in node.body:
            if isinstance(statement, ast.Assign) and _names(statement.targets) & CONSTANTS:
                yield from _plain(statement.value)
    elif _is_tr(node):
        yield from _plain(node.args[0])
    elif helps and isinstance(node, ast.Call) and _called(node) in HELP_PLACES:
        yield from _help_text(node)


def _help_text(call: ast.Call) -> Iterator[ast.Constant]:
    place = HELP_PLACES[_called(call)]
    if len(call.args) > place:
        yield from _plain(call.args[place])
    for keyword in call.keywords:
        if keyword.arg in {"help", "help_text"}:
            yield from _plain(keyword.value)


def _plain(node: ast.AST) -> Iterator[ast.Constant]:
    """A literal, or those of a tuple."""
    for item in node.elts if isinstance(node, ast.Tuple) else [node]:
        if isinstance(item, ast.Constant) and isinstance(item.value, str):
            yield item


def _shown_by(node: ast.AST) -> Iterator[ast.AST]:
    """The parts of a statement or call whose literals users see, and which nothing else translates."""
    if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
        yield from node.exc.args
    elif isinstance(node, ast.Call):
        name = _called(node)
        if name in SHOWING:
            yield from node.args
        elif LABELLED.fullmatch(name) and len(node.args) > 1:
            yield node.args[1]
        elif name in HELP_PLACES and len(node.args) > HELP_PLACES[name]:
            text = node.args[HELP_PLACES[name]]
            if not isinstance(text, ast.Constant):
                yield text


def _literals(node: ast.AST) -> Iterator[ast.Constant]:
    """The literals that make up a text; not those that are handed to another call to find it."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"format", "join"}:
        yield from _literals(node.func.value)
        for argument in node.args:
            yield from _literals(argument)
    elif isinstance(node, (ast.JoinedStr, ast.BinOp, ast.IfExp, ast.List, ast.Tuple)):
        for child in ast.iter_child_nodes(node):
            if not (isinstance(node, ast.IfExp) and child is node.test):
                yield from _literals(child)


def _is_language(text: str) -> bool:
    """Whether a text has words: not only signs, one name, an endings' filter, or a path."""
    return text not in NAMES and bool(re.search(r"[A-Za-z]{2}", text)) and not re.fullmatch(r"\S*[*/:.<]\S*", text)


def _is_tr(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr" and bool(node.args)


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _names(targets: list[ast.expr]) -> set[str]:
    return {target.id for target in targets if isinstance(target, ast.Name)}
