"""The tree of accounts and folders for Qt's views.

Invariant: a line that stays keeps its place in the views, so that what is chosen, open and scrolled to survives every change:
lines that go are taken out, new ones put in, and all else changes in place. It takes drops of mails and tells them, it changes
nothing. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.core.api.status import AccountStatus
from desktop.ui.folder_pane.tree import Kind, Node, heard_of, number_children, state_line, tip_of, walk
from desktop.ui.message_list.model import MIME_TYPE, parse_locations
from desktop.ui.tips import plain_tip

NODE_ROLE = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_PLAIN = Qt.ItemFlag.ItemIsEnabled
_CHOSEN = _PLAIN | Qt.ItemFlag.ItemIsSelectable
_DROPPED_ON = _CHOSEN | Qt.ItemFlag.ItemIsDropEnabled
# Qt asks a line that never has children no further, which halves the time that thousands of folders take.
_LEAVES = {flags: flags | Qt.ItemFlag.ItemNeverHasChildren for flags in (_PLAIN, _CHOSEN, _DROPPED_ON)}


class FolderModel(QAbstractItemModel):
    mails_dropped = Signal(object, int, bool)
    """(location keys, mailbox key, True for a copy)"""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._roots: list[Node] = []
        # An index carries the number of its node, not its address: one that outlived its line finds nothing, and no harm.
        self._numbers = count(1)
        self._by_number: dict[int, Node] = {}

    def show_tree(self, roots: list[Node]) -> bool:
        """What a worker has built; the lines in it belong to the model from now on. True where lines have come or gone."""
        return self._merge(None, roots)

    def show_states(self, statuses: dict[int, AccountStatus], now: int) -> None:
        """Only how the accounts are."""
        for node in self._roots:
            if node.kind is Kind.ACCOUNT:
                status = statuses.get(node.key)
                told = status, state_line(status, now)
                if told != (node.status, node.sentence):
                    node.status, node.sentence = told
                    self._tell(node)

    def show_counted(self, kind: Kind, count: int) -> None:
        """How much leaves soon, or waits for an answer."""
        for node in self._roots:
            if node.kind is kind and node.unread != count:
                node.unread = count
                self._tell(node)

    def nodes(self) -> Iterator[Node]:
        return walk(self._roots)

    def node(self, index: _Index) -> Node | None:
        return self._by_number.get(index.internalId()) if index.isValid() else None

    def index_of(self, node: Node) -> QModelIndex:
        return self.createIndex(node.row, 0, node.number)

    # following what is there

    def _merge(self, parent: Node | None, fresh: list[Node]) -> bool:
        """Make the lines below `parent` those of `fresh`: as many as are in order stay, with all below them."""
        shown = parent.children if parent else self._roots
        others = [node.identity for node in shown] != [node.identity for node in fresh]
        if others:
            staying = _staying(shown, fresh)
            for first, end in reversed(_runs([node.identity in staying for node in shown])):
                self._take_out(parent, shown, first, end)
            for first, end in _runs([node.identity in staying for node in fresh]):
                self._put_in(parent, shown, first, fresh[first:end])
        for node, new in zip(shown, fresh, strict=True):
            if node is not new:
                self._renew(node, new)
                if node.children or new.children:
                    others = self._merge(node, new.children) or others
        return others

    def _take_out(self, parent: Node | None, shown: list[Node], first: int, end: int) -> None:
        self.beginRemoveRows(self._place_of(parent), first, end - 1)
        for node in walk(shown[first:end]):
            del self._by_number[node.number]
        del shown[first:end]
        number_children(shown, first)
        self.endRemoveRows()

    def _put_in(self, parent: Node | None, shown: list[Node], first: int, nodes: list[Node]) -> None:
        self.beginInsertRows(self._place_of(parent), first, first + len(nodes) - 1)
        for node in nodes:
            node.parent = parent
        for node in walk(nodes):
            node.number = next(self._numbers)
            self._by_number[node.number] = node
        shown[first:first] = nodes
        number_children(shown, first)
        self.endInsertRows()

    def _renew(self, node: Node, new: Node) -> None:
        told = (new.label, new.unread, new.mailbox, new.account, new.status, new.sentence)
        if told != (node.label, node.unread, node.mailbox, node.account, node.status, node.sentence):
            node.label, node.unread, node.mailbox, node.account, node.status, node.sentence = told
            self._tell(node)

    def _tell(self, node: Node) -> None:
        index = self.index_of(node)
        self.dataChanged.emit(index, index)

    def _place_of(self, parent: Node | None) -> QModelIndex:
        return self.index_of(parent) if parent else QModelIndex()

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
            return plain_tip(tip_of(node))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return heard_of(node)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        node = self.node(index)
        if node is None:
            return Qt.ItemFlag.NoItemFlags
        flags = _CHOSEN if node.selectable or node.kind is Kind.ACCOUNT else _PLAIN
        if node.kind is Kind.MAILBOX and node.selectable:
            flags = _DROPPED_ON
        return flags if node.children else _LEAVES[flags]

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


def _staying(shown: Sequence[Node], fresh: Sequence[Node]) -> set[object]:
    """The lines of both that stand in one order in both, from the first on."""
    places = {node.identity: row for row, node in enumerate(fresh)}
    staying: set[object] = set()
    last = -1
    for node in shown:
        place = places.get(node.identity, -1)
        if place > last:
            staying.add(node.identity)
            last = place
    return staying


def _runs(staying: Sequence[bool]) -> list[tuple[int, int]]:
    """[first, end) of those side by side that do not stay."""
    found: list[tuple[int, int]] = []
    for row, stays in enumerate(staying):
        if stays:
            continue
        if found and found[-1][1] == row:
            found[-1] = found[-1][0], row + 1
        else:
            found.append((row, row + 1))
    return found
