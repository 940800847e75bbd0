"""Whether a run may go on where an earlier one was stopped: only if it would do the very same."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping, Sequence

from ..errors import InputChanged, UnsuitableRaster
from ..raster import CubeSource, gdal_version, input_files, remote_inputs, said
from .inference import Inference
from .job import RestorationJob
from .preparation import Preparation
from .software import plugin_version

SIDECAR = ".aux.xml"

SAMPLED_PLACES = 32
SAMPLED_BYTES = 1 << 14

WORDS = {
    "input": "the input",
    "content": "the input's numbers",
    "parameters": "a parameter",
    "model": "the model or its weights",
    "software": "the software, the device, the precision or the number of threads",
}
"""What the parts of a task are called when they have changed."""


def describe_input(source: CubeSource) -> str:
    """Every file that ``source`` is read from, a line each: name, size, time of change, and a hash of places all over
    it, or, of remote ones, of beginning and end. Of GDAL's sidecars counts what the raster says with them (``said``),
    since QGIS leaves one whenever somebody looks at a layer.

    Raises `UnsuitableRaster` when a file cannot be read, or has just been removed.
    """
    try:
        remote = [file for file in remote_inputs(source) if not _is_sidecar(file.name)]
        # A name may hold somebody's key.
        told = [f"remote {file.size} {file.changed} {_hash([file.name, file.ends])}" for file in remote]
        told += [_describe_file(path) for path in input_files(source) if not _is_sidecar(path)]
        return "\n".join([*sorted(told), f"words 0 0 {_hash([_words(source.path, bool(remote))])}"])
    except OSError as error:
        raise UnsuitableRaster(
            f"Raster {source.path} cannot be looked at: {error.filename}: {error.strerror}. Is it still there?"
        ) from error


def _words(path: str, is_remote: bool) -> str:
    try:
        return said(path)
    except OSError as error:
        if not is_remote:
            raise
        raise ConnectionError(error.errno, error.strerror, path) from error


def _is_sidecar(name: str) -> bool:
    return name.lower().endswith(SIDECAR)


def refuse_changed_input(source: CubeSource, before: str) -> None:
    """Raises `InputChanged` when a file that ``source`` is read from is no more what ``describe_input`` saw, and
    `UnsuitableRaster` when that cannot be told, since a server is away."""
    try:
        now = describe_input(source)
    except UnsuitableRaster as error:
        if isinstance(error.__cause__, ConnectionError):
            raise
        now = str(error)
    if now != before:
        raise InputChanged(
            f"Raster {source.path} was changed while it was being restored, so the result would be of two rasters; "
            "no output was written. Run again when nobody writes to it."
        )


def describe_task(
    job: RestorationJob, input_text: str, ready: Preparation, descriptor, inference: Inference
) -> dict[str, str]:
    """What a result depends on, as texts that are equal if and only if nothing has changed."""
    where = (job.bands, job.window)
    how = (job.tile_size, job.overlap, job.scaling, job.data_type, job.line_direction, job.quality)
    return {
        "input": input_text,
        "content": _hash(_content(ready)),
        "parameters": repr((*where, *how)),
        "model": f"{descriptor.title} {descriptor.scale} {sorted(job.tags.items())} {job.model_mark}",
        "software": f"{_versions()} {inference.device} {inference.precision}",
    }


def differences(one: Mapping[str, str], other: Mapping[str, str]) -> list[str]:
    """What is not the same in two tasks, in words."""
    return [words for key, words in WORDS.items() if one.get(key) != other.get(key)]


def _content(ready: Preparation) -> Sequence[object]:
    work = ready.work
    return (
        work.restored,
        work.passed,
        work.scaling.kind,
        work.scaling.low.tolist(),
        work.scaling.width.tolist(),
        work.means.tolist(),
        [repr(fill) for fill in ready.reader.fills],
        ready.lines.direction,
    )


def _versions() -> str:
    import numpy
    import torch

    libraries = f"torch {torch.__version__} numpy {numpy.__version__} GDAL {gdal_version()}"
    return f"HyperRestore {plugin_version()} {libraries} threads {torch.get_num_threads()}"


def _describe_file(path: str) -> str:
    state = os.stat(path)
    return f"{os.path.abspath(path)!r} {state.st_size} {state.st_mtime_ns} {_sampled_hash(path, state.st_size)}"


def _sampled_hash(path: str, size: int) -> str:
    """Of the file's beginning (its header), its end, and places between."""
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        for place in range(SAMPLED_PLACES):
            file.seek(max(0, size - SAMPLED_BYTES) * place // (SAMPLED_PLACES - 1))
            digest.update(file.read(SAMPLED_BYTES))
    return digest.hexdigest()[:32]


def _hash(parts: Sequence[object]) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
