"""The files that an input is read from, through all that GDAL lets stand between: VRT, subdatasets, /vsi prefixes."""

from __future__ import annotations

import html
import os
import re

from .source import CubeSource

# Where the name of a file may begin or end within the name of a dataset.
_BORDER = re.compile(r"/vsi\w+/|://|[:,\"'?=&{}|]")
_REFERENCE = re.compile(r"<\w*(?:Filename|Dataset)\b[^>]*>([^<]+)<")
_VRT = "<VRTDataset"
_HEAD_BYTES = 4096


def input_files(source: CubeSource) -> list[str]:
    """Existing files, those within VRTs (of VRTs ...) included."""
    files: list[str] = []
    waiting = [(name, "") for name in (source.path, *(source.dataset.GetFileList() or []))]
    seen = set(waiting)
    while waiting:
        name, folder = waiting.pop()
        found = [] if _VRT in name else [file for file in _files_named(name, folder) if file not in files]
        files += found
        documents = [(_vrt_text(file), os.path.dirname(file)) for file in found]
        documents += [(name, folder)] if _VRT in name else []
        for text, place in documents:
            references = {(html.unescape(match[1]).strip(), place) for match in _REFERENCE.finditer(text)}
            waiting += references - seen
            seen |= references
    return files


def _files_named(name: str, folder: str) -> list[str]:
    """Files that a dataset's name mentions, as ``GTIFF_DIR:1:scene.tif`` does; relative to ``folder`` or to here."""
    borders = list(_BORDER.finditer(name))
    starts = [0, *(border.end() for border in borders)]
    ends = [*(border.start() for border in borders), len(name)]
    parts = dict.fromkeys(name[start:end] for start in starts for end in ends if start < end)
    places = dict.fromkeys(place for part in parts for place in (part, os.path.join(folder, part)))
    return [place for place in places if os.path.isfile(place)]


def _vrt_text(file: str) -> str:
    """The text of a VRT, whatever its extension; empty for other files, and for what cannot be read."""
    try:
        with open(file, encoding="utf-8", errors="replace") as opened:
            head = opened.read(_HEAD_BYTES)
            return head + opened.read() if _VRT in head else ""
    except OSError:
        return ""
