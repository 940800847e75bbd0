"""An output that takes the place of another one, and what lies beside it under temporary names."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

import hyperrestore.raster.moves as moves_module
from hyperrestore.raster import Window, create_sink, open_cube
from hyperrestore.raster.staged import stage_path

CUBE = np.arange(3 * 20 * 30, dtype=np.int16).reshape(3, 20, 30)


@pytest.fixture
def write(make_raster):
    with open_cube(make_raster(CUBE)) as source:

        def call(output: Path) -> None:
            with create_sink(str(output), source, dtype=source.dtype) as sink:
                sink.write(Window(0, 0, 30, 20), CUBE)
                sink.commit()

        yield call


def test_nothing_is_renamed_or_removed_before_what_mends_it_is_safe(write, tmp_path, monkeypatch):
    output, steps = tmp_path / "out.dat", []
    write(output)

    def noted(name: str, real, of=lambda file: True):
        def call(file, *arguments, **named):
            if of(file):
                steps.append(name)
            return real(file, *arguments, **named)

        return call

    note = output.with_name(f"{stage_path(output).stem}-moves.json")
    monkeypatch.setattr(moves_module, "sync_file", noted("note synced", moves_module.sync_file, note.__eq__))
    monkeypatch.setattr(moves_module, "sync_folder", noted("folder synced", moves_module.sync_folder, tmp_path.__eq__))
    monkeypatch.setattr(os, "replace", noted("renamed", os.replace))
    of_backups = noted("backup removed", Path.unlink, lambda file: file.suffix == ".backup")
    monkeypatch.setattr(Path, "unlink", of_backups)
    write(output)
    # The header and GDAL's own file, of the old one and of the new one, and the data file.
    renamed, removed = ["renamed"] * 5, ["backup removed"] * 2
    assert steps == ["note synced", "folder synced", *renamed, "folder synced", *removed]


@pytest.mark.parametrize("name", ["out.tif", "out.dat"])
def test_sidecars_that_an_earlier_run_has_left_are_not_the_outputs(name, write, tmp_path, files):
    output = tmp_path / "out" / name
    output.parent.mkdir()
    write(tmp_path / "out" / "fresh" / name)
    stage = stage_path(output)
    left = stage.with_name(stage.name + ".aux.xml")
    left.write_text("<PAMDataset><Metadata><MDI key='LEFT'>by another</MDI></Metadata></PAMDataset>")
    stage.with_suffix(".xyz").write_bytes(b"by another")
    write(output)
    assert files(output.parent) == sorted(["fresh", *files(output.parent / "fresh")])
    assert gdal.Open(str(output)).GetMetadataItem("LEFT") is None
