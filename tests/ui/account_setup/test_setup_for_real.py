"""From the first screen to the first mail: the real engine against the demo's servers, with clicks and fields counted."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from desktop.core.accounts.credentials import MemoryCredentials, Reason
from desktop.core.accounts.discoverer import Discoverer
from desktop.core.api.account_settings import Security
from desktop.core.clock import SystemClock
from desktop.core.demo.world import DemoWorld
from desktop.core.profile import open_profile
from desktop.ui.account_setup.dialog import SetupDialog, Step
from desktop.ui.window.factory import build_main_window
from tests.fakes.setup import FakeSetup, make_proposal

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def world():
    made = DemoWorld(SystemClock())
    made.logins = made.start()
    yield made
    made.stop()


@pytest.fixture
def engine(tmp_path):
    made = open_profile(tmp_path / "profile", credentials=MemoryCredentials(Reason.NO_KEYRING))
    yield made
    made.close()


@pytest.fixture
def windows(engine, settings):
    made = []

    def build(setup):
        window = build_main_window(engine, settings, engine.clock.now, setup)
        window.show()
        window.activateWindow()
        made.append(window)
        return window

    yield build
    for window in made:
        window.close()
        window.deleteLater()


def opened() -> SetupDialog:
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, SetupDialog) and one.isVisible())


def test_three_clicks_and_two_fields_to_the_first_mail(world, engine, windows, hand, qtbot):
    """The search is told where the demo's servers are; everything else is real."""
    from dataclasses import replace

    login = world.logins[0]

    def local(address):
        made = make_proposal(address)
        imap = replace(made.settings.imap, host="127.0.0.1", port=login.imap_port, security=Security.PLAIN)
        smtp = replace(made.settings.smtp, host="127.0.0.1", port=login.smtp_port, security=Security.PLAIN)
        return (replace(made, settings=replace(made.settings, imap=imap, smtp=smtp)),)

    setup = FakeSetup()
    setup.proposals = local
    window = windows(setup)
    hand.click(window.body.first_screen.account)
    dialog = opened()
    qtbot.waitUntil(dialog.page.address.hasFocus, timeout=3000)
    hand.type(dialog.page.address, login.address)
    hand.type(dialog.page.password, "not this one")
    hand.click(dialog.page.go_button)
    qtbot.waitUntil(lambda: dialog.step is Step.READY, timeout=3000)
    hand.click(dialog.page.go_button)
    qtbot.waitUntil(dialog.page.password_problem.isVisible, timeout=5000)
    assert engine.accounts() == []
    assert window.body.first_screen.isVisible()
    hand.clicks -= 1  # the wrong one does not count
    hand.type(dialog.page.password, login.password)
    hand.click(dialog.page.go_button)
    qtbot.waitUntil(lambda: len(engine.accounts()) == 1, timeout=5000)
    assert (hand.clicks, len(hand.fields)) == (3, 2)
    qtbot.waitUntil(lambda: window.mails.model.rowCount() > 0, timeout=15_000)
    node = window.folders.current_node()
    assert node is not None
    assert node.label in ("Inbox", "All inboxes")
    setup.close()


def test_servers_of_this_computer_can_be_typed(world, engine, windows, hand, qtbot):
    """Nobody is asked about a name that is not public, so this search is the real one too."""
    login = world.logins[0]
    setup = Discoverer(SystemClock())
    window = windows(setup)
    hand.click(window.body.first_screen.account)
    dialog = opened()
    hand.type(dialog.page.address, "ana@taller.test")
    hand.type(dialog.page.password, login.password)
    hand.click(dialog.page.go_button)
    qtbot.waitUntil(lambda: dialog.step is Step.READY, timeout=3000)
    for form, port in ((dialog.page.servers.imap, login.imap_port), (dialog.page.servers.smtp, login.smtp_port)):
        hand.type(form.host, "127.0.0.1")
        form.security.setCurrentIndex(form.security.findData(Security.PLAIN))
        hand.type(form.port, str(port))
        hand.type(form.user, login.address)
    hand.click(dialog.page.go_button)
    qtbot.waitUntil(lambda: len(engine.accounts()) == 1, timeout=5000)
    assert engine.accounts()[0].address == "ana@taller.test"
    qtbot.waitUntil(lambda: any("no safe place for passwords" in card.sentence for card in window.notices.cards))
    setup.close()
