"""What a system asks of a running program: to end, and to come back. In a process of its own, which has one application."""

from __future__ import annotations

import json
import subprocess
import sys

_PROBE = """
import json, sys
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from desktop.ui.program.application import Application

class Stubborn(QWidget):
    def closeEvent(self, event):
        event.ignore()  # as a window that hides to the tray instead

app, window, said = Application([]), Stubborn(), {"left": 0}
asked = []
app.setQuitOnLastWindowClosed(False)
app.asked.connect(asked.append)
window.show()

def leave():
    said["left"] += 1
    return said["left"] > 1

def steps():
    sys.platform = "darwin"
    app.sendEvent(app, QEvent(QEvent.Type.ApplicationActivate))
    said["seen"] = list(asked)
    window.hide()
    app.sendEvent(app, QEvent(QEvent.Type.ApplicationActivate))
    said["gone"] = list(asked)
    window.show()
    quit = QEvent(QEvent.Type.Quit)
    app.sendEvent(app, quit)
    said["refused"] = not quit.isAccepted()
    window.hide()
    app.quit()

app.leave_first = leave
QTimer.singleShot(0, steps)
QTimer.singleShot(20_000, lambda: app.exit(9))
code = app.exec()
print(json.dumps({**said, "code": code}))
"""


def test_the_system_ends_it_in_order_and_a_click_on_its_icon_brings_it_back():
    done = subprocess.run([sys.executable, "-c", _PROBE], capture_output=True, text=True, timeout=60, encoding="utf-8")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {"left": 2, "seen": [], "gone": [""], "refused": True, "code": 0}
