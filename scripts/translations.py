"""`make translations`: brings i18n/*.ts in line with the sources, says what is missing, and compiles what QGIS loads.

Translators fill in the .ts files, with Qt Linguist or any editor; what is marked as unfinished counts as missing.
The compiled .qm files are kept in the repository, so that neither users nor tests need Qt's tools.
"""
from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from user_texts import ROOT, texts

FOLDER = ROOT / "i18n"
LANGUAGES = {"de": "de_DE", "zh": "zh_CN"}
CONTEXT = "HyperRestore"
"""The context that ``tr`` of processing/base.py asks for."""
KEPT = re.compile(
    r"hyperrestore:\w+|https?://\S+|\*?\.[a-z]\w{1,10}\b|\b[A-Z][A-Z0-9_]+\b|'[a-z][\w./-]*'|\b(?:Float|Int)\d+\b"
)
"""What stays as it is in every language: ids, addresses, endings, names in capitals, words that are values."""


@dataclass(frozen=True)
class Message:
    """A text, where it comes from, and its translation; empty while there is none."""

    source: str
    file: str
    translation: str = ""


def path_of(language: str, ending: str = "ts", folder: Path = FOLDER) -> Path:
    return folder / f"hyperrestore_{language}.{ending}"


def read(path: Path) -> dict[str, str]:
    """The finished translations of a .ts file by their texts."""
    if not path.exists():
        return {}
    found = {}
    for message in ElementTree.parse(path).getroot().iter("message"):
        translation = message.find("translation")
        if translation is not None and translation.get("type") is None and translation.text:
            found[message.findtext("source", "")] = translation.text
    return found


def update(language: str, current: dict[str, str], folder: Path = FOLDER) -> list[Message]:
    """Writes the .ts file of a language anew: texts as they stand now, with the translations that there were."""
    known = read(path_of(language, folder=folder))
    messages = [Message(source, file, known.get(source, "")) for source, file in current.items()]
    root = ElementTree.Element("TS", version="2.1", language=LANGUAGES[language], sourcelanguage="en")
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = CONTEXT
    for message in messages:
        item = ElementTree.SubElement(context, "message")
        ElementTree.SubElement(item, "location", filename=f"../{message.file}")
        ElementTree.SubElement(item, "source").text = message.source
        translation = ElementTree.SubElement(item, "translation", {} if message.translation else {"type": "unfinished"})
        translation.text = message.translation
    ElementTree.indent(root, "    ")
    folder.mkdir(exist_ok=True)
    text = ElementTree.tostring(root, encoding="unicode")
    head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
    path_of(language, folder=folder).write_text(f"{head}{text}\n", encoding="utf-8")
    return messages


def problems(language: str, current: dict[str, str], folder: Path = FOLDER) -> list[str]:
    """What is wrong with the translations of a language, a line each; empty when it is complete."""
    known = read(path_of(language, folder=folder))
    found = [f"{language}: missing ({file}): {text}" for text, file in current.items() if text not in known]
    found += [f"{language}: not in the sources any more: {text}" for text in known if text not in current]
    for text, translation in known.items():
        found += [f"{language}: {fault} {text!r} -> {translation!r}" for fault in _faults(text, translation, current)]
    return found


def _faults(text: str, translation: str, labels: Container[str]) -> list[str]:
    """What a translation has lost. Quoted words that are labels themselves are translated as these are."""
    faults = []
    if _fields(text) != _fields(translation):
        faults.append("other fields in braces:")
    if set(re.findall(r"\d+", text)) != set(re.findall(r"\d+", translation)):
        faults.append("other numbers:")
    if text.count("\n") != translation.count("\n"):
        faults.append("other lines:")
    kept = {word for word in KEPT.findall(text) if word.strip("'") not in labels}
    faults += [f"{word} is gone:" for word in sorted(kept) if word not in translation]
    return faults


def _fields(text: str) -> list[str]:
    return sorted(re.findall(r"\{[^}]*\}", text))


def compile_all() -> None:
    """Makes the .qm files. Ends with a sentence when Qt's lrelease is missing; QGIS's packages bring it along."""
    tool = shutil.which("lrelease")
    if tool is None:
        sys.exit("translations: lrelease is missing; on Debian: apt-get install qttools5-dev-tools.")
    for language in LANGUAGES:
        files = [str(path_of(language)), "-qm", str(path_of(language, "qm"))]
        subprocess.run([tool, "-silent", *files], check=True)


def main() -> None:
    current = texts()
    found = []
    for language in LANGUAGES:
        messages = update(language, current)
        found += problems(language, current)
        done = sum(bool(message.translation) for message in messages)
        print(f"{path_of(language).relative_to(ROOT)}: {done} of {len(messages)} texts")
    compile_all()
    if found:
        sys.exit("\n".join(found))


if __name__ == "__main__":
    main()
