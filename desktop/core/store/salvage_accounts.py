"""After a damaged file was carried over: an account that could not be read gets a stand-in, so that its drafts, its unsent mail
and its waiting changes are not lost with it.

The stand-in is paused and knows no server: nothing happens in its name until somebody has set it up again.
"""

from __future__ import annotations

import uuid

from sqlalchemy import Connection, func, insert, select

from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.api.errors import BandejaError
from desktop.core.store.schema import account, draft, mailbox, outbox

LOST = "lost.invalid"
"""No server has this name (RFC 6761)."""


def heal(connection: Connection, now: int) -> None:
    known = set(connection.scalars(select(account.c.account_key)))
    taken = set(connection.scalars(select(account.c.address)))
    lost = {
        key for table in (draft, outbox, mailbox) for key in connection.scalars(select(table.c.account_key))
    } - known
    position = int(connection.scalar(select(func.coalesce(func.max(account.c.position), -1))) or 0)
    # Where pages are mixed up, a key may be the text of another table.
    for number, key in enumerate(sorted(key for key in lost if isinstance(key, int)), 1):
        written = select(func.max(outbox.c.envelope_from)).where(outbox.c.account_key == key)
        settings = stand_in(connection.scalar(written) or "")
        if settings is None or settings.address in taken:
            settings = stand_in(f"account{key}@{LOST}")
        assert settings is not None
        taken.add(settings.address)
        connection.execute(
            insert(account).values(
                account_key=key, address=settings.address, secret_id=uuid.uuid4().hex, settings=settings.to_json(),
                position=position + number, connected_at=now, paused=True,
            )
        )  # fmt: skip


def stand_in(address: str) -> AccountSettings | None:
    try:
        imap, smtp = (ServerSettings(LOST, port, Security.TLS, address) for port in (993, 465))
        return AccountSettings(address, address, imap, smtp)
    except BandejaError:  # the address is broken too
        return None
