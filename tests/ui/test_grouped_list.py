"""The list by conversation on the screen: the switch, folding in place, what a folded row means, mail that comes and goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot

from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import Archive, MoveTo, SetFlagged, SetSeen
from desktop.core.api.queries import SortField
from desktop.core.mail.flags import Flag
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui import i18n
from desktop.ui.message_list.dragging import picture_of
from desktop.ui.message_list.folding import Fold
from desktop.ui.message_list.model import LINE_ROLE, parse_locations
from tests.fakes.session import FakeSession
from tests.ui.conftest import Screen
from tests.ui.parts import build_window

Wait = Callable[[Callable[[], object]], None]
TALK = (1000, 1003, 1005, 1040)
"""Location keys of the inbox of the first account, newest first."""
OTHER = (1002, 1009)


@pytest.fixture
def grouped(screen: Screen, wait: Wait) -> Screen:
    """The inbox of the first account, by conversation, with the keyboard in it; all read."""
    session = screen.session
    for talk in (TALK, OTHER):
        session.threads.append(tuple(session.message_rows[key].message_key for key in talk))
    for key in (*TALK, *OTHER):
        see(session, key)
    screen.model.forget(None)
    screen.window.folders.select_mailbox(1)
    screen.window.actions_["group"].trigger()
    wait(lambda: screen.model.rowCount() == 106 and screen.window.mails._complete)
    screen.list.setFocus()
    choose(screen, 0)
    wait(lambda: screen.reader.shown[-1:] == [TALK[0]])
    return screen


def see(session: FakeSession, key: int, *, seen: bool = True) -> None:
    row = session.message_rows[key]
    session.message_rows[key] = replace(row, flags=row.flags | Flag.SEEN if seen else row.flags & ~Flag.SEEN)


def choose(screen: Screen, row: int) -> None:
    screen.list.select_rows([row], row)


def press(screen: Screen, key: Qt.Key) -> None:
    QTest.keyClick(screen.list, key)


def keys(screen: Screen, count: int = 8) -> list[int]:
    return list(screen.model.keys[:count])


# the switch


def button_of(screen: Screen) -> QToolButton:
    action = screen.window.actions_["group"]
    return next(one for one in screen.window.mails.filters.findChildren(QToolButton) if one.defaultAction() is action)


def test_the_switch_is_a_button_with_name_tip_and_key(grouped):
    button = button_of(grouped)
    assert (button.isChecked(), button.isVisible(), button.text()) == (True, True, "Group by conversation")
    assert "Shift+G" in button.toolTip()
    button.click()
    assert grouped.model.rowCount() == 100 or grouped.model.rowCount() == 110
    assert not button.isChecked()


def test_switching_keeps_what_is_read(grouped, wait):
    choose(grouped, 3)
    key = grouped.window.mails.front_key()
    grouped.window.actions_["group"].trigger()
    assert grouped.window.mails.front_key() == key
    choose(grouped, 3)
    assert grouped.window.mails.front_key() == TALK[1]
    grouped.window.actions_["group"].trigger()
    assert grouped.list.currentIndex().row() == 0
    assert grouped.window.mails.front_key() == TALK[1], "of the folded conversation it is still that one"


def test_each_folder_is_remembered_and_all_can_be_told(grouped, settings, session, wait, qtbot):
    window = grouped.window
    window.folders.select_mailbox(4)
    assert not window.mails.grouped
    window.folders.select_mailbox(1)
    assert window.mails.grouped
    window.actions_["group_all"].trigger()
    window.folders.select_mailbox(4)
    assert window.mails.grouped
    window.actions_["group"].trigger()
    assert not window.mails.grouped
    again, _, _ = build_window(session, settings, lambda: session.now)
    qtbot.addWidget(again, before_close_func=lambda one: one.close())
    again.folders.select_mailbox(4)
    assert not again.mails.grouped
    again.folders.select_mailbox(7)
    assert again.mails.grouped
    assert again.actions_["group_all"].isChecked()
    again.actions_["group_all"].trigger()
    assert not again.mails.grouped


def test_a_start_into_a_folder_that_was_left_so_shows_it_so_at_once(grouped, settings, session, qtbot):
    """The first inbox is what a start opens; nothing is read flat before."""
    grouped.window.folders.select_first()
    if not grouped.window.mails.grouped:
        grouped.window.actions_["group"].trigger()
    session.calls.clear()
    again, _, _ = build_window(session, settings, lambda: session.now)
    qtbot.addWidget(again, before_close_func=lambda one: one.close())
    again.show()
    qtbot.waitUntil(lambda: again.mails.model.rowCount() > 0, timeout=3000)
    assert again.mails.model.folding is not None
    assert session.calls["first_groups"] == 1
    assert session.calls["first_keys"] == 0


def test_the_menu_and_the_palette_have_it(grouped):
    window = grouped.window
    assert {"group", "group_all"} <= {action.objectName() for action in window.top_bar.menu.menu().actions()}
    assert window.actions_["group"].isChecked()


def test_a_search_is_flat_and_its_end_is_not(grouped, wait):
    window = grouped.window
    window.mails.search("presup")
    wait(lambda: window.mails.query.search and window.mails._complete)
    assert window.mails.model.folding is None
    assert not button_of(grouped).isVisible()
    window.mails.search("")
    wait(lambda: grouped.model.rowCount() == 106)
    assert window.mails.grouped
    assert button_of(grouped).isVisible()


def test_other_orders_are_flat_and_the_switch_leads_back_to_dates(grouped, wait):
    mails = grouped.window.mails
    mails.filters._sort_by(SortField.SENDER, False)
    wait(lambda: grouped.model.rowCount() == 110)
    assert not mails.grouped
    assert not button_of(grouped).isChecked()
    grouped.window.actions_["group"].trigger()
    assert mails.grouped
    assert mails.query.sort is SortField.DATE
    assert keys(grouped, 1) == [1000]


def test_oldest_first_a_conversation_still_stands_where_its_newest_does(grouped, wait):
    mails = grouped.window.mails
    mails.filters._sort_by(SortField.DATE, False)
    wait(lambda: grouped.model.rowCount() == 106)
    assert grouped.model.key_at(105) == 1000
    assert list(grouped.model.mails_of(105, 105)) == list(TALK)


def test_only_mail_that_passes_the_filter_is_counted_and_meant(grouped, session, wait):
    for key in TALK[1:]:
        see(session, key, seen=False)
    grouped.window.actions_["only_unread"].trigger()
    wait(lambda: grouped.model.keys and grouped.window.mails._complete)
    row = grouped.model.row_of(TALK[1])
    assert grouped.model.index(row, 0).data(LINE_ROLE).count == 3
    choose(grouped, row)
    assert grouped.window.mails.selected_keys() == TALK[1:]


def test_all_inboxes_by_conversation(grouped, session, wait):
    message = session.message_rows[10_000].message_key
    session.threads[0] += (message,)
    session.tell(ChangeSet(everything=True))
    grouped.window.folders.select_first()
    grouped.window.actions_["group"].trigger()
    row = grouped.model.row_of(10_000)
    assert set(grouped.model.mails_of(row, row)) == {*TALK, 10_000}


# folding


def test_right_unfolds_then_enters_left_leaves_then_folds(grouped):
    assert keys(grouped, 3) == [1000, 1001, 1002]
    press(grouped, Qt.Key.Key_Right)
    assert keys(grouped, 6) == [*TALK, 1001, 1002]
    assert grouped.list.currentIndex().row() == 0
    press(grouped, Qt.Key.Key_Right)
    assert grouped.list.selected_keys() == (1003,)
    press(grouped, Qt.Key.Key_Right)
    press(grouped, Qt.Key.Key_Down)
    assert grouped.list.selected_keys() == (1005,)
    press(grouped, Qt.Key.Key_Left)
    assert grouped.list.selected_keys() == (1000,)
    press(grouped, Qt.Key.Key_Left)
    assert keys(grouped, 3) == [1000, 1001, 1002]
    press(grouped, Qt.Key.Key_Left)
    assert keys(grouped, 3) == [1000, 1001, 1002]


def test_a_mail_alone_has_nothing_to_unfold(grouped):
    choose(grouped, 1)
    press(grouped, Qt.Key.Key_Right)
    press(grouped, Qt.Key.Key_Left)
    assert grouped.model.rowCount() == 106


def test_nothing_above_or_beside_moves(grouped):
    view = grouped.list
    view.verticalScrollBar().setValue(view.row_height // 2)
    before = view.verticalScrollBar().value()
    row = grouped.model.row_of(OTHER[0])
    view.folded.emit(row)
    assert view.verticalScrollBar().value() == before
    assert grouped.list.selected_keys() == (1000,)
    view.folded.emit(row)
    assert view.verticalScrollBar().value() == before
    assert grouped.list.selected_keys() == (1000,)


def test_what_unfolds_under_the_lower_edge_comes_into_sight(grouped, session, wait):
    view = grouped.list
    session.threads.append(tuple(session.message_rows[key].message_key for key in (1040 - 10, 1060, 1070)))
    session.tell(ChangeSet(everything=True))
    wait(lambda: grouped.model.rowCount() == 104)
    row = grouped.model.row_of(1060)
    view.verticalScrollBar().setValue((row + 1) * view.row_height - view.viewport().height())
    view.folded.emit(row)
    seen = view.rows_in_view()
    assert row in seen
    assert view.visualRect(grouped.model.index(row + 2, 0)).bottom() < view.viewport().height()


def count_place(screen: Screen, row: int) -> QPoint:
    index = screen.model.index(row, 0)
    return screen.list._delegate.count_place(screen.list.visualRect(index), index.data(LINE_ROLE)).center()


def test_a_press_on_the_count_unfolds_and_selects_nothing(grouped):
    row = grouped.model.row_of(OTHER[0])
    QTest.mouseClick(grouped.list.viewport(), Qt.MouseButton.LeftButton, pos=count_place(grouped, row))
    assert grouped.model.fold_of(row) is Fold.UNFOLDED
    assert grouped.list.selected_keys() == (1000,)
    QTest.mouseClick(grouped.list.viewport(), Qt.MouseButton.LeftButton, pos=count_place(grouped, row))
    assert grouped.model.fold_of(row) is Fold.FOLDED
    beside = count_place(grouped, row) - QPoint(100, 0)
    QTest.mouseClick(grouped.list.viewport(), Qt.MouseButton.LeftButton, pos=beside)
    assert grouped.model.fold_of(row) is Fold.FOLDED
    assert grouped.list.selected_keys() == (OTHER[0],)


def test_folding_over_the_mail_that_is_read_keeps_it_in_front(grouped):
    press(grouped, Qt.Key.Key_Right)
    choose(grouped, 2)
    grouped.list.folded.emit(0)
    assert grouped.list.selected_keys() == (1000,)
    assert grouped.window.mails.front_key() == 1005
    press(grouped, Qt.Key.Key_Right)
    assert grouped.list.selected_keys() == (1005,), "and unfolding leads back to it"


# reading


def test_the_oldest_unread_mail_is_read_first_and_stays_in_front(grouped, session, wait):
    for key in (1003, 1005):
        see(session, key, seen=False)
    choose(grouped, 1)
    wait(lambda: grouped.reader.shown[-1] == 1001)
    choose(grouped, 0)
    wait(lambda: grouped.reader.shown[-1] == 1005)
    wait(lambda: any(isinstance(one, SetSeen) for one in session.submitted))
    assert session.submitted[-1] == SetSeen((1005,), True)
    wait(lambda: session.message_rows[1005].seen)
    assert grouped.window.mails.front_key() == 1005


def test_an_answer_is_to_the_mail_in_front(grouped, wait):
    grouped.window.mails.choose_key(1005)
    wait(lambda: grouped.reader.shown[-1] == 1005)
    assert grouped.window.actions_["reply"].isEnabled()
    grouped.window.actions_["reply"].trigger()
    wait(lambda: grouped.opened.drafts)
    assert grouped.opened.drafts[0][0].answers_location == 1005


def test_a_mail_within_a_folded_row_can_be_chosen(grouped, wait):
    choose(grouped, 4)
    grouped.window.mails.choose_key(1040)
    assert grouped.list.selected_keys() == (1000,)
    wait(lambda: grouped.reader.shown[-1] == 1040)
    grouped.window.mails.choose_key(1003)
    wait(lambda: grouped.reader.shown[-1] == 1003)


def test_several_rows_are_told_by_their_mails(grouped, wait):
    grouped.list.select_rows([0, 1, 2], 2)
    wait(lambda: grouped.reader.many)
    assert grouped.reader.many == [7]


# what a folded row means


def test_archive_takes_all_of_it_and_undo_brings_all_back(grouped, session, dispatch, wait):
    grouped.window.actions_["archive"].trigger()
    wait(lambda: grouped.model.rowCount() == 105)
    assert session.submitted[-1] == Archive(TALK)
    assert grouped.list.selected_keys() == (1001,)
    wait(lambda: any("4" in one for one in grouped.notices()))
    grouped.window.actions_["undo"].trigger()
    wait(lambda: grouped.model.rowCount() == 106)
    assert keys(grouped, 3) == [1000, 1001, 1002]
    assert grouped.model.index(0, 0).data(LINE_ROLE).count == 4


@pytest.mark.parametrize(
    ("name", "command"),
    [("star", SetFlagged(TALK, True)), ("unread", SetSeen(TALK, False))],
)
def test_marks_are_for_all_of_it(grouped, session, name, command, wait):
    for key in TALK:
        session.message_rows[key] = replace(session.message_rows[key], flags=Flag.SEEN)
    grouped.window.actions_[name].trigger()
    wait(lambda: session.submitted)
    assert command in session.submitted
    line = grouped.model.index(0, 0).data(LINE_ROLE)
    wait(lambda: grouped.model.index(0, 0).data(LINE_ROLE) != line)


def test_a_button_above_the_mail_means_what_its_key_means(grouped, session, wait):
    front = grouped.window.mails.front_key()
    grouped.reader.command.emit(SetFlagged((front,), True))
    assert session.submitted[-1] == SetFlagged(TALK, True)
    grouped.reader.command.emit(SetFlagged((OTHER[0],), True))
    assert session.submitted[-1] == SetFlagged((OTHER[0],), True), "a mail that is not the row's, read from elsewhere"
    press(grouped, Qt.Key.Key_Right)
    grouped.reader.command.emit(Archive((grouped.window.mails.front_key(),)))
    wait(lambda: session.submitted[-1] == Archive((TALK[0],)))


def test_unfolded_the_first_row_is_its_own_mail_alone(grouped, session, wait):
    press(grouped, Qt.Key.Key_Right)
    grouped.window.actions_["archive"].trigger()
    wait(lambda: 1000 not in session.message_rows)
    assert session.submitted[-1] == Archive((1000,))
    wait(lambda: grouped.model.row_of(1000) is None)
    row = grouped.model.row_of(1003)
    assert grouped.model.fold_of(row) is Fold.UNFOLDED
    assert list(grouped.model.keys[row : row + 3]) == list(TALK[1:])


def test_a_drag_of_a_folded_row_moves_all_of_it(grouped, session, wait, monkeypatch):
    taken: list[tuple[int, ...]] = []
    monkeypatch.setattr(
        "desktop.ui.message_list.view.drag_mails",
        lambda source, data, count, actions: taken.append((count, *parse_locations(data))),
    )
    grouped.list.startDrag(Qt.DropAction.MoveAction)
    assert taken == [(4, *TALK)]
    assert picture_of(4, 1.0).width() > 40
    grouped.window.commands.put(parse_locations(grouped.model.mime_of(grouped.list.selected_mails())), 7, copy=False)
    wait(lambda: grouped.model.rowCount() == 105)
    assert session.submitted[-1] == MoveTo(TALK, 7)


# what comes and goes


def deliver_into(session: FakeSession, talk: tuple[int, ...]) -> int:
    """A new mail of that conversation."""
    key = session.deliver(1)[0]
    message = session.message_rows[key].message_key
    place = next(n for n, thread in enumerate(session.threads) if session.message_rows[talk[0]].message_key in thread)
    session.threads[place] += (message,)
    session.tell(ChangeSet(mailboxes=frozenset({1})))
    return key


def test_mail_that_comes_lifts_its_conversation_and_what_is_read_stays(grouped, session, wait):
    choose(grouped, 2)
    wait(lambda: grouped.reader.shown[-1] == OTHER[0])
    shown = len(grouped.reader.shown)
    key = deliver_into(session, OTHER)
    wait(lambda: grouped.model.key_at(0) == key and grouped.model.rowCount() == 106)
    assert grouped.list.selected_keys() == (key,)
    assert grouped.window.mails.front_key() == OTHER[0]
    assert grouped.window.mails.selected_keys() == (key, *OTHER)
    QTest.qWait(150)
    assert set(grouped.reader.shown[shown:]) <= {OTHER[0]}, "the reader leaves what is read"


def test_mail_that_comes_into_another_conversation_moves_nothing_here(grouped, session, wait):
    view = grouped.list
    choose(grouped, 20)
    view.verticalScrollBar().setValue(15 * view.row_height + 9)
    current, top = grouped.window.mails.front_key(), grouped.model.key_at(view.rowAt(0))
    key = deliver_into(session, OTHER)
    wait(lambda: grouped.model.key_at(0) == key and grouped.model.row_of(OTHER[0]) == 0)
    assert grouped.window.mails.front_key() == current
    assert grouped.model.key_at(view.rowAt(0)) == top


def test_several_conversations_stay_chosen_when_mail_comes_into_one(grouped, session, wait):
    grouped.list.select_rows([0, 2, 5], 2)
    chosen = set(grouped.window.mails.selected_keys())
    key = deliver_into(session, OTHER)
    wait(lambda: grouped.model.key_at(0) == key and grouped.model.row_of(OTHER[0]) == 0)
    assert set(grouped.window.mails.selected_keys()) == chosen | {key}
    assert grouped.list.currentIndex().row() == 0


def test_mail_that_comes_into_an_unfolded_conversation_is_its_first_row(grouped, session, wait):
    press(grouped, Qt.Key.Key_Right)
    choose(grouped, 1)
    key = deliver_into(session, TALK)
    wait(lambda: grouped.model.key_at(0) == key and grouped.model.rowCount() == 110)
    assert keys(grouped, 5) == [key, *TALK]
    assert grouped.list.selected_keys() == (1003,)


def test_the_newest_mail_goes_elsewhere_and_the_rest_stays_chosen(grouped, session, dispatch, wait):
    dispatch.submit(Archive((1000,)), quietly=True)
    wait(lambda: grouped.model.row_of(1000) is None)
    assert grouped.window.mails.selected_keys() == TALK[1:]


def test_changes_that_come_late_merged_or_twice_do_no_harm(grouped, session, wait):
    before = list(grouped.model.keys)
    change = ChangeSet(mailboxes=frozenset({1}), locations=frozenset(TALK))
    for one in (change, change, change.merged(ChangeSet(everything=True))):
        session.tell(one)
    wait(lambda: not grouped.window.mails.reading._running)
    assert list(grouped.model.keys) == before
    assert grouped.window.mails.selected_keys() == TALK


def test_among_the_unread_a_conversation_that_is_read_stays_until_another_is_chosen(grouped, session, wait):
    for key in TALK:
        see(session, key, seen=False)
    grouped.window.actions_["only_unread"].trigger()
    wait(lambda: grouped.window.mails._complete)
    row = grouped.model.row_of(TALK[0])
    choose(grouped, row + 1)
    choose(grouped, row)
    reading = grouped.window.mails.front_key()
    wait(lambda: session.message_rows[reading].seen)
    wait(lambda: not grouped.window.mails.reading._running)
    assert grouped.window.mails.selected_keys() == TALK
    choose(grouped, row + 1)
    wait(lambda: grouped.model.row_of(reading) is None)


def test_in_spanish(grouped, qapp: QApplication, session, settings: QSettings, qtbot: QtBot):
    i18n.load(qapp, "es")
    again, _, _ = build_window(session, settings, lambda: session.now)
    qtbot.addWidget(again, before_close_func=lambda one: one.close())
    assert again.actions_["group"].text() == "Agrupar por conversación"
    said = grouped.model.index(0, 0).data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert said.startswith("Conversación de 4 mensajes. ")
    press(grouped, Qt.Key.Key_Right)
    said = grouped.model.index(1, 0).data(int(Qt.ItemDataRole.AccessibleTextRole))
    assert said.startswith("De la conversación de arriba. ")
    i18n.load(qapp, "en")


def test_the_unified_inbox_is_a_folder_of_its_own(grouped):
    choice = grouped.window.mails.grouping
    assert choice.is_on(1, None)
    assert not choice.is_on(None, SpecialUse.INBOX)
