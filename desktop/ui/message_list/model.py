"""The rows of a list for Qt's views: an array of location keys, and the mails of those that were looked at lately.

Invariant: the model never decides what belongs to a list; it is given keys, or steps from one array of keys to the next, and
reads rows by whole pages when they are painted. It holds 8 bytes per mail and at most CACHED rows. GUI thread only.
"""

from __future__ import annotations

import json
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.core.api.rows import MessageRow
from desktop.ui.message_list.refresh import Insertion, Refresh

PAGE = 100
CACHED = 4_000
MIME_TYPE = "application/x-bandeja-locations"
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
KEY_ROLE = ROW_ROLE + 1

_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


class MessageListModel(QAbstractTableModel):
    """`read_rows` answers quickly for up to PAGE keys; `describe` makes the sentence that a screen reader says of a row."""

    def __init__(
        self,
        read_rows: Callable[[Sequence[int]], dict[int, MessageRow]],
        describe: Callable[[MessageRow], str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._read_rows = read_rows
        self._describe = describe
        self._keys: array[int] = array("q")
        self._cache: OrderedDict[int, MessageRow | None] = OrderedDict()

    in_view: Callable[[], range] | None = None
    """The rows that are on the screen: of others nobody needs to hear, for they are read when they come into view."""

    @property
    def keys(self) -> array[int]:
        """The keys in order. Replaced, never changed in place, so a worker may read what it was handed."""
        return self._keys

    def key_at(self, row: int) -> int | None:
        return self._keys[row] if 0 <= row < len(self._keys) else None

    def row_of(self, key: int) -> int | None:
        """Where a key stands; up to 40 ms in a million rows, so not for loops."""
        try:
            return self._keys.index(key)
        except ValueError:
            return None

    def mail_at(self, row: int) -> MessageRow | None:
        """The mail in a row, read with its page when it is not at hand; None where it has just gone."""
        key = self.key_at(row)
        if key is None:
            return None
        if key not in self._cache:
            self._read_page(row)
        else:
            self._cache.move_to_end(key)
        return self._cache.get(key)

    def reset_keys(self, keys: array[int]) -> None:
        self.beginResetModel()
        self._keys = keys
        self.endResetModel()

    def apply(self, refresh: Refresh) -> bool:
        """Take the steps of a plan that was made for the keys held now; False when it was made for others."""
        if refresh.old is not self._keys:
            return False
        if refresh.steps is None:
            self.reset_keys(refresh.new)
            return True
        for step in refresh.steps:
            if isinstance(step, Insertion):
                self.beginInsertRows(_NOWHERE, step.at, step.at + len(step.keys) - 1)
                self._keys = self._keys[: step.at] + step.keys + self._keys[step.at :]
                self.endInsertRows()
            else:
                self.beginRemoveRows(_NOWHERE, step.first, step.last)
                self._keys = self._keys[: step.first] + self._keys[step.last + 1 :]
                self.endRemoveRows()
        return True

    def forget(self, keys: Iterable[int] | None, messages: frozenset[int] = frozenset()) -> None:
        """These mails look different now, and the rows of these messages (None: all may): they are read again when they are
        next painted. The others stay as they are read, for a synchronisation brings hundreds of bodies a second."""
        if keys is None:
            self._cache.clear()
        else:
            known = {key for key in keys if key in self._cache}
            if messages:
                known.update(key for key, mail in self._cache.items() if mail and mail.message_key in messages)
            if not known:
                return
            for key in known:
                del self._cache[key]
        if not self._keys:
            return
        if keys is None or self.in_view is None:
            # One signal for all: a view only repaints what it shows, and no row has to be searched for.
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._keys) - 1, 0))
            return
        for row in self.in_view():
            if self._keys[row] in known:
                self.dataChanged.emit(self.index(row, 0), self.index(row, 0))

    # Qt's interface

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self._keys)

    def columnCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else 1

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        if not index.isValid():
            return None
        if role == KEY_ROLE:
            return self.key_at(index.row())
        if role == ROW_ROLE:
            return self.mail_at(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            mail = self.mail_at(index.row())
            return mail.subject if mail else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            mail = self.mail_at(index.row())
            return self._describe(mail) if mail else ""
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return (
            Qt.ItemFlag.ItemIsEnabled
            | Qt.ItemFlag.ItemIsSelectable
            | Qt.ItemFlag.ItemIsDragEnabled
            | Qt.ItemFlag.ItemNeverHasChildren
        )

    def supportedDragActions(self) -> Qt.DropAction:
        return Qt.DropAction.MoveAction | Qt.DropAction.CopyAction

    def mimeTypes(self) -> list[str]:
        return [MIME_TYPE]

    def mimeData(self, indexes: Sequence[QModelIndex]) -> QMimeData:
        return self.mime_of([self._keys[row] for row in sorted({index.row() for index in indexes})])

    def mime_of(self, keys: Sequence[int]) -> QMimeData:
        """These mails as something that can be dropped on a folder."""
        made = QMimeData()
        made.setData(MIME_TYPE, json.dumps(list(keys)).encode())
        return made

    def _read_page(self, row: int) -> None:
        start = row // PAGE * PAGE
        keys = [key for key in self._keys[start : start + PAGE] if key not in self._cache]
        rows = self._read_rows(keys)
        for key in keys:
            self._cache[key] = rows.get(key)
        while len(self._cache) > CACHED:
            self._cache.popitem(last=False)


def parse_locations(data: QMimeData) -> tuple[int, ...]:
    """The location keys of a drag that `mimeData` made; empty for anything else."""
    try:
        keys = json.loads(bytes(data.data(MIME_TYPE).data())) if data.hasFormat(MIME_TYPE) else []
    except ValueError:
        return ()
    return tuple(key for key in keys if isinstance(key, int)) if isinstance(keys, list) else ()
