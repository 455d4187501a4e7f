"""Signing in with the browser: the page opens outside, waiting can be left, a refusal loses nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from desktop.core.api.account_settings import AccountSettings, Auth, Security, ServerSettings, SignIn
from desktop.core.api.errors import AuthenticationError, Code
from desktop.core.api.rows import AccountState
from desktop.core.api.status import AccountStatus
from desktop.ui.account_setup.sign_in_dialog import SignInDialog
from desktop.ui.window.factory import build_main_window
from tests.fakes.session import FakeSession

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
PAGE = "https://login.example/authorize?state=x"
SIGN_IN = SignIn("", "https://login.example/authorize", "https://login.example/token", "mail offline", "my-client")


def account(sign_in: SignIn | None = SIGN_IN) -> AccountSettings:
    imap = ServerSettings("imap.example.org", 993, Security.TLS, "ana@example.org")
    return AccountSettings("ana@example.org", "Ana", imap, replace(imap, host="smtp.example.org"), sign_in=sign_in)


@pytest.fixture
def ask(dispatch, session, qtbot):
    def show(sign_in: SignIn | None = SIGN_IN) -> SignInDialog:
        made = SignInDialog(dispatch, account(sign_in), session.enrolment.add_by_browser)
        made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        made.opened = []
        made.open_url = lambda url: made.opened.append(url.toString()) or True
        made.answers = []
        made.signed_in.connect(made.answers.append)
        qtbot.addWidget(made)
        made.show()
        made.activateWindow()
        return made

    return show


def test_the_browser_opens_and_the_answer_closes_the_window(ask, session, qtbot):
    dialog = ask()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.opened == [PAGE])
    assert dialog.sentence.text() == "Waiting for you in the browser…"
    assert not dialog.go_button.isEnabled()
    dialog.again_button.click()
    assert dialog.opened == [PAGE, PAGE]
    given, secret, _ = session.enrolment.visits[0]
    assert (given.auth, given.sign_in, secret) == (Auth.XOAUTH2, SIGN_IN, "")
    session.enrolment.come_back(3)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert dialog.answers == [3]


def test_a_refusal_is_told_and_what_was_typed_stays(ask, session, qtbot):
    dialog = ask()
    dialog.secret.setText("s3cret")
    dialog.go_on()
    session.enrolment.come_back(
        AuthenticationError(Code.SERVER_REFUSED, host="login.example", said="access_denied <b>no</b>")
    )
    qtbot.waitUntil(dialog.problem.isVisible)
    assert dialog.problem.title.text() == "The sign-in was refused"
    assert "access_denied <b>no</b>" in dialog.problem.sentence.text()
    assert (dialog.client_id.text(), dialog.secret.text()) == ("my-client", "s3cret")
    assert dialog.go_button.isEnabled()


def test_leaving_ends_the_wait_and_a_late_answer_means_nothing(ask, session, qtbot):
    dialog = ask()
    dialog.go_on()
    _, _, visit = session.enrolment.visits[0]
    dialog.leave_button.click()
    assert visit.cancelled.is_set()
    session.enrolment.come_back(3)
    qtbot.wait(20)
    assert dialog.answers == []


def test_what_is_missing_is_marked(ask, session):
    dialog = ask(replace(SIGN_IN, client_id=""))
    dialog.go_on()
    assert "client id" in dialog.note.text()
    own = ask(None)
    own.client_id.setText("mine")
    own.page.setText("http://login.example/")
    own.go_on()
    assert "https://" in own.page_note.text()
    assert session.enrolment.visits == []
    own.page.setText("https://login.example/a")
    own.exchange.setText("https://login.example/t")
    own.scope.setText("mail")
    own.go_on()
    assert session.enrolment.visits[0][0].sign_in == SignIn(
        "", "https://login.example/a", "https://login.example/t", "mail", "mine"
    )


def test_only_a_page_over_https_is_opened(ask):
    dialog = ask()
    dialog._show_page("file:///etc/passwd")
    assert dialog.opened == []


def test_an_account_that_must_sign_in_again_says_so_and_leads_there(qtbot, settings, setup):
    session = FakeSession()
    session.enrolment.put(1, replace(session.enrolment.settings(1), auth=Auth.XOAUTH2, sign_in=SIGN_IN))
    window = build_main_window(session, settings, lambda: session.now, setup)
    qtbot.addWidget(window)
    window.show()
    error = AuthenticationError(Code.SIGN_IN_AGAIN, host="imap.example.org", user="ana", said="invalid_grant")
    session.tell_status(AccountStatus(1, AccountState.NEEDS_PASSWORD, session.now, error=error))
    qtbot.waitUntil(lambda: any("Sign in again" in card.sentence for card in window.notices.cards))
    card = next(card for card in window.notices.cards if "Sign in again" in card.sentence)
    card._act()
    dialog = window.findChild(SignInDialog)
    assert dialog.client_id.text() == "my-client"
    dialog.open_url = lambda url: True
    dialog.go_on()
    session.enrolment.come_back()
    qtbot.waitUntil(lambda: window.findChild(SignInDialog) is None)
    window.close()
    session.close()
