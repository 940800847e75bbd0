"""A run that is killed while its files take their final names leaves the old output, or one that the next run mends."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from osgeo import gdal

import hyperrestore.raster.staged as staged_module
from hyperrestore.errors import OutputRefused
from hyperrestore.raster import Window, create_sink, open_cube
from hyperrestore.raster.claim import Claim, journal_path
from hyperrestore.raster.output import plan_output
from hyperrestore.raster.publish import sync_staged
from hyperrestore.raster.staged import stage_path

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="ends a forked process")

CUBE = np.arange(3 * 20 * 30, dtype=np.int16).reshape(3, 20, 30)
ALL = Window(0, 0, 30, 20)
MOST_RENAMES = 12


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def in_place(folder: Path, name: str) -> dict[str, bytes]:
    """All but what a later run goes on with."""
    stem = stage_path(folder / name).stem
    kept = journal_path(folder / name).name
    return {file: data for file, data in contents(folder).items() if not file.startswith(stem + ".") and file != kept}


def write(source, output: Path) -> None:
    with create_sink(str(output), source, dtype=source.dtype) as sink:
        sink.write(ALL, CUBE)
        sink.commit()


# Forked where GDAL has no threads yet: a child has none of its parent's, and would wait for them.
ENDED = """
import json, os, sys
from hyperrestore.raster import Window, create_sink, open_cube

KILLED, path, (*asked,) = 9, sys.argv[1], sys.argv[2:]

def ended_after(renames, output):
    child = os.fork()
    if child == 0:
        replace, left = os.replace, [renames]

        def counted(here, there):
            if left[0] == 0:
                os._exit(KILLED)
            replace(here, there)
            left[0] -= 1
            if left[0] == 0:
                os._exit(KILLED)

        os.replace = counted
        with open_cube(path) as source, create_sink(output, source, dtype=source.dtype) as sink:
            sink.write(Window(0, 0, 30, 20), source.read(Window(0, 0, 30, 20)))
            sink.commit()
        os._exit(0)
    status = os.WEXITSTATUS(os.waitpid(child, 0)[1])
    assert status in (0, KILLED)
    return status == KILLED

print(json.dumps([ended_after(renames, output) for renames, output in enumerate(asked)]))
"""


def ended(path: str, outputs: list[Path]) -> list[bool]:
    """Whether a process that writes the n-th output was ended by its n-th os.replace, or before the first for 0."""
    done = subprocess.run(
        [sys.executable, "-c", ENDED, path, *map(str, outputs)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def ended_after(renames: int, path: str, output: Path) -> bool:
    """Ends a process that writes ``output`` at one rename only."""
    unused = [output.parent.parent / f"unused-{number}" / output.name for number in range(renames)]
    return ended(path, [*unused, output])[-1]


def older(output: Path) -> None:
    """An output with every kind of sidecar, of another size, so that each of them misleads beside the new one."""
    driver = "ENVI" if output.suffix == ".dat" else "GTiff"
    dataset = gdal.GetDriverByName(driver).Create(str(output), 7, 5, 1, gdal.GDT_Byte)
    dataset.CreateMaskBand(gdal.GMF_PER_DATASET)
    dataset.GetRasterBand(1).SetMetadataItem("KEY", "old", "OLD")
    dataset = None
    output.with_name(output.name + ".aux.xml").write_text(
        "<PAMDataset><Metadata><MDI key='A'>old</MDI></Metadata></PAMDataset>"
    )
    output.with_name(output.name + ".msk").touch()


@pytest.mark.parametrize("old", [False, True])
@pytest.mark.parametrize("name", ["out.dat", "out.tif"])
def test_a_run_ended_at_any_rename_is_mended_by_the_next(name, old, make_raster, tmp_path):
    path = make_raster(CUBE)
    folders = [tmp_path / f"after-{renames}" for renames in range(MOST_RENAMES)]
    for folder in folders:
        folder.mkdir()
        if old:
            older(folder / name)
    before = contents(folders[0])
    killed = ended(path, [folder / name for folder in folders])
    new = contents(folders[-1])
    # Sidecars of the old one, those of the new one, the data file; and before the first of them.
    companions = len(before) - 1 if old else 0
    assert killed.index(False) == companions + len(new) + 1 and not killed[-1]
    assert not any(".hyperrestore-" in file for file in new) and new[name] != before.get(name)
    with open_cube(path) as source:
        for folder in folders:
            left = folder.with_name(f"{folder.name}-again")
            shutil.copytree(folder, left, copy_function=shutil.copy2)
            # A run that gives up has put everything back together, too.
            plan_output(str(folder / name), source, dtype=source.dtype).close()
            assert in_place(folder, name) in (before, new)
            write(source, left / name)
            assert contents(left) == new


def test_what_was_there_is_wholly_old_until_the_data_file_is_moved(make_raster, tmp_path):
    path = make_raster(CUBE)
    with open_cube(path) as source:
        folder = tmp_path / "folder"
        folder.mkdir()
        output = folder / "out.dat"
        older(output)
        before = contents(folder)
        assert len(before) == 4 and ended_after(len(before), path, output)
        assert contents(folder) != before and output.read_bytes() == before["out.dat"]
        # The result was tidied away by hand: that is no sign that it has the final name.
        for file in folder.glob(f"{stage_path(output).stem}.*"):
            file.unlink()
        plan_output(str(output), source, dtype=source.dtype).close()
        assert in_place(folder, output.name) == before


@pytest.mark.parametrize("note", ["", '{"old": [["out.d', "[]", '{"old": [["a/b", "c"]], "new": []}'])
def test_a_note_that_was_not_finished_says_that_nothing_was_moved(note, make_raster, tmp_path):
    output = tmp_path / "out.dat"
    with open_cube(make_raster(CUBE)) as source:
        before = set(contents(tmp_path))
        output.with_name(f"{stage_path(output).stem}-moves.json").write_text(note)
        write(source, output)
    assert set(contents(tmp_path)) - before == {"out.dat", "out.hdr", "out.dat.aux.xml"}


def test_the_renames_of_a_run_that_lives_are_left_alone(make_raster, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    output = folder / "out.dat"
    path = make_raster(CUBE)
    with open_cube(path) as source:
        assert ended_after(1, path, output)
        claim = Claim(output)
        before = contents(folder)
        with pytest.raises(OutputRefused, match="is being written by another run"):
            create_sink(str(output), source, dtype=source.dtype)
        assert contents(folder) == before
        claim.release(keep=True)


def test_a_file_system_that_tells_no_file_from_another_is_warned_of(make_raster, tmp_path, monkeypatch):
    monkeypatch.setattr(Claim, "_is_current", lambda self: False)
    output = str(tmp_path / "out.tif")
    with open_cube(make_raster(CUBE)) as source, create_sink(output, source, dtype=source.dtype) as sink:
        sink.write(ALL, CUBE)
        (warning,) = sink.commit()
    assert warning.startswith("The folder of out.tif cannot lock files (it shows the same file as another one)")
    assert (tmp_path / "out.tif").exists()


def test_the_journal_of_the_killed_run_is_kept(make_raster, tmp_path):
    folder = tmp_path / "folder"
    folder.mkdir()
    output = folder / "out.dat"
    path = make_raster(CUBE)
    with open_cube(path) as source:
        assert ended_after(1, path, output)
        journal_path(output).write_bytes(b"how far it got")
        again = plan_output(str(output), source, dtype=source.dtype)
        assert again.claim.file.read() == b"how far it got"
        again.close()


def test_files_that_cannot_be_put_back_are_named_and_the_note_stays(make_raster, tmp_path, monkeypatch):
    folder = tmp_path / "folder"
    folder.mkdir()
    output = folder / "out.dat"
    path = make_raster(CUBE)
    with open_cube(path) as source:
        assert ended_after(1, path, output)

        def refuse(here, there):
            raise PermissionError(13, "Permission denied")

        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", refuse)
            with pytest.raises(OutputRefused, match="cannot be put back: Permission denied"):
                create_sink(str(output), source, dtype=source.dtype)
        write(source, output)
        assert set(contents(folder)) == {"out.dat", "out.hdr", "out.dat.aux.xml"}


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="the system follows links in any case")
@pytest.mark.parametrize("name", ["journal", "note"])
def test_links_with_the_names_of_temporaries_are_not_followed(name, make_raster, tmp_path):
    """Whoever may write in the folder knows these names, too."""
    folder, victim = tmp_path / "folder", tmp_path / "victim.txt"
    folder.mkdir()
    victim.write_text("of the user")
    output = folder / "out.dat"
    note = output.with_name(f"{stage_path(output).stem}-moves.json")
    with open_cube(make_raster(CUBE)) as source:
        if name == "journal":
            journal_path(output).symlink_to(victim)
            with pytest.raises(OutputRefused, match="no file can be made beside it"):
                write(source, output)
        else:
            with create_sink(str(output), source, dtype=source.dtype) as sink:
                sink.write(ALL, CUBE)
                note.symlink_to(victim)
                sink.commit()
            assert output.exists() and not note.is_symlink()
    assert victim.read_text() == "of the user"


def test_backups_of_an_earlier_release_own_no_header(make_raster, tmp_path):
    output = tmp_path / "out.dat"
    with open_cube(make_raster(CUBE)) as source:
        write(source, output)
        (tmp_path / "out.hyperrestore-old-0123456789ab-0").write_bytes(b"ENVI")
        write(source, output)
    with open_cube(str(output)) as twin:
        assert np.array_equal(twin.read(ALL), CUBE)


def test_all_temporaries_and_their_folder_are_synced(tmp_path, monkeypatch):
    stage = tmp_path / "out.hyperrestore-1.dat"
    synced = []
    for file in (stage, stage.with_suffix(".hdr"), tmp_path / "other.dat"):
        file.write_bytes(b"1")
    monkeypatch.setattr(staged_module, "flush_to_disk", lambda descriptor: synced.append(os.fstat(descriptor).st_ino))
    sync_staged(stage)
    assert synced == [file.stat().st_ino for file in (stage, stage.with_suffix(".hdr"), tmp_path)]


@pytest.mark.parametrize("supported", [True, False])
def test_the_cache_of_the_disk_is_flushed_where_the_system_has_a_call_for_it(supported, tmp_path, monkeypatch):
    import fcntl

    calls = []

    def control(descriptor, command):
        calls.append(command)
        if not supported:
            raise OSError(45, "Operation not supported") if sys.platform == "darwin" else OSError(95, "Not supported")

    monkeypatch.setattr(fcntl, "F_FULLFSYNC", 51, raising=False)
    monkeypatch.setattr(fcntl, "fcntl", control)
    monkeypatch.setattr(os, "fsync", lambda descriptor: calls.append("fsync"))
    (tmp_path / "file").touch()
    staged_module.sync_file(tmp_path / "file")
    assert calls == ([51] if supported else [51, "fsync"])
