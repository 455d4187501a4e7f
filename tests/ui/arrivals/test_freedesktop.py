"""The notices of Linux desktops, on a bus of the test's own: with a server in memory that follows the specification, and with
Debian's dunst where it is installed (apt-get install dunst xvfb)."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject

from desktop.ui.arrivals.freedesktop import FreedesktopNotices
from desktop.ui.arrivals.told import Act, Told

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these desktops have notices of their own")
pytest.importorskip("jeepney")

from tests.fakes.session_bus import (  # noqa: E402
    FULL,
    Dunst,
    MemoryServer,
    is_bus_there,
    is_dunst_there,
    session_bus,
)

TOLD = Told(
    "Ana Beltrán", ("Presupuesto", "Adjunto <b>el borrador</b> & más"), ((Act.OPEN, "Open"), (Act.TASK, "Task"))
)


@pytest.fixture
def bus() -> Iterator[str]:
    if not is_bus_there():
        pytest.skip("dbus-daemon is not installed (apt-get install dbus-daemon)")
    with session_bus() as address:
        yield address


@pytest.fixture
def server(bus) -> Iterator[MemoryServer]:
    made = MemoryServer(bus)
    yield made
    made.close()


@pytest.fixture(params=["memory", pytest.param("dunst", marks=pytest.mark.slow)])
def any_server(request, bus, tmp_path) -> Iterator[MemoryServer | Dunst]:
    if request.param == "dunst" and not is_dunst_there():
        pytest.skip("dunst is not installed (apt-get install dunst xvfb)")
    made = MemoryServer(bus) if request.param == "memory" else Dunst(bus, str(tmp_path))
    yield made
    made.close()


class Heard(QObject):
    def __init__(self, notices: FreedesktopNotices) -> None:
        super().__init__()
        self.all: list[tuple] = []
        notices.acted.connect(lambda token, act: self.all.append(("acted", token, act)))
        notices.closed.connect(lambda token: self.all.append(("closed", token)))
        notices.failed.connect(lambda token: self.all.append(("failed", token)))


@pytest.fixture
def notices(bus, qapp) -> Iterator[FreedesktopNotices]:
    made = FreedesktopNotices("org.bandeja.Bandeja", bus=bus)
    yield made
    made.close()


@pytest.fixture
def heard(notices) -> Heard:
    return Heard(notices)


def test_it_is_shown_and_a_click_is_heard_once(any_server, notices, heard, wait):
    notices.show(7, TOLD)
    wait(lambda: len(any_server.shown()) == 1)
    any_server.act("default")
    wait(lambda: heard.all)
    notices.withdraw(7)  # dunst leaves it to us
    wait(lambda: not any_server.shown())
    assert [one for one in heard.all if one[0] == "acted"] == [("acted", 7, "default")]


def test_what_the_user_waves_away_is_gone(any_server, notices, heard, wait):
    notices.show(7, TOLD)
    wait(lambda: len(any_server.shown()) == 1)
    any_server.dismiss()
    wait(lambda: heard.all == [("closed", 7)])


def test_what_is_read_elsewhere_is_withdrawn(any_server, notices, heard, wait):
    notices.show(7, TOLD)
    notices.show(8, replace(TOLD, summary="Bob"))  # dunst stacks what is the same
    wait(lambda: len(any_server.shown()) == 2)
    notices.withdraw(7)
    wait(lambda: len(any_server.shown()) == 1)
    notices.withdraw(7)
    notices.withdraw(99)
    notices.show(9, replace(TOLD, summary="Carla"))
    wait(lambda: len(any_server.shown()) == 2)
    assert heard.all == []


def test_the_same_token_takes_the_place_of_the_first(any_server, notices, heard, wait):
    notices.show(7, TOLD)
    notices.show(7, Told("2 new mails", ("Ana: Uno", "Bob: Dos"), TOLD.actions))
    notices.show(8, TOLD)
    wait(lambda: len(any_server.shown()) == 2)
    any_server.act("default")
    wait(lambda: heard.all)


def test_dunst_shows_the_words_of_a_hostile_mail_as_words(bus, notices, tmp_path, wait):
    if not is_dunst_there():
        pytest.skip("dunst is not installed (apt-get install dunst xvfb)")
    dunst = Dunst(bus, str(tmp_path))
    notices.show(7, TOLD)
    wait(lambda: len(dunst.shown()) == 1)
    dunst.dismiss()
    wait(dunst.over)
    (over,) = dunst.over()
    assert over.summary == "Ana Beltrán"
    assert over.body == "Presupuesto\nAdjunto &lt;b&gt;el borrador&lt;/b&gt; &amp; más"
    dunst.close()


def test_hints_say_what_it_is_and_whose(server, notices, wait):
    notices.show(7, TOLD)
    wait(server.shown)
    (shown,) = server.shown()
    assert shown.icon == "org.bandeja.Bandeja"
    assert shown.hints == {
        "desktop-entry": ("s", "org.bandeja.Bandeja"), "category": ("s", "email.arrived"), "urgency": ("y", 1),
        "sound-name": ("s", "message-new-email"),
    }  # fmt: skip
    assert shown.actions == ["default", "Open", "task", "Task"]
    assert shown.body == "Presupuesto\nAdjunto &lt;b&gt;el borrador&lt;/b&gt; &amp; más"


@pytest.mark.parametrize(
    ("without", "actions", "summary", "body"),
    [
        ("actions", [], "Ana Beltrán", "Presupuesto\nAdjunto &lt;b&gt;el borrador&lt;/b&gt; &amp; más"),
        ("body-markup", ["default", "Open", "task", "Task"], "Ana Beltrán", "Presupuesto\nAdjunto <b>el borrador</b> & más"),
        ("body", ["default", "Open", "task", "Task"], "Ana Beltrán – Presupuesto", ""),
    ],
)  # fmt: skip
def test_only_what_the_server_can_is_asked_of_it(server, notices, wait, without, actions, summary, body):
    server.capabilities = tuple(name for name in FULL if name != without)
    notices.show(7, TOLD)
    wait(server.shown)
    (shown,) = server.shown()
    assert (shown.actions, shown.summary, shown.body) == (actions, summary, body)


def test_a_click_brings_the_right_to_the_focus(server, notices, heard, wait, monkeypatch):
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN", raising=False)
    notices.show(7, TOLD)
    wait(server.shown)
    server.act("task")
    wait(lambda: heard.all)
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "token-7"
    assert heard.all[0] == ("acted", 7, "task")


def test_a_server_that_goes_and_comes_is_asked_anew(bus, notices, heard, wait):
    first = MemoryServer(bus)
    notices.show(7, TOLD)
    wait(first.shown)
    first.close()
    wait(lambda: heard.all == [("closed", 7)])
    second = MemoryServer(bus, ("body",))
    notices.show(7, TOLD)
    wait(second.shown)
    assert second.shown()[0].actions == []
    second.close()


def test_a_server_that_refuses_is_told_of(server, notices, heard, wait):
    server.refuses = True
    notices.show(7, TOLD)
    wait(lambda: heard.all == [("failed", 7)])
    server.refuses = False
    notices.show(8, TOLD)
    wait(server.shown)


def test_where_there_is_no_server_it_is_said(notices, heard, wait):
    notices.show(7, TOLD)
    wait(lambda: heard.all == [("failed", 7)])


def test_where_there_is_no_bus_it_is_said(qapp, wait):
    notices = FreedesktopNotices("org.bandeja.Bandeja", bus="unix:path=/nowhere")
    heard = Heard(notices)
    notices.show(7, TOLD)
    notices.show(8, TOLD)
    wait(lambda: heard.all == [("failed", 7), ("failed", 8)])
    notices.close()
