"""An account as it is set up, to be changed: name, servers, authority, password, tried on both servers before they are kept; and
its signature and what Delete does in it, which ask no server.

What was typed stays through a refusal, and the account works on with what it had. The address stays: another address is another
account. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.api.account_settings import AccountSettings, Auth
from desktop.core.api.errors import BandejaError
from desktop.core.api.setup import SetupService
from desktop.core.api.workspace_commands import SetDeleteForGood
from desktop.core.mail.visible_text import visible_text
from desktop.ui.account_setup.fields import PasswordField
from desktop.ui.account_setup.server_form import IMAP_PORTS, SMTP_PORTS, ServerForm
from desktop.ui.account_setup.signature_form import SignatureForm
from desktop.ui.account_setup.trying import TryingDialog, add_field, told
from desktop.ui.account_setup.words import cause_sentence, failure_sentence, failure_title
from desktop.ui.dispatch import Dispatch
from desktop.ui.labels import PlainLabel
from desktop.ui.layouts import layout_of
from desktop.ui.scrolled import scrolled
from desktop.ui.sentences import error_sentence
from desktop.ui.theme import Space

_WIDTH = 500


class AccountSettingsDialog(TryingDialog):
    saved = Signal(int)
    """Account key"""
    browser_wanted = Signal(int)
    """Sign in with the browser, instead of a password or again."""

    def __init__(
        self, dispatch: Dispatch, service: SetupService, account_key: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(dispatch, _WIDTH, parent)
        self._service, self._key = service, account_key
        self._settings: AccountSettings = dispatch.session.enrolment.settings(account_key)
        self._ca_file = self._settings.ca_file
        self._deletes_for_good = any(
            one.deletes_for_good for one in dispatch.session.workspace.connected() if one.account_key == account_key
        )
        self.setWindowTitle(self.tr("Account settings"))
        self.name, self.password = QLineEdit(self._settings.display_name), PasswordField()
        self.name.setMaxLength(200)
        self.signature = SignatureForm(
            next(row for row in dispatch.session.accounts() if row.account_key == account_key), dispatch
        )
        self.signature.refused.connect(lambda why: self._tell(self.tr("The picture was not taken"), why))
        self.imap = ServerForm(self.tr("Receiving (IMAP)"), IMAP_PORTS)
        self.smtp = ServerForm(self.tr("Sending (SMTP)"), SMTP_PORTS, needs_user=False)
        self.imap.show_server(self._settings.imap)
        self.smtp.show_server(self._settings.smtp)
        self.for_good = QCheckBox(self.tr("Delete removes from the server at once"))
        self.for_good.setChecked(self._deletes_for_good)
        self.ca_label = PlainLabel()
        self.ca_button, self.no_ca_button = _link(self.tr("Choose a CA file…")), _link(self.tr("Trust it no more"))
        self.browser_button = _link("")
        self.sentence = told("", "muted")
        self.go_button.setText(self.tr("Check and save"))
        self.choose_file: Callable[[], str] = self._ask_file
        self._content, self._feet = QWidget(), QWidget()
        self._lay_out()
        self._say_ca()
        self.ca_button.clicked.connect(lambda: self._set_ca(self.choose_file() or self._ca_file))
        self.no_ca_button.clicked.connect(lambda: self._set_ca(None))
        self.browser_button.clicked.connect(self._to_browser)
        self.name.setFocus()

    @property
    def _by_browser(self) -> bool:
        return self._settings.auth is Auth.XOAUTH2

    def go_on(self) -> None:
        """Nothing changed on the servers' side: just leave. Else both servers are asked first."""
        wanted = self._read()
        if wanted is None:
            return
        if too_long := self.signature.find_problem():
            self._tell(self.tr("The signature is too long"), too_long)
            self.signature.setFocus()
            return
        password = self.password.text()
        if wanted == self._settings and not password:
            self._keep_the_rest()
            self.accept()
            return
        answer_wanted = self.begin()
        self.follow(
            answer_wanted,
            self._dispatch.session.enrolment.change(self._key, wanted, password),
            lambda _done: self._end_well(),
            lambda error: self._show_failure(error, wanted),
        )

    def show_signature(self) -> None:
        """Begin there, for somebody who came for it."""
        self.signature.setFocus()
        self.signature.text.moveCursor(QTextCursor.MoveOperation.End)

    def show_waiting(self, waiting: bool) -> None:
        super().show_waiting(waiting)
        self._content.setEnabled(not waiting)
        self.sentence.setText(self.tr("Logging in to both servers…") if waiting else "")

    def _read(self) -> AccountSettings | None:
        imap, smtp = self.imap.read_server(), self.smtp.read_server()
        if imap is None or smtp is None:
            return None
        name = self.name.text().strip()
        return replace(self._settings, display_name=name, imap=imap, smtp=smtp, ca_file=self._ca_file)

    def _end_well(self) -> None:
        self.password.clear()
        self._keep_the_rest()
        self.saved.emit(self._key)
        self.accept()

    def _keep_the_rest(self) -> None:
        """What no server has to agree to."""
        if (signature := self.signature.read_change()) is not None:
            self._dispatch.submit(signature)
        if self.for_good.isChecked() is not self._deletes_for_good:
            self._dispatch.submit(SetDeleteForGood(self._key, self.for_good.isChecked()))

    def _show_failure(self, error: Exception, tried: AccountSettings) -> None:
        if isinstance(error, BandejaError):
            checked = self._service.explain(error, tried)
            told = checked.error or error
            self._tell(failure_title(checked, tried), failure_sentence(told), cause_sentence(checked))
        else:
            self._tell(self.tr("The settings could not be tried"), error_sentence(error))
        self.go_button.setFocus()

    def _tell(self, title: str, sentence: str, cause: str = "") -> None:
        self.problem.tell(title, sentence, cause)
        QTimer.singleShot(0, self, lambda: self._scroll.ensureWidgetVisible(self.problem, 0, Space.M))

    def _to_browser(self) -> None:
        self.browser_wanted.emit(self._key)
        self.reject()

    def _set_ca(self, path: str | None) -> None:
        self._ca_file = path
        self._say_ca()

    def _say_ca(self) -> None:
        self.ca_label.setText(self.tr("Trusted too: {file}").format(file=visible_text(self._ca_file or "")))
        self.ca_label.setVisible(self._ca_file is not None)
        self.no_ca_button.setVisible(self._ca_file is not None)

    def _ask_file(self) -> str:
        kinds = self.tr("Certificates (*.pem *.crt *.cer)")
        return QFileDialog.getOpenFileName(self, self.tr("Certificate authority"), "", kinds)[0]

    def _lay_out(self) -> None:
        self.ca_label.setProperty("kind", "small")
        self.ca_label.setWordWrap(True)
        meaning = told(self.tr(
            "Off, deleted mail goes to the trash. On, it leaves the server for good; a few seconds are left to undo it, "
            "offline too."
        ), "muted")  # fmt: skip
        self.for_good.setAccessibleDescription(meaning.text())
        column = self.lines(self._content)
        column.addWidget(told(self._settings.address, "heading"))
        column.addSpacing(Space.XS)
        add_field(column, self.tr("Your name, as others see it"), self.name)
        column.addSpacing(Space.XS)
        column.addWidget(self.signature)
        column.addSpacing(Space.S)
        add_field(column, self.tr("Password"), self.password)
        if self._by_browser:
            self.password.setPlaceholderText(self.tr("none: this account signs in with the browser"))
            self.browser_button.setText(self.tr("Sign in with the browser again…"))
        else:
            self.password.setPlaceholderText(self.tr("as it is; type only a new one"))
            self.browser_button.setText(self.tr("Sign in with the browser instead…"))
        column.addWidget(self.browser_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addSpacing(Space.S)
        column.addWidget(self.imap)
        column.addSpacing(Space.S)
        column.addWidget(self.smtp)
        authority = QHBoxLayout()
        authority.addWidget(self.ca_button)
        authority.addWidget(self.no_ca_button)
        authority.addStretch(1)
        column.addLayout(authority)
        column.addWidget(self.ca_label)
        column.addSpacing(Space.S)
        column.addWidget(self.for_good)
        column.addWidget(meaning)
        column.addWidget(self.problem)
        column.addStretch(1)
        self._scroll = scrolled(self._content)
        feet = self.feet(self.sentence)
        feet.setContentsMargins(Space.XL, Space.M, Space.XL, Space.L)
        self._feet.setLayout(feet)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self._scroll, 1)
        whole.addWidget(self.progress)
        whole.addWidget(self._feet)
        self.fit()

    def fit(self) -> None:
        """As high as its words need, up to the height of the screen; the rest is scrolled to."""
        content = layout_of(self._content)
        wanted = content.totalHeightForWidth(max(self.width(), _WIDTH)) + self._feet.sizeHint().height()
        room = self.screen().availableGeometry().height() - 60
        self.resize(max(self.width(), _WIDTH), min(wanted + self.progress.height(), room))


def _link(text: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("kind", "link")
    button.setAutoDefault(False)
    return button
