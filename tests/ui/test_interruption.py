"""Ctrl+C ends the program in order, and whoever does not want to wait presses it again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from desktop.ui.program.interruption import Interruption

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signal to send to oneself")


@pytest.fixture
def interruption(qapp) -> Iterator[Interruption]:
    interruption = Interruption()
    interruption.listen()
    yield interruption
    interruption.close()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_asks_the_program_to_end(interruption, qtbot, number):
    with qtbot.waitSignal(interruption.asked):
        os.kill(os.getpid(), number)
    assert signal.getsignal(signal.SIGINT) is signal.SIG_DFL, "the second one does not ask"


def test_what_was_there_before_comes_back(qapp):
    before = signal.getsignal(signal.SIGINT)
    interruption = Interruption()
    interruption.listen()
    assert signal.getsignal(signal.SIGINT) is not before
    interruption.close()
    assert signal.getsignal(signal.SIGINT) is before


_IGNORING = """
import signal
signal.signal(signal.SIGHUP, signal.SIG_IGN)
from PySide6.QtCore import QCoreApplication
from desktop.ui.program.interruption import Interruption
app = QCoreApplication([])
interruption = Interruption()
interruption.listen()
assert signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
"""


def test_what_nohup_asked_for_holds():
    subprocess.run([sys.executable, "-c", _IGNORING], check=True)
