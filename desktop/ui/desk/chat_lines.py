"""The lines of a chat: who said what and when, one's own at the right; the newest in sight.

Texts are foreign and shown as plain text. GUI thread.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.api.desk import ChatLine
from desktop.ui import words
from desktop.ui.labels import PlainLabel
from desktop.ui.layouts import empty
from desktop.ui.message_list.chips import clean
from desktop.ui.parts import Now
from desktop.ui.reader.mail_head import Avatar
from desktop.ui.theme import Space

MOST = 300
"""Newer lines than this many are shown; a chat of the desk is short."""


class ChatLines(QScrollArea):
    def __init__(self, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._shown: tuple[ChatLine, ...] = ()
        self._bubbles: list[QFrame] = []
        self._body = QWidget()
        self._body.setProperty("kind", "surface")
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        self._column.setSpacing(Space.M)
        self._column.addStretch(1)
        self.setWidget(self._body)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(self.tr("Lines of the chat"))
        self.verticalScrollBar().rangeChanged.connect(self._follow)
        self._at_end = True
        self.verticalScrollBar().valueChanged.connect(self._note_place)

    def show_lines(self, lines: Sequence[ChatLine], own: str, *, fresh: bool) -> None:
        """`own` is the name whose lines stand at the right; `fresh`: another chat, to be seen from its end."""
        shown = tuple(lines[-MOST:])
        if shown == self._shown and not fresh:
            return
        self._shown = shown
        self._at_end = self._at_end or fresh
        empty(self._column, first=1)
        self._bubbles = []
        before = None
        for line in shown:
            follows = before is not None and before.author == line.author and line.at - before.at < 600
            self._column.addWidget(self._line(line, own=line.author == own, follows=follows))
            before = line
        self._fit()

    def _line(self, line: ChatLine, *, own: bool, follows: bool) -> QWidget:
        bubble = QFrame()
        bubble.setProperty("kind", "own-bubble" if own else "bubble")
        author, text = clean(line.author) or "?", line.text.strip()[:8000]
        said = f"{author}, {words.moment(line.at, self._now())}"
        bubble.setAccessibleName(f"{said}: {text[:300]}")
        inner = QVBoxLayout(bubble)
        inner.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        inner.setSpacing(2)
        if not follows:
            head = PlainLabel(f"{author}  ·  {words.moment(line.at, self._now())}", kind="small")
            inner.addWidget(head)
        label = PlainLabel(text)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        inner.addWidget(label)
        self._bubbles.append(bubble)
        host = QWidget()
        row = QHBoxLayout(host)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.S)
        if own:
            row.addStretch(1)
            row.addWidget(bubble)
        else:
            avatar = Avatar()
            avatar.setFixedSize(32, 32)
            avatar.set_person(author, author)
            row.addWidget(avatar, 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(bubble)
            row.addStretch(1)
        return host

    def _fit(self) -> None:
        """A line is as wide as its words, up to seven tenths of the pane."""
        most = max(240, int((self.viewport().width() - 2 * Space.XL) * 0.7))
        for bubble in self._bubbles:
            wanted = 0
            for label in bubble.findChildren(QLabel):
                lines = label.text().split("\n")
                wanted = max(wanted, *(label.fontMetrics().horizontalAdvance(line) for line in lines))
            bubble.setFixedWidth(min(most, wanted + 2 * Space.M + 6))

    def _note_place(self, value: int) -> None:
        self._at_end = value >= self.verticalScrollBar().maximum() - 8

    def _follow(self, _low: int, high: int) -> None:
        if self._at_end:
            self.verticalScrollBar().setValue(high)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()
