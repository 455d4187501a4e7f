"""The reader: shows one mail and says what the user wants done with it; it changes nothing itself.

show_message -> worker (`load_mail`) -> here -> head, bars, body, attachments; buttons -> `command` and `compose`. Invariant:
what is on the screen always belongs to the last key that was asked for. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.core.api.changes import ChangeSet
from desktop.core.api.rows import MessageRow
from desktop.core.mail.structure import Attachment
from desktop.ui.dispatch import Dispatch
from desktop.ui.notices.progress_line import ProgressLine
from desktop.ui.parts import Now
from desktop.ui.plan.stay_line import StayLine
from desktop.ui.reader.action_row import ActionRow
from desktop.ui.reader.attachment_actions import AttachmentActions
from desktop.ui.reader.attachment_cards import AttachmentStrip
from desktop.ui.reader.body import MailBody, Shown
from desktop.ui.reader.conversation import MailConversation
from desktop.ui.reader.empty_page import EmptyPage
from desktop.ui.reader.find_bar import FindBar
from desktop.ui.reader.invitations import MailInvitation
from desktop.ui.reader.link_opening import LinkOpening
from desktop.ui.reader.loading import LoadedMail, glance, load_mail
from desktop.ui.reader.looking import FileLooking
from desktop.ui.reader.mail_bars import MailBars
from desktop.ui.reader.mail_buttons import add_mail_buttons, name_mail_buttons
from desktop.ui.reader.mail_head import MailHead
from desktop.ui.reader.mail_menu import MailMenu
from desktop.ui.reader.mail_wishes import MailWishes
from desktop.ui.reader.opened_copies import OpenedCopies
from desktop.ui.reader.reader_keys import action_of
from desktop.ui.reader.remote_pictures import RemotePictures
from desktop.ui.reader.unsubscribing import MailUnsubscribing
from desktop.ui.reader.waiting_words import waiting_words
from desktop.ui.reader.web_engine import is_web_engine_ready
from desktop.ui.sentences import error_sentence
from desktop.ui.theme import Space

SLOT = "reader"
PADDING = 5
_EDGE = Space.L + 4 - PADDING
LOW, TIGHT = 400, 300
"""Below these heights margins and headings are given up for the mail, and of the head all but subject and sender."""
BODY = 48
"""In a low window the body gives way first, down to two lines or one; it can be scrolled, and read alone."""


class ReaderPane(QWidget):
    command = Signal(object)
    """A Command"""
    compose = Signal(object)
    """DraftContent of an answer, a forward or a mailto: link"""

    def __init__(self, dispatch: Dispatch, now: Now, copies: OpenedCopies) -> None:
        super().__init__()
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._dispatch, self._session, self._now = dispatch, dispatch.session, now
        self._key: int | None = None
        self._row: MessageRow | None = None
        self._mail: LoadedMail | None = None
        self._plain = False
        self._search = self._marked = ""
        self.open_url: Callable[[QUrl], bool] = QDesktopServices.openUrl
        self.empty = EmptyPage()
        self.head = MailHead()
        self.stay = StayLine(dispatch, now)
        self.buttons = ActionRow()
        self.progress = ProgressLine()
        self.bars = MailBars()
        self.pictures = RemotePictures(dispatch, self.bars.remote, self)
        self.body = MailBody(self._fetch_picture, self.pictures.fetch)
        self.find_bar = FindBar()
        self.attachments = AttachmentStrip()
        self.invitation = MailInvitation(dispatch, self.bars.invitation, self.attachments, self)
        self.files = AttachmentActions(dispatch, copies, self)
        self.wishes = MailWishes(
            dispatch, lambda: self._row, self.command.emit, self.compose.emit, self.bars.tell_failure
        )
        self.links = LinkOpening(self.body, self.bars, self.wishes.write_to, lambda url: self.open_url(url))
        self.unsubscribing = MailUnsubscribing(
            dispatch, self.head, self.bars.newsletter, now, lambda url: self.open_url(url), self
        )
        self.conversation = MailConversation(
            dispatch, now, self.head, lambda unfolded: self._inset.insertWidget(1, unfolded), self
        )
        self._lay_out()
        self.looking = FileLooking(
            dispatch, now, copies, self.attachments, lambda: self._key, self.wishes.write_to, lambda url: self.open_url(url), self,
            self._page,
        )  # fmt: skip
        add_mail_buttons(self.buttons)
        self.menu = MailMenu(self.buttons.menu, self.body, dispatch, self.bars.tell, self.pictures.dress)
        self._connect()
        self.show_message(None)

    # what the window says

    def show_message(self, location_key: int | None) -> None:
        """Show this mail; None: nothing is chosen. The same key again: look whether it has changed."""
        if location_key is None:
            self._forget()
            self.conversation.expect(None)
            self.empty.show_nothing()
            self._switch(mail=False)
            return
        row = self._session.rows((location_key,)).get(location_key)
        if location_key == self._key and row is not None and self._row is not None and not self._needs_reading(row):
            self._show_row(row)
            return
        if location_key != self._key:
            self._forget()
            self._key, self._marked = location_key, self._search
            self.conversation.expect(location_key)
            if row is not None:
                self._show_row(row)
                self.head.show_glance(glance(row), row.internaldate, self._now())
            self.body.show_words("")
            self._switch(mail=True)
        self._row = row or self._row
        self._read(location_key)

    def _read(self, location_key: int) -> None:
        self.progress.start()
        domains = [one.address.rpartition("@")[2] for one in self._session.accounts()]
        more = {"with_pictures": not is_web_engine_ready(), "with_conversation": self.conversation.comes_along}
        marked = self._marked  # until another search: whoever reads on after it is not thrown to the beginning
        self._dispatch.read(
            SLOT,
            lambda: load_mail(self._session, location_key, domains, **more, search=marked),
            self._show_mail,
            self._show_failure,
        )

    def show_many(self, count: int) -> None:
        self._forget()
        self.conversation.expect(None)
        self.empty.show_many(count)
        self._switch(mail=False)

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """The window's keys for "reply", "reply_all", "forward", "archive", "delete", "junk", "star", "unread", and for the
        answers to an invitation, as the system writes them: they are told in the tooltips."""
        self.buttons.set_keys(keys)
        self.bars.invitation.set_keys(keys)
        self.conversation.set_keys(keys)

    def hear(self, change: ChangeSet) -> None:
        """What is told beside the mail may be different; the mail itself is looked at again by `show_message`."""
        self.invitation.hear(change)
        self.unsubscribing.hear(change)
        self.conversation.hear(change)

    def seek(self, search: str) -> None:
        """What this search looks for, as typed, is marked in mails from now on. The mail in front keeps its marks when it ends."""
        self._search = search
        if search and search != self._marked and self._key is not None:
            self._marked = search
            self._read(self._key)

    @property
    def mail(self) -> LoadedMail | None:
        """What is shown now."""
        return self._mail

    # showing

    def _forget(self) -> None:
        self._key, self._row, self._mail, self._plain = None, None, None, False
        self._dispatch.cancel(SLOT)
        self.progress.stop()
        self.find_bar.close_bar()
        self.looking.close()
        self.attachments.show_attachments(())
        self.menu.show_mail(None)
        self.bars.clear()
        self.invitation.show_mail(None)
        self.unsubscribing.show_mail(None)
        self.pictures.show_mail(None)

    def _needs_reading(self, row: MessageRow) -> bool:
        before = self._row
        if self._mail is None or before is None:
            return True
        unread_body = self._mail.detail.parsed is None and (row.only_there or row.body_state is not before.body_state)
        return unread_body or (row.message_key, row.on_server) != (before.message_key, before.on_server)

    def _show_row(self, row: MessageRow) -> None:
        """What depends on the row alone: flags on the buttons."""
        self._row = row
        self.stay.show_row(row)
        name_mail_buttons(self.buttons, row)

    def _show_mail(self, mail: LoadedMail | None) -> None:
        self.progress.stop()
        if mail is None:
            self._show_gone()
            return
        before, self._mail = self._mail, mail
        row = mail.detail.row
        self._show_row(row)
        self.conversation.follow(row.location_key, mail.conversation)
        self.head.show_envelope(mail.message.envelope, self._own_address(row), row.internaldate, self._now())
        self.bars.show_notes(mail)
        self.bars.show_state(
            mail, self.menu.show_source, lambda: self.wishes.write(lambda: self._session.draft_from(row.location_key))
        )
        self.menu.show_mail(mail)
        if mail.detail.parsed is None:
            self.attachments.show_attachments(())
            self.body.show_words(waiting_words(self._session, row))
            if not row.only_there or self._session.server_search.failure(row.location_key) is None:
                self.progress.start()
                self._session.open_message(row.location_key)
            return
        if before is None or before.looks != mail.looks:
            self.attachments.show_attachments(tuple(one for one in mail.message.attachments if not one.inline))
            self._show_body()
        self.invitation.show_mail(mail)
        self.unsubscribing.show_mail(mail)

    def _show_body(self) -> None:
        assert self._mail is not None
        self.find_bar.close_bar()
        self.bars.link.hide()
        self.pictures.show_mail(self._mail)
        self.body.show_mail(self.pictures.dress(self._mail), plain=self._plain, sought=self._mail.sought)
        self.pictures.tell(shown=self.body.shown is Shown.HTML)

    def _show_gone(self) -> None:
        self.bars.clear()
        self.conversation.expect(None)
        self.invitation.show_mail(None)
        self.unsubscribing.show_mail(None)
        self._mail = None
        self.looking.close()
        self.attachments.show_attachments(())
        self.body.show_words(
            self.tr("This mail is no longer here: it was moved or deleted, here or on another device.")
        )

    def _show_failure(self, error: Exception) -> None:
        self.progress.stop()
        self.body.show_words(error_sentence(error))

    def _own_address(self, row: MessageRow) -> str:
        return next((one.address for one in self._session.accounts() if one.account_key == row.account_key), "")

    def _fetch_picture(self, content_id: str, arrived: Callable[[tuple[str, bytes] | None], None]) -> None:
        key = self._key
        if key is None:
            arrived(None)
        else:
            self._dispatch.read("", lambda: self._session.cid(key, content_id), arrived, lambda _error: arrived(None))

    # what the user says

    def _tell_saved(self, sentence: str, folder: str) -> None:
        self.bars.tell("success", sentence, (self.tr("Show folder"), lambda: self.open_url(QUrl.fromLocalFile(folder))))

    def _set_plain(self, plain: bool) -> None:
        self._plain = plain
        if self._mail is not None and self._mail.detail.parsed is not None:
            self._show_body()

    def open_find(self) -> None:
        if self._mail is not None:
            self.find_bar.open_bar(self.body.selected_text()[:100] or self._mail.first_sought)

    def find_again(self, backward: bool) -> None:
        """The next match, or the one before; the search in this mail opens where it is closed."""
        if not self.find_bar.go_on(backward):
            self.open_find()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        low, tight = self.height() < LOW, self.height() < TIGHT
        above = Space.XS // 2 if tight else Space.S
        self._top.setContentsMargins(_EDGE, *((above, Space.L, 0) if low else (Space.L, Space.L, Space.S)))
        self._top.setSpacing(0 if tight else Space.XS if low else Space.M)
        self.body.setMinimumHeight(BODY // 2 if tight else BODY)  # its wide margins would else crush the head
        for part in (self.head, self.stay, self.bars):
            part.set_low(tight)
        self.attachments.set_room(self.height() // 5, low=low, tight=tight)
        self.invitation.set_height(self.height())

    # keys: only while the keyboard is in this pane, so that the window's own keys stay its own

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._handler(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        handler = self._handler(event)
        if handler is None:
            super().keyPressEvent(event)
        else:
            handler()

    def _handler(self, event: QKeyEvent) -> Callable[[], object] | None:
        if self.looking.is_open:
            return None  # it has keys of its own
        return action_of(event, find=self.open_find, again=self.find_again, zoom_by=self.body.zoom_by)

    def _lay_out(self) -> None:
        top = self._top = QVBoxLayout()
        inset = self._inset = QVBoxLayout()
        inset.setContentsMargins(PADDING, 0, 0, 0)  # the first icon, which has a padding, stands under the picture
        inset.addWidget(self.head)
        inset.addWidget(self.stay)
        top.addLayout(inset)
        top.addWidget(self.buttons)
        line = QFrame()
        line.setProperty("kind", "line")
        self._page = QWidget()
        page = QVBoxLayout(self._page)
        page.setContentsMargins(0, 0, 0, 0)
        page.setSpacing(0)
        page.addLayout(top)
        page.addWidget(self.bars)
        page.addSpacing(Space.XS)
        page.addWidget(line)
        page.addWidget(self.progress)
        page.addWidget(self.body, 1)
        page.addWidget(self.find_bar)
        page.addWidget(self.attachments)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.empty)
        layout.addWidget(self._page)

    def _connect(self) -> None:
        self.buttons.wanted.connect(self.wishes.wish)
        self.body.link_clicked.connect(self.links.open)
        self.body.fell_back.connect(lambda: self.bars.tell_fallback(self.menu.show_source))
        self.body.find_wanted.connect(self.open_find)
        self.pictures.changed.connect(self._show_body)
        self.body.found.connect(self.find_bar.show_count)
        self.find_bar.wanted.connect(self.body.find_text)
        self.find_bar.closed.connect(self.body.focus_body)
        self.menu.plain_chosen.connect(self._set_plain)
        self.menu.find_wanted.connect(self.open_find)
        strip, files = self.attachments, self.files
        strip.open_wanted.connect(lambda one: self._with_key(files.open, one))
        strip.save_wanted.connect(lambda one: self._with_key(files.save, one))
        strip.drag_wanted.connect(lambda one: self._with_key(files.drag, one))
        strip.save_all_wanted.connect(self._save_all)
        files.question.connect(self.bars.ask)
        files.saved.connect(self._tell_saved)
        files.failed.connect(self.bars.tell_failure)

    def _with_key(self, action: Callable[[int, Attachment], object], attachment: Attachment) -> None:
        if self._key is not None:
            action(self._key, attachment)

    def _save_all(self) -> None:
        if self._key is not None:
            self.files.save_all(self._key, self.attachments.attachments)

    def _switch(self, *, mail: bool) -> None:
        self._page.setVisible(mail)
        self.empty.setVisible(not mail)
