#!/bin/sh
# Restores every raster of a folder with qgis_process (QGIS 3.22 and later).
#
#   sh restore-folder.sh SCENES RESTORED [NAME=VALUE ...]
#
# SCENES is searched for *.tif, *.dat and *.img; what lies in RESTORED already is left alone, so that a run that was
# stopped goes on where it was. NAME=VALUE are further parameters for all of them, such as DATA_TYPE=Float32.
# ALGORITHM chooses another algorithm, QGIS_PROCESS another program (Debian: qgis_process.bin).
# Ends with 1 when a raster could not be restored; the others are restored all the same.
set -u
if [ $# -lt 2 ]; then
    echo "Usage: sh $0 SCENES RESTORED [NAME=VALUE ...]" >&2
    exit 2
fi
scenes=$1 restored=$2
shift 2
algorithm=${ALGORITHM:-hyperrestore:restore}
program=${QGIS_PROCESS:-$(command -v qgis_process.bin || echo qgis_process)}
export QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}"

mkdir -p "$restored"
done_count=0 failed=""
for scene in "$scenes"/*.tif "$scenes"/*.dat "$scenes"/*.img; do
    [ -e "$scene" ] || continue
    name=$(basename "$scene")
    # Of rasters that differ in their endings alone, each has its own.
    output=$restored/$name
    case $name in *.tif) ;; *) output=$output.tif ;; esac
    [ -e "$output" ] && continue
    echo "== $name"
    if "$program" run "$algorithm" -- "INPUT=$scene" "OUTPUT=$output" "$@" </dev/null; then
        done_count=$((done_count + 1))
    else
        failed="$failed $name"
    fi
done
echo "Restored: $done_count."
if [ -n "$failed" ]; then
    echo "Failed:$failed." >&2
    exit 1
fi
