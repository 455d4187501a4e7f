"""A file with a mail is shown when it is asked for, by its path or by its URL, and is treated as foreign."""

from __future__ import annotations

import os
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QEvent, QUrl
from PySide6.QtGui import QFileOpenEvent

from desktop.ui.desk.copy_window import CopyWindow
from desktop.ui.program.application import Application
from desktop.ui.window import mail_file
from desktop.ui.window.mail_file import copy_of_file, path_of
from tests.fakes.session import FakeSession
from tests.ui.work_screen import WorkScreen, work_screen

__all__ = ["work_screen"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
MAIL = (
    b"From: Ana <ana@example.org>\r\nSubject: Planos\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\nContent-Type: text/plain\r\n\r\nAdjunto los planos.\r\n'
    b'--x\r\nContent-Type: text/csv\r\nContent-Disposition: attachment; filename="planos.csv"\r\n\r\n1;2\r\n--x--\r\n'
)


def test_what_is_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "plano nº 1.eml"
    assert (
        path_of("plano nº 1.eml")
        == path_of(str(path))
        == path_of(QUrl.fromLocalFile(str(path)).toString())
        == str(path)
    )
    assert path_of(QUrl.fromLocalFile(str(path)).toString(QUrl.ComponentFormattingOption.FullyEncoded)) == str(path)
    assert path_of(str(tmp_path / "A.EML")) == str(tmp_path / "A.EML")


@pytest.mark.parametrize(
    "asked",
    [
        "", "mailto:ana@example.org?subject=x.eml", "mid:1@example.org.eml", "https", "notes.txt", "file://host/share/x.eml",
        r"\\host\share\x.eml", "//host/share/x.eml", r"/\host\x.eml", "file:",
    ],
)  # fmt: skip
def test_what_is_none(asked: str):
    assert path_of(asked) == ""


def test_the_mail_is_shown_with_its_attachments(work_screen: WorkScreen, tmp_path: Path):
    file = tmp_path / "planos.eml"
    file.write_bytes(MAIL)
    work_screen.window.show_file(str(file))
    window = work_screen.opened(CopyWindow)
    work_screen.wait(lambda: "Planos" in window.head.subject.text())
    assert window.windowTitle() == "planos.eml"
    assert "none of your mailboxes" in window.bar.text
    assert not window.attachments.isHidden()
    work_screen.window.others.close()
    assert work_screen.find(CopyWindow) is None, "it closes with the main window"


def test_a_file_that_is_none_is_told(work_screen: WorkScreen, tmp_path: Path):
    work_screen.window.show_file(str(tmp_path / "gone.eml"))
    window = work_screen.opened(CopyWindow)
    work_screen.wait(lambda: "cannot be read" in window.body._words.text())


def test_what_could_never_end_is_not_read(session: FakeSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    empty = tmp_path / "empty.eml"
    empty.touch()
    large = tmp_path / "large.eml"
    large.write_bytes(MAIL)
    assert copy_of_file(session.desk, str(large), 0).attachment("2") == b"1;2"
    assert copy_of_file(session.desk, str(large), 0).attachment("9") is None
    monkeypatch.setattr(mail_file, "LARGEST_BYTES", len(MAIL) - 1)
    paths = [empty, large, tmp_path]
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.eml")
        paths.append(tmp_path / "pipe.eml")
    for path in paths:
        copy = copy_of_file(session.desk, str(path), 0)
        assert (copy.load(), copy.attachment("1")) == (None, None)


def test_a_system_asks_a_running_program():
    asked: list[str] = []
    program = SimpleNamespace(asked=SimpleNamespace(emit=asked.append))
    for url in ("mailto:ana@example.org", "file:///tmp/x.eml"):
        assert Application.event(program, QFileOpenEvent(QUrl(url)))  # type: ignore[arg-type] -- there is one application in a process
    assert asked == ["mailto:ana@example.org", "file:///tmp/x.eml"]
    assert QEvent.Type.FileOpen == QFileOpenEvent(QUrl("x")).type()
