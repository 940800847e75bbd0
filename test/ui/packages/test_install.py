"""The task that installs: real pip, wheels made by hand. What fails or is cancelled leaves everything as it was."""
from __future__ import annotations

import csv
import os
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from qgis.core import QgsApplication, QgsTask

from hyperrestore.restoration.installation import Plan, choose_build
from hyperrestore.restoration.nvidia import Nvidia
from hyperrestore.test.ui.packages.conftest import wait_until
from hyperrestore.test.ui.packages.wheels import BROKEN, make_wheel
from hyperrestore.ui.packages.install import InstallTask

ENDED = (QgsTask.TaskStatus.Complete, QgsTask.TaskStatus.Terminated)


@pytest.fixture
def install(qgis_app):
    """``install(plan)`` -> the ended task and the lines of its log."""

    def call(plan: Plan, on_line=lambda task, line: None) -> tuple[InstallTask, list[str]]:
        task, lines = InstallTask(plan), []
        task.line.connect(lines.append)
        task.line.connect(lambda line: on_line(task, line))
        ended = []
        task.taskCompleted.connect(lambda: ended.append(True))
        task.taskTerminated.connect(lambda: ended.append(False))
        QgsApplication.taskManager().addTask(task)
        wait_until(lambda: bool(ended))
        return task, lines

    return call


def beside(folder: Path) -> list[str]:
    return sorted(os.listdir(folder.parent)) if folder.parent.exists() else []


def test_installed_and_found_by_a_python_that_has_it_last(install, plan: Plan, wheels: Path) -> None:
    task, lines = install(plan)
    assert task.error == ""
    assert beside(plan.folder) == [plan.folder.name, plan.constraints_file.name]
    code = "import sys; sys.path.append(sys.argv[1]); import skimage.metrics, numpy, torch; print(torch.__version__)"
    done = subprocess.run([plan.interpreter, "-c", code, plan.folder], capture_output=True, text=True, check=True)
    assert done.stdout == "2.13.0\n"
    assert any(line.startswith("Successfully installed") for line in lines)


def test_numpy_is_qgiss_own_and_no_second_one_stays(install, plan: Plan, wheels: Path) -> None:
    _, lines = install(plan)
    version = dict(plan.kept)["numpy"]
    assert any(f"numpy-{version}" in line for line in lines if line.startswith("Successfully"))
    assert not list(plan.folder.glob("numpy*"))
    assert sorted(path.name for path in plan.folder.glob("*.dist-info")) == [
        "safetensors-0.8.0.dist-info", "scikit_image-0.24.0.dist-info", "torch-2.13.0.dist-info",
    ]  # fmt: skip


def test_a_build_that_does_not_load_is_not_put_in_place(install, plan: Plan, wheels: Path) -> None:
    assert install(plan)[0].error == ""
    marker = plan.folder / "marker"
    marker.touch()
    make_wheel(wheels, "torch", "2.13.0", {"torch/__init__.py": BROKEN})
    task, _ = install(plan)
    assert task.error == "ImportError: libc10.so: cannot open shared object file"
    assert task.status() == QgsTask.TaskStatus.Terminated
    assert marker.exists() and beside(plan.folder) == [plan.folder.name, plan.constraints_file.name]


def test_a_package_that_cannot_be_had_leaves_nothing(install, plan: Plan, wheels: Path) -> None:
    for wheel in wheels.glob("safetensors*"):
        wheel.unlink()
    task, _ = install(plan)
    assert "No matching distribution found for safetensors<=0.8.0" in task.error
    assert beside(plan.folder) == [plan.constraints_file.name]


def test_the_reason_is_told_though_the_rest_cannot_be_removed(
    install, plan: Plan, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(path: str) -> None:
        if os.path.exists(path):
            raise PermissionError(13, "in use")
        raise FileNotFoundError(path)

    for wheel in wheels.glob("safetensors*"):
        wheel.unlink()
    monkeypatch.setattr("hyperrestore.restoration.private_folder.shutil.rmtree", held)
    assert "No matching distribution found for safetensors" in install(plan)[0].error


@pytest.mark.parametrize("error", [csv.Error("field too large"), UnicodeDecodeError("utf-8", b"x", 0, 1, "?")])
def test_a_list_of_files_that_cannot_be_read_is_told(
    install, plan: Plan, wheels: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def fail(*given: object) -> None:
        raise error

    monkeypatch.setattr("hyperrestore.ui.packages.install.drop_distributions", fail)
    assert install(plan)[0].error == str(error)
    assert beside(plan.folder) == [plan.constraints_file.name]


@pytest.mark.parametrize(("cuda", "as_planned"), [(None, False), ("12.6", True)])
def test_a_torch_without_the_cuda_that_was_planned_is_noticed(
    install, plan: Plan, wheels: Path, cuda: str | None, as_planned: bool
) -> None:
    make_wheel(wheels, "torch", "2.13.0", {"torch/__init__.py": f"class version:\n    cuda = {cuda!r}\n"})
    assert install(plan)[0].as_planned, "no CUDA was planned"
    with_cuda = replace(plan, build=choose_build(Nvidia("580.1", (13, 0), "RTX", (8, 9)), "linux"))
    task, _ = install(with_cuda)
    assert task.error == "" and task.as_planned is as_planned


def test_an_interpreter_that_is_not_there(install, plan: Plan) -> None:
    task, _ = install(replace(plan, interpreter="/nowhere/python3"))
    assert task.error.startswith("/nowhere/python3 does not start: ")
    assert beside(plan.folder) == [plan.constraints_file.name]


def test_progress_is_what_is_written_of_what_is_expected(
    qgis_app, plan: Plan, wheels: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hyperrestore.ui.packages.install.MEASURED_EVERY_S", 0.0)
    small = replace(plan, packages=plan.packages[1:2], download_mb=0, disk_mb=1)
    make_wheel(wheels, "safetensors", "0.8.0", {"safetensors/__init__.py": "# " + "x" * 600_000})
    task, told, ended = InstallTask(small), [], []
    task.progressChanged.connect(told.append)
    task.taskCompleted.connect(lambda: ended.append(True))
    QgsApplication.taskManager().addTask(task)
    wait_until(lambda: bool(ended))
    assert told == sorted(told)
    assert 60 < max(value for value in told if value < 100) < 62


def test_the_environment_of_qgis_is_not_touched(install, plan: Plan, wheels: Path) -> None:
    before = dict(os.environ)
    install(plan)
    assert dict(os.environ) == before


class Stalling(BaseHTTPRequestHandler):
    """An index that has a torch of which it sends the beginning, and then nothing."""

    release: threading.Event

    def do_GET(self) -> None:
        if not self.path.endswith(".whl"):
            self._send(b'<a href="/torch-2.13.0-py3-none-any.whl">torch-2.13.0-py3-none-any.whl</a>', "text/html")
            return
        self._send(b"PK\x03\x04" + bytes(100_000), "application/zip", length=50_000_000)
        self.release.wait(60)

    def _send(self, body: bytes, kind: str, length: int = 0) -> None:
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(length or len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def stalling_index(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    handler = type("Handler", (Stalling,), {"release": threading.Event()})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{server.server_port}/simple")
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX"):
        monkeypatch.delenv(name, raising=False)
    yield
    handler.release.set()
    server.shutdown()
    server.server_close()


def test_cancelled_in_the_middle_of_a_download(install, plan: Plan, stalling_index: None) -> None:
    seen = []

    def cancel(task: InstallTask, line: str) -> None:
        if "Downloading" in line:
            seen.extend(beside(plan.folder))
            task.cancel()

    task, lines = install(plan, on_line=cancel)
    assert f"{plan.folder.name}.tmp" in seen
    assert task.error == "The installation was cancelled; nothing was changed."
    assert beside(plan.folder) == [plan.constraints_file.name]
