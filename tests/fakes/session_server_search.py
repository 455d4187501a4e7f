"""`session.server_search` in memory: judged by the same tests as the real one."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.api.commands import Archive, Command, Delete, MarkJunk, MoveTo, Snooze
from desktop.core.api.errors import BandejaError
from desktop.core.api.queries import ListView
from desktop.core.api.rows import MessageRow
from desktop.core.api.server_search import AccountProgress, Failure, SearchProgress, SearchResult, Unasked

if TYPE_CHECKING:
    from tests.fakes.session import FakeSession


class FakeRunningSearch:
    def __init__(self, search: FakeServerSearch, view: ListView) -> None:
        self._search, self.view = search, view
        self._done: Future[SearchResult] = Future()

    @property
    def done(self) -> Future[SearchResult]:
        return self._done

    def progress(self) -> SearchProgress:
        running = () if self._done.done() else (AccountProgress(1, "ana@example.org", "Archive", done=2, total=12),)
        return SearchProgress(running, self._search.found(self.view))

    def cancel(self) -> None:
        if not self._done.done():
            self._done.set_result(SearchResult(self._search.found(self.view), stopped=True))

    def finish(self) -> None:
        if not self._done.done():
            self._done.set_result(self._search.result(self.view))


class FakeServerSearch:
    """Finds a word in subjects. With `holds` a search goes on until a test ends it by `running[-1].finish()`."""

    def __init__(self, session: FakeSession) -> None:
        self._session = session
        self.there: dict[int, MessageRow] = {}
        self.holds = False
        self.running: list[FakeRunningSearch] = []
        self.failures: tuple[Failure, ...] = ()
        self.unasked: frozenset[Unasked] = frozenset()
        self.impossible = self.more = False
        self.failed: dict[int, BandejaError] = {}
        self.brought: dict[int, int] = {}
        self.left: set[int] = set()

    def begin(self, view: ListView) -> FakeRunningSearch:
        for one in self.running:
            one.cancel()
        search = FakeRunningSearch(self, view)
        self.running.append(search)
        if not self.holds:
            search.finish()
        return search

    def failure(self, location_key: int) -> BandejaError | None:
        return self.failed.get(location_key)

    def here(self, location_keys: Iterable[int]) -> dict[int, int | None]:
        rows, left = self._session.message_rows, self.left
        known = [key for key in location_keys if key in self.brought]
        return {
            key: None if key in left else self.brought[key] for key in known if key in left or self.brought[key] in rows
        }

    def bring(self, command: Command) -> Command:
        """The same wish about rows of the session, which are made where there are none yet."""
        keys = getattr(command, "locations", ())
        if not any(key < 0 for key in keys):
            return command
        for key in keys:
            if key < 0 and self.brought.get(key) not in self._session.message_rows:
                made = self._session._new_key()
                self.brought[key] = made
                self._session.message_rows[made] = replace(self.there[key], location_key=made, message_key=made)
        if isinstance(command, Archive | Delete | MarkJunk | MoveTo | Snooze):
            self.left.update(key for key in keys if key < 0)
        return replace(command, locations=tuple(self.brought.get(key, key) for key in keys))  # type: ignore[arg-type]

    def found(self, view: ListView) -> tuple[int, ...]:
        rows = [row for row in self.there.values() if view.search.casefold() in row.subject.casefold()]
        return tuple(row.location_key for row in sorted(rows, key=lambda row: -row.internaldate))

    def result(self, view: ListView) -> SearchResult:
        keys = () if self.impossible else self.found(view)
        return SearchResult(keys, self.failures, self.unasked, self.impossible, self.more)
