"""A second start of the program hands what it was asked to the one that is running, and ends. GUI thread.

The two meet at a local socket that only this user can open, named after the profile. What comes through it is as foreign as a link
from the web: one line of bounded length, which can only open a composer.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

LONGEST_BYTES = 64 << 10
_WAIT_MS = 500


class Handover(QObject):
    """`asked` carries the link, or nothing when the window is only to come forward."""

    asked = Signal(str)

    def __init__(self, profile: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._receive)
        self._profile = profile
        self._open: list[QLocalSocket] = []

    def listen(self) -> bool:
        """From now on this program answers for the profile. A socket left by a crash is taken over."""
        QLocalServer.removeServer(_name(self._profile))
        return self._server.listen(_name(self._profile))

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
                self.asked.emit(line.decode("utf-8", "replace").strip())


def hand_over(profile: Path, link: str) -> bool:
    """Give the link to a running program; False when none answers for the profile."""
    socket = QLocalSocket()
    socket.connectToServer(_name(profile))
    if not socket.waitForConnected(_WAIT_MS):
        return False
    socket.write(" ".join(link.split()).encode()[: LONGEST_BYTES - 1] + b"\n")
    socket.flush()
    socket.waitForBytesWritten(_WAIT_MS)
    socket.waitForDisconnected(_WAIT_MS)
    return True


def _name(profile: Path) -> str:
    return "bandeja-" + hashlib.blake2b(str(profile.absolute()).encode(), digest_size=10).hexdigest()
