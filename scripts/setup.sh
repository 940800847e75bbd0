#!/usr/bin/env bash
# Everything that `make demo` and `make test` need, from a Debian 12 machine with git, make and Python:
# system packages, .venv with the pinned requirements, and the link that makes the checkout importable.
# Each step looks first whether there is anything to do, so a second run is quick and needs no network.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Debian's QGIS is built for this interpreter; one from pyenv or conda, though first on PATH, does not see it.
python=/usr/bin/python3
packages=(qgis python3-qgis qgis-providers python3-gdal python3-numpy python3-scipy python3-matplotlib
          python3-rasterio python3-venv xvfb xauth)

fail() {
  printf 'set-up: %s\n' "$1" >&2
  exit 1
}

system_is_complete() {
  command -v qgis_process.bin && command -v xvfb-run && command -v xauth &&
    "$python" -c 'import ensurepip, matplotlib, numpy, qgis.core, rasterio, scipy; from osgeo import gdal_array'
} >/dev/null 2>&1

install_system() {
  command -v apt-get >/dev/null ||
    fail "QGIS with its Python modules is missing and there is no apt-get here; install by hand: ${packages[*]}."
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null ||
      fail "system packages are missing and neither root nor sudo is at hand; as root run: apt-get install ${packages[*]}."
    as_root=(sudo)
  fi
  echo "set-up: installing QGIS and its Python modules (about 1.5 GB on disk, once)"
  local log
  log=$(mktemp)
  if ! { "${as_root[@]}" apt-get update -q &&
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -q --no-install-recommends "${packages[@]}"; } </dev/null >"$log" 2>&1; then
    tail -n 5 "$log" >&2
    fail "apt-get could not install the system packages (its whole output: $log); is there a network, and room on the disk?"
  fi
  rm -f "$log"
  system_is_complete ||
    fail "the system packages are installed, but $python still cannot import qgis.core, osgeo and rasterio, or qgis_process.bin is not on PATH."
}

# The requirements, the interpreter and its numpy decide what belongs into .venv.
fingerprint() {
  { cat requirements.txt requirements-dev.txt; "$python" -VV; cat; } | sha256sum
}

# numpy, scipy and Pillow stay those that QGIS and GDAL were built with: a newer numpy in .venv breaks osgeo.gdal_array.
constraints() {
  "$python" -c 'import PIL, numpy, scipy
print(f"numpy=={numpy.__version__}\nscipy=={scipy.__version__}\npillow=={PIL.__version__}")'
}

install_python() {
  echo "set-up: installing the pinned Python requirements into .venv"
  if ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
    rm -rf .venv
    "$python" -m venv --system-site-packages .venv || fail "could not make .venv with $python."
  fi
  constraints >.venv/constraints.txt
  .venv/bin/python -m pip install -qq --disable-pip-version-check --no-input --constraint .venv/constraints.txt \
    -r requirements.txt -r requirements-dev.txt </dev/null ||
    fail "pip could not install requirements.txt and requirements-dev.txt; is there a network, and room on the disk?"
  .venv/bin/python -c 'import safetensors, skimage, torch; from osgeo import gdal_array' ||
    fail "the packages in .venv do not fit QGIS's own; remove .venv and run again."
}

system_is_complete || install_system

wanted=$(constraints | fingerprint)
if [ "$wanted" != "$(cat .venv/fingerprint 2>/dev/null)" ]; then
  install_python
  printf '%s\n' "$wanted" >.venv/fingerprint
fi

# The package's name must not depend on the name of the checkout folder.
mkdir -p .plugins
[ "$(readlink .plugins/hyperrestore)" = .. ] || ln -sfn .. .plugins/hyperrestore
