"""Slow reads leave the event loop, stale answers are dropped, wishes become receipts or error bars, undo goes back in order."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QObject

from desktop.core.api.commands import Archive, Delete, Receipt, SetFlagged, SetSeen
from desktop.core.api.errors import Code, PlanError
from desktop.ui.dispatch import WORKERS, Dispatch


def test_work_runs_on_a_worker_and_answers_here(dispatch, wait):
    seen: list[threading.Thread] = []
    answers: list[tuple[int, threading.Thread]] = []

    def work() -> int:
        seen.append(threading.current_thread())
        return 7

    dispatch.read("a", work, lambda answer: answers.append((answer, threading.current_thread())))
    wait(lambda: answers)
    assert answers == [(7, threading.main_thread())]
    assert seen[0] is not threading.main_thread()


def test_only_the_newest_of_a_slot_answers(dispatch, wait):
    gate = threading.Event()
    answers: list[int] = []
    ran: list[int] = []

    def work(number: int) -> int:
        ran.append(number)
        gate.wait(5)
        return number

    for number in range(10):
        dispatch.read("slot", lambda number=number: work(number), answers.append)
    gate.set()
    wait(lambda: answers)
    assert answers == [9]
    assert len(ran) <= WORKERS + 1, "what became stale in the queue was started all the same"


def test_slots_do_not_disturb_each_other_and_a_cancelled_one_is_silent(dispatch, wait):
    gate = threading.Event()
    answers: list[str] = []
    dispatch.read("gone", lambda: gate.wait(5) and "gone", answers.append)
    dispatch.read("kept", lambda: "kept", answers.append)
    dispatch.cancel("gone")
    gate.set()
    wait(lambda: answers)
    dispatch.read("", lambda: "last", answers.append)
    wait(lambda: "last" in answers)
    assert answers == ["kept", "last"]


def test_errors_go_to_who_asked_else_to_the_bar(dispatch, wait):
    own: list[Exception] = []
    bar: list[Exception] = []
    dispatch.failed.connect(bar.append)

    def fail() -> None:
        raise OSError("disk")

    dispatch.read("x", fail, pytest.fail, own.append)
    dispatch.read("y", fail, pytest.fail)
    wait(lambda: own and bar)
    assert isinstance(own[0], OSError)
    assert isinstance(bar[0], OSError)


def test_a_receiver_that_is_gone_is_not_called(dispatch, wait, qtbot):
    class Receiver(QObject):
        def take(self, answer: int) -> None:
            calls.append(answer)

    calls: list[int] = []
    gate = threading.Event()
    receiver = Receiver()
    dispatch.read("r", lambda: gate.wait(5) and 1, receiver.take)
    import shiboken6

    shiboken6.delete(receiver)
    gate.set()
    qtbot.wait(50)
    assert calls == []


def test_a_wish_is_stored_and_told(session, dispatch, wait):
    told: list[tuple[Receipt, object]] = []
    dispatch.stored.connect(lambda receipt, command: told.append((receipt, command)))
    dispatch.submit(Archive((1000,)))
    wait(lambda: told)
    assert told[0][0].done == "archived"
    assert told[0][1] == Archive((1000,))
    assert 1000 not in session.message_rows


def test_a_refusal_reaches_the_bar(dispatch, session, wait):
    linked = next(key for key, row in session.message_rows.items() if row.held_by == "task")
    bar: list[Exception] = []
    dispatch.failed.connect(bar.append)
    dispatch.submit(Delete((linked,)))
    wait(lambda: bar)
    assert isinstance(bar[0], PlanError)
    assert bar[0].code is Code.LINKED_TO_TASK


def test_undo_goes_back_in_order_and_passes_over_what_was_quiet(session, dispatch, wait):
    told: list[str] = []
    dispatch.stored.connect(lambda receipt, command: told.append(receipt.done))
    dispatch.submit(SetFlagged((1000,), not session.message_rows[1000].flagged))
    dispatch.submit(Archive((1001,)))
    unread = next(key for key, row in session.message_rows.items() if not row.seen)
    quiet: list[Receipt] = []
    dispatch.submit(SetSeen((unread,), True), quietly=True, then=quiet.append)
    wait(lambda: quiet and len(told) == 2)
    dispatch.undo()
    wait(lambda: len(told) == 3)
    assert 1001 in session.message_rows
    dispatch.undo()
    wait(lambda: len(told) == 4)
    dispatch.undo()
    assert told[2:] == ["undone", "undone", "nothing"]


def test_after_closing_no_answer_comes(session, qapp, qtbot):
    dispatch = Dispatch(session)
    gate = threading.Event()
    answers: list[int] = []
    dispatch.read("x", lambda: gate.wait(0.05) or 1, answers.append)
    dispatch.close()
    dispatch.read("x", lambda: 2, answers.append)
    qtbot.wait(100)
    assert answers == []
