"""What can be done with a line of the folder pane, as a menu: with an account, with a folder, with all folders of one use.

Invariant: what cannot be undone is asked about first, by whoever hears `asked`. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop.core.api.commands import (
    AcceptRemovals,
    CreateMailbox,
    DeleteMailbox,
    MarkAllSeen,
    RemoveAccount,
    RenameMailbox,
    WatchMailbox,
)
from desktop.core.api.errors import Code
from desktop.core.api.rows import AccountState, MailboxRow
from desktop.core.mail.mailbox import WATCHABLE, SpecialUse
from desktop.ui import icons, words
from desktop.ui.dispatch import Dispatch
from desktop.ui.folder_pane.tree import Kind, Node
from desktop.ui.i18n import tr
from desktop.ui.name_popup import NamePopup


class FolderMenu(QObject):
    password_wanted = Signal(int)
    settings_wanted = Signal(int)
    asked = Signal(str, str, object)
    """As those of the pane."""

    def __init__(self, dispatch: Dispatch, mailboxes: Callable[[], list[MailboxRow]], pane: QWidget) -> None:
        """`mailboxes` are those that the pane shows."""
        super().__init__(pane)
        self._dispatch, self._session, self._mailboxes, self._pane = dispatch, dispatch.session, mailboxes, pane

    def make(self, node: Node, place: QPoint) -> QMenu:
        """What can be done with a line of the tree."""
        menu = QMenu(self._pane)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if node.kind is Kind.ACCOUNT:
            self._fill_account_menu(menu, node, place)
        elif node.mailbox is not None:
            self._fill_mailbox_menu(menu, node.mailbox, place)
        elif node.kind is Kind.UNIFIED:
            keys = [row.mailbox_key for row in self._mailboxes() if row.special_use is node.use]
            read = _add(menu, "check-all", self.tr("Mark all as read"))
            read.triggered.connect(lambda: self._mark_all_seen(keys))
        return menu

    def _mark_all_seen(self, mailbox_keys: list[int]) -> None:
        for key in mailbox_keys:
            self._dispatch.submit(MarkAllSeen(key))

    def _fill_account_menu(self, menu: QMenu, node: Node, place: QPoint) -> None:
        key = node.key
        look = _add(menu, "refresh", self.tr("Look for new mail"))
        look.triggered.connect(lambda: self._session.sync_now(key))
        create = _add(menu, "folder-new", self.tr("New folder…"))
        create.triggered.connect(lambda: self._ask_new(key, "", place))
        if self._session.enrolment.is_paused(key):
            _add(menu, "refresh", self.tr("Go on with this account")).triggered.connect(lambda: self.pause(key, False))
        else:
            _add(menu, "pause", self.tr("Pause this account")).triggered.connect(lambda: self.pause(key, True))
        menu.addSeparator()
        if node.status and node.status.state in (AccountState.NEEDS_PASSWORD, AccountState.ERROR):
            by_browser = node.status.error is not None and node.status.error.code is Code.SIGN_IN_AGAIN
            text = self.tr("Sign in again…") if by_browser else self.tr("Type the password again…")
            _add(menu, "key", text).triggered.connect(lambda: self.password_wanted.emit(key))
        settings = _add(menu, "settings", self.tr("Account settings…"))
        settings.triggered.connect(lambda: self.settings_wanted.emit(key))
        remove = _add(menu, "trash", self.tr("Remove account…"))
        question = self.tr(
            "Remove {address} from this computer? Its mail stays on the server; drafts and mail not yet sent are lost."
        ).format(address=node.label)
        remove.triggered.connect(lambda: self.asked.emit(question, self.tr("Remove"), RemoveAccount(key)))

    def pause(self, account_key: int, paused: bool) -> None:
        """Stop synchronising an account after its present step, or let it go on."""
        self._dispatch.follow(self._session.enrolment.set_paused(account_key, paused), lambda _done: None)

    def _fill_mailbox_menu(self, menu: QMenu, row: MailboxRow, place: QPoint) -> None:
        read = _add(menu, "check-all", self.tr("Mark all as read"))
        read.setEnabled(row.unread > 0)
        read.triggered.connect(lambda: self._dispatch.submit(MarkAllSeen(row.mailbox_key)))
        if row.special_use in WATCHABLE:
            watch = _add(menu, "bell", self.tr("Tell me of new mail here"))
            watch.setCheckable(True)
            watch.setChecked(row.watched)
            watch.triggered.connect(
                lambda watched: self._dispatch.submit(WatchMailbox(row.mailbox_key, watched), quietly=True)
            )
        if row.held_removals:
            accept = _add(menu, "check", self.tr("They were removed on purpose: let them go here too"))
            accept.triggered.connect(lambda: self._dispatch.submit(AcceptRemovals(row.mailbox_key)))
        menu.addSeparator()
        create = _add(menu, "folder-new", self.tr("New folder inside…"))
        create.triggered.connect(lambda: self._ask_new(row.account_key, self._prefix(row), place))
        ordinary = row.special_use is SpecialUse.NONE
        rename = _add(menu, "edit", self.tr("Rename…"))
        rename.setEnabled(ordinary)
        rename.triggered.connect(lambda: self._ask_rename(row, place))
        delete = _add(menu, "trash", self.tr("Delete folder…"))
        delete.setEnabled(ordinary)
        delete.triggered.connect(lambda: self._ask_delete(row))

    def _ask_new(self, account_key: int, prefix: str, place: QPoint) -> None:
        def taken(name: str) -> None:
            self._dispatch.submit(CreateMailbox(account_key, prefix + name))

        NamePopup(self._pane, self.tr("Name of the new folder"), self.tr("Create"), taken).show_at(place)

    def _ask_delete(self, row: MailboxRow) -> None:
        """Once, for the mail in it goes for good; how much the server has of it, which may be more than is here, is not known."""
        if row.total:
            text = tr("Delete the folder {name} with all its mail for good, on the server too? {count} mail(s) of it are here.", "", row.total)  # fmt: skip
        else:
            text = self.tr("Delete the folder {name} for good, on the server too, with any older mail in it there?")
        text = text.format(name=row.label, count=words.number(row.total))
        self.asked.emit(text, self.tr("Delete folder"), DeleteMailbox(row.mailbox_key))

    def _ask_rename(self, row: MailboxRow, place: QPoint) -> None:
        head = row.name[: len(row.name) - len(row.label)]

        def taken(name: str) -> None:
            if name != row.label:
                self._dispatch.submit(RenameMailbox(row.mailbox_key, head + name))

        popup = NamePopup(self._pane, self.tr("New name of the folder"), self.tr("Rename"), taken, text=row.label)
        popup.show_at(place)

    def _prefix(self, row: MailboxRow) -> str:
        """What the name of a folder inside this one begins with."""
        return row.name + (row.delimiter or "/")


def _add(menu: QMenu, icon: str, text: str) -> QAction:
    action = menu.addAction(text)
    icons.set_icon(action, icon)
    return action
