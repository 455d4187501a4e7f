"""Fetches what is wanted and not here yet: headers newest first, then bodies, then large ones; past the first screens whole
mails at once on a line that is fast enough (`whole_mails`). One small step at a time.

`Backfill` remembers per mailbox which UIDs are left for this connection; the frontier on disk makes it find them again after
a restart, and never moves below a UID that the server has and did not answer for. A UID whose body the server leaves out
twice is left alone until the next connection. A mail at which connections die is found by ever smaller steps and then left
alone as long as the program runs, so that it cannot keep the others from coming.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import field

from desktop.core.api.errors import ConnectionFailure, ProtocolError, ServerRefusal
from desktop.core.imap.gateway import ImapGateway
from desktop.core.mail.mailbox import VIEWS
from desktop.core.store import bodies, locations, mailboxes
from desktop.core.store.mailboxes import MailboxState
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork
from desktop.core.sync.intake import Intake, Tally
from desktop.core.sync.news import News, Tell
from desktop.core.sync.whole_mails import WholeMails
from desktop.values import dataclass

FIRST_STEP = 100
"""Headers of the first step: what a screen shows, at once."""
HEADERS_STEP = 1000
BODIES_STEP = 500
SMALL = 512 << 10
"""Bytes up to which a mail comes with the first wave; larger ones follow when all mailboxes have theirs."""
LARGEST = 32 << 20
"""Bytes above which a mail is fetched only when it is opened."""
_OPENED = 256 << 20
_TRIES = 2
_DEATHS = 3
_MOST_REFUSALS = 40
"""In one step: enough for a few mails that the server cannot read; more means that it will not give anything."""


class Renumbered(Exception):
    """The mailbox has another UIDVALIDITY than the cache: the UIDs here mean nothing, it must be resynced first."""

    def __init__(self, mailbox_key: int) -> None:
        super().__init__(mailbox_key)
        self.mailbox_key = mailbox_key


@dataclass(slots=True)
class Suspects:
    """What is remembered across the connections of one account: the step that survives, and the mails at which even a step of
    one died. Keys are (mailbox key, UIDVALIDITY, UID)."""

    step: int = BODIES_STEP
    gives_whole_mails: bool = True
    """False once a connection died, or was refused something, over a step of whole mails."""
    deaths: Counter[tuple[int, int | None, int]] = field(default_factory=Counter)

    def are_deadly(self, mailbox: MailboxState, uid: int) -> bool:
        return self.deaths[mailbox.mailbox_key, mailbox.uidvalidity, uid] >= _DEATHS


class Backfill:
    """For one connection."""

    def __init__(
        self,
        store: Store,
        account_key: int,
        tally: Tally | None = None,
        suspects: Suspects | None = None,
        tell: Tell = lambda keys: None,
        monotonic: Callable[[], float] = lambda: 0.0,
    ) -> None:
        """`tell` hears the location keys of new mail among what is fetched: so much had come that it was left to us."""
        self._store, self._account_key = store, account_key
        self._tally = tally or Tally()
        self._suspects, self._tell = suspects or Suspects(), tell
        self._left: dict[int, list[int]] = {}
        self._missed: dict[int, int] = {}
        self._floors: dict[int, int] = {}
        self._omitted: Counter[tuple[int, int]] = Counter()
        self._whole_mails = WholeMails(monotonic)
        self._advance: _Advance | None = None
        self._intake: Intake | None = None
        self._coming: set[int] = set()

    def headers_step(self, gateway: ImapGateway, mailbox_key: int, *, not_before: int) -> int:
        """Fetch the next headers below the frontier, with their bodies where that goes fast; returns how many UIDs are left.
        Raises Renumbered."""
        state = self._store.read(lambda connection: mailboxes.load_state(connection, mailbox_key))
        if state is None:
            return 0
        if self._advance is not None and self._advance.mailbox_key != mailbox_key:
            self.settle()
        _select(gateway, state)
        news = None if state.news_from is None else News(state.news_from, state.news_since or 0, self._tell)
        intake = Intake(self._store, self._account_key, mailbox_key, self._tally, news)
        floor_before = state.backfill_floor
        if self._advance is not None:
            floor_before = self._floors.get(mailbox_key, floor_before)  # where it will be
        elif floor_before != self._floors.get(mailbox_key):
            self.forget(mailbox_key)  # somebody wants the mailbox fetched again
        size = HEADERS_STEP if mailbox_key in self._left else FIRST_STEP
        left = self._left_of(gateway, state, intake, not_before)
        whole = self._may_be_whole(gateway, state, intake)
        size = whole or self._whole_mails.headers_step(size)
        if self._suspects.step < BODIES_STEP:
            size, whole = min(size, self._suspects.step), 0
        part, left[-size:] = left[-size:], []
        asked = [uid for uid in part if not self._suspects.are_deadly(state, uid)]
        came = self._take(gateway, state, intake, asked, not_before, whole=bool(whole))
        self._note_missed(gateway, mailbox_key, set(part) - came)
        if not self._settle_headers():
            return 1
        floor = max(part[0] if left else 1, self._missed[mailbox_key])
        self._floors[mailbox_key] = floor
        self._advance = _Advance(
            mailbox_key, intake, len(part), intake.after("frontier", lambda uow: _move_frontier(uow, state, floor_before, floor))
        )  # fmt: skip
        if (left and whole) or self._settle_headers():
            if not left:
                self.forget(mailbox_key)
            return len(left)
        return 1

    def _left_of(self, gateway: ImapGateway, state: MailboxState, intake: Intake, not_before: int) -> list[int]:
        """UIDs below the frontier that are still to come, the newest last; asked for once."""
        left = self._left.get(state.mailbox_key)
        if left is None:
            known = self._store.read(lambda connection: locations.load_uids(connection, state.mailbox_key))
            wanted = gateway.search_since(intake.reaching_back(not_before))
            left = [uid for uid in wanted if uid < state.backfill_floor and uid not in known]
            self._left[state.mailbox_key], self._missed[state.mailbox_key] = left, 0
        return left

    def _take(
        self,
        gateway: ImapGateway,
        state: MailboxState,
        intake: Intake,
        asked: Sequence[int],
        not_before: int,
        *,
        whole: bool,
    ) -> set[int]:
        """The UIDs that came, as whole mails where they are to, the others as headers."""
        came = self._take_whole(gateway, intake, asked, not_before) if asked and whole else set()
        asked = [uid for uid in asked if uid not in came]
        if asked:
            before = self._tally.header_bytes
            self._whole_mails.begin()
            came |= self._careful(
                state, asked, lambda uids: intake.take_headers(gateway.fetch_headers(uids), not_before=not_before)
            )
            self._whole_mails.note_headers(len(asked), self._tally.header_bytes - before)
        return came

    def bodies_step(self, gateway: ImapGateway, mailbox_key: int, *, large: bool = False) -> int:
        """Fetch the next bodies of a mailbox; returns how many there were to try. Raises Renumbered."""
        limit = LARGEST if large else SMALL
        self._settle_headers()
        with self._store.reading() as connection:
            state = mailboxes.load_state(connection, mailbox_key)
            wanted = bodies.wanted_bodies(
                connection, mailbox_key, max_size=limit,
                limit=BODIES_STEP + len(self._coming) + len(self._omitted) + len(self._suspects.deaths),
            )  # fmt: skip
        if state is None:
            return 0
        keys = {
            body.uid: body.message_key for body in wanted
            if body.message_key not in self._coming
            and self._omitted[mailbox_key, body.uid] < _TRIES and not self._suspects.are_deadly(state, body.uid)
        }  # fmt: skip
        keys = dict(list(keys.items())[: self._suspects.step])
        if keys:
            intake, came = self._fetch(gateway, state, keys, limit)
            self.settle()
            self._intake, self._coming = intake, {keys[uid] for uid in came}
        else:
            self.settle()
        return len(keys)

    def settle(self) -> None:
        """Wait until the mails of the last step are committed. The next step does so when it has its own: one is written
        while the other comes."""
        self._settle_headers()
        intake, self._intake, self._coming = self._intake, None, set()
        if intake is not None:
            intake.flush()

    def _settle_headers(self) -> bool:
        """False when the frontier was moved meanwhile by somebody who wants the mailbox fetched again."""
        advance, self._advance = self._advance, None
        if advance is None:
            return True
        advance.intake.flush()
        moved = advance.moved.result()
        self._whole_mails.note_known(advance.mailbox_key, advance.count, advance.intake.known)
        if not moved:
            self.forget(advance.mailbox_key)
        return moved

    def one_body(self, gateway: ImapGateway, location_key: int) -> bool:
        """The body of a mail the user has opened, whatever its size. Raises Renumbered."""
        with self._store.reading() as connection:
            place = locations.load_placed(connection, [location_key]).get(location_key)
            state = mailboxes.load_state(connection, place.mailbox_key) if place is not None else None
            raw = bodies.load_raw(connection, place.message_key) if place is not None else None
        if place is None or state is None or place.uid is None:
            return False
        if raw is not None:
            return True
        intake, came = self._fetch(gateway, state, {place.uid: place.message_key}, _OPENED)
        intake.flush()
        return bool(came)

    def forget(self, mailbox_key: int) -> None:
        """The frontiers moved: ask again which UIDs are left."""
        self._left.pop(mailbox_key, None)
        self._missed.pop(mailbox_key, None)
        self._floors.pop(mailbox_key, None)

    def _may_be_whole(self, gateway: ImapGateway, state: MailboxState, intake: Intake) -> int:
        """How many mails the next step takes whole; 0: headers alone. Where much is here already, or may not come, they are looked
        at first: Gmail's labels and views show the same mails again."""
        is_first = not (gateway.capabilities.gmail or state.special_use in VIEWS or intake.expects_known_mail)
        return self._whole_mails.step(state.mailbox_key) if is_first and self._suspects.gives_whole_mails else 0

    def _take_whole(self, gateway: ImapGateway, intake: Intake, uids: Sequence[int], not_before: int) -> set[int]:
        """The UIDs that came, with their bodies or, of large mails, without. What goes wrong here is not tried again: headers and
        bodies one after the other find out which mail it is, and bring the others."""
        before = self._tally.headers
        self._whole_mails.begin()
        try:
            came = intake.take_mails(gateway.fetch_mails(uids, most=SMALL), not_before=not_before)
        except ServerRefusal:
            self._suspects.gives_whole_mails = False
            came = set()
        except (ConnectionFailure, ProtocolError):
            self._suspects.gives_whole_mails = False
            raise
        self._whole_mails.note_mails(self._tally.headers - before)
        return came

    def _note_missed(self, gateway: ImapGateway, mailbox_key: int, missing: set[int]) -> None:
        """UIDs that were found and not answered for. Those that are still there keep the frontier above them."""
        if missing:
            there = missing & set(gateway.search_since(None))
            self._missed[mailbox_key] = max(self._missed[mailbox_key], max(there, default=-1) + 1)

    def _fetch(
        self, gateway: ImapGateway, state: MailboxState, keys: dict[int, int], limit: int
    ) -> tuple[Intake, set[int]]:
        """What is being written, and the UIDs that came."""
        _select(gateway, state)
        intake = Intake(self._store, self._account_key, state.mailbox_key, self._tally)

        def take(uids: Sequence[int]) -> set[int]:
            # Servers misstate sizes by line ends; the cap is about memory, so some slack is harmless.
            return intake.take_bodies(gateway.fetch_bodies(uids, max_size=limit * 2), keys)

        came = self._careful(state, sorted(keys, reverse=True), take)
        for uid in keys.keys() - came:
            self._omitted[state.mailbox_key, uid] += 1
        return intake, came

    def _careful(self, state: MailboxState, uids: Sequence[int], take: Callable[[Sequence[int]], set[int]]) -> set[int]:
        """`take` all UIDs, past those that the server refuses to give; returns those that came. A connection that dies makes
        the next steps smaller, until the mail is found at which it died."""
        try:
            came = _past_refusals(uids, take)
        except (ConnectionFailure, ProtocolError):
            if len(uids) == 1:
                self._suspects.deaths[state.mailbox_key, state.uidvalidity, uids[0]] += 1
            self._suspects.step = max(1, min(self._suspects.step, len(uids)) // 8)
            raise
        self._suspects.step = min(BODIES_STEP, self._suspects.step * 4)
        return came


def _past_refusals(uids: Sequence[int], take: Callable[[Sequence[int]], set[int]]) -> set[int]:
    """One mail that a server cannot read makes it refuse the whole command: then halves are asked for."""
    came: set[int] = set()
    refusals = 0
    parts = [uids]
    while parts:
        part = parts.pop()
        try:
            came |= take(part)
        except ServerRefusal:
            refusals += 1
            if refusals > _MOST_REFUSALS:
                raise
            if len(part) > 1:
                parts += [part[len(part) // 2 :], part[: len(part) // 2]]
    return came


@dataclass(frozen=True, slots=True)
class _Advance:
    """A step that is being written, and then its frontier."""

    mailbox_key: int
    intake: Intake
    count: int
    moved: Future[bool]


def _move_frontier(uow: UnitOfWork, before: MailboxState, floor_before: int, floor: int) -> bool:
    """False when it was moved meanwhile, because the mailbox is to be fetched again."""
    state = mailboxes.load_state(uow.connection, before.mailbox_key)
    if state is not None and state.backfill_floor != floor_before:
        return False
    if floor != floor_before:
        mailboxes.set_state(uow, before.mailbox_key, backfill_floor=floor)
    if floor <= 1:
        mailboxes.set_state(uow, before.mailbox_key, news_from=None, news_since=None)
        uow.mailboxes.add(before.mailbox_key)  # its rows are counted once, now that all are here
    return True


def _select(gateway: ImapGateway, state: MailboxState) -> None:
    if gateway.select(state.name, read_only=True).uidvalidity != state.uidvalidity:
        raise Renumbered(state.mailbox_key)
