"""Mails that are looked at in passing: found on a server, held in memory, never stored by being looked at. Any thread.

Invariant: nothing here reaches the database or the disk but by a wish of a person (`bringing`), so that no plan's storage is stretched
by it; keys are below 0 and are never used again; at most MOST_KEPT mails and MOST_BYTES of their texts are held, those that were wanted
last.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from desktop.core.api.rows import BodyState, MessageRow
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.flags import FlagSet
from desktop.values import dataclass

MOST_KEPT = 4_000
MOST_BYTES = 96 << 20
"""Of texts and attachments; the mail that was opened last stays whatever its size."""
_MOST_PEOPLE = 100


@dataclass(frozen=True, slots=True)
class Place:
    """Where a mail lies on its server."""

    account_key: int
    mailbox_key: int
    mailbox: str
    uidvalidity: int
    uid: int


@dataclass(frozen=True, slots=True)
class PassingMail:
    """`row.location_key` is its key here; `digest` as of `messages.header_digest`."""

    row: MessageRow
    place: Place
    envelope: Envelope
    digest: bytes
    thread_key: str
    flags: FlagSet


class PassingMails:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._mails: OrderedDict[int, PassingMail] = OrderedDict()
        self._keys: dict[Place, int] = {}
        self._raw: OrderedDict[int, bytes] = OrderedDict()
        self._brought: dict[int, bool] = {}
        self._last = 0

    def add(
        self, row: MessageRow, place: Place, envelope: Envelope, *, digest: bytes, thread_key: str, flags: FlagSet
    ) -> int:
        """Its key: the one it has already, where it was found before."""
        short = envelope._replace(
            to=envelope.to[:_MOST_PEOPLE], cc=envelope.cc[:_MOST_PEOPLE], bcc=envelope.bcc[:_MOST_PEOPLE],
            references=envelope.references[-_MOST_PEOPLE:],
        )  # fmt: skip
        with self._lock:
            key = self._keys.get(place)
            if key is None:
                self._last -= 1
                key = self._last
            body_state = BodyState.COMPLETE if key in self._raw else BodyState.HEADER_ONLY
            named = replace(row, location_key=key, message_key=key, body_state=body_state)
            self._mails[key] = PassingMail(named, place, short, digest, thread_key, flags)
            self._mails.move_to_end(key)
            self._keys[place] = key
            while len(self._mails) > MOST_KEPT:
                old = next(iter(self._mails))
                self._drop(old)
            self._brought.pop(key, None)
            return key

    def put_raw(self, key: int, raw: bytes, snippet: str, *, has_attachment: bool) -> None:
        with self._lock:
            mail = self._mails.get(key)
            if mail is None:
                return
            self._raw[key] = raw
            self._raw.move_to_end(key)
            self._show(mail, BodyState.COMPLETE, snippet, has_attachment=has_attachment)
            while len(self._raw) > 1 and sum(map(len, self._raw.values())) > MOST_BYTES:
                old, _ = self._raw.popitem(last=False)
                if (dropped := self._mails.get(old)) is not None:
                    self._show(
                        dropped, BodyState.HEADER_ONLY, dropped.row.snippet, has_attachment=dropped.row.has_attachment
                    )

    def rows(self, keys: Iterable[int]) -> dict[int, MessageRow]:
        with self._lock:
            return {key: self._mails[key].row for key in keys if key in self._mails}

    def mail(self, key: int) -> PassingMail | None:
        with self._lock:
            return self._mails.get(key)

    def raw(self, key: int) -> bytes | None:
        """None while its text has not been fetched."""
        with self._lock:
            if key in self._raw:
                self._raw.move_to_end(key)
            return self._raw.get(key)

    def drop_accounts_but(self, kept: Collection[int]) -> None:
        """Nothing is shown of an account that is gone, or that the member who looks now does not see."""
        with self._lock:
            for key in [key for key, mail in self._mails.items() if mail.row.account_key not in kept]:
                self._drop(key)

    def note_brought(self, keys: Iterable[int], *, leaving: bool) -> None:
        """A wish has made these mails part of the copy here; `leaving`: and takes them out of the folders they were found in."""
        with self._lock:
            for key in keys:
                if key in self._mails:
                    self._brought[key] = leaving or self._brought.get(key, False)

    def brought(self, keys: Iterable[int]) -> dict[int, bool]:
        """Those of the keys that a wish has brought, and whether one takes them out of their folder."""
        with self._lock:
            return {key: self._brought[key] for key in keys if key in self._brought}

    def set_flags(self, key: int, flags: FlagSet) -> None:
        """As the copy here, which may leave again, has them."""
        with self._lock:
            mail = self._mails.get(key)
            if mail is not None and mail.flags != flags:
                self._mails[key] = replace(mail, flags=flags, row=replace(mail.row, flags=flags.flags))

    def iterate(self, keys: Iterable[int]) -> Iterator[tuple[int, int, bytes | None, str]]:
        """As `store.bodies.iterate_mails` gives those that are stored."""
        for key in keys:
            mail = self.mail(key)
            if mail is not None:
                yield key, mail.row.internaldate, self.raw(key), mail.row.sender_address

    def _drop(self, key: int) -> None:
        del self._keys[self._mails.pop(key).place]
        self._raw.pop(key, None)
        self._brought.pop(key, None)

    def _show(self, mail: PassingMail, body_state: BodyState, snippet: str, *, has_attachment: bool) -> None:
        row = replace(mail.row, body_state=body_state, snippet=snippet, has_attachment=has_attachment)
        self._mails[row.location_key] = replace(mail, row=row)
