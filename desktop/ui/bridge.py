"""From the core's threads to the event loop: what the session tells becomes Qt signals of this object's thread.

Invariant: nothing told is lost, and however much is told, the screen hears of changes at most once per 50 ms, merged into
one ChangeSet; the first after a pause is heard at once. The listening methods run on core threads and only fill a mailbox.
"""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.core.api.changes import ChangeSet
from desktop.core.api.session import MailSession
from desktop.core.api.status import AccountStatus, Notice

MERGE_MS = 50


class Bridge(QObject):
    changed = Signal(object)
    """ChangeSet"""
    status = Signal(object)
    """AccountStatus, the newest of each account"""
    notice = Signal(object)
    """Notice, every one"""
    _told = Signal()

    def __init__(self, session: MailSession, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._lock = threading.Lock()
        self._change = ChangeSet()
        self._statuses: dict[int, AccountStatus] = {}
        self._notices: list[Notice] = []
        self._ringing = False
        self._open = True
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(MERGE_MS)
        self._pause.timeout.connect(self._pass_on)
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)
        self._end = session.subscribe(changed=self._hear_change, status=self._hear_status, notice=self._hear_notice)

    def close(self) -> None:
        """Hear nothing more. Called before the session is closed."""
        self._end()
        with self._lock:
            self._open = False
        self._pause.stop()

    # core threads

    def _hear_change(self, change: ChangeSet) -> None:
        with self._lock:
            self._change = self._change.merged(change)
        self._ring()

    def _hear_status(self, status: AccountStatus) -> None:
        with self._lock:
            self._statuses[status.account_key] = status
        self._ring()

    def _hear_notice(self, notice: Notice) -> None:
        with self._lock:
            self._notices.append(notice)
        self._ring()

    def _ring(self) -> None:
        with self._lock:
            if self._ringing or not self._open:
                return
            self._ringing = True
            self._told.emit()  # queued, so it does not wait; under the lock, so never after `close`

    # event loop

    def _on_told(self) -> None:
        if not self._pause.isActive():
            self._pass_on()

    def _pass_on(self) -> None:
        with self._lock:
            change, self._change = self._change, ChangeSet()
            statuses, self._statuses = self._statuses, {}
            notices, self._notices = self._notices, []
            self._ringing = False
        if not (change or statuses or notices):
            return
        self._pause.start()
        if change:
            self.changed.emit(change)
        for status in statuses.values():
            self.status.emit(status)
        for notice in notices:
            self.notice.emit(notice)
