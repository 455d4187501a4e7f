"""Where a contact or a company is written down. Enter keeps it; nothing typed is lost when the core refuses. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.api.commands import Receipt
from desktop.core.api.desk import ContactDetail, ContactRow
from desktop.core.api.link_commands import SaveContact
from desktop.ui.bar import Bar
from desktop.ui.dispatch import Dispatch
from desktop.ui.message_list.chips import clean
from desktop.ui.sentences import error_sentence
from desktop.ui.theme import Space

LONGEST = 500


class ContactForm(QDialog):
    def __init__(
        self, dispatch: Dispatch, contact: ContactDetail | None, companies: list[ContactRow], saved, parent: QWidget
    ) -> None:  # type: ignore[no-untyped-def]
        """`saved(key)` hears the contact's key."""
        super().__init__(parent)
        self._dispatch, self._saved = dispatch, saved
        self._key = contact.row.contact_key if contact else None
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(self.tr("Edit the contact") if contact else self.tr("New contact"))
        self.bar = Bar()
        self.name, self.phone = QLineEdit(), QLineEdit()
        self.is_company = QCheckBox(self.tr("This is a company"))
        self.company = QComboBox()
        self.company.addItem(self.tr("None"), None)
        for row in companies:
            if row.contact_key != self._key:
                self.company.addItem(clean(row.name)[:80], row.contact_key)
        self.addresses, self.note = QPlainTextEdit(), QPlainTextEdit()
        for field in (self.addresses, self.note):
            field.setTabChangesFocus(True)
            field.setFixedHeight(64)
        self.addresses.setPlaceholderText(self.tr("One address a line"))
        for field in (self.name, self.phone):
            field.setMaxLength(LONGEST)
        if contact is not None:
            self._fill(contact)
        self._lay_out()
        self.is_company.toggled.connect(self.company.setDisabled)
        self.company.setDisabled(self.is_company.isChecked())
        self.resize(460, self.sizeHint().height())
        self.name.setFocus()

    def _fill(self, contact: ContactDetail) -> None:
        self.name.setText(contact.row.name)
        self.phone.setText(contact.phone)
        self.note.setPlainText(contact.note)
        self.addresses.setPlainText("\n".join(contact.row.addresses))
        self.is_company.setChecked(contact.row.is_company)
        self.company.setCurrentIndex(max(0, self.company.findData(contact.company_key)))

    def keep(self) -> None:
        name = self.name.text().strip()
        if not name:
            self.bar.tell("warning", self.tr("Type a name first."))
            self.name.setFocus()
            return
        lines = (line.strip() for line in self.addresses.toPlainText().splitlines())
        command = SaveContact(
            self._key,
            name,
            tuple(dict.fromkeys(line for line in lines if line)),
            self.is_company.isChecked(),
            None if self.is_company.isChecked() else self.company.currentData(),
            self.phone.text().strip(),
            self.note.toPlainText().strip(),
        )
        self._dispatch.submit(command, then=self._done, failed=self._refuse)

    def _done(self, receipt: Receipt) -> None:
        key = receipt.key if receipt.key is not None else self._key
        self.close()
        if key is not None:
            self._saved(key)

    def _refuse(self, error: Exception) -> None:
        self.bar.tell("danger", error_sentence(error))

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(Space.L)
        form.setVerticalSpacing(Space.S + 2)
        for name, field in (
            (self.tr("Name"), self.name),
            ("", self.is_company),
            (self.tr("Company"), self.company),
            (self.tr("Addresses"), self.addresses),
            (self.tr("Telephone"), self.phone),
            (self.tr("Note"), self.note),
        ):
            label = QLabel(name)
            label.setProperty("kind", "muted")
            if name:
                field.setAccessibleName(name)
            form.addRow(label, field)
        keep, cancel = QPushButton(self.tr("Save")), QPushButton(self.tr("Cancel"))
        keep.setProperty("kind", "primary")
        keep.setDefault(True)
        cancel.setAutoDefault(False)
        keep.clicked.connect(self.keep)
        cancel.clicked.connect(self.close)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(keep)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.XL, Space.L)
        layout.setSpacing(Space.L)
        layout.addWidget(self.bar)
        layout.addLayout(form)
        layout.addLayout(foot)
