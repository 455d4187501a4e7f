"""The page over the reader on which a file is looked at: the line about it, and what shows its kind, made when first needed.

Invariant: what is seen belongs to the file that the line names; the web engine starts for the first picture, PDF or HTML, and views
of it end with the page. GUI thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.api.previews import FileKind, Preview
from desktop.core.mail.structure import Attachment
from desktop.ui.notices.progress_line import ProgressLine
from desktop.ui.parts import Now
from desktop.ui.reader.attachment_kind import icon_of
from desktop.ui.reader.body import ZOOMS
from desktop.ui.reader.link_hint import LinkHint
from desktop.ui.reader.preview import words
from desktop.ui.reader.preview.head import PreviewHead
from desktop.ui.reader.preview.mail_page import EnclosedMail, MailPage
from desktop.ui.reader.preview.quiet_pages import SentencePage, SheetPage, TextPage
from desktop.ui.reader.told_bars import ToldBars
from desktop.ui.reader.web_engine import load_web_engine
from desktop.ui.theme import Role, Space, theme

if TYPE_CHECKING:  # the web engine is loaded for what needs it
    from desktop.ui.reader.preview.pdf_view import PdfView
    from desktop.ui.reader.preview.picture_view import PictureView

_View = TypeVar("_View", bound=QWidget)


class FileBars(ToldBars):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L + 4, 0, Space.L, 0)
        column.setSpacing(Space.XS)
        column.addWidget(self.link)
        column.addWidget(self.notice)

    def clear(self) -> None:
        self.link.hide()
        self.notice.hide()


class PreviewPage(QWidget):
    link_clicked = Signal(str, object)
    """(address, the MailBody whose link it is, or None)"""

    def __init__(self, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._zoom = 1.0
        self._attachment: Attachment | None = None
        self.head, self.bars, self.progress = PreviewHead(), FileBars(), ProgressLine()
        self.sentence, self.text, self.sheet = SentencePage(), TextPage(), SheetPage()
        self.mail = MailPage(now, lambda: self.bars.tell("info", words.say(words.REFUSED)))
        self.picture: PictureView | None = None
        self.pdf: PdfView | None = None
        self.mail.body.link_clicked.connect(lambda href: self.link_clicked.emit(href, self.mail.body))
        self._stack = QStackedWidget()
        for view in (self.sentence, self.text, self.sheet, self.mail):
            self._stack.addWidget(view)
        line, self._mark = QFrame(), QFrame()
        line.setProperty("kind", "line")
        self._mark.setProperty("kind", "focus-line")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        for part in (self.head, self.bars, line):
            layout.addWidget(part)
        layout.addWidget(self._stack, 1)
        for over in (self.progress, self._mark):  # over what is shown, so that nothing moves when they come and go
            over.setParent(self._stack)
            over.hide()
        self._stack.installEventFilter(self)
        self._hint = LinkHint(self._stack)
        self._add_keys()
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self._show_focus)

    def expect(self, attachment: Attachment, place: int, count: int) -> None:
        """That file is being read."""
        self._attachment = attachment
        self._zoom = 1.0
        self.bars.clear()
        self.head.show_file(attachment, "", place, count)
        self.progress.start()

    def show_preview(self, preview: Preview, mail: EnclosedMail | None, place: int, count: int) -> None:
        assert self._attachment is not None
        self.progress.stop()
        self.head.show_file(self._attachment, words.kind_words(preview), place, count)
        refusal = words.refusal_words(preview)
        if refusal:
            self.show_sentence(refusal)
        else:
            self._show(preview, mail)
        if preview.shortened:
            self.bars.tell("info", words.say(words.SHORTENED))
        elif preview.html_refused:
            self.bars.tell("info", words.say(words.REFUSED))

    def show_sentence(self, sentence: str) -> None:
        self.progress.stop()
        attachment = self._attachment
        icon = icon_of(attachment.filename, attachment.content_type) if attachment is not None else "file"
        self.sentence.show_sentence(icon, sentence)
        self._turn_to(self.sentence)

    def take_focus(self) -> None:
        """What can be scrolled with the keyboard, or the sentence."""
        (self._stack.currentWidget() or self.sentence).setFocus(Qt.FocusReason.OtherFocusReason)

    def zoom_by(self, steps: int) -> None:
        """To the next larger or smaller of the usual sizes; 0 for the natural one."""
        at = ZOOMS.index(self._zoom)
        self._zoom = ZOOMS[max(0, min(len(ZOOMS) - 1, at + steps))] if steps else 1.0
        if self.pdf is not None and self.shown is self.pdf:
            self.pdf.zoom_by(ZOOMS.index(self._zoom) - at)
        else:
            self._apply_zoom()

    @property
    def shown(self) -> QWidget | None:
        return self._stack.currentWidget()

    def release(self) -> None:
        """Give the web engine's processes back, before the page goes."""
        for view in (self.picture, self.pdf, self.mail):
            if view is not None:
                view.release()

    def _show(self, preview: Preview, mail: EnclosedMail | None) -> None:
        assert self._attachment is not None
        if preview.kind is FileKind.TEXT:
            self.text.show_text(preview.text, self._attachment.filename)
            self._turn_to(self.text)
        elif preview.kind is FileKind.CALENDAR:
            self.sheet.show_sheets([words.event_sheet(one) for one in preview.events])
            self._turn_to(self.sheet)
        elif preview.kind is FileKind.CONTACTS:
            self.sheet.show_sheets([words.contact_sheet(one) for one in preview.contacts])
            self._turn_to(self.sheet)
        elif mail is not None:
            self.mail.show_mail(preview, mail)
            self._turn_to(self.mail)
        elif not load_web_engine():
            self.show_sentence(words.say(words.NO_ENGINE))
        elif preview.kind is FileKind.PICTURE:
            view = self._picture_view()
            self._turn_to(view)
            view.setAccessibleName(self.tr("Picture {name}").format(name=self._attachment.filename))
            view.show_picture(preview.content_type, preview.content)
        else:
            pdf = self._pdf_view()
            self._turn_to(pdf)
            pdf.setAccessibleName(self.tr("PDF {name}").format(name=self._attachment.filename))
            self.progress.start()
            pdf.show_pdf(preview.content, theme().colour(Role.WINDOW))

    def _picture_view(self) -> PictureView:
        if self.picture is None:
            from desktop.ui.reader.preview.picture_view import PictureView  # loads the engine

            self.picture = self._add(PictureView())
            self.picture.crashed.connect(self._on_crash)
        return self.picture

    def _pdf_view(self) -> PdfView:
        if self.pdf is None:
            from desktop.ui.reader.preview.pdf_view import PdfView  # loads the engine

            self.pdf = self._add(PdfView())
            self.pdf.crashed.connect(self._on_crash)
            self.pdf.seen.connect(self._on_seen)
            self.pdf.late.connect(lambda: self.bars.tell("info", words.say(words.UNSEEN)))
            self.pdf.link_hovered.connect(self._hint.show_target)
            self.pdf.link_clicked.connect(lambda href: self.link_clicked.emit(href, None))
        return self.pdf

    def _add(self, view: _View) -> _View:
        self._stack.addWidget(view)
        return view

    def _turn_to(self, view: QWidget) -> None:
        self.progress.stop()
        self._hint.show_target("")
        held = self._stack.isAncestorOf(self.focusWidget()) if self.focusWidget() is not None else False
        self._stack.setCurrentWidget(view)
        for over in (self.progress, self._mark):
            over.raise_()
        self._apply_zoom()
        if held:
            self.take_focus()

    def _apply_zoom(self) -> None:
        shown = self._stack.currentWidget()
        if shown is not None and shown is not self.pdf:  # which begins anew with every file
            shown.set_zoom(self._zoom)  # type: ignore[attr-defined]

    def _on_seen(self) -> None:
        self.progress.stop()
        if self.bars.notice.text == words.say(words.UNSEEN):
            self.bars.clear()

    def _on_crash(self) -> None:
        self.show_sentence(words.say(words.CRASHED))

    def _show_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """A line over what scrolls by the keyboard: neither text nor engine draws one."""
        inside = now is not None and self._stack.isAncestorOf(now) and not self.mail.isAncestorOf(now)
        self._mark.setVisible(inside)
        self._mark.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            for over in (self.progress, self._mark):
                over.setGeometry(0, 0, self._stack.width(), 2)
        return False

    def _add_keys(self) -> None:
        for keys, steps in (("Left", -1), ("Right", 1)):
            self._key(keys).activated.connect(lambda steps=steps: self.head.step_wanted.emit(steps))
        for keys, steps in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1), ("Ctrl+0", 0)):
            self._key(keys).activated.connect(lambda steps=steps: self.zoom_by(steps))

    def _key(self, keys: str) -> QShortcut:
        made = QShortcut(QKeySequence(keys), self)
        made.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return made
