"""Makes the window with its real panes: the one place of the UI that knows them all. GUI thread, after QApplication.

What a start does not show is imported by the function that opens it.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget

from desktop.core.api.account_settings import Auth
from desktop.core.api.commands import DraftContent
from desktop.core.api.session import MailSession
from desktop.core.api.setup import SetupService
from desktop.ui import i18n
from desktop.ui.answers.reminders import AnswerReminders
from desktop.ui.arrivals.presence import Presence
from desktop.ui.dispatch import Dispatch
from desktop.ui.links.beside import ReaderBeside
from desktop.ui.links.words import ACTIONS
from desktop.ui.message_list.server_joining import ServerJoining
from desktop.ui.parts import FirstScreen, Now
from desktop.ui.preferences import Preferences
from desktop.ui.quote_words import quote_words
from desktop.ui.reader.invitation_bar import ANSWERS
from desktop.ui.reader.opened_copies import OpenedCopies
from desktop.ui.reader.pane import ReaderPane
from desktop.ui.theme import theme
from desktop.ui.window.conversations import Conversations
from desktop.ui.window.main_window import MainWindow
from desktop.ui.window.other_windows import put_over
from desktop.ui.window.work import Work

_READER_ACTIONS = (
    "reply", "reply_all", "forward", "archive", "delete", "later", "junk", "star", "unread", *ACTIONS.values(), *ANSWERS,
    "conversation_fold", "conversation_archive", "conversation_delete", "conversation_move", "conversation_read",
)  # fmt: skip


def dress_application(app: QApplication, settings: QSettings) -> None:
    """Language, colours and letters, before any widget is made; the first window puts on the rest, or who shows something before
    it (`theme().put_on`)."""
    preferences = Preferences(settings)
    i18n.load(app, preferences.language)
    theme().apply(app, preferences.theme, sheet_waits=True)


def build_main_window(
    session: MailSession,
    settings: QSettings,
    now: Now,
    setup: SetupService,
    copies: OpenedCopies | None = None,
    *,
    demo: bool = False,
) -> MainWindow:
    """`now` gives the wall time in seconds since 1970, `setup` finds the servers of an address, `copies` takes opened
    attachments (else the folder of the settings does), a `demo` has accounts soon. The caller shows the window, and closes the session when the window
    tells that it is closed."""
    session.set_quote_words(quote_words())
    dispatch = Dispatch(session)

    def open_composer(content: DraftContent, draft_key: int | None) -> QWidget:
        from desktop.ui.composer.window import ComposerWindow

        composer = ComposerWindow(dispatch, content, now, draft_key=draft_key, preferences=preferences)
        put_over(composer, window)
        composer.show()
        return composer

    def open_password(account_key: int) -> None:
        from desktop.ui.account_setup.password_dialog import PasswordDialog

        row = next((row for row in session.accounts() if row.account_key == account_key), None)
        if row is None:
            return
        if session.enrolment.settings(account_key).auth is Auth.XOAUTH2:
            open_sign_in(account_key)
        else:
            PasswordDialog(dispatch, setup, row, window).show()

    def open_sign_in(account_key: int) -> None:
        from desktop.ui.account_setup.sign_in_dialog import SignInDialog

        settings = session.enrolment.settings(account_key)
        if settings.sign_in is None:
            settings = replace(settings, sign_in=setup.sign_in_of(settings))
        SignInDialog(
            dispatch, settings,
            lambda settings, secret, visit: session.enrolment.sign_in_again(account_key, visit, settings, secret), window,
        ).show()  # fmt: skip

    def open_settings(account_key: int, *, at_signature: bool = False) -> None:
        from desktop.ui.account_setup.settings_dialog import AccountSettingsDialog

        dialog = AccountSettingsDialog(dispatch, setup, account_key, window)
        dialog.browser_wanted.connect(open_sign_in)
        dialog.show()
        if at_signature:
            dialog.show_signature()

    def open_setup(parent: QWidget) -> QWidget:
        from desktop.ui.account_setup.dialog import SetupDialog

        dialog = SetupDialog(dispatch, setup, parent)
        dialog.added.connect(window.folders.select_account)
        dialog.show()
        return dialog

    def make_first_screen() -> FirstScreen:
        from desktop.ui.first_screen.coming import DemoComing
        from desktop.ui.first_screen.screen import FirstScreen

        return FirstScreen() if not demo else DemoComing()

    def tell_keys() -> None:
        reader.set_keys({name: window.actions_.key_text(name) for name in _READER_ACTIONS})

    copies = copies or OpenedCopies(Path(settings.fileName()).parent)
    reader, preferences = ReaderPane(dispatch, now, copies), Preferences(settings)
    beside = ReaderBeside(reader, dispatch, preferences, now)
    window = MainWindow(
        session,
        dispatch,
        preferences,
        now,
        beside,
        make_first_screen,
        open_composer,
        open_setup,
    )
    window.work = work = Work(window, beside, dispatch, now)
    AnswerReminders(window, dispatch, now)
    ServerJoining(window, dispatch, now, work.make_menu)
    Conversations(window, reader.conversation, dispatch)
    window.presence = Presence(window, work, dispatch, preferences)
    reader.looking.room_wanted.connect(window.frame.lend_room)
    window.actions_.ask_first("back", reader.looking.step_back)
    theme().put_on()
    window.folders.password_wanted.connect(lambda key: dispatch.soon(lambda: open_password(key)))
    window.folders.settings_wanted.connect(lambda key: dispatch.soon(lambda: open_settings(key)))
    window.top_bar.accounts = dispatch.session.accounts
    window.top_bar.settings_wanted.connect(window.folders.settings_wanted)
    window.folders.signature_wanted.connect(lambda key: dispatch.soon(lambda: open_settings(key, at_signature=True)))
    window.actions_.keys_changed.connect(tell_keys)
    tell_keys()
    return window
