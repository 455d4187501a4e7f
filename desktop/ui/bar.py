"""A bar inside a pane: one sentence with a reason, and what can be done about it; never a dialog.

Words are shown as plain text, so that foreign text in them stays text. Invariant: what is in a bar is made when it says
something first, for most bars of a start never do. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QToolButton, QWidget

from desktop.ui import icons
from desktop.ui.announcement import announce
from desktop.ui.labels import PlainLabel
from desktop.ui.layouts import empty, widgets_of
from desktop.ui.theme import Role, Space
from desktop.ui.tips import plain_tip

NARROW = 380
"""Words that would get less room than this stand above their buttons."""
_KINDS = {
    "info": ("info", Role.ACCENT),
    "warning": ("warning", Role.WARNING),
    "danger": ("warning", Role.DANGER),
    "success": ("check", Role.SUCCESS),
}


class Bar(QFrame):
    told = Signal()
    """It stands there, with other buttons than before."""
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon = "info"
        self._role = Role.ACCENT
        self._text = ""
        self._is_made = self._low = False
        self.hide()

    def _make(self) -> None:
        self._is_made = True
        self._picture = PlainLabel()
        self._picture.setFixedWidth(icons.SIZE)
        self._words = PlainLabel()
        self._words.setWordWrap(True)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(Space.XS)
        self._close = QToolButton()
        icons.set_icon(self._close, "close", Role.ICON_MUTED)
        self._close.setAccessibleName(self.tr("Close this bar"))
        self._close.setToolTip(self.tr("Close"))
        self._close.clicked.connect(self._on_close)
        self._close.hide()
        self._middle = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._middle.setContentsMargins(0, Space.XS, 0, Space.XS)
        self._middle.setSpacing(Space.XS)
        self._middle.addWidget(self._words, 1)
        self._middle.addLayout(self._buttons)
        row = self._row = QHBoxLayout(self)
        row.setSpacing(Space.S)
        row.addWidget(self._picture)
        row.addLayout(self._middle, 1)
        row.addWidget(self._close)

    @property
    def text(self) -> str:
        return self._text

    @property
    def buttons(self) -> list[QPushButton]:
        if not self._is_made:
            return []
        return [widget for widget in widgets_of(self._buttons) if isinstance(widget, QPushButton)]

    def tell(
        self,
        kind: str,
        text: str,
        *buttons: tuple[str, Callable[[], object]],
        icon: str = "",
        closable: bool = False,
    ) -> None:
        """Show this sentence ("info", "warning", "danger" or "success") with (label, action) buttons."""
        if not self._is_made:
            self._make()
        self.setProperty("kind", f"notice-{kind}")
        self.style().unpolish(self)
        self.style().polish(self)
        self._icon, self._role = _KINDS[kind]
        self._icon = icon or self._icon
        self._text = text
        self.setAccessibleName(text)
        empty(self._buttons)
        for label, action in buttons:
            button = QPushButton(label)
            button.setProperty("kind", "link")
            button.clicked.connect(lambda _checked=False, action=action: action())
            self._buttons.addWidget(button)
        self._close.setVisible(closable)
        self._fit()
        self._tint()
        self.show()
        self.told.emit()
        announce(self, text)

    def set_low(self, low: bool) -> None:
        """One line, which says as much as there is room for; the whole of it is in the tooltip."""
        self._low = low
        if self._is_made:
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._is_made:
            self._fit()

    def _fit(self) -> None:
        """Buttons beside the words, or under them where the words would become a narrow column."""
        room = self.width() - self._buttons.sizeHint().width() - 80
        below = bool(self.buttons) and not (self._low or room >= NARROW)
        edge = 0 if self._low else Space.XS
        self._row.setContentsMargins(Space.M, edge, Space.S, edge)
        self._middle.setContentsMargins(0, edge, 0, edge)
        if self._words.wordWrap() is self._low:
            across = QSizePolicy.Policy.Ignored if self._low else QSizePolicy.Policy.Expanding
            self._words.setSizePolicy(across, QSizePolicy.Policy.Preferred)
            self._words.setWordWrap(not self._low)  # after the policy: it adds to it that the height follows the width
        shown = self._words.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, max(40, room))
        self._words.setText(shown if self._low else self._text)
        self._words.setToolTip(plain_tip(self._text if self._low and shown != self._text else ""))
        self._middle.setDirection(QBoxLayout.Direction.TopToBottom if below else QBoxLayout.Direction.LeftToRight)
        self._buttons.setAlignment(Qt.AlignmentFlag.AlignLeft if below else Qt.AlignmentFlag(0))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and self._is_made:
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._icon, 18, self._role))

    def _on_close(self) -> None:
        self.hide()
        self.closed.emit()
