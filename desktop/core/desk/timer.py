"""What time does to the desk: reminds of events, calls them done when they are over, brings back mail that was put off, brings
forward what nobody has answered, and lets go of what can no longer be undone. A thread of its own.

A reminder is taken out of the store before it is told, so it is told once; the wall clock is asked often enough that a computer
which slept reminds soon after it wakes. What was deleted leaves the file when its undo has passed.
"""

from __future__ import annotations

import logging
from collections.abc import Callable

from desktop.core import mime
from desktop.core.api.desk import EventRow
from desktop.core.api.rows import AwaitedRow
from desktop.core.api.status import Notice
from desktop.core.clock import Clock
from desktop.core.operations import snooze
from desktop.core.rounds import Round
from desktop.core.store import blobs, desk_events, reminders, snoozes, undo_rows
from desktop.core.store.store import Store
from desktop.core.store.writer import UnitOfWork

LOOK_SECONDS = 30
"""How late a reminder may be after a sleep, or when the clock was set."""
REST_SECONDS = 600
LATE_SECONDS = 900
"""So much after its moment it is said that it was missed: the computer slept, or the program was closed."""
MOST_TOLD = 3
"""Of mails that wait for an answer: more at once are one notice that counts."""
_log = logging.getLogger(__name__)


class DeskTimer(Round):
    after_fault = LOOK_SECONDS

    def __init__(self, store: Store, clock: Clock, notify: Callable[[Notice], None]) -> None:
        super().__init__("desk-timer", clock)
        self._store, self._notify = store, notify

    def turn(self) -> float:
        """What is due now, in the calling thread; seconds until somebody should look again."""
        self._remind()
        self.bring_back()
        self.bring_forward()
        self._finish_over()
        self._let_go()
        due = [self._store.read(load) for load in (desk_events.next_reminder, snoozes.load_next, reminders.load_next)]
        nearest = min((when for when in due if when is not None), default=None)
        return REST_SECONDS if nearest is None else max(1, min(LOOK_SECONDS, nearest - self._clock.now()))

    def bring_back(self) -> int:
        """Put-off mail whose moment has come, in the calling thread; how many come back."""
        due = self._store.read(snoozes.load_next)
        if due is None or due > self._clock.now():
            return 0
        returned = self._store.writer.run("bring back", snooze.bring_back, durable=True)
        for one in returned:
            if one.location_keys or one.lost:
                about = (("count", str(len(one.location_keys))), ("lost", str(one.lost)))
                self._notify(Notice("came_back", one.account_key, parameters=about, locations=one.location_keys))
        return sum(len(one.location_keys) for one in returned)

    def bring_forward(self) -> int:
        """Mail that nobody has answered in time, in the calling thread; how many."""
        now, due = self._clock.now(), self._store.read(reminders.load_next)
        if due is None or due > now:
            return 0
        told = self._store.writer.run("no answer", reminders.take_due, durable=True)
        for account_key in dict.fromkeys(one.account_key for one in told):
            own = [one for one in told if one.account_key == account_key]
            if len(own) > MOST_TOLD:
                self._notify(Notice("no_answers", account_key, parameters=(("count", str(len(own))),)))
                continue
            for one in own:
                self._notify(_no_answer(one, now))
        return len(told)

    def _remind(self) -> None:
        due = self._store.read(desk_events.next_reminder)
        if due is None or due > self._clock.now():
            return
        told = self._store.writer.run("remind", desk_events.take_due, durable=True)
        for event in (*told, *self._take_series()):
            about = (("event", str(event.event_key)), ("title", event.title), ("at", str(event.starts_at)))
            self._notify(Notice("reminder", parameters=(*about, ("place", event.place))))

    def _take_series(self) -> list[EventRow]:
        """The time to be told of each series that is due: the last one that is not over. What was missed is passed over, and
        the next reminder is stored before this one is told."""
        now = self._clock.now()
        due = self._store.read(lambda connection: desk_events.load_due_series(connection, now))
        told, following = {}, {}
        for row, series, stored in due:
            ahead = 60 * max(0, row.remind_minutes or 0)
            near = mime.recurrence.times_in(row, series, now, now + ahead)
            near = [one for one in near if stored + ahead <= one.starts_at <= now + ahead and one.ends_at > now]
            later = mime.recurrence.next_times(row, series, now + ahead + 1)
            following[row.event_key] = (stored, later[0].starts_at - ahead if later else None)
            if near:
                told[row.event_key] = near[-1]
        if not following:
            return []
        done = self._store.writer.run(
            "remind", lambda uow: desk_events.set_next_reminders(uow, following), durable=True
        )
        return [one for key, one in told.items() if key in done]

    def _finish_over(self) -> None:
        now = self._clock.now()
        if self._store.read(lambda connection: desk_events.has_over(connection, now)):
            self._store.writer.run("events over", desk_events.finish_over, durable=True)

    def _let_go(self) -> None:
        made_before = self._clock.now() - undo_rows.KEPT_SECONDS
        if not self._store.read(lambda connection: undo_rows.has_older(connection, made_before)):
            return

        def let_go(uow: UnitOfWork) -> int:
            undo_rows.prune(uow, made_before=made_before)
            return blobs.drop_unused(uow)

        if self._store.writer.run("let go", let_go, durable=True):
            self._store.writer.give_space_back()


def _no_answer(row: AwaitedRow, now: int) -> Notice:
    due = row.due_at or now
    about = (
        ("reminder", str(row.reminder_key)), ("message_id", row.message_id), ("subject", row.subject),
        ("to", ", ".join(map(str, row.people))), ("person", row.people[0].short_name if row.people else ""),
        ("more", str(max(0, len(row.people) - 1))), ("sent", str(row.sent_at or due)), ("due", str(due)),
        ("late", "1" if now - due > LATE_SECONDS else ""),
    )  # fmt: skip
    locations = () if row.location_key is None else (row.location_key,)
    return Notice("no_answer", row.account_key, parameters=about, locations=locations)
