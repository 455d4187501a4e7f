"""The head of a mail being written: from which account, to whom, about what.

Cc and Bcc come when they are wanted or have something in them. An address that is none is told under its field. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from desktop.core.api.commands import DraftContent
from desktop.core.api.rows import AccountRow
from desktop.core.mail.visible_text import visible_text
from desktop.ui import words
from desktop.ui.composer.address_field import AddressField
from desktop.ui.composer.recipients import split_recipients
from desktop.ui.i18n import tr
from desktop.ui.labels import PlainLabel
from desktop.ui.theme import Space

LABEL_WIDTH = 58
FEW = 5


class Fields(QWidget):
    changed = Signal()
    account_chosen = Signal()
    """Before `changed` tells of it."""

    def __init__(
        self,
        accounts: Sequence[AccountRow],
        suggest: Callable[[str, int], list[str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._rows: dict[str, list[QWidget]] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(Space.L, 0, Space.L, 0)
        self._grid.setHorizontalSpacing(Space.S)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self.sender_box = QComboBox()
        self.sender_box.setAccessibleName(self.tr("From"))
        for account in accounts:
            name = visible_text(account.display_name)
            text = f"{name} <{account.address}>" if name else account.address
            self.sender_box.addItem(text, account.account_key)
        self.to = AddressField(self.tr("To"), suggest)
        self.cc = AddressField(self.tr("Cc"), suggest)
        self.bcc = AddressField(self.tr("Bcc"), suggest)
        self.subject = QLineEdit()
        self.subject.setProperty("kind", "bare")
        self.subject.setAccessibleName(self.tr("Subject"))
        self.subject.setMaxLength(998)
        self.subject.setAcceptDrops(False)
        self.more = QWidget()
        more = QHBoxLayout(self.more)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(0)
        self.cc_button, self.bcc_button = self._opener("cc"), self._opener("bcc")
        counts = {name: _count() for name in ("to", "cc", "bcc")}
        more.addStretch(1)
        more.addWidget(counts["to"])
        more.addWidget(self.cc_button)
        more.addWidget(self.bcc_button)
        self._add_row("from", self.tr("From"), self.sender_box)
        self._add_row("to", self.tr("To"), self.to, self.more)
        self._add_row("cc", self.tr("Cc"), self.cc, counts["cc"])
        self._add_row("bcc", self.tr("Bcc"), self.bcc, counts["bcc"])
        self._add_row("subject", self.tr("Subject"), self.subject)
        self._hints: dict[AddressField, QLabel] = {}
        for field, name in ((self.to, "to"), (self.cc, "cc"), (self.bcc, "bcc")):
            self._add_hint(field, name)
            field.textChanged.connect(lambda text, label=counts[name]: _tell_count(label, text))
            field.textChanged.connect(self.changed)
        self.subject.textChanged.connect(self.changed)
        self.sender_box.currentIndexChanged.connect(self.account_chosen)
        self.sender_box.currentIndexChanged.connect(self.changed)
        # Tab goes from the recipient to the subject; what opens Cc and Bcc lies before, reached with Shift.
        order = (self.sender_box, self.cc_button, self.bcc_button, self.to, self.cc, self.bcc, self.subject)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    @property
    def account_key(self) -> int:
        return int(self.sender_box.currentData() or 0)

    def show_content(self, content: DraftContent) -> None:
        self.sender_box.setCurrentIndex(max(0, self.sender_box.findData(content.account_key)))
        self._show_row("from", self.sender_box.count() > 1)
        self.to.setText(content.to)
        self.cc.setText(content.cc)
        self.bcc.setText(content.bcc)
        self.subject.setText(content.subject)
        for field in (self.to, self.cc, self.bcc, self.subject):
            field.setCursorPosition(0)
        self._open("cc", bool(content.cc.strip()))
        self._open("bcc", bool(content.bcc.strip()))

    def mark_invalid(self) -> str:
        """Mark the fields with something that is no address, go to the first, and give back its first wrong text."""
        wrong = [field for field in (self.to, self.cc, self.bcc) if not field.check()]
        if not wrong:
            return ""
        wrong[0].setFocus()
        return wrong[0].invalid[0].text

    def _open(self, name: str, on: bool) -> None:
        self._show_row(name, on)
        button = self.cc_button if name == "cc" else self.bcc_button
        button.setVisible(not on)

    def _opener(self, name: str) -> QPushButton:
        button = QPushButton(self.tr("Cc") if name == "cc" else self.tr("Bcc"))
        button.setProperty("kind", "link")
        button.setAccessibleName(self.tr("Add Cc") if name == "cc" else self.tr("Add Bcc"))

        def open_field() -> None:
            self._open(name, True)
            (self.cc if name == "cc" else self.bcc).setFocus()

        button.clicked.connect(open_field)
        return button

    def _add_row(self, name: str, title: str, field: QWidget, extra: QWidget | None = None) -> None:
        row = 3 * len(self._rows)
        label = PlainLabel(title)
        label.setProperty("kind", "muted")
        if isinstance(field, QLineEdit | QComboBox):
            label.setBuddy(field)
        line = QFrame()
        line.setProperty("kind", "line")
        self._grid.addWidget(label, row, 0)
        self._grid.addWidget(field, row, 1, 1, 1 if extra else 2)
        if extra is not None:
            self._grid.addWidget(extra, row, 2)
        self._grid.addWidget(line, row + 2, 0, 1, 3)
        self._grid.setRowMinimumHeight(row, 38 if name != "from" else 42)
        self._rows[name] = [label, field, line] + ([extra] if extra else [])

    def _add_hint(self, field: AddressField, name: str) -> None:
        hint = PlainLabel()
        hint.setProperty("kind", "danger")
        hint.setContentsMargins(Space.XS, 0, 0, Space.XS)
        hint.hide()
        self._grid.addWidget(hint, 3 * list(self._rows).index(name) + 1, 1, 1, 2)
        self._hints[field] = hint
        field.checked.connect(lambda: self._show_hint(field))

    def _show_hint(self, field: AddressField) -> None:
        hint = self._hints[field]
        hint.setVisible(bool(field.invalid) and field.isVisibleTo(self))
        if field.invalid:
            hint.setText(
                self.tr("“{text}” is not a complete address.").format(text=visible_text(field.invalid[0].text)[:80])
            )

    def _show_row(self, name: str, on: bool) -> None:
        for widget in self._rows[name]:
            widget.setVisible(on and widget.property("told") is not False)
        self._grid.setRowMinimumHeight(3 * list(self._rows).index(name), 38 if on else 0)


def _count() -> QLabel:
    label = PlainLabel()
    label.setProperty("kind", "small")
    label.setProperty("told", False)
    label.hide()
    return label


def _tell_count(label: QLabel, text: str) -> None:
    """How many people a field holds, where they are more than one sees at once: nobody writes to sixty by mistake."""
    count = len(split_recipients(text)) if text.count("@") > FEW else 0
    label.setProperty("told", count > FEW)
    label.setText(tr("{count} recipient(s)", "", count).format(count=words.number(count)))
    label.setVisible(count > FEW)
