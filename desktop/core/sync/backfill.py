"""Fetches what is wanted and not here yet: headers newest first, then bodies, then large ones. One small step at a time.

`Backfill` remembers per mailbox which UIDs are left for this connection; the frontier on disk makes it find them again after
a restart. A UID whose body the server leaves out twice is left alone until the next connection.
"""

from __future__ import annotations

from collections import Counter

from desktop.core.imap.gateway import ImapGateway
from desktop.core.store import bodies, locations, mailboxes
from desktop.core.store.store import Store
from desktop.core.sync.intake import Intake, Tally

FIRST_STEP = 100
"""Headers of the first step: what a screen shows, at once."""
HEADERS_STEP = 1000
BODIES_STEP = 500
SMALL = 512 << 10
"""Bytes up to which a mail comes with the first wave; larger ones follow when all mailboxes have theirs."""
LARGEST = 32 << 20
"""Bytes above which a mail is fetched only when it is opened."""


class Backfill:
    def __init__(self, store: Store, account_key: int, tally: Tally | None = None) -> None:
        self._store, self._account_key = store, account_key
        self._tally = tally or Tally()
        self._left: dict[int, list[int]] = {}
        self._omitted: Counter[tuple[int, int]] = Counter()

    def headers_step(self, gateway: ImapGateway, mailbox_key: int, *, not_before: int) -> int:
        """Fetch the next headers below the frontier; returns how many UIDs are left."""
        state = self._store.read(lambda connection: mailboxes.load_state(connection, mailbox_key))
        if state is None:
            return 0
        gateway.select(state.name, read_only=True)
        left = self._left.get(mailbox_key)
        size = HEADERS_STEP
        if left is None:
            size = FIRST_STEP
            known = self._store.read(lambda connection: locations.load_uids(connection, mailbox_key))
            wanted = gateway.search_since(not_before)
            left = [uid for uid in wanted if uid < state.backfill_floor and uid not in known]
            self._left[mailbox_key] = left
        part, left[-size:] = left[-size:], []
        intake = Intake(self._store, self._account_key, mailbox_key, self._tally)
        if part:
            intake.take_headers(gateway.fetch_headers(part), not_before=not_before, state=lambda batch: {})
            intake.flush()
        floor = part[0] if left else 1  # 1: nothing below is wanted any more
        self._store.writer.run("frontier", lambda uow: mailboxes.set_state(uow, mailbox_key, backfill_floor=floor))
        if not left:
            del self._left[mailbox_key]
        return len(left)

    def bodies_step(self, gateway: ImapGateway, mailbox_key: int, *, large: bool = False) -> int:
        """Fetch the next bodies of a mailbox; returns how many came. 0 means that nothing is left to try."""
        limit = LARGEST if large else SMALL
        with self._store.reading() as connection:
            state = mailboxes.load_state(connection, mailbox_key)
            wanted = bodies.wanted_bodies(
                connection, mailbox_key, max_size=limit, limit=BODIES_STEP + len(self._omitted)
            )
        wanted = [body for body in wanted if self._omitted[mailbox_key, body.uid] < 2][:BODIES_STEP]
        if state is None or not wanted:
            return 0
        gateway.select(state.name, read_only=True)
        return self._fetch(gateway, mailbox_key, {body.uid: body.message_key for body in wanted}, limit)

    def one_body(self, gateway: ImapGateway, location_key: int) -> bool:
        """The body of a mail the user has opened, whatever its size."""
        place = self._store.read(lambda connection: locations.load_placed(connection, [location_key])).get(location_key)
        if place is None or place.uid is None:
            return False
        if self._store.read(lambda connection: bodies.load_raw(connection, place.message_key)) is not None:
            return True
        gateway.select(place.mailbox_name, read_only=True)
        return self._fetch(gateway, place.mailbox_key, {place.uid: place.message_key}, 256 << 20) == 1

    def forget(self, mailbox_key: int) -> None:
        """The frontiers moved: ask again which UIDs are left."""
        self._left.pop(mailbox_key, None)

    def _fetch(self, gateway: ImapGateway, mailbox_key: int, keys: dict[int, int], limit: int) -> int:
        intake = Intake(self._store, self._account_key, mailbox_key, self._tally)
        # Servers misstate sizes by line ends; the cap is about memory, so some slack is harmless.
        came = intake.take_bodies(gateway.fetch_bodies(sorted(keys, reverse=True), max_size=limit * 2), keys)
        intake.flush()
        for uid in keys.keys() - came:
            self._omitted[mailbox_key, uid] += 1
        return len(came)
