"""A set-up dialog on a session that notes what it was given, and a hand that counts its clicks and the fields it fills."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.core.api.account_settings import AccountSettings
from desktop.core.api.commands import Command, Receipt, RemoveAccount
from desktop.ui.account_setup.dialog import SetupDialog, Step
from desktop.ui.dispatch import Dispatch
from tests.fakes.session import FakeSession
from tests.fakes.setup import FakeSetup

ADDRESS = "ana.beltran@talleresmarin.example"
PASSWORD = "correcta y larga"


class SetupSession(FakeSession):
    """`refusals` are raised by the next logins, in order; with `hold` a login waits for `let_in`."""

    def __init__(self) -> None:
        super().__init__(empty=True)
        self.tried: list[tuple[AccountSettings, str]] = []
        self.passwords: list[tuple[int, str]] = []
        self.refusals: list[Exception] = []
        self.hold = False
        self._waiting: list[Callable[[], None]] = []

    def add_account(self, settings: AccountSettings, password: str) -> Future[int]:
        self.tried.append((settings, password))
        if self.hold:
            held: Future[int] = Future()
            held.set_running_or_notify_cancel()
            self._waiting.append(
                lambda: held.set_result(super(SetupSession, self).add_account(settings, password).result(3))
            )
            return held
        if self.refusals:
            refused: Future[int] = Future()
            refused.set_exception(self.refusals.pop(0))
            return refused
        return super().add_account(settings, password)

    def set_password(self, account_key: int, password: str) -> Future[None]:
        self.passwords.append((account_key, password))
        answer: Future[None] = Future()
        if self.refusals:
            answer.set_exception(self.refusals.pop(0))
        else:
            answer.set_result(None)
        return answer

    def let_in(self) -> None:
        for answer in self._waiting:
            answer()

    def submit(self, command: Command) -> Future[Receipt]:
        if not isinstance(command, RemoveAccount):
            return super().submit(command)
        self.submitted.append(command)
        self.account_rows = [row for row in self.account_rows if row.account_key != command.account_key]
        done: Future[Receipt] = Future()
        done.set_result(Receipt("removed", 1))
        return done


class Hand:
    """Does what a person can do, and counts it."""

    def __init__(self) -> None:
        self.clicks = 0
        self.fields: list[QLineEdit] = []

    def click(self, button: QAbstractButton) -> None:
        assert button.isVisible(), button.text()
        assert button.isEnabled(), button.text()
        self.clicks += 1
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def type(self, field: QLineEdit, text: str) -> None:
        """Replaces what stands there."""
        assert field.isVisible()
        assert field.isEnabled()
        if field not in self.fields:
            self.fields.append(field)
        field.selectAll()
        QTest.keyClicks(field, text)


@pytest.fixture
def session() -> Iterator[SetupSession]:
    made = SetupSession()
    yield made
    made.close()


@pytest.fixture
def setup() -> Iterator[FakeSetup]:
    made = FakeSetup()
    yield made
    made.close()


@pytest.fixture
def hand() -> Hand:
    return Hand()


@pytest.fixture
def dialog(dispatch: Dispatch, setup: FakeSetup, qtbot: QtBot) -> SetupDialog:
    made = SetupDialog(dispatch, setup)
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    made.pages_opened = []
    made.open_url = lambda url: made.pages_opened.append(url.toString()) or True
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: made.page.address.hasFocus(), timeout=3000)
    return made


@pytest.fixture
def ready(dialog: SetupDialog, hand: Hand, qtbot: QtBot) -> Callable[[], None]:
    """Types address and password and looks for the servers."""

    def go() -> None:
        hand.type(dialog.page.address, ADDRESS)
        hand.type(dialog.page.password, PASSWORD)
        hand.click(dialog.page.go_button)
        qtbot.waitUntil(lambda: dialog.step is Step.READY, timeout=3000)

    return go
