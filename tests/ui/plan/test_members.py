"""Members and shares on the page, and the switch in the bar at the top."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from desktop.core.api.workspace_commands import (
    AddMember,
    RemoveMember,
    RenameMember,
    SetPlan,
    ShareMailbox,
    SwitchMember,
)
from desktop.ui.name_popup import NamePopup
from desktop.ui.plan.share_popup import SharePopup
from tests.ui.conftest import Screen

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)  # popups on no screen


@pytest.fixture
def members(screen: Screen, page, wait):
    screen.window.actions_["members"].trigger()
    wait(lambda: any(one.isVisible() for one in page.members.findChildren(QPushButton) if one.text() == "Share…"))
    return page.members


def button(pane, name: str) -> QPushButton:
    """The newest of that name: rows are made anew with every reading."""
    return [one for one in pane.findChildren(QPushButton) if one.accessibleName() == name][-1]


def words(pane) -> list[str]:
    return [label.text() for label in pane.findChildren(QLabel)]


def test_add(session, members, wait):
    assert not members._add.isEnabled()
    members.name.setText("  Marta Gil ")
    members._add.click()
    wait(lambda: "Marta Gil" in words(members))
    assert session.submitted[-1] == AddMember("Marta Gil")
    assert members.name.text() == ""


def test_rename(session, members, wait):
    button(members, "Rename…: Julián Soto").click()
    popup = members.findChild(NamePopup)
    popup._field.setText("Julián S.")
    popup._take()
    wait(lambda: "Julián S." in words(members))
    assert session.submitted[-1] == RenameMember(2, "Julián S.")


def test_remove_and_why_not(session, members, wait):
    first = button(members, "Remove: Ana Beltrán")
    assert not first.isEnabled()
    assert first.toolTip() == "First remove the mailboxes that this member connected."
    button(members, "Remove: Nuria Peris").click()
    wait(lambda: "Nuria Peris" not in words(members))
    assert session.submitted[-1] == RemoveMember(3)


def test_share_with_others(session, members, wait):
    button(members, "Share…: ana@talleresmarin.example").click()
    popup = members.findChild(SharePopup)
    assert [box.text() for box in popup.boxes.values()] == ["Julián Soto", "Nuria Peris"]
    popup.boxes[3].setChecked(True)
    popup.done.click()
    wait(lambda: "of Ana Beltrán · shared with Nuria Peris" in words(members))
    assert session.submitted[-1] == ShareMailbox(1, (3,))


def test_a_share_is_undone_by_its_bar_and_by_the_key(session, screen: Screen, page, members, wait):
    def cards() -> list[str]:
        return [card.sentence for card in screen.window.notices.cards]

    def undo_bar() -> QPushButton:
        return screen.window.notices.cards[-1].buttons[0]

    for undo in (lambda: undo_bar().click(), screen.window.actions_["undo"].trigger):
        page._wish(ShareMailbox(1, (3,)))
        wait(lambda: "of Ana Beltrán · shared with Nuria Peris" in words(members))
        wait(lambda: cards() == ["ana@talleresmarin.example is shared"])
        undo()
        wait(lambda: "of Ana Beltrán · shared with Nuria Peris" not in words(members))
        wait(lambda: cards() == ["Undone: ana@talleresmarin.example is shared"])
        screen.window.notices.dismiss_last()


def test_a_refused_share_says_rule_number_and_remedy(session, screen: Screen, page, members, wait):
    """On the trial the fourth share is refused (reading 8); here the limit is brought to one."""
    page._wish(SetPlan("trial"))
    wait(lambda: session.plan_row.plan_id == "trial")
    session.workspace.table["trial"] = replace(session.workspace.table["trial"], shared_mailboxes=1)
    page._wish(ShareMailbox(1, (3,)))
    wait(lambda: page.bar.isVisible())
    assert page.bar.text == (
        "The Trial plan has no place for another shared mailbox: its limit is 1. "
        "Withdraw another share first, or choose a larger plan."
    )


def test_the_switch_shows_another_member(session, screen: Screen, wait):
    switch = screen.window.plan.members
    assert switch.isVisible()
    assert switch.text() == "Ana Beltrán"
    names = [action.text() for action in switch.menu().actions() if action.text()]
    assert names == ["Ana Beltrán", "Julián Soto", "Nuria Peris", "Members and sharing…"]
    switch.menu().actions()[1].trigger()
    wait(lambda: switch.text() == "Julián Soto")
    assert session.submitted[-1] == SwitchMember(2)


def test_one_member_alone_needs_no_switch(session, screen: Screen, wait):
    session.workspace.names = {1: "Ana Beltrán"}
    screen.window.plan.refresh()
    assert not screen.window.plan.members.isVisible()
