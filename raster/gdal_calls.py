"""One way to call GDAL, whether its Python exceptions are on (QGIS >= 3.38) or off (QGIS 3.22)."""

from __future__ import annotations

from contextlib import contextmanager

from osgeo import gdal


def attempt(call, *args, **kwargs):
    """Call a GDAL function quietly.

    Returns ``(result, "")``, or ``(None, reason)`` with GDAL's own words, which are to stand within a sentence. The
    global exception switch is not touched: other plugins rely on it.
    """
    gdal.ErrorReset()
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        result = call(*args, **kwargs)
    except RuntimeError as error:
        return None, _words(str(error))
    finally:
        gdal.PopErrorHandler()
    # A CPLErr other than CE_None is a failure; so is None, unless the call returns nothing (FlushCache before 3.7).
    failed = result != gdal.CE_None if type(result) is int else result is None
    if failed and gdal.GetLastErrorType() >= gdal.CE_Failure:
        return None, _words(gdal.GetLastErrorMsg())
    if type(result) is int and failed:
        return None, f"GDAL returned error code {result}"
    return result, ""


def attempt_write(call, *args, **kwargs) -> str:
    """Call a GDAL function that writes; the reason of a failure, else empty.

    GDAL may call a write that the disk refused a success: what counts is whether it has told of an error.
    """
    _, reason = attempt(call, *args, **kwargs)
    if not reason and gdal.GetLastErrorType() >= gdal.CE_Failure:
        return _words(gdal.GetLastErrorMsg())
    return reason


def _words(message: str) -> str:
    return message.rstrip(". \n") or "GDAL gave no reason"


def gdal_version() -> str:
    """GDAL's version, like ``3.6.2``."""
    return gdal.VersionInfo("RELEASE_NAME")


def open_raster(path: str, *, update: bool = False):
    """``(gdal.Dataset, "")``, or ``(None, reason)``."""
    dataset, reason = attempt(gdal.Open, path, gdal.GA_Update if update else gdal.GA_ReadOnly)
    if dataset is None:
        return None, reason or "GDAL does not recognise it as a raster"
    return dataset, ""


@contextmanager
def quiet():
    """Silences GDAL's messages on stderr where a failure is looked for afterwards, by reading back."""
    gdal.PushErrorHandler("CPLQuietErrorHandler")
    try:
        yield
    finally:
        gdal.PopErrorHandler()


@contextmanager
def thread_option(name: str, value: str):
    """Sets a GDAL option for this thread only, and puts the old value back."""
    before = gdal.GetThreadLocalConfigOption(name)
    gdal.SetThreadLocalConfigOption(name, value)
    try:
        yield
    finally:
        gdal.SetThreadLocalConfigOption(name, before)
