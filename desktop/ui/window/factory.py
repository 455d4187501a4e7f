"""Makes the window with its real panes: the one place of the UI that knows them all. GUI thread, after QApplication.

What a start does not show is imported by the function that opens it.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QWidget

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
from desktop.ui.window.account_dialogs import AccountDialogs
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
    dispatch, preferences = Dispatch(session), Preferences(settings)
    dialogs = AccountDialogs(dispatch, setup)

    def open_composer(content: DraftContent, draft_key: int | None) -> QWidget:
        from desktop.ui.composer.window import ComposerWindow

        composer = ComposerWindow(dispatch, content, now, draft_key=draft_key, preferences=preferences)
        put_over(composer, window)
        composer.show()
        return composer

    def make_first_screen() -> FirstScreen:
        from desktop.ui.first_screen.coming import DemoComing
        from desktop.ui.first_screen.screen import FirstScreen

        return FirstScreen() if not demo else DemoComing()

    def tell_keys() -> None:
        reader.set_keys({name: window.actions_.key_text(name) for name in _READER_ACTIONS})

    reader = ReaderPane(dispatch, now, copies or OpenedCopies(Path(settings.fileName()).parent))
    beside = ReaderBeside(reader, dispatch, preferences, now)
    window = MainWindow(session, dispatch, preferences, now, beside, make_first_screen, open_composer, dialogs.set_up)
    dialogs.serve(window, window.folders)
    window.work = work = Work(window, beside, dispatch, now)
    AnswerReminders(window, dispatch, now)
    ServerJoining(window, dispatch, now, work.make_menu)
    Conversations(window, reader.conversation, dispatch)
    window.presence = Presence(window, work, dispatch, preferences)
    reader.looking.room_wanted.connect(window.frame.lend_room)
    window.actions_.ask_first("back", reader.looking.step_back)
    theme().put_on()
    window.top_bar.accounts = dispatch.session.accounts
    window.top_bar.settings_wanted.connect(window.folders.settings_wanted)
    window.actions_.keys_changed.connect(tell_keys)
    tell_keys()
    return window
