"""The label of every pane: what it is given is shown as it is, whoever wrote it.

Qt's own guesses whether a text is rich text, and a subject or a plug-in's name may look like it: `<img src=...>` would be
fetched. So no other module makes a QLabel (tests/architecture/test_guards.py). GUI thread.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel


class PlainLabel(QLabel):
    """Takes what QLabel takes, and the `kind` of text that it is to the style sheet."""

    def __init__(self, *arguments: Any, kind: str = "", **properties: Any) -> None:
        super().__init__(*arguments, **properties)
        self.setTextFormat(Qt.TextFormat.PlainText)
        if kind:
            self.setProperty("kind", kind)
