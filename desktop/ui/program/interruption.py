"""Ctrl+C in the terminal, and the system's request to end, as a signal of Qt's: the program is left as by its menu.

Invariant: the first one asks in order, the second ends the process at once. Without this Python would raise inside whatever slot
happens to run next, and the event loop would go on. GUI thread; Python's handlers only mark, a socket wakes the loop.
"""

from __future__ import annotations

import signal
import socket
import threading

from PySide6.QtCore import QObject, QSocketNotifier, Signal

_NAMES = ("SIGINT", "SIGTERM", "SIGHUP")


class Interruption(QObject):
    asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._ours, self._theirs = socket.socketpair()
        self._old: dict[signal.Signals, object] = {}
        for end in (self._ours, self._theirs):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._ours.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._wake)

    def listen(self) -> None:
        """What this process was told to ignore (nohup) stays ignored. Only the main thread may, says Python."""
        if threading.current_thread() is not threading.main_thread():
            return
        self._old_descriptor = signal.set_wakeup_fd(self._theirs.fileno(), warn_on_full_buffer=False)
        for number in (getattr(signal, name) for name in _NAMES if hasattr(signal, name)):
            if signal.getsignal(number) not in (signal.SIG_IGN, None):
                self._old[number] = signal.signal(number, _take)

    def close(self) -> None:
        """As it was before `listen`."""
        if self._old:
            signal.set_wakeup_fd(self._old_descriptor)
            self._restore()
        self._notifier.setEnabled(False)
        self._ours.close()
        self._theirs.close()

    def _wake(self) -> None:
        try:
            self._ours.recv(64)
        except BlockingIOError:
            return
        for number in self._old:
            signal.signal(number, signal.SIG_DFL)
        self.asked.emit()

    def _restore(self) -> None:
        for number, handler in self._old.items():
            signal.signal(number, handler)  # type: ignore[arg-type]
        self._old.clear()


def _take(number: int, frame: object) -> None:
    """Being taken at all is the point: its number has already gone through the socket."""
