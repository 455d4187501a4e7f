"""The window with its real panes: they fit together, a mail is shown, a composer and the set-up open, all closes."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication

from desktop.ui.account_setup.dialog import SetupDialog
from desktop.ui.composer.window import ComposerWindow
from desktop.ui.first_screen.coming import DemoComing
from desktop.ui.reader.action_row import ActionRow
from desktop.ui.theme import Choice, theme
from desktop.ui.window.factory import build_main_window, dress_application
from tests.fakes.session import FakeSession
from tests.fakes.setup import FakeSetup

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def window(session, settings, wait):
    setup = FakeSetup()
    made = build_main_window(session, settings, lambda: session.now, setup)
    made.show()
    wait(lambda: made.mails.model.rowCount() == 170)
    yield made
    made.close()
    made.deleteLater()
    setup.close()


def opened(kind):
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]


def test_a_mail_is_read_and_answered(window, session, wait):
    window.mails.view.step(1)
    key = window.mails.current_key()
    wait(lambda: session.opened[-1:] == [key])  # the first mail may have been shown before
    window.actions_["reply"].trigger()
    wait(lambda: opened(ComposerWindow))
    assert window.close()
    assert opened(ComposerWindow) == []


def test_an_account_can_be_added(window):
    window.actions_["add_account"].trigger()
    assert len(opened(SetupDialog)) == 1
    opened(SetupDialog)[0].close()


def test_the_application_wears_what_was_chosen(qapp, settings):
    settings.setValue("theme", "dark")
    settings.setValue("language", "es")
    dress_application(qapp, settings)
    try:
        assert theme().dark
        assert qapp.translate("Actions", "Archive") == "Archivar"
    finally:
        theme().choose(Choice.LIGHT)


def test_the_readers_buttons_tell_the_windows_keys(window):
    def tooltips():
        return [button.toolTip() for button in window.findChildren(ActionRow)[0].findChildren(QAbstractButton)]

    assert any("(R)" in tip or tip.endswith("R") for tip in tooltips())
    window.actions_.choose_set("outlook")
    assert any("Ctrl+R" in tip for tip in tooltips())


def test_a_demo_that_is_coming_does_not_ask_what_was_chosen_already(settings, qtbot, qapp):
    session, setup = FakeSession(empty=True), FakeSetup()
    window = build_main_window(session, settings, lambda: session.now, setup, demo=True)
    qtbot.addWidget(window)
    window.show()
    assert isinstance(window.body.first_screen, DemoComing)
    assert window.body.first_screen.isVisible()
    window.close()
    setup.close()
    session.close()
