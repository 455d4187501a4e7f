"""Whom mail came from or went to: remembered with every mail that comes, offered while one types an address."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from desktop.core.mail.address import Address
from desktop.core.mail.envelope import Envelope
from desktop.core.store import bulk
from desktop.core.store.schema import known_address
from desktop.core.store.writer import UnitOfWork

_KNOW = upsert(known_address)
_KNOW = _KNOW.on_conflict_do_update(
    index_elements=["addr_spec"],
    set_={"display": _KNOW.excluded.display, "last_seen": _KNOW.excluded.last_seen},
    where=known_address.c.last_seen <= _KNOW.excluded.last_seen,
)


def note_addresses(uow: UnitOfWork, envelopes: Iterable[tuple[Envelope, int]]) -> None:
    """Remember whom mail came from or went to, for completion: (envelope, when)."""
    newest: dict[str, tuple[int, Address]] = {}
    for envelope, when in envelopes:
        for person in (*envelope.from_[:1], *envelope.to[:10], *envelope.cc[:10]):
            known = newest.get(person.addr_spec)
            if known is None or known[0] < when:
                newest[person.addr_spec] = when, person
    rows = [
        (addr_spec.lower(), str(person)[:200], when) for addr_spec, (when, person) in newest.items() if "@" in addr_spec
    ]
    bulk.execute_rows(uow.connection, _KNOW, ("addr_spec", "display", "last_seen"), rows)


def load_addresses(connection: Connection, prefix: str, limit: int) -> list[str]:
    """Addresses or names that start with the text, most recent first."""
    start = prefix.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    if not start:
        return []
    rows = connection.scalars(
        select(known_address.c.display)
        .where(
            known_address.c.addr_spec.like(f"{start}%", escape="\\")
            | known_address.c.display.like(f"{start}%", escape="\\")
            | known_address.c.display.like(f"% {start}%", escape="\\")
        )
        .order_by(known_address.c.last_seen.desc())
        .limit(limit)
    )
    return list(rows)
