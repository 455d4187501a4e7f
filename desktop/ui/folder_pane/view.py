"""The folder tree on the screen: quiet rows over the whole width, own fold marks, a target for dragged mails."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem, QTreeView, QWidget

from desktop.ui import icons
from desktop.ui.folder_pane.delegate import HEIGHT, FolderDelegate
from desktop.ui.folder_pane.model import FolderModel
from desktop.ui.folder_pane.tree import Kind
from desktop.ui.theme import Role, theme

INDENT = 16
_Index = QModelIndex | QPersistentModelIndex


class FolderView(QTreeView):
    def __init__(self, model: FolderModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.setModel(model)
        self.setItemDelegate(FolderDelegate(self))
        self.setProperty("kind", "folders")
        self.setAccessibleName(self.tr("Folders"))
        self.setHeaderHidden(True)
        self.setIndentation(INDENT)
        self.setExpandsOnDoubleClick(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setMouseTracking(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DropOnly)
        self.setDropIndicatorShown(False)
        self.setAutoExpandDelay(600)
        self.header().setStretchLastSection(True)

    def top_line(self) -> tuple[QPersistentModelIndex, int]:
        """The line at the upper edge, and how far it is scrolled past it; none where nothing is scrolled."""
        index = self.indexAt(QPoint(0, 0)) if self.verticalScrollBar().value() else QModelIndex()
        return QPersistentModelIndex(index), self.visualRect(index).top()

    def hold_line(self, line: tuple[QPersistentModelIndex, int]) -> None:
        """Scroll to where that line is at its old place, whatever has come or gone above it."""
        kept, top = line
        if kept.isValid():
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + self.visualRect(kept).top() - top)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The other button asks what can be done with a line; it leaves the mails that are being read where they are."""
        if event.button() != Qt.MouseButton.RightButton:
            super().mousePressEvent(event)

    # mails that are dragged here

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Over a folder they may be let go. Qt, without a mark of its own between the rows, would allow it nowhere."""
        super().dragMoveEvent(event)  # scrolls at the edges and opens what is folded
        index = self.indexAt(event.position().toPoint())
        if self._model.canDropMimeData(event.mimeData(), event.dropAction(), -1, -1, index):
            event.acceptProposedAction()
        else:
            event.ignore()
        self.viewport().update()

    def dropEvent(self, event: QDropEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if self._model.dropMimeData(event.mimeData(), event.dropAction(), -1, -1, index):
            event.acceptProposedAction()
        else:
            event.ignore()
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)
        self.viewport().update()

    def drawRow(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """The ground first, over the whole width: Qt would leave out the indentation."""
        node = self._model.node(index)
        rect = QRectF(option.rect).adjusted(6, 1, -6, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        selected = self.selectionModel().isSelected(index)
        if node and node.kind is not Kind.ACCOUNT:
            hovered = self.visualRect(index).contains(self.viewport().mapFromGlobal(self.cursor().pos()))
            over = self.state() == QAbstractItemView.State.DraggingState
            if selected:
                painter.setBrush(theme().colour(Role.SELECTION if self.hasFocus() else Role.SELECTION_IDLE))
                painter.drawRoundedRect(rect, 6, 6)
            elif hovered and node.selectable:
                painter.setBrush(theme().colour(Role.ACCENT_SOFT if over else Role.HOVER))
                painter.drawRoundedRect(rect, 6, 6)
        if (
            self.hasFocus()
            and index == self.currentIndex()
            and not (selected and node and node.kind is not Kind.ACCOUNT)
        ):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colour(Role.FOCUS), 1.5))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 5, 5)
        painter.restore()
        super().drawRow(painter, option, index)

    def drawBranches(self, painter: QPainter, rect: QRect, index: _Index) -> None:
        if self.model().hasChildren(index):
            name = "chevron-down" if self.isExpanded(index) else "chevron-right"
            drop = (rect.height() - HEIGHT) // 2
            scale = self.devicePixelRatioF()
            place = rect.right() - INDENT + 5
            painter.drawPixmap(place, rect.center().y() - 5 + drop, icons.pixmap(name, 12, Role.ICON_MUTED, scale))

    def keyboardSearch(self, search: str) -> None:
        """Nothing: letters are commands here."""
