"""Previews without an engine: a sentence, a text, and a sheet of what a contact or an event says. All of it is plain text. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFrame, QGridLayout, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from desktop.ui import icons
from desktop.ui.labels import PlainLabel
from desktop.ui.layouts import empty
from desktop.ui.reader.attachment_kind import extension_of
from desktop.ui.reader.preview.words import Sheet
from desktop.ui.theme import Role, Space, Type, font

_WIDEST = 460
_PROSE = frozenset({"", "txt", "text", "md", "markdown", "rst", "asc", "sig"})
"""Texts that are written in lines of any length; in all others a line is a line."""


class SentencePage(QWidget):
    """Why there is nothing to be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # so that it is read out
        self._icon = "file"
        self._picture = PlainLabel(alignment=Qt.AlignmentFlag.AlignHCenter)
        self._words = PlainLabel(alignment=Qt.AlignmentFlag.AlignCenter, kind="muted")
        self._words.setWordWrap(True)
        self._words.setMaximumWidth(_WIDEST)
        layout = QVBoxLayout(self)
        layout.setSpacing(Space.M)
        layout.addStretch(2)
        layout.addWidget(self._picture)
        layout.addWidget(self._words, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    @property
    def sentence(self) -> str:
        return self._words.text()

    def show_sentence(self, icon: str, sentence: str) -> None:
        self._icon = icon
        self._words.setText(sentence)
        self._words.setMinimumWidth(min(_WIDEST, max(0, self.width() - 2 * Space.XL)) if sentence else 0)
        self.setAccessibleName(sentence)
        self._picture.setVisible(bool(sentence))
        self._tint()

    def set_zoom(self, factor: float) -> None:
        """A sentence has one size."""

    def _tint(self) -> None:
        self._picture.setPixmap(icons.pixmap(self._icon, 60, Role.BORDER_STRONG))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)


class TextPage(QPlainTextEdit):
    """A text as it stands, letters of one width."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setProperty("kind", "bare")
        self.setAccessibleName(self.tr("Text of the file"))
        self.document().setDocumentMargin(Space.L)
        self.set_zoom(1.0)

    def show_text(self, text: str, filename: str) -> None:
        prose = extension_of(filename) in _PROSE
        mode = QPlainTextEdit.LineWrapMode.WidgetWidth if prose else QPlainTextEdit.LineWrapMode.NoWrap
        self.setLineWrapMode(mode)
        self.setPlainText(text)

    def set_zoom(self, factor: float) -> None:
        made = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        made.setPixelSize(max(6, round(Type.BASE * factor)))
        self.setFont(made)
        self.setTabStopDistance(8 * self.fontMetrics().horizontalAdvance(" "))


class SheetPage(QScrollArea):
    """Contacts or events, one under the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._zoom = 1.0
        self._sheets: tuple[Sheet, ...] = ()
        self._body = QWidget()
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(Space.L + 4, Space.L, Space.L + 4, Space.L)
        self._column.setSpacing(Space.M)
        self.setWidget(self._body)
        for ground in (self._body, self.viewport()):
            ground.setAutoFillBackground(False)

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        return self._sheets

    def show_sheets(self, sheets: Sequence[Sheet]) -> None:
        self._sheets = tuple(sheets)
        self.setAccessibleName("\n".join(title for title, _rows in sheets)[:1_000])
        empty(self._column)
        for number, sheet in enumerate(self._sheets):
            if number:
                line = QFrame()
                line.setProperty("kind", "line")
                self._column.addWidget(line)
            self._column.addLayout(self._build(sheet))
        self._column.addStretch(1)
        self.verticalScrollBar().setValue(0)

    def set_zoom(self, factor: float) -> None:
        if factor != self._zoom:
            self._zoom = factor
            self.show_sheets(self._sheets)

    def _build(self, sheet: Sheet) -> QVBoxLayout:
        title, rows = sheet
        column = QVBoxLayout()
        column.setSpacing(Space.S)
        heading = self._label(title, Type.HEADING, bold=True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(Space.L)
        grid.setVerticalSpacing(Space.XS + 2)
        grid.setColumnStretch(1, 1)
        for row, (name, text) in enumerate(rows):
            said = self._label(name, Type.BASE)
            said.setProperty("kind", "muted")
            grid.addWidget(said, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._label(text, Type.BASE), row, 1)
        column.addWidget(heading)
        column.addLayout(grid)
        return column

    def _label(self, text: str, size: int, *, bold: bool = False) -> PlainLabel:
        label = PlainLabel(text)
        label.setWordWrap(True)
        label.setFont(font(round(size * self._zoom), bold=bold))
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label
