"""From the key to the badge in the list, whatever the server does: `python -m bench.badge PROFILE now|slow|never`.

In the whole window: a mail is selected, T opens the sheet, Enter makes the task; the clock of a badge runs from Enter until the
list has painted it, that of a sheet from T until it is filled. The backend answers at once, after five seconds, or not at all.
A hundred mails one by one, then five times twenty together.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from pathlib import Path
from statistics import median, quantiles

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QObject, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from bench.engines import open_engine
from bench.inbox import fill_inbox
from desktop.core.accounts.discoverer import Discoverer
from desktop.core.api.link_commands import BindConnector
from desktop.core.api.linking import LinkKind
from desktop.core.collector import spare_collector
from desktop.core.connectors.protocol import Backend, Made, Presence, Probe, Wish
from desktop.core.engine import Engine
from desktop.ui.links.sheet import LinkSheet
from desktop.ui.reader.web_engine import prepare_web_engine
from desktop.ui.window.factory import build_main_window, dress_application

SINGLE, TOGETHER, ROUNDS = 100, 20, 5
PATIENCE = 20.0
WAITS = {"now": 0.0, "slow": 5.0, "never": None}
TEXT = "We need the new offer for the works in the warehouse before the end of the month. Please answer.\n" * 40


class Server:
    """A connector whose server takes `wait` seconds to answer, for ever when None."""

    def __init__(self, wait: float | None) -> None:
        self._wait, self._ended, self._made = wait, threading.Event(), 0

    def probe(self) -> Probe:
        return Probe(frozenset({LinkKind.TASK}))

    def create(self, wish: Wish) -> Made:
        self._ended.wait(self._wait)
        self._made += 1
        return Made(str(self._made), wish.title)

    def find(self, wish: Wish) -> Made | None:
        return None

    def presence(self, kind: LinkKind, remote_id: str) -> Presence:
        return Presence.PRESENT

    def delete(self, kind: LinkKind, remote_id: str) -> None:
        pass

    def cancel(self) -> None:
        self._ended.set()

    def close(self) -> None:
        self._ended.set()


def letter(number: int) -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"] = f"Ana {number} <ana{number}@example.org>", "bench@example.org"
    mail["Subject"], mail["Message-ID"] = f"Offer {number} for the warehouse", f"<badge{number}@example.org>"
    mail.set_content(TEXT)
    return mail.as_bytes()


class Painted(QObject):
    """When the list had painted what was waited for, told by an event of its own that comes right after the painting: what the
    window does in the same turn of the loop comes later, and is not waited for by eyes."""

    def __init__(self, viewport: QWidget, holds: Callable[[], object]) -> None:
        super().__init__(viewport)
        self._holds, self.at = holds, 0.0
        viewport.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and not self.at:
            QCoreApplication.postEvent(self, QEvent(QEvent.Type.User), Qt.EventPriority.HighEventPriority.value)
        return False

    def customEvent(self, event: QEvent) -> None:
        if not self.at and self._holds():
            self.at = time.perf_counter()


class Stage:
    def __init__(self, engine: Engine, app: QApplication, stored: QSettings) -> None:
        self.app = app
        self.window = build_main_window(engine, stored, engine.clock.now, Discoverer(engine.clock))
        self.window.resize(1280, 800)
        self.window.show()
        self.view, self.model = self.window.mails.view, self.window.mails.model
        self._tick = QTimer(app, interval=5)  # what is waited for may come without an event
        self._tick.start()

    def until(self, holds: Callable[[], object], what: str) -> None:
        """As the program itself waits: asleep between events, so that the core's threads have the interpreter."""
        end = time.perf_counter() + PATIENCE
        while not holds():
            self.app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if time.perf_counter() > end:
                raise TimeoutError(what)

    def link(self, keys: Sequence[int]) -> tuple[float, float]:
        """Milliseconds from T to the filled sheet, and from Enter to the painted badge."""
        rows = [self.model.row_of(key) for key in keys]
        self.window.activateWindow()  # a key reaches only an active window, and closing a sheet leaves none without a desktop
        self.view.setFocus()
        self.view.select_rows(rows, rows[0])
        self.view.scrollTo(self.model.index(rows[0], 0))
        QTest.qWait(80)  # the mail is shown beside, its links are read: what a person waits for before the key
        pressed = time.perf_counter()
        QTest.keyClick(QApplication.focusWidget() or self.window, Qt.Key.Key_T)
        self.until(lambda: (sheet := self._sheet()) is not None and sheet.filled, "a filled sheet")
        filled = time.perf_counter()
        sheet = self._sheet()
        assert sheet is not None
        QTest.qWait(30)
        # The delegate asks the model for a row when it paints it, and only then is it read anew.
        painted = Painted(
            self.view.viewport(), lambda: all((mail := self.model._cache.get(key)) and mail.links for key in keys)
        )
        entered = time.perf_counter()
        QTest.keyClick(_focus(sheet), Qt.Key.Key_Return)
        self.until(lambda: painted.at, "a badge")
        painted.deleteLater()
        return (filled - pressed) * 1000, (painted.at - entered) * 1000

    def _sheet(self) -> LinkSheet | None:
        sheets = (one for one in self.app.topLevelWidgets() if isinstance(one, LinkSheet) and shiboken6.isValid(one))
        return next((one for one in sheets if one.isVisible()), None)


def _focus(sheet: LinkSheet) -> QWidget:
    return sheet.focusWidget() or sheet


def main(profile: str, answers: str) -> None:
    sys.setswitchinterval(0.001)
    prepare_web_engine()
    app = QApplication(sys.argv[:1])
    stored = QSettings(str(Path(profile) / "screen.ini"), QSettings.Format.IniFormat)
    dress_application(app, stored)
    server = Server(WAITS[answers])
    backend = Backend("bench", "Bench", frozenset({LinkKind.TASK}), (), lambda values, secrets, means: server)
    engine = open_engine(Path(profile), threads=True, more_backends=(backend,))
    fill_inbox(engine, [letter(n) for n in range(SINGLE + TOGETHER * ROUNDS)])
    engine.submit(BindConnector(LinkKind.TASK, "bench")).result(30)
    stage = Stage(engine, app, stored)
    spare_collector()
    stage.until(lambda: len(stage.model.keys) == SINGLE + TOGETHER * ROUNDS, "the list")
    keys = list(stage.model.keys)
    single = [stage.link([key]) for key in keys[:SINGLE]]
    parts = [keys[SINGLE + n * TOGETHER :][:TOGETHER] for n in range(ROUNDS)]
    together = [stage.link(part) for part in parts]
    badges = [badge for _, badge in single]
    said = {
        "mails": SINGLE, "p50_ms": median(badges), "p95_ms": quantiles(badges, n=20)[18], "worst_ms": max(badges),
        "sheet_p50_ms": median([sheet for sheet, _ in single]),
        "sheet_p95_ms": quantiles([sheet for sheet, _ in single], n=20)[18],
        "together": TOGETHER, "together_p50_ms": median([badge for _, badge in together]),
        "together_worst_ms": max(badge for _, badge in together),
    }  # fmt: skip
    print(json.dumps(said))
    sys.stdout.flush()
    os._exit(0)  # a server that never answers would hold the end for some seconds


if __name__ == "__main__":
    main(*sys.argv[1:3])
