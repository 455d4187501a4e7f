"""A list of things of the desk: one entry has a picture, a title, a line under it and something at the right; headings between.

Invariant: what was chosen stays chosen over a refresh while it exists; a refresh tells nobody of a choice; no more entries than
`bounded` lets through, so that a frame is enough for them. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSignalBlocker,
    QSize,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.ui import icons, words
from desktop.ui.message_list.chips import clean, initials
from desktop.ui.theme import Role, Type, font, theme
from desktop.values import dataclass

HEIGHT, HEADING_HEIGHT = 56, 32
MOST = 500
_Row = TypeVar("_Row")
_ENTRY = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Entry:
    """`key` None is a heading. Texts are foreign and shown on one line each. `avatar` (an address) instead of an icon."""

    key: int | None
    title: str
    detail: str = ""
    aside: str = ""
    icon: str = ""
    ink: Role = Role.ICON
    aside_ink: Role = Role.TEXT_MUTED
    avatar: str = ""
    faded: bool = False


def bounded(rows: Sequence[_Row], *kept: int | None, key: Callable[[_Row], int]) -> list[_Row]:
    """The first MOST, and after them those of the `kept` keys: what is chosen or wanted is there wherever it stands."""
    return [*rows[:MOST], *(row for row in rows[MOST:] if key(row) in kept)]


def rest_entry(count: int) -> Entry:
    """The line after the last, for so many that are not shown."""
    text = QCoreApplication.translate("Desk", "{count} more: type above to find them")
    return Entry(None, text.format(count=words.number(count)))


class _EntryDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        entry: Entry = index.data(_ENTRY)
        return QSize(100, HEADING_HEIGHT if entry.key is None else HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry: Entry = index.data(_ENTRY)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if entry.key is None:
            place = option.rect.adjusted(18, 8, -12, 0)
            _write(painter, place, entry.title, Type.SMALL + 1, Role.TEXT_MUTED, bold=True)
        else:
            self._paint_entry(painter, option, entry)
        painter.restore()

    def _paint_entry(self, painter: QPainter, option: QStyleOptionViewItem, entry: Entry) -> None:
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            active = bool(option.widget and option.widget.hasFocus())
            painter.fillRect(rect, theme().colour(Role.SELECTION if active else Role.SELECTION_IDLE))
            bar = Role.ACCENT if active else Role.ICON_MUTED
            painter.fillRect(QRect(rect.left(), rect.top(), 3, rect.height()), theme().colour(bar))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme().colour(Role.HOVER))
        painter.fillRect(QRect(rect.left() + 58, rect.bottom(), rect.width(), 1), theme().colour(Role.BORDER))
        self._paint_picture(painter, rect, entry)
        inner = rect.adjusted(58, 0, -14, 0)
        end = inner.right()
        if entry.aside:
            used = font(Type.SMALL + 1, tabular=True)
            width = QFontMetrics(used).horizontalAdvance(entry.aside) + 2
            place = QRect(end - width, inner.top() + 9, width, 20)
            _write(painter, place, entry.aside, Type.SMALL + 1, entry.aside_ink)
            end -= width + 10
        ink = Role.TEXT_FAINT if entry.faded else Role.TEXT
        top = inner.top() + (9 if entry.detail else 18)
        title_place = QRect(inner.left(), top, end - inner.left(), 20)
        _write(painter, title_place, clean(entry.title), Type.SENDER, ink, strike=entry.faded)
        if entry.detail:
            place = QRect(inner.left(), inner.top() + 29, inner.width(), 18)
            _write(painter, place, clean(entry.detail), Type.BASE, Role.TEXT_MUTED)

    def _paint_picture(self, painter: QPainter, rect: QRect, entry: Entry) -> None:
        scale = painter.device().devicePixelRatioF()
        if entry.avatar or not entry.icon:
            circle = QRectF(rect.left() + 16, rect.top() + 11, 32, 32)
            ground, letters = theme().avatar(entry.avatar or entry.title)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawEllipse(circle)
            painter.setPen(letters)
            painter.setFont(font(Type.BASE, bold=True))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, initials(entry.title, entry.avatar))
        else:
            painter.drawPixmap(rect.left() + 22, rect.center().y() - 10, icons.pixmap(entry.icon, 20, entry.ink, scale))


class EntryList(QListView):
    chosen = Signal(object)
    """The key, or None when nothing is chosen any more."""
    toggled = Signal(int)
    """Space on an entry."""
    deleted = Signal(int)
    """Del on an entry."""
    entered = Signal(int)
    """Enter or a double click."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QStandardItemModel(self)
        self.setModel(self._rows)
        self.setItemDelegate(_EntryDelegate(self))
        self.setAccessibleName(name)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.selectionModel().currentChanged.connect(lambda: self.chosen.emit(self.current_key()))
        self.doubleClicked.connect(lambda: self._tell(self.entered))

    def current_key(self) -> int | None:
        entry = self.currentIndex().data(_ENTRY) if self.currentIndex().isValid() else None
        return entry.key if entry is not None else None

    def entries(self) -> list[Entry]:
        return [self._rows.item(row).data(_ENTRY) for row in range(self._rows.rowCount())]

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """These entries; what was chosen stays so. Nothing is said to anybody, not even when it is gone."""
        if list(entries) == self.entries():
            return
        key, place = self.current_key(), self.verticalScrollBar().value()
        with QSignalBlocker(self.selectionModel()):
            self._rows.clear()
            for entry in entries:
                item = QStandardItem(entry.title)
                item.setData(entry, _ENTRY)
                pieces = [entry.title, entry.detail, entry.aside]
                item.setAccessibleText(", ".join(clean(piece) for piece in pieces if piece))
                if entry.key is None:
                    item.setFlags(Qt.ItemFlag.NoItemFlags)
                self._rows.appendRow(item)
            self._mark(key)
        self.verticalScrollBar().setValue(place)
        self.viewport().update()

    def choose(self, key: int | None) -> bool:
        """Choose that entry, or the first; False when it is not there."""
        for row in range(self._rows.rowCount()):
            entry: Entry = self._rows.item(row).data(_ENTRY)
            if entry.key is not None and key in (entry.key, None):
                self.setCurrentIndex(self._rows.index(row, 0))
                return True
        return False

    def _mark(self, key: int | None) -> None:
        for row in range(self._rows.rowCount()):
            if key is not None and self._rows.item(row).data(_ENTRY).key == key:
                self.setCurrentIndex(self._rows.index(row, 0))

    def _tell(self, signal: SignalInstance) -> None:
        key = self.current_key()
        if key is not None:
            signal.emit(key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = {
            Qt.Key.Key_Space: self.toggled,
            Qt.Key.Key_Delete: self.deleted,
            Qt.Key.Key_Return: self.entered,
            Qt.Key.Key_Enter: self.entered,
        }
        signal = keys.get(Qt.Key(event.key())) if not event.modifiers() else None
        if signal is not None:
            self._tell(signal)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Del and Space are this list's own while it has the keyboard, not the window's."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Space)
            and not event.modifiers()
        ):
            event.accept()
            return True
        return super().event(event)

    def keyboardSearch(self, search: str) -> None:
        """Nothing: single letters are commands."""


def _write(
    painter: QPainter, place: QRect, text: str, size: int, role: Role, *, bold: bool = False, strike: bool = False
) -> None:
    used = font(size, bold=bold)
    used.setStrikeOut(strike)
    painter.setFont(used)
    painter.setPen(theme().colour(role))
    shown = QFontMetrics(used).elidedText(text, Qt.TextElideMode.ElideRight, max(0, place.width()))
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
