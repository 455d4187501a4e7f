"""What a connector must be able to do: small Protocols, one a capability, over values that no backend owns.

A backend implements those it can. Every call is made from the connector's own thread, may block at most `Budget.seconds`, and
raises a BandejaError of `core.api.errors`: ConnectionFailure (try again later), AuthenticationError or SetupError (wait for
the user), ServerRefusal(permanent=True) (give up, show the words). What may have happened and was not answered is raised as
`Unanswered`: the queue then calls `find` before it ever calls `create` again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field
from enum import StrEnum
from typing import Protocol, runtime_checkable
from urllib.parse import quote

from desktop.core.api.desk import Guest, Series
from desktop.core.api.errors import ConnectionFailure
from desktop.core.api.linking import BackendField, CrmTarget, LinkKind, Person
from desktop.core.clock import Clock
from desktop.values import dataclass


class Unanswered(ConnectionFailure):
    """The request left and no answer came: the object may exist."""


class Presence(StrEnum):
    """What a backend says of an object. GONE releases a task's hold; UNKNOWN (offline, 401, 403, 5xx) keeps it."""

    PRESENT = "present"
    DONE = "done"
    GONE = "gone"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SnapshotAttachment:
    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class MailSnapshot:
    """One mail as it was when the user pressed the key; frozen with the wish, so that a retry sends the same."""

    message_id: str
    """Without brackets; "" when the mail has none."""
    subject: str
    sender: Person
    to: tuple[Person, ...]
    cc: tuple[Person, ...]
    date: int | None
    received: int
    text: str
    html: str | None
    incoming: bool
    account: str
    """Address of the mailbox it is in."""
    mailbox: str
    attachments: tuple[SnapshotAttachment, ...] = ()
    """Those that are to be carried over; for the CRM all of them."""
    raw: bytes = field(default=b"", repr=False)
    """The whole mail as the server gave it; always there for the CRM, b"" where a wish needs no copy."""

    @property
    def mid_url(self) -> str:
        """mid: of RFC 2392, percent-encoded."""
        return f"mid:{quote(self.message_id, safe='')}" if self.message_id else ""


@dataclass(frozen=True, slots=True)
class Wish:
    """What shall be made. `key` is a UUID stored before the first try: the same for every try of this wish, and what the
    backend's object is found again by. Times are epoch seconds; with `all_day` they are midnights in `zone`, the end not
    included."""

    kind: LinkKind
    key: str
    title: str
    text: str
    """Plain text, quotes folded."""
    mails: tuple[MailSnapshot, ...]
    people: tuple[Person, ...] = ()
    due_at: int | None = None
    starts_at: int | None = None
    ends_at: int | None = None
    all_day: bool = False
    zone: str = "UTC"
    place: str = ""
    target_id: str = ""
    uid: str = ""
    """UID of the meeting that an event is of, when somebody else has asked to it: what its organiser will call it by."""
    guests: tuple[Guest, ...] = ()
    """Who was asked to that meeting by its organiser. They are told, never written to: `people` are those to be asked."""
    series: Series | None = None
    """How an event repeats; `starts_at` and `ends_at` are its first time."""
    instead_of: int | None = None
    """With `add_mails` alone, at an event that repeats: that time of it takes place as this wish says, or not at all where it
    says no `starts_at`. Only for a backend that says `changes_times`."""


@dataclass(frozen=True, slots=True)
class Made:
    """`existed`: it was there before (an earlier try, or a chat of the same mail) and was not made twice."""

    remote_id: str
    title: str
    url: str = ""
    existed: bool = False


@dataclass(frozen=True, slots=True)
class Probe:
    """`kinds` that work with this account there; `why_not` by kind for the others, one sentence each."""

    kinds: frozenset[LinkKind]
    why_not: dict[LinkKind, str] = field(default_factory=dict)
    account: str = ""
    """Who we are there."""


@runtime_checkable
class Connector(Protocol):
    """One configured backend."""

    def probe(self) -> Probe: ...

    def create(self, wish: Wish) -> Made:
        """Make the object, exactly once for `wish.key` as far as the backend can; see the module for what it raises."""
        ...

    def find(self, wish: Wish) -> Made | None:
        """The object an earlier try of the same wish made, or None when it is surely not there, or half of it is, which
        `create` then completes. Raises ConnectionFailure when that cannot be told now, and `NotImplementedError` where the
        backend has no way to tell at all."""
        ...

    def presence(self, kind: LinkKind, remote_id: str) -> Presence:
        """Never raises for an object or a server that is away: that is GONE or UNKNOWN."""
        ...

    def delete(self, kind: LinkKind, remote_id: str) -> None:
        """Delete the object; one that is gone already is no error."""
        ...

    def cancel(self) -> None:
        """From any thread: end what is under way and refuse everything after it, so that the program can end."""
        ...

    def close(self) -> None: ...


@runtime_checkable
class FindsPeople(Protocol):
    def find_people(self, text: str) -> list[Person]: ...


@runtime_checkable
class FindsTargets(Protocol):
    """A CRM: cards for an address or a name. `addresses` first, exact; then those that contain the text."""

    def find_targets(self, text: str) -> list[CrmTarget]: ...


@runtime_checkable
class CarriesMails(Protocol):
    """Objects that can name further mails."""

    def add_mails(self, kind: LinkKind, remote_id: str, wish: Wish) -> None:
        """Name the wish's mails at the object that is there, with who wrote them and their mid: links; exactly once for
        `wish.key`, however often this is called. Raises as `create` does, ServerRefusal for an object that is gone, and
        `NotImplementedError` for a kind that cannot carry them."""
        ...


@runtime_checkable
class DropsMails(Protocol):
    """What `CarriesMails` has named can be taken away again."""

    def drop_mails(self, kind: LinkKind, remote_id: str, key: str) -> None:
        """Take away what was named at the object for the wish of that key, and nothing else; nothing there, and an object that
        is gone, is no error. Raises as `create` does, and `NotImplementedError` for a kind that cannot."""
        ...


@runtime_checkable
class KeepsFiles(Protocol):
    """A backend that keeps the files of an object apart from it, where they would stay when it goes."""

    def drop_files(self, kind: LinkKind, key: str) -> None:
        """The object of the wish of that key was deleted, or will not be made: delete the files that were put there for it;
        none there is no error."""
        ...


@runtime_checkable
class DropsHalves(Protocol):
    """A backend whose objects are made in steps, of which `find` sees only whole ones."""

    def drop_half(self, wish: Wish) -> None:
        """The wish was taken back: delete what its tries have left unfinished; nothing there is no error."""
        ...


class Hear(Protocol):
    def __call__(self, address: str, port: int, state: str) -> str:
        """Open `address` in the browser and give the query with which it comes back to http://127.0.0.1:<port>/.

        Only a query whose `state` is this one is taken. Blocks until then. Raises ConnectionFailure(TIMEOUT)."""
        ...


def _keep_nothing(name: str, secret: str) -> None:
    pass


def _find_nowhere(service: str, domain: str) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True, slots=True)
class Means:
    """What the engine lends a connector. `keep_secret` is called from the connector's thread, for one of the backend's own
    secrets or one that it names itself (a refreshed token): it must be in the keyring when this returns, and is in the
    `secrets` of the next `open`. While a backend is being set up it is kept by the engine until the probe has succeeded.
    """

    clock: Clock
    keep_secret: Callable[[str, str], None] = _keep_nothing
    hear: Hear | None = None
    """Given only while a person is there to sign in."""
    find_service: Callable[[str, str], tuple[str, ...]] = _find_nowhere
    """`("caldavs", "example.org")` -> where the domain's DNS says that the service is ("host" or "host:port"), best first. DNS
    is no proof: a person is told, and nothing is sent there unasked. Given while a backend is being set up; worker threads."""


@dataclass(frozen=True, slots=True)
class Backend:
    """What an entry point of the group `bandeja.connectors` names: `open(values, secrets, means)` gives a Connector, without
    asking any server. Raises SetupError for settings that cannot be used."""

    backend: str
    name: str
    kinds: frozenset[LinkKind]
    fields: tuple[BackendField, ...]
    open: Callable[[Mapping[str, str], Mapping[str, str], Means], Connector]
    changes_times: bool = False
    """One time of an event that repeats can be made otherwise there; see `Wish.instead_of`."""
