"""From process start to a painted list on a filled cache: `python -m bench.start PROFILE STARTED` (STARTED: time.time() of the parent)."""

from __future__ import annotations

import gc
import json
import os
import sys
import time
from pathlib import Path

import desktop.ui  # noqa: F401 -- before Qt, as the program does

# isort: split
from PySide6.QtCore import QEvent, QObject, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QTableView

from bench.engines import open_engine
from bench.measure import peak_mb
from desktop.core.collector import spare_collector
from desktop.core.discoverer import Discoverer
from desktop.ui.first_paint import FirstPaint
from desktop.ui.reader.web_engine import prepare_web_engine
from desktop.ui.window_factory import build_main_window, dress_application


class Watcher(QObject):
    """Notes the first paint of the window and the first paint of a list with rows."""

    def __init__(self, started: float) -> None:
        super().__init__()
        self.started = started
        self.first_paint = self.filled = self.cpu = 0.0
        self.modules = self.widgets = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            now = time.time() - self.started
            self.first_paint = self.first_paint or now
            table = watched.parent()
            if not self.filled and isinstance(table, QTableView) and table.model() and table.model().rowCount():
                self.filled, self.cpu = now, time.process_time()
                self.modules, self.widgets = len(sys.modules), len(QApplication.allWidgets())
                QTimer.singleShot(300, QApplication.quit)
        return False


def main(profile: str, started: str) -> None:
    gc.disable()  # as the program does, which does it before it imports
    sys.setswitchinterval(0.001)
    prepare_web_engine()
    app = QApplication(sys.argv[:1])
    watcher = Watcher(float(started))
    stored = QSettings(str(Path(profile) / "screen.ini"), QSettings.Format.IniFormat)
    dress_application(app, stored)
    app.installEventFilter(watcher)
    engine = open_engine(Path(profile), threads=True, begins=False)
    window = build_main_window(engine, stored, engine.clock.now, Discoverer(engine.clock))
    window.resize(1280, 800)
    FirstPaint(window, engine.begin)
    window.show()
    spare_collector()
    QTimer.singleShot(60_000, app.quit)
    app.exec()
    print(
        json.dumps(
            {
                "first_paint_s": watcher.first_paint, "list_filled_s": watcher.filled, "cpu_s": watcher.cpu,
                "peak_mb": peak_mb(), "modules": watcher.modules, "widgets": watcher.widgets,
            }
        )
    )  # fmt: skip
    sys.stdout.flush()
    engine.close()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:3])
