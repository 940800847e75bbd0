"""Every text has its German and its Chinese, none is out of a translation's reach, and QGIS shows them."""
from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
import translations
import user_texts
from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QTranslator

from checkout import QGIS_PROCESS, ROOT, make_profile
from hyperrestore.processing.base import tr
from hyperrestore.processing.language import translation_file

TEXTS = user_texts.texts()
ALGORITHM = '''
class A:
    TITLE = "Title"
    TAGS = ("one", "two")
    HELP = (
        "Help "
        "goes on."
    )
    ID = "id"

    def initAlgorithm(self):
        self.add(thing("X", tr("Label")), "Help of X.", advanced=True)
        self.add_raster(self.INPUT, tr("Raster"), "Help of the raster.")
        Row(lambda: choice("Y", tr("Choice"), ["a"], "a"), "Help of Y.")
        raise ValueError(tr("Found {}.").format(1))
'''
BYPASSING = (
    'label.setText("Words")',
    'label.setToolTip(f"{count} words")',
    'QLabel("Words", parent)',
    'menu.addAction("Open…")',
    'bar.pushMessage("HyperRestore", "It failed", level)',
    'feedback.pushInfo("It goes on: {}.".format(1))',
    'raise InvalidParameter("This is wrong.")',
    'raise InvalidParameter(f"This is wrong: {path}.") from error',
    'self.add(choice("X", "Label", [], ""), tr("Help."))',
    'self.add(parameter, f"Help of {name}.")',
    'label.setText(tr("Yes") if sure else "No way")',
    'label.setText(" ".join(["Two", "words"]))',
    'label.setText(tr(f"{count} words"))',
    'QgsProcessingOutputNumber(self.CLAMPED, "Number of clamped values")',
)
TRANSLATED = (
    'label.setText(tr("Words"))',
    'label.setText(tr("{} words").format(count))',
    'label.setText("")',
    'label.setText("→")',
    'label.setText(name)',
    'label.setText(f"{number}: {name}")',
    'QgsProcessingParameterFileDestination(name, label, "HTML (*.html)")',
    'bar.pushMessage("HyperRestore", tr("It failed"), level)',
    'raise InvalidParameter(tr("This is wrong: {}.").format(path))',
    'raise InvalidParameter(_sentence(path, "cube"))',
)


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_every_text_is_translated_and_loses_nothing(language: str) -> None:
    assert translations.problems(language, TEXTS) == []


@pytest.mark.parametrize("language", translations.LANGUAGES)
def test_what_qgis_loads_is_what_translators_wrote(language: str) -> None:
    translator = QTranslator()
    assert translator.load(str(translations.path_of(language, "qm")))
    # Through the application, as `tr` does: the translator itself takes ASCII only.
    QCoreApplication.installTranslator(translator)
    try:
        finished = translations.read(translations.path_of(language))
        stale = [text for text, translation in finished.items() if tr(text) != translation]
    finally:
        QCoreApplication.removeTranslator(translator)
    assert stale == [], "run make translations"


@pytest.mark.parametrize("path", user_texts.sources(), ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_text_is_out_of_reach(path: Path) -> None:
    assert user_texts.bypassing(path.read_text(encoding="utf-8")) == []


def test_texts_are_found_where_they_stand() -> None:
    assert user_texts.texts_of(ALGORITHM) == [
        "Title", "one", "two", "Help goes on.", "Label", "Help of X.", "Raster", "Help of the raster.", "Choice",
        "Help of Y.", "Found {}.",
    ]  # fmt: skip


@pytest.mark.parametrize("source", BYPASSING)
def test_what_no_translation_reaches_is_caught(source: str) -> None:
    assert len({line for line, _ in user_texts.bypassing(source)}) == 1


@pytest.mark.parametrize("source", TRANSLATED)
def test_what_is_translated_or_needs_no_translation_passes(source: str) -> None:
    assert user_texts.bypassing(source) == []


def test_translations_are_kept_and_what_is_wrong_with_them_is_told(tmp_path: Path) -> None:
    rich = "'auto' reads a .tif, see hyperrestore:restore, OUTPUT or https://doi.org/10.1"
    current = {"Found {} of {1}": "a.py", "At least 5 of 32": "a.py", rich: "b.py"}
    translations.update("de", current, tmp_path)
    assert [line.split(":")[1].strip() for line in translations.problems("de", current, tmp_path)] == [
        "missing (a.py)", "missing (a.py)", "missing (b.py)",
    ]  # fmt: skip
    _translate(tmp_path, {
        "Found {} of {1}": "{1} gefunden",
        "At least 5 of 32": "Mindestens fünf von 32",
        rich: "'auto' liest, siehe 10.1",
    })  # fmt: skip
    told = translations.problems("de", current, tmp_path)
    faults = [line.partition(" '")[0].partition(' "')[0] for line in told]
    assert "de: other fields in braces:" in faults and "de: other numbers:" in faults
    for word in (".tif", "hyperrestore:restore", "OUTPUT", "https://doi.org/10.1"):
        assert f"de: {word} is gone:" in faults
    # The next extraction keeps what stands, and drops what has no source any more.
    translations.update("de", {"At least 5 of 32": "c.py", "New": "c.py"}, tmp_path)
    kept = translations.read(translations.path_of("de", folder=tmp_path))
    assert kept == {"At least 5 of 32": "Mindestens fünf von 32"}


def _translate(folder: Path, finished: dict[str, str]) -> None:
    """Fills in a .ts file as a translator does."""
    path = translations.path_of("de", folder=folder)
    tree = ElementTree.parse(path)
    for message in tree.getroot().iter("message"):
        translation = message.find("translation")
        if message.findtext("source") in finished:
            translation.text = finished[message.findtext("source")]
            del translation.attrib["type"]
    tree.write(path, encoding="utf-8")


@pytest.mark.parametrize(
    "locale, language",
    [("de", "de"), ("de_AT", "de"), ("zh", "zh"), ("zh-Hans", "zh"), ("zh_CN", "zh"), ("zh-Hant", None),
     ("zh_TW", None), ("en", None), ("en_US", None), ("fr", None), ("", None), ("C", None)],
)  # fmt: skip
def test_the_language_is_told_from_the_locale(locale: str, language: str | None) -> None:
    found = translation_file(locale)
    assert (found and found.name) == (language and f"hyperrestore_{language}.qm")


GERMAN = """
import json, sys
from qgis.core import QgsApplication
from hyperrestore import classFactory
from hyperrestore.processing.base import tr

application = QgsApplication([], False)
application.initQgis()
QgsApplication.locale = lambda: "de"
plugin = classFactory(None)
plugin.initProcessing()
registry = QgsApplication.processingRegistry()
algorithm = registry.createAlgorithmById("hyperrestore:estimatenoise")
model = registry.createAlgorithmById("hyperrestore:estimate-denoise")
found = {
    "title": algorithm.displayName(),
    "group": algorithm.group(),
    "tags": algorithm.tags(),
    "help": algorithm.shortHelpString(),
    "label": algorithm.parameterDefinition("INPUT").description(),
    "help of INPUT": algorithm.parameterDefinition("INPUT").help(),
    "model's group": model.group(),
    "model's help": model.shortHelpString(),
    "model's labels": {item.name(): item.description() for item in model.parameterDefinitions()},
}
del algorithm, model
plugin.unload()
found["afterwards"] = tr("Estimate noise")
print(json.dumps(found))
"""


def test_the_plugin_speaks_german_and_stops_when_it_goes(qgis_environment: dict[str, str]) -> None:
    """In a process of its own: here, other tests have the plugin in English."""
    places = [str(ROOT / ".plugins"), qgis_environment["PYTHONPATH"]]
    done = subprocess.run(
        [sys.executable, "-c", GERMAN], env={**qgis_environment, "PYTHONPATH": os.pathsep.join(places)},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["title"] == "Rauschen schätzen" and found["group"] == "Qualität"
    assert "Streifen" in found["tags"] and "stripes" in found["tags"], "English words are found as well"
    assert "Wann zu verwenden:" in found["help"]
    assert found["label"] == "Hyperspektrales Raster"
    assert found["help of INPUT"].startswith("Jedes Raster")
    assert found["model's group"] == "Beispielmodelle" and "<p>Entrauscht ein Raster" in found["model's help"]
    assert "Noisy raster" not in found["model's help"]
    assert found["model's labels"]["INPUT"] == "Verrauschtes Raster"
    assert found["model's labels"]["estimate:Noise report"] == "Rauschbericht"
    assert found["afterwards"] == "Estimate noise"


@pytest.fixture(scope="module")
def listing(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., str]:
    """``listing("de", "help", …)`` -> what qgis_process prints in a profile with that language."""

    def call(locale: str, *arguments: str) -> str:
        profile = tmp_path_factory.mktemp(f"profile-{locale}")
        environment = make_profile(profile)
        (settings,) = profile.glob("**/QGIS3.ini")
        with settings.open("a", encoding="utf-8") as lines:
            lines.write(f"\n[locale]\nuserLocale={locale}\noverrideFlag=true\n")
        finished = subprocess.run(
            [QGIS_PROCESS, *arguments], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            check=True, timeout=120,
        )  # fmt: skip
        return finished.stdout

    return call


@pytest.mark.parametrize(
    "locale, title, word",
    [("de", "Gegen eine Referenz bewerten", "Wann zu verwenden"), ("zh-Hans", "与参考对比评价", "何时使用")],
)
def test_qgis_process_speaks_the_language_of_the_profile(listing, locale: str, title: str, word: str) -> None:
    printed = listing(locale, "help", "hyperrestore:evaluate")
    assert title in printed and word in printed
    assert "REFERENCE" in printed and "https://doi.org/10.1109/TIP.2003.819861" in printed


DOCK = ("ui/sections.py", "ui/compare/panel.py", "ui/compare/profile_view.py")
"""What stands in QGIS's main window beside its menus."""
MENUS = ("Pro&ject", "&Edit", "&View", "&Layer", "&Settings", "&Plugins", "&Help", "Vect&or", "&Raster", "&Database",
         "&Web", "&Mesh", "Pro&cessing")  # fmt: skip


@pytest.mark.parametrize("language, of_qgis", [("de", "de"), ("zh", "zh-Hans")])
def test_letters_in_the_dock_are_free(qgis_app, language: str, of_qgis: str) -> None:
    """Alt and a letter must lead to one place: two would only move the focus between them."""
    menus = QTranslator()
    if not menus.load(f"qgis_{of_qgis}", QgsApplication.i18nPath()):
        pytest.skip(f"this QGIS has no translation {of_qgis}")
    known = translations.read(translations.path_of(language))
    ours = [text for path in DOCK for text in user_texts.texts_of((ROOT / path).read_text("utf-8"), helps=False)]
    letters = [_letter(known[text]) for text in ours if "&" in known[text]]
    assert len(letters) == len(set(letters)) >= 5
    titles = [menus.translate(context, text) for text in MENUS for context in ("MainWindow", "QgisApp", "Processing")]
    taken = {_letter(title) for title in titles if "&" in title}
    assert len(taken) >= 8 and not set(letters) & taken


def _letter(text: str) -> str:
    return text[text.index("&") + 1].lower()
