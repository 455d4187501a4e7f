"""The search for servers, line by line as the answers come; folded away once it has ended. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.api.discovery import Outcome, TraceStep
from desktop.ui import icons
from desktop.ui.account_setup.trace_words import step_sentence
from desktop.ui.theme import Role, Space
from desktop.ui.tips import plain_tip

_LINE = 24
_LINES_SEEN = 6
_MARKS = {Outcome.FOUND: ("check", Role.SUCCESS), Outcome.REFUSED: ("warning", Role.WARNING)}
_NO_MARK = ("minus", Role.ICON_MUTED)


class TraceFold(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.button = QPushButton(self.tr("How was this found?"))
        self.button.setProperty("kind", "flat-link")
        self.button.setCheckable(True)
        self.button.setAutoDefault(False)
        self.lines = QListWidget()
        self.lines.setAccessibleName(self.tr("Who was asked for the servers"))
        self.lines.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.lines.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.lines.setIconSize(QSize(16, 16))
        self.lines.setUniformItemSizes(True)
        self.lines.viewport().setAutoFillBackground(False)
        self.lines.setStyleSheet("background: transparent")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addWidget(self.lines)
        self.button.toggled.connect(self._fold)
        self.clear()

    def clear(self) -> None:
        self._steps: list[TraceStep] = []
        self.lines.clear()
        self.button.setChecked(False)
        self.button.hide()
        self._fold(False)

    def start(self) -> None:
        """A new search: lines are seen as they come."""
        self.clear()
        self._fold(True)

    def add_step(self, step: TraceStep) -> None:
        self._steps.append(step)
        sentence = step_sentence(step)
        item = QListWidgetItem(sentence)
        item.setToolTip(plain_tip(sentence))
        item.setSizeHint(QSize(0, _LINE))
        self._tint(item, step)
        self.lines.addItem(item)
        self._fit()
        self.lines.scrollToBottom()

    def end(self, *, found: bool = True) -> None:
        """The search is over: its lines are a press away."""
        self.button.setText(self.tr("How was this found?") if found else self.tr("What was tried?"))
        self.button.setVisible(bool(self._steps))
        self.button.setChecked(False)
        self._fold(False)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            for row, step in enumerate(self._steps):
                self._tint(self.lines.item(row), step)
        super().changeEvent(event)

    def _tint(self, item: QListWidgetItem, step: TraceStep) -> None:
        item.setIcon(icons.icon(*_MARKS.get(step.outcome, _NO_MARK)))

    def _fold(self, shown: bool) -> None:
        icons.set_icon(self.button, "chevron-down" if shown else "chevron-right", Role.LINK)
        self.lines.setVisible(shown)
        self._fit()

    def _fit(self) -> None:
        self.lines.setFixedHeight(_LINE * min(max(self.lines.count(), 1), _LINES_SEEN) + 2)
