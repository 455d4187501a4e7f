"""Who wrote: the card of the sender in the own CRM, or the offer to make one. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.api.desk import ContactRow
from desktop.ui import words
from desktop.ui.i18n import tr
from desktop.ui.labels import PlainLabel
from desktop.ui.message_list.chips import clean
from desktop.ui.reader.mail_head import Avatar
from desktop.ui.theme import Space


class ContactCard(QFrame):
    open_wanted = Signal(int)
    """contact key"""
    save_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key: int | None = None
        self.avatar = Avatar()
        self.name, self.company, self.saved = _label("strong"), _label("muted"), _label("small")
        self.button = QPushButton()
        self.button.setProperty("kind", "flat-link")
        self.button.clicked.connect(self._press)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        for label in (self.name, self.company, self.saved):
            texts.addWidget(label)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addStretch(1)
        texts.addLayout(row)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.M)
        layout.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)

    def show_contact(self, contact: ContactRow | None, name: str, address: str, now: int) -> None:
        """The card; without one, the sender as the mail names them."""
        self._key = contact.contact_key if contact else None
        shown = clean(contact.name if contact else name) or clean(address)
        self.avatar.set_person(shown, address)
        self.name.setText(shown)
        beside = clean(contact.company) if contact else clean(address)
        self.company.setText(beside.replace("@", "\u200b@"))  # a long address breaks there
        self.company.setVisible(bool(beside) and beside != shown)
        self.saved.setText(saved_words(contact, now) if contact else self.tr("Not in the CRM yet"))
        self.button.setText(self.tr("Show the contact") if contact else self.tr("Save to the CRM"))
        self.button.setVisible(bool(contact or address))
        self.setAccessibleName(". ".join(piece for piece in (shown, beside, self.saved.text()) if piece))

    def show_known_elsewhere(self) -> None:
        """The CRM is another program, and has a card for this address."""
        if self._key is None:
            self.saved.setText(self.tr("Has a card in the CRM"))
            names = (self.name.text(), self.company.text(), self.saved.text())
            self.setAccessibleName(". ".join(piece for piece in names if piece))

    def _press(self) -> None:
        if self._key is not None:
            self.open_wanted.emit(self._key)
        else:
            self.save_wanted.emit()


def saved_words(contact: ContactRow, now: int) -> str:
    """5 mails saved, last on 3 Nov"""
    if not contact.activities:
        return QCoreApplication.translate("Desk", "No mail saved yet")
    text = tr("{count} mail(s) saved, last {time}", "", contact.activities)
    return text.format(
        count=words.number(contact.activities), time=words.moment(contact.last_activity or 0, now) or "—"
    )


def _label(kind: str) -> QLabel:
    label = PlainLabel(kind=kind, wordWrap=True)
    label.setAlignment(
        Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute
    )  # beside the picture in every script
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label
