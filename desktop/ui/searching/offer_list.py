"""The list under the search field: shows offers, and lets arrows, Tab, Enter and the mouse take one while the field keeps the keyboard.

Invariant: Enter is taken only where an offer was chosen with the arrows, Tab only where what is typed can be completed; all other
keys are the field's. GUI thread.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
)
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import icons
from desktop.ui.announcement import announce
from desktop.ui.searching.offers import Offer
from desktop.ui.theme import Role, Type, font, theme

ROW, CAPTION = 32, 26
NARROWEST = 380
_OFFER = int(Qt.ItemDataRole.UserRole)
_NOWHERE = QModelIndex()
_CROSS = 32
"""The width of the place at the end of a row where an earlier search is forgotten."""
_Index = QModelIndex | QPersistentModelIndex


class OfferModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.offers: list[Offer] = []

    def show(self, offers: Sequence[Offer]) -> None:
        self.beginResetModel()
        self.offers = list(offers)
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.offers)

    def data(self, index: _Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> object:
        offer = self.offers[index.row()] if index.isValid() else None
        if offer is None:
            return None
        if role == _OFFER:
            return offer
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return said(offer)
        return None

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if index.isValid() and self.offers[index.row()].caption:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren


def said(offer: Offer) -> str:
    """An offer as a screen reader says it."""
    return f"{offer.shown}, {offer.aside}" if offer.aside else offer.shown


class OfferList(QFrame):
    taken = Signal(object)
    """Offer"""
    forgotten = Signal(str)
    """An earlier search that is to be forgotten."""

    def __init__(self, field: QLineEdit) -> None:
        super().__init__(field.window())
        self._field = field
        self.setProperty("kind", "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.model = OfferModel(self)
        self.view = _OfferView(self)
        self.view.setModel(self.model)
        self.view.setProperty("kind", "choices")
        self.view.setAccessibleName(self.tr("What can be searched for"))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.setItemDelegate(_OfferDelegate(self.view))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(5, 5, 5, 5)
        layout.addWidget(self.view)
        self.view.clicked.connect(lambda index: self._take(index.row()))
        self.view.cross_clicked.connect(self._forget)
        self.hide()

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """In place of others; nothing hides the list. None is chosen."""
        self.model.show(offers)
        self.view.setCurrentIndex(QModelIndex())
        if not offers:
            self.hide()
            return
        window = self._field.window()
        place = self._field.mapTo(window, QPoint(0, self._field.height() + 4))
        width = min(max(NARROWEST, self._field.width()), window.width() - place.x() - 8)
        height = sum(CAPTION if offer.caption else ROW for offer in offers) + 12
        self.setGeometry(place.x(), place.y(), width, min(height, window.height() - place.y() - 8))
        self.show()
        self.raise_()

    def chosen(self) -> int:
        """The row that was chosen with the arrows, or -1."""
        return self.view.currentIndex().row() if self.isVisible() else -1

    def takes(self, event: QKeyEvent) -> bool:
        """Would `take_key` take it?"""
        if not self.isVisible() or event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        match event.key():
            case Qt.Key.Key_Down:
                return True
            case Qt.Key.Key_Escape | Qt.Key.Key_Tab:
                # From an empty field both lead away, as ever, and the list goes with the keyboard.
                return self.chosen() >= 0 or bool(self._field.text().strip())
            case Qt.Key.Key_Up | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                return self.chosen() >= 0
            case Qt.Key.Key_Delete:
                return self.chosen() >= 0 and self.model.offers[self.chosen()].recent
        return False

    def take_key(self, event: QKeyEvent) -> bool:
        """Do what the key does here; False where it is the field's."""
        if not self.takes(event):
            return False
        match event.key():
            case Qt.Key.Key_Escape:
                self.hide()
            case Qt.Key.Key_Down:
                self._step(1)
            case Qt.Key.Key_Up:
                self._step(-1)
            case Qt.Key.Key_Delete:
                self._forget(self.chosen())
            case _:
                self._take(max(0, self.chosen()))
        return True

    def _step(self, by: int) -> None:
        """Over captions; above the first none is chosen."""
        row, rows = self.chosen() + by, self.model.rowCount()
        while 0 <= row < rows and self.model.offers[row].caption:
            row += by
        if row >= rows:
            return
        self.view.setCurrentIndex(self.model.index(row, 0) if row >= 0 else QModelIndex())
        if row >= 0:
            announce(self._field, said(self.model.offers[row]))

    def choose_near(self, row: int) -> None:
        """Where the keyboard had chosen a row that has gone."""
        if 0 <= row < self.model.rowCount() and not self.model.offers[row].caption:
            self.view.setCurrentIndex(self.model.index(row, 0))

    def _take(self, row: int) -> None:
        if 0 <= row < self.model.rowCount() and not self.model.offers[row].caption:
            self.taken.emit(self.model.offers[row])

    def _forget(self, row: int) -> None:
        self.forgotten.emit(self.model.offers[row].text)


class _OfferView(QListView):
    cross_clicked = Signal(int)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and index.data(_OFFER).recent and is_on_cross(self.visualRect(index), event):
            self.cross_clicked.emit(index.row())
            return
        super().mouseReleaseEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Leave:
            self.viewport().update()
        return super().viewportEvent(event)


def is_on_cross(rect: QRect, event: QMouseEvent) -> bool:
    return event.position().x() > rect.right() - _CROSS


class _OfferDelegate(QStyledItemDelegate):
    """Icon and offer on the left, what it means in grey behind it; a cross to forget an earlier search."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        return QSize(100, CAPTION if index.data(_OFFER).caption else ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        offer: Offer = index.data(_OFFER)
        rect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if offer.caption:
            place = rect.adjusted(10, 4, -10, 0)
            self._write(painter, place, offer.shown, font(Type.BASE - 1, bold=True), Role.TEXT_MUTED)
            painter.restore()
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        pointed = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or pointed:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour(Role.SELECTION if chosen else Role.HOVER))
            painter.drawRoundedRect(QRectF(rect).adjusted(0, 1, 0, -1), 5, 5)
        scale = painter.device().devicePixelRatioF()
        painter.drawPixmap(
            rect.left() + 10, rect.center().y() - 7, icons.pixmap(offer.icon, 16, Role.ICON_MUTED, scale)
        )
        room = rect.adjusted(36, 0, -12, 0)
        if offer.recent and (chosen or pointed):
            painter.drawPixmap(
                rect.right() - 24, rect.center().y() - 7, icons.pixmap("close", 16, Role.ICON_MUTED, scale)
            )
            room.setRight(rect.right() - _CROSS)
        used = self._write(painter, room, offer.shown, font(Type.BASE), Role.TEXT)
        self._write(painter, room.adjusted(used + 12, 0, 0, 0), offer.aside, font(Type.BASE - 1), Role.TEXT_MUTED)
        painter.restore()

    def _write(self, painter: QPainter, rect: QRect, text: str, used: QFont, role: Role) -> int:
        """How wide it has become."""
        metrics = QFontMetrics(used)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, rect.width()))
        painter.setFont(used)
        painter.setPen(theme().colour(role))
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        return metrics.horizontalAdvance(shown)
