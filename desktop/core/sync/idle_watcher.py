"""A second connection that waits in IDLE on INBOX and rings the worker's bell; it never touches the database.

Without IDLE the worker's poll has to do. A silent connection is left and opened anew every few minutes (RFC 2177 asks for
less than 29), so that a dead one is noticed.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Callable

from desktop.core.api.errors import BandejaError
from desktop.core.clock import Clock
from desktop.core.imap.gateway import IdleOutcome, ImapGateway
from desktop.core.operations.retry import retry_delay
from desktop.core.rounds import OwnThread

WATCHDOG_SECONDS = 9 * 60
_log = logging.getLogger(__name__)


class IdleWatcher(OwnThread):
    """`ring` is called from this thread whenever the server has news about `mailbox`."""

    def __init__(
        self, connect: Callable[[], ImapGateway], mailbox: str, ring: Callable[[], None], clock: Clock, name: str
    ) -> None:
        super().__init__(f"idle-{name}")
        self._connect, self._mailbox, self._ring, self._clock = connect, mailbox, ring, clock
        self._gateway: ImapGateway | None = None

    def stop(self) -> None:
        super().stop()
        if (gateway := self._gateway) is not None:
            gateway.wake_up()

    def _run(self) -> None:
        failures = 0
        while not self._stopping:
            try:
                gateway = self._connect()
                try:
                    self._gateway = gateway
                    if self._stopping:
                        return
                    if not gateway.capabilities.idle:
                        return
                    gateway.select(self._mailbox, read_only=True)
                    self._ring()  # what came while nobody was listening
                    failures = 0
                    self._listen(gateway)
                finally:
                    self._gateway = None
                    gateway.close()
            except Exception as error:  # noqa: BLE001 - the thread must outlive any fault of ours
                # The worker tells the user about the account; this thread only tries again.
                if not isinstance(error, BandejaError):
                    _log.exception("idle stumbled")
                _log.info("idle: %s", error)
                if not self._stopping:
                    self._clock.wait(self._wake, retry_delay(failures, random.random()))
                failures += 1

    def _listen(self, gateway: ImapGateway) -> None:
        while not self._stopping:
            outcome = gateway.idle(self._wake, timeout=WATCHDOG_SECONDS)
            if outcome is IdleOutcome.NEWS:
                self._ring()
            elif outcome is IdleOutcome.TIMEOUT:
                gateway.noop()
