"""Arrivals on a window with its real panes, a clock that is moved by hand, and a desktop in memory."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Signal

from desktop.core.api.rows import BodyState, MessageRow
from desktop.core.api.status import Notice
from desktop.core.mail.flags import Flag
from desktop.ui.arrivals.arrivals import Arrivals
from desktop.ui.arrivals.presence import Presence
from desktop.ui.arrivals.told import Told
from tests.ui.work_screen import WorkScreen, work_screen

__all__ = ["work_screen"]


class MemoryDesktop(QObject):
    """Implements `told.Desktop`."""

    acted = Signal(int, str)
    closed = Signal(int)
    failed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.shown: dict[int, Told] = {}
        self.times = 0
        self.refuses = False

    def show(self, token: int, told: Told) -> None:
        self.times += 1
        if self.refuses:
            self.failed.emit(token)
        else:
            self.shown[token] = told

    def withdraw(self, token: int) -> None:
        self.shown.pop(token, None)

    def close(self) -> None:
        self.shown.clear()

    def act(self, act: str) -> None:
        """The newest is answered."""
        self.acted.emit(max(self.shown), act)


class World:
    def __init__(self, screen: WorkScreen) -> None:
        self.screen, self.session, self.window = screen, screen.session, screen.window
        presence = self.window.presence
        assert isinstance(presence, Presence)
        self.presence = presence
        self.arrivals: Arrivals = presence.arrivals
        self.desktop = MemoryDesktop()
        self.now = 1000.0
        self.in_front = True
        self.arrivals._clock = lambda: self.now
        self.arrivals._is_in_front = lambda: self.in_front
        self.arrivals._make_desktop = lambda: self.desktop
        self._next = 700_000

    def bring(self, *subjects: str, **values: object) -> list[int]:
        """As if these mails had come; their keys. Not told yet: see `pass_time`."""
        sample = next(iter(self.session.message_rows.values()))
        keys = []
        for subject in subjects:
            self._next += 1
            row = replace(
                sample, location_key=self._next, message_key=self._next, subject=subject, flags=Flag(0), mailbox_key=1,
                account_key=1, sender_name=f"Sender of {subject}", snippet=f"About {subject}.",
                internaldate=self.session.now, body_state=BodyState.COMPLETE, links=(),
            )  # fmt: skip
            self.session.message_rows[self._next] = replace(row, **values)
            keys.append(self._next)
        self.arrivals.hear(Notice("new_mail", 1, locations=tuple(keys)))
        return keys

    def pass_time(self, seconds: float = 10) -> None:
        self.now += seconds
        self.arrivals._tell()

    def row(self, key: int) -> MessageRow:
        return self.session.message_rows[key]

    @property
    def card(self):
        return self.arrivals._card


@pytest.fixture
def world(work_screen: WorkScreen) -> World:
    return World(work_screen)
