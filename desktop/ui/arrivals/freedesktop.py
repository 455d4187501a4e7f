"""The notices of Linux desktops: org.freedesktop.Notifications on the session's bus, over a thread of its own.

What the server can do is asked first (GetCapabilities): buttons are sent only where it shows them, and text is escaped where it
takes markup. The bus may be slow, stop, or come back: the event loop never waits, what cannot be shown says so (`failed`), and
the next notice tries a new connection. QtDBus from Python cannot send the unsigned numbers that Notify asks for, so the wire is
jeepney's, which keyring brings along on Linux. Decision 21.
"""

from __future__ import annotations

import html
import logging
import os
import selectors
import socket
import threading
from collections import deque
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from desktop.ui.arrivals.told import Told

if TYPE_CHECKING:  # imported in its thread: a start has no use for it
    from jeepney import Message
    from jeepney.io.blocking import DBusConnection

SERVICE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
REPLY_SECONDS = 5.0
MOST = 50
"""Notices whose answer is waited for; a server keeps older ones in its history, but they are answered no more."""
_log = logging.getLogger(__name__)


class FreedesktopNotices(QObject):
    """Implements `told.Desktop`. `desktop_entry` names the program's .desktop file, `bus` the address of another bus."""

    acted = Signal(int, str)
    closed = Signal(int)
    failed = Signal(int)

    def __init__(self, desktop_entry: str, parent: QObject | None = None, *, bus: str = "SESSION") -> None:
        super().__init__(parent)
        self._entry, self._bus = desktop_entry, bus
        self._jobs: deque[tuple[int, Told | None]] = deque()
        self._lock = threading.Lock()
        self._stopping = False
        self._bell, self._ear = socket.socketpair()
        self._thread: threading.Thread | None = None

    def show(self, token: int, told: Told) -> None:
        self._put(token, told)

    def withdraw(self, token: int) -> None:
        self._put(token, None)

    def close(self) -> None:
        """What was asked for before is done, if the server answers at all."""
        with self._lock:
            self._stopping, thread = True, self._thread
        if thread is not None:
            self._bell.send(b"!")
            thread.join(2 * REPLY_SECONDS)
        self._bell.close()
        self._ear.close()

    def _put(self, token: int, told: Told | None) -> None:
        with self._lock:
            if self._stopping:
                return
            self._jobs.append((token, told))
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="desktop-notices", daemon=True)
                self._thread.start()
            self._bell.send(b"!")

    def _run(self) -> None:
        while True:
            try:
                _Talk(self, self._bus, self._entry).go_on(self._ear, self._jobs, lambda: self._stopping)
                return
            except Exception as error:  # noqa: BLE001 - no bus, no server, a server that talks nonsense: never the program's end
                _log.info("notices of the desktop: %s", error)
            with self._lock:
                if not self._jobs or self._stopping:
                    self._thread = None  # until the next notice
                    return
                token, told = self._jobs.popleft()
            if told is not None:
                self.failed.emit(token)


class _Talk:
    """One connection, in the notices' thread."""

    def __init__(self, owner: FreedesktopNotices, bus: str, entry: str) -> None:
        from jeepney.io.blocking import open_dbus_connection

        self._owner, self._entry = owner, entry
        self._connection: DBusConnection = open_dbus_connection(bus)
        self._heard: deque[Message] = deque()
        self._capabilities: frozenset[str] | None = None
        self._ids: dict[int, int] = {}
        """token -> the server's number."""

    def go_on(self, ear: socket.socket, jobs: deque[tuple[int, Told | None]], is_stopping: Any) -> None:
        """Until told to stop; raises what the bus raises."""
        from jeepney import MatchRule
        from jeepney.bus_messages import message_bus

        with self._connection as connection, selectors.DefaultSelector() as waiting:
            waiting.register(connection.sock, selectors.EVENT_READ)
            waiting.register(ear, selectors.EVENT_READ)
            rules = (
                MatchRule(type="signal", interface=SERVICE, path=PATH),
                MatchRule(type="signal", interface=message_bus.interface, member="NameOwnerChanged", path=message_bus.object_path),
            )  # fmt: skip
            rules[1].add_arg_condition(0, SERVICE)
            for rule in rules:
                self._call(message_bus.AddMatch(rule))
                connection.filter(rule, queue=self._heard)
            while True:
                while jobs:
                    token, told = jobs[0]
                    self._withdraw(token) if told is None else self._show(token, told)
                    jobs.popleft()
                self._hear()
                if is_stopping():
                    return
                ready = [key.fileobj for key, _ in waiting.select()]
                if ear in ready:
                    ear.recv(4096)
                if connection.sock in ready:
                    self._receive()

    def _receive(self) -> None:
        while True:
            try:
                self._connection.recv_messages(timeout=0)
            except TimeoutError:
                return

    def _hear(self) -> None:
        while self._heard:
            message = self._heard.popleft()
            member = message.header.fields.get(_MEMBER, "")
            if member == "NameOwnerChanged":
                self._capabilities = None  # another server: it can other things, and knows none of our notices
                for token in self._ids:
                    self._owner.closed.emit(token)
                self._ids.clear()
                continue
            number = message.body[0]
            meant = [token for token, known in self._ids.items() if known == number]
            if not meant:
                continue
            token = meant[0]
            if member == "ActivationToken":
                # Lets a Wayland compositor give us the focus that the click was worth.
                os.environ["XDG_ACTIVATION_TOKEN"] = str(message.body[1])
            elif member == "ActionInvoked":
                self._owner.acted.emit(token, str(message.body[1]))
            elif member == "NotificationClosed":
                del self._ids[token]
                self._owner.closed.emit(token)

    def _show(self, token: int, told: Told) -> None:
        if self._capabilities is None:
            (names,) = self._call(self._message("GetCapabilities"))
            self._capabilities = frozenset(names)
        can = self._capabilities
        summary, lines = told.summary, told.lines
        if "body" not in can:
            summary, lines = " – ".join((summary, *lines[:1])), ()
        body = "\n".join(lines)
        if "body-markup" in can:
            body = html.escape(body, quote=False)
        actions = [word for act, label in told.actions for word in (str(act), label)] if "actions" in can else []
        hints = {
            "desktop-entry": ("s", self._entry), "category": ("s", "email.arrived"), "urgency": ("y", 1),
            "sound-name": ("s", "message-new-email"),
        }  # fmt: skip
        arguments = ("Bandeja", self._ids.get(token, 0), self._entry, summary, body, actions, hints, -1)
        (number,) = self._call(self._message("Notify", "susssasa{sv}i", arguments))
        self._ids[token] = number
        while len(self._ids) > MOST:
            self._ids.pop(next(iter(self._ids)))

    def _withdraw(self, token: int) -> None:
        number = self._ids.pop(token, None)
        if number is not None:
            self._call(self._message("CloseNotification", "u", (number,)))

    @staticmethod
    def _message(method: str, signature: str | None = None, body: tuple[Any, ...] = ()) -> Message:
        from jeepney import DBusAddress, new_method_call

        return new_method_call(DBusAddress(PATH, SERVICE, SERVICE), method, signature, body)

    def _call(self, message: Message) -> tuple[Any, ...]:
        from jeepney.wrappers import unwrap_msg

        return tuple(unwrap_msg(self._connection.send_and_get_reply(message, timeout=REPLY_SECONDS)))


_MEMBER = 3
"""HeaderFields.member, without the import."""
