"""The engine in one call, without QGIS: ``hyperrestore.restore("in.tif", "out.tif", model="ras2s")``.

docs/engine.md is its page.
"""

from __future__ import annotations

import math
import os
import uuid
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from ..errors import InvalidParameter
from ..models.descriptor import ModelDescriptor, RestorationModel
from .job import RestorationJob, RestorationReport
from .log_monitor import LogMonitor
from .named_models import named_model
from .pipeline import restore_raster
from .software import plugin_version

__all__ = ["LogMonitor", "restore"]

OTHERWISE = frozenset({"source", "output", "bands", "tags", "notes", "model_mark"})
SETTINGS = tuple(item.name for item in fields(RestorationJob) if item.name not in OTHERWISE)
BOTH_WAYS = ("ras2s", "sscan")
"""Architectures that the order of bands means something to, so that its reverse gives a second opinion."""


def restore(
    source: str | os.PathLike,
    output: str | os.PathLike,
    model: str | os.PathLike | RestorationModel = "restore",
    *,
    bands: Iterable[int] | None = None,
    tags: Mapping[str, str] | None = None,
    model_mark: str = "",
    progress: Callable[[float], object] | None = None,
    cancelled: Callable[[], bool] | None = None,
    **settings: Any,
) -> RestorationReport:
    """Restores the raster ``source`` into ``output`` (.tif, .dat, .img, .bsq, .bil, .bip) and says what was done.

    ``model`` is a name (``restore``, ``ras2s``, ``sscan``, ``ssrnet-x2``, ``fasthyde``, …; a wrong one is answered with
    the list), the path of a .safetensors file, or a model that is ready to run. ``bands`` are 0-based, None for all;
    the others pass through. ``tags`` go into the output's metadata. What a killed run has finished is gone on with if
    the model is the same. Nobody can tell that of one that was made ready, unless ``model_mark`` does, a text of your
    own for each such model; without, nothing is kept. ``progress`` is called with 0 to 1; the run ends
    with `Cancelled` once ``cancelled()`` is true. What it tells goes to the logger ``hyperrestore``.

    ``settings`` are the fields of `RestorationJob`: ``device`` (auto, cpu, cuda, cuda:N, mps), ``tile_size`` (px; 0 the
    model's own, -1 the whole raster), ``overlap`` (px; -1 the model's own), ``memory_mb`` (0: half of what is free),
    ``scaling`` (auto, cube, band, centred, none), ``data_type`` (source, Float32), ``line_direction`` (auto, columns,
    rows), ``quality`` (normal, best), ``precision`` (auto, fp32, bf16, fp16), ``scheduler`` (a Dask cluster's address,
    local:N, or empty), ``save_every_s``, and ``window`` (a `raster.Window`: restore only that part).

    The output appears under its name when it is complete, or not at all. Raises the errors of `hyperrestore.errors`.
    """
    unknown = sorted(settings.keys() - set(SETTINGS))
    if unknown:
        raise InvalidParameter(f"There is no setting '{unknown[0]}'. There are: {', '.join(SETTINGS)}.")
    job = RestorationJob(
        source=os.fspath(source),
        output=os.fspath(output),
        bands=None if bands is None else tuple(sorted({int(band) for band in bands})),
        **settings,
    )
    named = isinstance(model, (str, os.PathLike))
    ready, told = named_model(model) if named else (model, {})
    _refuse_reverse(ready.descriptor, job)
    own = {"VERSION": plugin_version(), "ALGORITHM": "hyperrestore.restore", "INPUT": Path(source).name}
    job = replace(job, tags={**own, **told, **(tags or {})}, model_mark=model_mark)
    if not (named or model_mark):
        # Nothing is to be left for a later run, nor taken of an earlier one.
        job = replace(job, model_mark=uuid.uuid4().hex, save_every_s=math.inf)
    return restore_raster(job, ready, LogMonitor(progress, cancelled))


def _refuse_reverse(descriptor: ModelDescriptor, job: RestorationJob) -> None:
    if job.quality == "best" and descriptor.architecture not in BOTH_WAYS:
        raise InvalidParameter(
            f"quality='best' averages with the result on the reversed band order, which means nothing to "
            f"{descriptor.title}; only {' and '.join(BOTH_WAYS)} have it. Leave quality out."
        )
