"""Mails into files before they leave: asks where, shows how far it is, can be called off, and says what is in the file now.

One export at a time; it reads and writes on a worker for long work, and this strip looks at its counter five times a second.
GUI thread, apart from the work itself.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QElapsedTimer, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QMenu, QProgressBar, QPushButton, QWidget

from desktop.core.api.exporting import Exported
from desktop.ui import icons, words
from desktop.ui.dispatch import Dispatch
from desktop.ui.i18n import tr
from desktop.ui.labels import PlainLabel
from desktop.ui.parts import Now
from desktop.ui.plan.plan_words import mails
from desktop.ui.preferences import Preferences
from desktop.ui.theme import Space

LOOK_MS = 200
LONG_MS = 10_000
Keys = Callable[[], Sequence[int]]
"""Which mails: location keys, asked on the worker."""


class Exporting(QFrame):
    ended = Signal(str, str, str)
    """(sentence, button, folder to show): an export is over."""

    def __init__(self, dispatch: Dispatch, preferences: Preferences, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dispatch, self._preferences, self._now = dispatch, preferences, now
        self._stop = threading.Event()
        self._done, self._total = 0, 0
        self._running = False
        self._target = Path()
        self._took = QElapsedTimer()
        self._look = QTimer(self, interval=LOOK_MS)
        self._look.timeout.connect(self._show_progress)
        self.open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl
        self.setProperty("kind", "window")
        self._words = PlainLabel()
        self._bar = QProgressBar(textVisible=False)
        self._bar.setFixedWidth(180)
        self._bar.setAccessibleName(self.tr("Progress of the export"))
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setProperty("kind", "link")
        self._cancel.setAccessibleName(self.tr("Cancel the export"))
        self._cancel.clicked.connect(self.cancel)
        picture = PlainLabel()
        picture.setPixmap(icons.pixmap("download", 16))
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M + 2, 2, Space.M + 2, 2)
        row.setSpacing(Space.S)
        row.addWidget(picture)
        row.addWidget(self._words)
        row.addWidget(self._bar)
        row.addStretch(1)
        row.addWidget(self._cancel)
        self.hide()

    @property
    def running(self) -> bool:
        return self._running

    @property
    def text(self) -> str:
        return self._words.text()

    def make_menu(self, parent: QWidget, keys: Keys) -> QMenu:
        """The two forms an export can have; each asks for its place."""
        menu = QMenu(parent)
        one = menu.addAction(self.tr("Into one file (mbox)…"))
        icons.set_icon(one, "file")
        one.triggered.connect(lambda: self._ask(keys, one_file=True))
        many = menu.addAction(self.tr("Into a folder, one file for each (.eml)…"))
        icons.set_icon(many, "folder")
        many.triggered.connect(lambda: self._ask(keys, one_file=False))
        return menu

    def start(self, keys: Keys, target: Path, *, one_file: bool) -> None:
        """Write them. While one export runs, another is not begun."""
        if self._running:
            return
        self._running, self._done, self._total, self._target = True, 0, 0, target
        self._stop = stop = threading.Event()
        session = self._dispatch.session

        def told(count: int) -> None:
            self._done = count

        def work() -> Exported:
            found = keys()
            self._total = len(found)
            return session.export(found, target, one_file=one_file, told=told, stop=stop.is_set)

        self._took.start()
        self._look.start()
        self._show_progress()
        self.show()
        self._dispatch.read("export", work, self._end, self._fail, long=True)

    def cancel(self) -> None:
        self._stop.set()
        self._words.setText(self.tr("Ending the export…"))

    def close_down(self) -> None:
        """The window closes: what is written by now stays."""
        self._stop.set()

    def _ask(self, keys: Keys, *, one_file: bool) -> None:
        dialog = QFileDialog(self.window())
        dialog.setDirectory(self._preferences.export_folder or str(Path.home()))
        if one_file:
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setNameFilter(self.tr("Mailbox file (*.mbox)"))
            dialog.setDefaultSuffix("mbox")
            dialog.selectFile(f"Bandeja {words.iso_of(self._now())}.mbox")
            dialog.setWindowTitle(self.tr("Export into one file"))
        else:
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
            dialog.setWindowTitle(self.tr("Export into a folder"))
        dialog.fileSelected.connect(lambda name: self._take(keys, Path(name), one_file))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _take(self, keys: Keys, target: Path, one_file: bool) -> None:
        self._preferences.export_folder = str(target.parent if one_file else target)
        self.start(keys, target, one_file=one_file)

    def _show_progress(self) -> None:
        if self._stop.is_set():
            return
        done, total = self._done, self._total
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        if not total:
            self._words.setText(self.tr("Looking for the mails to export…"))
            return
        text = self.tr("Exporting {done} of {total} to {name}").format(
            done=words.number(done), total=words.number(total), name=self._target.name
        )
        passed = self._took.elapsed()
        if passed > LONG_MS and done:
            left = passed * (total - done) / done / 1000
            text += self.tr(", {wait} left").format(wait=words.wait(left))
        self._words.setText(text)

    def _end(self, result: Exported) -> None:
        self._rest()
        there = result.written + result.skipped
        if result.stopped:
            text = self.tr("Export ended early: {mails} are in {name}. The same export again goes on from there.")
        elif not there and not result.missing:
            text = self.tr("There was nothing to export.")
        else:
            text = self.tr("{mails} are in {name}.")
        sentence = text.format(mails=mails(there), name=self._target.name)
        if result.missing:
            rest = tr("{count} could not be written: their text is not on this computer yet.", "", result.missing)
            sentence += " " + rest.format(count=words.number(result.missing))
        folder = self._target.parent if self._target.suffix else self._target
        self.ended.emit(sentence, self.tr("Show folder") if there else "", str(folder))

    def _fail(self, error: Exception) -> None:
        self._rest()
        self._dispatch.failed.emit(error)

    def _rest(self) -> None:
        self._running = False
        self._look.stop()
        self.hide()
