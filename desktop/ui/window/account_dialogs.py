"""The dialogs about accounts, opened over the window: set-up, settings with the signature, a password, the browser's sign-in.

Each is imported when it is first opened. GUI thread only.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QWidget

from desktop.core.api.account_settings import Auth
from desktop.core.api.setup import SetupService
from desktop.ui.dispatch import Dispatch
from desktop.ui.folder_pane.pane import FolderPane


class AccountDialogs:
    """`serve` before anything is opened but `set_up`, which has a parent of its own."""

    def __init__(self, dispatch: Dispatch, setup: SetupService) -> None:
        self._dispatch, self._setup, self._session = dispatch, setup, dispatch.session
        self._window: QWidget | None = None
        self._folders: FolderPane | None = None

    def serve(self, window: QWidget, folders: FolderPane) -> None:
        """What the folder pane asks for opens over that window."""
        self._window, self._folders = window, folders
        soon = self._dispatch.soon
        folders.password_wanted.connect(lambda key: soon(lambda: self.ask_password(key)))
        folders.settings_wanted.connect(lambda key: soon(lambda: self.show_settings(key)))
        folders.signature_wanted.connect(lambda key: soon(lambda: self.show_settings(key, at_signature=True)))

    def set_up(self, parent: QWidget) -> QWidget:
        from desktop.ui.account_setup.dialog import SetupDialog

        dialog = SetupDialog(self._dispatch, self._setup, parent)
        if self._folders is not None:
            dialog.added.connect(self._folders.select_account)
        dialog.show()
        return dialog

    def ask_password(self, account_key: int) -> None:
        """Or the browser, for an account that signs in there."""
        from desktop.ui.account_setup.password_dialog import PasswordDialog

        row = next((row for row in self._session.accounts() if row.account_key == account_key), None)
        if row is None:
            return
        if self._session.enrolment.settings(account_key).auth is Auth.XOAUTH2:
            self.sign_in(account_key)
        else:
            PasswordDialog(self._dispatch, self._setup, row, self._window).show()

    def sign_in(self, account_key: int) -> None:
        from desktop.ui.account_setup.sign_in_dialog import SignInDialog

        enrolment = self._session.enrolment
        settings = enrolment.settings(account_key)
        if settings.sign_in is None:
            settings = replace(settings, sign_in=self._setup.sign_in_of(settings))
        SignInDialog(
            self._dispatch, settings,
            lambda settings, secret, visit: enrolment.sign_in_again(account_key, visit, settings, secret), self._window,
        ).show()  # fmt: skip

    def show_settings(self, account_key: int, *, at_signature: bool = False) -> None:
        from desktop.ui.account_setup.settings_dialog import AccountSettingsDialog

        dialog = AccountSettingsDialog(self._dispatch, self._setup, account_key, self._window)
        dialog.browser_wanted.connect(self.sign_in)
        dialog.show()
        if at_signature:
            dialog.show_signature()
