"""What is seen while there is no account: what this is, and two large choices. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui import icons
from desktop.ui.first_screen.app_picture import app_picture
from desktop.ui.labels import PlainLabel
from desktop.ui.theme import Role, Space, Type, font, theme

_WIDTH = 400
_MARGIN = 28
_PICTURE = 56
_RADIUS = 14
_APP = 76
_WRAP = Qt.TextFlag.TextWordWrap


class ChoiceCard(QAbstractButton):
    """A picture, what it does, and what to expect of it; as high as its words need."""

    def __init__(self, icon: str, title: str, words: str, *, primary: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon, self._words, self._primary = icon, words, primary
        self.setText(title)
        self.setAccessibleName(title)
        self.setAccessibleDescription(words)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        return QSize(_WIDTH, self._words_area().bottom() + _MARGIN)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        colours = theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered, focused = self.underMouse(), self.hasFocus()
        ground = Role.PRESSED if self.isDown() else Role.HOVER if hovered else Role.SURFACE
        edge = Role.FOCUS if focused else Role.ACCENT if hovered else Role.BORDER_STRONG
        painter.setBrush(colours.colour(ground))
        painter.setPen(QPen(colours.colour(edge), 2 if focused else 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1.5, 1.5, -1.5, -1.5), _RADIUS, _RADIUS)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colours.colour(Role.ACCENT if self._primary else Role.ACCENT_SOFT))
        painter.drawRoundedRect(QRectF(_MARGIN, _MARGIN, _PICTURE, _PICTURE), _RADIUS, _RADIUS)
        tint = Role.ON_ACCENT if self._primary else Role.ACCENT
        inset = _MARGIN + (_PICTURE - 30) // 2
        painter.drawPixmap(inset, inset, icons.pixmap(self._icon, 30, tint, self.devicePixelRatioF()))
        painter.setFont(font(Type.SUBJECT, bold=True))
        painter.setPen(colours.colour(Role.TEXT))
        painter.drawText(self._title_area(), _WRAP, self.text())
        painter.setFont(font(Type.SENDER))
        painter.setPen(colours.colour(Role.TEXT_MUTED))
        painter.drawText(self._words_area(), _WRAP, self._words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.update()
        super().changeEvent(event)

    def _title_area(self) -> QRect:
        return _area(_MARGIN + _PICTURE + Space.L + Space.XS, font(Type.SUBJECT, bold=True), self.text())

    def _words_area(self) -> QRect:
        return _area(self._title_area().bottom() + Space.S, font(Type.SENDER), self._words)


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
            self.tr("A mailbox full of mail, on this computer only. No account, no password, no network."),
            primary=True,
        )
        self.account = ChoiceCard(
            "account",
            self.tr("Add my account"),
            self.tr("Your address and your password; the servers are found for you. Your mail stays where it is."),
            primary=False,
        )
        self.demo.clicked.connect(self.try_demo)
        self.account.clicked.connect(self.add_account)
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(Space.XL)
        self._cards.addStretch(1)
        self._cards.addWidget(self.demo)
        self._cards.addWidget(self.account)
        self._cards.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.L, Space.L, Space.L, Space.L)
        column.addStretch(4)
        self._lay_out_head(column)
        column.addSpacing(Space.XXL + Space.S)
        column.addLayout(self._cards)
        column.addStretch(5)
        self.setFocusProxy(self.demo)
        self.setTabOrder(self.demo, self.account)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = event.size().width() < 2 * _WIDTH + 3 * Space.XL
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._cards.setDirection(down if narrow else across)
        for card in (self.demo, self.account):
            self._cards.setAlignment(card, Qt.AlignmentFlag.AlignHCenter if narrow else Qt.AlignmentFlag(0))

    def _lay_out_head(self, column: QVBoxLayout) -> None:
        picture, name, line = (
            PlainLabel(),
            PlainLabel("Bandeja"),
            PlainLabel(self.tr("Your mail, quick and calm, also offline.")),
        )
        picture.setPixmap(app_picture(_APP))
        name.setProperty("kind", "display")
        line.setProperty("kind", "muted")
        line.setFont(font(Type.HEADING))
        line.setStyleSheet(f"font-size: {int(Type.HEADING)}px")
        for label in (picture, name, line):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(label)
            column.addSpacing(Space.S)


def _area(top: int, letters: QFont, text: str) -> QRect:
    """Where words stand that begin at that height, as high as they need."""
    width = _WIDTH - 2 * _MARGIN
    return QFontMetrics(letters).boundingRect(QRect(_MARGIN, top, width, 1_000), _WRAP, text) | QRect(
        _MARGIN, top, width, 1
    )
