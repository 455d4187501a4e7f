"""Takes fetched headers and bodies into the store: reads them in the calling thread, writes them as jobs, a few in flight.

The worker's thread parses while the writer writes; the number of waiting jobs is bounded so that memory is too.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from typing import Any

from desktop.core.imap.gateway import FetchedBody, FetchedHeader, FetchedMail
from desktop.core.mail.structure import IndexedBody
from desktop.core.mime.index_message import index_body, index_headers, index_mail
from desktop.core.operations.overlay import reproject
from desktop.core.store import expiry, known_addresses, locations, mailboxes, messages, news_of_mail, purged
from desktop.core.store.locations import NewLocation
from desktop.core.store.messages import NewMessage
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork
from desktop.core.sync.answers import settle_answered
from desktop.core.sync.news import News
from desktop.values import dataclass

BATCH_HEADERS = 500
BATCH_MAILS = 300
BATCH_BYTES = 8 << 20
"""Of one transaction: pages of indexes that many mails change are written once for all of them. It holds the file for some 60 ms."""
_IN_FLIGHT = 2
_Found = tuple[FetchedHeader, bytes | None]
"""A header, and the whole mail where it came along."""


@dataclass(slots=True)
class Tally:
    """What a pass has fetched so far; `bytes` are those of whole mails."""

    headers: int = 0
    header_bytes: int = 0
    bodies: int = 0
    bytes: int = 0


class Intake:
    """One mailbox's stream into the store. `flush` waits until everything is committed and raises what went wrong."""

    def __init__(
        self, store: Store, account_key: int, mailbox_key: int, tally: Tally | None = None, news: News | None = None
    ) -> None:
        """`news` says which of the headers are new mail, and hears of it as soon as it is committed; None: none is."""
        self._store, self._account_key, self._mailbox_key, self._news = store, account_key, mailbox_key, news
        self._tally = tally or Tally()
        self._waiting: deque[Future[Any]] = deque()
        self.known = 0
        """How many of the mails that were taken were here already, once they are flushed."""
        with store.reading() as connection:
            self._awaited = locations.load_awaited(connection, mailbox_key)
            state = mailboxes.load_state(connection, mailbox_key)
            self._is_dated_by_server = state is not None and state.special_use.value not in expiry.OWN_USES
            self._has_purged = purged.has_any(connection, account_key)

    @property
    def expects_known_mail(self) -> bool:
        """Is there mail of which only the header should come: here already under another UID, or taken away by a sweep?"""
        return bool(self._awaited) or self._has_purged

    def reaching_back(self, not_before: int) -> int:
        """From which moment on mail must be looked for: also that which is here already and has lost its UID."""
        return min((not_before, *self._awaited.values()))

    def take_headers(self, headers: Iterable[FetchedHeader], *, not_before: int) -> set[int]:
        """Store those received at or after `not_before` (epoch seconds) that no sweep has taken away here, and others that are
        here and wait for a UID.
        Returns the UIDs that the server answered for."""
        return self._take(((header, None) for header in headers), not_before, BATCH_HEADERS)

    def take_mails(self, mails: Iterable[FetchedMail], *, not_before: int) -> set[int]:
        """The same with what came along of their content: each mail is written once, with everything."""
        return self._take(mails, not_before, BATCH_MAILS)

    def _take(self, found: Iterable[_Found], not_before: int, most: int) -> set[int]:
        batch: list[_Found] = []
        size = 0
        came: set[int] = set()
        for one in found:
            header, raw = one
            batch.append(one)
            came.add(header.uid)
            size += 0 if raw is None else len(raw)
            if len(batch) == most or size > BATCH_BYTES:
                self._put(batch, not_before)
                batch, size = [], 0
        if batch:
            self._put(batch, not_before)
        return came

    def take_bodies(self, bodies: Iterable[FetchedBody], keys: dict[int, int]) -> set[int]:
        """`keys` maps UID to message key; returns the UIDs that came."""
        batch: list[tuple[int, bytes, IndexedBody]] = []
        size = 0
        came: set[int] = set()
        for fetched in bodies:
            key = keys.get(fetched.uid)
            if key is None:
                continue
            came.add(fetched.uid)
            batch.append((key, fetched.raw, index_body(fetched.raw)))
            size += len(fetched.raw)
            if len(batch) == BATCH_MAILS or size > BATCH_BYTES:
                self._put_bodies(batch)
                batch, size = [], 0
        if batch:
            self._put_bodies(batch)
        return came

    def after(self, name: str, job: Callable[[UnitOfWork], bool]) -> Future[bool]:
        """A job that vouches for what was taken: False, and not done, if any of it could not be stored."""
        before = tuple(self._waiting)
        return self._store.writer.submit(name, lambda uow: not any(one.exception() for one in before) and job(uow))

    def flush(self) -> None:
        while self._waiting:
            self._await_one()

    def _await_one(self) -> None:
        told = self._waiting.popleft().result()
        if told and self._news is not None:
            self._news.tell(told)

    def _put(self, batch: Sequence[_Found], not_before: int) -> None:
        gone = self._purged_of([header for header, _ in batch])
        taken = [
            (header, raw) for header, raw in batch
            if (header.internaldate >= not_before and header.uid not in gone)
            or (self._awaited and (messages.header_digest(header.header), header.size) in self._awaited)
        ]  # fmt: skip
        if not taken:
            return
        news = [_read(header, raw) for header, raw in taken]
        whole = [raw for _, raw in taken if raw is not None]
        self._tally.headers += len(taken)
        self._tally.header_bytes += sum([len(header.header) for header, _ in taken])
        self._tally.bodies += len(whole)
        self._tally.bytes += sum(map(len, whole))
        may_be = None if self._news is None else self._news.may_be
        fresh = set() if may_be is None else {header.uid for header, _ in taken if may_be(header)}

        def put(uow: UnitOfWork) -> list[int]:
            known = (
                set()
                if not fresh
                else news_of_mail.load_known(
                    uow.connection,
                    self._account_key,
                    {
                        header.uid: (new.digest, new.size)
                        for (header, _), new in zip(taken, news, strict=True)
                        if header.uid in fresh
                    },
                )
            )
            stored = messages.store_messages(uow, self._account_key, news)
            self.known += stored.known
            added = locations.add_locations(
                uow,
                self._mailbox_key,
                [
                    NewLocation(header.uid, key, header.internaldate, header.flags, mark)
                    for (header, _), key, mark in zip(taken, stored.keys, stored.marks, strict=True)
                ],
            )
            reproject(uow, added.settled)
            settle_answered(
                uow,
                (
                    (key, header.header, new.envelope)
                    for (header, _), key, new in zip(taken, stored.keys, news, strict=True)
                ),
            )
            known_addresses.note_addresses(uow, ((new.envelope, new.internaldate) for new in news))
            return news_of_mail.select_news(uow.connection, self._mailbox_key, added.new, fresh - known)

        if self._is_dated_by_server:
            self._store.server_time.note(*[new.internaldate for new in news])
        self._submit("headers", put)

    def _purged_of(self, batch: list[FetchedHeader]) -> set[int]:
        """UIDs of those that a sweep has taken away: they come back only when the user wants them again."""
        if not self._has_purged:
            return set()
        named = {header.uid: (messages.header_digest(header.header), header.size) for header in batch}
        digests = {digest for digest, _ in named.values()}
        went = self._store.read(lambda connection: purged.load_received(connection, self._account_key, digests))
        return {header.uid for header in batch if header.internaldate <= went.get(named[header.uid], -1)}

    def _put_bodies(self, batch: list[tuple[int, bytes, IndexedBody]]) -> None:
        self._tally.bodies += len(batch)
        self._tally.bytes += sum(len(raw) for _, raw, _ in batch)
        self._submit("bodies", lambda uow: messages.add_bodies(uow, batch))

    def _submit(self, name: str, job: Callable[[UnitOfWork], list[int] | None]) -> None:
        while len(self._waiting) >= _IN_FLIGHT:
            self._await_one()
        self._waiting.append(self._store.writer.submit(name, job))


def _read(header: FetchedHeader, raw: bytes | None) -> NewMessage:
    if raw is None:
        indexed, content = index_headers(header.header), None
    else:
        indexed, body = index_mail(header.header, raw)
        content = raw, body
    return NewMessage(
        digest=messages.header_digest(header.header),
        size=header.size,
        internaldate=header.internaldate,
        envelope=indexed.envelope,
        thread_key=indexed.thread_key,
        has_attachment=indexed.has_attachment,
        content=content,
    )
