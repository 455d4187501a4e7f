"""From a wish to the rows of the own desk: what is prepared beside the writer, and what the writer then stores at once."""

from __future__ import annotations

import re
from collections.abc import Callable
from email.header import Header
from email.utils import format_datetime
from typing import Any

from desktop.core.api.desk import ChecklistItem, Guest
from desktop.core.api.errors import Code, ServerRefusal
from desktop.core.api.linking import LinkKind, Person
from desktop.core.connectors.protocol import Made, MailSnapshot, Wish
from desktop.core.store import (
    desk_activities,
    desk_chats,
    desk_contacts,
    desk_events,
    desk_objects,
    desk_people,
    desk_tasks,
)
from desktop.core.store.desk_activities import NewActivity
from desktop.core.store.desk_objects import clean_text, one_line
from desktop.core.store.undo_rows import Recorder
from desktop.moments import moment_at

REMIND_MINUTES = 15
_ITEM = re.compile(r"^\s{0,8}(?:[-*•]\s*)?\[([ xX])\]\s+(\S.*)$")
_FIND = {
    LinkKind.TASK: desk_tasks.find_by_wish,
    LinkKind.CRM: desk_activities.find_by_wish,
    LinkKind.CHAT: desk_chats.find_by_wish,
    LinkKind.EVENT: desk_events.find_by_wish,
}


def find(connection: Any, wish: Wish) -> Made | None:
    """What an earlier try of this wish made."""
    return _existing(_FIND[wish.kind](connection, wish.key))


def find_chat(connection: Any, wish: Wish) -> Made | None:
    """The chat that a mail of this wish has already: there is one a mail."""
    chats = (desk_chats.find_by_message_id(connection, mail.message_id) for mail in wish.mails)
    return _existing(next((chat for chat in chats if chat is not None), None)) if wish.kind is LinkKind.CHAT else None


def _existing(found: tuple[int, str] | None) -> Made | None:
    return None if found is None else Made(str(found[0]), found[1], existed=True)


def prepare(wish: Wish) -> Callable[[Recorder], Made]:
    """What the writer shall do. Raises ServerRefusal for a wish that cannot be."""
    title = _title(wish)
    text = _without_links(clean_text(wish.text), wish)
    files = [
        (file.filename or "attachment", file.content_type or "application/octet-stream", file.content)
        for mail in wish.mails
        for file in mail.attachments
    ]
    match wish.kind:
        case LinkKind.TASK:
            return lambda rows: _make_task(rows, wish, title, text, files)
        case LinkKind.CHAT:
            return lambda rows: _make_chat(rows, wish, title, text, files)
        case LinkKind.EVENT:
            if wish.starts_at is None:
                raise _refusal("the event has no beginning")
            return lambda rows: _make_event(rows, wish, title, text, files)
        case _:
            subject = title if len(wish.mails) == 1 else None
            saved = [(_activity(position, mail, subject), mail) for position, mail in enumerate(wish.mails)]
            return lambda rows: _save(rows, wish, title, saved)


def _make_task(rows: Recorder, wish: Wish, title: str, text: str, files: list[tuple[str, str, bytes]]) -> Made:
    items, text = _checklist(text)
    assignee = next((_named(person) for person in wish.people), "")
    key = desk_tasks.add_task(
        rows, title=title, text=text, assignee=assignee, due_at=wish.due_at, wish_key=wish.key
    )  # fmt: skip
    desk_tasks.set_items(rows, key, items)
    desk_objects.add_files(rows, LinkKind.TASK, key, files)
    return Made(str(key), title)


def _make_chat(rows: Recorder, wish: Wish, title: str, text: str, files: list[tuple[str, str, bytes]]) -> Made:
    me = desk_people.load_me(rows.uow.connection)
    members = [me, *(_named(person) for person in wish.people)]
    about = next((mail.message_id for mail in wish.mails if mail.message_id), "")
    key = desk_chats.add_chat(rows, title=title, members=members, wish_key=wish.key, message_id=about)
    if text.strip():
        desk_chats.add_line(rows, key, me, text)
    desk_objects.add_files(rows, LinkKind.CHAT, key, files)
    return Made(str(key), title)


def _make_event(rows: Recorder, wish: Wish, title: str, text: str, files: list[tuple[str, str, bytes]]) -> Made:
    starts_at = wish.starts_at or 0
    key = desk_events.add_event(
        rows, title=title, text=text, starts_at=starts_at,
        ends_at=starts_at + 3600 if wish.ends_at is None else wish.ends_at, all_day=wish.all_day, zone=wish.zone,
        place=wish.place, remind_minutes=REMIND_MINUTES, wish_key=wish.key, uid=wish.uid,
        guests=wish.guests or [Guest(one.name, one.address) for one in wish.people], series=wish.series,
    )  # fmt: skip
    desk_objects.add_files(rows, LinkKind.EVENT, key, files)
    return Made(str(key), title)


def _save(rows: Recorder, wish: Wish, title: str, saved: list[tuple[NewActivity, MailSnapshot]]) -> Made:
    """Each mail to the card that was chosen; else to every contact and company that has the address, and to a new contact
    where nobody has it."""
    chosen = _chosen(rows, wish)
    targets = [(new, [chosen] if chosen else _cards(rows, mail)) for new, mail in saved]
    key = desk_activities.add_activities(rows, wish.key, targets)
    if key is None:
        raise _refusal("there is no mail to save")
    return Made(str(key), title)


def _chosen(rows: Recorder, wish: Wish) -> int | None:
    if not wish.target_id:
        return None
    if wish.target_id.isascii() and wish.target_id.isdecimal() and len(wish.target_id) < 18:
        key = int(wish.target_id)
        if desk_contacts.is_there(rows.uow.connection, key):
            return key
    raise _refusal("the contact is no longer there")


def _cards(rows: Recorder, mail: MailSnapshot) -> list[int]:
    people = (mail.sender,) if mail.incoming else (*mail.to, *mail.cc)
    own = desk_people.load_own_addresses(rows.uow.connection) | {mail.account.lower()}
    others = [person for person in people if person.address.lower() not in own] or [mail.sender]
    known = desk_contacts.find_by_addresses(rows.uow.connection, [person.address for person in others])
    if known:
        return known
    person = others[0]
    name = one_line(person.name) or one_line(person.address)
    if not name:
        raise _refusal("the mail says nobody's address, so choose a contact")
    return [desk_contacts.add_contact(rows, name=name, addresses=[person.address])]


def _activity(position: int, mail: MailSnapshot, subject: str | None) -> NewActivity:
    """One mail is filed under the title that the user gave it; several keep their own subjects."""
    return NewActivity(
        position=position,
        message_id=one_line(mail.message_id, 998),
        at=mail.received or mail.date or 0,
        incoming=mail.incoming,
        subject=subject or mail.subject,
        sender=_named(mail.sender),
        snippet=mail.text[:1000],
        attachments=len(mail.attachments),
        raw=mail.raw or _as_mail(mail),
    )


def _as_mail(mail: MailSnapshot) -> bytes:
    """The mail put together again from what was read of it, for a wish that has not its bytes."""
    fields = [
        ("Message-ID", f"<{mail.message_id}>" if mail.message_id else ""),
        ("Date", format_datetime(moment_at(mail.date if mail.date is not None else mail.received))),
        ("From", _encoded(mail.sender)),
        ("To", ", ".join(map(_encoded, mail.to))),
        ("Cc", ", ".join(map(_encoded, mail.cc))),
        ("Subject", Header(one_line(mail.subject), "utf-8").encode()),
        ("MIME-Version", "1.0"),
        ("Content-Type", "text/plain; charset=utf-8"),
        ("Content-Transfer-Encoding", "8bit"),
    ]
    head = "".join(f"{name}: {value}\r\n" for name, value in fields if value)
    return (head + "\r\n" + clean_text(mail.text).replace("\n", "\r\n") + "\r\n").encode()


def _encoded(person: Person) -> str:
    name = Header(one_line(person.name), "utf-8").encode() if person.name else ""
    return f"{name} <{one_line(person.address)}>".strip()


def _checklist(text: str) -> tuple[list[ChecklistItem], str]:
    """Lines like "- [ ] call Bob" are the task's checklist; the others stay its text."""
    items: list[ChecklistItem] = []
    lines: list[str] = []
    for line in text.split("\n"):
        found = _ITEM.match(line)
        if found and len(items) < 200:
            items.append(ChecklistItem(0, found[2], found[1] != " "))
        else:
            lines.append(line)
    return items, "\n".join(lines)


def _without_links(text: str, wish: Wish) -> str:
    """The lines that lead other programs back to the mail say nothing here: the mail itself is linked."""
    links = {mail.mid_url for mail in wish.mails if mail.mid_url}
    lines = [line for line in text.split("\n") if line.strip() not in links]
    return "\n".join(lines).rstrip("\n") if len(lines) < text.count("\n") + 1 else text


def _title(wish: Wish) -> str:
    """Never empty: what the user typed, else what the mail says of itself."""
    first = wish.mails[0] if wish.mails else None
    candidates = (wish.title, first.subject if first else "", _named(first.sender) if first else "", wish.text)
    return next((line for line in map(one_line, candidates) if line), "—")


def _named(person: Person) -> str:
    return one_line(person.name or person.address or person.person_id)


def _refusal(why: str) -> ServerRefusal:
    return ServerRefusal(Code.SERVER_REFUSED, permanent=True, host="Bandeja", said=why)
