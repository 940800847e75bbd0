"""The files that an input is read from, through all that GDAL lets stand between: VRT, subdatasets, /vsi prefixes."""

from __future__ import annotations

import errno
import html
import os
import re
from dataclasses import dataclass
from pathlib import Path

from osgeo import gdal

from .source import CubeSource

# Where the name of a file may begin or end within the name of a dataset.
_BORDER = re.compile(r"/vsi\w+/|://|[:,\"'?=&{}|]")
_REFERENCE = re.compile(r"<\w*(?:Filename|Dataset)\b[^>]*>([^<]+)<")
# What is behind these prefixes of GDAL's is not in this machine's file system.
_REMOTE = re.compile(r"/vsi(mem|hdfs|webhdfs|(curl|s3|gs|az|adls|oss|swift)(_streaming)?)[/?]")
_VRT = "<VRTDataset"
_HEAD_BYTES = 4096
_END_BYTES = 1 << 14


@dataclass(frozen=True)
class RemoteFile:
    """What a server, or GDAL's own memory, tells of a file: size, time of change (0: not told), beginning and end."""

    name: str
    size: int
    changed: int
    ends: bytes


def remote_inputs(source: CubeSource) -> list[RemoteFile]:
    """What ``source`` is read from beyond this machine's file system, as it is now. Raises ConnectionError."""
    names = [name for name in dict.fromkeys(_names(source)) if name.startswith("/vsi") and _is_remote(name)]
    if names:
        # Else GDAL tells what it was told before.
        gdal.VSICurlClearCache()
    found = []
    for name in names:
        state = gdal.VSIStatL(name)
        if state is None:
            raise ConnectionError(errno.EIO, "it cannot be reached", name)
        found.append(RemoteFile(name, state.size, int(state.mtime), _ends(name, state.size)))
    return found


def _ends(name: str, size: int) -> bytes:
    file = gdal.VSIFOpenL(name, "rb")
    if file is None:
        raise ConnectionError(errno.EIO, "it cannot be reached", name)
    try:
        parts, length = [], min(size, _END_BYTES)
        for place in (0, size - length):
            gdal.VSIFSeekL(file, place, 0)
            parts.append(bytes(gdal.VSIFReadL(1, length, file) or b"") if length else b"")
            if len(parts[-1]) < length:
                raise ConnectionError(errno.EIO, "it cannot be reached", name)
        return b"".join(parts)
    finally:
        gdal.VSIFCloseL(file)


def _is_remote(name: str) -> bool:
    return bool(_REMOTE.search(name)) and not os.path.isfile(name)


def _names(source: CubeSource) -> list[str]:
    return [source.path, *(source.dataset.GetFileList() or [])]


def input_files(source: CubeSource) -> list[str]:
    """Existing files of this machine's file system, those within VRTs (of VRTs ...) included."""
    files: list[str] = []
    waiting = [(name, "") for name in _names(source)]
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
    if _is_remote(name):
        return []
    borders = list(_BORDER.finditer(name))
    starts = [0, *(border.end() for border in borders)]
    ends = [*(border.start() for border in borders), len(name)]
    parts = dict.fromkeys(name[start:end] for start in starts for end in ends if start < end)
    if name.startswith("/vsi"):
        # An archive is a folder of what is in it.
        parts |= dict.fromkeys(str(above) for part in parts for above in Path(part).parents)
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
