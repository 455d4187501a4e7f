"""What one session sees of its selected mailbox: the numbered list of RFC 3501, which changes only when the client is told.

A mail that another session expunged keeps its number, and stays readable, until EXPUNGE may be sent. The caller holds the
store's lock for every method; belongs to the server's thread.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator

from desktop.core.demo.mail_server.mailbox import Mailbox, Message
from desktop.core.demo.mail_server.wire import SYSTEM_FLAGS, BadSyntax, SequenceSet, format_flags
from desktop.core.mail.uid_set import format_uid_set


class MailboxView:
    def __init__(self, mailbox: Mailbox, *, read_only: bool, empty: bool = False) -> None:
        """`empty` starts with no mails at all, as a server does that answers too early."""
        self.mailbox = mailbox
        self.read_only = read_only
        self.messages: list[Message] = [] if empty else list(mailbox.messages)
        self.uids: list[int] = [] if empty else list(mailbox.uids)
        self.own_modseqs: set[int] = set()
        """Changes of flags that this session made and has answered already."""
        self._recent_from = mailbox.first_recent
        self._recent_to = mailbox.uidnext
        if not read_only:
            mailbox.first_recent = mailbox.uidnext
        self._synced = 0 if empty else mailbox.highestmodseq
        self._last_uid = self.uids[-1] if self.uids else 0 if empty else mailbox.uidnext - 1
        self._leaving: set[int] = set()
        self._announced_keywords = len(mailbox.keywords)

    def recent(self) -> int:
        return sum(1 for uid in self.uids if self._is_recent(uid))

    def _is_recent(self, uid: int) -> bool:
        return self._recent_from <= uid < self._recent_to

    def flags_of(self, message: Message) -> bytes:
        return format_flags({*message.flags, "\\Recent"} if self._is_recent(message.uid) else message.flags)

    def is_recent(self, message: Message) -> bool:
        return self._is_recent(message.uid)

    def number_of(self, uid: int) -> int | None:
        """The sequence number, from 1."""
        index = bisect_left(self.uids, uid)
        return index + 1 if index < len(self.uids) and self.uids[index] == uid else None

    def resolve(self, ranges: SequenceSet, *, by_uid: bool) -> Iterator[tuple[int, Message]]:
        """(sequence number, mail) of a set, ascending, each once. Unknown UIDs are passed over, unknown numbers are BAD."""
        count = len(self.uids)
        last = (self.uids[-1] if by_uid else count) if count else 0
        spans = []
        for low, high in ranges:
            low, high = sorted((low or last, high or last))
            if by_uid:
                spans.append((bisect_left(self.uids, low), bisect_right(self.uids, high)))
            elif low >= 1 and high <= count:
                spans.append((low - 1, high))
            else:
                raise BadSyntax("No mail with this number")
        done = 0
        for start, stop in sorted(spans):
            for index in range(max(start, done), stop):
                yield index + 1, self.messages[index]
            done = max(done, stop)

    def permanent_flags(self) -> list[bytes]:
        """FLAGS and PERMANENTFLAGS."""
        flags = format_flags([*SYSTEM_FLAGS, *self.mailbox.keywords.values()])
        permanent = b"()" if self.read_only else flags[:-1] + b" \\*)"
        self._announced_keywords = len(self.mailbox.keywords)
        return [b"* FLAGS " + flags, b"* OK [PERMANENTFLAGS %s] Flags permitted" % permanent]

    def updates(self, *, expunges: bool, vanished: bool, format_change: Callable[[int, Message], bytes]) -> list[bytes]:
        """Untagged lines for all that happened since the last call. Without `expunges` mails keep their numbers for now;
        `vanished` says VANISHED with UIDs (RFC 7162) for EXPUNGE with numbers."""
        lines: list[bytes] = []
        if self._synced != self.mailbox.highestmodseq:
            changed = self._read_journal()
            lines += self._new_mails()
            lines += [
                format_change(number, self.messages[number - 1])
                for uid in changed
                if uid not in self._leaving and (number := self.number_of(uid)) is not None
            ]
        if expunges and self._leaving:
            lines += self._drop_leaving(vanished)
        if len(self.mailbox.keywords) != self._announced_keywords:
            lines = self.permanent_flags() + lines
        return lines

    def _read_journal(self) -> list[int]:
        """Marks expunged mails as leaving; the UIDs whose flags changed."""
        changed: dict[int, None] = {}
        for modseq, uid, expunged in self.mailbox.journal_after(self._synced):
            if uid > self._last_uid:
                continue
            if not expunged:
                if modseq not in self.own_modseqs:
                    changed[uid] = None
            elif self.number_of(uid) is not None:
                self._leaving.add(uid)
        self._synced = self.mailbox.highestmodseq
        self.own_modseqs.clear()
        return sorted(changed)

    def _new_mails(self) -> list[bytes]:
        new = self.mailbox.since(self._last_uid)
        if not new:
            return []
        self.messages += new
        self.uids += [message.uid for message in new]
        self._last_uid = new[-1].uid
        if not self.read_only and self.mailbox.first_recent <= self._last_uid:
            if self._recent_from == self._recent_to:
                self._recent_from = self.mailbox.first_recent
            self._recent_to = self.mailbox.first_recent = self._last_uid + 1
        return [b"* %d EXISTS" % len(self.uids), b"* %d RECENT" % self.recent()]

    def _drop_leaving(self, vanished: bool) -> list[bytes]:
        leaving = sorted(self._leaving, reverse=True)
        if vanished:
            lines = [b"* VANISHED " + format_uid_set(leaving).encode("ascii")]
        else:  # from the last to the first, so that no number changes before it is used
            lines = [b"* %d EXPUNGE" % (bisect_left(self.uids, uid) + 1) for uid in leaving]
        self.messages = [message for message in self.messages if message.uid not in self._leaving]
        self.uids = [message.uid for message in self.messages]
        self._leaving.clear()
        return lines
