"""Fetches the mails that are opened in passing, one at a time, on the thread `server-mail`; nothing of them is stored.

Invariant: what was wanted last comes first, and of what was passed over on the way at most MOST_WAITING wait. A connection is kept
for the next mail of the same account and closed when none is wanted for a while. EXAMINE and PEEK alone: nothing changes there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from desktop.core.api.changes import ChangeSet
from desktop.core.api.errors import BandejaError, Code, ConnectionFailure, as_told
from desktop.core.imap.gateway import ImapGateway
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.mime.index_message import index_body
from desktop.core.seeking.one_account import gone, keep
from desktop.core.seeking.passing import PassingMails, Place

MOST_WAITING = 3
LARGEST = 64 << 20
"""Bytes of one mail that memory is given for."""
_IDLE_SECONDS = 20.0


class Opening:
    def __init__(
        self, passing: PassingMails, connect: Callable[[int], ImapGateway], tell: Callable[[ChangeSet], object]
    ) -> None:
        self._passing, self._connect, self._tell = passing, connect, tell
        self._condition = threading.Condition()
        self._wanted: list[int] = []
        self._failed: dict[int, BandejaError] = {}
        self._thread: threading.Thread | None = None
        self._closed = False
        self._kept: tuple[int, ImapGateway] | None = None

    def want(self, key: int) -> None:
        """Fetch that mail soon. Never blocks."""
        with self._condition:
            if self._closed or self._passing.mail(key) is None or self._passing.raw(key) is not None:
                return
            self._failed.pop(key, None)
            self._wanted = [*(one for one in self._wanted if one != key), key][-MOST_WAITING:]
            self._condition.notify_all()
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="server-mail", daemon=True)
                self._thread.start()

    def failure(self, key: int) -> BandejaError | None:
        with self._condition:
            return self._failed.get(key)

    def fetch(self, account_key: int, keys: Sequence[int]) -> None:
        """In the calling thread, on a connection of its own. Raises what keeps one from being fetched."""
        gateway = self._connect(account_key)
        try:
            for key in keys:
                mail = self._passing.mail(key)
                if mail is None:
                    raise BandejaError(Code.NOT_FOUND, what="mail", name=key)
                self._fetch_by(gateway, key, mail.place)
        finally:
            gateway.close()

    def close(self) -> None:
        with self._condition:
            self._closed = True
            self._condition.notify_all()

    def _run(self) -> None:
        while True:
            with self._condition:
                if not self._wanted and not self._closed:
                    self._condition.wait(_IDLE_SECONDS)
                if self._closed or not self._wanted:
                    self._thread = None
                    kept, self._kept = self._kept, None
                    break
                key = self._wanted.pop()
            self._open(key)
        if kept is not None:
            kept[1].close()

    def _open(self, key: int) -> None:
        mail = self._passing.mail(key)
        if mail is None:
            return
        try:
            self._fetch_anyhow(key, mail.place)
        except Exception as error:  # noqa: BLE001 -- the thread goes on; what it was is said where the mail would stand
            with self._condition:
                self._failed[key] = as_told(error)
        if not self._closed:
            self._tell(ChangeSet(locations=frozenset((key,))))

    def _fetch_anyhow(self, key: int, place: Place) -> None:
        kept, self._kept = self._kept, None
        if kept is not None and kept[0] == place.account_key:
            try:
                self._fetch_by(kept[1], key, place)
            except ConnectionFailure:
                pass  # servers end what rests too long
            else:
                self._kept = kept
                return
        elif kept is not None:
            kept[1].close()
        gateway = self._connect(place.account_key)
        try:
            self._fetch_by(gateway, key, place)
        except BaseException:
            gateway.close()
            raise
        self._kept = (place.account_key, gateway)

    def _fetch_by(self, gateway: ImapGateway, key: int, place: Place) -> None:
        selected = gateway.select(place.mailbox, read_only=True)
        mail = self._passing.mail(key)
        if mail is None or selected.uidvalidity != place.uidvalidity:
            raise gone(place.mailbox)
        if mail.row.size > LARGEST:
            raise BandejaError(Code.TOO_LARGE_THERE, size=mail.row.size >> 20)
        raw = next((body.raw for body in gateway.fetch_bodies([place.uid], max_size=LARGEST)), None)
        if raw is None:
            raise gone(place.mailbox)
        read = index_body(raw)
        self._passing.put_raw(key, raw, read.snippet, has_attachment=read.has_attachment)


def find(gateway: ImapGateway, passing: PassingMails, place: Place) -> int:
    """The key of the mail at a place that somebody has written down. Raises BandejaError(NOT_FOUND)."""
    if gateway.select(place.mailbox, read_only=True).uidvalidity != place.uidvalidity:
        raise gone(place.mailbox)
    for header in gateway.fetch_headers([place.uid]):
        return keep(passing, header, place, SpecialUse.NONE)
    raise gone(place.mailbox)
