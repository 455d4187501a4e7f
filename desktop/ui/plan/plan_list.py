"""The table of plans as a list to choose from: name, what it keeps, how many mailboxes and mails; the one in force is marked."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.core.api.workspace import PlanLimits
from desktop.ui.plan.plan_words import limits_line, plan_name
from desktop.ui.theme import RADIUS, Role, Type, font, theme
from desktop.ui.tips import plain_tip

_HEIGHT, _WIDTH = 46, 264
_PLAN, _LINE = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class PlanList(QListWidget):
    chosen = Signal(str)
    """Plan id"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Plans to try"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setItemDelegate(_PlanDelegate(self))
        self.setFixedWidth(_WIDTH)
        self._table: tuple[PlanLimits, ...] = ()
        self._present = ""
        self.currentItemChanged.connect(self._tell)

    def show_plans(self, table: tuple[PlanLimits, ...], present: str) -> None:
        if (table, present) == (self._table, self._present):
            return
        before = self.plan_id()
        self._table, self._present = table, present
        with QSignalBlocker(self):
            self.clear()
            for plan in table:
                name = plan_name(plan.plan_id, plan.name)
                if plan.plan_id == present:
                    name = self.tr("{plan} (now)").format(plan=name)
                elif plan.used:
                    name = self.tr("{plan} (used)").format(plan=name)
                item = QListWidgetItem(name)
                item.setData(_PLAN, plan.plan_id)
                item.setData(_LINE, limits_line(plan))
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{name}: {limits_line(plan)}")
                item.setToolTip(plain_tip(limits_line(plan)))
                self.addItem(item)
            self._select(before)

    def plan_id(self) -> str:
        """The chosen one, "" for none."""
        item = self.currentItem()
        return item.data(_PLAN) if item is not None else ""

    def choose(self, plan_id: str) -> None:
        """That one, or (empty) the one in force."""
        self._select(plan_id or self._present)

    def _select(self, plan_id: str) -> None:
        for row in range(self.count()):
            if self.item(row).data(_PLAN) == plan_id:
                self.setCurrentRow(row)
                self.scrollToItem(self.item(row))

    def _tell(self) -> None:
        if self.plan_id():
            self.chosen.emit(self.plan_id())


class _PlanDelegate(QStyledItemDelegate):
    """Two lines: the name, and its limits smaller below it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(_WIDTH - 16, _HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        rect = option.rect.adjusted(2, 1, -6, -1)
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().colour(Role.SELECTION if selected else Role.HOVER))
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(theme().colour(Role.FOCUS))
            painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), RADIUS, RADIUS)
        inner = rect.adjusted(10, 5, -8, -5)
        self._write(painter, QRect(inner.left(), inner.top(), inner.width(), 19), index.data(), Type.BASE, Role.TEXT)
        below = QRect(inner.left(), inner.top() + 19, inner.width(), 16)
        self._write(painter, below, index.data(_LINE), Type.SMALL, Role.TEXT_MUTED)
        painter.restore()

    def _write(self, painter: QPainter, place: QRect, text: str, size: Type, role: Role) -> None:
        used = font(size, tabular=True)
        painter.setFont(used)
        painter.setPen(theme().colour(role))
        shown = QFontMetrics(used).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
