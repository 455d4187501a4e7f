"""The mails saved to a contact, newest first: one line each with what it said, to be opened as it was saved.

Painted by itself, so that hundreds of lines cost no widgets. GUI thread.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.core.api.desk import ActivityRow
from desktop.ui import icons, words
from desktop.ui.message_list.chips import clean
from desktop.ui.parts import Now
from desktop.ui.theme import Role, Type, font, theme

HEIGHT = 72
_ROW = int(Qt.ItemDataRole.UserRole)
_LINE_X = 30


class _TimelineDelegate(QStyledItemDelegate):
    def __init__(self, now: Now, parent: QWidget) -> None:
        super().__init__(parent)
        self._now = now

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: ActivityRow = index.data(_ROW)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = QRectF(rect).adjusted(54, 3, -8, -3)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        ground = Role.SELECTION if selected else Role.HOVER if hovered else Role.RAISED
        painter.setPen(QPen(theme().colour(Role.BORDER), 1))
        painter.setBrush(theme().colour(ground))
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        self._paint_thread(painter, rect, row, index)
        self._paint_words(painter, card.toRect().adjusted(12, 6, -12, -6), row)
        painter.restore()

    def _paint_thread(
        self, painter: QPainter, rect: QRect, row: ActivityRow, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """The line down the side, and on it whether the mail came or went."""
        x = rect.left() + _LINE_X
        painter.setPen(QPen(theme().colour(Role.BORDER_STRONG), 1))
        top = rect.center().y() if index.row() == 0 else rect.top()
        bottom = rect.center().y() if index.row() == index.model().rowCount() - 1 else rect.bottom() + 1
        painter.drawLine(QPointF(x, top), QPointF(x, bottom))
        role = Role.ACCENT if row.incoming else Role.ICON
        painter.setPen(QPen(theme().colour(Role.BORDER_STRONG), 1))
        painter.setBrush(theme().colour(Role.SURFACE))
        painter.drawEllipse(QPointF(x, rect.center().y()), 13, 13)
        scale = painter.device().devicePixelRatioF()
        name = "inbox" if row.incoming else "sent"
        painter.drawPixmap(x - 8, rect.center().y() - 8, icons.pixmap(name, 16, role, scale))

    def _paint_words(self, painter: QPainter, place: QRect, row: ActivityRow) -> None:
        time = words.moment(row.at, self._now())
        used = font(Type.SMALL + 1, tabular=True)
        width = QFontMetrics(used).horizontalAdvance(time) + 2
        end = place.right() - width
        _write(painter, QRect(end, place.top(), width, 18), time, Type.SMALL + 1, Role.TEXT_MUTED)
        if row.attachments:
            end -= 26 + (8 if row.attachments > 9 else 0)
            scale = painter.device().devicePixelRatioF()
            picture = icons.pixmap("attachment", 14, Role.ICON_MUTED, scale)
            painter.drawPixmap(end, place.top() + 2, picture)
            count = QRect(end + 14, place.top(), 20, 18)
            _write(painter, count, words.number(row.attachments), Type.SMALL, Role.TEXT_MUTED)
        title = QRect(place.left(), place.top(), end - place.left() - 8, 18)
        subject = clean(row.subject) or self.tr("No subject")
        _write(painter, title, subject, Type.BASE, Role.TEXT, bold=True)
        _write(
            painter,
            QRect(place.left(), place.top() + 20, place.width(), 17),
            clean(row.sender),
            Type.SMALL + 1,
            Role.TEXT_MUTED,
        )
        _write(
            painter,
            QRect(place.left(), place.top() + 37, place.width(), 18),
            clean(row.snippet),
            Type.BASE,
            Role.TEXT_MUTED,
        )


class Timeline(QListView):
    open_wanted = Signal(object)
    """ActivityRow"""
    delete_wanted = Signal(object)

    def __init__(self, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._model = QStandardItemModel(self)
        self.setModel(self._model)
        self.setItemDelegate(_TimelineDelegate(now, self))
        self.setAccessibleName(self.tr("Saved mails"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.doubleClicked.connect(lambda: self._tell(self.open_wanted))

    def show_rows(self, rows: Sequence[ActivityRow]) -> None:
        here = self.current()
        self._model.clear()
        for row in rows:
            item = QStandardItem(row.subject)
            item.setData(row, _ROW)
            way = self.tr("received") if row.incoming else self.tr("sent")
            pieces = (
                clean(row.subject) or self.tr("No subject"),
                way,
                clean(row.sender),
                words.moment(row.at, self._now()),
            )
            item.setAccessibleText(", ".join(pieces))
            self._model.appendRow(item)
        if here is not None:
            self.choose(here.activity_key)

    def current(self) -> ActivityRow | None:
        return self.currentIndex().data(_ROW) if self.currentIndex().isValid() else None

    def choose(self, activity_key: int) -> bool:
        for place in range(self._model.rowCount()):
            if self._model.item(place).data(_ROW).activity_key == activity_key:
                self.setCurrentIndex(self._model.index(place, 0))
                return True
        return False

    def _tell(self, signal: SignalInstance) -> None:
        row = self.current()
        if row is not None:
            signal.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._tell(self.open_wanted)
        elif event.key() == Qt.Key.Key_Delete:
            self._tell(self.delete_wanted)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Delete
        ):
            event.accept()
            return True
        return super().event(event)

    def keyboardSearch(self, search: str) -> None:
        """Nothing: single letters are commands."""


def _write(painter: QPainter, place: QRect, text: str, size: int, role: Role, *, bold: bool = False) -> None:
    used = font(size, bold=bold)
    painter.setFont(used)
    painter.setPen(theme().colour(role))
    shown = QFontMetrics(used).elidedText(text, Qt.TextElideMode.ElideRight, max(0, place.width()))
    painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
