"""From process start to a painted list on a filled cache, and what the program takes when it has come to rest: `python -m bench.start
PROFILE STARTED` (STARTED: time.time() of the parent).

Two events are noted, in the filters of two widgets: a filter of the whole application would cost a tenth of what is measured. The event
loop is watched by a timer of 5 ms from the first paint until the engine is there, which is imported meanwhile; memory is read
five seconds later, when nothing has happened for a while.
"""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from pathlib import Path

gc.disable()  # as the program does, which does it before it imports

import desktop.ui  # noqa: E402, F401 -- before Qt, as the program does

# isort: split
from PySide6.QtCore import QEvent, QObject, QSettings, Qt, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from bench.engines import keep_everything, open_engine  # noqa: E402
from bench.measure import peak_mb, settled_mb  # noqa: E402
from desktop.app import FirstPaint, OpeningSession, take_first_look  # noqa: E402
from desktop.core.accounts.discoverer import Discoverer  # noqa: E402
from desktop.core.clock import SystemClock  # noqa: E402
from desktop.core.collector import spare_collector  # noqa: E402
from desktop.ui.reader.web_engine import prepare_web_engine  # noqa: E402
from desktop.ui.window.factory import build_main_window, dress_application  # noqa: E402
from desktop.ui.window.main_window import MainWindow  # noqa: E402

SETTLED_MS = 5_000
TICK_MS = 5


class Watcher(QObject):
    """Notes the first paint of the window, the first paint of a list with rows, and how late the event loop is after it."""

    def __init__(self, started: float, window: MainWindow) -> None:
        super().__init__()
        self.started, self.window = started, window
        self.first_paint = self.filled = self.cpu = self.engine = self.worst = 0.0
        self.modules = self.widgets = 0
        self.tick = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self.tick.timeout.connect(self.look)
        self.last = 0.0
        for watched in (window, window.mails.view.viewport()):
            watched.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            now = time.time() - self.started
            self.first_paint = self.first_paint or now
            if watched is not self.window and self.window.mails.model.rowCount():
                self.filled, self.cpu = now, time.process_time()
                self.modules, self.widgets = len(sys.modules), len(QApplication.allWidgets())
                for one in (self.window, self.window.mails.view.viewport()):
                    one.removeEventFilter(self)
                QTimer.singleShot(0, self.begin)
        return False

    def begin(self) -> None:
        self.last = time.perf_counter()
        self.tick.start()

    def look(self) -> None:
        now = time.perf_counter()
        self.worst, self.last = max(self.worst, now - self.last - TICK_MS / 1000), now

    def made(self) -> None:
        """On the thread that made the engine."""
        spare_collector()
        self.engine = time.time() - self.started

    def rest(self) -> None:
        if self.engine:
            self.tick.stop()
            QTimer.singleShot(SETTLED_MS, QApplication.quit)
        else:
            QTimer.singleShot(TICK_MS, self.rest)


def main(profile: str, started: str) -> None:
    place = Path(profile)
    sys.setswitchinterval(0.001)
    prepare_web_engine()
    app = QApplication(sys.argv[:1])
    stored = QSettings(str(place / "screen.ini"), QSettings.Format.IniFormat)
    dress_application(app, stored)
    clock = SystemClock()
    look = take_first_look(place, clock.now, keep_everything)
    assert look is not None, "the profile is whole"
    opening = OpeningSession(
        look,
        lambda listeners, lock: open_engine(place, threads=True, begins=False, listeners=listeners, lock=lock),
        made=lambda: watcher.made(),
        failed=lambda error: print(error, file=sys.stderr),
    )
    window = build_main_window(opening.door, stored, clock.now, Discoverer(clock))
    watcher = Watcher(float(started), window)
    window.resize(1280, 800)
    FirstPaint(window, opening.begin)
    window.show()
    QTimer.singleShot(60_000, app.quit)
    watcher.rest()
    app.exec()
    print(
        json.dumps(
            {
                "first_paint_s": watcher.first_paint, "list_filled_s": watcher.filled, "cpu_s": watcher.cpu,
                "engine_s": watcher.engine, "worst_stall_ms": watcher.worst * 1000, "settled_mb": settled_mb(),
                "peak_mb": peak_mb(), "modules": watcher.modules, "widgets": watcher.widgets,
            }
        )
    )  # fmt: skip
    sys.stdout.flush()
    opening.close()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:3])
