"""The denoisers without weights in QGIS, on a tiny raster."""
from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from qgis.core import QgsProcessingContext, QgsProcessingException

from hyperrestore.test.processing.conftest import Recorder
from hyperrestore.test.processing.frozen_parameters import METHODS
from hyperrestore.test.processing.rasters import names, read, statements, tiff_items, write_cube
from hyperrestore.test.processing.scenes_of_noise import NODATA, describe, gain_db, scene

# Of each, the noise that it was made for, and by how many dB it brings the raster nearer to the clean one at least.
GAINS = {
    "denoiserobustsubspace": ("mixture", 18),
    "denoisefasthyde": ("gaussian", 14),
    "denoisengmeet": ("gaussian", 15),
    "denoisellrt": ("gaussian", 14),
    "denoiselrta": ("gaussian", 10),
    "denoiselrtdtv": ("mixture", 13),
    "denoisellrgtv": ("mixture", 14),
}


@pytest.mark.parametrize("name", METHODS)
def test_noise_goes_and_all_else_stays(plugin, tmp_path: Path, name: str) -> None:
    import processing

    kind, least_db = GAINS[name]
    clean, noisy = scene(kind=kind)
    noisy[:, :4, :5] = NODATA
    raster = write_cube(tmp_path / "in" / "noisy.tif", noisy, describe=describe)
    target, said = tmp_path / "out" / "restored.tif", Recorder()
    parameters = {"INPUT": raster, "OUTPUT": str(target), "DEVICE": "cpu"}
    results = processing.run(f"hyperrestore:{name}", parameters, context=QgsProcessingContext(), feedback=said)
    assert {key: results[key] for key in ("OUTPUT", "RESTORED_BANDS")} == {"OUTPUT": str(target), "RESTORED_BANDS": 18}
    restored = read(target)
    assert restored.dtype == np.int16
    assert np.array_equal(restored == NODATA, noisy == NODATA)
    valid = slice(None), slice(4, None), slice(None)
    assert gain_db(clean[valid], noisy[valid], restored[valid]) > least_db
    assert statements(target) == statements(raster)
    made = {key: text for (_, _, key), text in tiff_items(target).items() if key.startswith("HYPERRESTORE_")}
    assert made["HYPERRESTORE_ALGORITHM"] == f"hyperrestore:{name}"
    assert made["HYPERRESTORE_SCALING"].startswith("cube")
    assert not {"HYPERRESTORE_WEIGHTS", "HYPERRESTORE_LINE_DIRECTION"} & set(made)
    assert names(target.parent) == ["restored.tif"]


@pytest.mark.parametrize("name", METHODS)
def test_cancel_leaves_nothing(plugin, tmp_path: Path, name: str) -> None:
    import processing

    feedback = Recorder(lambda progress: feedback.cancel() if progress > 20 else None)
    raster, target = write_cube(tmp_path / "in" / "noisy.tif", scene(8, 20, 22)[1]), tmp_path / "out" / "restored.tif"
    parameters = {"INPUT": raster, "OUTPUT": str(target), "DEVICE": "cpu"}
    with pytest.raises(QgsProcessingException, match="The run was cancelled; no output was written."):
        processing.run(f"hyperrestore:{name}", parameters, context=QgsProcessingContext(), feedback=feedback)
    assert names(target.parent) == []
