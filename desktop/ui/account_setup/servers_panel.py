"""The two servers of the new account: a card that names them and who told them, or the fields to change them.

Shows values and gives settings back; it decides nothing. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core.api.account_settings import AccountSettings, Auth, ServerSettings
from desktop.core.api.discovery import Proposal, Source
from desktop.core.mail.visible_text import visible_text
from desktop.ui import icons
from desktop.ui.account_setup.server_form import IMAP_PORTS, SMTP_PORTS, ServerForm
from desktop.ui.account_setup.trace_words import source_name
from desktop.ui.account_setup.words import confirm_sentence, security_name
from desktop.ui.bar import Bar
from desktop.ui.labels import PlainLabel
from desktop.ui.theme import Role, Space


class ServersPanel(QWidget):
    edited = Signal()
    """The person changes the servers, or takes back that they did."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._proposal: Proposal | None = None
        self._ca_file: str | None = None
        self._touched = False
        self._picture, self.title, self.source = PlainLabel(), PlainLabel(), PlainLabel()
        self.title.setProperty("kind", "strong")
        self.source.setProperty("kind", "small")
        self.edit_button = _link(self.tr("Edit"))
        self.edit_button.setAccessibleName(self.tr("Edit the servers"))
        self.back_button = _link(self.tr("Back to what was found"))
        self.ca_button = _link(self.tr("Choose a CA file…"))
        self.ca_label = PlainLabel(kind="small")
        self.ca_label.setWordWrap(True)
        self.hosts = [PlainLabel(), PlainLabel()]
        self.ways = [PlainLabel(), PlainLabel()]
        self.reason = Bar()
        self.imap = ServerForm(self.tr("Receiving (IMAP)"), IMAP_PORTS)
        self.smtp = ServerForm(self.tr("Sending (SMTP)"), SMTP_PORTS, needs_user=False)
        self.card, self.form = QFrame(), QWidget()
        self._lay_out_card()
        self._lay_out_form()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        for widget in (self.card, self.reason, self.form):
            layout.addWidget(widget)
        self.edit_button.clicked.connect(self.edit)
        self.back_button.clicked.connect(self._go_back)
        self.ca_button.clicked.connect(self.ask_ca_file)
        for form in (self.imap, self.smtp):
            form.changed.connect(self._touch)
        self.clear()

    @property
    def proposal(self) -> Proposal | None:
        return self._proposal

    @property
    def is_editing(self) -> bool:
        return not self.form.isHidden()

    @property
    def needs_confirmation(self) -> bool:
        """The names were neither vouched for by their source nor typed by the person."""
        return self._proposal is not None and self._proposal.needs_confirmation and not self._touched

    def clear(self) -> None:
        self._proposal, self._ca_file, self._touched = None, None, False
        for widget in (self.card, self.form, self.reason):
            widget.hide()

    def show_proposal(self, proposal: Proposal) -> None:
        """A card for what somebody told; the fields at once for what nobody did."""
        self.clear()
        self._proposal = proposal
        self._ca_file = proposal.settings.ca_file
        self._fill(proposal.settings)
        told = proposal.source is not Source.MANUAL
        self.card.setVisible(told)
        self.form.setVisible(not told)
        self._say_reason()

    def show_settings(self, settings: AccountSettings) -> None:
        """Settings that the person chose after a failure."""
        self._touched = True
        self._ca_file = settings.ca_file
        self._fill(settings)
        self._say_reason()

    def edit(self) -> None:
        self.card.hide()
        self.form.show()
        self.imap.host.setFocus()
        self.edited.emit()

    def read_settings(self, address: str, name: str) -> AccountSettings | None:
        """None when a field cannot be used; it is marked then. Servers of one's own want a password, not a browser."""
        assert self._proposal is not None
        imap, smtp = self.imap.read_server(), self.smtp.read_server()
        if imap is None or smtp is None:
            return None
        auth = Auth.PASSWORD if self._touched or self.is_editing else self._proposal.settings.auth
        return AccountSettings(address, name, imap, smtp, self._ca_file, auth)

    def ask_ca_file(self) -> bool:
        """Let the person choose a file with the authority that signs for the server. False when none was chosen."""
        path, _ = QFileDialog.getOpenFileName(
            self, self.tr("Certificate authority"), "", self.tr("Certificates (*.pem *.crt *.cer)")
        )
        if path:
            self._ca_file = path
            self._touch()
        return bool(path)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _touch(self) -> None:
        self._touched = True
        self._say_reason()
        self.edited.emit()

    def _go_back(self) -> None:
        assert self._proposal is not None
        self.show_proposal(self._proposal)
        self.edit_button.setFocus()
        self.edited.emit()

    def _fill(self, settings: AccountSettings) -> None:
        proposal = self._proposal
        assert proposal is not None
        self.imap.show_server(settings.imap)
        self.smtp.show_server(settings.smtp)
        domain = settings.address.rpartition("@")[2]
        self.title.setText(visible_text(proposal.provider)[:60] or domain)
        self.source.setText(self.tr("Told by: {source}").format(source=source_name(proposal.source)))
        for at, server in enumerate((settings.imap, settings.smtp)):
            self.hosts[at].setText(server.host)
            self.ways[at].setText(self._way(server, settings.address))
        self.back_button.setVisible(proposal.source is not Source.MANUAL)

    def _say_reason(self) -> None:
        name = self._ca_file or ""
        self.ca_label.setText(self.tr("Trusted too: {file}").format(file=visible_text(name)))
        self.ca_label.setVisible(bool(name))
        sentence = confirm_sentence(self._proposal) if self._proposal and self.needs_confirmation else ""
        if sentence:
            self.reason.tell("warning", sentence)
        else:
            self.reason.hide()
        self._tint()

    def _way(self, server: ServerSettings, address: str) -> str:
        way = f"{server.port} · {security_name(server.security)}"
        if server.user and server.user != address:
            way += " · " + self.tr("as {user}").format(user=visible_text(server.user))
        return way

    def _tint(self) -> None:
        sure = not self.needs_confirmation
        icon, role = ("check", Role.SUCCESS) if sure else ("info", Role.WARNING)
        self._picture.setPixmap(icons.pixmap(icon, icons.SIZE, role))

    def _lay_out_card(self) -> None:
        self.card.setProperty("kind", "card")
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, -Space.S, 0)
        head.setSpacing(Space.S)
        head.addWidget(self._picture)
        head.addWidget(self.title)
        head.addStretch(1)
        head.addWidget(self.edit_button)
        grid = QGridLayout(self.card)
        grid.setContentsMargins(Space.M, Space.S, Space.M, Space.M)
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.XS)
        grid.addLayout(head, 0, 0, 1, 3)
        for row, text in enumerate((self.tr("Receiving"), self.tr("Sending"))):
            what = PlainLabel(text, kind="muted")
            self.ways[row].setProperty("kind", "muted")
            self.hosts[row].setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            for column, label in enumerate((what, self.hosts[row], self.ways[row])):
                grid.addWidget(label, row + 1, column)
            self.hosts[row].setWordWrap(True)
        grid.addWidget(self.source, 3, 0, 1, 3)
        grid.setColumnStretch(1, 1)

    def _lay_out_form(self) -> None:
        links = QHBoxLayout()
        links.addWidget(self.ca_button)
        links.addStretch(1)
        links.addWidget(self.back_button)
        rows = QVBoxLayout(self.form)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(Space.M)
        rows.addWidget(self.imap)
        rows.addWidget(self.smtp)
        rows.addLayout(links)
        rows.addWidget(self.ca_label)


def _link(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "link")
    button.setAutoDefault(False)
    return button
