"""Any raster: what one may look like, drawn by hypothesis, and the file that looks so."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from hypothesis import strategies as st
from osgeo import gdal, osr

from hyperrestore.raster.dtypes import creation_options, gdal_type
from hyperrestore.raster.gdal_calls import quiet, thread_option

DTYPES = ("uint8", "int8", "int16", "uint16", "int32", "uint32", "float32", "float64")
ENVI_DTYPES = tuple(dtype for dtype in DTYPES if dtype != "int8")
NO_DATA = (None, 0.0, math.nan, -9999.0, 255.0, 1e30, -1.7976931348623157e308)
LOCAL_CRS = 'LOCAL_CS["site grid <A & B>",UNIT["metre",1],AXIS["Easting",EAST],AXIS["Northing",NORTH]]'
CUSTOM_CRS = "+proj=laea +lat_0=47.123456789 +lon_0=-3.5 +x_0=12345.678 +y_0=-0.001 +ellps=GRS80 +units=m +no_defs"
CRS = (None, "EPSG:32633", "EPSG:4326", "EPSG:2263", CUSTOM_CRS, LOCAL_CRS)
GEOTRANSFORMS = {
    "none": None,
    "north-up": (364095.0, 30.0, 0.0, 5809965.0, 0.0, -30.0),
    "south-up": (12.5, 1e-4 / 3, 0.0, 47.0, 0.0, 1e-4 / 3),
    "rotated": (364095.123456789, 28.19, 10.26, 5809965.0, 10.26, -28.19),
}
GCPS = ((0.5, 0.25, 13.1, 52.9, 30.0), (4.5, 0.5, 13.25, 52.875, 31.0), (0.123456, 3.5, 13.125, 52.75, 0.0))
# No control characters: XML, in which GDAL keeps names, has none. Test files of their own hold those.
LETTERS = st.characters(blacklist_categories=("Cs", "Cc", "Cn", "Co"))
NAMES = st.one_of(st.sampled_from(["", "a,b", "{x}", "a = b", "<&\">'", " padded ", "450 nm (450 nm)", "Band 1"]),
                  st.text(LETTERS, max_size=12))  # fmt: skip
UNITS = ("Nanometers", "Micrometers", "nm", "cm-1", "Unknown", None)


@dataclass(frozen=True)
class Recipe:
    """All that a raster is made from; ``options`` are GDAL's creation options, ``holes`` names the invalid pixels."""

    driver: str
    dtype: str
    width: int
    height: int
    bands: int
    options: tuple[str, ...]
    values: str
    seed: int
    nodata: tuple[float | None, ...]
    holes: str
    masked: bool
    alpha: bool
    georeference: str
    crs: str | None
    scaling: tuple[tuple[float, float] | None, ...]
    names: tuple[str, ...]
    units: str | None
    spectral: tuple[str, ...]
    colours: bool

    @property
    def has_nodata_by_band(self) -> bool:
        """True when bands have nodata values of their own."""
        return len(set(map(str, self.nodata))) > 1


@st.composite
def recipes(draw) -> Recipe:
    """Any raster of 1 to 80 px and 1 to 12 bands that GDAL can write as GeoTIFF or ENVI."""
    driver = draw(st.sampled_from(["GTiff", "GTiff", "ENVI"]))
    dtype = draw(st.sampled_from(DTYPES if driver == "GTiff" else ENVI_DTYPES))
    bands = draw(st.integers(1, 12))
    one = draw(st.sampled_from(NO_DATA))
    unequal = driver == "GTiff" and bands > 1 and draw(st.integers(0, 5)) == 0
    georeference = draw(st.sampled_from([*GEOTRANSFORMS, "GCP"]))
    alpha = driver == "GTiff" and bands > 1 and draw(st.integers(0, 4)) == 0
    return Recipe(
        driver=driver,
        dtype=dtype,
        width=draw(st.integers(1, 80)),
        height=draw(st.integers(1, 80)),
        bands=bands,
        options=draw(tiff_options(dtype)) if driver == "GTiff" else draw(envi_options()),
        values=draw(st.sampled_from(["narrow", "narrow", "wide", "extreme"])),
        seed=draw(st.integers(0, 999)),
        # The lowest float64 is among them but as the last: a VRT's text rounds it to what is none.
        nodata=tuple(draw(st.sampled_from(NO_DATA[:-1])) if unequal else one for _ in range(bands)),
        holes=draw(st.sampled_from(["none", "scattered", "corner", "frame", "all", "by band"])),
        masked=draw(st.integers(0, 3)) == 0,
        alpha=alpha,
        georeference=georeference,
        crs=draw(st.sampled_from(CRS)),
        scaling=tuple(draw(scalings()) for _ in range(bands)),
        names=tuple(draw(NAMES) for _ in range(bands)),
        units=draw(st.sampled_from(UNITS)),
        spectral=tuple(draw(st.sets(st.sampled_from(["wavelength", "fwhm", "bbl"]))) | set()),
        colours=bands > 3 and draw(st.booleans()),
    )


@st.composite
def tiff_options(draw, dtype: str) -> tuple[str, ...]:
    """Layouts, compressions and byte orders of TIFF."""
    # Otherwise GDAL takes the last of four bytes for alpha.
    options = [f"INTERLEAVE={draw(st.sampled_from(['BAND', 'PIXEL']))}", "PHOTOMETRIC=MINISBLACK"]
    if draw(st.booleans()):
        sides = [draw(st.sampled_from([16, 32, 48, 128])) for _ in range(2)]
        options += ["TILED=YES", f"BLOCKXSIZE={sides[0]}", f"BLOCKYSIZE={sides[1]}"]
    else:
        options.append(f"BLOCKYSIZE={draw(st.integers(1, 90))}")
    compression = draw(st.sampled_from(["NONE", "DEFLATE", "LZW", "PACKBITS", "ZSTD"]))
    options.append(f"COMPRESS={compression}")
    if compression in ("DEFLATE", "LZW", "ZSTD") and draw(st.booleans()):
        options.append(f"PREDICTOR={3 if dtype.startswith('float') else 2}")
    others = [[], ["BIGTIFF=YES"]]
    if dtype != "int8":  # which is stated in GDAL's own tag
        others.append(["PROFILE=BASELINE"])
    if "PREDICTOR=3" not in options:  # libtiff reads what it wrote of Float64 with both wrongly
        others.append(["ENDIANNESS=BIG"])
    options += draw(st.sampled_from(others))
    return (*options, *creation_options(np.dtype(dtype)))


@st.composite
def envi_options(draw) -> tuple[str, ...]:
    """ENVI's interleaves."""
    return (f"INTERLEAVE={draw(st.sampled_from(['BSQ', 'BIL', 'BIP']))}",)


def scalings():
    """(scale, offset) of a band, or None."""
    number = st.sampled_from([1e-4, 0.1 / 3, 1.0, -2.0, 1e10])
    return st.one_of(st.none(), st.tuples(number, st.sampled_from([0.0, 0.5, -0.1 / 3, 1e-17])))


def build(recipe: Recipe, folder: Path) -> tuple[str, np.ndarray, np.ndarray]:
    """Writes the raster into ``folder``: its path, its values [B, H, W], and which of them are data (bool)."""
    values = _values(recipe)
    holes = _holes(recipe)
    valid = np.ones(values.shape, bool)
    dtype = values.dtype
    for band, nodata in enumerate(recipe.nodata):
        if nodata is None or not _holds(dtype, nodata):
            continue
        number = dtype.type(nodata)
        values[band][holes[band]] = number
        valid[band] &= values[band] != number if not math.isnan(nodata) else ~np.isnan(values[band])
    if dtype.kind == "f":
        valid &= np.isfinite(values)
    shared = np.ones(values.shape[1:], bool)
    if recipe.masked:
        shared &= ~holes[0]
    if recipe.alpha:
        values[-1] = np.where(holes[0], 0, 100)
        shared &= values[-1] != 0
    valid &= shared
    if recipe.alpha:
        valid[-1] = True
    path = folder / ("in.tif" if recipe.driver == "GTiff" else "in.dat")
    mask = np.where(holes[0], 0, 255).astype(np.uint8) if recipe.masked else None
    with thread_option("GDAL_TIFF_INTERNAL_MASK", "YES" if recipe.seed % 2 else "NO"), quiet():
        _write(recipe, path, values, mask)
        if recipe.has_nodata_by_band:
            path = _with_nodata_by_band(recipe, path)
    return str(path), values, valid


def _values(recipe: Recipe) -> np.ndarray:
    rng = np.random.default_rng(recipe.seed)
    dtype = np.dtype(recipe.dtype)
    shape = (recipe.bands, recipe.height, recipe.width)
    if dtype.kind == "f":
        return (rng.uniform(1, {"narrow": 2, "wide": 1e6, "extreme": 1e35}[recipe.values], shape)).astype(dtype)
    limits = np.iinfo(dtype)
    low, high = {
        "narrow": (10, 100),
        "wide": (limits.min // 2 + 1, limits.max // 2),
        "extreme": (limits.min, limits.max),
    }[recipe.values]
    return rng.integers(low, high, shape, dtype=dtype, endpoint=True)


def _holes(recipe: Recipe) -> np.ndarray:
    """bool [B, H, W]: pixels that the raster has no data for, where it has a way to say so."""
    rng = np.random.default_rng(recipe.seed + 1)
    holes = np.zeros((recipe.bands, recipe.height, recipe.width), bool)
    if recipe.holes == "scattered":
        holes[:] = rng.random(holes.shape[1:]) < 0.3
    elif recipe.holes == "corner":
        holes[:, : recipe.height // 2, : recipe.width // 2] = True
    elif recipe.holes == "frame":
        holes[:] = True
        holes[:, 3:-3, 3:-3] = False
    elif recipe.holes == "all":
        holes[:] = True
    elif recipe.holes == "by band":
        holes = rng.random(holes.shape) < np.linspace(0, 1, recipe.bands)[:, None, None]
    return holes


def _holds(dtype: np.dtype, value: float) -> bool:
    if dtype.kind == "f":
        return not math.isfinite(value) or abs(value) <= float(np.finfo(dtype).max)
    limits = np.iinfo(dtype)
    return math.isfinite(value) and value == int(value) and limits.min <= value <= limits.max


def _with_nodata_by_band(recipe: Recipe, path: Path) -> Path:
    """A VRT over the raster that was written: neither TIFF nor ENVI can state a nodata value for each band."""
    stated = gdal.GetDriverByName("VRT").CreateCopy(str(path.with_suffix(".vrt")), gdal.Open(str(path)))
    for index, nodata in enumerate(recipe.nodata):
        band = stated.GetRasterBand(index + 1)
        if nodata is None:
            band.DeleteNoDataValue()
        else:
            band.SetNoDataValue(nodata)
    stated.FlushCache()
    del stated
    return path.with_suffix(".vrt")


def _write(recipe: Recipe, path: Path, values: np.ndarray, mask: np.ndarray | None) -> None:
    count, height, width = values.shape
    kind = gdal_type(values.dtype)
    dataset = gdal.GetDriverByName(recipe.driver).Create(str(path), width, height, count, kind, list(recipe.options))
    _describe(recipe, dataset)
    dataset.WriteRaster(0, 0, width, height, values.tobytes(), buf_type=kind)
    if mask is not None:
        dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
        dataset.GetRasterBand(1).GetMaskBand().WriteRaster(0, 0, width, height, mask.tobytes())
    dataset.FlushCache()
    del dataset


def _describe(recipe: Recipe, dataset: gdal.Dataset) -> None:
    _place(recipe, dataset)
    lists = _spectral_lists(recipe)
    units = {"wavelength_units": recipe.units} if recipe.units and "wavelength" in lists else {}
    if recipe.driver == "ENVI" and lists:
        dataset.SetMetadata({**{key: "{" + ", ".join(items) + "}" for key, items in lists.items()}, **units}, "ENVI")
    for index in range(recipe.bands):
        band = dataset.GetRasterBand(index + 1)
        band.SetDescription(recipe.names[index])
        if recipe.colours and index < 3:
            band.SetColorInterpretation((gdal.GCI_RedBand, gdal.GCI_GreenBand, gdal.GCI_BlueBand)[index])
        if recipe.driver == "GTiff":
            band.SetMetadata({**{key: items[index] for key, items in lists.items()}, **units})
        if recipe.nodata[index] is not None and not recipe.has_nodata_by_band:
            band.SetNoDataValue(recipe.nodata[index])
        if recipe.scaling[index] is not None:
            band.SetScale(recipe.scaling[index][0])
            band.SetOffset(recipe.scaling[index][1])
    if recipe.alpha:
        dataset.GetRasterBand(recipe.bands).SetColorInterpretation(gdal.GCI_AlphaBand)


def _place(recipe: Recipe, dataset: gdal.Dataset) -> None:
    crs = None if recipe.crs is None else osr.SpatialReference()
    if crs is not None:
        crs.SetFromUserInput(recipe.crs)
        crs.SetAxisMappingStrategy(osr.OAMS_TRADITIONAL_GIS_ORDER)
    if recipe.georeference == "GCP":
        dataset.SetGCPs([gdal.GCP(x, y, z, pixel, line) for pixel, line, x, y, z in GCPS], crs)
        return
    if crs is not None:
        dataset.SetSpatialRef(crs)
    if GEOTRANSFORMS[recipe.georeference] is not None:
        dataset.SetGeoTransform(GEOTRANSFORMS[recipe.georeference])


def _spectral_lists(recipe: Recipe) -> dict[str, list[str]]:
    numbers = range(recipe.bands)
    lists = {
        "wavelength": [f"{418.24 + 6.7 * number:g}" for number in numbers],
        "fwhm": [f"{6.99561 + 0.01 * number:.6g}" for number in numbers],
        "bbl": ["0" if number % 4 == 3 else "1" for number in numbers],
    }
    return {key: lists[key] for key in sorted(recipe.spectral)}
