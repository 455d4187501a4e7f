"""The search that goes on on the servers: offered and never by itself, below what was found here, and read like any mail."""

from __future__ import annotations

from array import array
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import Delete, MoveTo, SetFlagged
from desktop.core.api.errors import Code, ConnectionFailure, ServerRefusal
from desktop.core.api.rows import BodyState
from desktop.core.api.server_search import Failure, Unasked
from desktop.ui.message_list import view as view_module
from desktop.ui.message_list.empty import EmptyState
from desktop.ui.message_list.model import parse_locations
from desktop.ui.message_list.search_line import SearchLine
from desktop.ui.message_list.server_joining import ServerJoining
from desktop.ui.message_list.server_part import share
from tests.fakes.mails import DAY, NOW

WORD = "presupuesto"


@pytest.fixture
def there(session):
    """Three mails that only the server has."""
    rows = session.server_search.there
    for number in range(1, 4):
        rows[-number] = replace(
            next(iter(session.message_rows.values())), location_key=-number, message_key=-number, subject=f"Presupuesto de antes {number}",
            internaldate=NOW - (40 + number) * DAY, body_state=BodyState.HEADER_ONLY, links=(), mailbox_key=4,
        )  # fmt: skip
    return rows


@pytest.fixture
def joined(screen, there):
    screen.joining = ServerJoining(screen.window, screen.window.mails._dispatch, lambda: screen.session.now, QMenu)
    screen.line = screen.window.mails.findChild(SearchLine)
    return screen


def searched(joined, wait, typed=WORD):
    joined.window._search(typed)
    wait(lambda: joined.window.mails._complete and joined.window.mails.query.search == typed)
    return joined.line._server


def on_server(joined, wait, typed=WORD):
    """The part below the list, after the search."""
    searched(joined, wait, typed).click()
    part = joined.joining.part()
    wait(lambda: not part.is_running)
    return part


def test_it_is_offered_in_a_search_and_nothing_is_asked_before(joined, wait):
    assert not joined.line._server.isVisible()
    button = searched(joined, wait)
    assert button.isVisible()
    assert joined.joining.part.made is None
    assert joined.session.server_search.running == []


def test_pressed_it_shows_what_only_the_server_has(joined, wait):
    part = on_server(joined, wait)
    assert part.isVisible()
    assert part.text == "On the server: 3 more"
    assert list(part.model.keys) == [-1, -2, -3]
    assert part.model.mail_at(0).snippet.startswith("Archive"), "the folder is told"
    assert not joined.line._server.isVisible(), "once is enough"
    delegate, search = part.view.itemDelegate(), joined.window.mails.query.search
    assert delegate.in_subject.spans(search), "what was searched for is marked here too"
    assert delegate.in_text is None


def test_its_key_does_the_same_also_while_one_types(joined, wait, qtbot):
    searched(joined, wait)
    joined.window.top_bar.search.setFocus()
    qtbot.keyClick(joined.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    wait(lambda: len(joined.session.server_search.running) == 1)


def test_without_a_search_its_key_leads_to_the_field(joined):
    joined.window.actions_.trigger("search_server")
    assert joined.session.server_search.running == []


def test_another_search_takes_it_away(joined, wait):
    part = on_server(joined, wait)
    searched(joined, wait, "obra")
    assert part.isHidden()
    assert joined.line._server.isVisible()
    joined.window._search("")
    wait(lambda: not joined.line.isVisible())


def test_while_it_runs_it_says_where_and_can_be_cancelled(joined, wait):
    joined.session.server_search.holds = True
    searched(joined, wait).click()
    part = joined.joining.part()
    assert part.text == "Searching Archive at ana@example.org, 3 of 12 folders"
    wait(lambda: part.model.rowCount() == 3)
    assert part._button.text() == "Cancel"
    part._button.click()
    wait(lambda: not part.is_running)
    assert part.text == "On the server: 3 found before you stopped"
    part._button.click()
    assert part.isHidden()


def test_one_is_read_in_the_reader_and_the_list_above_keeps_its_place(joined, wait):
    part = on_server(joined, wait)
    joined.list.step(1)
    part.view.select_rows([1], 1)
    wait(lambda: joined.reader.shown[-1:] == [-2])
    assert joined.session.opened[-1] == -2
    assert joined.list.count_selected() == 0
    joined.list.step(1)
    joined.list.select_rows([0], 0)
    wait(lambda: joined.reader.shown[-1:] == [joined.model.key_at(0)])
    assert part.view.count_selected() == 0


def test_keys_go_from_the_last_mail_here_to_the_first_there_and_back(joined, wait):
    part = on_server(joined, wait)
    last = joined.model.rowCount() - 1
    joined.list.select_rows([last], last)
    joined.list.setCurrentIndex(joined.model.index(last, 0))
    joined.window.actions_.trigger("next")
    assert part.view.selected_keys() == (-1,)
    joined.window.actions_.trigger("next")
    assert part.view.selected_keys() == (-2,)
    joined.window.actions_.trigger("previous")
    joined.window.actions_.trigger("previous")
    assert joined.list.selected_keys() == (joined.model.key_at(last),)
    assert part.view.count_selected() == 0


def test_all_is_possible_that_can_be_done_with_a_mail(joined, wait):
    part = on_server(joined, wait)
    joined.list.select_rows([0], 0)
    above = {spec.name: action.isEnabled() for spec, action in joined.window.actions_}
    part.view.select_rows([0], 0)
    assert {spec.name: action.isEnabled() for spec, action in joined.window.actions_} == above
    part.view.selectAll()
    possible = {
        name: joined.window.actions_[name].isEnabled() for name in ("archive", "delete", "star", "link_task", "reply")
    }
    assert possible == {"archive": True, "delete": True, "star": True, "link_task": True, "reply": False}


def wished(joined, wait, name):
    """That action, and its wish."""
    before = len(joined.session.submitted)
    joined.window.actions_.trigger(name)
    wait(lambda: len(joined.session.submitted) > before)
    return joined.session.submitted[-1]


def test_starred_it_goes_up_into_the_list_and_stays_chosen(joined, wait):
    part = on_server(joined, wait)
    part.view.select_rows([1], 1)
    part.view.setFocus()
    wait(lambda: joined.reader.shown[-1:] == [-2])
    assert wished(joined, wait, "star") == SetFlagged((-2,), True)
    wait(lambda: list(part.model.keys) == [-1, -3])
    new = joined.session.server_search.brought[-2]
    wait(lambda: joined.list.selected_keys() == (new,))
    assert part.view.count_selected() == 0
    assert part.text == "On the server: 2 more"
    wait(lambda: joined.reader.shown[-1:] == [new])
    assert -1 not in joined.reader.shown, "nothing else was shown on the way"
    assert joined.window.focusWidget() is joined.list, "the keyboard goes with it"


def test_where_the_list_above_does_not_find_it_it_stays_below_as_what_it_is(joined, wait):
    """Its text is not here yet: the search here cannot know it by its words."""
    part = on_server(joined, wait)
    part.view.select_rows([1], 1)
    keys = joined.session._keys
    joined.session._keys = lambda view: array(
        "q", [key for key in keys(view) if key not in joined.session.server_search.brought.values()]
    )
    wished(joined, wait, "star")
    wait(lambda: -2 in joined.session.server_search.brought)
    new = joined.session.server_search.brought[-2]
    wait(lambda: list(part.model.keys) == [-1, new, -3])
    assert part.view.selected_keys() == (new,)
    assert part.model.mail_at(1).flagged


def test_what_a_sweep_takes_again_comes_back_below_and_stays_chosen(joined, wait):
    part = on_server(joined, wait)
    part.view.select_rows([1], 1)
    part.view.setFocus()
    wished(joined, wait, "star")
    new = wait_for_above(joined, wait, -2)
    del joined.session.message_rows[new]
    joined.session.tell(ChangeSet(locations=frozenset((new,)), everything=True))
    wait(lambda: list(part.model.keys) == [-1, -2, -3])
    assert part.view.selected_keys() == (-2,)
    wait(lambda: joined.reader.shown[-1:] == [-2])
    assert joined.list.count_selected() == 0
    assert joined.window.focusWidget() is part.view


def wait_for_above(joined, wait, key):
    wait(lambda: key in joined.session.server_search.brought)
    new = joined.session.server_search.brought[key]
    wait(lambda: joined.list.selected_keys() == (new,))
    return new


def test_deleted_it_leaves_and_the_next_one_is_chosen(joined, wait):
    part = on_server(joined, wait)
    part.view.select_rows([1], 1)
    assert wished(joined, wait, "delete") == Delete((-2,))
    wait(lambda: list(part.model.keys) == [-1, -3])
    wait(lambda: part.view.selected_keys() == (-3,))
    wait(lambda: joined.reader.shown[-1:] == [-3])


def click(view, row, qtbot, modifier=Qt.KeyboardModifier.NoModifier):
    place = view.visualRect(view.model().index(row, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, modifier, place)


def test_mails_of_here_and_there_are_chosen_together(joined, wait, qtbot):
    part = on_server(joined, wait)
    click(joined.list, 0, qtbot)
    first = joined.list.current_key()
    click(part.view, 0, qtbot, Qt.KeyboardModifier.ControlModifier)
    click(part.view, 2, qtbot, Qt.KeyboardModifier.ControlModifier)
    assert joined.window.mails.selected_keys() == (first, -1, -3)
    wait(lambda: joined.reader.shown[-1:] == [("many", 3)] or joined.window.reading.shown is None)
    assert not joined.window.actions_["reply"].isEnabled()
    wish = wished(joined, wait, "star")
    assert wish.locations == (first, -1, -3)
    wait(lambda: list(part.model.keys) == [-2])
    brought = joined.session.server_search.brought
    wait(lambda: set(joined.list.selected_keys()) == {first, brought[-1], brought[-3]})
    assert part.view.count_selected() == 0


def test_a_plain_click_chooses_that_one_alone(joined, wait, qtbot):
    part = on_server(joined, wait)
    click(joined.list, 0, qtbot)
    click(part.view, 0, qtbot, Qt.KeyboardModifier.ControlModifier)
    click(part.view, 1, qtbot)
    assert joined.window.mails.selected_keys() == (-2,)
    click(joined.list, 1, qtbot, Qt.KeyboardModifier.ControlModifier)
    assert len(joined.window.mails.selected_keys()) == 2
    click(joined.list, 0, qtbot)
    assert joined.window.mails.selected_keys() == (joined.list.current_key(),)


def test_esc_goes_back_to_the_mail_of_the_list(joined, wait):
    part = on_server(joined, wait)
    joined.list.select_rows([1], 1)
    key = joined.list.current_key()
    part.view.select_rows([0], 0)
    joined.window.actions_.trigger("back")
    assert joined.window.mails.selected_keys() == (key,)
    assert part.view.count_selected() == 0


def test_a_drag_takes_all_that_is_chosen_along(joined, wait, qtbot, monkeypatch):
    part = on_server(joined, wait)
    taken = []
    monkeypatch.setattr(
        view_module, "drag_mails", lambda source, data, count, actions: taken.append((parse_locations(data), count))
    )
    click(joined.list, 0, qtbot)
    click(part.view, 1, qtbot, Qt.KeyboardModifier.ControlModifier)
    part.view.startDrag(Qt.DropAction.MoveAction)
    assert taken == [((joined.list.current_key(), -2), 2)]
    joined.window.commands.put(taken[0][0], 4, False)
    wait(lambda: joined.session.submitted[-1:] == [MoveTo(taken[0][0], 4)])


def test_it_is_not_marked_as_read(joined, wait, qtbot):
    joined.session.server_search.there[-1] = replace(
        joined.session.server_search.there[-1], flags=type(joined.session.server_search.there[-1].flags)(0)
    )
    part = on_server(joined, wait)
    part.view.select_rows([0], 0)
    wait(lambda: joined.reader.shown[-1:] == [-1])
    joined.window.reading._mark_seen()
    assert all(getattr(one, "locations", ()) != (-1,) for one in joined.session.submitted)


def test_what_is_here_already_is_shown_once(joined, wait):
    searched(joined, wait)
    here = joined.model.key_at(0)
    joined.session.server_search.there[here] = replace(joined.session.message_rows[here], subject="Presupuesto doble")
    joined.line._server.click()
    part = joined.joining.part()
    wait(lambda: not part.is_running)
    assert here not in part.model.keys


def test_each_account_that_could_not_be_searched_is_one_sentence(joined, wait):
    joined.session.server_search.failures = (
        Failure(1, "ana@example.org", ConnectionFailure(Code.TIMEOUT, host="x", seconds=60)),
        Failure(2, "soporte@example.org", ServerRefusal(Code.SERVER_REFUSED, host="x", said="no"), "Work"),
    )
    joined.session.server_search.unasked = frozenset(Unasked)
    part = on_server(joined, wait)
    assert part.remarks.split("\n") == [
        "ana@example.org: its server could not be reached, or did not answer in time.",
        "soporte@example.org: Work could not be searched: no",
        "What is linked is only known of the mail here.",
        "Servers find no mail by the names of its files.",
        "Servers tell only roughly which mails have attachments.",
    ]


def test_nothing_and_the_impossible_are_said(joined, wait):
    part = on_server(joined, wait, "obra")
    assert part.text == "On the server: nothing more"
    joined.session.server_search.impossible = True
    joined.window.actions_.trigger("search_server")
    wait(lambda: part.text == "The server cannot be asked for this")


def test_more_than_are_shown_is_said(joined, wait):
    joined.session.server_search.more = True
    assert on_server(joined, wait).text == "On the server: the newest 3"


def test_a_search_without_anything_here_leads_on(joined, wait):
    """The words why there is nothing keep their room."""
    joined.session.server_search.there = {
        key: replace(row, subject="Vestigio") for key, row in joined.session.server_search.there.items()
    }
    part = on_server(joined, wait, "vestigio")
    assert joined.model.rowCount() == 0
    assert part.model.rowCount() == 3
    assert not joined.window.mails.findChild(EmptyState).visibleRegion().isEmpty()
    joined.window.actions_.trigger("next")
    assert part.view.selected_keys() == (-1,)


def test_it_follows_at_once_where_little_was_found_here(joined, wait):
    joined.session.server_search.there = {
        key: replace(row, subject="Único aquí") for key, row in joined.session.server_search.there.items()
    }
    key = joined.model.key_at(0)
    joined.session.message_rows[key] = replace(joined.session.message_rows[key], subject="Único aquí")
    part = on_server(joined, wait, "único")
    assert joined.model.rowCount() == 1
    wait(lambda: joined.list.height() == joined.list.row_height)
    assert part.view.height() > 3 * part.view.row_height


@pytest.mark.parametrize(
    ("room", "above", "here", "height"),
    [(600, 64, 300, 536), (600, 64, 900, 536), (600, 5000, 900, 300), (600, 5000, 100, 100), (600, 400, 100, 200)],
)
def test_the_height_is_what_is_left_or_needed(room, above, here, height):
    assert share(room, above, here) == height
