"""The status line says every account's state in words, worst first, with the time left once it is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.core.api.rows import AccountState
from desktop.core.api.status import AccountStatus
from desktop.core.clock import ManualClock
from desktop.ui import i18n
from desktop.ui.folder_pane.names import account_names
from desktop.ui.window.status_line import StatusLine
from tests.fakes import mails
from tests.fakes.mails import NOW


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def line(clock, qtbot) -> StatusLine:
    made = StatusLine(clock.now)
    qtbot.addWidget(made)
    statuses = {key: AccountStatus(key, AccountState.UP_TO_DATE, NOW, last_success=NOW - 60) for key in (1, 2)}
    made.show_accounts(mails.ACCOUNTS, statuses)
    return made


def test_everybody_at_rest(line):
    pieces = line.text().split(" · ")
    assert [piece.partition(" up to date")[0] for piece in pieces] == ["ana@", "soporte@"]


def test_who_needs_something_comes_first(line):
    line.show_status(AccountStatus(2, AccountState.NEEDS_PASSWORD, NOW))
    assert line.text().startswith("soporte@ needs its password · ana@ up to date")


def test_a_long_fetch_says_how_long(line, clock):
    fetching = AccountStatus(2, AccountState.SYNCING, NOW, mailbox="Inbox", done=0, total=3_000)
    line.show_status(fetching)
    clock.advance(5)
    line.show_status(replace(fetching, done=100))
    assert "left" not in line.text()
    clock.advance(5)
    line.show_status(replace(fetching, done=200))
    assert line.text().startswith("soporte@ fetching Inbox: 200 of 3,000, about 2 minutes left")


def test_the_plan(line, session):
    line.show_plan(session.plan_row)
    assert line._plan.text() == "1,204 of 50,000 sent · 30 days kept"


def test_names_that_tell_accounts_apart():
    twice = [*mails.ACCOUNTS, replace(mails.ACCOUNTS[0], account_key=3, address="ana@otra.example")]
    assert account_names(twice) == {1: "ana@talleresmarin.example", 2: "soporte@", 3: "ana@otra.example"}


def test_it_speaks_spanish(line, qapp):
    i18n.load(qapp, "es")
    line.show_status(AccountStatus(1, AccountState.OFFLINE, NOW, next_try=NOW + 600))
    assert line.text().startswith("ana@ sin conexión, próximo intento en alrededor de 10 minutos")
