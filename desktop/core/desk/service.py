"""The desk's reading half: tasks, contacts, chats and events for their panes, copies of saved mails, calendar files.

Read-only connections; any thread, but for the methods that `core.api.desk` gives to a worker.
"""

from __future__ import annotations

from collections.abc import Callable

from desktop.core import mime
from desktop.core.api.desk import (
    ActivityRow,
    ChatDetail,
    ChatRow,
    ContactDetail,
    ContactRow,
    CrmRules,
    EventDetail,
    EventRow,
    SavedCopy,
    TaskDetail,
    TaskRow,
)
from desktop.core.store import (
    crm_rules,
    desk_activities,
    desk_chats,
    desk_contacts,
    desk_events,
    desk_objects,
    desk_tasks,
)
from desktop.core.store.store import Connection, Store

MOST_EVENTS = 20_000
"""In one span; no screen shows more."""


class DeskService:
    """Implements `core.api.desk.Desk`. `local_zone` gives the IANA name of this computer's zone."""

    def __init__(self, store: Store, local_zone: Callable[[], str]) -> None:
        self._store, self._local_zone = store, local_zone

    def tasks(self, *, done: bool | None = None) -> list[TaskRow]:
        return self._store.read(lambda connection: desk_tasks.load_tasks(connection, done))

    def task(self, task_key: int) -> TaskDetail | None:
        return self._store.read(lambda connection: desk_tasks.load_task(connection, task_key))

    def contacts(self, text: str = "") -> list[ContactRow]:
        return self._store.read(lambda connection: desk_contacts.load_contacts(connection, text))

    def contact(self, contact_key: int) -> ContactDetail | None:
        return self._store.read(lambda connection: desk_contacts.load_contact(connection, contact_key))

    def contact_of(self, address: str) -> ContactRow | None:
        """The person before the company."""

        def load(connection: Connection) -> list[ContactRow]:
            keys = desk_contacts.find_by_addresses(connection, [address])
            return sorted(desk_contacts.load_some(connection, keys), key=lambda row: row.is_company)

        return next(iter(self._store.read(load)), None)

    def latest(self, contact_key: int, most: int = 4) -> tuple[ActivityRow, ...]:
        return self._store.read(lambda connection: desk_activities.load_timeline(connection, contact_key, most))

    def activity_mail(self, activity_key: int) -> bytes | None:
        return self._store.read(lambda connection: desk_activities.load_copy(connection, activity_key))

    def saved_copy(self, activity_key: int) -> SavedCopy | None:
        raw = self.activity_mail(activity_key)
        return None if raw is None else self.read_mail(raw)

    def read_mail(self, raw: bytes) -> SavedCopy:
        parsed = mime.parse_message.parse_message(raw)
        clean = mime.html_clean.sanitise(parsed.html, allow_remote=False) if parsed.html is not None else None
        return SavedCopy(parsed, clean.html if clean is not None and not clean.too_complex else None)

    def copy_attachment(self, activity_key: int, path: str) -> bytes | None:
        raw = self.activity_mail(activity_key)
        return None if raw is None else self.read_attachment(raw, path)

    def read_attachment(self, raw: bytes, path: str) -> bytes | None:
        try:
            return mime.parse_message.load_attachment(raw, path)
        except KeyError:
            return None

    def chats(self) -> list[ChatRow]:
        return self._store.read(desk_chats.load_chats)

    def chat(self, chat_key: int) -> ChatDetail | None:
        return self._store.read(lambda connection: desk_chats.load_chat(connection, chat_key))

    def events(self, first: int, last: int) -> list[EventRow]:
        """Worker thread."""
        with self._store.reading() as connection:
            found = desk_events.load_events(connection, first, last)
            series = desk_events.load_series(connection, last)
        for row, how in series:
            found += mime.recurrence.times_in(row, how, first, last)
        return sorted(found, key=lambda one: (one.starts_at, one.event_key))[:MOST_EVENTS]

    def event(self, event_key: int) -> EventDetail | None:
        return self._store.read(lambda connection: desk_events.load_event(connection, event_key))

    def file(self, file_key: int) -> bytes | None:
        return self._store.read(lambda connection: desk_objects.load_file(connection, file_key))

    def event_ics(self, event_key: int) -> bytes | None:
        with self._store.reading() as connection:
            event_key = desk_events.load_series_of(connection, event_key) or event_key
            event = desk_events.load_event(connection, event_key)
            known = desk_events.load_uid(connection, event_key)
        if event is None or known is None:
            return None
        return mime.write_calendar.write_calendar(
            event, uid=known[0], changed_at=known[1], local_zone=self._local_zone()
        )

    def read_ics(self, data: bytes) -> tuple[EventDetail, ...]:
        return mime.read_calendar.read_calendar(data, self._local_zone())

    def crm_rules(self) -> CrmRules:
        return self._store.read(crm_rules.load_rules)
