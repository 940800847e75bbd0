"""HyperRestore: restoration of hyperspectral rasters in QGIS, and from Python (docs/engine.md)."""

_ENGINE = ("LogMonitor", "restore")


def classFactory(iface):
    """QGIS calls this to load the plugin; ``iface`` is None in ``qgis_process``."""
    from .plugin import HyperRestorePlugin

    return HyperRestorePlugin(iface)


def __getattr__(name):
    """The engine's Python API, imported when it is first asked for: QGIS needs nothing of it to load the plugin."""
    if name in _ENGINE:
        from .restoration import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
