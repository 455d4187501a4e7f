"""From keys and buttons to wishes about the selected mails: which command a press means here and now.

It reads the selection when pressed, asks once before what cannot be undone, and hands everything to the dispatch.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from desktop.core.api.commands import (
    Archive,
    Command,
    CopyTo,
    Delete,
    DraftContent,
    MarkAllSeen,
    MarkJunk,
    MoveTo,
    SetFlagged,
    SetSeen,
    Snooze,
)
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.rows import MessageRow
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui import words
from desktop.ui.actions import Actions
from desktop.ui.dispatch import Dispatch
from desktop.ui.folder_pane.pane import FolderPane
from desktop.ui.message_list.pane import MessageListPane

_OF_A_ROW = Archive | Delete | MarkJunk | SetFlagged | SetSeen
SAMPLE = 200
"""Rows of a selection that are looked at to tell star from no star."""


class MailCommands(QObject):
    asked = Signal(str, str, object)
    """(sentence, button, command)"""
    folder_wanted = Signal(str, object, object)
    """(hint, function of a mailbox key, keys of accounts): one folder is to be chosen, those of the mails' accounts first."""
    moment_wanted = Signal(object, object)
    """(rows, function of a moment): until when these mails are put off is to be chosen."""
    written = Signal(object)
    """DraftContent: an answer that was prepared."""
    held = Signal(object, object)
    """(Delete, BandejaError): a task keeps some of these mails, so none was deleted. Whoever hears it tells it."""

    def __init__(self, dispatch: Dispatch, pane: MessageListPane, folders: FolderPane, parent: QObject) -> None:
        super().__init__(parent)
        self._dispatch, self._pane, self._folders = dispatch, pane, folders

    def connect_to(self, actions: Actions) -> None:
        handlers: dict[str, Callable[[], object]] = {
            "archive": lambda: self._leave(Archive(self._keys())),
            "later": self._choose_moment,
            "delete": self._delete,
            "delete_for_good": self._ask_delete,
            "junk": self._toggle_junk,
            "move": lambda: self._choose_folder(self.tr("Move to…"), MoveTo),
            "copy": lambda: self._choose_folder(self.tr("Copy to…"), CopyTo),
            "star": self._toggle_star,
            "unread": self._toggle_seen,
            "all_read": self._mark_all_read,
            "reply": lambda: self._answer(lambda key: self._dispatch.session.reply(key, to_all=False)),
            "reply_all": lambda: self._answer(lambda key: self._dispatch.session.reply(key, to_all=True)),
            "forward": lambda: self._answer(self._dispatch.session.forward),
        }
        for name, handler in handlers.items():
            actions.on(name, handler)

    def submit(self, command: Command) -> None:
        """A wish that somebody else made, such as the reader."""
        if isinstance(command, Archive | Delete | MarkJunk | MoveTo | Snooze):
            self._leave(command)
        else:
            self._dispatch.submit(command)

    def submit_of_reader(self, command: Command) -> None:
        """A button above the mail in front is about what its key is about: the row, which may be a folded conversation."""
        keys = self._keys()
        if isinstance(command, _OF_A_ROW) and len(keys) > 1 and command.locations == (self._pane.front_key(),):
            command = replace(command, locations=keys)
        self.submit(command)

    def put(self, keys: tuple[int, ...], mailbox_key: int, copy: bool) -> None:
        """Mails were dropped on a folder."""
        self.submit(CopyTo(keys, mailbox_key) if copy else MoveTo(keys, mailbox_key))

    def reply_to(self, location_key: int) -> None:
        """To that mail, whatever is selected."""
        session = self._dispatch.session
        self._dispatch.read("answer", lambda: session.reply(location_key, to_all=False), self.written.emit)

    def _accounts(self) -> set[int]:
        return {row.account_key for row in self._sample()}

    def _keys(self) -> tuple[int, ...]:
        return self._pane.selected_keys()

    def _sample(self) -> list[MessageRow]:
        return list(self._dispatch.session.rows(self._keys()[:SAMPLE]).values())

    def _leave(self, command: Archive | Delete | MarkJunk | MoveTo | Snooze) -> None:
        if command.locations:
            self._pane.release(command.locations)
            self._dispatch.submit(command, failed=lambda error: self._refuse(command, error))

    def _refuse(self, command: Archive | Delete | MarkJunk | MoveTo | Snooze, error: Exception) -> None:
        if isinstance(error, BandejaError) and error.code is Code.LINKED_TO_TASK and isinstance(command, Delete):
            self.held.emit(command, error)
        else:
            self._dispatch.failed.emit(error)

    def _delete(self) -> None:
        trash = {box.mailbox_key for box in self._folders.mailboxes() if box.special_use is SpecialUse.TRASH}
        rows = self._sample()
        if rows and all(row.mailbox_key in trash for row in rows):
            self._ask_delete()
        else:
            self._leave(Delete(self._keys()))

    def _ask_delete(self) -> None:
        keys = self._keys()
        if keys:
            question = self.tr("Delete {count} mail(s) for good, on the server too?", "", len(keys))
            text = question.format(count=words.number(len(keys)))
            self.asked.emit(text, self.tr("Delete for good"), Delete(keys, permanent=True))

    def toggles(self) -> dict[str, str]:
        """What "star", "unread" and "junk" would do now with what is selected, in words."""
        rows = self._sample()
        if not rows:
            return {}
        starred, read = all(row.flagged for row in rows), all(row.seen for row in rows)
        return {
            "star": self.tr("Remove star") if starred else self.tr("Add star"),
            "unread": self.tr("Mark as unread") if read else self.tr("Mark as read"),
            "junk": self.tr("Not junk") if self._are_junk(rows) else self.tr("Mark as junk"),
        }

    def _are_junk(self, rows: list[MessageRow]) -> bool:
        junk = {box.mailbox_key for box in self._folders.mailboxes() if box.special_use is SpecialUse.JUNK}
        return all(row.mailbox_key in junk for row in rows)

    def _toggle_junk(self) -> None:
        rows = self._sample()
        if rows:
            self._leave(MarkJunk(self._keys(), not self._are_junk(rows)))

    def _toggle_star(self) -> None:
        rows = self._sample()
        if rows:
            self._dispatch.submit(SetFlagged(self._keys(), not all(row.flagged for row in rows)))

    def _toggle_seen(self) -> None:
        rows = self._sample()
        if rows:
            self._dispatch.submit(SetSeen(self._keys(), not all(row.seen for row in rows)))

    def _mark_all_read(self) -> None:
        scope = self._pane.scope
        for box in self._folders.mailboxes():
            here = box.mailbox_key == scope.mailbox_key or (
                scope.special_use is not None and box.special_use is scope.special_use
            )
            if here and box.unread:
                self._dispatch.submit(MarkAllSeen(box.mailbox_key))

    def _choose_folder(self, hint: str, make: Callable[[tuple[int, ...], int], MoveTo | CopyTo]) -> None:
        keys = self._keys()
        if keys:
            self.folder_wanted.emit(hint, lambda mailbox_key: self.submit(make(keys, mailbox_key)), self._accounts())

    def _choose_moment(self) -> None:
        keys, rows = self._keys(), self._sample()
        if rows:
            self.moment_wanted.emit(rows, lambda until: self.submit(Snooze(keys, until)))

    def _answer(self, make: Callable[[int], DraftContent]) -> None:
        key = self._pane.front_key()
        if key is not None:
            self._dispatch.read("answer", lambda: make(key), self.written.emit)
