"""Looking at the files of the mail that is shown, over the reader: which one, what comes before and after it, and the way back.

A file is read on a worker and shown on a page of its own, which is made for the first one and goes when nothing is looked at.
Invariant: what is looked at belongs to the mail that is shown; the next mail ends it, and the keyboard goes back to the card it came
from. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtWidgets import QWidget

from desktop.core.mail.structure import Attachment
from desktop.ui.dispatch import Dispatch
from desktop.ui.layouts import layout_of
from desktop.ui.parts import Now
from desktop.ui.reader.attachment_actions import AttachmentActions
from desktop.ui.reader.attachment_cards import AttachmentStrip
from desktop.ui.reader.opened_copies import OpenedCopies
from desktop.ui.sentences import error_sentence
from desktop.values import dataclass

if TYPE_CHECKING:  # made and imported when somebody looks at the first file
    from desktop.core.api.previews import Preview
    from desktop.ui.reader.body import MailBody
    from desktop.ui.reader.preview.mail_page import EnclosedMail
    from desktop.ui.reader.preview.page import PreviewPage

SLOT = "preview"
_REST_MS = 50
"""The mail is painted before the engine's processes are ended, which can take a moment."""
NARROW, LOW = 560, 430
"""A reader that is smaller has the room of the list and the folders while a file is looked at."""


@dataclass(slots=True)
class _Level:
    """The files of one mail, and which of them is looked at; the next level is a mail that lies among them."""

    files: tuple[Attachment, ...]
    at: int


class FileLooking(QObject):
    room_wanted = Signal(bool)
    """The reader should have the room of the other panes; or (False) no longer."""

    def __init__(
        self,
        dispatch: Dispatch,
        now: Now,
        copies: OpenedCopies,
        strip: AttachmentStrip,
        shown_key: Callable[[], int | None],
        write_to: Callable[[str], object],
        open_url: Callable[[QUrl], object],
        pane: QWidget,
        covered: QWidget,
    ) -> None:
        """The page stands in `pane`, in the place of `covered`."""
        super().__init__(pane)
        self._covered = covered
        self._dispatch, self._now, self._copies, self._strip, self._pane = dispatch, now, copies, strip, pane
        self._write_to, self._open_url = write_to, open_url
        self._key: int | None = None
        self._levels: list[_Level] = []
        strip.look_wanted.connect(lambda one: self.look(shown_key(), one))
        self.page: PreviewPage | None = None
        self.files: AttachmentActions | None = None

    @property
    def is_open(self) -> bool:
        return self.page is not None

    @property
    def attachment(self) -> Attachment | None:
        """What is looked at."""
        return self._levels[-1].files[self._levels[-1].at] if self._levels else None

    def look(self, location_key: int | None, attachment: Attachment) -> None:
        """Show that one of the mail's files."""
        files = self._strip.attachments
        if location_key is not None and attachment in files:
            self._key = location_key
            self._levels = [_Level(files, files.index(attachment))]
            page = self._open_page()
            self._read()
            page.take_focus()
            self._covered.hide()  # now, or Qt would hand the keyboard to whatever comes next

    def step(self, steps: int) -> None:
        """To the file before or after this one; nothing at the ends."""
        if self._levels and 0 <= (at := self._levels[-1].at + steps) < len(self._levels[-1].files):
            self._levels[-1].at = at
            self._read()

    def step_back(self) -> bool:
        """Out of a mail that lies in the mail, or back to the mail; False when nothing is looked at."""
        if self.page is None:
            return False
        if len(self._levels) > 1:
            self._levels.pop()
            self._read()
        else:
            self.close()
        return True

    def close(self) -> None:
        """Back to the mail, and with the keyboard to the card."""
        page, attachment = self.page, self._levels[0].files[self._levels[0].at] if self._levels else None
        if page is None:
            return
        focused = self._pane.window().focusWidget()
        held = focused is not None and (focused is page or page.isAncestorOf(focused))
        self._dispatch.cancel(SLOT)
        self.page, self.files, self._key, self._levels = None, None, None, []
        self._covered.show()
        self.room_wanted.emit(False)
        card = next((card for card in self._strip.cards if card.attachment == attachment), None)
        if held:
            (card or self._pane).setFocus(Qt.FocusReason.OtherFocusReason)
        page.hide()
        QTimer.singleShot(_REST_MS, page, lambda: _take_down(page))

    def _open_page(self) -> PreviewPage:
        if self.page is None:
            from desktop.ui.reader.preview.page import PreviewPage

            page = self.page = PreviewPage(self._now, self._pane)
            files = self.files = AttachmentActions(self._dispatch, self._copies, page)
            files.open_url = self._open_url  # type: ignore[assignment]
            files.question.connect(page.bars.ask)
            files.failed.connect(page.bars.tell_failure)
            files.saved.connect(self._tell_saved)
            page.head.step_wanted.connect(self.step)
            page.head.close_wanted.connect(self.step_back)
            page.head.open_wanted.connect(lambda: self._with_file(files.open))
            page.head.save_wanted.connect(lambda: self._with_file(files.save))
            page.link_clicked.connect(self._open_link)
            strip = page.mail.strip
            strip.look_wanted.connect(self._look_inside)
            strip.open_wanted.connect(lambda one: self._with_file(files.open, one))
            strip.save_wanted.connect(lambda one: self._with_file(files.save, one))
            strip.drag_wanted.connect(lambda one: self._with_file(files.drag, one))
            strip.save_all_wanted.connect(self._save_inside)
            layout_of(self._pane).addWidget(page)
            if self._pane.width() < NARROW or self._pane.height() < LOW:
                self.room_wanted.emit(True)
        return self.page

    def _read(self) -> None:
        page, key, attachment = self._open_page(), self._key, self.attachment
        assert key is not None
        assert attachment is not None
        level = self._levels[-1]
        page.expect(attachment, level.at, len(level.files))
        session = self._dispatch.session

        def load() -> tuple[Preview, EnclosedMail | None] | None:
            from desktop.ui.reader.preview.mail_page import read_enclosed

            preview = session.preview(key, attachment.path)
            return None if preview is None else (preview, read_enclosed(preview))

        self._dispatch.read(SLOT, load, self._show, lambda error: page.show_sentence(error_sentence(error)))

    def _show(self, loaded: tuple[Preview, EnclosedMail | None] | None) -> None:
        from desktop.ui.reader.preview import words

        page = self.page
        if page is None or not self._levels:
            return
        if loaded is None:
            page.show_sentence(words.say(words.GONE))
            return
        preview, mail = loaded
        page.show_preview(preview, mail, self._levels[-1].at, len(self._levels[-1].files))

    def _look_inside(self, attachment: Attachment) -> None:
        """At a file of the mail that is looked at."""
        if self.page is not None:
            files = self.page.mail.strip.attachments
            self._levels.append(_Level(files, files.index(attachment)))
            self._read()

    def _save_inside(self) -> None:
        if self.page is not None and self.files is not None and self._key is not None:
            self.files.save_all(self._key, self.page.mail.strip.attachments)

    def _with_file(self, action: Callable[[int, Attachment], object], attachment: Attachment | None = None) -> None:
        wanted = attachment or self.attachment
        if self._key is not None and wanted is not None:
            action(self._key, wanted)

    def _open_link(self, href: str, body: MailBody | None) -> None:
        from desktop.ui.reader.link_opening import LinkOpening

        if self.page is not None:
            LinkOpening(body, self.page.bars, self._write_to, self._open_url).open(href)

    def _tell_saved(self, sentence: str, folder: str) -> None:
        if self.page is not None:
            shows = (self.tr("Show folder"), lambda: self._open_url(QUrl.fromLocalFile(folder)))
            self.page.bars.tell("success", sentence, shows)


def _take_down(page: PreviewPage) -> None:
    page.release()
    page.deleteLater()
