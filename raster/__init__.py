"""GDAL in and out: open and read a cube, its spectral metadata, and write its restored twin. osgeo and numpy only."""

from .behind import MOST_CALLS
from .cache import block_cache
from .composite import Composite, composite
from .encode import encode, encode_band
from .formats import COMPRESSING_THREADS, OUTPUT_EXTENSIONS, is_tiff
from .gdal_calls import gdal_version
from .inputs import input_files, remote_inputs
from .locate import Points, window_around
from .metadata import copy_metadata, own_tags
from .output import Output, create_sink, plan_output
from .said import said
from .sink import CubeSink, SavedFile
from .source import CubeSource, open_cube
from .spectral import SpectralInfo, read_spectral
from .staged import flush_to_disk
from .validity import everywhere, is_everywhere
from .window import Window

__all__ = [
    "COMPRESSING_THREADS",
    "MOST_CALLS",
    "OUTPUT_EXTENSIONS",
    "Composite",
    "CubeSink",
    "CubeSource",
    "Output",
    "Points",
    "SavedFile",
    "SpectralInfo",
    "Window",
    "block_cache",
    "composite",
    "copy_metadata",
    "create_sink",
    "encode",
    "encode_band",
    "everywhere",
    "flush_to_disk",
    "gdal_version",
    "input_files",
    "is_everywhere",
    "is_tiff",
    "open_cube",
    "own_tags",
    "plan_output",
    "read_spectral",
    "remote_inputs",
    "said",
    "window_around",
]
