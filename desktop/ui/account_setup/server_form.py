"""The fields of one server: name, port, protection, user. What is typed stays as typed until it is asked for. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QLineEdit, QWidget

from desktop.core.api.account_settings import Security, ServerSettings
from desktop.ui.theme import Space

IMAP_PORTS = {Security.TLS: 993, Security.STARTTLS: 143, Security.PLAIN: 143}
SMTP_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.PLAIN: 25}


class ServerForm(QWidget):
    changed = Signal()

    def __init__(self, title: str, ports: dict[Security, int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ports = ports
        self.host, self.port, self.user = QLineEdit(), QLineEdit(), QLineEdit()
        self.port.setValidator(QIntValidator(1, 65_535, self))
        self.port.setFixedWidth(76)
        self.security = QComboBox()
        self.security.addItem(self.tr("TLS"), Security.TLS)
        self.security.addItem(self.tr("STARTTLS"), Security.STARTTLS)
        self.security.addItem(self.tr("None (local only)"), Security.PLAIN)
        self.security.setFixedWidth(150)
        heading = QLabel(title)
        heading.setProperty("kind", "strong")
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(Space.S)
        grid.setVerticalSpacing(Space.XS)
        grid.addWidget(heading, 0, 0, 1, 3)
        for column, (name, field) in enumerate(
            ((self.tr("Server"), self.host), (self.tr("Port"), self.port), (self.tr("Protection"), self.security))
        ):
            label = QLabel(name)
            label.setProperty("kind", "small")
            label.setBuddy(field)
            field.setAccessibleName(f"{title}: {name}")
            grid.addWidget(label, 1, column)
            grid.addWidget(field, 2, column)
        user = QLabel(self.tr("User name"))
        user.setProperty("kind", "small")
        user.setBuddy(self.user)
        self.user.setAccessibleName(f"{title}: {user.text()}")
        grid.addWidget(user, 3, 0)
        grid.addWidget(self.user, 4, 0, 1, 3)
        grid.setColumnStretch(0, 1)
        for field in (self.host, self.port, self.user):
            field.textEdited.connect(self.changed)
        self.security.activated.connect(self._on_security)

    def show_server(self, server: ServerSettings) -> None:
        self.host.setText(server.host)
        self.host.setCursorPosition(0)
        self.port.setText(str(server.port))
        self.security.setCurrentIndex(self.security.findData(server.security))
        self.user.setText(server.user)

    def read_server(self) -> ServerSettings:
        """Raises SetupError or SecurityError for what cannot be a server."""
        port = int(self.port.text() or 0)
        return ServerSettings(self.host.text(), port, self.security.currentData(), self.user.text().strip())

    def _on_security(self) -> None:
        """A usual port goes with the protection; one that was chosen stays."""
        if not self.port.text() or int(self.port.text()) in self._ports.values():
            self.port.setText(str(self._ports[self.security.currentData()]))
        self.changed.emit()
