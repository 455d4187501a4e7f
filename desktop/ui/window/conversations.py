"""The window and the conversation of the mail that is read: going through it, and one wish for all of it.

A mail of it that the list does not hold is read without it: nothing of the list is selected meanwhile, and wishes are about the
mail that is read. What one has sent, and what was filed, stays where it is when a conversation is archived or moved. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.core.api.commands import Archive, Command, Delete, MoveTo, SetSeen
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui.dispatch import Dispatch
from desktop.ui.reader.conversation import MailConversation

if TYPE_CHECKING:
    from desktop.core.api.conversation import Conversation
    from desktop.ui.window.main_window import MainWindow

_OWN_OR_FILED = frozenset(
    {SpecialUse.SENT, SpecialUse.DRAFTS, SpecialUse.ARCHIVE, SpecialUse.TRASH, SpecialUse.JUNK, SpecialUse.ALL}
)


class Conversations(QObject):
    def __init__(self, window: MainWindow, conversation: MailConversation, dispatch: Dispatch) -> None:
        super().__init__(window)
        self._window, self._conversation, self._dispatch = window, conversation, dispatch
        actions = window.actions_
        conversation.mail_wanted.connect(self.show_mail)
        conversation.draft_wanted.connect(window.others.open_draft)
        conversation.waiting_wanted.connect(lambda: actions.trigger("go_waiting"))
        conversation.wanted.connect(actions.trigger)
        handlers: dict[str, Callable[[], object]] = {
            "conversation_next": lambda: conversation.step(1),
            "conversation_previous": lambda: conversation.step(-1),
            "conversation_fold": conversation.toggle,
            "conversation_archive": lambda: self._with_all(self._archive),
            "conversation_delete": lambda: self._with_all(self._delete),
            "conversation_move": lambda: self._with_all(self._move),
            "conversation_read": lambda: self._with_all(self._mark_read),
        }
        for name, handler in handlers.items():
            actions.on(name, handler)

    def show_mail(self, location_key: int) -> None:
        """In the list where that holds it, else without it."""
        mails = self._window.mails
        if mails.model.row_of(location_key) is not None:
            mails.choose_key(location_key)
        else:
            mails.visit(location_key)

    # all of it

    def _with_all(self, act: Callable[[Conversation], None]) -> None:
        """As it is now, not as it was when it was shown."""
        key = self._window.mails.front_key()
        session = self._dispatch.session

        def found(conversation: Conversation | None) -> None:
            if conversation is not None:
                act(conversation)

        if key is not None:
            self._dispatch.read("whole conversation", lambda: session.conversation(key), found)

    def _archive(self, conversation: Conversation) -> None:
        self._submit(unfiled(conversation), Archive, self.tr("Nothing of this conversation is left to archive."))

    def _delete(self, conversation: Conversation) -> None:
        keys = tuple(one.key for one in conversation.mails if one.special_use is not SpecialUse.DRAFTS)
        self._submit(keys, Delete, self.tr("Nothing of this conversation can be deleted."))

    def _mark_read(self, conversation: Conversation) -> None:
        keys = tuple(one.key for one in conversation.mails if not one.seen)
        self._submit(keys, lambda keys: SetSeen(keys, True), self.tr("All of this conversation is read."))

    def _move(self, conversation: Conversation) -> None:
        """What lies in other accounts stays there: nobody means to move that by choosing a folder of this one."""
        opened = conversation.entries[conversation.opened]
        keys = unfiled(conversation, opened.account_key)
        if opened.key not in keys and opened.special_use is not SpecialUse.DRAFTS:
            keys = (*keys, opened.key)  # it is in front: it goes along, wherever it is
        if not keys:
            self._window.notices.tell(self.tr("Nothing of this conversation can be moved."))
            return
        self._window.commands.folder_wanted.emit(
            self.tr("Move the conversation to…"),
            lambda mailbox_key: self._window.commands.submit(MoveTo(keys, mailbox_key)),
            {opened.account_key},
        )

    def _submit(self, keys: tuple[int, ...], make: Callable[[tuple[int, ...]], Command], nothing: str) -> None:
        if keys:
            self._window.commands.submit(make(keys))
        else:
            self._window.notices.tell(nothing)


def unfiled(conversation: Conversation, account_key: int | None = None) -> tuple[int, ...]:
    """Of its mails (in that account) those that have not been dealt with: in an inbox, or where the opened one lies."""
    here = conversation.entries[conversation.opened].row
    return tuple(
        one.key
        for one in conversation.mails
        if one.row is not None
        and one.row.on_server
        and account_key in (None, one.account_key)
        and one.special_use not in _OWN_OR_FILED
        and (one.special_use is SpecialUse.INBOX or (here is not None and one.row.mailbox_key == here.mailbox_key))
    )
