"""All that can be searched for, on one sheet: what is typed, and what it finds. GUI thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.core.api.searching.names import Operator, StateName, ThingName
from desktop.ui.labels import PlainLabel
from desktop.ui.searching.operator_words import example, language, operator_meaning, value_meaning, word_examples

_GAP = 12


class SearchSheet(QDialog):
    """Not modal: one may type while it is open."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("What can be searched for"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(4)
        self._grid.setHorizontalSpacing(20)
        self._grid.setColumnStretch(1, 1)
        self._row = 0
        self._add(self.tr("Words"), word_examples())
        self._add(self.tr("In one place, or of one kind"), [(example(one), operator_meaning(one)) for one in Operator])
        spoken = language()
        for operator, values in ((Operator.IS, StateName), (Operator.HAS, ThingName)):
            name = operator.shown(spoken)
            self._add(f"{name}:", [(f"{name}:{one.shown(spoken)}", value_meaning(one)) for one in values])
        self._grid.setRowStretch(self._row, 1)
        body = QWidget()
        body.setLayout(self._grid)
        scroll = QScrollArea()
        scroll.setWidget(body)
        for part in (body, scroll.viewport()):
            part.setAutoFillBackground(False)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        note = PlainLabel(
            self.tr("The names are understood in English and in Spanish. Values with spaces stand in quotes."),
            wordWrap=True,
        )
        note.setProperty("kind", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 12)
        layout.addWidget(scroll, 1)
        layout.addWidget(note)
        self.resize(640, 640)

    def _add(self, heading: str, rows: Sequence[tuple[str, str]]) -> None:
        title = PlainLabel(heading, kind="heading")
        if self._row:
            self._grid.setRowMinimumHeight(self._row, _GAP)
            self._row += 1
        self._grid.addWidget(title, self._row, 0, 1, 2)
        self._row += 1
        for typed, meaning in rows:
            self._grid.addWidget(PlainLabel(typed), self._row, 0)
            explained = PlainLabel(meaning, wordWrap=True, kind="muted")
            self._grid.addWidget(explained, self._row, 1)
            self._row += 1
