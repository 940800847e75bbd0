# %% [markdown]
# # A cube restored without QGIS
#
# Makes a small clean cube, spoils it as the papers do, asks what is wrong with it, restores it, and measures what was
# gained. Run it as it is, cell by cell in an editor that knows `# %%`, or as a notebook
# (`jupytext --to notebook restore_cube.py`). It writes into the folder it is run in and takes a quarter of a minute.

# %%
import logging

import numpy as np
from osgeo import gdal

from hyperrestore import LogMonitor, restore
from hyperrestore.quality.estimation.estimate import estimate_noise
from hyperrestore.quality.evaluation.evaluate import evaluate
from hyperrestore.quality.evaluation.job import EvaluationJob
from hyperrestore.quality.simulation import simulate_noise
from hyperrestore.quality.simulation_job import SimulationJob
from hyperrestore.training.synthetic import draw_synthetic

gdal.UseExceptions()
# The engine tells what it does through the logger "hyperrestore".
logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
quiet = LogMonitor()

# %% [markdown]
# ## A clean cube
#
# Eight made-up materials in 48 bands, 450 to 2400 nm, painted as overlapping shapes of 96 × 96 pixels. Stored as the
# providers of sensors do: integers, 10000 for a reflectance of 1, with the wavelengths beside them.

# %%
rng = np.random.default_rng(7)
wavelength_nm = np.linspace(450, 2400, 48)
place = np.linspace(0, 1, wavelength_nm.size)
peaks, widths = rng.random((8, 1)), rng.uniform(0.1, 0.5, (8, 1))
spectra = 0.05 + rng.uniform(0, 0.3, (8, 1)) + rng.uniform(0, 0.3, (8, 1)) * np.exp(-(((place - peaks) / widths) ** 2))
cube = draw_synthetic(spectra, side=96, rng=rng)

options = ["INTERLEAVE=BAND", "COMPRESS=DEFLATE"]
raster = gdal.GetDriverByName("GTiff").Create("clean.tif", 96, 96, len(cube), gdal.GDT_Int16, options)
raster.WriteArray(np.rint(cube * 10000).astype(np.int16))
for number, wavelength in enumerate(wavelength_nm, start=1):
    raster.GetRasterBand(number).SetMetadata({"wavelength": f"{wavelength:.1f}", "wavelength_units": "Nanometers"})
raster = None

# %% [markdown]
# ## Spoilt
#
# `mixture` is the hardest noise of the papers: Gaussian noise of another strength in each band, and in a third of the
# bands each stripes, dead lines or impulses.

# %%
simulate_noise(SimulationJob("clean.tif", "noisy.tif", case="mixture", seed=1), quiet)

# %% [markdown]
# ## What is wrong with it?
#
# `suggestion.model` is the name of an algorithm in QGIS, `hyperrestore:…`; `suggestion.sentence` says why.

# %%
found = estimate_noise("noisy.tif", "auto", [], quiet)
print(f"noisy bands: {len(found.noisy)} of {len(found.bands)}")
print(found.suggestion.sentence)

# %% [markdown]
# ## Restored
#
# `model="restore"` is the method for noise of any kind. Any other name of docs/engine.md does here, too, or the path
# of weights of your own. The report tells what was done.

# %%
shares = []
report = restore("noisy.tif", "restored.tif", model="restore", progress=shares.append)
print(f"{report.device}, tiles of {report.tile} px, {report.seconds:.1f} s, told {len(shares)} times how far it was")

# %% [markdown]
# ## What was gained

# %%
for name in ("noisy.tif", "restored.tif"):
    scores = evaluate(EvaluationJob(name, "clean.tif"), quiet).scores
    print(f"{name}: MPSNR {scores.mpsnr:.2f} dB, MSSIM {scores.mssim:.3f}, SAM {scores.sam:.3f}")

# %% [markdown]
# ## One spectrum before and after
#
# The output is a raster like its input, so GDAL, rasterio or xarray read it.

# %%
for name in ("clean.tif", "noisy.tif", "restored.tif"):
    spectrum = gdal.Open(name).ReadAsArray()[:, 40, 40]
    print(f"{name:>13}", np.rint(spectrum[::6]).astype(int))
