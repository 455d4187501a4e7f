"""Says when an event is near: in the window, and on the desktop where it takes notices.

When it is time is the core's word (a notice, once for each event, also over a restart); here it becomes a sentence. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QObject, Signal

from desktop.core.api.status import Notice
from desktop.ui import words
from desktop.ui.desk.calendar_days import date_of
from desktop.ui.message_list.chips import clean
from desktop.ui.parts import Now


class Reminders(QObject):
    due = Signal(str, int)
    """(sentence, event key)"""
    told = Signal(str, str)
    """(heading, sentence), for the desktop"""

    def __init__(self, now: Now, parent: QObject) -> None:
        super().__init__(parent)
        self._now = now

    def hear(self, notice: Notice) -> None:
        """Any notice of the core; those that remind are told."""
        if notice.kind != "reminder":
            return
        about = dict(notice.parameters)
        sentence = reminder_sentence(about, self._now())
        self.due.emit(sentence, int(about.get("event", "0")))
        self.told.emit(self.tr("Calendar"), sentence)


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
