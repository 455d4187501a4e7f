"""Tells of new mail: which of what the core has told, when, where, and what becomes of the answer.

Invariant: a mail is told once and not while it is read; several within some seconds are one notice, and a notice goes when its
mail is read elsewhere. In front it is a card in the window, else a notice of the desktop, and a card again where the desktop shows
none. Nothing of a desktop is touched before the first notice. GUI thread.
"""

from __future__ import annotations

import itertools
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSystemTrayIcon

from desktop.core.api.changes import ChangeSet
from desktop.core.api.rows import BodyState, MessageRow
from desktop.core.api.session import MailSession
from desktop.core.api.status import Notice
from desktop.ui.arrivals.gathering import Gathering
from desktop.ui.arrivals.likes import Likes
from desktop.ui.arrivals.told import Act, Desktop, Told, told_of
from desktop.ui.notices.stack import NoticeStack

if TYPE_CHECKING:  # what a start does not show is imported when it is first wanted
    from desktop.ui.actions import Actions
    from desktop.ui.arrivals.card import ArrivalCard

PAUSE_MS = 3_600_000
BURST_SECONDS = 30.0
"""A notice so young takes in what comes next: a stream of mail is one notice that counts, not one after another."""
MOST_NOTICES = 20
MOST_ROWS = 200
"""Mails of one notice that are read from the store at once."""


class Arrivals(QObject):
    acted = Signal(object, object)
    """(Act, location keys newest first)"""
    paused = Signal(bool)

    def __init__(
        self,
        session: MailSession,
        notices: NoticeStack,
        actions: Actions,
        likes: Likes,
        *,
        is_in_front: Callable[[], bool],
        read_now: Callable[[], int | None],
        make_desktop: Callable[[], Desktop | None],
        clock: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        """`is_in_front`: somebody looks at the program. `read_now`: the mail that is open. `make_desktop` is asked at the first
        notice; None: there is none. `clock`: seconds that never go back."""
        super().__init__(parent)
        self._session, self._notices, self._actions, self._likes = session, notices, actions, likes
        self._is_in_front, self._read_now, self._make_desktop = is_in_front, read_now, make_desktop
        self._clock = clock
        self._gathering = Gathering()
        self._desktop: Desktop | None = None
        self._tokens = itertools.count(1)
        self._told: dict[int, tuple[tuple[int, ...], int]] = {}
        """token of a notice on the desktop -> (its mails newest first, how many beside them)."""
        self._tests: dict[int, str] = {}
        self._young = (0, -BURST_SECONDS)
        """(token, when) of the last one."""
        self._card: ArrivalCard | None = None
        self._newest: int | None = None
        self._inside_only = self._held = False
        self._wait = QTimer(self, singleShot=True)
        self._wait.timeout.connect(self._tell)
        self._pause = QTimer(self, singleShot=True, interval=PAUSE_MS)
        self._pause.timeout.connect(lambda: self.pause(False))

    def stay_inside(self) -> None:
        """Cards only: the demo does not speak on the desktop."""
        self._inside_only = True

    @property
    def inside_only(self) -> bool:
        return self._inside_only

    def hold(self, held: bool) -> None:
        """Somebody is shown something else in the window: what comes meanwhile is told afterwards."""
        self._held = held
        if held and self._card is not None:
            self._card.dismiss()
        if not held:
            self._start_waiting()

    @property
    def is_paused(self) -> bool:
        return self._pause.isActive()

    def pause(self, paused: bool) -> None:
        """Rest for an hour, or no more."""
        if paused:
            self._pause.start()
        else:
            self._pause.stop()
        self.paused.emit(paused)

    def close(self) -> None:
        self._wait.stop()
        self._pause.stop()
        if self._desktop is not None:
            for token in self._told:
                self._desktop.withdraw(token)
            self._desktop.close()

    # from the core

    def hear(self, notice: Notice) -> None:
        """Any notice of the core; those of new mail are told."""
        if notice.kind != "new_mail" or not self._likes.told or self.is_paused:
            return
        self._gathering.add(notice.locations, self._clock())
        self._start_waiting()

    def hear_change(self, change: ChangeSet) -> None:
        """What is read or gone meanwhile needs no notice."""
        shown = {key for keys, _ in self._told.values() for key in keys}
        if self._card is not None:
            shown.update(self._card.keys)
        if not shown or not (change.everything or shown & change.locations):
            return
        for token, (keys, more) in list(self._told.items()):
            if change.everything or not change.locations.isdisjoint(keys):
                left = tuple(row.location_key for row in self._unread(keys))
                if left:
                    self._told[token] = left, more
                else:
                    self._withdraw(token)
        if self._card is not None:
            self._card.show_rows(self._unread(self._card.keys), self._card.more)
            self._notices.settle()

    def _start_waiting(self) -> None:
        due = self._gathering.due_in(self._clock())
        if due is not None:
            self._wait.start(round(due * 1000))

    def _tell(self) -> None:
        if self._held:
            return
        now = self._clock()
        if (due := self._gathering.due_in(now)) is None or due > 0.01:
            self._start_waiting()
            return
        rows = self._unread(self._gathering.keys[::-1])
        if len(rows) == 1 and rows[0].body_state is BodyState.HEADER_ONLY and self._gathering.wait(now):
            self._start_waiting()  # its first words are on the way
            return
        keys, more = self._gathering.take()
        more += max(0, len(keys) - MOST_ROWS)
        in_front = self._is_in_front()
        open_now = self._read_now() if in_front else None
        seen_by = {row.account_key for row in self._session.accounts()}
        rows = [row for row in rows if row.location_key != open_now and row.account_key in seen_by]
        if not rows:
            return
        self._newest = rows[0].location_key
        if in_front or self._inside_only:
            if self._likes.inside:
                self._show_card(rows, more)
        elif not self._show_outside(rows, more, now):
            self._show_card(rows, more)

    def _unread(self, keys: Sequence[int]) -> list[MessageRow]:
        rows = self._session.rows(keys[:MOST_ROWS])
        return [rows[key] for key in keys if key in rows and not rows[key].seen]

    # on the desktop

    def _show_outside(self, rows: list[MessageRow], more: int, now: float) -> bool:
        desktop = self._find_desktop()
        if desktop is None:
            return False
        token, since = self._young
        if token in self._told and now - since < BURST_SECONDS:
            keys, before = self._told[token]
            rows, more = [*rows, *self._unread(keys)], more + before
        else:
            token = next(self._tokens)
        self._young = token, now
        self._told[token] = tuple(row.location_key for row in rows), more
        while len(self._told) > MOST_NOTICES:
            self._told.pop(next(iter(self._told)))
        desktop.show(token, told_of(rows, more, hidden=self._likes.hidden))
        return True

    def tell_plain(self, summary: str, text: str) -> None:
        """Something else that is to be said on the desktop; nowhere, where it is not."""
        if not self._inside_only and (desktop := self._find_desktop()) is not None:
            desktop.show(next(self._tokens), Told(summary, (text,), ()))

    def tell_test(self) -> None:
        """So that a person sees how a notice looks here: on the desktop, or in the window where that shows none."""
        told = Told(self.tr("A test"), (self.tr("Notices of new mail look like this."),), ())
        sentence = f"{told.summary}: {told.lines[0]}"
        desktop = None if self._inside_only else self._find_desktop()
        if desktop is None:
            self._notices.tell(sentence)
            return
        token = next(self._tokens)
        self._tests = {token: sentence}
        desktop.show(token, told)

    def _find_desktop(self) -> Desktop | None:
        if self._desktop is None and (made := self._make_desktop()) is not None:
            self._desktop = made
            made.acted.connect(self._answer, Qt.ConnectionType.QueuedConnection)
            made.closed.connect(self._forget, Qt.ConnectionType.QueuedConnection)
            made.failed.connect(self._failed, Qt.ConnectionType.QueuedConnection)
        return self._desktop

    def _answer(self, token: int, act: str) -> None:
        keys, _ = self._told.get(token, ((), 0))
        self._withdraw(token)
        if keys and act in set(Act):
            self.acted.emit(Act(act), keys)

    def _forget(self, token: int) -> None:
        self._told.pop(token, None)

    def _withdraw(self, token: int) -> None:
        self._told.pop(token, None)
        if self._desktop is not None:
            self._desktop.withdraw(token)

    def _failed(self, token: int) -> None:
        """The desktop shows none: the window does."""
        if token in self._tests:
            text = self.tr("The desktop takes no notices, so they are shown here. {notice}")
            self._notices.tell(text.format(notice=self._tests.pop(token)))
        keys, more = self._told.pop(token, ((), 0))
        if rows := self._unread(keys):
            self._show_card(rows, more)

    # in the window

    def _show_card(self, rows: list[MessageRow], more: int) -> None:
        """One card at most: what comes while it is there comes to it."""
        if self._card is not None:
            self._card.show_rows([*rows, *self._unread(self._card.keys)], more + self._card.more)
            self._notices.settle()
            return
        from desktop.ui.arrivals.card import ArrivalCard

        card = ArrivalCard(
            self._notices.host, rows, more, lambda name: self._actions[name].shortcuts(),
            self._actions.key_text("go_arrival"), stays=not self._is_in_front(),
        )  # fmt: skip
        card.wanted.connect(lambda act, key: self.acted.emit(Act(act), (key,)))
        card.closed.connect(lambda: self._drop(card))
        self._card = card
        self._notices.lay(card)

    def _drop(self, card: ArrivalCard) -> None:
        if self._card is card:
            self._card = None

    def enter(self) -> None:
        """The keyboard to the newest mail that has come; its card comes back while it is unread."""
        if self._card is None and self._newest is not None and (rows := self._unread((self._newest,))):
            self._show_card(rows, 0)
        if self._card is not None:
            self._card.take_focus()
        else:
            self._notices.tell(self.tr("No new mail has come that is still unread."))


def desktop_notices(tray: Callable[[], QSystemTrayIcon | None], parent: QObject) -> Desktop | None:
    """The notices of this system."""
    if sys.platform in ("win32", "darwin"):
        from desktop.ui.arrivals.tray import TrayNotices

        return TrayNotices(tray, parent)
    from desktop.ui.arrivals.freedesktop import FreedesktopNotices

    return FreedesktopNotices(QGuiApplication.desktopFileName(), parent)
