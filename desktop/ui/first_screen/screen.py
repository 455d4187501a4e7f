"""Two large choices and nothing else: try the demo mailbox, or add the own account. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QTextOption
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QWidget

from desktop.ui import icons
from desktop.ui.theme import Role, Space, Type, font, theme

CARD = QSize(340, 212)
_PICTURE = 56


class ChoiceCard(QAbstractButton):
    """A picture, what it does, and what to expect of it."""

    def __init__(self, icon: str, title: str, words: str, *, primary: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._title, self._words, self._primary = icon, title, words, primary
        self.setFixedSize(CARD)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(2, 2, -2, -2)
        ground = Role.PRESSED if self.isDown() else Role.HOVER if self.underMouse() else Role.SURFACE
        edge = Role.FOCUS if self.hasFocus() else Role.BORDER_STRONG if self.underMouse() else Role.BORDER
        painter.setBrush(colours.colour(ground))
        painter.setPen(QPen(colours.colour(edge), 2 if self.hasFocus() else 1))
        painter.drawRoundedRect(area, 14, 14)
        left, width = Space.XL + 4, self.width() - 2 * (Space.XL + 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour(Role.ACCENT if self._primary else Role.ACCENT_SOFT))
        painter.drawRoundedRect(QRectF(left, Space.XL + 4, _PICTURE, _PICTURE), 14, 14)
        tint = Role.ON_ACCENT if self._primary else Role.ACCENT
        picture = icons.pixmap(self._icon, 30, tint, self.devicePixelRatioF())
        painter.drawPixmap(left + (_PICTURE - 30) // 2, Space.XL + 4 + (_PICTURE - 30) // 2, picture)
        self._paint_words(painter, left, width)

    def _paint_words(self, painter: QPainter, left: int, width: int) -> None:
        top = Space.XL + 4 + _PICTURE + Space.L
        title = font(Type.SUBJECT, bold=True)
        painter.setFont(title)
        painter.setPen(theme().colour(Role.TEXT))
        line = painter.fontMetrics().height()
        painter.drawText(QRectF(left, top, width, line), Qt.AlignmentFlag.AlignVCenter, self._title)
        painter.setFont(font(Type.SENDER))
        painter.setPen(theme().colour(Role.TEXT_MUTED))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WordWrap)
        area = QRectF(left, top + line + Space.XS, width, self.height() - top - line - Space.M)
        painter.drawText(area, self._words, option)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)


class FirstScreen(QWidget):
    try_demo = Signal()
    add_account = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.demo = ChoiceCard(
            "inbox",
            self.tr("Try the demo mailbox"),
            self.tr("Authored mail on this computer. No account, no password, no network."),
            primary=True,
        )
        self.account = ChoiceCard(
            "account",
            self.tr("Add my account"),
            self.tr("Your address and your password; the servers are found for you."),
            primary=False,
        )
        self.demo.clicked.connect(self.try_demo)
        self.account.clicked.connect(self.add_account)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setSpacing(Space.XL)
        self._layout.addStretch(1)
        self._layout.addWidget(self.demo, 0, Qt.AlignmentFlag.AlignCenter)
        self._layout.addWidget(self.account, 0, Qt.AlignmentFlag.AlignCenter)
        self._layout.addStretch(1)
        self.setFocusProxy(self.demo)
        self.setTabOrder(self.demo, self.account)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < 2 * CARD.width() + 3 * Space.XL
        self._layout.setDirection(QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight)
