"""Where a contact or a company is written down. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from desktop.core.api.desk import ContactDetail, ContactRow
from desktop.core.api.link_commands import SaveContact
from desktop.ui.desk.form import DeskForm
from desktop.ui.dispatch import Dispatch
from desktop.ui.message_list.chips import clean

LONGEST = 500
_WIDTH = 460


class ContactForm(DeskForm):
    def __init__(
        self,
        dispatch: Dispatch,
        contact: ContactDetail | None,
        companies: list[ContactRow],
        saved: Callable[[int], object],
        parent: QWidget,
    ) -> None:
        """`saved(key)` hears the contact's key."""
        super().__init__(dispatch, contact.row.contact_key if contact else None, saved, parent)
        self.setWindowTitle(self.tr("Edit the contact") if contact else self.tr("New contact"))
        self.name, self.phone = QLineEdit(), QLineEdit()
        self.is_company = QCheckBox(self.tr("This is a company"))
        self.company = QComboBox()
        self.company.addItem(self.tr("None"), None)
        for row in companies:
            if row.contact_key != self._key:
                self.company.addItem(clean(row.name)[:80], row.contact_key)
        self.addresses, self.note = QPlainTextEdit(), QPlainTextEdit()
        for text in (self.addresses, self.note):
            text.setTabChangesFocus(True)
            text.setFixedHeight(64)
        self.addresses.setPlaceholderText(self.tr("One address a line"))
        for line in (self.name, self.phone):
            line.setMaxLength(LONGEST)
        if contact is not None:
            self._fill(contact)
        self.lay_out(
            (
                (self.tr("Name"), self.name),
                ("", self.is_company),
                (self.tr("Company"), self.company),
                (self.tr("Addresses"), self.addresses),
                (self.tr("Telephone"), self.phone),
                (self.tr("Note"), self.note),
            ),
            _WIDTH,
        )
        self.is_company.toggled.connect(self.company.setDisabled)
        self.company.setDisabled(self.is_company.isChecked())
        self.name.setFocus()

    def _fill(self, contact: ContactDetail) -> None:
        self.name.setText(contact.row.name)
        self.phone.setText(contact.phone)
        self.note.setPlainText(contact.note)
        self.addresses.setPlainText("\n".join(contact.row.addresses))
        self.is_company.setChecked(contact.row.is_company)
        self.company.setCurrentIndex(max(0, self.company.findData(contact.company_key)))

    def command(self) -> SaveContact | None:
        name = self.name.text().strip()
        if not name:
            self.ask_for(self.tr("Type a name first."), self.name)
            return None
        lines = (line.strip() for line in self.addresses.toPlainText().splitlines())
        return SaveContact(
            self._key,
            name,
            tuple(dict.fromkeys(line for line in lines if line)),
            self.is_company.isChecked(),
            None if self.is_company.isChecked() else self.company.currentData(),
            self.phone.text().strip(),
            self.note.toPlainText().strip(),
        )
