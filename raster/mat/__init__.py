"""MATLAB's MAT files as rasters: versions 4 to 7 read here, 7.3 (which is HDF5) through GDAL."""

from .axes import AXES
from .flattened import ORDERS
from .importing import Imported, Listener, MatImport, import_mat
from .wavelengths import UNITS

__all__ = ["AXES", "ORDERS", "UNITS", "Imported", "Listener", "MatImport", "import_mat"]
