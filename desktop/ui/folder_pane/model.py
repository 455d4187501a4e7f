"""The tree of accounts and folders for Qt's views: what all accounts share first, then each account with its folders.

Invariant: while the same folders are there, counters and states change in place; only other folders mean a reset. It takes
drops of mails and tells them, it changes nothing. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum
from itertools import count
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QMimeData,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from desktop.core.api.rows import AccountRow, MailboxRow
from desktop.core.api.status import AccountStatus
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui import words
from desktop.ui.folder_pane import names
from desktop.ui.i18n import tr
from desktop.ui.message_list.model import MIME_TYPE, parse_locations
from desktop.ui.sentences import error_sentence, state_sentence
from desktop.ui.tips import plain_tip

NODE_ROLE = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class Kind(Enum):
    UNIFIED = 0
    ACCOUNT = 1
    MAILBOX = 2
    LEAVING = 3
    """What leaves soon, of all accounts; `unread` counts all of it."""


@dataclass(eq=False, slots=True)
class Node:
    """One line of the tree. `key` is the account's or mailbox's; for what all accounts share it is 0."""

    kind: Kind
    key: int
    label: str
    use: SpecialUse = SpecialUse.NONE
    unread: int = 0
    mailbox: MailboxRow | None = None
    account: AccountRow | None = None
    status: AccountStatus | None = None
    sentence: str = ""
    children: list[Node] = field(default_factory=list)
    parent: Node | None = None
    number: int = 0

    @property
    def identity(self) -> tuple[Kind, int, SpecialUse]:
        return self.kind, self.key, self.use

    @property
    def selectable(self) -> bool:
        return self.kind in (Kind.UNIFIED, Kind.LEAVING) or (self.mailbox is not None and self.mailbox.selectable)


class FolderModel(QAbstractItemModel):
    mails_dropped = Signal(object, int, bool)
    """(location keys, mailbox key, True for a copy)"""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._roots: list[Node] = []
        # An index carries the number of its node, not its address: one that outlived a reset finds nothing, and no harm.
        self._numbers = count(1)
        self._by_number: dict[int, Node] = {}

    def show_rows(
        self,
        accounts: Sequence[AccountRow],
        mailboxes: Sequence[MailboxRow],
        statuses: dict[int, AccountStatus],
        now: int,
        leaving: int = 0,
    ) -> None:
        roots = _build_tree(accounts, mailboxes, statuses, now, leaving)
        old, new = list(_walk(self._roots)), list(_walk(roots))
        if [_shape(node) for node in old] != [_shape(node) for node in new]:
            self.beginResetModel()
            self._roots = roots
            for node in new:
                node.number = next(self._numbers)
            self._by_number = {node.number: node for node in new}
            self.endResetModel()
            return
        for node, fresh in zip(old, new, strict=True):
            told = (fresh.label, fresh.unread, fresh.mailbox, fresh.account, fresh.status, fresh.sentence)
            if told != (node.label, node.unread, node.mailbox, node.account, node.status, node.sentence):
                node.label, node.unread, node.mailbox, node.account, node.status, node.sentence = told
                index = self.index_of(node)
                self.dataChanged.emit(index, index)

    def nodes(self) -> Iterator[Node]:
        return _walk(self._roots)

    def node(self, index: _Index) -> Node | None:
        return self._by_number.get(index.internalId()) if index.isValid() else None

    def index_of(self, node: Node) -> QModelIndex:
        siblings = node.parent.children if node.parent else self._roots
        return self.createIndex(siblings.index(node), 0, node.number)

    # Qt's interface

    def index(self, row: int, column: int, parent: _Index = _NOWHERE) -> QModelIndex:
        siblings = self._children(parent)
        if column != 0 or not 0 <= row < len(siblings):
            return QModelIndex()
        return self.createIndex(row, 0, siblings[row].number)

    def parent(self, index: _Index = _NOWHERE) -> QModelIndex:  # type: ignore[override]
        node = self.node(index)
        return self.index_of(node.parent) if node and node.parent else QModelIndex()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() and parent.column() else len(self._children(parent))

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 1

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        node = self.node(index)
        if node is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return node.label
        if role == NODE_ROLE:
            return node
        if role == Qt.ItemDataRole.ToolTipRole:
            return plain_tip(_tooltip(node))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return _heard(node)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        node = self.node(index)
        if node is None:
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled
        if node.selectable or node.kind is Kind.ACCOUNT:
            flags |= Qt.ItemFlag.ItemIsSelectable
        if node.kind is Kind.MAILBOX and node.selectable:
            flags |= Qt.ItemFlag.ItemIsDropEnabled
        return flags

    def mimeTypes(self) -> list[str]:
        return [MIME_TYPE]

    def supportedDropActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def canDropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index) -> bool:
        node = self.node(parent)
        return data.hasFormat(MIME_TYPE) and node is not None and node.kind is Kind.MAILBOX and node.selectable

    def dropMimeData(self, data: QMimeData, action: Qt.DropAction, row: int, column: int, parent: _Index) -> bool:
        keys, node = parse_locations(data), self.node(parent)
        if not keys or node is None or not self.canDropMimeData(data, action, row, column, parent):
            return False
        self.mails_dropped.emit(keys, node.key, action == Qt.DropAction.CopyAction)
        return True

    def _children(self, parent: _Index) -> list[Node]:
        node = self.node(parent)
        return node.children if node else self._roots


def _build_tree(
    accounts: Sequence[AccountRow],
    mailboxes: Sequence[MailboxRow],
    statuses: dict[int, AccountStatus],
    now: int,
    leaving: int,
) -> list[Node]:
    roots: list[Node] = []
    if len(accounts) > 1:
        shared = [_unified_node(use, mailboxes) for use in names.UNIFIED]
        shared[0].children = [_under(shared[0], node) for node in shared[1:] if _is_used(node.use, mailboxes)]
        roots.append(shared[0])
    if accounts:
        roots.append(Node(Kind.LEAVING, 0, names.leaving_name(), unread=leaving))
    for account in accounts:
        status = statuses.get(account.account_key)
        node = Node(Kind.ACCOUNT, account.account_key, account.address, account=account, status=status)
        node.sentence = state_sentence(status, now) if status else ""
        _add_mailboxes(node, [row for row in mailboxes if row.account_key == account.account_key])
        roots.append(node)
    return roots


def _add_mailboxes(account: Node, rows: Sequence[MailboxRow]) -> None:
    """Nest by depth; a folder whose parent the server does not list hangs from the nearest one above."""
    above: list[Node] = [account]
    for row in rows:
        depth = max(0, min(row.depth, len(above) - 1))
        parent = above[depth]
        node = Node(Kind.MAILBOX, row.mailbox_key, names.mailbox_name(row), row.special_use, row.unread, row)
        parent.children.append(_under(parent, node))
        above[depth + 1 :] = [node]


def _unified_node(use: SpecialUse, mailboxes: Sequence[MailboxRow]) -> Node:
    unread = sum(row.unread for row in mailboxes if row.special_use is use)
    return Node(Kind.UNIFIED, 0, names.unified_name(use), use, unread)


def _is_used(use: SpecialUse, mailboxes: Sequence[MailboxRow]) -> bool:
    return any(row.special_use is use for row in mailboxes)


def _under(parent: Node, node: Node) -> Node:
    node.parent = parent
    return node


def _walk(nodes: Sequence[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _walk(node.children)


def _shape(node: Node) -> tuple[object, ...]:
    return (*node.identity, node.parent.identity if node.parent else None)


def _tooltip(node: Node) -> str:
    if node.kind is Kind.ACCOUNT:
        error = error_sentence(node.status.error) if node.status and node.status.error else ""
        return "\n".join(piece for piece in (node.label, node.sentence, error) if piece)
    if node.mailbox and node.mailbox.held_removals:
        return _held_sentence(node.mailbox.held_removals)
    if node.kind is Kind.LEAVING:
        return _leaving_sentence(node.unread)
    if node.mailbox is None:
        return node.label
    text = tr("{name}: {count} mail(s)", "", node.mailbox.total)
    return text.format(name=node.mailbox.name, count=words.number(node.mailbox.total))


def _heard(node: Node) -> str:
    pieces = [node.label, node.sentence]
    if node.kind is Kind.LEAVING:
        return f"{node.label}, {_leaving_sentence(node.unread)}"
    if node.unread:
        pieces.append(tr("{count} unread", "", node.unread).format(count=words.number(node.unread)))
    if node.mailbox and node.mailbox.held_removals:
        pieces.append(_held_sentence(node.mailbox.held_removals))
    return ", ".join(piece for piece in pieces if piece)


def _leaving_sentence(count: int) -> str:
    text = tr("{count} mail(s) leave this computer in the next 7 days", "", count)
    return text.format(count=words.number(count))


def _held_sentence(count: int) -> str:
    text = tr("{count} mail(s) vanished from the server at once and are kept here until you say so.", "", count)
    return text.format(count=words.number(count))
