"""The conversation of the opened mail, told beside its head: read on a worker, counted on a quiet line, unfolded on wish.

Invariant: what is told belongs to the mail that is shown, and nothing that comes later moves that mail: the line has its place in
the head, and the list is only there from the moment the mail is, or since somebody unfolded it. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from desktop.core.api.changes import ChangeSet
from desktop.ui.dispatch import Dispatch
from desktop.ui.late import Late
from desktop.ui.parts import Now
from desktop.ui.preferences import Preferences
from desktop.ui.reader.mail_head import MailHead

if TYPE_CHECKING:
    from desktop.core.api.conversation import Conversation, ConversationEntry
    from desktop.ui.reader.conversation_list import ConversationList

LOOK_AGAIN_MS = 600
"""What changes in a conversation is told soon, not with every mail that a sync brings."""
_SLOT = "conversation"
_KEPT = "reader/conversation"


class MailConversation(QObject):
    mail_wanted = Signal(int)
    """The location key of another mail of it"""
    draft_wanted = Signal(int)
    waiting_wanted = Signal()
    wanted = Signal(str)
    """The name of an action on all of it"""

    def __init__(
        self, dispatch: Dispatch, now: Now, head: MailHead, put: Callable[[QWidget], object], parent: QWidget
    ) -> None:
        """The head has the line that tells of it and unfolds it; `put` gives the list its place."""
        super().__init__(parent)
        self._dispatch, self._session, self._now, self._pane = dispatch, dispatch.session, now, parent
        self._head, self._put = head, put
        self._preferences: Preferences | None = None
        self._keys: Mapping[str, str] = {}
        self._key: int | None = None
        self._conversation: Conversation | None = None
        self._unfolded = False
        self._list = Late(self._make_list)
        self._again = QTimer(self, singleShot=True, interval=LOOK_AGAIN_MS)
        self._again.timeout.connect(self.read)
        head.conversation.toggled.connect(self._fold)

    def remember(self, preferences: Preferences) -> None:
        """Folded or not as the user left it."""
        self._preferences, self._unfolded = preferences, preferences.flag(_KEPT, False)

    @property
    def shown(self) -> Conversation | None:
        return self._conversation

    @property
    def comes_along(self) -> bool:
        """It is unfolded: the list shall be there as soon as the mail is."""
        return self._unfolded

    # what is shown

    def expect(self, location_key: int | None) -> None:
        """That mail is about to be shown. Within one conversation what is told of it stays."""
        self._key = location_key
        self._dispatch.cancel(_SLOT)
        self._again.stop()
        before = self._conversation
        place = None if before is None else _place_of(before, location_key)
        if before is None or place is None:
            self._conversation = None
            if self._list.made is not None:
                self._list().hide()
        else:
            self._conversation = replace(before, opened=place)
            if self._list.made is not None and self._list().isVisibleTo(self._pane):
                self._list().show_conversation(self._conversation, None)
        self._show_line()

    def follow(self, location_key: int, conversation: Conversation | None) -> None:
        """The mail is shown now; its conversation has come along, or is read now."""
        if conversation is None:
            self.read()
        else:
            self._show(location_key, conversation, arriving=True)

    def read(self) -> None:
        key = self._key
        if key is not None:
            self._dispatch.read(_SLOT, lambda: (key, self._session.conversation(key)), self._hear_answer)

    def _hear_answer(self, answer: tuple[int, Conversation | None]) -> None:
        self._show(*answer, arriving=False)

    def hear(self, change: ChangeSet) -> None:
        """The cache has changed, and so may this."""
        touched = change.locations or change.messages or change.mailboxes or change.drafts or change.outbox
        if self._key is not None and (touched or change.everything) and not self._again.isActive():
            self._again.start()

    def set_keys(self, keys: Mapping[str, str]) -> None:
        self._keys = keys
        if self._list.made is not None:
            self._list().set_keys(keys)
        self._show_line()

    # what the user does

    def step(self, by: int) -> None:
        """To the next or the previous mail of it."""
        if self._conversation is None:
            return
        entries = self._conversation.entries
        ahead = entries[self._conversation.opened + 1 :] if by > 0 else entries[: self._conversation.opened][::-1]
        mail = next((entry for entry in ahead if entry.row is not None), None)
        if mail is not None:
            self.mail_wanted.emit(mail.key)

    def toggle(self) -> None:
        if self._is_long():
            self._head.conversation.toggle()

    def _fold(self, unfolded: bool) -> None:
        self._unfolded = unfolded
        if self._preferences is not None:
            self._preferences.keep_flag(_KEPT, unfolded)
        if unfolded and self._conversation is not None:
            self._list().show_conversation(self._conversation, self._rows_that_fit())
        if self._list.made is not None:
            self._list().setVisible(unfolded)
        self._show_line()

    def _open(self, entry: ConversationEntry) -> None:
        from desktop.core.api.conversation import EntryKind

        if entry.kind is EntryKind.DRAFT:
            self.draft_wanted.emit(entry.key)
        elif entry.kind is EntryKind.WAITING:
            self.waiting_wanted.emit()
        elif entry.key != self._key:
            self.mail_wanted.emit(entry.key)

    # putting together

    def _show(self, location_key: int, conversation: Conversation | None, *, arriving: bool) -> None:
        if location_key != self._key:
            return
        self._conversation = conversation
        made = self._list.made
        is_open = made is not None and made.isVisibleTo(self._pane)
        stays = is_open and not arriving  # were it alone now, it would go only with the mail
        if conversation is not None and (stays or (self._is_long() and (is_open or (arriving and self._unfolded)))):
            self._list().show_conversation(conversation, None if is_open else self._rows_that_fit())
            self._list().show()
        elif made is not None:
            made.hide()
        self._show_line()

    def _show_line(self) -> None:
        conversation = self._conversation
        if conversation is None or not self._is_long():
            self._head.hide_conversation()
            return
        from desktop.ui.reader.conversation_words import count_mark, count_words

        unfolded = self._list.made is not None and self._list().isVisibleTo(self._pane)
        key = self._keys.get("conversation_fold", "")
        self._head.show_conversation(count_words(conversation), count_mark(conversation), key, unfolded=unfolded)

    def _is_long(self) -> bool:
        return self._conversation is not None and len(self._conversation.entries) > 1

    def _rows_that_fit(self) -> int:
        from desktop.ui.reader.conversation_entries import ROW
        from desktop.ui.reader.conversation_list import MOST_ROWS

        return max(2, min(MOST_ROWS, self._pane.height() // 4 // ROW))

    def _make_list(self) -> ConversationList:
        from desktop.ui.reader.conversation_list import ConversationList

        made = ConversationList(self._now)
        made.hide()
        made.set_keys(self._keys)
        made.chosen.connect(self._open)
        made.wanted.connect(self.wanted)
        self._put(made)
        return made


def _place_of(conversation: Conversation, location_key: int | None) -> int | None:
    return next(
        (n for n, one in enumerate(conversation.entries) if one.row is not None and one.key == location_key), None
    )
