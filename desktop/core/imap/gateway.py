"""What sync and operations need of one IMAP connection, in RFC words; `client.py` does it with imapclient.

Every method blocks, belongs to the thread that owns the connection, and raises only errors of `core.api.errors`:
`ConnectionFailure` when the connection is gone (throw the gateway away), `ServerRefusal` for NO and BAD,
`ProtocolError` for answers that cannot be trusted. Mailbox names are decoded text; UIDs are integers; there are no
sequence numbers. Nothing here knows the cache.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from desktop.core.mail.flags import FlagSet
from desktop.core.mail.mailbox import SpecialUse
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class Capabilities:
    """What the server can do after login, already minus the quirks of known providers."""

    condstore: bool = False
    qresync: bool = False
    uidplus: bool = False
    move: bool = False
    idle: bool = False
    special_use: bool = False
    list_status: bool = False
    compress: bool = False
    literal_plus: bool = False
    utf8_accept: bool = False
    object_id: bool = False
    gmail: bool = False
    append_limit: int | None = None
    saves_sent: bool = False
    """The provider puts a copy of submitted mail into Sent by itself (Gmail, Outlook): do not APPEND one."""


@dataclass(frozen=True, slots=True)
class MailboxStatus:
    """RFC 3501 STATUS; any value the server left out is None."""

    messages: int | None = None
    uidnext: int | None = None
    uidvalidity: int | None = None
    unseen: int | None = None
    highestmodseq: int | None = None


@dataclass(frozen=True, slots=True)
class ListedMailbox:
    name: str
    delimiter: str | None
    special_use: SpecialUse
    """From RFC 6154 attributes; else from the localised name table; INBOX by name."""
    special_use_by_name: bool
    selectable: bool
    status: MailboxStatus | None


@dataclass(frozen=True, slots=True)
class Selected:
    """What SELECT/EXAMINE said. `highestmodseq` is None without CONDSTORE; `uidnext` None when the server hid it.
    `takes_keywords`: new ones may be made there (PERMANENTFLAGS with \\*, or not a word of it)."""

    exists: int
    uidvalidity: int
    uidnext: int | None
    highestmodseq: int | None
    read_only: bool
    takes_keywords: bool = True


class FetchedFlags(NamedTuple):
    uid: int
    flags: FlagSet
    modseq: int | None = None


class FetchedHeader(NamedTuple):
    """`header` is the raw header block, cut at the blank line, at most 256 KiB; `internaldate` epoch seconds UTC."""

    uid: int
    flags: FlagSet
    internaldate: int
    size: int
    header: bytes
    email_id: str | None = None
    modseq: int | None = None


class FetchedBody(NamedTuple):
    uid: int
    raw: bytes


class FetchedMail(NamedTuple):
    """`raw` is the whole mail, byte for byte as `fetch_bodies` gives it; None where only its header is known."""

    header: FetchedHeader
    raw: bytes | None

    @property
    def uid(self) -> int:
        return self.header.uid


@dataclass(frozen=True, slots=True)
class Copied:
    """COPYUID of RFC 4315 as pairs source uid -> target uid; empty without UIDPLUS."""

    uidvalidity: int | None
    uids: dict[int, int]


class IdleOutcome(StrEnum):
    NEWS = "news"
    """The server said something about the mailbox."""
    WOKEN = "woken"
    TIMEOUT = "timeout"


class ImapGateway(Protocol):
    capabilities: Capabilities
    personal_prefix: str
    """What the names of the user's own mailboxes have to begin with, the inbox apart (NAMESPACE, RFC 2342): "INBOX." on some
    servers, mostly nothing. Known after `list_mailboxes`."""

    def list_mailboxes(self, *, with_status: bool) -> list[ListedMailbox]: ...

    def fetch_status(self, name: str) -> MailboxStatus: ...

    def select(self, name: str, *, read_only: bool = False) -> Selected:
        """Always asks the server again, so the answer is fresh."""
        ...

    def search_since(self, since: int | None) -> list[int]:
        """UIDs of the selected mailbox, ascending; `since` epoch seconds, day-grained on the wire (one day early)."""
        ...

    def search_message_id(self, message_id: str) -> list[int]:
        """UIDs whose Message-ID header equals it (verified by fetching the header; SEARCH HEADER is a substring match)."""
        ...

    def search(self, keys: Sequence[bytes], *, most: int, stop: Callable[[], bool]) -> tuple[list[int], bool]:
        """The highest `most` UIDs of the selected mailbox that fit the keys (`search_keys.build_search`), ascending, and whether
        there are more; with 8-bit text it is asked in UTF-8. `stop` is looked at with every answer of the server:
        ConnectionFailure then."""
        ...

    def fetch_flags(self, uids: Sequence[int] | None, *, changed_since: int | None = None) -> Iterator[FetchedFlags]:
        """Flags of the UIDs (None: of all). With `changed_since` only those changed after that MODSEQ (RFC 7162).

        A UID may come twice, when another program changes it meanwhile: the later one counts."""
        ...

    def fetch_vanished(self, uids: Sequence[int], since_modseq: int) -> set[int] | None:
        """UIDs expunged since then (QRESYNC VANISHED); None where the server cannot tell."""
        ...

    def fetch_headers(self, uids: Sequence[int]) -> Iterator[FetchedHeader]: ...

    def fetch_bodies(self, uids: Sequence[int], *, max_size: int) -> Iterator[FetchedBody]:
        """Whole messages as bytes, streamed, in the server's order; never sets \\Seen. A literal larger than `max_size`
        bytes is read off the wire and dropped (that UID is simply not yielded)."""
        ...

    def fetch_mails(self, uids: Sequence[int], *, most: int) -> Iterator[FetchedMail]:
        """Header, flags and content in one answer each, never more than `most` bytes of one mail: a longer one comes without
        its content, and so does one of which the server states another size than it gives."""
        ...

    def fetch_identity(self, uids: Sequence[int]) -> dict[int, tuple[str, int, int]]:
        """uid -> (Message-ID without brackets, RFC822.SIZE, internaldate): asked before anything destructive."""
        ...

    def store_flags(self, uids: Sequence[int], *, add: Iterable[str] = (), remove: Iterable[str] = ()) -> None: ...

    def move(self, uids: Sequence[int], target: str) -> Copied:
        """MOVE; else COPY, STORE \\Deleted, UID EXPUNGE of exactly these. Without UIDPLUS the mails stay marked
        \\Deleted: never a bare EXPUNGE."""
        ...

    def copy(self, uids: Sequence[int], target: str) -> Copied: ...

    def expunge(self, uids: Sequence[int]) -> bool:
        """STORE \\Deleted and UID EXPUNGE of exactly these. False where the server has no UIDPLUS: they stay marked."""
        ...

    def append(self, name: str, raw: bytes, flags: FlagSet, internaldate: int) -> int | None:
        """The new UID (APPENDUID) or None where the server does not tell. Some servers refuse it for the mailbox that is selected
        read-only on this connection."""
        ...

    def create(self, name: str) -> None: ...

    def rename(self, name: str, new_name: str) -> None: ...

    def delete(self, name: str) -> None: ...

    def idle(self, wake: threading.Event, *, timeout: float) -> IdleOutcome:
        """RFC 2177 on the selected mailbox until news, `wake_up()`, or timeout. A dead connection raises."""
        ...

    def wake_up(self) -> None:
        """The only method another thread may call: ends `idle` soon."""
        ...

    def noop(self) -> None: ...

    def close(self) -> None:
        """LOGOUT when the connection still answers; never raises."""
        ...
