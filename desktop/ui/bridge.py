"""From the core's threads to the event loop: what the session tells becomes Qt signals of this object's thread.

Invariant: nothing told is lost; the first after a rest is heard at once, what the user did within 15 ms (50 in a flood), and what a
long synchronisation brings four times a second, merged into one ChangeSet: each hearing repaints a screen while the core's threads
want the interpreter too. The listening methods run on core threads and only fill a mailbox.
"""

from __future__ import annotations

import threading

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from desktop.core.api.changes import ChangeSet
from desktop.core.api.session import MailSession
from desktop.core.api.status import AccountStatus, Notice

OWN_MS = 15
MERGE_MS = 50
FLOOD_MS = 250
FLOOD_AFTER = 4
"""So many hearings in a row without a rest are a flood."""


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
        self._ringing = self._urgent = False
        self._in_a_row = 0
        self._open = True
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
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
        self._ring(urgent=_is_own(change))

    def _hear_status(self, status: AccountStatus) -> None:
        with self._lock:
            self._statuses[status.account_key] = status
        self._ring()

    def _hear_notice(self, notice: Notice) -> None:
        with self._lock:
            self._notices.append(notice)
        self._ring()

    def _ring(self, *, urgent: bool = False) -> None:
        with self._lock:
            if not self._open or (self._ringing and not (urgent and not self._urgent)):
                return
            self._ringing = True
            self._urgent = self._urgent or urgent
            self._told.emit()  # queued, so it does not wait; under the lock, so never after `close`

    # event loop

    def _on_told(self) -> None:
        if not self._pause.isActive():
            self._in_a_row = 0
            self._pass_on()
        elif self._urgent:
            wait = OWN_MS if self._in_a_row <= FLOOD_AFTER else MERGE_MS
            if self._pause.remainingTime() > wait:
                self._pause.start(wait)

    def _pass_on(self) -> None:
        with self._lock:
            change, self._change = self._change, ChangeSet()
            statuses, self._statuses = self._statuses, {}
            notices, self._notices = self._notices, []
            self._ringing = self._urgent = False
        if not (change or statuses or notices):
            return
        self._in_a_row += 1
        self._pause.start(FLOOD_MS if self._in_a_row > FLOOD_AFTER else MERGE_MS)
        if change:
            self.changed.emit(change)
        for status in statuses.values():
            self.status.emit(status)
        for notice in notices:
            self.notice.emit(notice)


def _is_own(change: ChangeSet) -> bool:
    """Did the user do something, rather than a server?"""
    return change.operations or change.outbox or change.drafts or change.links or change.desk or change.everything
