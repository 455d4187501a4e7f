"""Ctrl+K: every command and every folder by a few letters, and where one folder must be chosen, the folders alone.

A word matches where a word of the name begins with it, so "mo fo" finds "Move to a folder". GUI thread only.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import icons
from desktop.ui.labels import PlainLabel
from desktop.ui.popup import Popup
from desktop.ui.theme import Role, Type, font, theme
from desktop.values import dataclass

MOST = 60
_ROW = 34
"""Pixels of one choice."""
_CHOICE = int(Qt.ItemDataRole.UserRole)


@dataclass(frozen=True, slots=True)
class Choice:
    text: str
    icon: str
    run: Callable[[], object]
    aside: str = ""
    """A key or an account, said in grey."""


class _ChoiceDelegate(QStyledItemDelegate):
    """Icon and name on the left, key or account in grey on the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, _ROW)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        choice: Choice = index.data(_CHOICE)
        rect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour(Role.SELECTION))
            painter.drawRoundedRect(QRectF(rect).adjusted(0, 1, 0, -1), 5, 5)
        scale = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect.left() + 10, rect.center().y() - 8, icons.pixmap(choice.icon, 18, Role.ICON, scale))
        words_place = rect.adjusted(40, 0, -12, 0)
        self._write(painter, words_place, choice.text, font(Type.BASE), Role.TEXT, Qt.AlignmentFlag.AlignLeft)
        aside = font(Type.BASE - 1)
        self._write(painter, words_place, choice.aside, aside, Role.TEXT_MUTED, Qt.AlignmentFlag.AlignRight)
        painter.restore()

    def _write(
        self, painter: QPainter, rect: QRect, text: str, used: QFont, role: Role, side: Qt.AlignmentFlag
    ) -> None:
        painter.setFont(used)
        painter.setPen(theme().colour(role))
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, text)


class CommandPalette(Popup):
    """Deletes itself when it closes; the chosen command runs after that, with the focus back where it was."""

    def __init__(self, parent: QWidget, choices: Sequence[Choice], hint: str) -> None:
        super().__init__(parent)
        self._choices = [(choice, plain(f"{choice.text} {choice.aside}").split()) for choice in choices]
        self.setAccessibleName(hint)
        self._field = QLineEdit()
        self._field.setPlaceholderText(hint)
        self._field.setAccessibleName(hint)
        self._field.installEventFilter(self)
        self._rows = QStandardItemModel(self)
        self._list = QListView()
        self._list.setModel(self._rows)
        self._list.setProperty("kind", "choices")
        self._list.setAccessibleName(self.tr("Choices"))
        self._list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setUniformItemSizes(True)
        self._list.setItemDelegate(_ChoiceDelegate(self._list))
        self._none = PlainLabel(self.tr("Nothing is called so"), alignment=Qt.AlignmentFlag.AlignCenter, kind="muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(10, 10, 10, 10)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        layout.addWidget(self._none)
        self._field.textChanged.connect(self._show_matches)
        self._list.clicked.connect(lambda index: self._run(index.row()))
        self._show_matches()

    def show_over(self, window: QWidget) -> None:
        wanted = 64 + _ROW * max(1, len(self._choices))
        width, height = min(560, window.width() - 48), min(400, wanted, window.height() - 120)
        corner = window.mapToGlobal(QPoint((window.width() - width) // 2, 72))
        self.setGeometry(corner.x(), corner.y(), width, height)
        self.show()
        self._field.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field keeps the keyboard; arrows and Enter are for the list."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}
            if event.key() in step:
                self._move(step[Qt.Key(event.key())])
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._run(self._list.currentIndex().row())
                return True
        return super().eventFilter(watched, event)

    def _move(self, by: int) -> None:
        rows = self._rows.rowCount()
        if rows:
            row = max(0, min(rows - 1, self._list.currentIndex().row() + by))
            self._list.setCurrentIndex(self._rows.index(row, 0))

    def _show_matches(self) -> None:
        wanted = plain(self._field.text()).split()
        found = [
            choice
            for choice, pieces in self._choices
            if all(any(piece.startswith(word) for piece in pieces) for word in wanted)
        ]
        self._rows.clear()
        for choice in found[:MOST]:
            item = QStandardItem(choice.text)
            item.setData(choice, _CHOICE)
            item.setAccessibleText(f"{choice.text}, {choice.aside}" if choice.aside else choice.text)
            self._rows.appendRow(item)
        self._list.setVisible(bool(found))
        self._none.setVisible(not found)
        if found:
            self._list.setCurrentIndex(self._rows.index(0, 0))

    def _run(self, row: int) -> None:
        item = self._rows.item(row)
        if item is None:
            return
        choice: Choice = item.data(_CHOICE)
        self.close()
        choice.run()


def plain(text: str) -> str:
    """Lower case without accents, so that "envio" finds "Envío"."""
    taken_apart = unicodedata.normalize("NFD", text.casefold())
    return "".join(letter for letter in taken_apart if not unicodedata.combining(letter))
