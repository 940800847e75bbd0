"""The findings about the environment in words, for the log, the report and the window."""

from __future__ import annotations

from collections.abc import Sequence

from ...restoration.dependencies import reinstall_hint
from ...restoration.environment import BROKEN, MISSING, OLD, Environment, Found
from ...restoration.installation import APPLE, CARD, NO_CARD, NO_DRIVER, OLD_CARD, OLD_DRIVER, OLD_PYTHON, Plan
from ..base import tr


def headline(environment: Environment) -> str:
    """The answer in one sentence."""
    if environment.ready:
        return tr("Everything that HyperRestore needs is there.")
    return missing_sentence(environment.lacking)


def installed(environment: Environment, as_planned: bool) -> str:
    """After an installation that succeeded; ``as_planned`` is False where torch came without the CUDA of its build."""
    sentence = tr("Installed. Start QGIS again to use it.")
    if environment.ready:
        sentence = tr("Installed. HyperRestore is ready, without a new start of QGIS.")
    if as_planned:
        return sentence
    return f"{sentence} " + tr("But pip found a torch without CUDA, which does not use the graphics card.")


def missing_sentence(lacking: tuple[Found, ...]) -> str:
    """Which packages keep HyperRestore from working; short, as it also stands in QGIS's message bar."""
    if all(found.state == MISSING for found in lacking):
        return tr("Packages are missing: {}.").format(names(lacking))
    return tr("Packages are missing or do not work: {}.").format(names(lacking))


def names(lacking: tuple[Found, ...]) -> str:
    """``torch, safetensors and scikit-image``."""
    return _listed([found.package.name for found in lacking])


def purpose(found: Found) -> str:
    """What a package is needed for."""
    return {
        "torch": tr("all denoising and super-resolution"),
        "safetensors": tr("trained networks"),
        "scikit-image": tr("Evaluate, and reports of Fine-tune"),
        "matplotlib": tr("charts in reports; optional"),
        "distributed": tr("several computers at once; optional"),
    }[found.package.name]


def state(found: Found) -> str:
    """How it stands with a package."""
    if found.state == MISSING:
        return tr("missing")
    if found.state == BROKEN:
        return tr("there, but does not load: {}").format(found.error)
    if found.state == OLD:
        return tr("version {} is too old, {} or later is needed").format(found.version, found.package.oldest)
    return tr("version {}").format(found.version or "?")


def build(plan: Plan) -> str:
    """Which build of torch, and why."""
    kind = tr("CUDA {}, for NVIDIA cards").format(".".join((plan.build.index[2:-1], plan.build.index[-1:])))
    if plan.build.index == "cpu":
        kind = tr("CPU")
    elif not plan.build.index:
        kind = tr("Apple")
    why = {
        APPLE: tr("the one for macOS"),
        CARD: tr("this computer has a card and driver for it"),
        NO_DRIVER: tr("no NVIDIA driver was found"),
        NO_CARD: tr("there is an NVIDIA driver, but it sees no card"),
        OLD_DRIVER: tr("the NVIDIA driver is too old for a CUDA build; update it to use the card"),
        OLD_CARD: tr("the NVIDIA card is too old for a CUDA build"),
        OLD_PYTHON: tr("this QGIS's Python is too old for the NVIDIA card's build; update QGIS to use the card"),
    }[plan.build.why]
    return tr("{}: {}").format(kind, why)


def size(plan: Plan) -> str:
    """How much there is to download and to store."""
    return tr("about {} to download, about {} on disk; {} are free there").format(
        *(_amount(amount) for amount in (plan.download_mb, plan.disk_mb, plan.room_mb))
    )


def devices(environment: Environment) -> str:
    """What computes."""
    return ", ".join(environment.devices) or tr("not known without torch")


def card(environment: Environment) -> str:
    """The graphics card, as far as it matters to torch."""
    nvidia = environment.nvidia
    if nvidia is None:
        return tr("no NVIDIA driver")
    return tr("{}; driver {}, which runs CUDA up to {}").format(
        nvidia.card or tr("no NVIDIA card"), nvidia.driver or "?", ".".join(map(str, nvidia.cuda))
    )


def complaints(environment: Environment) -> list[str]:
    """Why packages do not load, in full."""
    return [f"{found.package.name}: {found.error}{reinstall_hint()}" for found in environment.packages if found.error]


def obstacles(environment: Environment, plan: Plan) -> list[str]:
    """What has to be done by hand before anything can be installed, a sentence each."""
    found = [
        tr("{} in {} cannot be used, but would be found first. Remove it:  {}").format(
            item.package.name, item.place, f'"{plan.interpreter}" -m pip uninstall {item.package.name}'
        )
        for item in plan.blocking
    ]
    if not environment.has_pip:
        found.append(
            tr("This Python has no pip. Install that first, on Debian and Ubuntu with:  sudo apt install python3-pip")
        )
    if plan.room_mb < plan.download_mb + plan.disk_mb:
        found.append(tr("There is not enough room on the disk."))
    return found


def rows(environment: Environment, plan: Plan) -> list[tuple[str, str]]:
    """All findings, a label and a text each; what would be installed only where something is lacking."""
    packages = [(item.package.name, _package(item)) for item in environment.packages]
    return [*facts(environment), *packages, *([] if environment.ready else offer(plan))]


def facts(environment: Environment) -> list[tuple[str, str]]:
    """Of the computer and of QGIS."""
    versions = tr("{}, with GDAL {} and numpy {}").format(environment.qgis, environment.gdal, environment.numpy)
    return [
        (tr("QGIS"), versions),
        (tr("Python"), f"{environment.python}, {environment.interpreter}"),
        (tr("Graphics card"), card(environment)),
        (tr("Computes on"), devices(environment)),
    ]


def offer(plan: Plan) -> list[tuple[str, str]]:
    """What would be installed."""
    return [
        (tr("To install"), ", ".join(package.name for package in plan.packages)),
        *([(tr("Build of torch"), build(plan))] if plan.has_torch else []),
        (tr("Size"), size(plan)),
        (tr("Goes to"), str(plan.folder)),
    ]


def sources(plan: Plan) -> str:
    """Where the window would download from, before the command that does the same."""
    return tr(
        "Install downloads from {}, into a folder of HyperRestore's own. QGIS's packages stay as they are. Or run this "
        "command yourself, outside QGIS:"
    ).format(_listed(plan.sites))


def _listed(words: Sequence[str]) -> str:
    return tr("{} and {}").format(", ".join(words[:-1]), words[-1]) if len(words) > 1 else "".join(words)


def _package(found: Found) -> str:
    place = tr(", from {}").format(found.place) if found.place else ""
    return f"{state(found)}{place} ({purpose(found)})"


def _amount(megabytes: int) -> str:
    return tr("{:.1f} GB").format(megabytes / 1000) if megabytes >= 1000 else tr("{} MB").format(megabytes)
