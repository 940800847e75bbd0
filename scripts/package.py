"""What ships: the zip for QGIS's plugin manager, from an allow-list. What is not named here stays out.

`make package` (``make_package.py``) writes it and holds it against the rules of the QGIS plugin repository.
"""
from __future__ import annotations

import configparser
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
NAME = "hyperrestore"
CODE_FOLDERS = ("models", "processing", "quality", "raster", "restoration", "training", "ui")
SHIPPED = (
    "*.py",
    "metadata.txt",
    "LICENSE",
    "CHANGELOG.md",
    "icons/*.svg",
    # Messages name the pages as they are in the checkout; the pages to read are made of them (docs_html.py).
    "docs/*.md",
    "docs/images/**/*.png",
    "docs/examples/*.py",
    "docs/examples/*.json",
    "docs/demo/noisy.tif",
    "docs/demo/noisy.qml",
    "i18n/*.qm",
    *(f"{folder}/**/*.py" for folder in CODE_FOLDERS),
    *(f"{folder}/**/LICENSE" for folder in CODE_FOLDERS),
    "processing/**/*.model3",
    "weights/*.safetensors",
    "weights/*.json",
    "weights/SHA256SUMS",
)
# Every entry bears the same date, so the same files give the same zip.
ENTRY_DATE = (2026, 1, 1, 0, 0, 0)


def shipped_files(root: Path = ROOT) -> list[Path]:
    """The files of the plugin, absolute and sorted."""
    found = {path for pattern in SHIPPED for path in root.glob(pattern)}
    return sorted(path for path in found if path.is_file() and "__pycache__" not in path.parts)


def shipped_modules(root: Path = ROOT) -> list[Path]:
    """The plugin's own Python files among them; not the examples in docs/, which are texts to read and copy."""
    return [path for path in shipped_files(root) if path.suffix == ".py" and root / "docs" not in path.parents]


def plugin_version(root: Path = ROOT) -> str:
    """The version that ``metadata.txt`` states."""
    metadata = configparser.ConfigParser()
    metadata.read(root / "metadata.txt", encoding="utf-8")
    return metadata["general"]["version"]


def build_zip(target: Path, root: Path = ROOT) -> None:
    """Writes the plugin into ``target``, below one folder that bears its import name."""
    # Not at the top: pip, which asks this module for the version, has none of what makes the pages.
    from docs_html import html_pages

    contents = {path.relative_to(root).as_posix(): path.read_bytes() for path in shipped_files(root)}
    contents |= {f"docs/{name}": page.encode() for name, page in html_pages(root).items()}
    target.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in sorted(contents.items()):
            entry = zipfile.ZipInfo(f"{NAME}/{name}", ENTRY_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content)
