"""A start on a profile that is whole: the window before its engine, the engine behind it, and one that cannot be made after all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QMessageBox

from desktop import app
from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.errors import Code, ProfileError
from desktop.core.clock import ManualClock
from desktop.core.opening.session import OpeningSession
from desktop.core.profile import open_profile
from desktop.core.store import salvage
from desktop.core.store.lock import ProfileLock
from tests.fakes.cache import NOW, Cache, mail
from tests.fakes.held_files import as_on_windows

__all__ = ["as_on_windows"]

PATIENCE_MS = 20_000
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class StandingClock(ManualClock):
    """Time stands still, and threads that wait by it rest."""


@pytest.fixture
def wait(qtbot) -> Callable[[Callable[[], object]], None]:
    """Until something holds: an engine may have to be made first."""
    return lambda holds: qtbot.waitUntil(lambda: bool(holds()), timeout=PATIENCE_MS)


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    cache = Cache(tmp_path / "profile")
    for number in range(3):
        cache.put("INBOX", mail(number), number + 1, received=NOW - number)
    cache.store.close()
    open_profile(
        tmp_path / "profile", clock=ManualClock(NOW), credentials=MemoryCredentials(), threads=False
    ).close()  # fmt: skip
    return tmp_path / "profile"


@pytest.fixture
def said(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    boxes: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: boxes.append(box.text()))
    monkeypatch.setattr(app, "start_logging", lambda *_, **__: None)
    return boxes


@pytest.fixture
def start(qapp, said, profile: Path) -> Iterator[Callable[[], app.Running]]:
    begun: list[app.Running] = []

    def run() -> app.Running:
        running = app.Running(qapp, False)
        begun.append(running)
        assert running._open(profile, StandingClock(NOW), MemoryCredentials())
        return running

    yield run
    for running in begun:
        close(running)


def close(running: app.Running) -> None:
    """As the program does when its window is closed; only the event loop is not ended."""
    if running._window is not None:
        running._window.closed.disconnect()
        running._window.close()
    running._close_engine()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def is_made(running: app.Running) -> bool:
    return isinstance(running._engine, OpeningSession) and running._engine._direct


def test_the_list_is_there_before_the_engine(start, wait):
    running = start()
    window = running._window
    assert not is_made(running)
    assert window.mails.model.rowCount() == 3
    assert window.mails.model.mail_at(0).subject == "Mail 0"
    assert [(row.name, row.unread) for row in window.folders.mailboxes() if row.unread] == [("INBOX", 3)]
    wait(lambda: is_made(running))
    assert window.mails.model.rowCount() == 3
    assert running._engine.outbox() == []


def test_second_starts_are_answered_once_the_window_is_painted(start, wait, profile, monkeypatch):
    listening: list[app.Handover] = []
    monkeypatch.setattr(app.Handover, "listen", lambda self: listening.append(self))
    running = start()
    running.listen(profile)
    assert not listening
    wait(lambda: listening)
    running._interruption.close()


def test_the_engine_answers_when_the_window_is_closed_and_the_profile_is_free(start, wait, profile):
    running = start()
    wait(lambda: is_made(running))
    close(running)
    ProfileLock(profile).release()


def test_a_window_that_closes_at_once_frees_the_profile(start, profile):
    close(start())
    ProfileLock(profile).release()


@pytest.mark.usefixtures("as_on_windows")
def test_damage_that_only_the_engine_finds_is_mended_behind_the_window(start, wait, monkeypatch):
    def damaged(engine: object, path: Path) -> None:
        raise salvage.DatabaseError("", None, Exception("malformed: as a test has it"))  # type: ignore[attr-defined]

    monkeypatch.setattr(salvage, "check_marked", damaged)
    running = start()
    window = running._window
    assert window.mails.model.rowCount() == 3
    wait(lambda: is_made(running))
    wait(lambda: any("was damaged" in card.sentence for card in window.notices.cards))
    wait(lambda: window.mails.model.rowCount() == 0)  # mail comes again from the server


def test_a_profile_that_cannot_be_used_after_all_is_told_and_the_program_ends(start, wait, said, profile, monkeypatch):
    def full(*_: object, **__: object) -> None:
        raise ProfileError(Code.DISK_FULL, path=profile)

    monkeypatch.setattr("desktop.core.profile.open_profile", full)
    running = start()
    ended: list[int] = []
    monkeypatch.setattr(running, "_app", type("App", (), {"exit": lambda self, code: ended.append(code)})())
    wait(lambda: ended)
    assert ended == [app.EXIT_PROFILE]
    assert said[0].startswith("There is no space left on the disk")
    assert running._window is None
    ProfileLock(profile).release()


def test_a_closed_window_looks_at_nothing_any_more(start, wait, profile):
    running = start()
    wait(lambda: is_made(running))
    window = running._window
    window.mails.view.step(1)  # a mail is to be shown in a moment
    reading, looking = window.reading, []
    window.closed.disconnect()
    window.closed.connect(
        lambda: looking.extend(one for one in (reading._rest, reading._seen, reading._gone) if one.isActive())
    )
    assert reading._rest.isActive()
    window.close()
    assert looking == []
