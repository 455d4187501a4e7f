"""The fields a person types into when an account is set up: captions, a password that can be shown, marks of what is wrong.

A password is shown only while its owner asks for it. GUI thread.
"""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from desktop.ui import icons
from desktop.ui.labels import PlainLabel
from desktop.ui.theme import Role, Space
from desktop.ui.tips import plain_tip


class PasswordField(QLineEdit):
    """`toggle` shows and hides what was typed; it can be reached with Tab."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMaxLength(1_000)
        self.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText)
        self.toggle = QToolButton(self)
        self.toggle.setCheckable(True)
        self.toggle.setFixedSize(26, 24)
        self.toggle.setCursor(Qt.CursorShape.ArrowCursor)
        self.toggle.toggled.connect(self._show)
        self.setTextMargins(0, 0, 30, 0)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, Space.XS, 0)
        row.addStretch(1)
        row.addWidget(self.toggle)
        self._show(False)

    def _show(self, shown: bool) -> None:
        self.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        icons.set_icon(self.toggle, "eye-off" if shown else "eye", Role.ICON_MUTED)
        name = self.tr("Hide the password") if shown else self.tr("Show the password")
        self.toggle.setToolTip(plain_tip(name))
        self.toggle.setAccessibleName(name)


class FieldNote(PlainLabel):
    """What is wrong with a field, right under it; the field gets a red edge meanwhile."""

    def __init__(self, field: QLineEdit, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._field = field
        self.setProperty("kind", "danger")
        self.setWordWrap(True)
        self.hide()
        field.textEdited.connect(lambda: self.mark(""))

    def mark(self, sentence: str) -> None:
        """An empty sentence takes the mark away."""
        self.setText(sentence)
        self.setVisible(bool(sentence))
        self._field.setAccessibleDescription(sentence)
        if bool(self._field.property("invalid")) != bool(sentence):
            self._field.setProperty("invalid", bool(sentence))
            self._field.style().unpolish(self._field)
            self._field.style().polish(self._field)


def caption(text: str, field: QWidget) -> QLabel:
    """The words above a field, which are its name for screen readers too."""
    label = PlainLabel(text, kind="muted")
    label.setBuddy(field)
    field.setAccessibleName(text)
    return label


def derive_name(address: str) -> str:
    """A first guess at a person's name: "ana.beltran+lists@example.org" gives "Ana Beltran". Empty when nothing is left."""
    local = address.strip().rpartition("@")[0].partition("+")[0]
    words = [word for word in re.split(r"[._\-\d]+", local) if word]
    return " ".join(word[:1].upper() + word[1:] for word in words)
