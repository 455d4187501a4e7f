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


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("import socket\ndef test(): socket.socket().connect_ex(('192.0.2.1', 80))", "reach 192.0.2.1 port 80"),
        (
            "import socket\ndef test():\n    with socket.socket(type=socket.SOCK_DGRAM) as s:\n"
            "        try: s.sendto(b'x', ('192.0.2.1', 53))\n        except OSError: pass",
            "reach 192.0.2.1 port 53",
        ),
        (
            "import urllib.request, urllib.error\ndef test():\n"
            "    try: urllib.request.urlopen('http://mail.example.org/')\n    except urllib.error.URLError: pass",
            "look up mail.example.org",
        ),
        (
            "import threading\ndef test():\n"
            "    threading.Thread(target=threading.Event().wait, name='forgotten', daemon=True).start()",
            "threads left behind: forgotten",
        ),
        ("import warnings\ndef test(): warnings.warn('old', DeprecationWarning)", "DeprecationWarning: old"),
        (
            "import logging\nfrom PySide6.QtCore import qWarning\ndef test(qapp): qWarning('a Qt warning')",
            "a Qt warning",
        ),
    ],
    ids=["connect", "datagram", "name", "thread", "warning", "qt-warning"],
)
def test_a_test_that_misbehaves_fails(run_tests, source: str, words: str):
    code, output = run_tests(source)
    assert code == 1, output
    assert words in output


def test_the_user_is_out_of_reach(run_tests):
    code, output = run_tests(
        "import keyring, platformdirs, tempfile, os\n"
        "from pathlib import Path\n"
        "def test_profile():\n"
        "    assert Path(platformdirs.user_data_dir('x')).is_relative_to(tempfile.gettempdir())\n"
        "def test_keyring_a():\n"
        "    keyring.set_password('s', 'u', 'p')\n"
        "    assert keyring.get_password('s', 'u') == 'p'\n"
        "def test_keyring_b():\n"
        "    assert keyring.get_password('s', 'u') is None\n"
    )
    assert code == 0, output


def test_loopback_and_unknown_hosts_are_allowed(run_tests):
    code, output = run_tests(
        "import socket, pytest\n"
        "def test_loopback():\n"
        "    with socket.create_server(('127.0.0.1', 0)) as server, socket.create_connection(server.getsockname()): pass\n"
        "def test_unknown_host():\n"
        "    with pytest.raises(socket.gaierror): socket.create_connection(('nowhere.invalid', 993))\n"
    )
    assert code == 0, output


def test_the_long_lane_runs_only_when_asked(run_tests):
    slow = "import pytest\n@pytest.mark.slow\ndef test(): pass\ndef test_quick(): pass\n"
    assert "1 passed, 1 deselected" in run_tests(slow)[1]


def test_the_long_lane_runs_when_asked(run_tests):
    slow = "import pytest\n@pytest.mark.slow\ndef test(): pass\ndef test_quick(): pass\n"
    assert "2 passed" in run_tests(slow, "--long")[1]


def test_an_absent_corpus_is_told(run_tests):
    code, output = run_tests("import pytest\n@pytest.mark.corpus\ndef test(): assert False\n")
    assert code == 0, output
    assert "SKIPPED" in output
    assert "the mail corpus is not in" in output
