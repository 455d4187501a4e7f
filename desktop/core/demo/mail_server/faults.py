"""The switchboard of misbehaviour, and the record of every command: how tests and the demo make a server go wrong.

Nothing is wrong until told so; a fault is spent after its number of times. All methods may be called from any thread.
Secrets never enter the record.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import field
from enum import Enum

from desktop.values import dataclass


class Ending(Enum):
    """How a connection is lost."""

    RESET = "reset"
    CLOSE = "close"
    SILENCE = "silence"
    """Stays open and says nothing any more."""


class When(Enum):
    BEFORE = "before"
    """The command is not carried out."""
    AFTER = "after"
    """It is carried out, and its answer is lost."""


class Manner(Enum):
    """What real servers do and the RFCs leave to them; nothing is wrong with it."""

    NO_APPEND_TO_EXAMINED = "no append to examined"
    """Courier: a connection that has a mailbox selected read-only cannot put a mail there."""
    NO_UIDNEXT = "no uidnext"
    """Courier: SELECT does not tell it; STATUS does."""
    EIGHT_BIT_AS_X = "8 bit as X"
    """Cyrus: an X for each byte of a header that is not ASCII."""


@dataclass(frozen=True, slots=True)
class Heard:
    """One command as the server read it: `name` like "UID FETCH", `text` without tag and with secrets masked."""

    connection: int
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Refusal:
    reply: str
    """From NO, BAD or BYE on: "NO [OVERQUOTA] Mailbox is full"."""


@dataclass(frozen=True, slots=True)
class Loss:
    when: When
    ending: Ending


@dataclass(frozen=True, slots=True)
class Stall:
    seconds: float
    released: Future[None]


Action = Refusal | Loss | Stall


@dataclass(slots=True)
class _Rule:
    command: str
    containing: str
    skip: int
    times: int | None
    action: Action

    def applies(self, name: str, text: str) -> bool:
        """Counts: true once `skip` matching commands have passed, and `times` times."""
        if self.command not in ("*", name) or self.containing.upper() not in text.upper() or self.times == 0:
            return False
        if self.skip:
            self.skip -= 1
            return False
        if self.times is not None:
            self.times -= 1
        return True


@dataclass(slots=True)
class _Cut:
    bytes_left: int | None
    lines_left: int | None
    ending: Ending

    def take(self, data: bytes) -> int | None:
        """Counts what is about to be sent; how much of it may still go when this is the end, else None."""
        if self.bytes_left is not None:
            if len(data) < self.bytes_left:
                self.bytes_left -= len(data)
                return None
            return self.bytes_left
        assert self.lines_left is not None
        end = 0
        while self.lines_left:
            end = data.find(b"\n", end) + 1
            if not end:
                return None
            self.lines_left -= 1
        return end


@dataclass(slots=True)
class _Omission:
    uid: Callable[[int], bool]
    times: int | None


@dataclass
class Faults:
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _heard: list[Heard] = field(default_factory=list)
    _rules: list[_Rule] = field(default_factory=list)
    _cut: _Cut | None = None
    _omission: _Omission | None = None
    _empty: dict[str, int] = field(default_factory=dict)
    _hidden: frozenset[str] = frozenset()
    _manners: frozenset[Manner] = frozenset()

    # -- what can go wrong ---------------------------------------------------------------------------------------------

    def refuse(
        self, command: str, reply: str = "NO Refused", *, containing: str = "", skip: int = 0, times: int | None = 1
    ) -> None:
        """Answer a command with NO or BAD, or hang up with BYE. `command` is its name ("UID STORE", "LOGIN", "GREETING" for
        the greeting, "*" for any), `containing` a piece of its text, `skip` how many go through first, `times` None for ever."""
        self._add(command, containing, skip, times, Refusal(reply))

    def drop(
        self,
        command: str,
        *,
        when: When = When.BEFORE,
        ending: Ending = Ending.RESET,
        containing: str = "",
        skip: int = 0,
        times: int | None = 1,
    ) -> None:
        """Lose the connection at a command."""
        self._add(command, containing, skip, times, Loss(when, ending))

    def stall(
        self, command: str, *, seconds: float = 3600.0, containing: str = "", skip: int = 0, times: int | None = 1
    ) -> None:
        """Take a command, and carry it out only after `seconds` or `release()`."""
        self._add(command, containing, skip, times, Stall(seconds, Future()))

    def release(self) -> None:
        """End all stalls, those under way and those to come."""
        with self._lock:
            stalls = [rule for rule in self._rules if isinstance(rule.action, Stall)]
            self._rules = [rule for rule in self._rules if rule not in stalls]
        for rule in stalls:
            assert isinstance(rule.action, Stall)
            if not rule.action.released.done():
                rule.action.released.set_result(None)

    def cut_after_bytes(self, count: int, ending: Ending = Ending.RESET) -> None:
        """Lose the connection that sends the byte with this number, counted from now over all connections."""
        with self._lock:
            self._cut = _Cut(max(0, count), None, ending)

    def cut_after_lines(self, count: int, ending: Ending = Ending.RESET) -> None:
        """Lose the connection after this many line ends, those inside literals included."""
        with self._lock:
            self._cut = _Cut(None, max(0, count), ending)

    def omit_fetch(self, uids: Iterable[int] | Callable[[int], bool], *, times: int | None = None) -> None:
        """Leave out the FETCH answers for these UIDs, and say OK. `times` is a number of answers."""
        chosen = uids if callable(uids) else frozenset(uids).__contains__
        with self._lock:
            self._omission = _Omission(chosen, times)

    def empty_select(self, mailbox: str, *, times: int = 1) -> None:
        """Answer SELECT with EXISTS 0, and tell the real number with a later command."""
        with self._lock:
            self._empty[mailbox] = times

    def hide(self, *capabilities: str) -> None:
        """Behave as a server without these capabilities. Without LITERAL+ there is LITERAL-, unless that is hidden too."""
        with self._lock:
            self._hidden |= frozenset(name.upper() for name in capabilities)

    def behave(self, *manners: Manner) -> None:
        """Behave as a server with these manners, until `reset`."""
        with self._lock:
            self._manners |= frozenset(manners)

    def reset(self) -> None:
        """Everything works again; the record stays."""
        self.release()
        with self._lock:
            self._rules.clear()
            self._cut = self._omission = None
            self._empty.clear()
            self._hidden = frozenset()
            self._manners = frozenset()

    # -- what was heard ------------------------------------------------------------------------------------------------

    def commands(self, name: str | None = None) -> list[Heard]:
        """All commands so far, or those with this name."""
        with self._lock:
            return [heard for heard in self._heard if name in (None, heard.name)]

    def forget(self) -> None:
        with self._lock:
            self._heard.clear()

    # -- asked by the server -------------------------------------------------------------------------------------------

    @property
    def hidden(self) -> frozenset[str]:
        return self._hidden

    @property
    def manners(self) -> frozenset[Manner]:
        return self._manners

    def hear(self, connection: int, name: str, text: str) -> Action | None:
        """Record a command; what is to go wrong with it."""
        with self._lock:
            self._heard.append(Heard(connection, name, text))
            return next((rule.action for rule in self._rules if rule.applies(name, text)), None)

    def count_sent(self, data: bytes) -> tuple[int, Ending] | None:
        """(bytes that may still go, then how it ends) when the cut falls into this data."""
        if self._cut is None:  # the usual case, without the lock
            return None
        with self._lock:
            cut = self._cut
            allowed = cut.take(data) if cut is not None else None
            if cut is None or allowed is None:
                return None
            self._cut = None
            return allowed, cut.ending

    def omits(self, uid: int) -> bool:
        if self._omission is None:
            return False
        with self._lock:
            omission = self._omission
            if omission is None or omission.times == 0 or not omission.uid(uid):
                return False
            if omission.times is not None:
                omission.times -= 1
            return True

    def takes_for_empty(self, mailbox: str) -> bool:
        with self._lock:
            left = self._empty.get(mailbox, 0)
            if left:
                self._empty[mailbox] = left - 1
            return left > 0

    def _add(self, command: str, containing: str, skip: int, times: int | None, action: Action) -> None:
        with self._lock:
            self._rules.append(_Rule(command.upper(), containing, skip, times, action))
