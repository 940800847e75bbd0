"""metadata.txt as the plugin repository and QGIS's plugin manager read it."""
from __future__ import annotations

import configparser
import re
from xml.etree import ElementTree

import pytest

from package import ROOT

REQUIRED = (
    "name", "description", "version", "qgisMinimumVersion", "author", "email", "about", "tracker", "repository",
)


@pytest.fixture(scope="module")
def metadata() -> configparser.SectionProxy:
    parser = configparser.ConfigParser()
    # As the repository reads it: keys keep their case, interpolation stays on, so a stray per cent sign fails.
    parser.optionxform = str
    parser.read_string((ROOT / "metadata.txt").read_text(encoding="utf-8"))
    return parser["general"]


@pytest.mark.parametrize("key", REQUIRED)
def test_required_key_is_stated(metadata: configparser.SectionProxy, key: str) -> None:
    assert metadata[key].strip()


def test_values_that_decide_where_the_plugin_loads(metadata: configparser.SectionProxy) -> None:
    assert metadata["qgisMinimumVersion"] == "3.22"
    assert metadata["qgisMaximumVersion"] == "4.99"
    assert metadata["hasProcessingProvider"] == "yes"
    assert metadata["category"] == "Raster"
    assert "supportsQt6" not in metadata


def test_values_keep_the_repository_rules(metadata: configparser.SectionProxy) -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", metadata["version"])
    assert "/" not in metadata["author"]
    assert "plugin" not in metadata["name"].lower()
    assert "torch" in metadata["about"]
    for key in ("tracker", "repository", "homepage"):
        assert re.match(r"https://[\w.]+/", metadata[key])


def test_changelog_speaks_of_this_version(metadata: configparser.SectionProxy) -> None:
    assert metadata["version"] in metadata["changelog"]
    assert f"## {metadata['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_licence_is_the_gpl_3(metadata: configparser.SectionProxy) -> None:
    first_lines = (ROOT / "LICENSE").read_text(encoding="utf-8")[:200]
    assert "GNU GENERAL PUBLIC LICENSE" in first_lines and "Version 3" in first_lines
    assert metadata["license"] == "GPL-3.0-or-later"


def test_icons_are_square_drawings(metadata: configparser.SectionProxy) -> None:
    icons = sorted((ROOT / "icons").glob("*.svg"))
    assert ROOT / metadata["icon"] in icons
    for icon in icons:
        left, top, width, height = map(float, ElementTree.parse(icon).getroot().attrib["viewBox"].split())
        assert (left, top) == (0, 0) and width == height
