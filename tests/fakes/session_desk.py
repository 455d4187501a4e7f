"""The desk of the fake session: tasks, contacts, chats and events in dictionaries, and what each wish does with them.

It answers as the door promises (tasks by due date, chats by their latest line, events by start) and keeps no file.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from desktop.core.api import link_commands as wishes
from desktop.core.api.commands import Receipt
from desktop.core.api.desk import (
    ActivityRow,
    ChangedTime,
    ChatDetail,
    ChatLine,
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
from desktop.core.api.errors import BandejaError, Code
from desktop.core.crm.merging import merge_rules
from desktop.core.desk.service import DeskService
from desktop.core.mail.address import Address
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.structure import Attachment, ParsedMessage
from desktop.core.mime import recurrence
from tests.fakes import desk_things

if TYPE_CHECKING:
    from tests.fakes.session import FakeSession

_LATE = 1 << 60


class FakeDesk:
    def __init__(self, session: FakeSession, *, empty: bool) -> None:
        self._session = session
        rows = session.message_rows
        self.task_details: dict[int, TaskDetail] = {} if empty else desk_things.make_tasks(rows)
        self.contact_details: dict[int, ContactDetail] = {} if empty else desk_things.make_contacts()
        self.chat_details: dict[int, ChatDetail] = {} if empty else desk_things.make_chats(rows)
        self.event_details: dict[int, EventDetail] = {} if empty else desk_things.make_events(rows)

        self.rules = CrmRules(((1, "replies"), (2, "off")), ("@cooperativasol.example", "#Facturas"), "ask")

    # reading

    def tasks(self, *, done: bool | None = None) -> list[TaskRow]:
        rows = [one.row for one in self.task_details.values() if done is None or one.row.done is done]
        return sorted(rows, key=lambda row: (row.due_at or _LATE, row.task_key))

    def task(self, task_key: int) -> TaskDetail | None:
        return self.task_details.get(task_key)

    def contacts(self, text: str = "") -> list[ContactRow]:
        wanted = text.lower()
        rows = [one.row for one in self.contact_details.values()]
        return sorted(
            (row for row in rows if wanted in f"{row.name} {row.company} {' '.join(row.addresses)}".lower()),
            key=lambda row: row.name.lower(),
        )

    def contact(self, contact_key: int) -> ContactDetail | None:
        return self.contact_details.get(contact_key)

    def contact_of(self, address: str) -> ContactRow | None:
        found = [one.row for one in self.contact_details.values() if address.lower() in one.row.addresses]
        return found[0] if found else None

    def latest(self, contact_key: int, most: int = 4) -> tuple[ActivityRow, ...]:
        found = self.contact_details.get(contact_key)
        return () if found is None else found.timeline[:most]

    def activity_mail(self, activity_key: int) -> bytes | None:
        for one in self.contact_details.values():
            for row in one.timeline:
                if row.activity_key == activity_key:
                    head = f"From: {row.sender} <x@obrasferrer.example>\r\nTo: ana@talleresmarin.example\r\n"
                    kind = 'Content-Type: text/plain; charset="utf-8"\r\n'
                    return f"{head}Subject: {row.subject}\r\n{kind}\r\n{row.snippet}\r\n".encode()
        return None

    def saved_copy(self, activity_key: int) -> SavedCopy | None:
        row = next(
            (row for one in self.contact_details.values() for row in one.timeline if row.activity_key == activity_key),
            None,
        )
        if row is None:
            return None
        envelope = Envelope(
            subject=row.subject, from_=(Address(row.sender, "lucia.ferrer@obrasferrer.example"),),
            to=(Address("Ana Beltrán", "ana@talleresmarin.example"),), date=datetime.fromtimestamp(row.at, UTC),
        )  # fmt: skip
        files = tuple(
            Attachment(str(at + 2), f"presupuesto-{at + 1}.pdf", "application/pdf", row.bytes // row.attachments)
            for at in range(row.attachments)
        )
        return SavedCopy(ParsedMessage(envelope, f"{row.snippet}\n\nUn saludo,\n{row.sender}\n", None, files), None)

    def read_mail(self, raw: bytes) -> SavedCopy:
        """As the real one does it: there is nothing to remember."""
        return DeskService.read_mail(self, raw)  # type: ignore[arg-type]

    def read_attachment(self, raw: bytes, path: str) -> bytes | None:
        return DeskService.read_attachment(self, raw, path)  # type: ignore[arg-type]

    def copy_attachment(self, activity_key: int, path: str) -> bytes | None:
        return b"%PDF-1.4\n%%EOF\n"

    def chats(self) -> list[ChatRow]:
        return sorted((one.row for one in self.chat_details.values()), key=lambda row: -row.last_at)

    def chat(self, chat_key: int) -> ChatDetail | None:
        return self.chat_details.get(chat_key)

    def events(self, first: int, last: int) -> list[EventRow]:
        details = list(self.event_details.values())  # a test may change them while a worker reads
        rows = [one.row for one in details if not one.series]
        for one in details:
            if one.series:
                rows += recurrence.times_in(one.row, one.series, first, last)
        return sorted(
            (row for row in rows if row.starts_at < last and max(row.ends_at, row.starts_at + 1) > first),
            key=lambda row: row.starts_at,
        )

    def event(self, event_key: int) -> EventDetail | None:
        return self.event_details.get(event_key)

    def file(self, file_key: int) -> bytes | None:
        return b"%PDF-1.4\n%%EOF\n"

    def crm_rules(self) -> CrmRules:
        return self.rules

    def event_ics(self, event_key: int) -> bytes | None:
        one = self.event_details.get(event_key)
        return f"BEGIN:VCALENDAR\r\nSUMMARY:{one.row.title}\r\nEND:VCALENDAR\r\n".encode() if one else None

    def read_ics(self, data: bytes) -> tuple[EventDetail, ...]:
        if not data.startswith(b"BEGIN:VCALENDAR"):
            raise BandejaError(Code.BAD_INPUT, what="calendar file", why="it holds no calendar")
        now = self._session.now
        return (EventDetail(EventRow(0, "Imported", now, now + 3600, False, "UTC", "", 15, 0), "", ()),)

    # the core thread

    def apply(self, command: object) -> Receipt | None:
        """None: not a wish about the desk."""
        match command:
            case wishes.SetCrmRules(auto_save, never, unknown_sender, shown):
                wanted = CrmRules(auto_save, never, unknown_sender)
                self.rules = wanted if shown is None else merge_rules(self.rules, shown, wanted)
                return Receipt("crm_rules_set", 1)
            case wishes.AnswerOffers(addresses):
                kept = [one for one in self._session.linking.open_offers if one[1] not in addresses]
                self._session.linking.open_offers = kept
                return Receipt("offers_answered", len(addresses))
            case wishes.SaveTask(key, title, text, assignee, due_at, done):
                key = key or self._session._new_key()
                old = self.task_details.get(key) or TaskDetail(
                    TaskRow(key, title, "", None, False, self._session.now, 0, 0, 0), "", (), ()
                )
                row = replace(old.row, title=title, assignee=assignee, due_at=due_at, done=done)
                self.task_details[key] = replace(old, row=row, text=text)
                return Receipt("task_saved", 1, 0, title, key)
            case wishes.CheckItem(item_key, done):
                return self._check(item_key, done)
            case wishes.DeleteTask(key):
                title = self.task_details.pop(key).row.title
                return Receipt("task_deleted", 1, 0, title)
            case wishes.SaveContact(key, name, addresses, is_company, company_key, phone, note):
                key = key or self._session._new_key()
                company = self.contact_details[company_key].row.name if company_key else ""
                kept = self.contact_details.get(key)
                row = ContactRow(key, name, is_company, company, addresses, 0, None)
                if kept:
                    row = replace(row, activities=kept.row.activities, last_activity=kept.row.last_activity)
                self.contact_details[key] = ContactDetail(row, phone, note, company_key, kept.timeline if kept else ())
                return Receipt("contact_saved", 1, 0, name, key)
            case wishes.DeleteContact(key):
                return Receipt("contact_deleted", 1, 0, self.contact_details.pop(key).row.name)
            case wishes.DeleteActivity(key):
                for one in list(self.contact_details.values()):
                    kept = tuple(row for row in one.timeline if row.activity_key != key)
                    self.contact_details[one.row.contact_key] = replace(
                        one, timeline=kept, row=replace(one.row, activities=len(kept))
                    )
                return Receipt("activity_deleted", 1, 0)
            case wishes.AddChatLine(key, text):
                old_chat, now = self.chat_details[key], self._session.now
                line = ChatLine(self._session._new_key(), "Ana Beltrán", now, text)
                row_ = replace(old_chat.row, last_line=text, last_at=now)
                self.chat_details[key] = replace(old_chat, row=row_, lines=(*old_chat.lines, line))
                return Receipt("chat_line", 1, key=line.line_key)
            case wishes.SetChatMembers(key, members):
                self.chat_details[key] = replace(
                    self.chat_details[key], row=replace(self.chat_details[key].row, members=members)
                )
                return Receipt("chat_members", 1, 0)
            case wishes.DeleteChat(key):
                return Receipt("chat_deleted", 1, 0, self.chat_details.pop(key).row.title)
            case wishes.SaveEvent(key, title, starts_at, ends_at, all_day, zone, place, text, remind, series, guests):
                key = key or self._session._new_key()
                before = self.event_details.get(key)
                event = EventRow(
                    key, title, starts_at, ends_at, all_day, zone, place, remind, before.row.mails if before else 0
                )
                mails = before.mails if before else ()
                asked = guests if guests is not None else before.guests if before else ()
                known = before.meeting and replace(before.meeting, changed=True) if before else None
                self.event_details[key] = EventDetail(event, text, mails, series=series, guests=asked, meeting=known)
                return Receipt("event_saved", 1, 0, title, key)
            case wishes.SaveTime(key, at, title, starts_at, ends_at, all_day, zone, place, text, remind):
                one, changed_key = self.event_details[key], self._session._new_key()
                changed = ChangedTime(at, title, starts_at, ends_at, all_day, zone, place, text, changed_key)
                series = replace(one.series, changed=(*one.series.changed, changed))
                self.event_details[key] = replace(one, series=series)
                row_ = EventRow(changed_key, title, starts_at, ends_at, all_day, zone, place, remind, 0)
                self.event_details[changed_key] = EventDetail(row_, text, ())
                return Receipt("time_saved", 1, 0, title, changed_key)
            case wishes.DeleteTime(key, starts_at):
                one = self.event_details[key]
                left_out = (*one.series.left_out, starts_at)
                self.event_details[key] = replace(one, series=replace(one.series, left_out=left_out))
                return Receipt("time_deleted", 1, 0, one.row.title)
            case wishes.DeleteEvent(key):
                return Receipt("event_deleted", 1, 0, self.event_details.pop(key).row.title)
        return None

    def make(self, wish: wishes.LinkMail, title: str, text: str) -> int:
        """The object of a link; its key."""
        key, now = self._session._new_key(), self._session.now
        mails = desk_things.linked(self._session.message_rows, *wish.locations)
        names = tuple(person.name or person.address for person in wish.people)
        if wish.kind == "task":
            row = TaskRow(key, title, ", ".join(names), wish.due_at, False, now, len(mails), 0, 0)
            self.task_details[key] = TaskDetail(row, text, (), mails)
        elif wish.kind == "chat":
            line = ChatLine(self._session._new_key(), "Ana Beltrán", now, f"{title}\n{text}")
            chat = ChatRow(key, title, ("Ana Beltrán", *names), line.text, now, len(mails))
            self.chat_details[key] = ChatDetail(chat, (line,), mails)
        elif wish.kind == "event":
            starts = wish.starts_at or now
            event = EventRow(
                key, title, starts, wish.ends_at or starts + 3600, wish.all_day, wish.zone, wish.place, 15, len(mails)
            )
            self.event_details[key] = EventDetail(event, text, mails)
        return key

    def _check(self, item_key: int, done: bool) -> Receipt:
        for one in list(self.task_details.values()):
            if any(item.item_key == item_key for item in one.checklist):
                items = tuple(replace(item, done=done) if item.item_key == item_key else item for item in one.checklist)
                row = replace(one.row, items_done=sum(item.done for item in items))
                self.task_details[one.row.task_key] = replace(one, row=row, checklist=items)
                return Receipt("item_checked", 1)
        raise BandejaError(Code.NOT_FOUND, what="line", name=item_key)
