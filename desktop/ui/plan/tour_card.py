"""A card that lies over the window and says what is to be seen: Back, Next, End, with the keyboard too; a ring shows where.

It knows no step: it is told what to say and what to point at, and tells what was pressed. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.ui.announcement import announce
from desktop.ui.layouts import layout_of
from desktop.ui.notices.progress_line import ProgressLine
from desktop.ui.plan.blocks import text_label
from desktop.ui.theme import RADIUS, Role, Space, theme

WIDTH = 392
_MARGIN = 20
_KEYS = {
    Qt.Key.Key_Right: "next",
    Qt.Key.Key_PageDown: "next",
    Qt.Key.Key_Left: "back",
    Qt.Key.Key_PageUp: "back",
    Qt.Key.Key_Escape: "end",
}


class Ring(QWidget):
    """A line around a part of the window; the mouse goes through it."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour(Role.FOCUS), 3))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), RADIUS + 2, RADIUS + 2)
        painter.end()


class TourCard(QFrame):
    next_wanted = Signal()
    back_wanted = Signal()
    end_wanted = Signal()

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self._target: QWidget | None = None
        self._seen: tuple[QWidget, ...] = ()
        self.setProperty("kind", "tour")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(28)
        shadow.setOffset(0, 4)
        shade = theme().colour(Role.SHADOW)
        shade.setAlpha(90)
        shadow.setColor(shade)
        self.setGraphicsEffect(shadow)
        self.ring = Ring(host)
        self.place = text_label("", "small", wrap=False)
        self.title = text_label("", "heading")
        self.words = text_label("")
        self.done = text_label("", "success")
        self.progress = ProgressLine(self)
        self.back = QPushButton(self.tr("Back"))
        self.next = QPushButton(self.tr("Next"))
        self.next.setProperty("kind", "primary")
        self.end = QPushButton(self.tr("End"))
        self.end.setProperty("kind", "link")
        self.back.setToolTip(self.tr("Back (←)"))
        self.next.setToolTip(self.tr("Next (→)"))
        self.end.setToolTip(self.tr("End the tour (Esc)"))
        self.back.clicked.connect(self.back_wanted)
        self.next.clicked.connect(self.next_wanted)
        self.end.clicked.connect(self.end_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(Space.S)
        buttons.addWidget(self.end)
        buttons.addStretch(1)
        buttons.addWidget(self.back)
        buttons.addWidget(self.next)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
        layout.setSpacing(Space.XS + 2)
        layout.addWidget(self.place)
        layout.addWidget(self.title)
        layout.addWidget(self.words)
        layout.addWidget(self.done)
        layout.addWidget(self.progress)
        layout.addLayout(buttons)
        self.setFixedWidth(WIDTH)
        host.installEventFilter(self)
        for child in (self.back, self.next, self.end):
            child.installEventFilter(self)
        self.hide()

    def show_step(self, number: int, count: int, title: str, sentence: str) -> None:
        self.place.setText(self.tr("{number} of {count}").format(number=number, count=count))
        self.title.setText(title)
        self.words.setText(sentence)
        self.done.hide()
        self.back.setEnabled(number > 1)
        self.next.setText(self.tr("Finish") if number == count else self.tr("Next"))
        self.setAccessibleName(f"{self.place.text()}: {title}. {sentence}")
        self._fit()
        self.show()
        self.raise_()
        self.next.setFocus()
        announce(self, self.accessibleName())

    def set_working(self, working: bool) -> None:
        """What the step does is under way: there is no next one before."""
        self.next.setEnabled(not working)
        if working:
            self.progress.start()
        else:
            self.progress.stop()
            if not self.isHidden():
                self.next.setFocus()

    def tell(self, sentence: str) -> None:
        """What has really happened."""
        self.done.setText(sentence)
        self.done.setVisible(bool(sentence))
        self._fit()

    def point_at(self, target: QWidget | None, seen: tuple[QWidget, ...] = ()) -> None:
        """A ring around `target`; the card itself leaves that and `seen` free, as far as there is room."""
        self._target, self._seen = target, seen
        self._place()

    def close_card(self) -> None:
        self._target = None
        self.ring.hide()
        self.hide()

    # where it stands

    def _fit(self) -> None:
        layout = layout_of(self)
        layout.activate()
        self.setFixedHeight(layout.totalHeightForWidth(WIDTH))
        self._place()

    def _place(self) -> None:
        target = self._target
        if target is None or not target.isVisible():
            self.ring.hide()
            self._move(QRect())
            return
        frame = self._rect_of(target).adjusted(-4, -4, 4, 4).intersected(self._host.rect())
        self.ring.setGeometry(frame)
        self.ring.show()
        self.ring.raise_()
        self._move(frame)
        self.raise_()

    def _move(self, frame: QRect) -> None:
        """Beside what is shown, else in a lower corner; where least of what is to be seen is covered."""
        room = self._host.rect().adjusted(_MARGIN, _MARGIN, -_MARGIN, -_MARGIN - 28)
        width, height = self.width(), self.height()
        places = [
            QPoint(min(frame.left(), room.right() - width), frame.bottom() + 12),
            QPoint(frame.right() + 12, min(max(frame.top(), room.top()), room.bottom() - height)),
            QPoint(frame.left() - 12 - width, min(max(frame.top(), room.top()), room.bottom() - height)),
        ]
        fits = [place for place in places if not frame.isNull() and room.contains(QRect(place, self.size()))]
        low = room.bottom() - height
        fits += [QPoint(room.right() - width, low), QPoint(room.left(), low)]
        self.move(min(fits, key=self._covered))  # the first of those that cover as little

    def _covered(self, place: QPoint) -> int:
        """Pixels of what is to be seen that a card there would hide."""
        card = QRect(place, self.size())
        hidden = [card.intersected(self._rect_of(widget)) for widget in self._seen if widget.isVisible()]
        return sum(one.width() * one.height() for one in hidden if not one.isEmpty())

    def _rect_of(self, widget: QWidget) -> QRect:
        return QRect(widget.mapTo(self._host, QPoint(0, 0)), widget.size())

    # keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._press(event):
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host:
            if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest) and not self.isHidden():
                QTimer.singleShot(0, self, self._place)
            return False
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return False
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(watched, QPushButton):
            watched.click()  # outside of a dialog, Qt's buttons obey only the space bar
            return True
        return self._press(event)

    def event(self, event: QEvent) -> bool:
        # The window's single keys are shortcuts: while the keyboard is in the card, the card's own come first.
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in _KEYS:
            event.accept()
            return True
        return super().event(event)

    def _press(self, event: QKeyEvent) -> bool:
        button = {"next": self.next, "back": self.back, "end": self.end}.get(_KEYS.get(Qt.Key(event.key()), ""))
        if button is None:
            return False
        button.click()
        return True
