"""What stands behind `session.server_search`: searches that a person asked for, on threads of their own, an account on each.

Invariant: a search never waits for another account's server, takes at most LONGEST_SECONDS of one, and ends at once when it is cancelled:
what its threads bring afterwards is dropped. The threads `server-search` have connections of their own and leave the sync alone.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from datetime import tzinfo
from typing import TYPE_CHECKING, TypeVar

from desktop.core.api.changes import ChangeSet
from desktop.core.api.errors import BandejaError, Code, ConnectionFailure, as_told
from desktop.core.api.queries import Filter, ListView
from desktop.core.api.rows import AccountRow
from desktop.core.api.searching.folders import find_accounts
from desktop.core.api.searching.parsing import parse
from desktop.core.api.searching.query import Every, HasAttachment, HasLink, Is, Query, State
from desktop.core.clock import Clock
from desktop.core.seeking.bringing import Bringing
from desktop.core.seeking.passing import PassingMails, Place
from desktop.core.seeking.search import FoundOnServer, Search
from desktop.core.store import accounts, folder_rows, mailboxes
from desktop.core.store.mailboxes import MailboxState
from desktop.core.store.store import Store
from desktop.core.workspace.standing import Standing
from desktop.moments import moment_at

if TYPE_CHECKING:
    from desktop.core.imap.gateway import ImapGateway
    from desktop.core.seeking.opening import Opening

AT_ONCE = 4
"""Accounts that are searched at a time."""
LONGEST_SECONDS = 180.0
_log = logging.getLogger(__name__)
T = TypeVar("T")


class ServerSearchService:
    """Implements `core.api.server_search.ServerSearch`."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        zone: tzinfo,
        standing: Standing,
        passing: PassingMails,
        bringing: Bringing,
        connect: Callable[[int], ImapGateway],
        tell: Callable[[ChangeSet], object],
    ) -> None:
        self._store, self._clock, self._zone, self._standing = store, clock, zone, standing
        self._passing, self._bringing, self._connect, self._tell = passing, bringing, connect, tell
        self._lock = threading.Lock()
        self._made: Opening | None = None
        self._running: Search | None = None
        self._closed = False

    def begin(self, view: ListView) -> Search:
        if self._running is not None:
            self._running.cancel()  # nobody looks at two
        search = Search()
        self._running = search
        threading.Thread(target=self._prepare, args=(search, view), name="server-search", daemon=True).start()
        return search

    def failure(self, location_key: int) -> BandejaError | None:
        return None if self._made is None else self._made.failure(location_key)

    def here(self, location_keys: Iterable[int]) -> dict[int, int | None]:
        return self._bringing.here(location_keys)

    @property
    def _opening(self) -> Opening:
        """Made when first wanted: what speaks to a server is imported when a server is spoken to."""
        with self._lock:
            if self._made is None:
                from desktop.core.seeking.opening import Opening

                self._made = Opening(self._passing, self._connect, self._tell)
            return self._made

    # for the engine

    def open(self, location_key: int) -> None:
        """Fetch the text of that mail soon. Never blocks."""
        self._opening.want(location_key)

    def lacks_text(self, location_keys: Iterable[int]) -> bool:
        """Is one of these on its server, with a text that nobody has fetched yet?"""
        return any(key < 0 and self._passing.raw(key) is None for key in location_keys)

    def need_texts(self, location_keys: Sequence[int]) -> None:
        """Fetch those that are not at hand, in the calling thread. Raises BandejaError."""
        wanted: dict[int, list[int]] = {}
        for key in location_keys:
            mail = self._passing.mail(key) if key < 0 else None
            if mail is not None and self._passing.raw(key) is None:
                wanted.setdefault(mail.place.account_key, []).append(key)
        for account_key, keys in wanted.items():
            self._refuse(account_key)
            try:
                self._opening.fetch(account_key, keys)
            except ConnectionFailure as failure:
                _log.info("texts of account %s: %s", account_key, failure)
                mail = self._passing.mail(keys[0])
                raise BandejaError(Code.UNREACHED_THERE, subject=mail.row.subject if mail else "") from failure

    def fetch_then(self, location_keys: Sequence[int], go_on: Callable[[], Future[T]]) -> Future[T]:
        """What `go_on` begins once the texts are at hand; it fails with why they cannot be. Never blocks."""
        answer: Future[T] = Future()

        def pass_on(done: Future[T]) -> None:
            error = done.exception()
            if error is not None:
                answer.set_exception(error)
            else:
                answer.set_result(done.result())

        def run() -> None:
            try:
                self.need_texts(location_keys)
                go_on().add_done_callback(pass_on)
            except BaseException as error:  # noqa: BLE001 -- the Future is all that its owner hears of
                answer.set_exception(as_told(error) if isinstance(error, Exception) else error)

        threading.Thread(target=run, name="server-mail", daemon=True).start()
        return answer

    def close(self) -> None:
        self._closed = True
        if self._running is not None:
            self._running.cancel()
        if self._made is not None:
            self._made.close()

    # for the command line

    def fetch(self, location_key: int) -> None:
        """In the calling thread. Raises BandejaError."""
        place = self.place_of(location_key)
        if place is None:
            raise BandejaError(Code.NOT_FOUND, what="mail", name=location_key)
        self._opening.fetch(place.account_key, [location_key])

    def find(self, mailbox_key: int, uidvalidity: int, uid: int) -> int:
        """The key of the mail at that place on its server, in the calling thread. Raises BandejaError."""
        from desktop.core.seeking.opening import find

        state = self._store.read(lambda connection: mailboxes.load_state(connection, mailbox_key))
        if state is None:
            raise BandejaError(Code.NOT_FOUND, what="mailbox", name=mailbox_key)
        gateway = self._connect(state.account_key)
        try:
            place = Place(state.account_key, mailbox_key, state.name, uidvalidity, uid)
            return find(gateway, self._passing, place)
        finally:
            gateway.close()

    def place_of(self, location_key: int) -> Place | None:
        mail = self._passing.mail(location_key)
        return None if mail is None else mail.place

    # a search

    def _prepare(self, search: Search, view: ListView) -> None:
        """What it is about; then an account on this thread and on a few others."""
        from desktop.core.imap.search_keys import unasked

        try:
            moment = moment_at(self._clock.now(), self._zone)
            query = with_filter(parse(view.search, moment).query, view.filter)
            rows = [] if query is None or view.leaving_within is not None or view.awaiting else self._accounts(view)
        except Exception as error:  # noqa: BLE001 -- a search never fails: it says why it found nothing
            search.finish(failure=as_told(error))
            return
        if query is None or not rows:
            search.finish()
            return
        if not can_be_asked(query, gmail=True):
            search.finish(unasked(query, gmail=True))
            return
        self._passing.drop_accounts_but({row.account_key for row in self._accounts(ListView(search=view.search))})
        search.expect(rows)
        for _ in rows[1:AT_ONCE]:
            threading.Thread(target=self._work, args=(search, view, query), name="server-search", daemon=True).start()
        self._work(search, view, query)

    def _accounts(self, view: ListView) -> list[AccountRow]:
        """Those that the current member sees and the scope is in."""
        with self._store.reading() as connection:
            visible = self._standing.visible(connection)
            rows = accounts.load_accounts(connection, visible)
            if view.mailbox_key is None:
                return rows
            state = mailboxes.load_state(connection, view.mailbox_key)
            return [row for row in rows if state is not None and row.account_key == state.account_key]

    def _refuse(self, account_key: int) -> None:
        """Raises BandejaError where the account's server may not be asked."""
        with self._store.reading() as connection:
            refusal = self._standing.refusal(connection, account_key)
            paused = accounts.is_paused(connection, account_key)
            settings = accounts.load_settings(connection, account_key)
        if refusal is not None:
            raise refusal
        if paused:
            raise BandejaError(Code.ACCOUNT_PAUSED, user="" if settings is None else settings.address)

    def _work(self, search: Search, view: ListView, query: Query) -> None:
        while (account := search.take()) is not None:
            found = FoundOnServer()
            try:
                self._seek(search, account, view, query, found)
            except Exception as error:  # noqa: BLE001 -- whatever stops one account is told of it, and others go on
                if not search.is_over:
                    _log.info("search of account %s: %s", account.account_key, error)
                search.give(account, found, as_told(error))
            else:
                search.give(account, found, None)

    def _seek(self, search: Search, account: AccountRow, view: ListView, query: Query, found: FoundOnServer) -> None:
        from desktop.core.imap.search_keys import unasked
        from desktop.core.seeking.one_account import Seeker, choose_mailboxes

        key = account.account_key
        with self._store.reading() as connection:
            states = mailboxes.load_states(connection, key)
            rows = folder_rows.load_rows(connection, frozenset((key,)))
        self._refuse(key)

        def in_account(name: str) -> bool:
            return key in find_accounts((account,), name)

        started = self._clock.monotonic()

        def stop() -> bool:
            return search.is_over or self._clock.monotonic() - started > LONGEST_SECONDS

        gateway = self._connect(key)
        try:
            gmail = gateway.capabilities.gmail
            chosen = choose_mailboxes(states, view, query, gmail=gmail)
            search.note(unasked(query, gmail=gmail), asks=can_be_asked(query, gmail=gmail))

            def told(state: MailboxState, done: int) -> None:
                search.tell(account, state, done, len(chosen), found)

            seeker = Seeker(
                self._store, gateway, self._passing, query, rows, found, in_account=in_account, stop=stop
            )  # fmt: skip
            seeker.seek(chosen, told)
        finally:
            gateway.close()
        if not search.is_over and stop():
            raise ConnectionFailure(Code.TIMEOUT, host=account.imap_host, seconds=int(LONGEST_SECONDS))


def with_filter(query: Query | None, chips: Filter) -> Query | None:
    """What the bar above the list asks for besides."""
    if query is None:
        return None
    more: list[Query] = []
    if chips.unread:
        more.append(Is(State.UNREAD))
    if chips.flagged:
        more.append(Is(State.STARRED))
    if chips.with_attachment:
        more.append(HasAttachment())
    if chips.linked or chips.linked_to is not None:
        more.append(HasLink(chips.linked_to))
    return Every((query, *more)) if more else query


def can_be_asked(query: Query, *, gmail: bool) -> bool:
    """Of any folder, whatever folders are named."""
    from desktop.core.imap.search_keys import build_search

    return any(build_search(query, is_in=lambda _, here=here: here, gmail=gmail) is not False for here in (True, False))  # type: ignore[misc]
