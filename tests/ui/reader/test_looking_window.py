"""Looking at a file in the whole window: the room it takes from the other panes, and one Esc for one step back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.core.api.previews import FileKind, Preview
from tests.ui.work_screen import WorkScreen, work_screen  # noqa: F401 -- a fixture

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def open_file(work_screen: WorkScreen, monkeypatch):  # noqa: F811
    """At a window of that size: a mail with a file, and the file looked at."""
    preview = Preview(FileKind.TEXT, 4, text="hola")
    monkeypatch.setattr(work_screen.session, "preview", lambda key, path: preview)
    key = next(
        row.location_key
        for row in work_screen.session.message_rows.values()
        if row.has_attachment and work_screen.window.mails.model.row_of(row.location_key) is not None
    )

    def run(width: int, height: int, *, alone: bool = False) -> WorkScreen:
        reader = work_screen.beside.reader
        work_screen.window.resize(width, height)
        work_screen.wait(lambda: work_screen.window.height() == height)
        work_screen.choose(key)
        work_screen.wait(lambda: reader.attachments.cards)
        work_screen.window.frame.set_alone(alone)
        reader.attachments.cards[0].setFocus()
        reader.attachments.cards[0].click()
        work_screen.wait(lambda: reader.looking.page.shown is reader.looking.page.text)
        return work_screen

    return run


def test_in_a_large_window_the_panes_stay(open_file):
    screen = open_file(1600, 900)
    assert not screen.window.frame.alone
    screen.press(Qt.Key.Key_Escape)
    assert not screen.beside.reader.looking.is_open
    screen.wait(lambda: screen.beside.reader.attachments.cards[0].hasFocus())


def test_in_a_small_window_they_make_room_and_come_back(open_file):
    screen = open_file(1024, 640)
    assert screen.window.frame.alone
    assert not screen.window.mails.isVisible()
    screen.press(Qt.Key.Key_Escape)
    assert not screen.beside.reader.looking.is_open
    assert not screen.window.frame.alone
    screen.wait(lambda: screen.beside.reader.attachments.cards[0].hasFocus())


def test_a_reader_that_was_alone_stays_so_until_the_next_esc(open_file):
    screen = open_file(1024, 640, alone=True)
    screen.press(Qt.Key.Key_Escape)
    assert screen.window.frame.alone
    screen.press(Qt.Key.Key_Escape)
    assert not screen.window.frame.alone


def test_the_next_mail_gives_the_room_back(open_file):
    screen = open_file(1024, 640)
    screen.window.actions_["next"].trigger()
    screen.wait(lambda: not screen.beside.reader.looking.is_open)
    assert not screen.window.frame.alone
    assert screen.window.mails.isVisible()
