"""Attachments as cards under a mail: what each is, how large, and open, save or drag it.

Invariant: a card shows the real extension whatever the length of the name, and does nothing by itself. GUI thread.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.mail.structure import Attachment
from desktop.ui import icons, words
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.labels import PlainLabel
from desktop.ui.reader.attachment_kind import can_run, icon_of
from desktop.ui.theme import RADIUS, Role, Space, Type, font, theme
from desktop.ui.tips import plain_tip

CARD = QSize(232, 48)
FEW = 6
"""More cards than these are folded until they are asked for."""


class AttachmentCard(QAbstractButton):
    """A click shows what is in it; the arrow saves; the menu opens it in its program too; dragging takes the file along."""

    look_wanted = Signal(object)
    open_wanted = Signal(object)
    save_wanted = Signal(object)
    drag_wanted = Signal(object)

    def __init__(self, attachment: Attachment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.attachment = attachment
        self.setFixedSize(CARD)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        size = words.size(attachment.size)
        self.setAccessibleName(self.tr("Attachment {name}, {size}").format(name=attachment.filename, size=size))
        self.setToolTip(plain_tip(f"{attachment.filename}\n{size}"))
        self._pressed_at: QPoint | None = None
        self._save = QToolButton(self)
        icons.set_icon(self._save, "download")
        self._save.setToolTip(self.tr("Save…"))
        self._save.setAccessibleName(self.tr("Save {name}").format(name=attachment.filename))
        self._save.setGeometry(CARD.width() - 36, 10, 28, 28)
        self._save.clicked.connect(lambda: self.save_wanted.emit(self.attachment))
        self.clicked.connect(lambda: self.look_wanted.emit(self.attachment))

    def sizeHint(self) -> QSize:
        return CARD

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focus = self.hasFocus()
        painter.setPen(QPen(theme().colour(Role.FOCUS if focus else Role.BORDER), 2 if focus else 1))
        painter.setBrush(theme().colour(Role.HOVER if self.underMouse() else Role.RAISED))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS, RADIUS)
        danger = can_run(self.attachment.filename, self.attachment.content_type)
        picture = icons.pixmap(
            icon_of(self.attachment.filename, self.attachment.content_type),
            24,
            Role.WARNING if danger else Role.ICON,
            self.devicePixelRatioF(),
        )
        painter.drawPixmap(Space.M, (self.height() - 24) // 2, picture)
        left, width = Space.M + 24 + Space.S, self.width() - (Space.M + 24 + Space.S) - 40
        painter.setFont(font(Type.BASE))
        painter.setPen(theme().colour(Role.TEXT))
        name = painter.fontMetrics().elidedText(self.attachment.filename, Qt.TextElideMode.ElideMiddle, width)
        painter.drawText(left, 6, width, 20, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(font(Type.SMALL))
        painter.setPen(theme().colour(Role.TEXT_MUTED))
        size = words.size(self.attachment.size)
        painter.drawText(left, 25, width, 16, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, size)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint() if event.button() == Qt.MouseButton.LeftButton else None
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        start = self._pressed_at
        moved = start is not None and (event.position().toPoint() - start).manhattanLength()
        if moved and moved >= QApplication.startDragDistance():
            self._pressed_at = None
            self.setDown(False)
            self.drag_wanted.emit(self.attachment)
            return
        super().mouseMoveEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.addAction(self.tr("Look at it"), lambda: self.look_wanted.emit(self.attachment))
        menu.addAction(self.tr("Open with its program"), lambda: self.open_wanted.emit(self.attachment))
        menu.addAction(self.tr("Save…"), lambda: self.save_wanted.emit(self.attachment))
        menu.exec(event.globalPos())
        menu.deleteLater()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)


class AttachmentStrip(QFrame):
    look_wanted = Signal(object)
    open_wanted = Signal(object)
    save_wanted = Signal(object)
    drag_wanted = Signal(object)
    save_all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._attachments: tuple[Attachment, ...] = ()
        self._gives_way = False
        self._room = 3 * CARD.height()
        self._low = self._tight = False
        self._title = PlainLabel(kind="muted")
        self._more = QPushButton()
        self._more.setProperty("kind", "link")
        self._more.setCheckable(True)
        self._more.toggled.connect(self._fill)
        self._save_all = QPushButton(self.tr("Save all…"))
        self._save_all.setProperty("kind", "link")
        self._save_all.clicked.connect(self.save_all_wanted)
        head = QHBoxLayout()
        head.setSpacing(Space.XS)
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(self._more)
        head.addWidget(self._save_all)
        self._cards = QWidget()
        self._flow = FlowLayout(self._cards, Space.S)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setWidget(self._cards)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.viewport().setAutoFillBackground(False)
        self._cards.setAutoFillBackground(False)
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(Space.L + 4, Space.S, Space.L, Space.M)
        layout.setSpacing(Space.XS)
        layout.addLayout(head)
        layout.addWidget(self._area)
        self.hide()

    def show_attachments(self, attachments: Sequence[Attachment]) -> None:
        self._attachments = tuple(attachments)
        self._gives_way = False
        self.setVisible(bool(attachments))
        total = words.size(sum(one.size for one in attachments))
        count = self.tr("{count} attachment(s)", "", len(attachments)).format(count=words.number(len(attachments)))
        self._title.setText(f"{count}, {total}")
        self._show_head()
        self._more.setChecked(False)
        self._fill()

    def give_way(self, gives_way: bool) -> None:
        """Something else tells what is in these files, and there is no room for both."""
        self._gives_way = gives_way
        self.setVisible(bool(self._attachments) and not gives_way)

    def set_room(self, height: int, *, low: bool, tight: bool) -> None:
        """How high the cards may stand; more of them are scrolled to. In a `low` reader a single card speaks for itself, in
        a `tight` one several do."""
        self._room, self._low, self._tight = height, low, tight
        self._column.setContentsMargins(
            Space.L + 4, Space.XS if low else Space.S, Space.L, Space.XS if low else Space.M
        )
        self._show_head()
        self._fit()

    def _show_head(self) -> None:
        several = len(self._attachments) > 1
        self._title.setVisible(not self._tight and (several or not self._low))
        self._save_all.setVisible(not self._tight and several)
        self._more.setVisible(not self._tight and len(self._attachments) > FEW)

    @property
    def attachments(self) -> tuple[Attachment, ...]:
        """All of them, also those that are folded away."""
        return self._attachments

    @property
    def cards(self) -> list[AttachmentCard]:
        return [card for card in self._cards.findChildren(AttachmentCard) if not card.isHidden()]

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fill(self) -> None:
        for old in self._cards.findChildren(AttachmentCard):
            self._flow.removeWidget(old)
            old.hide()
            old.deleteLater()
        unfolded = self._more.isChecked()
        self._more.setText(
            self.tr("Show fewer") if unfolded else self.tr("Show all {count}").format(count=len(self._attachments))
        )
        for attachment in self._attachments if unfolded else self._attachments[:FEW]:
            card = AttachmentCard(attachment)
            card.look_wanted.connect(self.look_wanted)
            card.open_wanted.connect(self.open_wanted)
            card.save_wanted.connect(self.save_wanted)
            card.drag_wanted.connect(self.drag_wanted)
            self._flow.addWidget(card)
            card.show()  # at once: a hidden card takes no room in the layout
        self._fit()

    def _fit(self) -> None:
        width = max(CARD.width(), self.width() - 2 * Space.L)
        needed = self._flow.heightForWidth(width)
        line = CARD.height() + Space.S
        lines = max(1, self._room // line)
        # Half a card more, where not all fit, shows that there is something to scroll to.
        self._area.setFixedHeight(needed if needed <= lines * line else lines * line + CARD.height() // 2)
