"""GDAL in and out: open and read a cube, its spectral metadata, and write its restored twin. osgeo and numpy only."""

from .encode import encode
from .formats import OUTPUT_EXTENSIONS
from .metadata import copy_metadata
from .sink import CubeSink, create_sink
from .source import CubeSource, open_cube
from .spectral import SpectralInfo, read_spectral
from .window import Window

__all__ = [
    "OUTPUT_EXTENSIONS",
    "CubeSink",
    "CubeSource",
    "SpectralInfo",
    "Window",
    "copy_metadata",
    "create_sink",
    "encode",
    "open_cube",
    "read_spectral",
]
