"""numpy's number types and GDAL's."""

from __future__ import annotations

import numpy as np
from osgeo import gdal

# Signed bytes are a type of their own from GDAL 3.7; before, they are Byte with PIXELTYPE=SIGNEDBYTE.
_OLD_SIGNED_BYTE = not hasattr(gdal, "GDT_Int8")
_NAMES = {
    "uint8": "GDT_Byte",
    "int8": "GDT_Byte" if _OLD_SIGNED_BYTE else "GDT_Int8",
    "uint16": "GDT_UInt16",
    "int16": "GDT_Int16",
    "uint32": "GDT_UInt32",
    "int32": "GDT_Int32",
    "uint64": "GDT_UInt64",  # from GDAL 3.5
    "int64": "GDT_Int64",  # from GDAL 3.5
    "float16": "GDT_Float16",  # from GDAL 3.11
    "float32": "GDT_Float32",
    "float64": "GDT_Float64",
}


def gdal_type(dtype: np.dtype) -> int | None:
    """GDAL's code for the type, or None when this GDAL does not know it."""
    return getattr(gdal, _NAMES.get(np.dtype(dtype).name, ""), None)


def numpy_type(band: gdal.Band) -> np.dtype | None:
    """The numpy type of a band; None for complex numbers."""
    if band.DataType == gdal.GDT_Byte:
        signed = band.GetMetadataItem("PIXELTYPE", "IMAGE_STRUCTURE") == "SIGNEDBYTE"
        return np.dtype("int8" if signed else "uint8")
    for name in _NAMES:
        if band.DataType == gdal_type(np.dtype(name)):
            return np.dtype(name)
    return None


def creation_options(dtype: np.dtype) -> tuple[str, ...]:
    """What a GeoTIFF must be told besides the type code."""
    return ("PIXELTYPE=SIGNEDBYTE",) if np.dtype(dtype) == np.int8 and _OLD_SIGNED_BYTE else ()
