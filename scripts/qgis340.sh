#!/usr/bin/env bash
# The zip in QGIS 3.40: makes a Debian 13 (trixie) with QGIS, GDAL and torch of its own in a folder, once, and runs
# scripts/try_zip.py in it. Needs root, debootstrap (installed if missing) and, the first time, a network.
#
# Without these, or when making the system takes more than five minutes, it says so in a line and ends well, for no change
# to the plugin can mend that; HYPERRESTORE_QGIS340=1 makes it an error, and gives it all the time it takes. Fails when
# the plugin fails. What it leaves: build/qgis340 (results.json, window.png, logs).
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

system=${HYPERRESTORE_TRIXIE:-/var/tmp/hyperrestore-trixie}
mirror=${HYPERRESTORE_MIRROR:-http://deb.debian.org/debian}
packages=(qgis python3-qgis qgis-providers python3-gdal python3-numpy python3-scipy python3-matplotlib
          python3-torch python3-safetensors python3-skimage fonts-open-sans xvfb xauth)
inside=/var/tmp/try
begun=made-by-qgis340
results=build/qgis340

fail() {
  printf 'qgis340: %s\n' "$1" >&2
  exit 1
}

cannot() {
  [ "${HYPERRESTORE_QGIS340:-}" = 1 ] && fail "$1"
  printf 'qgis340: QGIS 3.40 was not tried: %s\n' "$1"
  exit 0
}

# The limit for a step; 0, which is none to `timeout`, when this must come to its end.
seconds() {
  [ "${HYPERRESTORE_QGIS340:-}" = 1 ] && echo 0 || echo "$1"
}

# /proc is mounted in a mount namespace of its own and goes with the last process in there, however that ends; so do the
# processes, for they have a process namespace of their own, too.
enter() {
  unshare --mount --pid --fork --kill-child --mount-proc="$system/proc" chroot "$system" \
    env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
    ${OMP_NUM_THREADS:+OMP_NUM_THREADS=$OMP_NUM_THREADS} "$@"
}

# Runs a step of the set-up; what it says goes to a log, and its last line is told when it fails.
step() {
  local what=$1 log=$system.log
  shift
  "$@" </dev/null >"$log" 2>&1 ||
    cannot "$what failed or took too long; is there a network, and room on the disk? ($log: $(tail -n 1 "$log"))"
}

make_system() {
  command -v debootstrap >/dev/null || {
    command -v apt-get >/dev/null || cannot "there is no debootstrap here."
    step "apt-get update" timeout "$(seconds 60)" apt-get update -q
    step "installing debootstrap" timeout "$(seconds 60)" apt-get install -y -q --no-install-recommends debootstrap
  }
  echo "qgis340: making Debian 13 with QGIS 3.40 and torch in $system (once)"
  # What lies there must be a system that this script began to make.
  [ ! -e "$system" ] || [ -e "$system/$begun" ] || [ -e "$system/complete" ] || fail "$system is there already, and is no system of this script."
  rm -rf "$system"
  mkdir -p "$system"
  touch "$system/$begun"
  # Apart, too: it mounts /proc while it works, and a kill would leave that to the `rm` above.
  step debootstrap unshare --mount timeout "$(seconds 100)" debootstrap --variant=minbase trixie "$system" "$mirror"
  # Nobody needs it after a crash: no waiting for the disk after each file, no manuals.
  printf 'force-unsafe-io\n' >"$system/etc/dpkg/dpkg.cfg.d/fast"
  printf 'path-exclude=/usr/share/%s/*\n' doc man locale >>"$system/etc/dpkg/dpkg.cfg.d/fast"
  step "apt-get in it" enter timeout "$(seconds 200)" apt-get install -y -q --no-install-recommends "${packages[@]}"
  step "apt-get clean" enter apt-get clean
  # Says that all of the above has come to its end, with these packages.
  printf '%s\n' "${packages[@]}" >"$system/complete"
}

[ "$(id -u)" -eq 0 ] || cannot "that takes root."
unshare --mount --pid --fork true 2>/dev/null || cannot "namespaces cannot be made here."
printf '%s\n' "${packages[@]}" | cmp -s - "$system/complete" || make_system

rm -rf "${system:?}$inside" "$results"
mkdir -p "$system$inside" "$results"
cp -r scripts "$system$inside/"
PYTHONPATH=scripts .venv/bin/python -c \
  'import sys; from pathlib import Path; from package import build_zip; build_zip(Path(sys.argv[1]))' \
  "$system$inside/hyperrestore.zip"
status=0
enter python3 "$inside/scripts/try_zip.py" "$inside/hyperrestore.zip" "$inside/results" || status=$?
cp -r "$system$inside/results/." "$results/" || status=1
[ "$status" -eq 0 ] || fail "the plugin does not do in QGIS 3.40 what it should; see above and $results."
echo "qgis340: all well; $results has the figures, the logs and a picture of the window"
