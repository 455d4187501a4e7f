"""The password again: asked once the server refused, kept only if the server takes it, failures in place."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.core.api.errors import AuthenticationError, Code, ConnectionFailure
from desktop.core.api.rows import AccountRow, AccountState
from desktop.core.api.status import AccountStatus
from desktop.ui.account_setup.password_dialog import PasswordDialog
from desktop.ui.window.factory import build_main_window
from tests.fakes.session import FakeSession

from .conftest import PASSWORD

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def ask(dispatch, setup, qtbot):
    def show(address: str = "ana@talleresmarin.example") -> PasswordDialog:
        made = PasswordDialog(dispatch, setup, AccountRow(7, address, "Ana", 0, "imap.x"))
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(made)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(made.password.hasFocus)
        return made

    return show


def test_typing_it_and_enter_is_all(ask, session, qtbot):
    dialog = ask()
    QTest.keyClicks(dialog.password, f" {PASSWORD} ")
    QTest.keyClick(dialog.password, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert session.passwords == [(7, f" {PASSWORD} ")]


def test_a_refusal_is_told_in_place_and_nothing_is_lost(ask, session, hand, qtbot):
    session.refusals = [
        AuthenticationError(Code.WRONG_PASSWORD, host="imap.x", user="ana", said="no such luck"),
        ConnectionFailure(Code.TIMEOUT, host="imap.x", port=993, seconds=9),
    ]
    dialog = ask()
    height = dialog.height()
    hand.type(dialog.password, PASSWORD)
    hand.click(dialog.go_button)
    qtbot.waitUntil(dialog.problem.isVisible)
    assert dialog.problem.title.text() == "The login was refused"
    assert "no such luck" in dialog.problem.sentence.text()
    assert (dialog.password.text(), dialog.password.hasFocus()) == (PASSWORD, True)
    qtbot.waitUntil(lambda: dialog.height() > height)
    hand.click(dialog.go_button)
    qtbot.waitUntil(lambda: dialog.problem.title.text() == "The password could not be tried")
    hand.click(dialog.go_button)
    qtbot.waitUntil(lambda: not dialog.isVisible())


def test_an_empty_one_is_not_tried(ask, session, hand):
    dialog = ask()
    hand.click(dialog.go_button)
    assert dialog.note.text() == "Type the password of this address."
    assert session.passwords == []


def test_it_says_where_an_app_password_is_made(ask, hand, qtbot):
    dialog = ask("ana@gmail.com")
    qtbot.waitUntil(lambda: dialog.advice.height() >= dialog.advice.heightForWidth(dialog.advice.width()))
    opened: list[str] = []
    dialog.open_url = lambda url: opened.append(url.toString()) or True
    hand.click(dialog.advice.buttons[0])
    assert opened == ["https://support.google.com/accounts/answer/185833"]
    assert not ask().advice.isVisible()


def test_the_window_opens_it_for_the_account_that_needs_it(setup, settings, wait):
    session = FakeSession()
    window = build_main_window(session, settings, lambda: session.now, setup)
    window.show()
    error = AuthenticationError(Code.WRONG_PASSWORD, host="imap.x", user="ana", said="NO")
    session.tell_status(AccountStatus(2, AccountState.NEEDS_PASSWORD, 0, error=error))
    wait(lambda: window.notices.cards)
    window.folders.password_wanted.emit(2)
    asked = [one for one in QApplication.topLevelWidgets() if isinstance(one, PasswordDialog) and one.isVisible()]
    assert [one.windowTitle() for one in asked] == ["Password"]
    QTest.keyClicks(asked[0].password, PASSWORD)
    QTest.keyClick(asked[0].password, Qt.Key.Key_Return)
    wait(lambda: session.status_rows[2].state is AccountState.CONNECTING)
    window.close()
    window.deleteLater()
    session.close()
