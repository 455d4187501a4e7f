"""Drafts: what a composer holds, kept here first and copied to the server's Drafts by an operation."""

from __future__ import annotations

import dataclasses
import json
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update

from desktop.core.api.commands import DraftAttachment, DraftContent
from desktop.core.api.rows import DraftRow
from desktop.core.store.database import inserted_key
from desktop.core.store.schema import draft, draft_attachment
from desktop.core.store.writer import UnitOfWork


def save_draft(uow: UnitOfWork, draft_key: int | None, content: DraftContent) -> int:
    """Insert or replace; the draft's key."""
    values = {field.name: getattr(content, field.name) for field in dataclasses.fields(content)}
    del values["attachments"]
    values["content_ids"] = [attachment.content_id for attachment in content.attachments]
    row = {"account_key": content.account_key, "content": json.dumps(values), "updated_at": uow.now, "state": "open"}
    if draft_key is not None and _exists(uow.connection, draft_key):
        uow.connection.execute(update(draft).where(draft.c.draft_key == draft_key).values(**row))
    else:
        draft_key = inserted_key(uow.connection.execute(insert(draft).values(**row)))
    uow.connection.execute(delete(draft_attachment).where(draft_attachment.c.draft_key == draft_key))
    if content.attachments:
        uow.connection.execute(
            insert(draft_attachment),
            [
                {
                    "draft_key": draft_key,
                    "position": n,
                    "filename": a.filename,
                    "content_type": a.content_type,
                    "content": a.content,
                }
                for n, a in enumerate(content.attachments)
            ],
        )
    uow.drafts = True
    return draft_key


def drop_draft(uow: UnitOfWork, draft_key: int) -> None:
    uow.connection.execute(delete(draft).where(draft.c.draft_key == draft_key))
    uow.drafts = True


def set_draft_state(uow: UnitOfWork, draft_key: int, state: str, group_key: int | None = None) -> None:
    """`open`, `outbox` or `discarded`; the group is the wish that made it so."""
    uow.connection.execute(update(draft).where(draft.c.draft_key == draft_key).values(state=state, group_key=group_key))
    uow.drafts = True


def load_draft_state(connection: Connection, draft_key: int) -> str | None:
    return connection.scalar(select(draft.c.state).where(draft.c.draft_key == draft_key))


def find_by_group(connection: Connection, group_key: int) -> int | None:
    return connection.scalar(select(draft.c.draft_key).where(draft.c.group_key == group_key))


def prune_discarded(uow: UnitOfWork, *, before: int) -> None:
    uow.connection.execute(delete(draft).where(draft.c.state == "discarded", draft.c.updated_at < before))


def set_location(uow: UnitOfWork, draft_key: int, location_key: int | None) -> None:
    """Where its copy lies in the Drafts mailbox."""
    uow.connection.execute(update(draft).where(draft.c.draft_key == draft_key).values(location_key=location_key))


def load_draft(connection: Connection, draft_key: int) -> DraftContent | None:
    text = connection.scalar(select(draft.c.content).where(draft.c.draft_key == draft_key))
    if text is None:
        return None
    ids = _content_ids(text)
    rows = connection.execute(
        select(draft_attachment).where(draft_attachment.c.draft_key == draft_key).order_by(draft_attachment.c.position)
    )
    attachments = tuple(
        DraftAttachment(row.filename, row.content_type, bytes(row.content), ids.get(row.position, "")) for row in rows
    )
    return dataclasses.replace(read_content(text), attachments=attachments)


def load_draft_location(connection: Connection, draft_key: int) -> int | None:
    return connection.scalar(select(draft.c.location_key).where(draft.c.draft_key == draft_key))


def find_by_location(connection: Connection, location_key: int) -> int | None:
    """The draft whose server copy that row is."""
    return connection.scalar(
        select(draft.c.draft_key).where(draft.c.location_key == location_key, draft.c.state == "open")
    )


def load_rows(connection: Connection) -> list[DraftRow]:
    """Drafts neither discarded nor handed to the outbox, newest first."""
    rows = connection.execute(select(draft).where(draft.c.state == "open").order_by(draft.c.updated_at.desc()))
    found = []
    for row in rows:
        content = read_content(row.content)
        snippet = " ".join(_written(content)[:400].split())[:200]
        found.append(DraftRow(row.draft_key, row.account_key, content.subject, content.to, snippet, row.updated_at))
    return found


def _written(content: DraftContent) -> str:
    from desktop.core.mail.signature import written_text  # a start without drafts needs none of it

    return written_text(content.text, content.signature)


def read_content(text: str) -> DraftContent:
    """A bit that a damaged disk has turned costs one field, not the draft: what cannot be told apart is the text."""
    try:
        stored = json.loads(text)
    except ValueError:
        return DraftContent(0, text=text)
    kinds = {
        "to": str, "cc": str, "bcc": str, "subject": str, "text": str, "quoted_html": str, "in_reply_to": list,
        "references": list,
    }  # fmt: skip
    values: dict[str, Any] = {
        name: tuple(map(str, stored[name])) if kind is list else stored[name]
        for name, kind in kinds.items() if isinstance(stored.get(name), kind)
    }  # fmt: skip
    numbers = {name: stored.get(name) for name in ("answers_location", "forwards_location")}
    values |= {name: value if isinstance(value, int) else None for name, value in numbers.items()}
    wait = stored.get("remind_after")
    values["remind_after"] = wait if isinstance(wait, int) else 0
    account_key, signature = stored.get("account_key"), stored.get("signature")
    values["signature"] = signature if isinstance(signature, str) else None
    if stored.get("formatted"):
        from desktop.core.mail.rich_text import unpack  # a start without formatted drafts needs none of it

        values["formatted"] = unpack(stored["formatted"])
    return DraftContent(account_key if isinstance(account_key, int) else 0, **values)


def _content_ids(text: str) -> dict[int, str]:
    """By position, of the pictures among a draft's attachments."""
    try:
        stored = json.loads(text)["content_ids"]
    except (ValueError, KeyError, TypeError):
        return {}
    return {place: one for place, one in enumerate(stored) if isinstance(one, str)} if isinstance(stored, list) else {}


def _exists(connection: Connection, draft_key: int) -> bool:
    return connection.scalar(select(draft.c.draft_key).where(draft.c.draft_key == draft_key)) is not None
