"""The fields of one server: name, port, protection, user. What is typed stays as typed until it is asked for.

No protection is offered for this computer's own servers only. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from desktop.core.api.account_settings import Security, ServerSettings, is_loopback, parse_host
from desktop.core.api.errors import SetupError
from desktop.ui.account_setup.fields import FieldNote
from desktop.ui.labels import PlainLabel
from desktop.ui.theme import Space
from desktop.ui.tips import plain_tip

IMAP_PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.PLAIN: 143}
SMTP_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.PLAIN: 25}


class ServerForm(QWidget):
    """`ports` are the usual ones by protection; `needs_user` is false where a server may want no login."""

    changed = Signal()

    def __init__(
        self, title: str, ports: dict[Security, int], *, needs_user: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ports, self._needs_user = ports, needs_user
        self.host, self.port, self.user, self.security = QLineEdit(), QLineEdit(), QLineEdit(), QComboBox()
        self.host.setMaxLength(260)
        self.user.setMaxLength(320)
        self.port.setValidator(QIntValidator(1, 65_535, self))
        self.port.setFixedWidth(76)
        self.security.setMinimumWidth(150)
        for text, security in (
            (self.tr("TLS"), Security.TLS),
            (self.tr("STARTTLS"), Security.STARTTLS),
            (self.tr("None"), Security.PLAIN),
        ):
            self.security.addItem(text, security)
        self.notes = {field: FieldNote(field) for field in (self.host, self.port, self.user)}
        self._lay_out(title)
        for field in (self.host, self.port, self.user):
            field.textEdited.connect(self.changed)
        self.host.textChanged.connect(self._allow_plain)
        self.security.activated.connect(self._choose_security)

    def show_server(self, server: ServerSettings) -> None:
        self.host.setText(server.host)
        self.port.setText(str(server.port))
        self.security.setCurrentIndex(self.security.findData(server.security))
        self.user.setText(server.user)
        for field in (self.host, self.user):
            field.home(False)  # a long name is read from its beginning
        for note in self.notes.values():
            note.mark("")

    def read_server(self) -> ServerSettings | None:
        """None when a field cannot be used: it is marked, and has the keyboard."""
        host, port, user = self.host.text().strip(), self.port.text(), self.user.text().strip()
        for field, sentence in (
            (self.host, "" if _is_host(host) else self.tr("This is not the name of a server.")),
            (self.port, "" if self.port.hasAcceptableInput() else self.tr("A port is a number from 1 to 65535.")),
            (self.user, "" if user or not self._needs_user else self.tr("The server needs a user name.")),
        ):
            self.notes[field].mark(sentence)
            if sentence:
                field.setFocus()
                return None
        return ServerSettings(host, int(port), self._security(), user)

    def _security(self) -> Security:
        # Qt keeps the value of the item as plain text.
        return Security(self.security.currentData())

    def _allow_plain(self) -> None:
        """Only a server on this computer may be spoken to in the clear."""
        host = self.host.text().strip()
        near = _is_host(host) and is_loopback(parse_host(host))
        model = self.security.model()
        assert isinstance(model, QStandardItemModel)
        plain = self.security.findData(Security.PLAIN)
        model.item(plain).setEnabled(near)
        hint = self.tr("A password is never sent unencrypted to another computer.")
        model.item(plain).setToolTip(plain_tip("" if near else hint))
        if not near and self.security.currentIndex() == plain:
            self.security.setCurrentIndex(self.security.findData(Security.TLS))
            self._choose_security()

    def _choose_security(self) -> None:
        """A usual port goes with the protection; one that was chosen stays."""
        if not self.port.text() or int(self.port.text()) in self._ports.values():
            self.port.setText(str(self._ports[self._security()]))
        self.changed.emit()

    def _lay_out(self, title: str) -> None:
        heading = PlainLabel(title, kind="strong")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.S)
        grid.setVerticalSpacing(Space.XS)
        grid.addWidget(heading, 0, 0, 1, 3)
        places = (
            (self.tr("Server"), self.host, 1, 0, 1),
            (self.tr("Port"), self.port, 1, 1, 1),
            (self.tr("Protection"), self.security, 1, 2, 1),
            (self.tr("User name"), self.user, 5, 0, 3),
        )
        for name, field, row, column, span in places:
            label = PlainLabel(name, kind="small")
            label.setBuddy(field)
            field.setAccessibleName(f"{title}: {name}")
            grid.addWidget(label, row, column, 1, span)
            grid.addWidget(field, row + 1, column, 1, span)
        grid.addWidget(self.notes[self.host], 3, 0, 1, 3)
        grid.addWidget(self.notes[self.port], 4, 0, 1, 3)
        grid.addWidget(self.notes[self.user], 7, 0, 1, 3)
        grid.setColumnStretch(0, 1)


def _is_host(text: str) -> bool:
    try:
        return bool(parse_host(text))
    except SetupError:
        return False
