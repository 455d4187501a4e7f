"""The door while the engine is being made behind it: the first screen's questions are answered at once, all else waits for the engine.

Invariant: from the moment when the engine is there every question is its, and what was wished before is done by it first, in order;
closing waits for that. Any thread. A question that only the engine can answer holds its thread until then, so the event loop asks none
before `ready`; a wish holds nobody.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING, Any, TypeVar, cast

from desktop.core.api.changes import ChangeSet
from desktop.core.api.status import AccountStatus, Notice
from desktop.core.api.stopping import Stop
from desktop.core.listeners import Listeners
from desktop.core.opening.first_look import FirstLook, NoAnswer

if TYPE_CHECKING:
    from desktop.core.api.session import MailSession
    from desktop.core.engine import Engine
    from desktop.core.store.lock import ProfileLock

T = TypeVar("T")
Make = Callable[[Listeners, "ProfileLock"], "Engine"]
"""The engine on a profile whose lock is held; who listens hears what happens on the way."""
FIRST_OF = {"workspace": ("members", "plan_changes"), "linking": ("waiting", "offers")}
"""What the first screen asks of parts."""
WISHES = {
    "linking": ("enable", "find_people", "find_targets", "knows_address", "set_up", "probe"),
    "enrolment": ("add_by_browser", "sign_in_again", "change", "set_paused"),
    "pictures": ("allow", "forbid"),
    "searches": ("keep", "forget"),
    "newsletters": ("unsubscribe",),
}
"""What parts answer by a Future: nobody waits for the engine to be told of it."""
PARTS = (
    "workspace", "linking", "desk", "invitations", "enrolment", "pictures", "searches", "server_search",
    "newsletters",
)  # fmt: skip
_log = logging.getLogger(__name__)


class OpeningSession:
    """Offers what `core.api.session.MailSession` does: `door` says so to whoever checks types."""

    def __init__(
        self, look: FirstLook, make: Make, *, made: Callable[[], object], failed: Callable[[Exception], object]
    ):
        """`made` and `failed` are called on the thread that makes the engine, one of them once."""
        self._look: FirstLook | None = look
        self._lock = look.lock
        self._lock.let_go = self._end_look
        self._make, self._made, self._failed = make, made, failed
        self._listeners = Listeners()
        self._engine: Future[Engine] = Future()
        self._begun = self._closed = self._wished = False
        self._opened = threading.Event()
        """Whatever `begin` has begun has ended."""
        self._ready: Future[None] = Future()
        self._changing = threading.Lock()
        self._waiting: list[Callable[[], object]] = []
        self._direct = False
        """Nothing waits any more: what comes may go to the engine at once."""
        for name in PARTS:
            setattr(self, name, _Part(self, name))

    @property
    def door(self) -> MailSession:
        """Itself, which does offer everything: what is not written here goes to the engine by its name."""
        return cast("MailSession", self)

    def begin(self) -> None:
        """Make the engine, once. Never blocks."""
        with self._changing:
            if not self._closed:
                self._begin()

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            threading.Thread(target=self._open, name="begin", daemon=True).start()

    def ready(self) -> Future[None]:
        return self._ready

    def engine(self) -> Engine:
        """When it is there. Raises what kept it from being made."""
        if threading.current_thread() is threading.main_thread():
            self.begin()  # as long as this thread waits here, there is no first paint that would
        return self._engine.result()

    def close(self) -> None:
        with self._changing:
            if self._wished and not self._closed:
                self._begin()  # what was wished before the first paint is stored too
            was_closed, self._closed = self._closed, True
            begun = self._begun
        if begun:
            self._opened.wait()
        elif not was_closed:
            self._give_up(CancelledError())  # who waits for the engine waits no longer
        if self._engine.exception() is None:
            self._engine.result().close()
        else:
            self._end_look()
            self._lock.release()

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """The engine's method of that name, which may be named before there is one."""
        return lambda *about, **named: getattr(self.engine(), name)(*about, **named)

    # what the first screen asks

    def accounts(self) -> Any:
        return self.first("accounts")

    def mailboxes(self) -> Any:
        return self.first("mailboxes")

    def plan(self) -> Any:
        return self.first("plan")

    def first_keys(self, *view: Any) -> Any:
        return self.first("first_keys", *view)

    def list_keys(self, view: Any, stop: Stop | None = None) -> Any:
        return self.first("list_keys", view, stop)

    def first_groups(self, *view: Any) -> Any:
        return self.first("first_groups", *view)

    def list_groups(self, view: Any, stop: Stop | None = None) -> Any:
        return self.first("list_groups", view, stop)

    def rows(self, location_keys: Sequence[int]) -> Any:
        return self.first("rows", location_keys)

    def outbox(self) -> Any:
        return self.first("outbox")

    def operations(self) -> Any:
        return self.first("operations")

    def drafts(self) -> Any:
        return self.first("drafts")

    def awaited(self) -> Any:
        return self.first("awaited")

    def statuses(self) -> dict[int, AccountStatus]:
        return self._listeners.statuses()

    def subscribe(
        self,
        *,
        changed: Callable[[ChangeSet], None] | None = None,
        status: Callable[[AccountStatus], None] | None = None,
        notice: Callable[[Notice], None] | None = None,
    ) -> Callable[[], None]:
        return self._listeners.subscribe(changed, status, notice)

    def first(self, question: str, *about: Any, of: str = "") -> Any:
        """By the first look, as long as there is one and it can; else by the engine, or that part of it."""
        look = self._look
        if look is not None:
            try:
                return getattr(look, question)(*about)
            except NoAnswer:
                pass
        asked = getattr(self.engine(), of) if of else self.engine()
        return getattr(asked, question)(*about)

    # what is wished

    def set_quote_words(self, words: Any) -> None:
        self._soon(lambda engine: engine.set_quote_words(words))

    def show_mailbox(self, mailbox_key: int | None) -> None:
        self._soon(lambda engine: engine.show_mailbox(mailbox_key))

    def open_message(self, location_key: int) -> None:
        self._soon(lambda engine: engine.open_message(location_key))

    def sync_now(self, account_key: int | None = None) -> None:
        self._soon(lambda engine: engine.sync_now(account_key))

    def submit(self, command: Any) -> Future[Any]:
        return self.wish(lambda engine: engine.submit(command))

    def undo(self, undo_key: int | None = None) -> Future[Any]:
        return self.wish(lambda engine: engine.undo(undo_key))

    def add_account(self, settings: Any, password: str) -> Future[int]:
        return self.wish(lambda engine: engine.add_account(settings, password))

    def set_password(self, account_key: int, password: str) -> Future[None]:
        return self.wish(lambda engine: engine.set_password(account_key, password))

    def wish(self, wish: Callable[[Engine], Future[T]]) -> Future[T]:
        """Done by the engine as soon as it is there, before this door closes."""
        self._wished = True
        return self._later(wish)

    def _soon(self, wish: Callable[[Engine], object]) -> None:
        """A wish without an answer; forgotten where there will be no engine."""
        self._later(lambda engine: _done(wish(engine)))

    def _later(self, wish: Callable[[Engine], Future[T]]) -> Future[T]:
        answer: Future[T] = Future()

        def pass_on() -> None:
            try:
                wish(self.engine()).add_done_callback(lambda done: _copy(done, answer))
            except Exception as error:  # noqa: BLE001 -- whatever kept the engine from being made is the wish's answer
                answer.set_exception(error)

        with self._changing:
            if not self._direct:
                self._waiting.append(pass_on)
                return answer
        pass_on()
        return answer

    # the engine

    def _open(self) -> None:
        try:
            self._make_engine()
        finally:
            self._opened.set()

    def _make_engine(self) -> None:
        meanwhile: list[ChangeSet] = []
        end = self._listeners.subscribe(meanwhile.append, None, None)
        try:
            engine = self._make(self._listeners, self._lock)
        except Exception as error:  # noqa: BLE001 -- it is told to whoever started the program
            self._give_up(error)
            self._failed(error)
            return
        self._engine.set_result(engine)
        self._end_look()
        end()
        for change in meanwhile:  # what was read again at the time may have been read by the first look
            self._listeners.tell_changed(change)
        self._pass_all_on()
        self._ready.set_result(None)
        self._made()
        if not self._closed:
            engine.begin()

    def _give_up(self, error: Exception) -> None:
        """What the screen shows it may ask for again until it is closed."""
        self._engine.set_exception(error)
        self._pass_all_on()
        self._ready.cancel()

    def _pass_all_on(self) -> None:
        while True:
            with self._changing:
                waiting, self._waiting = self._waiting, []
                if not waiting:
                    self._direct = True
                    return
            for one in waiting:
                one()

    def _end_look(self) -> None:
        look, self._look = self._look, None
        if look is not None:
            look.close()


class _Part:
    """A part of the engine, which may be held before there is one."""

    def __init__(self, session: OpeningSession, name: str) -> None:
        self._session, self._name = session, name

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name in FIRST_OF.get(self._name, ()):
            return lambda: self._session.first(name, of=self._name)
        if name in WISHES.get(self._name, ()):
            return lambda *about, **named: self._session.wish(
                lambda engine: getattr(getattr(engine, self._name), name)(*about, **named)
            )
        return lambda *about, **named: getattr(getattr(self._session.engine(), self._name), name)(*about, **named)


def _done(value: T) -> Future[T]:
    done: Future[T] = Future()
    done.set_result(value)
    return done


def _copy(done: Future[T], answer: Future[T]) -> None:
    if done.cancelled():
        answer.cancel()
    elif (error := done.exception()) is not None:
        answer.set_exception(error)
    else:
        answer.set_result(done.result())
