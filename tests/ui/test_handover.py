"""A second start, in a process of its own as in life, meets the first at a socket of this user."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from desktop.ui.program.handover import LONGEST_BYTES, Handover, hand_over

_SECOND = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from desktop.ui.program.handover import hand_over
app = QCoreApplication([])
sys.exit(0 if hand_over(Path(sys.argv[1]), sys.stdin.read()) else 9)
"""


@pytest.fixture
def running(qtbot, tmp_path: Path):
    handover = Handover(tmp_path)
    assert handover.listen()
    yield handover
    handover.close()


def second_start(profile: Path, link: str) -> subprocess.Popen[str]:
    second = subprocess.Popen([sys.executable, "-c", _SECOND, str(profile)], stdin=subprocess.PIPE, text=True)
    assert second.stdin is not None
    second.stdin.write(link)
    second.stdin.close()
    return second


@pytest.mark.parametrize(
    ("link", "arrives"),
    [
        ("mailto:ana@example.org?subject=Hola", "mailto:ana@example.org?subject=Hola"),
        ("", ""),
        ("a\nb\r\nc", "a b c"),
        ("mailto:" + "x" * 2 * LONGEST_BYTES, ("mailto:" + "x" * LONGEST_BYTES)[: LONGEST_BYTES - 1]),
    ],
    ids=["link", "nothing", "lines", "too long"],
)
def test_the_link_arrives_as_one_bounded_line(qtbot, running, tmp_path, link, arrives):
    with qtbot.waitSignal(running.asked, timeout=20_000) as caught:
        second = second_start(tmp_path, link)
    assert second.wait(20) == 0
    assert caught.args == [arrives]


def test_a_path_arrives_letter_by_letter(qtbot, running, tmp_path):
    path = "/home/ana/two  blanks and one at the end.eml "
    with qtbot.waitSignal(running.asked, timeout=20_000) as caught:
        second = second_start(tmp_path, path)
    assert second.wait(20) == 0
    assert caught.args == [path]


def test_a_name_that_is_no_utf_8_hinders_no_start(qtbot, running, tmp_path):
    with qtbot.waitSignal(running.asked, timeout=20_000):
        second = subprocess.Popen(
            [sys.executable, "-c", _SECOND.replace("sys.stdin.read()", r"'caf\udce9.eml'"), str(tmp_path)]
        )
    assert second.wait(20) == 0
    assert not hand_over(tmp_path / "caf\udce9", "")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have names of their own there")
def test_the_socket_of_somebody_else_is_not_believed(qtbot, running, tmp_path, monkeypatch):
    """Anybody can put one where everybody's temporary files are, and would be told every link, and end every start."""
    monkeypatch.setattr("desktop.ui.program.handover.os.geteuid", lambda: os.getuid() + 1)
    assert not hand_over(tmp_path, "mailto:x@example.org")


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have names of their own there")
def test_the_socket_lies_in_the_folder_of_this_user_where_there_is_one(qtbot, tmp_path, monkeypatch):
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:  # the path of a socket is short
        monkeypatch.setenv("XDG_RUNTIME_DIR", folder)
        handover = Handover(tmp_path / "profile")
        assert handover.listen()
        assert [name[:8] for name in os.listdir(folder)] == ["bandeja-"]
        handover.close()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes have names of their own there")
def test_a_folder_too_deep_for_a_socket_is_passed_over(qtbot, tmp_path, monkeypatch):
    deep = tmp_path / ("x" * 100)
    deep.mkdir()
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(deep))
    monkeypatch.setenv("TMPDIR", str(deep))
    handover = Handover(tmp_path / "profile")
    with qtbot.waitSignal(handover.asked, timeout=20_000):
        assert handover.listen()
        second = second_start(tmp_path / "profile", "")
    assert second.wait(20) == 0
    assert list(deep.iterdir()) == []
    handover.close()


def test_nobody_answers_for_another_profile(qtbot, running, tmp_path):
    assert not hand_over(tmp_path / "other", "mailto:x@example.org")


def test_the_socket_of_a_crashed_program_is_taken_over(qtbot, tmp_path):
    code = _SECOND.replace(
        "sys.exit(",
        "from desktop.ui.program.handover import Handover; import os; h = Handover(Path(sys.argv[1])); h.listen(); os._exit(7); (",
    )
    crashed = subprocess.run([sys.executable, "-c", code, str(tmp_path)], stdin=subprocess.DEVNULL, timeout=60)
    assert crashed.returncode == 7
    handover = Handover(tmp_path)
    assert handover.listen()
    with qtbot.waitSignal(handover.asked, timeout=20_000):
        second = second_start(tmp_path, "")
    assert second.wait(20) == 0
    handover.close()


def test_on_windows_the_second_start_hands_on_its_right_to_be_in_front(qtbot, running, tmp_path):
    windows = (
        "import ctypes, types, desktop.ui.program.handover as handover\n"
        "place = handover._name(__import__('pathlib').Path(__import__('sys').argv[1]))\n"
        "handover._name = lambda profile: place\n"
        "handover.sys = types.SimpleNamespace(platform='win32')\n"
        "ctypes.windll = types.SimpleNamespace(user32=types.SimpleNamespace(AllowSetForegroundWindow=print))\n"
    )
    with qtbot.waitSignal(running.asked, timeout=20_000):
        second = subprocess.Popen(
            [sys.executable, "-c", windows + _SECOND, str(tmp_path)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE
        )
    said, _ = second.communicate(timeout=20)
    assert (second.returncode, said.split()) == (0, [b"-1"])
