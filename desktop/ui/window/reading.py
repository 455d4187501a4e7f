"""Which mail the reader shows: the one that is selected, at once, or after a run through the list where it ends; and when it counts as read.

Invariant: a run opens nothing on the way, and a mail is marked as read only by being open in front of
somebody. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QElapsedTimer, QObject, QTimer, Signal

from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import SetSeen
from desktop.ui.dispatch import Dispatch
from desktop.ui.message_list.pane import MessageListPane
from desktop.ui.parts import Reader

SHOW_MS = 60
"""A run has ended when nothing else is selected for so long."""
RUN_MS = 120
"""Selections that follow each other faster are a run: a key that is held, or a hand in a hurry."""
SEEN_MS = 900
SETTLING_MS = 10_000
"""So long after the start, newer mail that comes is the first one; later what is selected stays where it is."""
GONE_MS = 800
"""A mail that has just left is followed by the next one of the list; where none comes, it is said to be gone."""


class Reading(QObject):
    emptied = Signal()
    """No mail is shown any more."""

    def __init__(
        self,
        dispatch: Dispatch,
        mails: MessageListPane,
        reader: Reader,
        is_watched: Callable[[], bool],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._dispatch, self._session = dispatch, dispatch.session
        self._mails, self._reader, self._is_watched = mails, reader, is_watched
        self._shown: int | None = None
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._show_chosen)
        self._since = QElapsedTimer()
        """The last selection."""
        self._seen = QTimer(self, singleShot=True, interval=SEEN_MS)
        self._seen.timeout.connect(self._mark_seen)
        self._gone = QTimer(self, singleShot=True, interval=GONE_MS)
        self._gone.timeout.connect(self._look_again)
        self._settling = QTimer(self, singleShot=True, interval=SETTLING_MS)
        self._begun = False
        self._unasked: int | None = None
        """The mail that was selected for the user at the start."""
        mails.chosen.connect(self._wait)
        mails.filled.connect(self._begin)
        for asked in (mails.view.clicked, mails.view.opened):
            asked.connect(self._ask)

    @property
    def shown(self) -> int | None:
        """The location key in the reader; None when there is none or many are selected."""
        return self._shown

    @property
    def untouched(self) -> bool:
        """Nobody has chosen a mail yet, and nobody can have begun to read the one that was chosen for them."""
        return not self._begun or (self._unasked is not None and self._settling.isActive())

    def begin_again(self) -> None:
        """The next list is the first one: another folder was chosen for the user."""
        self._begun = False

    def close(self) -> None:
        """Nothing is looked at any more: what would answer goes."""
        for timer in (self._rest, self._seen, self._gone):
            timer.stop()

    def hear(self, change: ChangeSet) -> None:
        """The cache has changed: the reader looks again if this mail may be different."""
        if self._shown is not None and (
            change.everything or change.plan or change.messages or self._shown in change.locations
        ):
            if self._session.rows((self._shown,)):
                self._reader.show_message(self._shown)
            else:
                self._gone.start()

    def _look_again(self) -> None:
        if self._shown is not None:
            self._reader.show_message(self._shown)

    def _begin(self) -> None:
        """The first list that has mail: keys work at once, on its first one. Nobody asked for that, so it stays unread."""
        follows = self._unasked is not None and self._settling.isActive()
        if not self._mails.model.keys or (self._begun and not follows):
            return
        if not self._begun:
            self._begun = True
            self._settling.start()
        first = self._mails.choose_first(self._unasked)
        self._unasked = self._unasked if first is None else first

    def _ask(self) -> None:
        """Somebody wants to read the mail that is selected already."""
        if self._unasked is not None:
            self._unasked = None
            self._wait()

    def _wait(self) -> None:
        if self._mails.current_key() != self._unasked:
            self._unasked = None
        self._seen.stop()
        runs = self._since.isValid() and self._since.elapsed() < RUN_MS
        self._since.start()
        self._rest.start(SHOW_MS if runs else 0)  # even at once it comes after the list has painted

    def _show_chosen(self) -> None:
        count = self._mails.count_selected()
        if count > 1:
            self._shown = None
            self._reader.show_many(len(self._mails.selected_keys()))
            return
        before, self._shown = self._shown, self._mails.front_key()
        if self._shown is None:
            self._reader.show_message(None)
            self.emptied.emit()
            return
        if self._shown != before:
            self._reader.show_message(self._shown)
            self._session.open_message(self._shown)
        if self._shown != self._unasked:
            self._seen.start()

    def _mark_seen(self) -> None:
        row = self._session.rows((self._shown,)).get(self._shown) if self._shown is not None else None
        if row is not None and not (row.seen or row.only_there) and self._is_watched():
            self._dispatch.submit(SetSeen((row.location_key,), True), quietly=True)
