"""The authored mails of one moment: who answers whom, when each was written, and what its Message-ID is.

Invariant: names, threads and Message-IDs do not depend on `now`; times do. A World is built once and only read. Any thread.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import cache

from desktop.core.demo.authored.cast import Cast, Person, load_cast, scripts
from desktop.core.demo.authored.moments import fill_dates, parse_moment
from desktop.core.demo.authored.script import Entry, parse_script
from desktop.core.demo.authored.values import ScriptError
from desktop.values import dataclass

OWN_DOMAIN = "beltranquiles.example"
OUTGOING = frozenset({"Sent", "Drafts"})


def digest_of(text: str) -> str:
    """Forty hexadecimal digits that stand for a text: tokens, boundaries, seconds."""
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


@cache
def load_entries() -> tuple[Entry, ...]:
    """Every authored mail of both accounts, in the order of the files."""
    return tuple(entry for name, text in scripts("mails") for entry in parse_script(text, name))


@cache
def load_arrivals() -> tuple[Entry, ...]:
    """The mails that arrive while the demo runs."""
    return tuple(entry for name, text in scripts("arrivals") for entry in parse_script(text, name))


@dataclass(frozen=True, slots=True)
class World:
    """The entries by name at one `now` (seconds since 1970 UTC)."""

    now: int
    cast: Cast
    entries: dict[str, Entry]
    answered: frozenset[str]

    def sender(self, entry: Entry) -> Person:
        return self.cast.person(entry.get("from") or entry.get("account"))

    def owner(self, entry: Entry) -> Person:
        return self.cast.person(entry.get("account"))

    def recipients(self, entry: Entry, field: str) -> list[Person]:
        """The people of `to`, `cc` or `bcc`; mail that came in without a `to` went to the account's owner."""
        keys = entry.list(field)
        if field == "to" and not keys and "to" not in entry.fields:
            keys = (entry.get("account"),)
        return [self.cast.person(key) for key in keys]

    def parent(self, entry: Entry) -> Entry | None:
        return self.entries[entry.get("re")] if entry.get("re") else None

    def moment(self, entry: Entry) -> int:
        """When the server received it, seconds since 1970."""
        when = entry.get("when")
        seconds = parse_moment(when, self.now)
        # A fixed number of seconds into the minute, so that not everybody writes on the dot; `ago` is meant exactly.
        return seconds if when.startswith("ago") else seconds + int(digest_of(entry.name)[:4], 16) % 60

    def message_id(self, entry: Entry) -> str:
        return message_id(entry, self.sender(entry))

    def references(self, entry: Entry) -> list[str]:
        """Message-IDs of all ancestors, oldest first (RFC 5322 section 3.6.4)."""
        parent = self.parent(entry)
        return [*self.references(parent), self.message_id(parent)] if parent else []

    def subject(self, entry: Entry) -> str:
        """The subject written, with its dates in words, else `Re: ` and the parent's."""
        parent = self.parent(entry)
        if "subject" in entry.fields or parent is None:
            return fill_dates(entry.get("subject"), self.moment(entry), self.now)
        subject = self.subject(parent)
        return subject if subject.startswith("Re: ") else f"Re: {subject}"


def message_id(entry: Entry, sender: Person) -> str:
    """The same for ever: tests, tours and links may hold on to it."""
    return f"<{digest_of(entry.name)[:20]}.{entry.name}@{sender.domain}>"


def build_world(now: int, entries: Iterable[Entry]) -> World:
    """A World of the entries; raises ScriptError for two of one name or an answer to nobody."""
    named: dict[str, Entry] = {}
    for entry in entries:
        if entry.name in named:
            raise ScriptError(f"two mails are called {entry.name!r}")
        named[entry.name] = entry
    for entry in named.values():
        if entry.get("re") and entry.get("re") not in named:
            raise ScriptError(f"{entry.name!r} answers {entry.get('re')!r}, which does not exist")
    answered = frozenset(entry.get("re") for entry in named.values() if entry.get("in") == "Sent")
    return World(now, load_cast(), named, answered)
