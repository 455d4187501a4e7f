"""Waiting on a mailbox: IDLE of RFC 2177, ended by news, by a wake-up from another thread, or by time.

A doorbell, not a reader: it says that something happened, and whoever cares asks properly. An end of the connection always
raises: an early empty read taken for silence would wait for ever (imapclient's idle_check does). Belongs to the thread
that owns the connection.
"""

from __future__ import annotations

import re
import threading

from desktop.core.clock import Clock
from desktop.core.imap.dialogue import FLOOD_LIMIT, Dialogue, Parts
from desktop.core.imap.gateway import IdleOutcome
from desktop.core.imap.stream import Signal
from desktop.core.imap.tokens import confused

_NEWS = re.compile(rb"\* (?:\d{1,10} (?:EXISTS|EXPUNGE|FETCH)\b|VANISHED\b)", re.IGNORECASE)
_DONE_SECONDS = 15.0


class _Listener:
    def __init__(self) -> None:
        self.has_news = False

    def note(self, parts: Parts) -> None:
        self.has_news = self.has_news or _NEWS.match(parts[0] or b"") is not None


def idle(dialogue: Dialogue, wake: threading.Event, *, timeout: float, clock: Clock) -> IdleOutcome:
    """IDLE on the selected mailbox. Raises ConnectionFailure, ProtocolError, or ServerRefusal when IDLE is refused."""
    if wake.is_set():
        return IdleOutcome.WOKEN
    deadline = clock.monotonic() + timeout
    listener = _Listener()
    tag = dialogue.start(b"IDLE")
    dialogue.await_continuation(tag, listener.note)
    outcome, ended_by_server = _listen(dialogue, tag, listener, wake, deadline, clock)
    if not ended_by_server:
        _finish(dialogue, tag, listener)
    return IdleOutcome.NEWS if listener.has_news else outcome


def wait_and_ask(dialogue: Dialogue, wake: threading.Event, *, timeout: float) -> IdleOutcome:
    """For servers without IDLE: wait, then NOOP and see whether it brings news."""
    if wake.is_set() or dialogue.stream.wait(timeout) is Signal.WOKEN:
        return IdleOutcome.WOKEN
    listener = _Listener()
    dialogue.run(b"NOOP", handle=listener.note)
    return IdleOutcome.NEWS if listener.has_news else IdleOutcome.TIMEOUT


def _listen(
    dialogue: Dialogue, tag: bytes, listener: _Listener, wake: threading.Event, deadline: float, clock: Clock
) -> tuple[IdleOutcome, bool]:
    """Read until something ends it; also whether the server itself ended the command."""
    stream = dialogue.stream
    heard = 0
    while not listener.has_news:
        signal = stream.wait(deadline - clock.monotonic())
        if signal is Signal.WOKEN or wake.is_set():
            return IdleOutcome.WOKEN, False
        if signal is Signal.TIMEOUT or clock.monotonic() >= deadline:
            return IdleOutcome.TIMEOUT, False
        while stream.poll():
            parts = dialogue.read()
            tagged = dialogue.tagged(parts, tag)
            if tagged is not None:
                dialogue.check(tagged)
                return IdleOutcome.TIMEOUT, True
            listener.note(parts)
            heard += 1
            if heard > FLOOD_LIMIT:
                raise confused("chatter without end")
    return IdleOutcome.NEWS, False


def _finish(dialogue: Dialogue, tag: bytes, listener: _Listener) -> None:
    """DONE, with little patience: this is where a connection that died in silence is noticed."""
    stream = dialogue.stream
    patience = stream.read_seconds
    stream.read_seconds = min(patience, _DONE_SECONDS)
    try:
        stream.send(b"DONE\r\n")
        dialogue.finish(tag, handle=listener.note)
    finally:
        stream.read_seconds = patience
