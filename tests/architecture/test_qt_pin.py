"""The pinned Qt survives what a mail client does all day: tens of thousands of calls and signals that return nothing.

PySide6 6.12.0 loses a reference to None in each of them on Python 3.11 and dies after some 5,000 (decision 0003). A smoke
test does not show it, so this one makes 20,000 of each, in a process of its own that may die.
"""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Bell(QObject):
    rang = Signal(int)

application = QCoreApplication([])
bell, heard = Bell(), []
bell.rang.connect(heard.append)
before = sys.getrefcount(None)
for number in range(20_000):
    bell.setObjectName("bell")
    bell.rang.emit(number)
lost = before - sys.getrefcount(None)
assert heard == list(range(20_000)), len(heard)
assert lost < 1_000, f"{lost} references to None lost in 40,000 calls"
print("alive")
"""


def test_qt_survives_twenty_thousand_void_calls_and_signals():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout.strip()) == (0, "alive"), f"exit {done.returncode}: {done.stderr}"
