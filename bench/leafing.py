"""From the arrow key to the mail that can be read: `python -m bench.leafing PROFILE`.

In the whole window: Down is pressed, and the clock runs until the text, or the formatted page, of the mail below has been painted.
A hundred plain mails, then a hundred formatted ones of which the first one starts the web engine; a rest between two presses, as
somebody has who looks at each. Then the key is held (thirty times a second, sixty mails): how late a timer of 10 ms is meanwhile, and how long
after the last press the mail is there.
"""

from __future__ import annotations

import json
import os
import sys
import time
from email.message import EmailMessage
from pathlib import Path
from statistics import median, quantiles

from PySide6.QtCore import QEvent, QEventLoop, QObject, QSettings, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bench.engines import open_engine
from bench.inbox import fill_inbox
from desktop.core.accounts.discoverer import Discoverer
from desktop.core.collector import spare_collector
from desktop.ui.reader.body import Shown
from desktop.ui.reader.pane import ReaderPane
from desktop.ui.reader.web_engine import prepare_web_engine
from desktop.ui.window.factory import build_main_window, dress_application

EACH, HELD = 100, 60
REST_MS, REPEAT_MS, TICK_MS = 250, 33, 10
PATIENCE = 20.0
TEXT = "We need the new offer for the works in the warehouse before the end of the month. Please answer.\n" * 40
PART = (
    '<tr><td bgcolor="#f4f4f4" style="padding:12px;border-bottom:1px solid #ddd"><table width="100%"><tr><td><h3>Offer {n}</h3>'
    '<p style="font:14px Arial;color:#333">{text}</p><a href="https://example.org/{n}">More</a></td></tr></table></td></tr>'
)


def letter(number: int) -> bytes:
    """The newer half plain, the older formatted, with text as a newsletter has it (20 kB)."""
    mail = EmailMessage()
    mail["From"], mail["To"] = f"Ana {number} <ana{number}@example.org>", "bench@example.org"
    mail["Subject"], mail["Message-ID"] = f"Offer {number} for the warehouse", f"<leaf{number}@example.org>"
    mail.set_content(f"Mail {number}\n{TEXT}")
    if number < EACH:
        rows = "".join(PART.format(n=n, text=TEXT[:600]) for n in range(22))
        mail.add_alternative(f"<html><body><table width=640>{rows}</table></body></html>", subtype="html")
    return mail.as_bytes()


class Leafer(QObject):
    def __init__(self, app: QApplication, window: QObject) -> None:
        super().__init__(window)
        self._app, self.view = app, window.mails.view  # type: ignore[attr-defined]
        reader = window.findChild(ReaderPane)
        assert reader is not None
        self.reader = reader
        self.seen = 0.0
        reader.body.text.viewport().installEventFilter(self)
        self._tick = QTimer(self, interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
        self._tick.timeout.connect(self._note)
        self._tick.start()
        self._last, self.late = time.perf_counter(), []

    def _note(self) -> None:
        now = time.perf_counter()
        self.late.append(max(0.0, (now - self._last) * 1000 - TICK_MS))
        self._last = now

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._is_shown(Shown.TEXT):
            self.seen = self.seen or time.perf_counter()
        return False

    def _lifted(self) -> None:
        if self._is_shown(Shown.HTML):
            self.seen = self.seen or time.perf_counter()

    def _is_shown(self, how: Shown) -> bool:
        mail = self.reader.mail
        return mail is not None and mail.detail.row.location_key == self._wanted and self.reader.body.shown is how

    def press(self) -> None:
        """Down, and nothing else."""
        row = self.view.currentIndex().row() + 1
        self._wanted, self.seen = self.view.model().keys[row], 0.0
        self._pressed = time.perf_counter()
        QTest.keyClick(self.view, Qt.Key.Key_Down)

    def until_seen(self) -> float:
        """Milliseconds since the press."""
        end = self._pressed + PATIENCE
        while not self.seen:
            self._app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
            if (page := self.reader.body.html) is not None:
                page._cover.lifted.connect(self._lifted, Qt.ConnectionType.UniqueConnection)
            if time.perf_counter() > end:
                raise TimeoutError("a mail")
        return (self.seen - self._pressed) * 1000

    def leaf(self, count: int) -> list[float]:
        took = []
        for _ in range(count):
            self.press()
            took.append(self.until_seen())
            QTest.qWait(REST_MS)
        return took

    def hold(self) -> tuple[list[float], float]:
        self.late = []
        for _ in range(HELD):
            self.press()
            QTest.qWait(REPEAT_MS)
        after = self.until_seen()
        return list(self.late), after


def main(profile: str) -> None:
    sys.setswitchinterval(0.001)
    prepare_web_engine()
    app = QApplication(sys.argv[:1])
    stored = QSettings(str(Path(profile) / "screen.ini"), QSettings.Format.IniFormat)
    dress_application(app, stored)
    engine = open_engine(Path(profile), threads=True)
    fill_inbox(engine, [letter(n) for n in range(2 * EACH + 2 * HELD)])
    window = build_main_window(engine, stored, engine.clock.now, Discoverer(engine.clock))
    window.resize(1280, 800)
    window.show()
    spare_collector()
    leafer = Leafer(app, window)
    while len(window.mails.model.keys) < 2 * EACH + 2 * HELD:
        app.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    window.activateWindow()
    leafer.view.setFocus()
    QTest.qWait(1_500)
    late, after = leafer.hold()
    leafer.view.step(HELD - 1)
    QTest.qWait(1_000)
    plain = leafer.leaf(EACH)
    leafer.late = []
    (first,) = leafer.leaf(1)
    engine_stall = max(leafer.late)
    formatted = leafer.leaf(EACH - 2)
    said = {
        "mails": EACH, "plain_p50_ms": median(plain), "plain_p95_ms": quantiles(plain, n=20)[18], "plain_worst_ms": max(plain),
        "first_page_ms": first, "first_page_stall_ms": engine_stall, "page_p50_ms": median(formatted),
        "page_p95_ms": quantiles(formatted, n=20)[18], "page_worst_ms": max(formatted),
        "held": HELD, "held_p99_ms": quantiles(late, n=100)[98], "held_worst_ms": max(late), "held_after_ms": after,
    }  # fmt: skip
    print(json.dumps(said))
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1])
