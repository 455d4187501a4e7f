"""`session.searches` in memory: judged by the same tests as the real ones."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from desktop.core.api.rows import BodyState
from desktop.core.api.searches import MOST_RECENT, Coverage

if TYPE_CHECKING:
    from tests.fakes.session import FakeSession


class FakeSearches:
    def __init__(self, session: FakeSession) -> None:
        self._session = session
        self._kept: list[str] = []
        self.fetched: Coverage | None = None
        """What `coverage` says, where a test wants it otherwise."""

    def coverage(self) -> Coverage:
        rows = self._session.message_rows.values()
        whole = {row.message_key for row in rows if row.body_state is BodyState.COMPLETE}
        return self.fetched or Coverage(len(whole), len({row.message_key for row in rows}))

    def recent(self) -> list[str]:
        return list(self._kept)

    def keep(self, typed: str) -> Future[None]:
        text = " ".join(typed.split())[:300]

        def put(kept: list[str]) -> list[str]:
            if kept and text.lower().startswith(kept[0].lower()):
                kept = kept[1:]
            return [text, *(one for one in kept if one.lower() != text.lower())][:MOST_RECENT]

        return self._change(put if text else lambda kept: kept)

    def forget(self, typed: str | None = None) -> Future[None]:
        return self._change(lambda kept: [one for one in kept if typed is not None and one != typed])

    def _change(self, change: Callable[[list[str]], list[str]]) -> Future[None]:
        done: Future[None] = Future()
        self._kept = change(self._kept)
        done.set_result(None)
        return done
