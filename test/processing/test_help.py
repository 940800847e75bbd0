"""What algorithms say of themselves: when to use them, whom they follow, and that a search finds them."""
from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from qgis.core import QgsApplication
from qgis.gui import QgsProcessingToolboxProxyModel
from qgis.PyQt.QtCore import QModelIndex

from hyperrestore.processing.provider import ALGORITHMS

PAPER = re.compile(r"https://(doi\.org/10\.\d{4,5}/|arxiv\.org/abs/\d|openaccess\.thecvf\.com/)\S+")
WITHOUT_PAPER = {"finetune", "importweights", "importmat", "checkenvironment"}
DENOISERS = {
    "restore", "denoiseras2s", "denoisesscan", "denoiserobustsubspace", "denoisefasthyde", "denoisengmeet",
    "denoisellrt", "denoiselrta", "denoiselrtdtv", "denoisellrgtv",
}  # fmt: skip
AGAINST_LINES = {"restore", "denoiseras2s", "denoiserobustsubspace", "denoiselrtdtv", "denoisellrgtv"}
ENLARGING = {"superresolvessrnet", "superresolvebicubic"}
# What users type, what must turn up, and what must not.
SEARCHES = (
    ("denoise", DENOISERS, ENLARGING | {"evaluate", "importmat", "finetune"}),
    ("noise", DENOISERS | {"estimatenoise", "simulatenoise"}, ENLARGING | {"importmat", "importweights"}),
    ("destripe", AGAINST_LINES, {"denoisefasthyde", "denoisesscan"} | ENLARGING),
    ("stripes", AGAINST_LINES | {"estimatenoise", "simulatenoise"}, {"denoisesscan"} | ENLARGING),
    ("clean", DENOISERS, {"importmat"}),
    ("superresolution", ENLARGING, DENOISERS),
    ("super-resolution", ENLARGING, DENOISERS),
    ("upscale", ENLARGING, DENOISERS),
    ("sharpen", {"superresolvessrnet"}, DENOISERS | {"superresolvebicubic"}),
    ("SNR", {"estimatenoise"}, DENOISERS),
    ("PSNR", {"evaluate"}, DENOISERS | {"estimatenoise"}),
    ("spectral angle", {"evaluate"}, DENOISERS),
    ("matlab", {"importmat"}, DENOISERS),
    ("checkpoint", {"importweights"}, DENOISERS),
    ("machine learning", {"finetune"}, ENLARGING),
    ("simulate", {"simulatenoise"}, DENOISERS),
    ("salt and pepper", AGAINST_LINES | {"simulatenoise"}, {"denoisefasthyde"} | ENLARGING),
    ("EnMAP", DENOISERS | {"superresolvessrnet", "estimatenoise"}, {"importmat"}),
)


@pytest.fixture(scope="module")
def toolbox(plugin) -> Callable[[str], set[str]]:
    """``toolbox("destripe")`` -> which algorithms of ours QGIS's toolbox shows for these words."""
    model = QgsProcessingToolboxProxyModel(None, QgsApplication.processingRegistry())

    def leaves(parent: QModelIndex) -> set[str]:
        found = set()
        for row in range(model.rowCount(parent)):
            index = model.index(row, 0, parent)
            algorithm = model.toolboxModel().algorithmForIndex(model.mapToSource(index))
            found |= {algorithm.id()} if algorithm is not None else leaves(index)
        return found

    def search(words: str) -> set[str]:
        model.setFilterString(words)
        return {name.partition(":")[2] for name in leaves(QModelIndex()) if name.startswith("hyperrestore:")}

    return search


@pytest.mark.parametrize("kind", ALGORITHMS, ids=lambda kind: kind.ID)
def test_help_says_when_to_use_it(kind: type) -> None:
    paragraphs = kind().shortHelpString().split("\n\n")
    assert sum(part.startswith("When to use it: ") for part in paragraphs) == 1
    assert 40 < len(kind().shortDescription()) < 400
    assert paragraphs[0] == kind().shortDescription()
    assert not re.search(r"[<&]", kind().shortHelpString()), "the dialog would take it for HTML"


@pytest.mark.parametrize("kind", ALGORITHMS, ids=lambda kind: kind.ID)
def test_help_names_the_papers(kind: type) -> None:
    if kind.ID in WITHOUT_PAPER:
        assert not kind.PAPERS
        return
    assert PAPER.search(kind().shortHelpString())
    for paper in kind.PAPERS:
        assert re.search(r"\b(19|20)\d\d\b", paper), "the year"
        assert paper in kind().shortHelpString()


@pytest.mark.parametrize("kind", ALGORITHMS, ids=lambda kind: kind.ID)
def test_each_parameter_has_a_help_of_its_own(algorithm, kind: type) -> None:
    # Kept: its parameters go with it.
    instance = algorithm(kind.ID)
    helps = [item.help() for item in instance.parameterDefinitions()]
    assert all(len(text) > 15 and text.endswith((".", "!")) for text in helps)
    assert len(set(helps)) == len(helps)


@pytest.mark.parametrize("name", sorted(DENOISERS | ENLARGING))
def test_restorations_say_what_they_need(algorithm, name: str) -> None:
    assert "torch" in algorithm(name).shortHelpString()


@pytest.mark.parametrize("words, shown, hidden", SEARCHES, ids=[search[0] for search in SEARCHES])
def test_a_search_in_the_toolbox_finds_it(toolbox, words: str, shown: set[str], hidden: set[str]) -> None:
    found = toolbox(words)
    assert shown - found == set()
    assert hidden & found == set()


def test_a_search_without_sense_finds_nothing(toolbox) -> None:
    assert toolbox("xyzzy") == set()
