"""Paints one line of the folder tree: icon, name, unread count, and what an account is doing. GUI thread only."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.core.api.rows import AccountState
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui import icons, words
from desktop.ui.folder_pane.model import NODE_ROLE
from desktop.ui.folder_pane.names import ICONS
from desktop.ui.folder_pane.tree import Kind, Node
from desktop.ui.theme import Role, Type, font, theme

HEIGHT = 30
ACCOUNT_HEIGHT = 38
_SIZE, _ACCOUNT_SIZE = QSize(100, HEIGHT), QSize(100, ACCOUNT_HEIGHT)

_COUNTED_ICONS = {Kind.LEAVING: "clock", Kind.AWAITING: "bell"}
_STATE_ICONS = {
    AccountState.CONNECTING: ("refresh", Role.ICON_MUTED),
    AccountState.SYNCING: ("refresh", Role.ICON_MUTED),
    AccountState.OFFLINE: ("offline", Role.ICON_MUTED),
    AccountState.NEEDS_PASSWORD: ("key", Role.WARNING),
    AccountState.ERROR: ("warning", Role.DANGER),
    AccountState.PAUSED: ("pause", Role.ICON_MUTED),
}


class FolderDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        node: Node = index.data(NODE_ROLE)
        return _ACCOUNT_SIZE if node.kind is Kind.ACCOUNT else _SIZE

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        node: Node = index.data(NODE_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect.adjusted(2, 0, -14, 0)
        if node.kind is Kind.ACCOUNT:
            self._paint_account(painter, rect.adjusted(0, rect.height() - HEIGHT, 0, 0), node)
        else:
            self._paint_folder(painter, rect, node, bool(option.state & QStyle.StateFlag.State_Selected))
        painter.restore()

    def _paint_account(self, painter: QPainter, rect: QRect, node: Node) -> None:
        right = rect.right()
        state = _STATE_ICONS.get(node.status.state) if node.status else None
        if state:
            right -= 16
            picture = icons.pixmap(state[0], 16, state[1], painter.device().devicePixelRatioF())
            painter.drawPixmap(right, rect.center().y() - 8, picture)
            right -= 6
        self._write(painter, rect, right, node.label, Role.TEXT_MUTED, Type.BASE - 1, bold=True)

    def _paint_folder(self, painter: QPainter, rect: QRect, node: Node, selected: bool) -> None:
        role = Role.ACCENT if selected else Role.ICON
        name = "inboxes" if node.kind is Kind.UNIFIED and node.use is SpecialUse.INBOX else ICONS[node.use]
        name = _COUNTED_ICONS.get(node.kind, name)
        scale = painter.device().devicePixelRatioF()
        painter.drawPixmap(rect.left(), rect.center().y() - 8, icons.pixmap(name, 18, role, scale))
        right = rect.right()
        if node.mailbox and node.mailbox.held_removals:
            right -= 16
            painter.drawPixmap(right, rect.center().y() - 8, icons.pixmap("warning", 16, Role.WARNING, scale))
            right -= 4
        if node.unread and node.use not in (SpecialUse.TRASH, SpecialUse.JUNK, SpecialUse.SENT):
            text = words.number(node.unread)
            used = font(Type.BASE - 1, bold=node.kind not in _COUNTED_ICONS, tabular=True)
            width = QFontMetrics(used).horizontalAdvance(text) + 2
            painter.setFont(used)
            painter.setPen(theme().colour(Role.ACCENT if selected else Role.TEXT_MUTED))
            place = QRect(right - width, rect.top(), width, rect.height())
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)
            right -= width + 6
        dim = node.mailbox is not None and not node.mailbox.selectable
        ink = Role.TEXT_FAINT if dim else Role.TEXT
        self._write(painter, rect.adjusted(26, 0, 0, 0), right, node.label, ink, Type.BASE, bold=False)

    def _write(
        self, painter: QPainter, rect: QRect, right: int, text: str, role: Role, size: int, *, bold: bool
    ) -> None:
        used = font(size, bold=bold)
        place = QRect(rect.left(), rect.top(), max(0, right - rect.left()), rect.height())
        painter.setFont(used)
        painter.setPen(theme().colour(role))
        shown = QFontMetrics(used).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
