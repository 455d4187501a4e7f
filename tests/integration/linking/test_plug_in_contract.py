"""What the door says about plug-ins, asked of the real core with a folder of wheels and of the fake that the screen is tested on."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path

import pytest

from desktop.core.api.errors import Code, SetupError
from desktop.core.api.link_commands import BindConnector
from desktop.core.api.linking import LinkKind, LinkState, PlugInRow
from desktop.core.connectors.registry import GROUP, LoadedBackends, load_backends
from desktop.core.linking.plug_ins import FOLDER
from desktop.core.store import backends
from tests.fakes.session import FakeSession
from tests.integration.linking.conftest import LinkWorld

GOOD = """
from desktop.core.api.linking import LinkKind
from desktop.core.connectors.protocol import Backend
BACKEND = Backend("{name}", "Of a stranger", frozenset({{LinkKind.TASK}}), (), lambda values, secrets, means: None)
"""
SHOP = """
from desktop.core.api.linking import LinkKind
from desktop.core.connectors.protocol import Backend
from tests.fakes.shop import Shop, ShopConnector
BACKEND = Backend("{name}", "Shop", frozenset({{LinkKind.TASK}}), (), lambda values, secrets, means: ShopConnector(Shop()))
"""
BROKEN = "raise RuntimeError('no luck')"
DAMAGED = "damaged-1.0-py3-none-any.whl"


def put_wheel(folder: Path, name: str, code: str) -> str:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"guest_{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        wheel.writestr(f"guest_{name}.py", code.format(name=name))
        about = f"Metadata-Version: 2.1\nName: guest-{name}\nVersion: 1.0\nSummary: Tasks of {name}\n"
        wheel.writestr(f"guest_{name}-1.0.dist-info/METADATA", about)
        wheel.writestr(f"guest_{name}-1.0.dist-info/entry_points.txt", f"[{GROUP}]\n{name} = guest_{name}:BACKEND\n")
    return str(path)


class RealPlugIns(LinkWorld):
    def __init__(self, directory: Path) -> None:
        folder = directory / FOLDER
        self.places = [put_wheel(folder, "good", GOOD), put_wheel(folder, "bad", BROKEN)]
        (folder / DAMAGED).write_bytes(b"no wheel at all")
        super().__init__(directory)

    def _open(self) -> None:
        super()._open()
        self.backends.find_all()  # as the start of the program does

    def found(self) -> LoadedBackends:
        return load_backends(self.cache.directory / FOLDER, self.store.read(backends.load_enabled))


class FakePlugIns:
    def __init__(self, directory: Path) -> None:
        self._session = FakeSession()
        self.linking = self._session.linking
        self.linking.folder = directory / FOLDER
        error = SetupError(Code.PLUG_IN_BROKEN, name="guest-bad", said="RuntimeError: no luck")
        damage = SetupError(Code.PLUG_IN_BROKEN, name=DAMAGED, said="BadZipFile: File is not a zip file")
        self.places = [str(directory / FOLDER / f"guest_{name}-1.0-py3-none-any.whl") for name in ("good", "bad")]
        self.linking.broken = {"guest-bad": error}
        self.linking.plug_in_rows = [
            PlugInRow("guest-good", "1.0", "Tasks of good", self.places[0], ("good",), False, False),
            PlugInRow("guest-bad", "1.0", "Tasks of bad", self.places[1], ("bad",), False, False),
            PlugInRow(DAMAGED, "", "", str(directory / FOLDER / DAMAGED), (), False, False, damage),
        ]

    def restart(self) -> None:
        self.linking.start_again()

    def close(self) -> None:
        self._session.close()


@pytest.fixture(params=[RealPlugIns, FakePlugIns], ids=["core", "fake"])
def plug_ins(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[RealPlugIns | FakePlugIns]:
    path, modules = list(sys.path), set(sys.modules)
    world = request.param(tmp_path / "profile")
    yield world
    world.close()
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        if name.startswith("guest_"):
            del sys.modules[name]


def rows(world: RealPlugIns | FakePlugIns) -> dict[str, PlugInRow]:
    return {row.name: row for row in world.linking.plug_ins()}


def enable(world: RealPlugIns | FakePlugIns, name: str, on: bool = True) -> None:
    future: Future[None] = world.linking.enable(name, on)
    assert future.result(30) is None


def test_those_that_are_here_are_named_with_version_words_and_place(plug_ins):
    assert [row.name for row in plug_ins.linking.plug_ins()] == [DAMAGED, "guest-bad", "guest-good"]
    good = rows(plug_ins)["guest-good"]
    assert good == PlugInRow("guest-good", "1.0", "Tasks of good", plug_ins.places[0], ("good",), False, False)


def test_a_file_that_cannot_be_read_has_a_sentence_and_cannot_be_enabled(plug_ins):
    damaged = rows(plug_ins)[DAMAGED]
    assert (damaged.backends, damaged.enabled, Path(damaged.place).name) == ((), False, DAMAGED)
    assert damaged.error is not None
    assert damaged.error.code is Code.PLUG_IN_BROKEN
    with pytest.raises(SetupError) as refused:
        enable(plug_ins, DAMAGED)
    assert refused.value.code is Code.NOT_FOUND


def test_enabling_counts_at_once_and_is_remembered_and_disabling_counts_from_the_next_start_on(plug_ins):
    enable(plug_ins, "guest-good")
    good = rows(plug_ins)["guest-good"]
    assert (good.enabled, good.running) == (True, True)
    plug_ins.restart()
    good = rows(plug_ins)["guest-good"]
    assert (good.enabled, good.running, good.place, good.error) == (True, True, plug_ins.places[0], None)
    enable(plug_ins, "guest-good", False)
    good = rows(plug_ins)["guest-good"]
    assert (good.enabled, good.running) == (False, True)
    plug_ins.restart()
    assert rows(plug_ins)["guest-good"].running is False


def test_one_that_fails_at_its_start_says_so_and_can_be_disabled(plug_ins):
    assert rows(plug_ins)["guest-bad"].error is None
    enable(plug_ins, "guest-bad")
    for _ in range(2):
        bad = rows(plug_ins)["guest-bad"]
        assert bad.error is not None
        assert "no luck" in bad.error.sentence()
        plug_ins.restart()
    enable(plug_ins, "guest-bad", False)
    assert rows(plug_ins)["guest-bad"].enabled is False


def test_one_that_is_not_here_cannot_be_enabled_but_forgotten(plug_ins):
    with pytest.raises(SetupError) as refused:
        enable(plug_ins, "guest-nobody")
    assert refused.value.code is Code.NOT_FOUND
    enable(plug_ins, "guest-nobody", False)


def test_the_folder_is_there_when_it_is_asked_for(plug_ins):
    folder = plug_ins.linking.plug_in_folder()
    assert folder.is_dir()
    assert folder.name == "plug-ins"


def test_one_that_is_put_there_meanwhile_is_seen_without_a_start(tmp_path: Path):
    world = RealPlugIns(tmp_path / "profile")
    try:
        assert "guest-late" not in rows(world)
        put_wheel(tmp_path / "profile" / FOLDER, "late", BROKEN)
        assert rows(world)["guest-late"].enabled is False
        enable(world, "guest-late")
    finally:
        world.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[RealPlugIns]:
    path, modules = list(sys.path), set(sys.modules)
    made = RealPlugIns(tmp_path / "profile")
    yield made
    made.close()
    sys.path[:] = path
    for name in set(sys.modules) - modules:
        if name.startswith("guest_"):
            del sys.modules[name]


def test_what_it_brings_is_there_at_once_and_the_screen_is_told(world: RealPlugIns):
    assert "good" not in {row.backend for row in world.linking.backends()}
    del world.cache.changes[:]
    enable(world, "guest-good")
    assert world.backends.row("good").name == "Of a stranger"
    assert world.cache.changes[-1].links
    world.wish(BindConnector(LinkKind.TASK, "good"))


def test_one_more_does_not_stop_those_that_run(world: RealPlugIns):
    enable(world, "guest-good")
    world.restart()
    enable(world, "guest-good", False)
    enable(world, "guest-bad")
    found = rows(world)
    assert (found["guest-good"].enabled, found["guest-good"].running, found["guest-bad"].running) == (False, True, True)
    assert "good" in {row.backend for row in world.linking.backends()}
    enable(world, "guest-good")
    assert rows(world)["guest-good"].enabled


def test_what_waited_for_it_is_made_at_once(world: RealPlugIns):
    put_wheel(world.cache.directory / FOLDER, "shop2", SHOP)
    enable(world, "guest-shop2")
    world.wish(BindConnector(LinkKind.TASK, "shop2"))
    world.link_mail(1)
    enable(world, "guest-shop2", False)
    sys.modules.pop("guest_shop2")
    world.restart()
    world.run()
    assert world.links(1)[0].state is LinkState.PENDING
    enable(world, "guest-shop2")
    world.run()
    assert world.links(1)[0].state is LinkState.OPEN
