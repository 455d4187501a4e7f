"""The signature of an account among its settings: a few lines, and whether answers get it too. GUI thread."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.core.api.rows import AccountRow
from desktop.core.api.workspace_commands import SetSignature
from desktop.core.mail import signature
from desktop.ui import words
from desktop.ui.account_setup.fields import caption
from desktop.ui.theme import Space

_LINES = 4


class SignatureForm(QWidget):
    def __init__(self, row: AccountRow, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = row
        self.text = QPlainTextEdit(row.signature)
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(self.tr("none"))
        spare = self.text.document().documentMargin() * 2 + Space.M
        self.text.setFixedHeight(round(self.text.fontMetrics().lineSpacing() * _LINES + spare))
        self.in_replies = QCheckBox(self.tr("In answers and forwarded mail too, above the quote"))
        self.in_replies.setChecked(row.signature_in_replies)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.S)
        column.addWidget(caption(self.tr("Signature, under every mail that you write"), self.text))
        column.addWidget(self.text)
        column.addWidget(self.in_replies)
        self.setFocusProxy(self.text)

    def find_problem(self) -> str:
        """Why it cannot be kept, in a sentence; empty when it can."""
        if signature.fits(signature.tidy_signature(self.text.toPlainText())):
            return ""
        most = {"count": words.number(signature.LONGEST), "lines": words.number(signature.MOST_LINES)}
        return self.tr("It may have {count} characters and {lines} lines. Shorten it.").format(**most)

    def read_change(self) -> SetSignature | None:
        """What has to be stored; None when nothing has changed."""
        text = signature.tidy_signature(self.text.toPlainText())
        if (text, self.in_replies.isChecked()) == (self._row.signature, self._row.signature_in_replies):
            return None
        return SetSignature(self._row.account_key, text, self.in_replies.isChecked())
