"""What the reader shows when no single mail is chosen: a quiet picture, a sentence, and what can be done with several. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QToolButton, QVBoxLayout, QWidget

from desktop.ui import icons, words
from desktop.ui.labels import PlainLabel
from desktop.ui.theme import Role, Space

_COLUMNS, _WIDE, _HIGH = 2, 190, 300


class EmptyPage(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = "mail-open"
        self._picture = PlainLabel(alignment=Qt.AlignmentFlag.AlignHCenter)
        self._sentence = PlainLabel(alignment=Qt.AlignmentFlag.AlignHCenter, kind="muted")
        self._sentence.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.M)
        layout.addStretch(2)
        layout.addWidget(self._picture)
        layout.addWidget(self._sentence)
        self._offers = QWidget()
        self._grid = QGridLayout(self._offers)
        self._grid.setContentsMargins(0, Space.M, 0, 0)
        self._grid.setSpacing(Space.XS)
        self._offers.hide()
        layout.addWidget(self._offers, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)
        self._buttons: dict[str, QToolButton] = {}
        self._worded: Callable[[], Mapping[str, str]] = dict

    @property
    def sentence(self) -> str:
        return self._sentence.text()

    def offer(self, actions: Sequence[QAction], worded: Callable[[], Mapping[str, str]]) -> None:
        """What can be done with several mails; `worded` says what those do that can go two ways."""
        self._worded = worded
        for number, action in enumerate(actions):
            button = QToolButton()
            icons.set_icon(button, action.property("iconName"))
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.clicked.connect(action.trigger)
            _name(button, action.text())
            # Not its default action: with each change of that a button takes its words from it again.
            action.changed.connect(lambda button=button, action=action: _follow(button, action))
            _follow(button, action)
            button.setMinimumWidth(_WIDE)
            self._buttons[action.objectName()] = button
            self._grid.addWidget(button, number // _COLUMNS, number % _COLUMNS)

    @property
    def buttons(self) -> Mapping[str, QToolButton]:
        return self._buttons

    def show_nothing(self) -> None:
        self._offers.hide()
        self._show("mail-open", self.tr("Choose a mail to read it here."))

    def show_many(self, count: int) -> None:
        sentence = self.tr("{count} mail(s) are chosen. What you do now happens to all of them.", "", count)
        self._show("mail", sentence.format(count=words.number(count)))
        for name, text in self._worded().items():
            if name in self._buttons:
                _name(self._buttons[name], text)
        self._offers.setVisible(bool(self._buttons))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._picture.setVisible(self.height() >= _HIGH)
        for number, button in enumerate(self._buttons.values()):
            columns = _COLUMNS if self.width() >= _COLUMNS * (_WIDE + Space.L) else 1
            self._grid.addWidget(button, number // columns, number % columns)

    def _show(self, icon: str, sentence: str) -> None:
        self._icon = icon
        self._sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self._tint()

    def _tint(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._icon, 60, Role.BORDER_STRONG))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)


def _name(button: QToolButton, text: str) -> None:
    button.setText(f" {text}")  # a style sheet knows no gap between icon and text
    button.setAccessibleName(text)


def _follow(button: QToolButton, action: QAction) -> None:
    button.setEnabled(action.isEnabled())
    button.setToolTip(action.toolTip())
