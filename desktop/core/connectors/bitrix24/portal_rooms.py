"""Objects made from the portal's own copy of a mail: one call each, with an Idempotency-Key, then what the call cannot say.

They are found, looked at and deleted like those made by themselves. The connector's thread.
"""

from __future__ import annotations

import uuid

from desktop.core.connectors.bitrix24.activities import Activities
from desktop.core.connectors.bitrix24.answers import (
    is_id,
    part,
    read_done,
    read_id,
    read_row,
    read_true,
    text_of,
)
from desktop.core.connectors.bitrix24.cards import ORIGINATOR
from desktop.core.connectors.bitrix24.chats import Chats, read_chat, there
from desktop.core.connectors.bitrix24.drive import Drive
from desktop.core.connectors.bitrix24.events import Events
from desktop.core.connectors.bitrix24.people import People
from desktop.core.connectors.bitrix24.portal_mail import PortalMail, PortalMessage
from desktop.core.connectors.bitrix24.room import There, already_there
from desktop.core.connectors.bitrix24.tasks import Tasks
from desktop.core.connectors.bitrix24.transport import Portal
from desktop.core.connectors.bitrix24.writing import mark_of, text_in_bb, title_of, wall_time
from desktop.core.connectors.protocol import Presence, Wish


def call_key(wish: Wish, method: str) -> str:
    """The same for every try; another one for each method, as the wish may need several."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"bandeja:{wish.key}:{method}"))


class PortalTasks:
    def __init__(self, portal: Portal, people: People, drive: Drive, mail: PortalMail, tasks: Tasks) -> None:
        self._portal = portal
        self._people = people
        self._drive = drive
        self._mail = mail
        self._tasks = tasks

    def find(self, wish: Wish) -> There | None:
        return self._tasks.find(wish)

    def make(self, wish: Wish) -> There:
        message = self._mail.locate(wish)
        if message is None:
            return self._tasks.make(wish)
        method = "mail.message.createtask"
        asked = {
            "messageId": int(message.message_id),
            "title": title_of(wish),
            "responsibleId": int(str(self._tasks.people_and_time(wish)["RESPONSIBLE_ID"])),
            "description": text_in_bb(wish),
        }
        task = self._portal.change_v3(
            method, asked, call_key(wish, method), lambda value: read_id(part(read_row(value), "taskId"))
        )
        return There(task, f"company/personal/user/{self._people.me()}/tasks/task/view/{task}/")

    def finish(self, wish: Wish, there: There) -> None:
        """When it is due, who takes part and the files: the call that makes it from a mail takes none of these."""
        if self._mail.locate(wish) is None:
            return
        fields = self._tasks.people_and_time(wish)
        del fields["RESPONSIBLE_ID"]
        if any(mail.attachments for mail in wish.mails) and not self._has_files(there.remote_id):
            fields["UF_TASK_WEBDAV_FILES"] = [f"n{one}" for one in self._drive.upload(wish)]
        fields = {name: value for name, value in fields.items() if value}
        if fields:
            self._portal.change("tasks.task.update", {"taskId": there.remote_id, "fields": fields}, read_done)

    def presence(self, remote_id: str) -> Presence:
        return self._tasks.presence(remote_id)

    def delete(self, remote_id: str) -> None:
        self._tasks.delete(remote_id)

    def _has_files(self, task: str) -> bool:
        asked = {"taskId": task, "select": ["ID", "UF_TASK_WEBDAV_FILES"]}
        row = self._portal.ask("tasks.task.get", asked, lambda value: read_row(read_row(value).get("task")))
        return bool(row.get("ufTaskWebdavFiles"))


class PortalEvents:
    def __init__(self, portal: Portal, people: People, mail: PortalMail, events: Events) -> None:
        self._portal = portal
        self._people = people
        self._mail = mail
        self._events = events

    def find(self, wish: Wish) -> There | None:
        return self._events.find(wish)

    def make(self, wish: Wish) -> There:
        message = self._mail.locate(wish)
        if message is None:
            return self._events.make(wish)
        method = "mail.message.createcalendarevent"
        starts, ends = self._events.times(wish)
        asked = {
            "messageId": int(message.message_id),
            "dateFrom": wall_time(starts, wish.zone),
            "dateTo": wall_time(ends, wish.zone),
            "name": title_of(wish),
            "description": self._events.description(wish),
        }
        event = self._portal.change_v3(
            method, asked, call_key(wish, method), lambda value: read_id(part(read_row(value), "eventId"))
        )
        return There(event, f"company/personal/user/{self._people.me()}/calendar/?EVENT_ID={event}")

    def finish(self, wish: Wish, there: There) -> None:
        """The call that makes it from a mail knows no zone, so the moment is set again with its offset."""
        if self._mail.locate(wish) is None:
            return
        asked = {"id": there.remote_id, "type": "user", "ownerId": self._people.me(), **self._events.fields(wish)}
        self._portal.change("calendar.event.update", asked, read_done)

    def presence(self, remote_id: str) -> Presence:
        return self._events.presence(remote_id)

    def delete(self, remote_id: str) -> None:
        self._events.delete(remote_id)


class PortalChats:
    """Bitrix24 keeps one chat for a mail: a second wish gets the same, and says its own words in it."""

    def __init__(self, portal: Portal, mail: PortalMail, chats: Chats) -> None:
        self._portal = portal
        self._mail = mail
        self._chats = chats

    def find(self, wish: Wish) -> There | None:
        message = self._mail.locate(wish)
        if message is not None:
            asked = {"ENTITY_TYPE": "MAIL", "ENTITY_ID": message.message_id}
            chat = text_of(self._portal.ask("im.chat.get", asked, read_row), "ID")
            if is_id(chat) and self._chats.says(chat, mark_of(wish)):
                return there(chat)
        return self._chats.find(wish)

    def make(self, wish: Wish) -> There:
        message = self._mail.locate(wish)
        if message is None:
            return self._chats.make(wish)
        method = "mail.message.createchat"
        asked = {"messageId": int(message.message_id)}
        chat, existing = self._portal.change_v3(method, asked, call_key(wish, method), read_chat)
        return there(chat, existed=existing)

    def finish(self, wish: Wish, there: There) -> None:
        self._chats.finish(wish, there)

    def presence(self, remote_id: str) -> Presence:
        return self._chats.presence(remote_id)

    def delete(self, remote_id: str) -> None:
        self._chats.delete(remote_id)


class PortalActivities:
    """The portal chooses the card by its own rules, as its button does. A wish for a chosen card goes the other way."""

    def __init__(self, portal: Portal, mail: PortalMail, activities: Activities) -> None:
        self._portal = portal
        self._mail = mail
        self._activities = activities

    def find(self, wish: Wish) -> There | None:
        return self._activities.find(wish)

    def make(self, wish: Wish) -> There:
        message = None if wish.target_id else self._mail.locate(wish)
        if message is None:
            return self._activities.make(wish)
        known = self._of_message(message)
        if known is None:
            method = "mail.message.createcrmactivity"
            asked = {"messageId": int(message.message_id)}
            self._portal.change_v3(method, asked, call_key(wish, method), read_true)
            with already_there():
                known = self._of_message(message)
            if known is None:
                raise self._portal.confused("an activity that is not there")
            existed = False
        else:
            existed = True
        made = There(text_of(known, "ID"), existed=existed)
        if not text_of(known, "ORIGIN_ID"):
            fields = {"ORIGINATOR_ID": ORIGINATOR, "ORIGIN_ID": wish.key}
            self._portal.change("crm.activity.update", {"id": made.remote_id, "fields": fields}, read_done)
        return made

    def finish(self, wish: Wish, there: There) -> None:
        if wish.target_id or self._mail.locate(wish) is None:
            self._activities.finish(wish, there)

    def presence(self, remote_id: str) -> Presence:
        return self._activities.presence(remote_id)

    def delete(self, remote_id: str) -> None:
        self._activities.delete(remote_id)

    def _of_message(self, message: PortalMessage) -> dict[str, object] | None:
        asked: dict[str, object] = {"TYPE_ID": 4, "=SUBJECT": message.subject, "START_TIME": message.date}
        rows = list(self._activities.listed(asked).values())
        return rows[-1] if rows else None
