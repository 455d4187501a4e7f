"""Another program on an account of a real server, with the words of the embedded server's account: what it does, the engine has
to find out. Mailboxes have short names here, without the namespace's prefix.

It reads back what the server holds, too, so it is the judge of what the engine believes.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from desktop.core.api.errors import ServerRefusal
from desktop.core.clock import SystemClock
from desktop.core.imap.client import ImapClient
from desktop.core.imap.connect import connect_imap
from desktop.core.mail.flags import FlagSet, parse_flags
from tests.fakes.dovecot import Dovecot
from tests.fakes.real_server import RealServer
from tests.fakes.scripted_server import account_on


@dataclass(frozen=True, slots=True)
class Held:
    uid: int
    flags: frozenset[str]
    raw: bytes


@dataclass(frozen=True, slots=True)
class HeldMailbox:
    messages: tuple[Held, ...]


class OtherProgram:
    def __init__(self, server: RealServer | Dovecot, user: str) -> None:
        self.user = user
        self._prefix = getattr(server, "prefix", "")
        self._client: ImapClient = connect_imap(
            account_on(server.port, user=user), server.password, clock=SystemClock(), read_seconds=30
        )
        self.says_uidplus = self._client.capabilities.uidplus
        # Courier can do it, also where it is told not to say so.
        self._client.capabilities = dataclasses.replace(self._client.capabilities, uidplus=True)

    def close(self) -> None:
        self._client.close()

    def full(self, name: str) -> str:
        return name if name == "INBOX" else self._prefix + name

    def short(self, name: str) -> str:
        return name.removeprefix(self._prefix)

    def create(self, name: str) -> None:
        self._client.create(self.full(name))

    def delete(self, name: str) -> None:
        self._client.select("INBOX", read_only=True)
        self._client.delete(self.full(name))

    def rename(self, name: str, new_name: str) -> None:
        self._client.select("INBOX", read_only=True)
        self._client.rename(self.full(name), self.full(new_name))

    def deliver(self, mailbox: str, raw: bytes, internaldate: int, flags: Iterable[str] = ()) -> int | None:
        """The UID, where the server tells it."""
        return self._client.append(self.full(mailbox), raw, parse_flags(list(flags)), internaldate)

    def set_flags(self, mailbox: str, uids: Sequence[int], flags: Sequence[str]) -> None:
        self._client.select(self.full(mailbox))
        had = {name for one in self._client.fetch_flags(uids) for name in one.flags.to_wire()}
        self._client.store_flags(uids, add=flags, remove=had - {*flags})

    def move(self, mailbox: str, uids: Sequence[int], target: str) -> None:
        self._client.select(self.full(mailbox))
        self._client.move(uids, self.full(target))

    def expunge(self, mailbox: str, uids: Sequence[int]) -> None:
        self._client.select(self.full(mailbox))
        self._client.expunge(uids)

    def change_uidvalidity(self, mailbox: str, *, renumber: bool = False) -> None:
        """As servers do it: the mailbox is made anew and its mail put there again. Not one that the server will not give up: the
        inbox, and Cyrus keeps all that have a special use."""
        held = self.snapshot(only=mailbox)[mailbox].messages
        dates = self._dates(mailbox)
        try:
            self.delete(mailbox)
        except ServerRefusal:
            return
        self.create(mailbox)
        for mail in reversed(held) if renumber else held:
            self.deliver(mailbox, mail.raw, dates[mail.uid], mail.flags)

    def snapshot(self, *, only: str | None = None) -> dict[str, HeldMailbox]:
        names = [self.full(only)] if only else [box.name for box in self._boxes()]
        return {self.short(name): HeldMailbox(tuple(self._held(name))) for name in names}

    def _boxes(self) -> Iterator[object]:
        return (box for box in self._client.list_mailboxes(with_status=False) if box.selectable)

    def _dates(self, mailbox: str) -> dict[int, int]:
        self._client.select(self.full(mailbox))
        return {
            header.uid: header.internaldate for header in self._client.fetch_headers(self._client.search_since(None))
        }

    def _held(self, name: str) -> Iterator[Held]:
        self._client.select(name)  # not read-only: Courier refuses to take a mail then
        uids = self._client.search_since(None)
        flags: dict[int, FlagSet] = {one.uid: one.flags for one in self._client.fetch_flags(uids)}
        for body in self._client.fetch_bodies(uids, max_size=100_000_000):
            yield Held(body.uid, frozenset(flags[body.uid].to_wire()), body.raw)
