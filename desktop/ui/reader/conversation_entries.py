"""The lines of an unfolded conversation: one an entry, in columns as wide as what stands in them, painted, so that 500 cost what 5
do.

Invariant: Enter and a click open an entry, the arrows only go there. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QWidget,
)

from desktop.core.api.conversation import ConversationEntry, EntryKind
from desktop.ui import words
from desktop.ui.message_list.chips import clean
from desktop.ui.parts import Now
from desktop.ui.reader.conversation_words import describe, place, stay, tip, who
from desktop.ui.theme import Role, Type, font, theme
from desktop.ui.tips import plain_tip

ROW = 26
WIDE = 480
"""From this width on there is room to say when a mail leaves."""
LEFT = 14
_RIGHT, _GAP = 10, 10
ENTRY = int(Qt.ItemDataRole.UserRole)
_Index = QModelIndex | QPersistentModelIndex
_NONE = QModelIndex()


class EntryRows(QAbstractListModel):
    def __init__(self, now: Now, parent: QWidget) -> None:
        super().__init__(parent)
        self._now = now
        self.entries: tuple[ConversationEntry, ...] = ()
        self.opened = -1

    def show_entries(self, entries: tuple[ConversationEntry, ...], opened: int) -> bool:
        """Whether they are other ones than before."""
        if entries == self.entries:
            self.opened = opened
            self.dataChanged.emit(self.index(0, 0), self.index(len(entries) - 1, 0))
            return False
        self.beginResetModel()
        self.entries, self.opened = entries, opened
        self.endResetModel()
        return True

    def opened_entry(self) -> ConversationEntry | None:
        return self.entries[self.opened] if 0 <= self.opened < len(self.entries) else None

    def row_of(self, name: tuple[str, int] | None) -> int | None:
        return next((row for row, entry in enumerate(self.entries) if entry_name(entry) == name), None)

    def rowCount(self, parent: _Index = _NONE) -> int:
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        entry = self.entries[index.row()]
        if role == ENTRY:
            return entry
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return describe(entry, self._now(), opened=index.row() == self.opened)
        return None


class _Lines(QStyledItemDelegate):
    def __init__(self, model: EntryRows, now: Now, parent: QWidget) -> None:
        super().__init__(parent)
        self._entries, self._now = model, now
        self._who = self._moment = self._place = 0

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(0, ROW)

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        entry: ConversationEntry | None = index.data(ENTRY)
        if event.type() != QEvent.Type.ToolTip or entry is None:
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), plain_tip(tip(entry, self._now())), view)
        return True

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        self._paint_ground(painter, option, opened=index.row() == self._entries.opened)
        self._paint_entry(painter, option.rect, index.data(ENTRY))
        painter.restore()

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, *, opened: bool) -> None:
        rect: QRect = option.rect
        if opened:
            painter.fillRect(rect, theme().colour(Role.SELECTION))
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme().colour(Role.ACCENT))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme().colour(Role.HOVER))
        if option.state & QStyle.StateFlag.State_HasFocus and option.widget is not None and option.widget.hasFocus():
            painter.setPen(QPen(theme().colour(Role.FOCUS), 1))
            painter.drawRect(rect.adjusted(4, 1, -2, -2))

    def measure(self) -> None:
        """The columns are as wide as what stands in them, so that they stand below each other."""
        now, entries, small = self._now(), self._entries.entries, _small()
        self._who = max((_width(who(entry), font(Type.BASE, bold=not entry.seen)) for entry in entries), default=0)
        self._moment = max((_width(words.moment(entry.moment, now), small) for entry in entries), default=0)
        self._place = max((_width(place(entry), small) for entry in entries), default=0)

    def _paint_entry(self, painter: QPainter, rect: QRect, entry: ConversationEntry) -> None:
        now, unread, small = self._now(), not entry.seen, _small()
        left, end = rect.left() + LEFT, rect.right() - _RIGHT

        def column(text: str, width: int, role: Role) -> None:
            nonlocal end
            box = QRect(end - width, rect.top(), width, rect.height())
            _write(painter, box, text, small, role, Qt.AlignmentFlag.AlignRight)
            end -= width + _GAP

        column(words.moment(entry.moment, now), self._moment, Role.TEXT_FAINT)
        sent = entry.kind is EntryKind.MAIL
        column(place(entry), min(self._place, rect.width() // 4), Role.TEXT_FAINT if sent else Role.ACCENT)
        leaves, soon = stay(entry, now)
        if leaves and rect.width() >= WIDE:
            column(leaves, _width(leaves, small), Role.WARNING if soon else Role.TEXT_FAINT)
        author = min(self._who, rect.width() * 3 // 10)
        box = QRect(left, rect.top(), author, rect.height())
        _write(painter, box, who(entry), font(Type.BASE, bold=unread), Role.TEXT)
        left += author + _GAP
        rest = QRect(left, rect.top(), end - left, rect.height())
        _write(painter, rest, clean(entry.words), font(Type.BASE), Role.TEXT_MUTED)


def entry_name(entry: ConversationEntry | None) -> tuple[str, int] | None:
    return None if entry is None else (entry.kind.value, entry.key)


def _small() -> QFont:
    return font(Type.SMALL + 1, tabular=True)


class EntryView(QListView):
    chosen = Signal(int)

    def __init__(self, model: EntryRows, now: Now, parent: QWidget) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.lines = _Lines(model, now, self)
        self.setItemDelegate(self.lines)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.currentIndex().isValid():
            self.chosen.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Enter opens the entry, whatever the window has it for."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyboardSearch(self, search: str) -> None:
        """Nothing: single letters are commands."""


def _width(text: str, used: QFont) -> int:
    return QFontMetrics(used).horizontalAdvance(text) + 1 if text else 0


def _write(
    painter: QPainter,
    rect: QRect,
    text: str,
    used: QFont,
    role: Role,
    side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    if rect.width() < 8 or not text:
        return
    painter.setFont(used)
    painter.setPen(theme().colour(role))
    shown = QFontMetrics(used).elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine, shown)
