"""The list pane: quick first screen, whole list from a worker, true while mail comes and goes, and it never jumps."""

from __future__ import annotations

import threading
from array import array
from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDrag
from pytestqt.qtbot import QtBot

from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import Archive, SetSeen
from desktop.core.api.queries import ListView, SortField
from desktop.core.api.rows import LinkBadge
from desktop.core.api.stopping import Stopped
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui.bridge import Bridge
from desktop.ui.dispatch import Dispatch
from desktop.ui.message_list.delegate import MEASURES, Density
from desktop.ui.message_list.empty import EmptyState
from desktop.ui.message_list.model import parse_locations
from desktop.ui.message_list.pane import MessageListPane, Scope
from tests.fakes.session import FakeSession

INBOX = Scope(1, None, "Inbox")
Wait = Callable[[Callable[[], object]], None]


@pytest.fixture
def pane(session: FakeSession, dispatch: Dispatch, qtbot: QtBot, wait: Wait) -> MessageListPane:
    made = MessageListPane(dispatch, lambda: session.now)
    bridge = Bridge(session, made)
    bridge.changed.connect(made.hear)
    qtbot.addWidget(made, before_close_func=lambda _: bridge.close())
    made.resize(420, 700)
    made.show()
    made.show_scope(INBOX)
    wait(lambda: made.model.rowCount() == 110)
    return made


def heading(pane: MessageListPane) -> str:
    empty = pane.findChild(EmptyState)
    return empty._heading.text() if empty.isVisible() else ""


def test_the_first_screen_comes_from_one_quick_read(session, dispatch, qtbot):
    pane = MessageListPane(dispatch, lambda: session.now)
    qtbot.addWidget(pane)
    pane.show_scope(INBOX)
    assert pane.model.rowCount() == 100
    assert session.calls["first_keys"] == 1
    assert session.calls["list_keys"] == 0


def test_a_short_folder_is_not_read_twice(pane, session):
    before = session.calls["list_keys"]
    pane.show_scope(Scope(4, None, "Archive"))
    assert pane.model.rowCount() == 40
    assert session.calls["list_keys"] == before


def test_new_mail_slides_in_and_what_is_read_stays(pane, session, wait):
    pane.view.step(5)
    pane.view.verticalScrollBar().setValue(20 * pane.view.row_height + 7)
    current, top = pane.current_key(), pane.model.key_at(pane.view.rowAt(0))
    session.deliver(1, count=3)
    wait(lambda: pane.model.rowCount() == 113)
    assert pane.current_key() == current
    assert pane.selected_keys() == (current,)
    assert pane.model.key_at(pane.view.rowAt(0)) == top
    assert pane.view.verticalScrollBar().value() == 23 * pane.view.row_height + 7


def test_at_the_top_new_mail_is_seen(pane, session, wait):
    keys = session.deliver(1)
    wait(lambda: pane.model.rowCount() == 111)
    assert pane.model.key_at(pane.view.rowAt(0)) == keys[0]


def test_what_leaves_hands_over_to_the_next(pane, session, dispatch, wait):
    pane.view.step(3)
    pane.view.step(1)
    leaving, following = pane.current_key(), pane.model.key_at(pane.view.currentIndex().row() + 1)
    dispatch.submit(Archive((leaving,)))
    wait(lambda: pane.model.rowCount() == 109)
    assert pane.selected_keys() == (following,)


def test_after_many_leave_one_sees_what_came_in_their_place(pane, dispatch, wait):
    """Selected by Shift and Down, so that the view stands at the last of them."""
    order = array("q", pane.model.keys)
    pane.view.select_rows(list(range(50)), 49)
    pane.view.verticalScrollBar().setValue(40 * pane.view.row_height)
    dispatch.submit(Archive(tuple(order[:50])))
    wait(lambda: pane.model.rowCount() == 60)
    assert pane.selected_keys() == (order[50],)
    assert pane.view.rowAt(0) == 0


def test_undo_brings_it_back_to_its_place(pane, dispatch, wait):
    order = array("q", pane.model.keys)
    dispatch.submit(Archive(tuple(order[4:9])))
    wait(lambda: pane.model.rowCount() == 105)
    dispatch.undo()
    wait(lambda: pane.model.keys == order)


def test_a_mail_that_goes_elsewhere_does_not_touch_the_list(pane, session, qtbot):
    before = session.calls["list_keys"]
    session.deliver(10)
    qtbot.wait(120)
    assert session.calls["list_keys"] == before


def test_many_changes_cost_few_reads(pane, session, qtbot, wait):
    before = session.calls["list_keys"]
    for _ in range(200):
        session.deliver(1)
    wait(lambda: pane.model.rowCount() == 310)
    qtbot.wait(100)
    assert session.calls["list_keys"] - before <= 8


def test_a_list_is_not_read_again_before_it_has_rested(pane, session, qtbot, wait, monkeypatch):
    rests: list[int] = []

    def rest(milliseconds: int) -> None:
        """Longer than this test: a pause of 30 ms may end before a busy machine lets us look."""
        rests.append(milliseconds)
        QTimer.start(pane.reading._pause, 3_600_000)

    wait(lambda: pane.reading.rests)  # none is under way that would rest in ours' place
    monkeypatch.setattr(pane.reading._pause, "start", rest)
    session.deliver(1)
    wait(lambda: pane.model.rowCount() == 111)
    assert len(rests) == 1
    assert rests[0] >= 30
    before = session.calls["list_keys"]
    for _ in range(20):
        pane.hear(ChangeSet(mailboxes=frozenset({1})))
    qtbot.wait(20)
    assert session.calls["list_keys"] == before
    pane.reading._pause.stop()
    pane.reading._pause.timeout.emit()
    wait(lambda: session.calls["list_keys"] == before + 1)


def test_filters_narrow_and_all_widens(pane, session, wait):
    pane.filters.toggle_unread()
    assert pane.query.filter.unread
    unread = sum(not row.seen for row in session.message_rows.values() if row.mailbox_key == 1)
    wait(lambda: pane.model.rowCount() == unread)
    pane.filters.clear()
    wait(lambda: pane.model.rowCount() == 110)


def test_among_unread_what_is_being_read_stays_until_left(pane, session, dispatch, wait, qtbot):
    pane.filters.toggle_unread()
    wait(lambda: pane.model.rowCount() < 100)
    count = pane.model.rowCount()
    pane.view.step(1)
    pane.view.step(1)
    reading = pane.current_key()
    dispatch.submit(SetSeen((reading,), True))
    wait(lambda: session.message_rows[reading].seen)
    qtbot.wait(150)
    assert pane.current_key() == reading
    assert pane.model.rowCount() == count
    pane.view.step(1)
    wait(lambda: pane.model.rowCount() == count - 1)
    assert pane.model.row_of(reading) is None


def test_among_unread_what_is_archived_leaves_at_once(pane, session, dispatch, wait):
    pane.filters.toggle_unread()
    wait(lambda: pane.model.rowCount() < 100)
    pane.view.step(1)
    leaving = pane.current_key()
    dispatch.submit(SetSeen((leaving,), True))
    pane.release((leaving,))
    dispatch.submit(Archive((leaving,)))
    wait(lambda: pane.model.row_of(leaving) is None)


def test_sorting_keeps_what_is_selected(pane, wait):
    pane.view.step(8)
    chosen = pane.selected_keys()
    pane.filters._sort_by(SortField.SUBJECT, False)
    wait(lambda: pane.query.sort is SortField.SUBJECT and pane.model.rowCount() == 110)
    subjects = [pane.model.mail_at(row).subject for row in range(110)]
    assert subjects == sorted(subjects)
    assert chosen != ()


def test_search_narrows_as_words_are_typed_and_says_where(pane, session, wait):
    pane.search("presup")
    expected = len(session.list_keys(ListView(search="presup")))
    wait(lambda: pane.model.rowCount() == expected)
    line = pane._search_line
    assert line._text.text() == f"{expected} mails found in the 30 days kept here"
    assert line._switch.text() == "Only in Inbox"
    line._switch.click()
    assert pane.query.mailbox_key == 1
    wait(lambda: pane.model.rowCount() < expected)
    pane.search("")
    wait(lambda: pane.model.rowCount() == 110)
    assert not line.isVisible()


def test_a_drag_takes_what_is_selected_and_moves_it(pane, monkeypatch):
    """Qt would propose a copy, and draw rows so wide that they hide the folders."""
    taken: list[tuple] = []

    def let_go(drag: QDrag, actions: Qt.DropAction, default: Qt.DropAction) -> Qt.DropAction:
        taken.append((parse_locations(drag.mimeData()), default, drag.pixmap().deviceIndependentSize().width()))
        return default

    monkeypatch.setattr(QDrag, "exec", let_go)
    pane.view.select_rows([2, 4], 4)
    pane.view.startDrag(pane.model.supportedDragActions())
    keys = pane.model.keys
    assert taken[0][:2] == ((keys[2], keys[4]), Qt.DropAction.MoveAction)
    assert taken[0][2] < pane.view.width() / 2
    assert pane.model.rowCount() == 110, "what is moved leaves by the answer of the core, not by the drag"


def test_enter_before_the_answer_is_there_takes_its_first_mail(pane, session, wait):
    pane.view.step(3)  # of the folder; it is not among what is found
    pane.search("fotos")
    pane.enter()
    expected = list(session.list_keys(ListView(search="fotos")))
    wait(lambda: list(pane.model.keys) == expected)
    wait(lambda: pane.selected_keys() == (expected[0],))


def test_the_end_of_a_search_keeps_the_mail_that_was_found(pane, session, wait):
    pane.view.step(3)
    pane.search("presup")
    wait(lambda: pane.model.rowCount() == len(session.list_keys(ListView(search="presup"))))
    found = next(key for key in pane.model.keys if session.rows((key,))[key].mailbox_key == 1)
    pane.choose_key(found)
    pane.search("")
    wait(lambda: pane.model.rowCount() == 110)
    wait(lambda: pane.selected_keys() == (found,))


def test_the_end_of_a_search_goes_back_to_where_one_was(pane, session, wait):
    """Nothing was chosen, or a mail that lies in another folder: then it is the one that was read before."""
    pane.view.step(105)
    before = pane.selected_keys()
    pane.search("presup")
    wait(lambda: pane.model.rowCount() == len(session.list_keys(ListView(search="presup"))))
    elsewhere = next(key for key in pane.model.keys if session.rows((key,))[key].mailbox_key != 1)
    pane.choose_key(elsewhere)
    pane.search("")
    wait(lambda: pane.model.rowCount() == 110)
    wait(lambda: pane.selected_keys() == before)


def test_a_search_that_was_typed_on_is_told_to_stop(pane, session, wait, monkeypatch):
    """The first is given up while it reads; nobody waits for it."""
    started, stopped = threading.Event(), threading.Event()
    real = session.list_keys

    def read(view, stop=None):
        if view.search == "pr":
            started.set()
            while not stop.is_set():
                stopped.wait(0.005)
            stopped.set()
            raise Stopped
        return real(view, stop)

    monkeypatch.setattr(session, "list_keys", read)
    pane.search("pr")
    wait(started.is_set)
    pane.search("presup")
    wait(stopped.is_set)
    wait(lambda: pane.model.rowCount() == len(real(ListView(search="presup"))))


def test_a_link_or_a_body_that_has_come_may_be_what_is_searched_for(pane, session, wait):
    pane.search("has:task")
    wait(lambda: pane._complete and pane.model.rowCount() > 0)
    before = pane.model.rowCount()
    row = next(row for row in session.message_rows.values() if not row.links)
    session.message_rows[row.location_key] = replace(row, links=(LinkBadge("task", "open", "Obra"),))
    session.tell(ChangeSet(messages=frozenset({row.message_key})))
    wait(lambda: pane.model.rowCount() == before + 1)


def test_a_later_search_wins(pane, session, wait):
    for text in ("p", "pr", "pre", "fotos"):
        pane.search(text)
    expected = len(session.list_keys(ListView(search="fotos")))
    wait(lambda: pane.model.rowCount() == expected)


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda pane: pane.show_scope(Scope(9, None, "Facturas")), "No mail in the last 30 days"),
        (lambda pane: pane.search("zzzz"), "Nothing found for “zzzz”"),
        (lambda pane: pane.search("has:zzzz"), "Nothing found for “has:zzzz”"),
        (lambda pane: (pane.show_scope(Scope(9, None, "Facturas")), pane.filters.toggle_unread()), "No mail passes the filter"),
    ],
)  # fmt: skip
def test_an_empty_list_says_why(pane, wait, act, words):
    act(pane)
    wait(lambda: heading(pane) == words)


def test_picking_one_by_one(pane):
    pane.view.step(1)
    first = pane.current_key()
    pane.view.pick()
    pane.view.step(1)
    pane.view.step(1)
    third = pane.current_key()
    pane.view.pick()
    assert pane.selected_keys() == (first, third)
    pane.view.pick()
    assert pane.selected_keys() == (first,)
    assert pane.view.end_picking()
    assert pane.selected_keys() == (third,)
    assert not pane.view.end_picking()


@pytest.mark.parametrize("density", Density)
def test_densities(pane, density):
    pane.set_density(density)
    assert pane.view.row_height == MEASURES[density].height
    assert not pane.grab().isNull()


def test_the_unified_inbox_holds_all_accounts(pane, session):
    pane.show_scope(Scope(None, SpecialUse.INBOX, "All inboxes"))
    boxes = {row.mailbox_key for row in session.rows(list(pane.model.keys)).values()}
    assert boxes == {1, 10}


def test_a_read_that_fails_is_told_and_the_list_stays(pane, session, dispatch, wait, monkeypatch):
    errors: list[Exception] = []
    dispatch.failed.connect(errors.append)

    def fail(view):
        raise OSError("gone")

    monkeypatch.setattr(session, "list_keys", fail)
    session.deliver(1)
    wait(lambda: errors)
    assert pane.model.rowCount() == 110


def test_words_of_a_search_are_marked_in_the_list_and_conditions_are_not(pane):
    delegate = pane.view.itemDelegate()
    pane.search("presup subject:obra from:lucia")
    assert delegate.in_subject.spans("Obra: el Presupuesto de Lucía") == [(0, 4), (9, 15)]
    assert delegate.in_text.spans("obra") == []
    pane.search("")
    assert delegate.in_subject is None
