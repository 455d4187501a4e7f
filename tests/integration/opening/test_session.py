"""The door before its engine: what is answered at once, what waits, what is wished meanwhile, and what becomes of it when none can be made."""

from __future__ import annotations

import importlib
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any

import pytest

from desktop.core.api.changes import ChangeSet
from desktop.core.api.session import MailSession
from desktop.core.listeners import Listeners
from desktop.core.opening.first_look import NoAnswer
from desktop.core.opening.session import PARTS, WISHES, OpeningSession

PATIENCE = 20.0


class Look:
    def __init__(self) -> None:
        self.lock, self.open, self.knows = Lock(), True, True

    def accounts(self) -> str:
        if not self.knows:
            raise NoAnswer
        return "looked"

    members = waiting = accounts

    def first_groups(self, view: str) -> str:
        return f"conversations of {view}"

    def list_groups(self, view: str, stop: object) -> str:
        return f"all conversations of {view}"

    def close(self) -> None:
        self.open = False


class Lock:
    held = True

    def release(self) -> None:
        self.held = False


class Part:
    def members(self) -> str:
        return "of the engine"

    def plans(self) -> str:
        return "plans"


class Newsletters:
    def __init__(self, did: list[object]) -> None:
        self._did = did

    def unsubscribe(self, location_key: int) -> Future[None]:
        self._did.append(("unsubscribe", location_key))
        done: Future[None] = Future()
        done.set_result(None)
        return done


class Engine:
    def __init__(self) -> None:
        self.did: list[object] = []
        self.closed = False
        self.newsletters = Newsletters(self.did)
        self.workspace = Part()
        self.begun = threading.Event()

    def accounts(self) -> str:
        return "of the engine"

    def message(self, key: int, *, loud: bool = False) -> tuple[int, bool]:
        return key, loud

    def show_mailbox(self, key: int | None) -> None:
        self.did.append(key)

    def submit(self, command: object) -> Future[object]:
        self.did.append(command)
        done: Future[object] = Future()
        if command == "refused":
            done.set_exception(ValueError(command))
        else:
            done.set_result(f"{command} done")
        return done

    def begin(self) -> None:
        self.begun.set()

    def close(self) -> None:
        self.closed = True
        self.did.append("closed")


class Opening:
    """A session whose engine is made when the test says so."""

    def __init__(self, fault: Exception | None = None) -> None:
        self.look, self.engine, self.fault = Look(), Engine(), fault
        self.may = threading.Event()
        self.ended = threading.Event()
        self.failures: list[Exception] = []
        self.session = OpeningSession(
            self.look, self._make, made=lambda: None, failed=self._failed  # type: ignore[arg-type]
        )  # fmt: skip
        self.door: Any = self.session.door
        self.changes: list[ChangeSet] = []
        self.door.subscribe(changed=self.changes.append)

    def finish(self) -> None:
        self.session.begin()
        self.may.set()
        assert (self.ended if self.fault else self.engine.begun).wait(PATIENCE)

    def _make(self, listeners: Listeners, lock: Lock) -> Engine:
        assert lock is self.look.lock
        assert self.may.wait(PATIENCE)
        listeners.tell_changed(ChangeSet(plan=True))
        if self.fault is not None:
            raise self.fault
        return self.engine

    def _failed(self, error: Exception) -> None:
        self.failures.append(error)
        self.ended.set()


@pytest.fixture
def opening() -> Opening:
    return Opening()


def on_worker(work: Callable[[], object]) -> Future[object]:
    answer: Future[object] = Future()
    threading.Thread(target=lambda: answer.set_result(work()), daemon=True).start()
    return answer


def test_the_first_screen_is_answered_without_an_engine(opening):
    assert opening.door.accounts() == opening.door.workspace.members() == opening.door.linking.waiting() == "looked"
    assert opening.door.statuses() == {}


def test_the_engine_answers_from_the_moment_when_it_is_there(opening):
    opening.finish()
    assert opening.door.accounts() == opening.door.workspace.members() == "of the engine"
    assert not opening.look.open


def test_what_the_look_cannot_answer_waits_for_the_engine(opening):
    opening.look.knows = False
    answers = [on_worker(opening.door.accounts), on_worker(opening.door.workspace.members)]
    answers.append(on_worker(lambda: opening.door.message(7, loud=True)))
    assert not any(answer.done() for answer in answers)
    opening.finish()
    assert [answer.result(PATIENCE) for answer in answers] == ["of the engine", "of the engine", (7, True)]


def test_a_worker_that_waits_does_not_begin_it(opening):
    answer = on_worker(lambda: opening.door.message(1))
    assert {thread.name for thread in threading.enumerate()}.isdisjoint({"begin"})
    opening.finish()
    assert answer.result(PATIENCE) == (1, False)


def test_the_screens_own_thread_does_not_wait_for_a_paint_that_it_keeps_from_coming(opening):
    opening.may.set()
    assert opening.door.message(1) == (1, False)


def test_a_method_may_be_named_before_there_is_an_engine(opening):
    method, of_part = opening.door.message, opening.door.workspace.plans
    opening.finish()
    assert (method(2), of_part()) == ((2, False), "plans")


def test_wishes_are_done_in_order_when_it_is_there(opening):
    opening.door.show_mailbox(5)
    first, second = opening.door.submit("archive"), opening.door.submit("refused")
    opening.door.show_mailbox(6)
    assert not first.done()
    opening.finish()
    third = opening.door.submit("delete")
    assert (first.result(PATIENCE), third.result(PATIENCE)) == ("archive done", "delete done")
    assert isinstance(second.exception(PATIENCE), ValueError)
    assert opening.engine.did == [5, "archive", "refused", 6, "delete"]


def test_what_changed_on_the_way_is_told_again_when_the_engine_answers(opening):
    opening.finish()
    assert opening.changes == [ChangeSet(plan=True)] * 2


def test_a_list_by_conversation_is_looked_at_too(opening):
    assert opening.door.first_groups("inbox") == "conversations of inbox"
    assert opening.door.list_groups("inbox") == "all conversations of inbox"
    opening.session.close()


def test_every_part_of_the_door_is_one_of_its_own():
    assert set(PARTS) == {name for name, value in vars(MailSession).items() if isinstance(value, property)}


def test_all_that_parts_answer_by_a_future_is_a_wish():
    """By what their Protocols say."""
    wishes = {}
    for name in PARTS:
        part = importlib.import_module(f"desktop.core.api.{name}")
        protocol = getattr(part, vars(MailSession)[name].fget.__annotations__["return"])
        answers = {
            method: getattr(value, "__annotations__", {}).get("return", "") for method, value in vars(protocol).items()
        }
        wishes[name] = {method for method, answer in answers.items() if answer.startswith("Future")}
    assert {name: set(methods) for name, methods in WISHES.items()} == {
        name: own for name, own in wishes.items() if own
    }


def test_a_wish_to_a_part_holds_nobody_and_keeps_its_place(opening):
    first = opening.door.submit("archive")
    left = opening.door.newsletters.unsubscribe(7)
    last = opening.door.submit("delete")
    assert not left.done()
    opening.finish()
    assert (first.result(PATIENCE), left.result(PATIENCE), last.result(PATIENCE)) == (
        "archive done",
        None,
        "delete done",
    )
    assert opening.engine.did == ["archive", ("unsubscribe", 7), "delete"]


def test_it_is_ready_when_all_that_was_wished_before_has_been_passed_on(opening):
    seen: list[list[object]] = []
    opening.door.ready().add_done_callback(lambda _: seen.append(list(opening.engine.did)))
    opening.door.submit("archive")
    assert not opening.door.ready().done()
    opening.finish()
    assert opening.door.ready().result(PATIENCE) is None
    assert seen == [["archive"]]


@pytest.mark.parametrize("begun", [True, False])
def test_what_was_wished_is_done_before_the_door_closes(opening, begun):
    """Begun or not: a window may be closed before it was painted."""
    wishes = [opening.door.submit("archive"), opening.door.newsletters.unsubscribe(7)]
    if begun:
        opening.session.begin()
    closing = on_worker(opening.session.close)
    opening.may.set()
    closing.result(PATIENCE)
    assert [wish.done() for wish in wishes] == [True, True]
    assert opening.engine.did == ["archive", ("unsubscribe", 7), "closed"]


def test_an_engine_that_comes_behind_a_closed_door_does_not_begin_to_work(opening):
    class Waited(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            opening.may.set()  # the door is closed, and waits
            return super().wait(timeout)

    opening.session._opened = Waited()
    opening.session.begin()
    opening.session.close()
    assert opening.engine.closed
    assert not opening.engine.begun.is_set()


def test_it_begins_once(opening):
    opening.session.begin()
    opening.finish()
    opening.session.begin()
    assert opening.changes == [ChangeSet(plan=True)] * 2


def test_a_window_that_closes_before_it_was_painted_frees_the_profile(opening):
    def is_given_up() -> bool:
        with pytest.raises(CancelledError):
            opening.door.message(1)
        return True

    waits = on_worker(is_given_up)
    opening.session.close()
    opening.session.begin()
    opening.session.close()
    assert waits.result(PATIENCE)
    assert not opening.look.open
    assert not opening.look.lock.held
    assert opening.changes == []


def test_closing_waits_for_the_engine_and_closes_it(opening):
    opening.session.begin()
    opening.may.set()
    opening.session.close()
    assert opening.engine.closed
    assert opening.engine.did == ["closed"]


def test_what_kept_the_engine_from_being_made_is_told_and_fails_what_was_wished():
    fault = OSError("no")
    opening = Opening(fault)
    wish = opening.door.submit("archive")
    opening.door.show_mailbox(1)
    opening.finish()
    assert opening.failures == [fault]
    assert opening.door.ready().cancelled()
    assert wish.exception(PATIENCE) is opening.door.submit("later").exception(PATIENCE) is fault
    with pytest.raises(OSError, match="no"):
        opening.door.message(1)
    assert opening.door.accounts() == "looked"
    opening.session.close()
    assert not opening.look.lock.held
    assert not opening.look.open
