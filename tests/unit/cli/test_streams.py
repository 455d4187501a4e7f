"""Where the command's words go: to nobody, behind an icon; into a pipe whose reader has gone; over a line that was drawn."""

from __future__ import annotations

import errno
import faulthandler
import io
import subprocess
import sys
from types import SimpleNamespace

import pytest

from desktop.__main__ import give_streams
from desktop.cli import output, program, progress
from desktop.core.api.status import AccountState, AccountStatus
from desktop.core.clock import ManualClock


def test_a_program_behind_an_icon_has_streams_that_lead_nowhere(monkeypatch: pytest.MonkeyPatch):
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    with pytest.raises(RuntimeError):
        faulthandler.enable()  # the first that the window does: why it must not meet a program without streams
    give_streams()
    try:
        sys.stdout.write("ñ")
        faulthandler.enable()
        assert sys.stdin.read() == ""
    finally:
        faulthandler.enable(sys.__stderr__)
        for name in ("stdin", "stdout", "stderr"):
            getattr(sys, name).close()


@pytest.mark.skipif(sys.platform == "win32", reason="the shell there closes no streams")
def test_the_command_works_with_its_streams_closed():
    done = subprocess.run(
        ["sh", "-c", 'exec "$0" -m desktop links --help <&- >&- 2>&-', sys.executable], capture_output=True, timeout=60
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")


@pytest.mark.parametrize(
    ("system", "chosen", "written"),
    [
        ("win32", "", "東京".encode()),
        ("win32", "cp1252", b"\\u6771\\u4eac"),
        ("linux", "", b"\\u6771\\u4eac"),
    ],
)
def test_on_windows_a_file_of_words_is_utf_8(system: str, chosen: str, written: bytes, monkeypatch: pytest.MonkeyPatch):
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="cp1252")
    monkeypatch.setattr(program.sys, "stdout", stream)
    monkeypatch.setattr(program.sys, "platform", system)
    monkeypatch.setenv("PYTHONIOENCODING", chosen) if chosen else monkeypatch.delenv("PYTHONIOENCODING", raising=False)

    def speak(arguments: object) -> int:
        output.say("東京")
        return 0

    monkeypatch.setattr(program, "_carry_out", speak)
    assert program.run(["outbox"]) == 0
    assert raw.getvalue().strip() == written


@pytest.mark.parametrize(
    ("system", "error", "broken"),
    [
        ("linux", BrokenPipeError(errno.EPIPE, "x"), True),
        ("win32", BrokenPipeError(errno.EPIPE, "x"), True),
        ("win32", OSError(errno.EINVAL, "Invalid argument"), True),
        ("win32", OSError(errno.EINVAL, "Invalid argument", "a:b"), False),
        ("linux", OSError(errno.EINVAL, "Invalid argument"), False),
        ("win32", ValueError("x"), False),
    ],
)
def test_a_reader_that_went_away_is_known_on_each_system(
    system: str, error: Exception, broken: bool, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(program, "sys", SimpleNamespace(platform=system))
    assert program._is_broken_pipe(error) is broken


def test_the_bar_is_wiped_with_blanks_alone(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "40")
    bar = progress.Progress("ana@example.org", ManualClock(0))
    bar.show(AccountStatus(1, AccountState.SYNCING, 0, "INBOX", 1, 10))
    bar.clear()
    _, drawn, wiped, rest = capsys.readouterr().err.split("\r")
    assert drawn.startswith("ana@example.org")
    assert (len(wiped), wiped.strip(), rest) == (len(drawn), "", "")
