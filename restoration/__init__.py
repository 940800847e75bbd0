"""The engine: from a raster and a model to a restored raster, in bounded memory. numpy, scipy and GDAL; no QGIS.

`pipeline.restore_raster` is the way in; the flow is `preparation` (bands, scaling, lines), `memory` (tile and batch),
`run` (tiles through the model) and `stitch` (tiles to blocks).
"""

from .job import RestorationJob, RestorationReport
from .monitor import Monitor
from .pipeline import restore_raster

__all__ = ["Monitor", "RestorationJob", "RestorationReport", "restore_raster"]
