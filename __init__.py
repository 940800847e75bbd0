"""HyperRestore: restoration of hyperspectral rasters in QGIS."""


def classFactory(iface):
    """QGIS calls this to load the plugin; ``iface`` is None in ``qgis_process``."""
    from .plugin import HyperRestorePlugin

    return HyperRestorePlugin(iface)
