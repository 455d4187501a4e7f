"""Adding an account: few steps, nothing sent before it was seen, failures in place, nothing lost and nothing left behind."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit

from desktop.core.api.account_settings import Auth, Security, SignIn
from desktop.core.api.commands import RemoveAccount
from desktop.core.api.discovery import PasswordAdvice, PasswordKind, Source
from desktop.core.api.errors import (
    AuthenticationError,
    CertificateError,
    Code,
    ConnectionFailure,
    SecurityError,
    ServerRefusal,
)
from desktop.core.api.rows import AccountRow
from desktop.ui.account_setup.dialog import SetupDialog, Step
from desktop.ui.account_setup.sign_in_dialog import SignInDialog
from tests.fakes.setup import APP_PASSWORD, make_proposal

from .conftest import ADDRESS, PASSWORD

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
SIGN_IN = SignIn("", "https://login.example/authorize", "https://login.example/token", "mail offline")
DOMAIN = ADDRESS.rpartition("@")[2]


def wrong_password(host: str = f"imap.{DOMAIN}") -> AuthenticationError:
    return AuthenticationError(Code.WRONG_PASSWORD, host=host, user=ADDRESS, said="LOGIN failed, see https://x.example")


# the way through


def test_a_vouched_account_takes_two_fields_and_two_clicks_here(dialog, session, hand, ready, qtbot):
    ready()
    with qtbot.waitSignal(dialog.added) as added:
        hand.click(dialog.page.go_button)
    assert (hand.clicks, len(hand.fields)) == (2, 2)
    assert added.args == [session.account_rows[0].account_key]
    settings, password = session.tried[0]
    assert (settings.address, settings.display_name, password) == (ADDRESS, "Ana Beltran", PASSWORD)
    assert str(settings.imap) == f"imap.{DOMAIN}:993/tls"
    assert str(settings.smtp) == f"smtp.{DOMAIN}:465/tls"
    assert not dialog.isVisible()
    assert dialog.page.password.text() == ""


def test_the_keyboard_alone_is_enough(dialog, session, qtbot):
    QTest.keyClicks(QApplication.focusWidget(), ADDRESS)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.step is Step.READY)
    assert dialog.page.password.hasFocus()
    QTest.keyClicks(QApplication.focusWidget(), PASSWORD)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.isVisible())
    assert len(session.account_rows) == 1


def test_tab_reaches_everything_in_reading_order(dialog, ready):
    ready()
    page = dialog.page
    page.address.setFocus()
    order = []
    for _ in range(12):
        order.append(QApplication.focusWidget())
        QTest.keyClick(dialog, Qt.Key.Key_Tab)
    wanted = [
        page.address, page.password, page.password.toggle, page.name, page.servers.edit_button, page.trace.button,
        page.leave_button, page.go_button, page.address,
    ]  # fmt: skip
    assert order[: len(wanted)] == wanted


def test_both_fields_first_then_the_button_has_the_keyboard(dialog, hand, qtbot):
    hand.type(dialog.page.address, ADDRESS)
    hand.type(dialog.page.password, PASSWORD)
    dialog.page.go_button.setFocus()
    QTest.keyClick(dialog.page.go_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.step is Step.READY)
    assert dialog.page.go_button.hasFocus()


def test_enter_presses_the_button_that_has_the_keyboard(dialog, session, ready):
    ready()
    for button, done in (
        (dialog.page.trace.button, dialog.page.trace.lines.isVisible),
        (dialog.page.servers.edit_button, dialog.page.servers.form.isVisible),
        (dialog.page.leave_button, lambda: not dialog.isVisible()),
    ):
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Return)
        assert done(), button.text()
    assert session.tried == []


def test_the_name_is_offered_and_can_be_another(dialog, session, hand, ready, qtbot):
    ready()
    hand.type(dialog.page.name, "Ana B. Marin")
    hand.click(dialog.page.go_button)
    qtbot.waitUntil(lambda: bool(session.tried))
    assert session.tried[0][0].display_name == "Ana B. Marin"


def test_the_password_is_seen_only_while_asked_for(dialog, hand):
    field = dialog.page.password
    assert field.echoMode() is QLineEdit.EchoMode.Password
    assert field.toggle.accessibleName() == "Show the password"
    hand.click(field.toggle)
    assert field.echoMode() is QLineEdit.EchoMode.Normal
    assert field.toggle.accessibleName() == "Hide the password"
    QTest.keyClick(field.toggle, Qt.Key.Key_Space)
    assert field.echoMode() is QLineEdit.EchoMode.Password


# looking for servers


def test_lines_come_one_by_one_and_are_folded_away_afterwards(dialog, setup, hand, qtbot):
    setup.hold = True
    hand.type(dialog.page.address, ADDRESS)
    hand.click(dialog.page.go_button)
    trace = dialog.page.trace
    qtbot.waitUntil(lambda: trace.lines.count() == 3)
    assert trace.lines.isVisible()
    assert dialog.page.sentence.text() == f"Looking for the servers of {DOMAIN}…"
    assert (
        trace.lines.item(1).text().startswith("The domain itself: an answer that must not be followed · 84 ms · https:")
    )
    setup.release()
    qtbot.waitUntil(lambda: dialog.step is Step.READY)
    assert trace.lines.count() == 5
    assert not trace.lines.isVisible()
    assert trace.button.text() == "How was this found?"
    hand.click(trace.button)
    assert trace.lines.isVisible()
    assert dialog.page.sentence.text() == ""


def test_another_address_makes_what_was_found_stale(dialog, setup, session, hand, ready, qtbot):
    ready()
    hand.type(dialog.page.address, "otra@example.org")
    assert dialog.step is Step.ADDRESS
    assert not dialog.page.servers.isVisible()
    assert dialog.page.password.text() == PASSWORD
    hand.click(dialog.page.go_button)
    qtbot.waitUntil(lambda: dialog.step is Step.READY)
    assert dialog.page.servers.hosts[0].text() == "imap.example.org"
    assert setup.asked == [ADDRESS, "otra@example.org"]
    assert session.tried == []


def test_an_answer_that_nobody_waits_for_any_more_is_dropped(dialog, setup, hand, qtbot):
    setup.hold = True
    hand.type(dialog.page.address, ADDRESS)
    hand.click(dialog.page.go_button)
    hand.click(dialog.page.leave_button)
    assert dialog.step is Step.ADDRESS
    assert dialog.isVisible()
    setup.release()
    QTest.qWait(60)
    assert dialog.step is Step.ADDRESS
    assert dialog.page.address.text() == ADDRESS


def test_the_dialog_may_go_while_the_search_runs(dispatch, setup, qtbot):
    dialog = SetupDialog(dispatch, setup)
    dialog.show()
    setup.hold = True
    dialog.page.address.setText(ADDRESS)
    dialog.go_on()
    with qtbot.waitSignal(dialog.destroyed):
        dialog.close()
    setup.release()
    QTest.qWait(60)


def test_a_search_that_breaks_can_be_tried_again(dialog, setup, hand, qtbot):
    setup.error = OSError("no sockets")
    hand.type(dialog.page.address, ADDRESS)
    hand.click(dialog.page.go_button)
    problem = dialog.page.server_problem
    qtbot.waitUntil(problem.isVisible)
    setup.error = None
    hand.click(problem.button)
    qtbot.waitUntil(lambda: dialog.step is Step.READY)
    assert not problem.isVisible()


@pytest.mark.parametrize(
    "typed", ["ana", "ana@", "@example.org", "ana@exa mple.org", "ana@127.0.0.1", "a" * 300 + "@x.org"]
)
def test_an_address_that_is_none_is_marked_where_it_stands(dialog, setup, hand, typed):
    hand.type(dialog.page.address, typed)
    hand.click(dialog.page.go_button)
    assert dialog.page.address_note.text() == "An address looks like name@example.org."
    assert dialog.page.address_note.isVisible()
    assert dialog.page.address.hasFocus()
    assert setup.asked == []
    hand.type(dialog.page.address, ADDRESS)
    assert not dialog.page.address_note.isVisible()


def test_an_account_that_is_here_is_not_added_twice(dialog, session, setup, hand):
    session.account_rows.append(AccountRow(1, ADDRESS, "Ana", 0, "imap.x"))
    hand.type(dialog.page.address, ADDRESS.upper())
    hand.click(dialog.page.go_button)
    assert dialog.page.address_note.text() == "This account is already here."
    assert setup.asked == []


def test_a_full_plan_is_told_before_anything_is_typed(dispatch, session, setup, qtbot):
    session.plan_row = replace(session.plan_row, mailboxes_allowed=1, mailboxes_used=1, plan_name="Basic")
    dialog = SetupDialog(dispatch, setup)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.page.limit.text == "All accounts that the Basic plan allows are here already (1). Remove one first."
    assert not dialog.page.go_button.isEnabled()


# nothing is sent before it was seen


def test_servers_that_nobody_vouches_for_take_the_button_itself(dialog, setup, session, hand, ready, qtbot):
    setup.proposals = lambda address: (make_proposal(address, Source.SRV, confirm="outside"),)
    ready()
    page = dialog.page
    assert page.servers.reason.isVisible()
    assert page.servers.reason.text.startswith("Only DNS")
    assert page.go_button.text() == "Use these servers and log in"
    assert [label.text() for label in page.servers.hosts] == [f"imap.{DOMAIN}", f"smtp.{DOMAIN}"]
    for field in (page.address, page.password, page.name):
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert page.go_button.hasFocus()
        assert session.tried == []
    hand.click(page.go_button)
    qtbot.waitUntil(lambda: len(session.account_rows) == 1)
    assert (hand.clicks, len(hand.fields)) == (2, 2)


@pytest.mark.parametrize("source", [Source.SRV, Source.MX, Source.REPORTED, Source.GUESS])
def test_every_unsure_source_says_why(dialog, setup, session, ready, source):
    setup.proposals = lambda address: (make_proposal(address, source, provider="Correo Norte", confirm="x"),)
    ready()
    assert dialog.page.servers.reason.text.endswith("Your password goes there, so look at the names first.")
    assert "{" not in dialog.page.servers.reason.text
    assert session.tried == []


def test_no_source_at_all_means_typing_them(dialog, setup, session, hand, ready, qtbot):
    setup.proposals = lambda address: ()
    ready()
    servers = dialog.page.servers
    assert servers.form.isVisible()
    assert not servers.card.isVisible()
    assert servers.reason.text.startswith(f"Nobody named the servers of {DOMAIN}.")
    assert (servers.imap.host.text(), servers.imap.port.text()) == (f"imap.{DOMAIN}", "993")
    hand.type(servers.imap.host, "correo.example.org")
    assert not servers.reason.isVisible()
    assert dialog.page.go_button.text() == "Log in"
    hand.click(dialog.page.go_button)
    qtbot.waitUntil(lambda: bool(session.tried))
    assert session.tried[0][0].imap.host == "correo.example.org"


def test_found_servers_can_be_changed_and_had_back(dialog, session, hand, ready):
    ready()
    servers = dialog.page.servers
    hand.click(servers.edit_button)
    assert servers.imap.host.hasFocus()
    hand.type(servers.imap.host, "otro.example.org")
    hand.click(servers.back_button)
    assert servers.card.isVisible()
    assert servers.read_settings(ADDRESS, "").imap.host == f"imap.{DOMAIN}"


def test_a_protection_brings_its_port_unless_one_was_chosen(dialog, hand, ready):
    ready()
    hand.click(dialog.page.servers.edit_button)
    form = dialog.page.servers.smtp
    choose(form, Security.STARTTLS)
    assert form.port.text() == "587"
    hand.type(form.port, "2525")
    choose(form, Security.TLS)
    assert form.port.text() == "2525"


def test_no_protection_is_for_this_computer_only(dialog, session, hand, ready):
    ready()
    hand.click(dialog.page.servers.edit_button)
    form = dialog.page.servers.imap
    plain = form.security.model().item(form.security.findData(Security.PLAIN))
    assert not plain.isEnabled()
    for near in ("127.0.0.1", "::1", "localhost"):
        hand.type(form.host, near)
        assert plain.isEnabled(), near
    choose(form, Security.PLAIN)
    hand.type(form.host, "localhost.example.org")
    assert form.security.currentData() == Security.TLS
    assert form.port.text() == "993"


@pytest.mark.parametrize(
    ("field", "text", "sentence"),
    [
        ("host", "no host", "This is not the name of a server."),
        ("host", "-x.example", "This is not the name of a server."),
        ("port", "0", "A port is a number from 1 to 65535."),
        ("port", " ", "A port is a number from 1 to 65535."),
        ("user", " ", "The server needs a user name."),
    ],
)
def test_a_field_that_cannot_be_is_marked_and_nothing_is_tried(dialog, session, hand, ready, field, text, sentence):
    ready()
    hand.click(dialog.page.servers.edit_button)
    form = dialog.page.servers.imap
    edit = getattr(form, field)
    edit.clear()
    hand.type(edit, text)
    hand.click(dialog.page.go_button)
    assert form.notes[edit].text() == sentence
    assert edit.hasFocus()
    assert session.tried == []


def test_a_missing_password_is_asked_for_in_place(dialog, session, hand, qtbot):
    hand.type(dialog.page.address, ADDRESS)
    hand.click(dialog.page.go_button)
    qtbot.waitUntil(lambda: dialog.step is Step.READY)
    hand.click(dialog.page.go_button)
    assert dialog.page.password_note.text() == "Type the password of this address."
    assert dialog.page.password.hasFocus()
    assert session.tried == []


# which password


def test_a_known_provider_says_at_once_which_password_it_takes(dialog, hand):
    hand.type(dialog.page.address, "ana@gmail.com")
    advice = dialog.page.advice
    assert advice.isVisible()
    assert "app password" in advice.text
    hand.click(advice.buttons[0])
    assert dialog.pages_opened == ["https://support.google.com/accounts/answer/185833"]
    hand.type(dialog.page.address, ADDRESS)
    assert not advice.isVisible()


def test_what_was_found_brings_its_own_advice(dialog, setup, ready):
    setup.proposals = lambda address: (make_proposal(address, advice=APP_PASSWORD),)
    ready()
    assert APP_PASSWORD.where_en in dialog.page.advice.text


def test_a_provider_that_takes_no_password_leads_to_the_browser(dialog, setup, session, hand, ready):
    def browser(address):
        made = make_proposal(address, advice=PasswordAdvice(PasswordKind.BROWSER, "Sign in there."))
        return (replace(made, settings=replace(made.settings, auth=Auth.XOAUTH2), sign_in=SIGN_IN),)

    setup.proposals = browser
    ready()
    assert "through its page in the browser. Sign in there." in dialog.page.advice.text
    assert dialog.page.go_button.text() == "Sign in with the browser…"
    assert not dialog.page.browser_button.isVisible()
    hand.click(dialog.page.go_button)
    window = dialog.findChild(SignInDialog)
    assert window.isVisible()
    assert session.tried == []
    window.reject()
    hand.click(dialog.page.servers.edit_button)
    hand.type(dialog.page.servers.imap.host, "propio.example.org")
    hand.click(dialog.page.go_button)
    assert session.tried[0][0].auth is Auth.PASSWORD


def test_one_that_takes_both_offers_the_browser_beside_the_password(dialog, setup, session, hand, ready, qtbot):
    setup.proposals = lambda address: (make_proposal(address, advice=APP_PASSWORD, sign_in=SIGN_IN),)
    added = []
    dialog.added.connect(added.append)
    ready()
    hand.click(dialog.page.browser_button)
    window = dialog.findChild(SignInDialog)
    window.client_id.setText("my-client")
    window.go_on()
    qtbot.waitUntil(lambda: dialog.pages_opened == ["https://login.example/authorize?state=x"])
    settings, secret, _ = session.enrolment.visits[0]
    assert (settings.sign_in.client_id, settings.auth, secret) == ("my-client", Auth.XOAUTH2, "")
    session.enrolment.come_back(7)
    qtbot.waitUntil(lambda: added == [7])
    assert session.tried == []


# failures


def test_a_refused_password_is_told_under_it_in_the_servers_words(dialog, session, hand, ready, qtbot):
    session.refusals = [wrong_password()]
    ready()
    hand.click(dialog.page.go_button)
    page, problem = dialog.page, dialog.page.password_problem
    qtbot.waitUntil(problem.isVisible)
    assert problem.title.text() == "The login was refused"
    assert "LOGIN failed, see https://x.example" in problem.sentence.text()
    assert problem.sentence.textFormat() is Qt.TextFormat.PlainText
    assert page.password.hasFocus()
    assert page.password.selectedText() != ""
    assert below(problem, page.password)
    assert (page.address.text(), page.password.text(), page.name.text()) == (ADDRESS, PASSWORD, "Ana Beltran")
    assert session.account_rows == []
    assert problem.button.text() == "Log in as ana.beltran"
    hand.click(problem.button)
    qtbot.waitUntil(lambda: len(session.account_rows) == 1)
    retried = session.tried[1][0]
    assert (retried.imap.user, retried.smtp.user) == ("ana.beltran", "ana.beltran")


def test_a_refusal_for_sending_says_that_receiving_works(dialog, session, hand, ready, qtbot):
    session.refusals = [wrong_password(f"smtp.{DOMAIN}")]
    ready()
    hand.click(dialog.page.go_button)
    problem = dialog.page.password_problem
    qtbot.waitUntil(problem.isVisible)
    assert problem.title.text() == "Receiving works, but the login for sending was refused"
    hand.click(problem.button)
    qtbot.waitUntil(lambda: len(session.tried) == 2)
    retried = session.tried[1][0]
    assert (retried.imap.user, retried.smtp.user) == (ADDRESS, "ana.beltran")


def test_an_app_password_that_is_wanted_comes_with_where_to_make_it(dialog, setup, session, hand, qtbot):
    session.refusals = [
        AuthenticationError(Code.WRONG_PASSWORD, host="imap.gmail.com", user="ana@gmail.com", said="no")
    ]
    from desktop.core.accounts.providers import find_by_domain

    setup.proposals = lambda address: (find_by_domain("gmail.com").build_proposal(address, Source.TABLE),)
    hand.type(dialog.page.address, "ana@gmail.com")
    hand.type(dialog.page.password, PASSWORD)
    hand.click(dialog.page.go_button)
    qtbot.waitUntil(lambda: dialog.step is Step.READY)
    hand.click(dialog.page.go_button)
    problem = dialog.page.password_problem
    qtbot.waitUntil(problem.isVisible)
    assert "app password" in problem.cause.text()
    assert not dialog.page.advice.isVisible()
    hand.click(problem.button)
    assert dialog.pages_opened == ["https://support.google.com/accounts/answer/185833"]
    hand.click(dialog.page.go_button)
    qtbot.waitUntil(lambda: len(session.account_rows) == 1)


def test_a_silent_port_leads_to_the_usual_one(dialog, session, hand, ready, qtbot):
    session.refusals = [ConnectionFailure(Code.TIMEOUT, host=f"smtp.{DOMAIN}", port=465, seconds=20)]
    ready()
    hand.click(dialog.page.go_button)
    problem = dialog.page.server_problem
    qtbot.waitUntil(problem.isVisible)
    assert problem.title.text() == "Receiving works, but sending does not yet"
    assert problem.sentence.text() == f"smtp.{DOMAIN} did not answer in 20 seconds."
    assert problem.button.text() == f"Try smtp.{DOMAIN}:587 (STARTTLS)"
    hand.click(problem.button)
    qtbot.waitUntil(lambda: len(session.account_rows) == 1)
    retried = session.tried[1][0]
    assert (str(retried.imap), str(retried.smtp)) == (f"imap.{DOMAIN}:993/tls", f"smtp.{DOMAIN}:587/starttls")


def test_an_unknown_name_leads_to_the_fields(dialog, session, hand, ready, qtbot):
    session.refusals = [ConnectionFailure(Code.UNKNOWN_HOST, host=f"imap.{DOMAIN}", port=993)]
    ready()
    hand.click(dialog.page.go_button)
    problem = dialog.page.server_problem
    qtbot.waitUntil(problem.isVisible)
    hand.click(problem.button)
    assert dialog.page.servers.imap.host.hasFocus()
    assert dialog.page.servers.imap.host.text() == f"imap.{DOMAIN}"


def test_an_unknown_authority_can_be_trusted_from_a_file(dialog, session, hand, ready, qtbot, monkeypatch):
    session.refusals = [
        CertificateError(Code.CERTIFICATE_UNTRUSTED, host=f"imap.{DOMAIN}", port=993, said="self-signed")
    ]
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: ("/etc/ssl/taller.pem", ""))
    ready()
    hand.click(dialog.page.go_button)
    problem = dialog.page.server_problem
    qtbot.waitUntil(problem.isVisible)
    assert problem.button.text() == "Choose a CA file…"
    hand.click(problem.button)
    qtbot.waitUntil(lambda: len(session.account_rows) == 1)
    assert session.tried[1][0].ca_file == "/etc/ssl/taller.pem"


@pytest.mark.parametrize(
    "error",
    [
        ConnectionFailure(Code.CONNECTION_LOST, host="h", port=1),
        ConnectionFailure(Code.TIMEOUT, host="h", port=1, seconds=5),
        SecurityError(Code.TLS_FAILED, host="h", port=1, said="x"),
        ServerRefusal(Code.SERVER_REFUSED, host="h", said="x"),
        AuthenticationError(Code.WRONG_PASSWORD, host="h", user="u", said="x"),
        RuntimeError("a fault of ours"),
    ],
)
def test_no_failure_loses_what_was_typed_or_promises_another_try(dialog, session, hand, ready, qtbot, error):
    session.refusals = [error]
    ready()
    hand.click(dialog.page.go_button)
    page = dialog.page
    qtbot.waitUntil(lambda: page.password_problem.isVisible() or page.server_problem.isVisible())
    told = page.password_problem if page.password_problem.isVisible() else page.server_problem
    assert told.title.text()
    assert "by itself" not in told.sentence.text()
    assert told.accessibleName().startswith(told.title.text())
    assert (page.address.text(), page.password.text()) == (ADDRESS, PASSWORD)
    assert (session.account_rows, session.submitted) == ([], [])
    hand.click(page.go_button)
    qtbot.waitUntil(lambda: len(session.account_rows) == 1)


# turning away


@pytest.mark.parametrize("way", ["stop", "escape", "close"])
def test_a_login_that_was_left_leaves_nothing_behind(dialog, session, hand, ready, qtbot, way):
    session.hold = True
    ready()
    hand.click(dialog.page.go_button)
    assert dialog.step is Step.LOGGING_IN
    assert not dialog.page.address.isEnabled()
    QTest.keyClick(dialog.focusWidget() or dialog, Qt.Key.Key_Return)
    assert dialog.step is Step.LOGGING_IN
    assert dialog.page.leave_button.text() == "Stop"
    if way == "stop":
        hand.click(dialog.page.leave_button)
        assert dialog.isVisible()
        assert dialog.page.password.text() == PASSWORD
    elif way == "escape":
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert dialog.isVisible()
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()
    else:
        dialog.close()
    session.let_in()
    qtbot.waitUntil(lambda: session.submitted == [RemoveAccount(1)])
    assert session.account_rows == []


def test_a_long_login_is_counted(dialog, session, hand, ready):
    session.hold = True
    ready()
    hand.click(dialog.page.go_button)
    assert dialog.page.sentence.text() == "Logging in to both servers…"
    for _ in range(12):
        dialog._second.timeout.emit()
    assert dialog.page.sentence.text() == "Logging in to both servers… 12 s"
    hand.click(dialog.page.leave_button)
    assert not dialog._second.isActive()


def choose(form, security: Security) -> None:
    """As a hand does: the signal of a choice comes with it."""
    form.security.setCurrentIndex(form.security.findData(security))
    form.security.activated.emit(form.security.currentIndex())


def below(lower, upper) -> bool:
    gap = lower.mapToGlobal(QPoint(0, 0)).y() - upper.mapToGlobal(QPoint(0, upper.height())).y()
    return 0 <= gap < 40
