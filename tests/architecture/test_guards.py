"""The guards of tests/conftest.py, each seen to catch what it is there for, in a test run of its own."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def _needed(name: str) -> set[str]:
    """That file of the tests, and what it imports of them."""
    text = (ROOT / "tests" / name).read_text(encoding="utf-8")
    found = {f"fakes/{one}.py" for one in re.findall(r"^from tests\.fakes\.(\w+) import", text, re.M)}
    return {name}.union(*map(_needed, found))


@pytest.fixture
def run_tests(tmp_path: Path):
    """Run a planted test module under this project's conftest; pytest's exit code and output."""

    def run(source: str, *options: str) -> tuple[int, str]:
        shutil.copy(ROOT / "pyproject.toml", tmp_path)
        (tmp_path / "tests").mkdir()
        (tmp_path / "tests" / "fakes").mkdir()
        for name in _needed("conftest.py"):
            shutil.copy(ROOT / "tests" / name, tmp_path / "tests" / name)
        (tmp_path / "tests" / "test_planted.py").write_text(source, encoding="utf-8")
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTEST_")}
        environment["BANDEJA_CORPUS"] = str(tmp_path / "nowhere")
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *options],
            cwd=tmp_path,
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
        )
        return done.returncode, done.stdout

    return run


MISBEHAVING = {
    "connect": (
        "import socket\ndef test_connect(): socket.socket().connect_ex(('192.0.2.1', 80))",
        "reach 192.0.2.1 port 80",
    ),
    "datagram": (
        "import socket\ndef test_datagram():\n    with socket.socket(type=socket.SOCK_DGRAM) as s:\n"
        "        try: s.sendto(b'x', ('192.0.2.1', 53))\n        except OSError: pass",
        "reach 192.0.2.1 port 53",
    ),
    "name": (
        "import urllib.request, urllib.error\ndef test_name():\n"
        "    try: urllib.request.urlopen('http://mail.example.org/')\n    except urllib.error.URLError: pass",
        "look up mail.example.org",
    ),
    "thread": (
        "import threading\ndef test_thread():\n"
        "    threading.Thread(target=threading.Event().wait, name='forgotten', daemon=True).start()",
        "threads left behind: forgotten",
    ),
    "warning": (
        "import warnings\ndef test_warning(): warnings.warn('old', DeprecationWarning)",
        "DeprecationWarning: old",
    ),
    "qt_warning": (
        "from PySide6.QtCore import qWarning\ndef test_qt_warning(qapp): qWarning('a Qt warning')",
        "a Qt warning",
    ),
}


def test_each_test_that_misbehaves_fails(run_tests):
    code, output = run_tests("\n".join(source for source, _ in MISBEHAVING.values()))
    assert code == 1, output
    told = re.split(
        r"^_{3,} (?:ERROR at \w+ of )?test_(\w+) _{3,}$", output.partition("short test summary")[0], flags=re.M
    )
    sections = list(zip(told[1::2], told[2::2], strict=True))  # of a test's call, of its teardown
    for name, (_, words) in MISBEHAVING.items():
        assert any(words in section for told_of, section in sections if told_of == name), name
    assert {told_of for told_of, _ in sections} == MISBEHAVING.keys()


GOOD = """
import keyring, os, platformdirs, pytest, socket, tempfile
from pathlib import Path
def test_profile():
    assert Path(platformdirs.user_data_dir('x')).is_relative_to(tempfile.gettempdir())
def test_keyring_a():
    keyring.set_password('s', 'u', 'p')
    assert keyring.get_password('s', 'u') == 'p'
def test_keyring_b():
    assert keyring.get_password('s', 'u') is None
def test_loopback():
    with socket.create_server(('127.0.0.1', 0)) as server, socket.create_connection(server.getsockname()): pass
def test_unknown_host():
    with pytest.raises(socket.gaierror): socket.create_connection(('nowhere.invalid', 993))
@pytest.mark.slow
def test_slow(): pass
@pytest.mark.corpus
def test_corpus(): assert False
"""


def test_the_user_is_out_of_reach_and_loopback_is_allowed_and_the_long_lane_is_left_out(run_tests):
    code, output = run_tests(GOOD)
    assert code == 0, output
    assert "5 passed, 1 skipped, 1 deselected" in output, "the corpus is absent"
    assert "the mail corpus is not in" in output


def test_the_long_lane_runs_when_asked(run_tests):
    assert "6 passed, 1 skipped" in run_tests(GOOD, "--long")[1]
