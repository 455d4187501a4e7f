"""One mailbox: its mails with UIDs, flags and modification sequences, and the journal that other sessions catch up from.

UIDs and MODSEQs only grow. The caller holds the store's lock for every method; listeners are told after each change and may
run in any thread, so they only wake somebody up.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
from enum import Enum

from desktop.core.demo.mail_server.content import Content
from desktop.core.demo.mail_server.wire import SYSTEM_FLAGS
from desktop.values import dataclass

MAX_KEYWORDS = 1_000


class FlagChange(Enum):
    REPLACE = ""
    ADD = "+"
    REMOVE = "-"


class Message:
    """A mail in a mailbox. `flags` and `modseq` change together; the rest never does."""

    __slots__ = ("content", "flags", "internaldate", "modseq", "uid")

    def __init__(self, uid: int, content: Content, internaldate: int, flags: frozenset[str], modseq: int) -> None:
        self.uid = uid
        self.content = content
        self.internaldate = internaldate
        self.flags = flags
        self.modseq = modseq


@dataclass(frozen=True, slots=True)
class MessageSnapshot:
    uid: int
    modseq: int
    flags: frozenset[str]
    internaldate: int
    raw: bytes


@dataclass(frozen=True, slots=True)
class MailboxSnapshot:
    name: str
    uidvalidity: int
    uidnext: int
    highestmodseq: int
    messages: tuple[MessageSnapshot, ...]

    def by_uid(self) -> dict[int, MessageSnapshot]:
        return {message.uid: message for message in self.messages}


class Mailbox:
    def __init__(self, uidvalidity: int, *, uidnext: int = 1, mailbox_id: str | None = None) -> None:
        self.uidvalidity = uidvalidity
        self.mailbox_id = mailbox_id or f"F{uidvalidity}"
        """MAILBOXID of RFC 8474: survives RENAME and a new UIDVALIDITY."""
        self.uidnext = uidnext
        self.highestmodseq = 1
        self.first_recent = uidnext
        """Mails from this UID on have not been seen by any session: they are \\Recent for the next one that selects."""
        self.messages: list[Message] = []
        self.uids: list[int] = []
        self.keywords: dict[str, str] = {}
        """Keywords ever used here: lower case to the case first given."""
        self.journal: list[tuple[int, int, bool]] = []
        """(modseq, uid, expunged) of every change to a mail that was already here, oldest first."""
        self.listeners: set[Callable[[], None]] = set()
        self.gone: str | None = None
        """Why sessions that have this mailbox selected must hang up; None while it lives."""

    def tell(self) -> None:
        for listener in tuple(self.listeners):
            listener()

    def end(self, reason: str) -> None:
        self.gone = reason
        self.tell()

    def find(self, uid: int) -> Message | None:
        index = bisect_left(self.uids, uid)
        return self.messages[index] if index < len(self.uids) and self.uids[index] == uid else None

    def since(self, uid: int) -> list[Message]:
        """Mails with a UID above this one."""
        return self.messages[bisect_right(self.uids, uid) :]

    def journal_after(self, modseq: int) -> list[tuple[int, int, bool]]:
        return self.journal[bisect_right(self.journal, modseq, key=lambda entry: entry[0]) :]

    def vanished_after(self, modseq: int) -> list[int]:
        """UIDs expunged since then, ascending."""
        return sorted(uid for _, uid, expunged in self.journal_after(modseq) if expunged)

    def append(self, mails: Iterable[tuple[Content, int, Iterable[str]]]) -> list[int]:
        """Add (content, internaldate, flags) at the end under one MODSEQ; the new UIDs."""
        modseq = self.highestmodseq + 1
        added = []
        for content, internaldate, flags in mails:
            self.messages.append(Message(self.uidnext, content, internaldate, self.known_flags(flags), modseq))
            self.uids.append(self.uidnext)
            added.append(self.uidnext)
            self.uidnext += 1
        if added:
            self.highestmodseq = modseq
            self.tell()
        return added

    def known_flags(self, flags: Iterable[str], *, learn: bool = True) -> frozenset[str]:
        """Flags with keywords in the case this mailbox already uses; without `learn`, or at the limit, new ones are left
        out."""
        found = set()
        for flag in flags:
            if flag in SYSTEM_FLAGS:
                found.add(flag)
            elif flag.lower() in self.keywords or (learn and len(self.keywords) < MAX_KEYWORDS):
                found.add(self.keywords.setdefault(flag.lower(), flag))
        return frozenset(found)

    def change_flags(
        self, messages: Iterable[Message], change: FlagChange, flags: Iterable[str], unchanged_since: int | None = None
    ) -> tuple[int, list[Message], list[Message]]:
        """Change flags under one MODSEQ: (that MODSEQ, mails changed, mails left alone as newer than `unchanged_since`).

        Mails that have been expunged meanwhile are passed over.
        """
        given = self.known_flags(flags, learn=change is not FlagChange.REMOVE)
        modseq = self.highestmodseq + 1
        changed, newer = [], []
        for message in messages:
            if unchanged_since is not None and message.modseq > unchanged_since:
                newer.append(message)
                continue
            before = message.flags
            after = (
                given
                if change is FlagChange.REPLACE
                else before | given
                if change is FlagChange.ADD
                else before - given
            )
            if after != before and self.find(message.uid) is message:
                message.flags, message.modseq = after, modseq
                self.journal.append((modseq, message.uid, False))
                changed.append(message)
        if changed:
            self.highestmodseq = modseq
            self.tell()
        return modseq, changed, newer

    def expunge(self, uids: Iterable[int]) -> list[int]:
        """Remove mails; the UIDs that were here, ascending."""
        found = sorted({uid for uid in uids if self.find(uid) is not None})
        if not found:
            return []
        modseq = self.highestmodseq + 1
        if len(found) == 1:
            index = bisect_left(self.uids, found[0])
            del self.uids[index], self.messages[index]
        else:
            leaving = set(found)
            self.messages = [message for message in self.messages if message.uid not in leaving]
            self.uids = [message.uid for message in self.messages]
        self.journal.extend((modseq, uid, True) for uid in found)
        self.highestmodseq = modseq
        self.tell()
        return found

    def successor(self, uidvalidity: int, *, renumber: bool) -> Mailbox:
        """The same mails under another UIDVALIDITY. Renumbered UIDs start above all old ones, so that none is reused."""
        after = Mailbox(uidvalidity, uidnext=self.uidnext, mailbox_id=self.mailbox_id)
        after.keywords = dict(self.keywords)
        if renumber:
            after.append((message.content, message.internaldate, message.flags) for message in self.messages)
        else:
            after.messages = [
                Message(old.uid, old.content, old.internaldate, old.flags, after.highestmodseq) for old in self.messages
            ]
            after.uids = list(self.uids)
        return after

    def snapshot(self, name: str) -> MailboxSnapshot:
        mails = tuple(
            MessageSnapshot(each.uid, each.modseq, each.flags, each.internaldate, each.content.raw)
            for each in self.messages
        )
        return MailboxSnapshot(name, self.uidvalidity, self.uidnext, self.highestmodseq, mails)
