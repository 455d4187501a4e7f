"""How late the event loop is while a full sync runs behind the window: `python -m bench.stalls USER PROFILE`.

A timer of 10 ms notes how much later than asked it fires; the window is up, the list follows every change.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from pathlib import Path
from statistics import quantiles

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from bench import server
from bench.engines import open_engine, settings
from bench.measure import peak_mb
from desktop.core.accounts.discoverer import Discoverer
from desktop.core.api.rows import AccountState
from desktop.core.collector import spare_collector
from desktop.ui.reader.web_engine import prepare_web_engine
from desktop.ui.window.factory import build_main_window, dress_application

TICK = 0.010


def main(user: str, profile: str) -> None:
    gc.disable()  # as the program does, which does it before it imports
    sys.setswitchinterval(0.001)
    prepare_web_engine()
    app = QApplication(sys.argv[:1])
    folder = Path(profile)
    folder.mkdir(parents=True, exist_ok=True)
    stored = QSettings(str(folder / "screen.ini"), QSettings.Format.IniFormat)
    dress_application(app, stored)
    engine = open_engine(folder, threads=True)
    window = build_main_window(engine, stored, engine.clock.now, Discoverer(engine.clock))
    window.resize(1280, 800)
    window.show()
    spare_collector()
    lateness: list[float] = []
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        lateness.append(max(0.0, now - last - TICK))
        last = now

    started = time.perf_counter()
    added = engine.add_account(settings(user, server.PORT), server.PASSWORD)

    def finished() -> None:
        states = [status.state for status in engine.statuses().values()]
        if added.done() and states == [AccountState.UP_TO_DATE] and time.perf_counter() - started > 2:
            app.quit()

    ticking, watching = QTimer(), QTimer()
    ticking.setTimerType(Qt.TimerType.PreciseTimer)
    ticking.timeout.connect(tick)
    ticking.start(int(TICK * 1000))
    watching.timeout.connect(finished)
    watching.start(100)
    QTimer.singleShot(600_000, app.quit)
    app.exec()
    wall = time.perf_counter() - started
    mails = sum(row.total for row in engine.mailboxes())
    engine.close()
    late = sorted(value * 1000 for value in lateness)
    print(
        json.dumps(
            {
                "mails": mails, "wall": wall, "ticks": len(late), "p50_ms": late[len(late) // 2],
                "p99_ms": quantiles(late, n=100)[98], "worst_ms": late[-1], "peak_mb": peak_mb(),
            }
        )
    )  # fmt: skip
    sys.stdout.flush()
    # The window's threads are at rest; Qt's own teardown is not what is measured.
    import os

    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:3])
