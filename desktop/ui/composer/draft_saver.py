"""Keeps one draft: saves what is newest, one save at a time, under one key.

Invariant: at most one SaveDraft is under way, so that a new draft never gets two keys; what was typed meanwhile is saved
next. GUI thread; only `flush`, when a window closes, waits for the store.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait

from PySide6.QtCore import QObject, Signal

from desktop.core.api.commands import DraftContent, Receipt, SaveDraft
from desktop.ui.dispatch import Dispatch

FLUSH_SECONDS = 3.0


class DraftSaver(QObject):
    saved = Signal()
    failed = Signal(object)
    """Exception: the draft as it is now is not stored; the next save tries again."""

    def __init__(self, dispatch: Dispatch, draft_key: int | None, content: DraftContent, parent: QObject) -> None:
        """`content` is what is stored already, or for a new mail what it starts with: neither needs saving."""
        super().__init__(parent)
        self._dispatch = dispatch
        self.draft_key = draft_key
        self._stored = content
        self._under_way: Future[Receipt] | None = None
        self._saving: DraftContent | None = None
        self._next: DraftContent | None = None
        self._waiting: list[Callable[[], None]] = []

    def is_kept(self, content: DraftContent) -> bool:
        return content == self._stored and self._under_way is None

    def save(self, content: DraftContent) -> None:
        if self._under_way is not None:
            self._next = content if content != self._saving else None
        elif content != self._stored:
            self._start(content)

    def when_quiet(self, action: Callable[[], None]) -> None:
        """Run it once no save is under way; what waits to be saved is dropped, the action has newer content."""
        self._next = None
        if self._under_way is None:
            action()
        else:
            self._waiting.append(action)

    def flush(self, content: DraftContent) -> Exception | None:
        """Save now and wait for it, a few seconds at most; what went wrong, or None."""
        if self._under_way is not None:
            wait([self._under_way], FLUSH_SECONDS)
            if not self._under_way.done():
                return TimeoutError()
            self._take(self._under_way)
        if content == self._stored:
            return None
        self._saving = content
        future = self._dispatch.session.submit(SaveDraft(self.draft_key, content))
        wait([future], FLUSH_SECONDS)
        return self._take(future) if future.done() else TimeoutError()

    def _start(self, content: DraftContent) -> None:
        self._saving = content
        future = self._dispatch.session.submit(SaveDraft(self.draft_key, content))
        self._under_way = future
        self._dispatch.follow(future, lambda _receipt: self._on_done(future), lambda _error: self._on_done(future))

    def _on_done(self, future: Future[Receipt]) -> None:
        if future is not self._under_way:
            return  # a flush was faster
        error = self._take(future)
        if error is None:
            self.saved.emit()
        else:
            self.failed.emit(error)
        waiting, self._waiting = self._waiting, []
        for action in waiting:
            action()
        following, self._next = self._next, None
        if following is not None and not waiting:
            self.save(following)

    def _take(self, future: Future[Receipt]) -> Exception | None:
        self._under_way = None
        error = future.exception()
        if error is None:
            assert self._saving is not None
            key = future.result().key
            self.draft_key = key if key is not None else self.draft_key
            self._stored = self._saving
            return None
        return error if isinstance(error, Exception) else RuntimeError(str(error))
