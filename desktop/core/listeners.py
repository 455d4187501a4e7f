"""Who listens to the engine, and what was told before anybody did. Any thread; a listener's fault is not the core's."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Any

from desktop.core.api.changes import ChangeSet
from desktop.core.api.status import AccountStatus, Notice

Listener = tuple[
    Callable[[ChangeSet], None] | None, Callable[[AccountStatus], None] | None, Callable[[Notice], None] | None
]
_log = logging.getLogger(__name__)


class Listeners:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._listeners: list[Listener] = []
        self._statuses: dict[int, AccountStatus] = {}
        self._waiting: list[Notice] = []
        """What happened before anybody listened to notices."""
        self._heard = False

    def subscribe(
        self,
        changed: Callable[[ChangeSet], None] | None,
        status: Callable[[AccountStatus], None] | None,
        notice: Callable[[Notice], None] | None,
    ) -> Callable[[], None]:
        """The returned function ends the subscription."""
        listener = (changed, status, notice)
        waiting: list[Notice] = []
        with self._lock:
            self._listeners.append(listener)
            if notice is not None:
                waiting, self._waiting, self._heard = self._waiting, [], True
        for one in waiting:
            _tell(notice, one)
        return lambda: self._unsubscribe(listener)

    def statuses(self) -> dict[int, AccountStatus]:
        """By account key, as last told."""
        with self._lock:
            return dict(self._statuses)

    def forget(self, account_key: int) -> None:
        with self._lock:
            self._statuses.pop(account_key, None)

    def tell_changed(self, changes: ChangeSet) -> None:
        for changed, _, _ in self._all():
            _tell(changed, changes)

    def tell_status(self, status: AccountStatus) -> None:
        with self._lock:
            self._statuses[status.account_key] = status
        for _, listener, _ in self._all():
            _tell(listener, status)

    def tell_notice(self, notice: Notice) -> None:
        with self._lock:
            if not self._heard:
                self._waiting.append(notice)
                return
        for _, _, listener in self._all():
            _tell(listener, notice)

    def _all(self) -> list[Listener]:
        with self._lock:
            return list(self._listeners)

    def _unsubscribe(self, listener: Listener) -> None:
        with self._lock:
            if listener in self._listeners:
                self._listeners.remove(listener)


def _tell(listener: Callable[[Any], None] | None, value: object) -> None:
    if listener is None:
        return
    try:
        listener(value)
    except Exception:  # noqa: BLE001 - whatever it is, it is logged and the core goes on
        _log.exception("a listener failed")
