"""A second start of the program hands what it was asked to the one that is running, and ends. GUI thread.

The two meet at a local socket that only this user can open, named after the profile: in the user's own runtime folder, or where
everybody's sockets lie, and there nobody else's is believed. What comes through it is as foreign as a link from the web: one line of
bounded length, which can only open a composer, or a file with a mail.

Qt's network is imported when it is used: a start that nobody else could answer needs it only after its window is painted.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCryptographicHash, QDir, QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalSocket

LONGEST_BYTES = 64 << 10
_WAIT_MS = 500
_LINE_ENDS = re.compile(r"[\r\n]+")
_ANY_PROCESS = -1
_LONGEST_NAME = 92
"""Bytes: a socket's address has 104 with its end on macOS, 108 on Linux, and Qt makes it under a longer name first."""


class Handover(QObject):
    """`asked` carries the link, or nothing when the window is only to come forward."""

    asked = Signal(str)

    def __init__(self, profile: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        from PySide6.QtNetwork import QLocalServer

        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._receive)
        self._profile = profile
        self._open: list[QLocalSocket] = []

    def listen(self) -> bool:
        """From now on this program answers for the profile. A socket left by a crash is taken over."""
        name = _name(self._profile)
        self._server.removeServer(name)
        return self._server.listen(name)

    def close(self) -> None:
        """Answer nobody any more."""
        self._server.close()
        for socket in self._open:
            socket.abort()
        self._open.clear()

    def _receive(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            self._open.append(socket)
            socket.readyRead.connect(self._read)
        self._read()

    def _read(self) -> None:
        for socket in list(self._open):
            if socket.canReadLine():
                line = bytes(socket.readLine(LONGEST_BYTES).data())
            elif socket.bytesAvailable() <= LONGEST_BYTES:
                continue
            else:
                line = None
            self._open.remove(socket)
            socket.readyRead.disconnect(self._read)
            socket.disconnectFromServer()
            if line is not None:
                self.asked.emit(line.decode("utf-8", "replace").rstrip("\n"))


def hand_over(profile: Path, link: str) -> bool:
    """Give the link to a running program; False when none answers for the profile."""
    place = _name(profile)
    if not _is_own(place):
        return False
    from PySide6.QtNetwork import QLocalSocket

    socket = QLocalSocket()
    socket.connectToServer(place)
    if not socket.waitForConnected(_WAIT_MS):
        return False
    _let_come_forward()
    line = _LINE_ENDS.sub(" ", link.strip("\r\n")).encode("utf-8", "replace")
    socket.write(line[: LONGEST_BYTES - 1] + b"\n")
    socket.flush()
    socket.waitForBytesWritten(_WAIT_MS)
    socket.waitForDisconnected(_WAIT_MS)
    return True


def _let_come_forward() -> None:
    """Windows lets only the program that the person has just started put a window in front: the right is handed on."""
    if sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.AllowSetForegroundWindow(_ANY_PROCESS)


def _name(profile: Path) -> str:
    # Qt's digest, for Python's come with the whole of OpenSSL
    digest = QCryptographicHash.hash(os.fsencode(profile.absolute()), QCryptographicHash.Algorithm.Blake2b_160)
    name = "bandeja-" + bytes(digest.toHex().data()).decode()[:20]
    if sys.platform == "win32":
        return name  # of a pipe
    runtime = os.environ.get("XDG_RUNTIME_DIR", "")
    folders = [runtime] if os.path.isabs(runtime) and _is_own(runtime) else []
    places = [f"{folder}/{name}" for folder in (*folders, QDir.tempPath(), "/tmp")]
    return next((place for place in places if len(os.fsencode(place)) <= _LONGEST_NAME), places[-1])


def _is_own(place: str) -> bool:
    """Whether it is there and this user's. In a folder where everybody may write, anybody can put a socket first that takes every
    start of this program for itself."""
    if sys.platform == "win32":
        return True
    try:
        return os.lstat(place).st_uid == os.geteuid()
    except OSError:
        return False
