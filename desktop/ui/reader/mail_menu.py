"""The menu behind "More": how the mail is shown, its source and header, the mail on paper. GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QMenu

from desktop.core.api.errors import BandejaError, Code
from desktop.core.mail.visible_text import visible_text
from desktop.ui import icons
from desktop.ui.dispatch import Dispatch
from desktop.ui.reader.attachment_files import plain_name
from desktop.ui.reader.body import MailBody, Shown
from desktop.ui.reader.loading import LoadedMail
from desktop.ui.reader.web_engine import is_web_engine_ready, load_web_engine
from desktop.ui.sentences import error_sentence
from desktop.ui.theme import theme

if TYPE_CHECKING:  # loaded when they are asked for
    from PySide6.QtPrintSupport import QPrinter

    from desktop.ui.reader.print_window import PrintWindow
    from desktop.ui.reader.source_text import Source
    from desktop.ui.reader.source_window import SourceWindow

Tell = Callable[[str, str], None]


class MailMenu(QObject):
    plain_chosen = Signal(bool)
    find_wanted = Signal()

    def __init__(
        self, menu: QMenu, body: MailBody, dispatch: Dispatch, tell: Tell, dress: Callable[[LoadedMail], LoadedMail]
    ) -> None:
        """`tell(kind, sentence)` shows a bar; `dress` puts the pictures into a mail that are shown in it."""
        super().__init__(menu)
        self._menu, self._body, self._dispatch, self._tell, self._dress = menu, body, dispatch, tell, dress
        self._mail: LoadedMail | None = None
        self._windows: list[SourceWindow] = []
        self.choose_file: Callable[[str], str] = self._ask_file
        self.choose_printer: Callable[[QPrinter], bool] = self._ask_printer
        self.print_window: PrintWindow | None = None
        self.plain = self._add(self.tr("Show as plain text"), "file", None, checkable=True)
        self.plain.toggled.connect(self.plain_chosen)
        self.dark = self._add(self.tr("Dark page (repaired colours)"), "moon", None, checkable=True)
        self.dark.toggled.connect(body.set_dark_pages)
        menu.addSeparator()
        self._add(self.tr("Find in this mail…"), "search", self.find_wanted.emit)
        self._add(self.tr("Larger"), "plus", lambda: body.zoom_by(1), key="Ctrl++")
        self._add(self.tr("Smaller"), "minus", lambda: body.zoom_by(-1), key="Ctrl+-")
        self._add(self.tr("Natural size"), "", lambda: body.zoom_by(0), key="Ctrl+0")
        menu.addSeparator()
        self.pdf = self._add(self.tr("Save as PDF…"), "download", self.save_pdf)
        """The window puts its "Print" before it."""
        self._add(self.tr("View source"), "source", self.show_source)
        self._add(self.tr("View header"), "info", self.show_header)
        menu.aboutToShow.connect(self._refresh)

    def show_mail(self, mail: LoadedMail | None) -> None:
        """Another mail (or more of it, or none) is shown: back to its formatted version."""
        if self._mail is None or mail is None or self._mail.detail.row.location_key != mail.detail.row.location_key:
            self.plain.blockSignals(True)
            self.plain.setChecked(False)
            self.plain.blockSignals(False)
        self._mail = mail

    def show_source(self) -> None:
        self._load_source(header=False)

    def show_header(self) -> None:
        self._load_source(header=True)

    def print(self) -> bool:
        """Show how the mail will lie on paper; without the web engine, ask for the printer at once. False: no mail is there."""
        from desktop.ui.reader.printing import layout_of, make_printer, print_text, usual_size

        made = self._build_paper()
        if made is None:
            return False
        subject, paper = made
        if load_web_engine():
            from desktop.ui.reader.print_window import PrintWindow

            self.print_window = PrintWindow(self._body.open_paper(paper), subject, self._tell, self._body.window())
            self.print_window.open()
        else:
            printer = make_printer(layout_of(usual_size()), subject)
            if self.choose_printer(printer):
                print_text(paper, printer)
                self._tell("success", self.tr("Sent to the printer."))
        return True

    def save_pdf(self) -> None:
        from desktop.ui.reader.printing import layout_of, usual_size, write_text_pdf

        made = self._build_paper()
        if made is None:
            return
        subject, html = made
        path = self.choose_file(plain_name(f"{subject[:120]}.pdf"))
        if not path:
            return
        if not load_web_engine():
            self._on_saved(path, write_text_pdf(html, path))
            return
        paper = self._body.open_paper(html)

        def ready(ok: bool) -> None:
            if ok:
                paper.save(path, layout_of(usual_size()))
            else:
                done(path, False)

        def done(path: str, ok: bool) -> None:
            self._on_saved(path, ok)
            paper.end()

        paper.ready.connect(ready)
        paper.saved.connect(done)

    def _build_paper(self) -> tuple[str, str] | None:
        """(subject, document) of the mail that is shown, as it is shown."""
        from desktop.ui.reader.printing import build_paper

        mail = self._mail
        if mail is None or mail.detail.parsed is None:
            return None
        subject = visible_text(mail.message.envelope.subject) or self.tr("Mail")
        return subject, build_paper(self._dress(mail), plain=self._body.shown is not Shown.HTML)

    def _load_source(self, *, header: bool) -> None:
        from desktop.ui.reader.source_text import read_source
        from desktop.ui.reader.source_window import SourceWindow

        mail = self._mail
        if mail is None:
            return
        key = mail.detail.row.location_key

        def read() -> Source:
            raw = self._dispatch.session.raw(key)
            if raw is None:
                raise BandejaError(Code.NOT_FOUND, what="source", name=mail.message.envelope.subject)
            return read_source(raw)

        def show(source: Source) -> None:
            subject = visible_text(mail.message.envelope.subject)[:120] or self.tr("Mail")
            window = SourceWindow(self._dispatch, source, subject, mail.message.defects)
            self._windows.append(window)
            window.destroyed.connect(lambda: self._windows.remove(window))
            if header:
                window.show_header()
            window.show()

        self._dispatch.read("source", read, show, lambda error: self._tell("danger", error_sentence(error)))

    @property
    def windows(self) -> list[SourceWindow]:
        return list(self._windows)

    def _on_saved(self, path: str, ok: bool) -> None:
        name = Path(path).name
        if ok:
            self._tell("success", self.tr("Saved as {name}.").format(name=name))
        else:
            self._tell("danger", self.tr("{name} could not be written. Choose another folder.").format(name=name))

    def _refresh(self) -> None:
        mail = self._mail
        has_both = mail is not None and mail.html is not None
        self.plain.setEnabled(has_both)
        self.dark.setVisible(theme().dark and is_web_engine_ready())
        self.dark.setEnabled(has_both and not self.plain.isChecked())

    def _add(
        self, text: str, icon: str, action: Callable[[], object] | None, *, checkable: bool = False, key: str = ""
    ) -> QAction:
        """`key` is told and not made: the reader hears it, and the window for the list."""
        native = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
        added = QAction(f"{text}\t{native}" if key else text, self._menu)
        added.setCheckable(checkable)
        if icon and not checkable:
            icons.set_icon(added, icon)
        if action is not None:
            added.triggered.connect(lambda _checked=False: action())
        self._menu.addAction(added)
        return added

    def _ask_file(self, name: str) -> str:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        return QFileDialog.getSaveFileName(self._menu.parentWidget(), self.tr("Save as PDF"), f"{folder}/{name}")[0]

    def _ask_printer(self, printer: QPrinter) -> bool:
        from PySide6.QtPrintSupport import QPrintDialog

        return QPrintDialog(printer, self._body.window()).exec() == QPrintDialog.DialogCode.Accepted
