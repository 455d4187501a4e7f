"""Above the list of what leaves soon: how much it is, and what can be done: export it, or link a mail to a task. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui import icons, words
from desktop.ui.i18n import tr
from desktop.ui.labels import PlainLabel
from desktop.ui.theme import Role, Space

_WIDE = 620
_INDENT = Space.M
"""The signs of the buttons stand under the words."""


class LeavingBar(QFrame):
    link_wanted = Signal()
    change_wanted = Signal()
    """What waits is to be looked at."""

    def __init__(self, make_menu: Callable[[QWidget], QMenu], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._picture = PlainLabel()
        self._words = PlainLabel(wordWrap=True)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._words.setProperty("kind", "muted")
        self.export = QToolButton()
        self.export.setText(self.tr("Export…"))
        self.export.setProperty("kind", "filter")
        self.export.setToolTip(self.tr("Save all these mails into files before they leave"))
        self.export.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        icons.set_icon(self.export, "download")
        self.export.setMenu(make_menu(self.export))
        self.link = QToolButton()
        self.link.setText(self.tr("Link to a task…"))
        self.link.setProperty("kind", "filter")
        self.link.setToolTip(self.tr("A linked task keeps the selected mail on this computer"))
        self.link.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        icons.set_icon(self.link, "task")
        self.link.clicked.connect(self.link_wanted)
        self._later = QPushButton()
        self._later.setProperty("kind", "link")
        self._later.clicked.connect(self.change_wanted)
        self._later.hide()
        first = QHBoxLayout()
        first.setSpacing(Space.S)
        first.addWidget(self._picture)
        first.addWidget(self._words, 1)
        second = self._buttons = QHBoxLayout()
        second.setContentsMargins(_INDENT, 0, 0, 0)
        second.setSpacing(Space.XS)
        second.addWidget(self.export)
        second.addWidget(self.link)
        second.addStretch(1)
        self._lines = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._lines.setSpacing(Space.XS)
        self._lines.addLayout(first, 1)
        self._lines.addLayout(second)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.M, Space.S, Space.M, Space.XS)
        layout.setSpacing(Space.XS)
        layout.addLayout(self._lines)
        layout.addWidget(self._later, 0, Qt.AlignmentFlag.AlignLeft)
        self._tint()
        self.hide()

    @property
    def text(self) -> str:
        return self._words.text()

    def show_count(self, count: int) -> None:
        text = tr(
            "{count} mail(s) leave this computer in the next 7 days, the soonest first. They stay on your server.",
            "",
            count,
        )
        self._words.setText(text.format(count=words.number(count)))
        self.export.setEnabled(count > 0)
        self.link.setEnabled(count > 0)

    def show_change(self, sentence: str) -> None:
        """A change of plan in these days, by which more may leave; empty: none."""
        self._later.setText(sentence)
        self._later.setVisible(bool(sentence))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a wide list, which stands above the reader, words and buttons share a line: the mails need the room."""
        super().resizeEvent(event)
        way = QBoxLayout.Direction.LeftToRight if event.size().width() >= _WIDE else QBoxLayout.Direction.TopToBottom
        if way is not self._lines.direction():
            self._lines.setDirection(way)
            beside = way is QBoxLayout.Direction.LeftToRight
            self._buttons.setContentsMargins(0 if beside else _INDENT, 0, 0, 0)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        self._picture.setPixmap(icons.pixmap("clock", 16, Role.ICON_MUTED))
