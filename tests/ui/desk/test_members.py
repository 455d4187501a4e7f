"""Members of a chat as chips: people are looked for, any name may be typed, and nothing changes before it is saved."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from desktop.core.api.link_commands import SetChatMembers
from desktop.ui.desk.members_popup import MembersPopup

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def popup(work_screen) -> MembersPopup:
    room = work_screen.room("go_chats")
    work_screen.wait(lambda: room._chat is not None)
    room._ask_members()
    return work_screen.opened(MembersPopup)


def sent(work_screen) -> list[object]:
    return [one for one in work_screen.session.submitted if isinstance(one, SetChatMembers)]


def chips(popup: MembersPopup) -> dict[str, bool]:
    return {person.name or person.address: chip.isChecked() for person, chip in popup.people._chips.items()}


def test_members_are_chips_and_saving_them_as_they_are_changes_nothing(work_screen, popup):
    assert chips(popup) == {"Ana Beltrán": True, "Julián Soto": True}
    popup.save_button.click()
    work_screen.wait(lambda: work_screen.find(MembersPopup) is None)
    assert sent(work_screen) == []


def test_somebody_known_is_found_and_added_by_key_alone(work_screen, popup, qtbot):
    qtbot.keyClicks(popup.people.search, "marek")
    qtbot.keyClick(popup.people.search, Qt.Key.Key_Return)  # before the answer came
    work_screen.wait(lambda: chips(popup).get("Marek Dvořák"))
    assert popup.people.search.text() == ""
    qtbot.keyClick(popup.people.search, Qt.Key.Key_Return)
    wanted = SetChatMembers(1, ("Ana Beltrán", "Julián Soto", "Marek Dvořák"))
    work_screen.wait(lambda: sent(work_screen) == [wanted])
    room = work_screen.work.rooms.room("go_chats")
    work_screen.wait(lambda: room._members.text() == "Ana Beltrán, Julián Soto, Marek Dvořák")


def test_a_name_that_nobody_knows_may_be_typed(work_screen, popup, qtbot):
    qtbot.keyClicks(popup.people.search, "Rosa, who brings the wood")
    work_screen.wait(lambda: "Rosa, who brings the wood" in chips(popup))
    qtbot.keyClick(popup.people.search, Qt.Key.Key_Return)
    popup.save_button.click()
    work_screen.wait(lambda: sent(work_screen))
    assert sent(work_screen)[0].members[-1] == "Rosa, who brings the wood"


def test_somebody_is_taken_out_even_the_last(work_screen, popup):
    for chip in popup.people._chips.values():
        chip.click()
    popup.save_button.click()
    work_screen.wait(lambda: sent(work_screen) == [SetChatMembers(1, ())])
    room = work_screen.work.rooms.room("go_chats")
    work_screen.wait(lambda: room._members.text() == "Nobody but you")


def test_a_member_is_not_offered_again(work_screen, popup, qtbot):
    qtbot.keyClicks(popup.people.search, "soto")
    work_screen.wait(lambda: popup.people._found)
    assert chips(popup) == {"Ana Beltrán": True, "Julián Soto": True, "soto": False}


def test_leaving_with_escape_changes_nothing(work_screen, popup, qtbot):
    next(iter(popup.people._chips.values())).click()
    qtbot.keyClick(popup, Qt.Key.Key_Escape)
    work_screen.wait(lambda: work_screen.find(MembersPopup) is None)
    assert sent(work_screen) == []


def test_all_of_many_members_stay(work_screen, qtbot):
    taken: list[tuple[str, ...]] = []
    names = tuple(f"Member number {number}" for number in range(60))
    popup = MembersPopup(work_screen.window.folders._dispatch, names, taken.append, work_screen.window)
    popup.show_at(work_screen.window.pos())
    popup.save_button.click()
    assert taken == [names]
