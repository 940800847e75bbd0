"""One damaged file through the engine: it ends with a sentence and nothing left, or as what GDAL itself reads."""

from __future__ import annotations

import shutil
import warnings
from contextlib import suppress
from pathlib import Path

import h5py
import numpy as np
import rasterio
import scipy.io
from osgeo import gdal

from hyperrestore.errors import RestorationError
from hyperrestore.restoration import RestorationJob, restore_raster
from hyperrestore.test.raster.fuzzing.mutations import mutated
from hyperrestore.test.raster.fuzzing.specimens import Specimen
from hyperrestore.test.raster.mat.scenes import run
from hyperrestore.test.restoration.networks import Network, Recorder

MEMORY_MB = 256
SEED = 20240701
REFUSED, RESTORED, UNCHANGED = "refused", "restored", "unchanged"


class Wrong(Exception):
    """What must not be: the message is the finding."""


def try_out(number: int, specimens: list[Specimen], folder: Path, work: Path) -> str:
    """Damages the specimen of trial ``number`` in a copy at ``work``: `REFUSED`, `RESTORED` or `UNCHANGED`.

    Raises `Wrong`, and whatever else the engine lets escape.
    """
    specimen = specimens[number % len(specimens)]
    rng = np.random.default_rng([SEED, number])
    shutil.rmtree(work, ignore_errors=True)
    shutil.copytree(folder / specimen.name, work / "in")
    (work / "out").mkdir()
    target = work / "in" / specimen.damaged
    whole = target.read_bytes()
    damaged = mutated(whole, rng, text=specimen.text)
    if damaged == whole:
        return UNCHANGED
    target.write_bytes(damaged)
    before = _contents(work / "in")
    source = work / "in" / specimen.opened
    output = work / "out" / ("out.dat" if rng.integers(4) == 0 else "out.tif")
    try:
        told = _process(specimen, source, output)
    except RestorationError as error:
        _check_refusal(str(error), work, before)
        return REFUSED
    if _contents(work / "in") != before:
        raise Wrong("the input's folder is not as it was")
    if specimen.name.startswith("mat"):
        _compare_mat(source, output)
    else:
        _compare(source, output, told)
    return RESTORED


def _process(specimen: Specimen, source: Path, output: Path) -> tuple[str, ...]:
    """The warnings of a run."""
    if specimen.name.startswith("mat"):
        run(source, output, memory=MEMORY_MB << 20)
        return ()
    job = RestorationJob(
        source=str(source), output=str(output), device="cpu", line_direction="columns", scaling="none",
        memory_mb=MEMORY_MB,
    )  # fmt: skip
    return restore_raster(job, Network(), Recorder()).warnings


def _check_refusal(sentence: str, work: Path, before: dict[str, bytes]) -> None:
    if len(sentence) < 20 or not sentence.rstrip("'\")").endswith((".", "?")):
        raise Wrong(f"no sentence: {sentence!r}")
    if _contents(work / "in") != before:
        raise Wrong(f"the input's folder is not as it was, after: {sentence}")
    left = sorted(_contents(work / "out"))
    if left:
        raise Wrong(f"{left} left behind, after: {sentence}")


def _compare(source: Path, output: Path, told: tuple[str, ...]) -> None:
    """Raises `Wrong` where rasterio reads the two differently, and no warning told so."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            original = rasterio.open(source)
            values, masks = original.read(), original.read_masks()
        except UnicodeDecodeError:  # which says nothing of the raster: rasterio takes all text for UTF-8
            _compare_pixels(source, output)
            return
        except rasterio.errors.RasterioError as error:
            raise Wrong(f"restored, but GDAL cannot read it: {error}") from error
        with original, rasterio.open(output) as twin:
            found = twin.read()
            if found.dtype != values.dtype or found.shape != values.shape or found.tobytes() != values.tobytes():
                raise Wrong(f"pixels differ: {found.dtype}{found.shape} for {values.dtype}{values.shape}")
            for what in ("scales", "offsets", "descriptions"):
                with suppress(UnicodeDecodeError):
                    named = what == "descriptions" and any("The name of" in text for text in told)
                    if named or getattr(twin, what) == getattr(original, what):
                        continue
                    raise Wrong(f"{what}: {getattr(twin, what)} for {getattr(original, what)}"[:500])
            if not all(a == b or (a != a and b != b) for a, b in zip(twin.nodatavals, original.nodatavals)):
                raise Wrong(f"nodata: {twin.nodatavals} for {original.nodatavals}")
            own_masks = any("masks of their own" in text for text in told)
            if not own_masks and not np.array_equal(twin.read_masks() != 0, masks != 0):
                raise Wrong("masks differ")


def _compare_pixels(source: Path, output: Path) -> None:
    """The same of the pixels only, by GDAL."""
    values, found = (gdal.Open(str(path)).ReadAsArray() for path in (source, output))
    if found.dtype != values.dtype or found.tobytes() != values.tobytes():
        raise Wrong(f"pixels differ, says GDAL: {found.dtype}{found.shape} for {values.dtype}{values.shape}")


def _compare_mat(source: Path, output: Path) -> None:
    """Raises `Wrong` unless scipy, or h5py, finds the same numbers in some variable, in whatever order."""
    with rasterio.open(output) as twin:
        found = np.sort(twin.read(), axis=None)
    if h5py.is_hdf5(source):
        with h5py.File(source) as file:
            variables = [values[()] for values in file.values() if isinstance(values, h5py.Dataset)]
    else:
        variables = [values for values in scipy.io.loadmat(source).values() if isinstance(values, np.ndarray)]
    same = [values for values in variables if values.size == found.size and values.dtype.kind in "iufb"]
    ordered = [np.sort(values, axis=None).astype(found.dtype) for values in same]
    if not any(np.array_equal(values, found, equal_nan=found.dtype.kind == "f") for values in ordered):
        raise Wrong("no variable has these numbers")


def _contents(folder: Path) -> dict[str, bytes]:
    found = {}
    for file in folder.rglob("*"):
        with suppress(OSError):
            found[str(file.relative_to(folder))] = file.read_bytes() if file.is_file() else b"folder"
    return found
