"""What the panes of the plan are built of: headings, words, cards with one figure, and tables of plain text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui.labels import PlainLabel
from desktop.ui.theme import Space, Type, font
from desktop.ui.tips import plain_tip

_LEAST = 80
"""Pixels of an elided word, about ten letters."""


def text_label(text: str, kind: str = "", *, wrap: bool = True) -> QLabel:
    """Plain text, whatever it says."""
    return PlainLabel(text, wordWrap=wrap, kind=kind)


def card() -> tuple[QFrame, QVBoxLayout]:
    frame = QFrame()
    frame.setProperty("kind", "card")
    layout = QVBoxLayout(frame)
    layout.setContentsMargins(Space.L, Space.M, Space.L, Space.M)
    layout.setSpacing(Space.XS)
    return frame, layout


class ElidedLabel(PlainLabel):
    """One line that gives way: what has no room becomes dots, and the whole stands in the tip and for a screen reader."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setAccessibleName(text)
        self.whole = text

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self.whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return QSize(min(_LEAST, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        shown = self.fontMetrics().elidedText(self.whole, Qt.TextElideMode.ElideMiddle, self.width())
        self.setText(shown)
        self.setToolTip(plain_tip(self.whole if shown != self.whole else ""))


class FigureCard(QFrame):
    """One number of the plan and what it counts."""

    def __init__(self, caption: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._caption = caption
        self._figure = text_label("", "figure", wrap=False)
        self._figure.setFont(font(Type.SUBJECT, bold=True, tabular=True))
        self._beside = text_label("", "small")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.M, Space.S + 2, Space.M, Space.S + 2)
        layout.setSpacing(2)
        layout.addWidget(text_label(caption, "muted"))
        layout.addWidget(self._figure)
        layout.addWidget(self._beside)
        layout.addStretch(1)

    def show_figure(self, figure: str, beside: str = "", *, warn: bool = False) -> None:
        self._figure.setText(figure)
        self._figure.setProperty("kind", "figure-warning" if warn else "figure")
        self._figure.style().polish(self._figure)
        self._beside.setText(beside)
        self.setAccessibleName(f"{self._caption}: {figure}. {beside}".strip())


def table(
    rows: Sequence[Sequence[str]], *, heads: Sequence[str] = (), right: Sequence[int] = (), elided: int | None = None
) -> QWidget:
    """Plain words in columns; those of `right` stand at their right edge, for numbers. The others share the room.

    The column `elided` gives way first, and has the greater part of it.
    """
    body = QWidget()
    grid = QGridLayout(body)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(Space.L)
    grid.setVerticalSpacing(6)
    for place, line in enumerate([heads, *rows] if heads else rows):
        for column, text in enumerate(line):
            head = bool(heads) and place == 0
            if column == elided and not head:
                label: QLabel = ElidedLabel(text)
            else:
                label = text_label(text, "small" if head else "", wrap=column == 0 and not head)
            if column in right:
                label.setFont(font(Type.SMALL if head else Type.BASE, tabular=True))
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            else:
                label.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            grid.addWidget(label, place, column)
    for column in range(len(rows[0]) if rows else 0):
        grid.setColumnStretch(column, 0 if column in right else 2 if column == elided else 1)
    return body
