"""Mail on its way from one account to another: its copy in the account that receives, and what is known of its way.

Functions with `uow` write on the writer; the others read.
"""

from __future__ import annotations

from sqlalchemy import Connection, and_, exists, insert, literal, or_, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store import bodies, message_keys, messages
from desktop.core.store.messages import NewMessage
from desktop.core.store.operations import UNFINISHED
from desktop.core.store.schema import attachment_name, body, location, mailbox, message, operation
from desktop.core.store.writer import UnitOfWork


def copy_message(uow: UnitOfWork, message_key: int, account_key: int) -> int:
    """The key of the same mail in another account, with its body where that is here. Its text is put into the index once it
    has arrived."""
    row = uow.connection.execute(select(message).where(message.c.message_key == message_key)).one()
    envelope = bodies.load_message_envelope(uow.connection, message_key)
    assert envelope is not None
    received = message_keys.received_minute(message_key) * 60
    new = NewMessage(bytes(row.digest), row.size, received, envelope, row.thread_key, row.has_attachment)
    key = messages.find_or_add(uow, account_key, [new])[0]
    has_body = exists().where(body.c.message_key == key)
    if not uow.connection.scalar(select(has_body)):
        source = select(literal(key), body.c.raw).where(body.c.message_key == message_key)
        done = uow.connection.execute(insert(body).from_select(["message_key", "raw"], source))
        if done.rowcount:
            uow.connection.execute(
                update(message)
                .where(message.c.message_key == key)
                .values(snippet=row.snippet, has_attachment=row.has_attachment, body_state=row.body_state)
            )
            names = select(literal(key), attachment_name.c.position, attachment_name.c.filename).where(
                attachment_name.c.message_key == message_key
            )
            uow.connection.execute(
                upsert(attachment_name)
                .from_select(["message_key", "position", "filename"], names)
                .on_conflict_do_nothing()
            )
            uow.messages.add(key)
    return key


def is_imported(connection: Connection, group_key: int, location_key: int) -> bool:
    """Is the mail of that row, in that wish, known to lie in the other account?"""
    done = select(operation.c.operation_key).where(
        operation.c.group_key == group_key,
        operation.c.location_key == location_key,
        operation.c.kind == "import",
        operation.c.state == "done",
    )
    return connection.scalar(done.limit(1)) is not None


def lies_elsewhere(connection: Connection, message_key: int, location_key: int) -> bool:
    """Has the mail another row than that one?"""
    other = select(location.c.location_key).where(
        location.c.message_key == message_key, location.c.location_key != location_key
    )
    return connection.scalar(other.limit(1)) is not None


def load_result_uids(connection: Connection, mailbox_key: int) -> set[int]:
    """UIDs of the rows in that mailbox that an operation has brought, or is bringing, there."""
    rows = connection.scalars(
        select(location.c.uid)
        .join(operation, operation.c.result_location_key == location.c.location_key)
        .where(location.c.mailbox_key == mailbox_key, location.c.uid.is_not(None))
    )
    return {uid for uid in rows if uid is not None}


def is_back(connection: Connection, message_key: int) -> bool | None:
    """Does the server of that mail's account have it, where nothing is taking it away? None while it is on its way."""
    rows = connection.execute(
        select(
            location.c.uid, location.c.on_server, mailbox.c.special_use,
            exists().where(
                operation.c.state.in_(UNFINISHED), operation.c.kind.in_(("move", "expunge", "import")),
                or_(
                    and_(operation.c.location_key == location.c.location_key, operation.c.kind != "import"),
                    operation.c.result_location_key == location.c.location_key,
                ),
            ),
        )
        .join(mailbox, mailbox.c.mailbox_key == location.c.mailbox_key)
        .where(location.c.message_key == message_key)
    ).all()  # fmt: skip
    trash = SpecialUse.TRASH.value
    if any(row.on_server and row.uid is not None and not row[3] and row.special_use != trash for row in rows):
        return True
    return None if any(row[3] or (row.on_server and row.uid is None) for row in rows) else False


def load_followers(connection: Connection, group_key: int, location_key: int) -> list[int]:
    """Operations that wait for the import of that mail."""
    rows = connection.execute(
        select(operation.c.operation_key, operation.c.payload).where(
            operation.c.group_key == group_key,
            operation.c.location_key == location_key,
            operation.c.kind.in_(("move", "expunge")),
            operation.c.state == "waiting",
        )
    )
    return [key for key, payload in rows if '"after_import"' in payload]


def load_unread_sources(connection: Connection) -> list[int]:
    """Rows whose mail is to be imported elsewhere, and whose text has not been fetched yet."""
    rows = connection.scalars(
        select(operation.c.location_key)
        .join(location, location.c.location_key == operation.c.location_key)
        .where(
            operation.c.kind == "import",
            operation.c.state.in_(UNFINISHED),
            ~exists().where(body.c.message_key == location.c.message_key),
        )
    )
    return list(rows)
