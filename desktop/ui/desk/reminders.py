"""Says when an event is near: in the window, and on the desktop where it takes notices.

When it is time is the core's word (a notice, once for each event, also over a restart); here it becomes a sentence. Invariant:
a sentence about an event that is not there any more, or is at another time now, is taken back. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.core.api.changes import ChangeSet
from desktop.core.api.desk import Desk
from desktop.core.api.status import Notice
from desktop.ui import words
from desktop.ui.desk.calendar_days import date_of
from desktop.ui.dispatch import Dispatch
from desktop.ui.message_list.chips import clean
from desktop.ui.parts import Now

_SLOT = "reminders"


class Reminders(QObject):
    due = Signal(str, int)
    """(sentence, event key)"""
    over = Signal(int)
    """Event key: what was said of it is no longer so."""
    told = Signal(str, str)
    """(heading, sentence), for the desktop"""

    def __init__(self, dispatch: Dispatch, now: Now, parent: QObject) -> None:
        super().__init__(parent)
        self._dispatch, self._now = dispatch, now
        self._told: dict[int, int] = {}
        """When the events begin, by their keys."""

    def hear(self, notice: Notice) -> None:
        """Any notice of the core; those that remind are told."""
        if notice.kind != "reminder":
            return
        about = dict(notice.parameters)
        sentence = reminder_sentence(about, self._now())
        key = int(about.get("event", "0"))
        self._told[key] = int(about.get("at", "0"))
        self.due.emit(sentence, key)
        self.told.emit(self.tr("Calendar"), sentence)

    def hear_change(self, change: ChangeSet) -> None:
        """The desk is different: an event may have been undone, moved or deleted."""
        if self._told and (change.desk or change.everything):
            desk, told = self._dispatch.session.desk, dict(self._told)
            self._dispatch.read(_SLOT, lambda: _stale(desk, told), self._take_back)

    def _take_back(self, keys: list[int]) -> None:
        for key in keys:
            if self._told.pop(key, None) is not None:
                self.over.emit(key)


def _stale(desk: Desk, told: dict[int, int]) -> list[int]:
    """Of these events those that do not begin then. Worker thread."""
    return [
        key
        for key, at in told.items()
        if (key, at) not in {(one.event_key, one.starts_at) for one in desk.events(at, at + 1)}
    ]


def reminder_sentence(about: dict[str, str], now: int) -> str:
    """Like "Visita de obra at 16:00, in about 15 minutes · Polígono Malpica"; `about` has title, at and place."""
    translate = QCoreApplication.translate
    title = clean(about.get("title", ""))[:120] or translate("Reminders", "Event")
    place, at = clean(about.get("place", ""))[:80], int(about.get("at", "0"))
    if at > now and date_of(at) != date_of(now):
        text = translate("Reminders", "{title}, {day} at {time}")
    elif at > now:
        text = translate("Reminders", "{title} at {time}, in {wait}")
    else:
        text = translate("Reminders", "{title} began at {time}")
    told = text.format(
        title=title, time=words.clock_time(at), day=words.day(at, now), wait=words.wait(max(0, at - now))
    )
    return f"{told} · {place}" if place else told
