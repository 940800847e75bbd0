"""``hyperrestore:importmat``."""

from __future__ import annotations

import math
import re
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingFeedback,
    QgsProcessingOutputNumber,
    QgsProcessingOutputString,
    QgsProcessingParameterCrs,
    QgsProcessingParameterExtent,
    QgsProcessingParameterFile,
    QgsProcessingParameterNumber,
    QgsProcessingParameterRasterDestination,
    QgsProcessingParameterString,
)

from ...errors import InvalidParameter
from ...raster.mat import AXES, ORDERS, UNITS, Listener, MatImport, import_mat
from ...restoration.memory import free_host_memory
from ...restoration.monitor import Progress
from ...restoration.software import plugin_version
from ..appearance.result import origin_of_file, present
from ..appearance.told import links_of, notes
from ..base import HyperRestoreAlgorithm, tr
from ..feedback import FeedbackMonitor
from ..parameters import choice, integer


class ImportMat(HyperRestoreAlgorithm):
    """A cube in MATLAB's format to a raster."""

    ID = "importmat"
    TITLE = "Import MAT file"
    GROUP = "Data"
    GROUP_ID = "data"
    ICON = "importmat.svg"
    TAGS = (
        "mat", "matlab", "hdf5", "v7.3", "benchmark", "cube", "hyperspectral", "convert", "import", "open",
    )  # fmt: skip
    HELP = (
        "Turns a hyperspectral cube in a MATLAB file (.mat), as benchmark sites ship them, into a GeoTIFF or ENVI "
        "raster.\n\n"
        "When to use it: to open such a file in QGIS, which cannot read it. MAT files of all versions are read, 7.3 "
        "(HDF5) included; only numbers are read, nothing of a file is run.\n\n"
        "The cube may be a 3-D array with its axes in any order, or flattened to bands and pixels. What is left on "
        "'auto' is deduced from the file: from sizes that it states, from a ground truth beside the cube, and from "
        "the numbers themselves; the log says what was taken for what, and why. What cannot be told is asked for.\n\n"
        "The number type is kept, but for types that many programs cannot read: int8 becomes Int16, half precision "
        "Float32, 64-bit integers Float64. Compressed arrays of files before version 7.3 are read whole into memory, "
        "all others a part at a time. The result has no place on the ground unless you give one."
    )

    INPUT, OUTPUT, VARIABLE, AXES, ORDER = "INPUT", "OUTPUT", "VARIABLE", "AXES", "ORDER"
    HEIGHT, WIDTH, BANDS = "HEIGHT", "WIDTH", "BANDS"
    WAVELENGTHS, WAVELENGTH_UNITS, FWHM = "WAVELENGTHS", "WAVELENGTH_UNITS", "FWHM"
    CRS, EXTENT, GEOTRANSFORM, NODATA = "CRS", "EXTENT", "GEOTRANSFORM", "NODATA"

    def initAlgorithm(self, configuration: dict | None = None) -> None:
        self._add_cube()
        self._add_spectrum()
        self._add_place()
        self.add(
            QgsProcessingParameterRasterDestination(self.OUTPUT, tr("Imported raster")),
            "GeoTIFF (.tif) or ENVI (.dat, .img, .bsq, .bil, .bip).",
        )
        self.addOutput(QgsProcessingOutputString(self.VARIABLE, tr("Name of the variable")))
        self.addOutput(QgsProcessingOutputNumber(self.HEIGHT, tr("Number of rows")))
        self.addOutput(QgsProcessingOutputNumber(self.WIDTH, tr("Number of columns")))
        self.addOutput(QgsProcessingOutputNumber(self.BANDS, tr("Number of bands")))

    def _add_cube(self) -> None:
        self.add(
            QgsProcessingParameterFile(self.INPUT, tr("MAT file"), fileFilter=tr("MAT files (*.mat);;All files (*)")),
            "The file as MATLAB, or a program that writes its format, saved it.",
        )
        self.add(
            QgsProcessingParameterString(self.VARIABLE, tr("Variable (empty: the only cube)"), optional=True),
            "Name of the array to import. Empty takes the only one that can be a cube; where there are several, the "
            "error lists them. Masks and ground truths can be named, too: they become rasters of one band.",
        )
        self.add(
            choice(self.AXES, tr("Axes of the array"), AXES, "auto"),
            "What the sizes of the array are, in the order in which MATLAB lists them. 'pixels' is for flattened "
            "cubes, two axes without bands for maps.",
        )
        self.add(
            integer(self.HEIGHT, tr("Number of rows"), default=None, minimum=1, optional=True),
            "Rows of the image; needed for flattened cubes where the file does not tell.",
        )
        self.add(
            integer(self.WIDTH, tr("Number of columns"), default=None, minimum=1, optional=True),
            "Columns of the image; needed for flattened cubes where the file does not tell.",
        )
        self.add(
            choice(self.ORDER, tr("Order of flattened pixels"), ORDERS, "auto"),
            "'fortran': pixels run down the columns, as MATLAB's own reshape has them. 'C': they run along the rows. "
            "'auto' takes the order in which neighbours are alike.",
            advanced=True,
        )

    def _add_spectrum(self) -> None:
        self.add(
            QgsProcessingParameterString(self.WAVELENGTHS, tr("Wavelengths"), optional=True),
            "One number per band, separated by commas or semicolons, or the name of a variable. Empty takes a variable "
            "that is called like wavelengths, has one number per band, and holds such.",
        )
        self.add(
            choice(self.WAVELENGTH_UNITS, tr("Unit of the wavelengths"), UNITS, "auto"),
            "'auto' takes numbers from 100 on for nanometres, less for micrometres.",
        )
        self.add(
            QgsProcessingParameterString(self.FWHM, tr("Full width at half maximum"), optional=True),
            "How wide each band is (FWHM), in the unit of the wavelengths: one number per band, one for all, or the "
            "name of a variable. Empty takes a variable that is called so.",
            advanced=True,
        )

    def _add_place(self) -> None:
        self.add(
            QgsProcessingParameterCrs(self.CRS, tr("Coordinate system"), optional=True),
            "Coordinate system of the extent or geotransform.",
        )
        self.add(
            QgsProcessingParameterExtent(self.EXTENT, tr("Extent"), optional=True),
            "Where the outer edges of the image lie, north up.",
        )
        self.add(
            QgsProcessingParameterString(self.GEOTRANSFORM, tr("Geotransform"), optional=True),
            "GDAL's six numbers in place of the extent: x of the upper left corner, pixel width, row rotation, y of "
            "the upper left corner, column rotation, pixel height (negative for north up).",
            advanced=True,
        )
        self.add(
            QgsProcessingParameterNumber(
                self.NODATA, tr("Nodata value"), type=QgsProcessingParameterNumber.Type.Double, optional=True
            ),
            "The number that stands for missing pixels; written into the raster, nothing is changed.",
            advanced=True,
        )

    def prepare_work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> None:
        # Both may name layers, which QGIS hands out in the main thread only.
        crs = self.parameterAsCrs(parameters, self.CRS, context)
        self._extent = None
        if parameters.get(self.EXTENT):
            box = self.parameterAsExtent(parameters, self.EXTENT, context, crs)
            if not crs.isValid():
                crs = self.parameterAsExtentCrs(parameters, self.EXTENT, context)
            self._extent = (box.xMinimum(), box.yMaximum(), box.xMaximum(), box.yMinimum())
        self._crs = crs.authid() if crs.authid().startswith("EPSG:") else crs.toWkt()

    def work(self, parameters: dict, context: QgsProcessingContext, feedback: QgsProcessingFeedback) -> dict[str, Any]:
        job = self._job(parameters, context)
        monitor = FeedbackMonitor(feedback)
        progress = Progress(monitor)
        listener = Listener(info=monitor.info, warn=progress.warn, tick=progress.advance)
        imported = import_mat(job, free_host_memory(), listener)
        progress.finish()
        usual, origin = self.parameterDefinition(self.OUTPUT).description(), origin_of_file(job.path)
        present(context, job.output, usual, origin.name, origin, links_of(self))
        return {
            self.OUTPUT: job.output,
            self.VARIABLE: imported.variable,
            self.HEIGHT: imported.height,
            self.WIDTH: imported.width,
            self.BANDS: imported.bands,
        }

    def _job(self, parameters: dict, context: QgsProcessingContext) -> MatImport:
        def text(name: str) -> str:
            return self.parameterAsString(parameters, name, context).strip()

        def number(name: str, read) -> Any:
            return None if parameters.get(name) in (None, "") else read(parameters, name, context)

        path = self.parameterAsFile(parameters, self.INPUT, context)
        return MatImport(
            path=path,
            output=self.parameterAsOutputLayer(parameters, self.OUTPUT, context),
            variable=text(self.VARIABLE),
            axes=self.parameterAsEnumString(parameters, self.AXES, context),
            order=self.parameterAsEnumString(parameters, self.ORDER, context),
            height=number(self.HEIGHT, self.parameterAsInt),
            width=number(self.WIDTH, self.parameterAsInt),
            wavelengths=text(self.WAVELENGTHS),
            fwhm=text(self.FWHM),
            units=self.parameterAsEnumString(parameters, self.WAVELENGTH_UNITS, context),
            crs=self._crs,
            geotransform=self._geotransform(text(self.GEOTRANSFORM)),
            extent=self._extent,
            nodata=number(self.NODATA, self.parameterAsDouble),
            tags={
                "VERSION": plugin_version(),
                "ALGORITHM": f"hyperrestore:{self.ID}",
                "INPUT": Path(path).name,
                **notes(self, parameters, context),
            },
        )

    def _geotransform(self, text: str) -> tuple[float, ...] | None:
        if self._extent is not None:
            left, top, right, bottom = self._extent
            if not (left < right and bottom < top and all(map(math.isfinite, self._extent))):
                raise InvalidParameter(tr("The EXTENT that was given has no area. Give west, east, south and north."))
            if text:
                raise InvalidParameter(tr("Both EXTENT and GEOTRANSFORM were given. Give one of them."))
        if not text:
            return None
        terms = geotransform(text)
        if terms is None:
            raise InvalidParameter(
                tr(
                    "GEOTRANSFORM was given as '{}'. Give six numbers that place each pixel elsewhere: x, pixel width, "
                    "row rotation, y, column rotation, pixel height."
                ).format(text)
            )
        return terms


def geotransform(text: str) -> tuple[float, ...] | None:
    """Six numbers separated by commas, semicolons or blanks; None for what is no geotransform."""
    try:
        terms = tuple(float(part) for part in re.split(r"[\s,;]+", text.strip(" \t\n,;()[]")))
    except ValueError:
        return None
    if len(terms) != 6 or not all(map(math.isfinite, terms)):
        return None
    return terms if terms[1] * terms[5] != terms[2] * terms[4] else None
