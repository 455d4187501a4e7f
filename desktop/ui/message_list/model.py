"""The rows of a list for Qt's views: an array of location keys, and the mails of those that were looked at lately.

Invariant: the model never decides what belongs to a list; it is given keys, or steps from one array of keys to the next, and
reads rows by whole pages when they are painted. It holds 8 bytes per mail and at most CACHED rows. A list by conversation comes
with its folding: a row may then mean several mails, of which it has the newest one's key. GUI thread only.
"""

from __future__ import annotations

import json
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QMimeData, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.core.api.rows import MessageRow
from desktop.ui.message_list.folding import Fold, Folding
from desktop.ui.message_list.lines import MOST_SPEAKING, Line, fold_up, spoken
from desktop.ui.message_list.refresh import Refresh
from desktop.ui.message_list.steps import Insertion, Step

PAGE = 100
CACHED = 4_000
MIME_TYPE = "application/x-bandeja-locations"
ROW_ROLE = int(Qt.ItemDataRole.UserRole)
KEY_ROLE = ROW_ROLE + 1
LINE_ROLE = ROW_ROLE + 2
PAGE_OF_LINES = 20
"""Conversations that are read at once, with MOST_SPEAKING mails each at most …"""
READ_AT_ONCE = 200
"""… by so many mails."""

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
        self._folding: Folding | None = None
        self._cache: OrderedDict[int, MessageRow | None] = OrderedDict()
        self._lines: OrderedDict[int, tuple[array[int], Line]] = OrderedDict()

    in_view: Callable[[], range] | None = None
    """The rows that are on the screen: of others nobody needs to hear, for they are read when they come into view."""

    @property
    def keys(self) -> array[int]:
        """The keys in order. Replaced, never changed in place, so a worker may read what it was handed."""
        return self._keys

    def key_at(self, row: int) -> int | None:
        return self._keys[row] if 0 <= row < len(self._keys) else None

    @property
    def folding(self) -> Folding | None:
        """What the keys mean in a list by conversation."""
        return self._folding

    def row_of(self, key: int) -> int | None:
        """Where a mail stands, if only within a folded conversation; up to 40 ms in a million rows, so not for loops."""
        try:
            return self._keys.index(key)
        except ValueError:
            return self._folding.row_of(key) if self._folding is not None else None

    def mails_of(self, first: int, last: int) -> array[int]:
        """The keys of all mails that these rows mean."""
        if self._folding is None:
            return self._keys[first : last + 1]
        return self._folding.mails_of(first, last)

    def fold_of(self, row: int) -> Fold:
        return Fold.ALONE if self._folding is None else self._folding.fold_of(row)

    def head_of(self, row: int) -> int:
        """The first row of the conversation that a row belongs to."""
        return row if self._folding is None else row - self._folding.place_of(row)[1]

    def toggle(self, row: int) -> bool:
        """Unfold the conversation of that row, or fold it; False where there is none."""
        if self._folding is None:
            return False
        toggled = self._folding.toggled(self._folding.place_of(row)[0])
        if toggled is None:
            return False
        head = self.index(self.head_of(row), 0)
        self._folding = None  # between two steps rows are mails, whatever they mean
        self._take(toggled[1])
        self._keys, self._folding = toggled[0].rows, toggled[0]
        self.dataChanged.emit(head, head)
        return True

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

    def line_at(self, row: int) -> Line | None:
        """What a row shows; None where its mail has just gone."""
        if self._folding is None or row >= len(self._keys):
            mail = self.mail_at(row)
            return Line(mail) if mail is not None else None
        group, inside = self._folding.place_of(row)
        fold, count = self._folding.fold_of(row), self._folding.groups.size(group)
        if fold is not Fold.FOLDED:
            mail = self.mail_at(row)
            return Line(mail, fold, 1 if inside else count) if mail is not None else None
        members = self._folding.groups.members(group)
        known, speaking = self._lines.get(members[0]), members[:MOST_SPEAKING]
        if all(key in self._cache for key in speaking):
            if known is not None and known[0] == members:
                return known[1]
        else:
            self._read_lines(row)
        mails = [mail for key in speaking if (mail := self._cache.get(key)) is not None]
        if not mails:
            return None
        line = fold_up(mails, count)
        self._lines[members[0]] = members, line
        while len(self._lines) > CACHED // 4:
            self._lines.popitem(last=False)
        return line

    def reset_keys(self, keys: array[int], folding: Folding | None = None) -> None:
        """`folding`: of a list by conversation, whose rows the keys are."""
        self.beginResetModel()
        self._keys, self._folding = keys, folding
        self.endResetModel()

    def apply(self, refresh: Refresh) -> bool:
        """Take the steps of a plan that was made for the keys held now; False when it was made for others."""
        if refresh.old is not self._keys:
            return False
        if refresh.steps is None:
            self.reset_keys(refresh.new, refresh.folding)
            return True
        before, folding, self._folding = self._folding, refresh.folding, None
        for step in refresh.steps:
            self._take(step)
        if folding is not None:
            self._keys, self._folding = folding.rows, folding
        if folding is not None or before is not None:
            self._say_seen_changed()
        return True

    def _take(self, step: Step) -> None:
        if isinstance(step, Insertion):
            self.beginInsertRows(_NOWHERE, step.at, step.at + len(step.keys) - 1)
            self._keys = self._keys[: step.at] + step.keys + self._keys[step.at :]
            self.endInsertRows()
        else:
            self.beginRemoveRows(_NOWHERE, step.first, step.last)
            self._keys = self._keys[: step.first] + self._keys[step.last + 1 :]
            self.endRemoveRows()

    def _say_seen_changed(self) -> None:
        """A conversation that stays where it is may have other mails."""
        seen = self.in_view() if self.in_view is not None else range(len(self._keys))
        if seen and self._keys:
            self.dataChanged.emit(self.index(seen[0], 0), self.index(seen[-1], 0))

    def forget(self, keys: Iterable[int] | None, messages: frozenset[int] = frozenset()) -> None:
        """These mails look different now, and the rows of these messages (None: all may): they are read again when they are
        next painted. The others stay as they are read, for a synchronisation brings hundreds of bodies a second."""
        if keys is None:
            self._cache.clear()
            self._lines.clear()
        else:
            known = {key for key in keys if key in self._cache}
            if messages:
                known.update(key for key, mail in self._cache.items() if mail and mail.message_key in messages)
            if not known:
                return
            for key in known:
                del self._cache[key]
            for key in [key for key, (members, _) in self._lines.items() if not known.isdisjoint(members)]:
                del self._lines[key]
        if not self._keys:
            return
        if keys is None or self.in_view is None:
            # One signal for all: a view only repaints what it shows, and no row has to be searched for.
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._keys) - 1, 0))
            return
        for row in self.in_view():
            if not known.isdisjoint(self.mails_of(row, row)):
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
        if role == LINE_ROLE:
            return self.line_at(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            mail = self.mail_at(index.row())
            return mail.subject if mail else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            line = self.line_at(index.row())
            return ". ".join(filter(None, (spoken(line), self._describe(line.mail)))) if line else ""
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
        rows = sorted({index.row() for index in indexes})
        return self.mime_of([key for row in rows for key in self.mails_of(row, row)])

    def mime_of(self, keys: Sequence[int]) -> QMimeData:
        """These mails as something that can be dropped on a folder."""
        made = QMimeData()
        made.setData(MIME_TYPE, json.dumps(list(keys)).encode())
        return made

    def _read_page(self, row: int) -> None:
        start = row // PAGE * PAGE
        self._read([key for key in self._keys[start : start + PAGE] if key not in self._cache])

    def _read_lines(self, row: int) -> None:
        start = row // PAGE_OF_LINES * PAGE_OF_LINES
        rows = range(start, min(start + PAGE_OF_LINES, len(self._keys)))
        wanted = [key for one in rows for key in self.mails_of(one, one)[:MOST_SPEAKING] if key not in self._cache]
        for first in range(0, len(wanted), READ_AT_ONCE):
            self._read(wanted[first : first + READ_AT_ONCE])

    def _read(self, keys: Sequence[int]) -> None:
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
