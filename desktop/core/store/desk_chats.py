"""Chats about mails: members, lines. A mail has one chat. Functions with a Recorder write on the writer; the others read."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, select

from desktop.core.api.desk import ChatDetail, ChatLine, ChatRow
from desktop.core.api.linking import LinkKind, LinkState
from desktop.core.store import desk_objects
from desktop.core.store.desk_objects import clean_text, one_line
from desktop.core.store.schema import chat, chat_line, chat_member
from desktop.core.store.undo_rows import Recorder

LONGEST_CHAT = 5_000
"""Lines that are shown; older ones stay in the file."""


def add_chat(
    rows: Recorder, *, title: str, members: Sequence[str], wish_key: str | None = None, message_id: str = ""
) -> int:
    now = rows.uow.now
    key = rows.insert(
        chat, wish_key=wish_key, title=one_line(title), message_id=message_id, last_at=now, last_line="", created_at=now
    )
    set_members(rows, key, members)
    return key


def add_line(rows: Recorder, chat_key: int, author: str, text: str) -> int | None:
    """The line's key; None when there is no such chat."""
    if not is_there(rows.uow.connection, chat_key):
        return None
    at = rows.uow.now
    key = rows.insert(chat_line, chat_key=chat_key, author=one_line(author, 300), at=at, body=clean_text(text))
    rows.update(chat, chat.c.chat_key == chat_key, last_at=at, last_line=one_line(text, 200))
    return key


def set_members(rows: Recorder, chat_key: int, members: Sequence[str]) -> bool:
    if not is_there(rows.uow.connection, chat_key):
        return False
    rows.delete(chat_member, chat_member.c.chat_key == chat_key)
    wanted = dict.fromkeys(one_line(name, 300) for name in members)
    for position, name in enumerate(name for name in list(wanted)[:500] if name):
        rows.insert(chat_member, chat_key=chat_key, position=position, name=name)
    return True


def drop_chat(rows: Recorder, chat_key: int) -> str | None:
    """The title of the chat that went."""
    title = rows.uow.connection.scalar(select(chat.c.title).where(chat.c.chat_key == chat_key))
    if title is None:
        return None
    desk_objects.set_links(rows, LinkKind.CHAT, chat_key, LinkState.GONE)
    desk_objects.drop_files(rows, LinkKind.CHAT, chat_key)
    rows.delete(chat_line, chat_line.c.chat_key == chat_key)
    rows.delete(chat_member, chat_member.c.chat_key == chat_key)
    rows.delete(chat, chat.c.chat_key == chat_key)
    return title


def find_by_wish(connection: Connection, wish_key: str) -> tuple[int, str] | None:
    row = connection.execute(select(chat.c.chat_key, chat.c.title).where(chat.c.wish_key == wish_key)).one_or_none()
    return None if row is None else (row[0], row[1])


def find_by_message_id(connection: Connection, message_id: str) -> tuple[int, str] | None:
    """The chat about the mail with that Message-ID."""
    if not message_id:
        return None
    row = connection.execute(
        select(chat.c.chat_key, chat.c.title)
        .where(chat.c.message_id == message_id)
        .order_by(chat.c.chat_key.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else (row[0], row[1])


def is_there(connection: Connection, chat_key: int) -> bool:
    return connection.scalar(select(chat.c.chat_key).where(chat.c.chat_key == chat_key)) is not None


def load_chats(connection: Connection) -> list[ChatRow]:
    """Latest line first."""
    found = connection.execute(_ROWS.order_by(chat.c.last_at.desc(), chat.c.chat_key.desc())).all()
    mails = desk_objects.count_mails(connection, LinkKind.CHAT, [row.chat_key for row in found])
    members: dict[int, list[str]] = {}
    named = select(chat_member.c.chat_key, chat_member.c.name).order_by(chat_member.c.chat_key, chat_member.c.position)
    for key, name in connection.execute(named):
        members.setdefault(key, []).append(name)
    return [
        ChatRow(key, title, tuple(members.get(key, ())), line, at, mails.get(key, 0)) for key, title, line, at in found
    ]


def load_chat(connection: Connection, chat_key: int) -> ChatDetail | None:
    row = connection.execute(_ROWS.where(chat.c.chat_key == chat_key)).one_or_none()
    if row is None:
        return None
    members = connection.scalars(
        select(chat_member.c.name).where(chat_member.c.chat_key == chat_key).order_by(chat_member.c.position)
    )
    lines = connection.execute(
        select(chat_line.c.line_key, chat_line.c.author, chat_line.c.at, chat_line.c.body)
        .where(chat_line.c.chat_key == chat_key)
        .order_by(chat_line.c.line_key.desc())
        .limit(LONGEST_CHAT)
    ).all()
    mails = desk_objects.load_mails(connection, LinkKind.CHAT, chat_key)
    files = desk_objects.load_files(connection, LinkKind.CHAT, chat_key)
    shown = ChatRow(chat_key, row.title, tuple(members), row.last_line, row.last_at, len(mails))
    return ChatDetail(shown, tuple(ChatLine(*line) for line in reversed(lines)), mails, files)


_ROWS = select(chat.c.chat_key, chat.c.title, chat.c.last_line, chat.c.last_at)
