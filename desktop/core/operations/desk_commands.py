"""Wishes about the desk's own tasks, chats and events: each one transaction whose changes can be taken back.

Runs on the writer. The local connector makes objects from mails by the same rows; what a person wishes here has an undo group.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from desktop.core import mime
from desktop.core.api import link_commands as wish
from desktop.core.api.commands import Receipt
from desktop.core.api.desk import Series
from desktop.core.api.errors import BandejaError, Code
from desktop.core.operations import contact_commands
from desktop.core.store import desk_chats, desk_events, desk_tasks, invitations, undo_groups
from desktop.core.store.desk_objects import one_line
from desktop.core.store.desk_people import load_me
from desktop.core.store.jobs import Prepare, unprepared
from desktop.core.store.undo_rows import Recorder
from desktop.core.store.writer import UnitOfWork

MOST_GUESTS = 100
LATEST = 253_402_128_000
"""The end of the year 9999, less what zones may be apart."""


def save_task(uow: UnitOfWork, command: wish.SaveTask) -> Receipt:
    title = _titled(command.title, "This task")
    _check_moment(command.due_at)
    group = undo_groups.add_group(uow, "task_saved", 1, title)
    rows = Recorder(uow, group)
    fields: dict[str, Any] = {
        "title": title, "text": command.text, "assignee": command.assignee, "due_at": command.due_at,
        "done": command.done,
    }  # fmt: skip
    key = command.task_key
    if key is None:
        key = desk_tasks.add_task(rows, **fields)
    elif not desk_tasks.set_task(rows, key, **fields):
        raise BandejaError(Code.NOT_FOUND, what="task", name=key)
    if command.items is not None:
        desk_tasks.set_items(rows, key, command.items)
    return Receipt("task_saved", 1, group, title, key)


def check_item(uow: UnitOfWork, command: wish.CheckItem) -> Receipt:
    done = "item_checked" if command.done else "item_unchecked"
    group = undo_groups.add_group(uow, done, 1)
    label = desk_tasks.check_item(Recorder(uow, group), command.item_key, command.done)
    if label is None:
        raise BandejaError(Code.NOT_FOUND, what="line of a checklist", name=command.item_key)
    return Receipt(done, 1, group, label)


def delete_task(uow: UnitOfWork, command: wish.DeleteTask) -> Receipt:
    """The hold of its mails ends; undo brings task and hold back."""
    return _drop(uow, desk_tasks.drop_task, command.task_key, "task_deleted", "task")


def add_chat_line(uow: UnitOfWork, command: wish.AddChatLine) -> Receipt:
    if not command.text.strip():
        raise BandejaError(Code.BAD_INPUT, what="This message", why="it is empty")
    group = undo_groups.add_group(uow, "line_added", 1)
    key = desk_chats.add_line(Recorder(uow, group), command.chat_key, load_me(uow.connection), command.text.strip())
    if key is None:
        raise BandejaError(Code.NOT_FOUND, what="chat", name=command.chat_key)
    return Receipt("line_added", 1, group, key=key)


def set_chat_members(uow: UnitOfWork, command: wish.SetChatMembers) -> Receipt:
    group = undo_groups.add_group(uow, "members_set", len(command.members))
    if not desk_chats.set_members(Recorder(uow, group), command.chat_key, command.members):
        raise BandejaError(Code.NOT_FOUND, what="chat", name=command.chat_key)
    return Receipt("members_set", len(command.members), group)


def delete_chat(uow: UnitOfWork, command: wish.DeleteChat) -> Receipt:
    return _drop(uow, desk_chats.drop_chat, command.chat_key, "chat_deleted", "chat")


def save_event(uow: UnitOfWork, command: wish.SaveEvent) -> Receipt:
    title = _titled(command.title, "This event")
    series = _checked(command.series)
    _check_span(command)
    group = undo_groups.add_group(uow, "event_saved", 1, title)
    rows, fields = Recorder(uow, group), _fields(command, title) | {"series": series}
    key = command.event_key
    if key is None:
        key = desk_events.add_event(rows, **fields)
    elif not desk_events.set_event(rows, key, **fields):
        raise BandejaError(Code.NOT_FOUND, what="event", name=key)
    if command.guests is not None:
        asking = [one for one in invitations.load_guests(uow.connection, key) if one.organiser]
        invitations.set_guests(
            rows, key, [*asking, *(replace(one, organiser=False) for one in command.guests[:MOST_GUESTS])]
        )
    return Receipt("event_saved", 1, group, title, key)


def save_time(uow: UnitOfWork, command: wish.SaveTime) -> Receipt:
    title = _titled(command.title, "This event")
    _check_moment(command.at)
    _check_span(command)
    group = undo_groups.add_group(uow, "time_saved", 1, title)
    key = desk_events.set_time(Recorder(uow, group), command.event_key, command.at, **_fields(command, title))
    if key is None:
        raise BandejaError(Code.NOT_FOUND, what="event", name=command.event_key)
    return Receipt("time_saved", 1, group, title, key)


def delete_event(uow: UnitOfWork, command: wish.DeleteEvent) -> Receipt:
    return _drop(uow, desk_events.drop_event, command.event_key, "event_deleted", "event")


def delete_time(uow: UnitOfWork, command: wish.DeleteTime) -> Receipt:
    group = undo_groups.add_group(uow, "time_deleted", 1)
    title = desk_events.drop_time(Recorder(uow, group), command.event_key, command.starts_at)
    if title is None:
        raise BandejaError(Code.NOT_FOUND, what="event", name=command.event_key)
    return Receipt("time_deleted", 1, group, title)


def _drop(uow: UnitOfWork, drop: Callable[[Recorder, int], str | None], key: int, done: str, what: str) -> Receipt:
    group = undo_groups.add_group(uow, done, 1)
    title = drop(Recorder(uow, group), key)
    if title is None:
        raise BandejaError(Code.NOT_FOUND, what=what, name=key)
    return Receipt(done, 1, group, title)


def _titled(title: str, what: str) -> str:
    title = one_line(title)
    if not title:
        raise BandejaError(Code.BAD_INPUT, what=what, why="it has no title")
    return title


def _fields(command: wish.SaveEvent | wish.SaveTime, title: str) -> dict[str, Any]:
    return {
        "title": title, "starts_at": command.starts_at, "ends_at": command.ends_at, "all_day": command.all_day,
        "zone": command.zone, "place": command.place, "text": command.text, "remind_minutes": command.remind_minutes,
    }  # fmt: skip


def _check_span(command: wish.SaveEvent | wish.SaveTime) -> None:
    _check_moment(command.starts_at)
    _check_moment(command.ends_at)
    if command.ends_at < command.starts_at:
        raise BandejaError(Code.BAD_INPUT, what="This event", why="it ends before it begins")


def _checked(series: Series | None) -> Series | None:
    """Only what a calendar can bear; see `mime.recurrence`."""
    if not series:
        return None
    rule = mime.recurrence.clean_rule(series.rule) if series.rule else ""
    if series.rule and not rule:
        raise BandejaError(Code.BAD_INPUT, what="This repetition", why="it comes too often, or cannot be understood")
    return replace(series, rule=rule)


def _check_moment(moment: int | None) -> None:
    if moment is not None and not 0 <= moment <= LATEST:
        raise BandejaError(Code.BAD_INPUT, what="This date", why="it is too far away")


_HANDLERS: dict[type, Callable[[UnitOfWork, Any], Receipt]] = {
    wish.SaveTask: save_task,
    wish.CheckItem: check_item,
    wish.DeleteTask: delete_task,
    wish.SaveContact: contact_commands.save_contact,
    wish.DeleteContact: contact_commands.delete_contact,
    wish.DeleteActivity: contact_commands.delete_activity,
    wish.AddChatLine: add_chat_line,
    wish.SetChatMembers: set_chat_members,
    wish.DeleteChat: delete_chat,
    wish.SaveEvent: save_event,
    wish.SaveTime: save_time,
    wish.DeleteEvent: delete_event,
    wish.DeleteTime: delete_time,
    wish.SetCrmRules: contact_commands.set_crm_rules,
    wish.AnswerOffers: contact_commands.answer_offers,
}


def desk_jobs() -> dict[type, Prepare]:
    """For `OperationsService(more=…)`."""
    return unprepared(_HANDLERS)
