"""The example of docs/plug-in, installed as a stranger installs it and judged as every backend is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import ClassVar

import pytest

from desktop.core.api.link_commands import BindConnector
from desktop.core.api.linking import LinkKind
from desktop.core.connectors.protocol import Backend, Connector
from desktop.core.connectors.registry import LoadedBackends, load_backends
from desktop.core.linking.plug_ins import FOLDER
from desktop.core.store import backends
from tests.integration.connectors.contract import ConnectorContract
from tests.integration.connectors.world import MEANS, Part, Seen, World
from tests.integration.linking.conftest import LinkWorld

ROOT = Path(__file__).parents[3]
EXAMPLE = ROOT / "docs" / "plug-in"


def pip(*arguments: str | Path) -> None:
    command = [
        sys.executable,
        "-m",
        "pip",
        *map(str, arguments),
        "--no-index",
        "--no-deps",
        "--no-build-isolation",
        "-q",
    ]
    done = subprocess.run([*command, "--disable-pip-version-check"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plug-in folder with the example's wheel in it. Built from a copy: building leaves files beside the sources."""
    folder = tmp_path_factory.mktemp("plug-ins")
    copy = tmp_path_factory.mktemp("sources") / "plug-in"
    shutil.copytree(EXAMPLE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    pip("wheel", "--wheel-dir", folder, copy)
    return folder


@pytest.fixture(scope="module")
def backend(wheels: Path) -> Iterator[Backend]:
    path = list(sys.path)
    found = load_backends(wheels, enabled=["bandeja-notes"])
    assert not found.problems
    (backend,) = (backend for backend in found.backends if backend.backend == "notes")
    yield backend
    sys.path[:] = path
    del sys.modules["bandeja_notes"]


class NotesWorld(World):
    keeps: ClassVar = {LinkKind.TASK: frozenset({Part.TITLE, Part.TEXT, Part.LINK, Part.DUE})}
    finishes: ClassVar = frozenset({LinkKind.TASK})

    def __init__(self, backend: Backend, folder: Path) -> None:
        self.backend = backend
        self.folder = folder

    def open(self) -> Connector:
        return self.backend.open({"folder": str(self.folder)}, {}, MEANS)

    def count(self, kind: LinkKind) -> int:
        return sum(1 for _ in self.folder.iterdir())

    def look(self, kind: LinkKind, remote_id: str) -> Seen:
        note = (self.folder / remote_id).read_text("utf-8")
        first, *rest = note.split("\n")
        due = [line.removeprefix("Due: ").removesuffix(" UTC") for line in rest if line.startswith("Due: ")]
        due_at = int(datetime.fromisoformat(due[0]).replace(tzinfo=UTC).timestamp()) if due else None
        return Seen(first.removeprefix("- [ ] "), text=note, everything=note, due_at=due_at)

    def remove(self, kind: LinkKind, remote_id: str) -> None:
        (self.folder / remote_id).unlink()

    def finish(self, kind: LinkKind, remote_id: str) -> None:
        note = self.folder / remote_id
        note.write_text(note.read_text("utf-8").replace("- [ ]", "- [x]", 1), "utf-8")


class TestNotes(ConnectorContract):
    kinds = (LinkKind.TASK,)

    @pytest.fixture
    def world(self, backend: Backend, tmp_path: Path) -> NotesWorld:
        return NotesWorld(backend, tmp_path)


def test_a_stranger_can_install_it_and_run_its_tests(wheels: Path, tmp_path: Path):
    """`pip install --target` into a folder of the plug-in folder; the tests run against what was installed."""
    (wheel,) = wheels.glob("*.whl")
    pip("install", "--target", tmp_path / "plug-ins" / "notes", wheel)
    found = load_backends(tmp_path / "plug-ins")
    assert [(one.name, one.enabled) for one in found.plug_ins] == [("bandeja-notes", False)]
    shutil.copy(EXAMPLE / "test_bandeja_notes.py", tmp_path)
    path = os.pathsep.join([str(tmp_path / "plug-ins" / "notes"), str(ROOT)])
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path / "test_bandeja_notes.py")]
    done = subprocess.run(command, cwd=tmp_path, env=os.environ | {"PYTHONPATH": path}, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    assert "4 passed" in done.stdout


def test_the_example_makes_notes_as_soon_as_it_is_enabled(wheels: Path, tmp_path: Path):
    class Here(LinkWorld):
        def found(self) -> LoadedBackends:
            return load_backends(self.cache.directory / FOLDER, self.store.read(backends.load_enabled))

    path, notes = list(sys.path), tmp_path / "notes"
    shutil.copytree(wheels, tmp_path / "profile" / FOLDER)
    notes.mkdir()
    world = Here(tmp_path / "profile")
    try:
        world.linking.enable("bandeja-notes", True).result(30)
        world.linking.set_up("notes", {"folder": str(notes)}, {}).result(30)
        world.wish(BindConnector(LinkKind.TASK, "notes"))
        world.link_mail(1)
        world.run()
        assert ["Mail 1" in note.read_text("utf-8") for note in notes.iterdir()] == [True]
    finally:
        world.close()
        sys.path[:] = path


def test_the_example_stays_short_enough_to_be_read():
    assert len((EXAMPLE / "bandeja_notes.py").read_text("utf-8").splitlines()) <= 80
