"""A session bus of a test's own, and on it a server of notices: one that follows the Desktop Notifications Specification 1.2 in
memory, or Debian's dunst on a display of its own. Both are judged by the same tests (tests/ui/arrivals/test_freedesktop.py)."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from jeepney import DBusAddress, MessageType, new_error, new_method_return, new_signal
from jeepney.bus_messages import message_bus
from jeepney.io.threading import DBusConnection, ReceiveStopped, open_dbus_connection

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
FULL = ("actions", "body", "body-markup", "persistence", "sound")
PATIENCE = 20.0


def is_bus_there() -> bool:
    return shutil.which("dbus-daemon") is not None


def is_dunst_there() -> bool:
    return shutil.which("dunst") is not None and shutil.which("Xvfb") is not None


@contextlib.contextmanager
def session_bus() -> Iterator[str]:
    """The address of a bus that ends with the block."""
    daemon = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert daemon.stdout is not None
    with daemon:
        try:
            yield daemon.stdout.readline().decode().strip()
        finally:
            daemon.terminate()


@dataclass
class Shown:
    number: int
    summary: str
    body: str
    actions: list[str] = field(default_factory=list)
    hints: dict[str, Any] = field(default_factory=dict)
    icon: str = ""


class MemoryServer:
    """Implements the specification's server; `capabilities` are what it says it can."""

    def __init__(self, bus: str, capabilities: tuple[str, ...] = FULL) -> None:
        self.capabilities = capabilities
        self.notices: dict[int, Shown] = {}
        self.refuses = False
        self._next = 1
        self._changed = threading.Condition()
        self._connection: DBusConnection = open_dbus_connection(bus)
        self._serial = 1000
        request = message_bus.RequestName(NAME)
        self._connection.send(request, serial=self._new_serial())
        while self._connection.receive(timeout=PATIENCE).header.message_type is not MessageType.method_return:
            pass
        self._thread = threading.Thread(target=self._serve, name="fake-notices", daemon=True)
        self._thread.start()

    def shown(self) -> list[Shown]:
        with self._changed:
            return list(self.notices.values())

    def act(self, action: str) -> None:
        """The user takes that action of the newest notice; the server closes it (it is not "resident")."""
        number = max(self.notices)
        self._signal("ActivationToken", "us", (number, "token-7"))
        self._signal("ActionInvoked", "us", (number, action))
        self._close(number, 2)

    def dismiss(self) -> None:
        self._close(max(self.notices), 2)

    def close(self) -> None:
        self._connection.interrupt()
        self._thread.join(PATIENCE)
        self._connection.close()

    def _serve(self) -> None:
        with contextlib.suppress(ReceiveStopped, OSError):
            while True:
                message = self._connection.receive()
                if message.header.message_type is not MessageType.method_call:
                    continue
                answer = self._answer(message)
                self._connection.send(answer, serial=self._new_serial())

    def _answer(self, message: Any) -> Any:
        if self.refuses:
            return new_error(message, "org.freedesktop.DBus.Error.Failed", "s", ("no room",))
        member = message.header.fields[3]
        if member == "GetCapabilities":
            return new_method_return(message, "as", (list(self.capabilities),))
        if member == "Notify":
            assert message.header.fields[8] == "susssasa{sv}i", message.header.fields[8]
            _, replaces, icon, summary, body, actions, hints, _ = message.body
            number = replaces or self._next
            self._next = max(self._next, number) + (not replaces)
            with self._changed:
                self.notices[number] = Shown(number, summary, body, actions, hints, icon)
            return new_method_return(message, "u", (number,))
        if member == "CloseNotification":
            self._close(message.body[0], 3)
        return new_method_return(message)

    def _close(self, number: int, reason: int) -> None:
        with self._changed:
            known = self.notices.pop(number, None)
        if known is not None:
            self._signal("NotificationClosed", "uu", (number, reason))

    def _signal(self, member: str, signature: str, body: tuple[Any, ...]) -> None:
        emitter = DBusAddress(PATH, interface=NAME)
        self._connection.send(new_signal(emitter, member, signature, body), serial=self._new_serial())

    def _new_serial(self) -> int:
        self._serial += 1
        return self._serial


class Dunst:
    """The real one; it is asked and moved by its own tool."""

    def __init__(self, bus: str, folder: str) -> None:
        read, write = os.pipe()
        self._display = subprocess.Popen(
            ["Xvfb", "-displayfd", str(write), "-screen", "0", "800x600x24", "-nolisten", "tcp"],
            pass_fds=[write], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(write)
        with os.fdopen(read) as told:
            number = told.readline().strip()
        self._surroundings = {
            **os.environ, "DISPLAY": f":{number}", "DBUS_SESSION_BUS_ADDRESS": bus, "XDG_CONFIG_HOME": folder, "HOME": folder,
        }  # fmt: skip
        self._surroundings.pop("WAYLAND_DISPLAY", None)
        self._daemon = subprocess.Popen(
            ["dunst"], env=self._surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._until(lambda: self._ask("count", "displayed").strip() == "0")

    def shown(self) -> list[Shown]:
        """Only how many: dunst tells the words of those that are over."""
        return [Shown(n, "", "") for n in range(int(self._ask("count", "displayed").strip() or 0))]

    def over(self) -> list[Shown]:
        """What was shown and is closed, newest first."""
        entries = json.loads(self._ask("history"))["data"][0]
        return [
            Shown(one["id"]["data"], one["summary"]["data"], one["body"]["data"], icon=one["icon_path"]["data"])
            for one in entries
        ]

    def act(self, action: str) -> None:
        assert action == "default", "dunst's tool takes the first action"
        self._ask("action", "0")

    def dismiss(self) -> None:
        self._ask("close")

    def close(self) -> None:
        for process in (self._daemon, self._display):
            process.terminate()
            process.wait(PATIENCE)

    def _ask(self, *words: str) -> str:
        done = subprocess.run(
            ["dunstctl", *words], env=self._surroundings, capture_output=True, text=True, timeout=PATIENCE, check=False
        )
        return done.stdout

    @staticmethod
    def _until(condition: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, "dunst does not answer"


__all__ = ["Dunst", "MemoryServer", "Shown", "is_bus_there", "is_dunst_there", "session_bus"]
