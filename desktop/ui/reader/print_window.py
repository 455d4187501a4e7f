"""Before a mail is printed: how it will lie on paper, on which paper, and what is done then.

Invariant: what is seen is what is printed and kept, laid out again for each choice. The PDF of it is drawn by the sandboxed viewer that
shows those of strangers, for there are strangers' pictures in it. Nothing goes to a printer before the system's own dialog was
answered. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, QStandardPaths, Qt, QTimer
from PySide6.QtGui import QHideEvent, QKeySequence, QPageLayout, QPageSize, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import icons
from desktop.ui.bar import Bar
from desktop.ui.labels import PlainLabel
from desktop.ui.notices.progress_line import ProgressLine
from desktop.ui.reader.attachment_files import plain_name
from desktop.ui.reader.paper import Paper
from desktop.ui.reader.preview.pdf_view import PdfView
from desktop.ui.reader.printing import layout_of, make_printer, usual_size
from desktop.ui.theme import Role, Space, theme

Tell = Callable[[str, str], None]
_SIZE = QSize(720, 860)
_EDGE = 40


class PrintWindow(QDialog):
    def __init__(self, paper: Paper, name: str, tell: Tell, parent: QWidget) -> None:
        """`name` is the mail's subject; `tell(kind, sentence)` says, where it was asked from, that it was printed or kept."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.tr("Print “{subject}”").format(subject=name[:80]))
        self.setProperty("kind", "window")
        self._name, self._tell = name, tell
        self._file = ""
        """Where a printer of the system's that is a file prints to."""
        self._is_ready = self._is_seen = self._is_printing = self._is_released = False
        self.choose_printer: Callable[[QPrinter], bool] = self._ask_printer
        self.choose_file: Callable[[str], str] = self._ask_file
        self.bar, self.progress = Bar(), ProgressLine()
        self.size_box, self.turn_box = QComboBox(), QComboBox()
        self.view = PdfView()
        self.view.setAccessibleName(self.tr("How the mail will be printed"))
        self._blank = QFrame()
        self._stack = QStackedWidget()
        self._stack.addWidget(self._blank)
        self._stack.addWidget(self.view)
        self.keep = QPushButton(" " + self.tr("Save as PDF…"))  # a style sheet knows no gap between icon and text
        self.cancel = QPushButton(self.tr("Cancel"))
        self.print_button = QPushButton(" " + self.tr("Print…"))
        self._lay_out(parent.window().size() - QSize(_EDGE, _EDGE))
        self.paper = paper
        self.paper.ready.connect(self._begin)
        self.paper.laid_out.connect(self._show)
        self.paper.saved.connect(self._on_saved)
        self.paper.printed.connect(self._on_printed)
        for signal in (self.view.seen, self.view.late, self.view.crashed):
            signal.connect(self._on_seen)
        for box in (self.size_box, self.turn_box):
            box.currentIndexChanged.connect(self._lay_again)
        self._enable(False)
        self.progress.start()

    def save(self) -> None:
        path = self.choose_file(plain_name(f"{self._name[:120]}.pdf"))
        if path:
            self.paper.save(path, self._layout_now())

    def print(self) -> None:
        printer = make_printer(self._layout_now(), plain_name(self._name[:120]))
        if self.choose_printer(printer):
            self._is_printing, self._file = True, printer.outputFileName()
            self._enable(False)
            self.progress.start(at_once=True)
            self.paper.print(printer)

    def reject(self) -> None:
        """The engine prints a page that is there: while it does, this stays."""
        if not self._is_printing:
            super().reject()

    # what the engine says

    def _begin(self, ok: bool) -> None:
        if ok:
            self._is_ready = True
            self._lay_again()
        else:
            self._refuse()

    def _lay_again(self) -> None:
        if self._is_ready:
            self.progress.start()
            self._enable(False)
            self.paper.lay_out(self._layout_now())

    def _show(self, content: bytes) -> None:
        if self._is_released:
            return
        if not content:
            self._refuse()
            return
        self.progress.stop()
        self._is_seen = False
        self._enable(True)
        self.view.show_pdf(content, theme().colour(Role.WINDOW), whole=True)
        self._stack.setCurrentWidget(self.view)
        if self.focusWidget() in (None, self.cancel):  # which has it while it alone can be pressed
            self.print_button.setFocus()

    def _refuse(self) -> None:
        self.progress.stop()
        self.bar.tell(
            "danger", self.tr("This mail cannot be laid out for printing. Show it as plain text and try again.")
        )

    def _on_saved(self, path: str, ok: bool) -> None:
        name = Path(path).name
        if ok:
            self._tell("success", self.tr("Saved as {name}.").format(name=name))
            self.close()
        else:
            self.bar.tell("danger", self.tr("{name} could not be written. Choose another folder.").format(name=name))

    def _on_printed(self, ok: bool) -> None:
        self._is_printing = False
        self.progress.stop()
        self._enable(True)
        if ok and self._file:
            self._on_saved(self._file, True)
        elif ok:
            self._tell("success", self.tr("Sent to the printer."))
            self.close()
        else:
            self.bar.tell(
                "danger", self.tr("The printer did not take it. Look whether it is on, or choose another one.")
            )

    # putting together

    def _layout_now(self) -> QPageLayout:
        return layout_of(self.size_box.currentData(), sideways=bool(self.turn_box.currentData()))

    def _enable(self, on: bool) -> None:
        for part in (self.keep, self.print_button):
            part.setEnabled(on)
        self._allow_choices(on and self._is_seen)
        self.cancel.setEnabled(not self._is_printing)

    def _allow_choices(self, on: bool) -> None:
        """Other paper only once this one is seen: a viewer that is sent on while it starts may take the process with it."""
        for box in (self.size_box, self.turn_box):
            box.setEnabled(on)

    def _on_seen(self) -> None:
        self._is_seen = True
        self.view.leave_to_clicks()
        self._allow_choices(self.print_button.isEnabled())

    def _lay_out(self, room: QSize) -> None:
        self.size_box.addItem(self.tr("A4"), QPageSize.PageSizeId.A4)
        self.size_box.addItem(self.tr("Letter"), QPageSize.PageSizeId.Letter)
        self.size_box.setCurrentIndex(self.size_box.findData(usual_size()))
        self.turn_box.addItem(self.tr("Portrait"), False)
        self.turn_box.addItem(self.tr("Landscape"), True)
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        head.setSpacing(Space.S)
        for words, box in ((self.tr("Paper"), self.size_box), (self.tr("Orientation"), self.turn_box)):
            label = PlainLabel(words)
            label.setProperty("kind", "muted")
            box.setAccessibleName(words)
            head.addWidget(label)
            head.addWidget(box)
            head.addSpacing(Space.M)
        head.addStretch(1)
        self.print_button.setProperty("kind", "primary")
        self.print_button.setDefault(True)
        icons.set_icon(self.keep, "download")
        icons.set_icon(self.print_button, "printer", Role.ON_ACCENT)
        for button in (self.keep, self.print_button):
            button.setAccessibleName(button.text().strip())
        self.print_button.clicked.connect(self.print)
        self.keep.clicked.connect(self.save)
        self.cancel.clicked.connect(self.close)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self).activated.connect(self.print_button.click)
        for key, pages in ((Qt.Key.Key_PageDown, 1), (Qt.Key.Key_PageUp, -1)):
            QShortcut(QKeySequence(key), self).activated.connect(partial(self.view.leaf, pages))
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        foot.setSpacing(Space.S)
        foot.addWidget(self.keep)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.print_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.bar)
        layout.addWidget(self.progress)
        layout.addWidget(self._stack, 1)
        layout.addLayout(foot)
        self.resize(_SIZE.boundedTo(room))

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not self._is_released and not event.spontaneous():
            self._is_released = True
            QTimer.singleShot(0, self.view.release)  # not while the engine itself is telling something
            self.paper.end()

    def _ask_printer(self, printer: QPrinter) -> bool:
        dialog = QPrintDialog(printer, self)
        return dialog.exec() == QDialog.DialogCode.Accepted

    def _ask_file(self, name: str) -> str:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        return QFileDialog.getSaveFileName(self, self.tr("Save as PDF"), f"{folder}/{name}")[0]
