"""Contacts and companies with their addresses. Functions with a Recorder write on the writer; the others read."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, Row, Select, func, select

from desktop.core.api.desk import ContactDetail, ContactRow
from desktop.core.store import desk_activities
from desktop.core.store.desk_objects import clean_text, one_line
from desktop.core.store.schema import activity, contact, contact_address
from desktop.core.store.undo_rows import Recorder

MOST_ADDRESSES = 50


def add_contact(
    rows: Recorder,
    *,
    name: str,
    addresses: Sequence[str] = (),
    is_company: bool = False,
    company_key: int | None = None,
    phone: str = "",
    note: str = "",
) -> int:
    key = rows.insert(
        contact, name=one_line(name), is_company=is_company, company_key=company_key, phone=one_line(phone, 100),
        note=clean_text(note), sought=_sought(name, addresses), created_at=rows.uow.now,
    )  # fmt: skip
    _set_addresses(rows, key, addresses)
    return key


def set_contact(
    rows: Recorder,
    contact_key: int,
    *,
    name: str,
    addresses: Sequence[str],
    is_company: bool,
    company_key: int | None,
    phone: str,
    note: str,
) -> bool:
    """False when there is no such contact."""
    if not is_there(rows.uow.connection, contact_key):
        return False
    rows.update(
        contact, contact.c.contact_key == contact_key, name=one_line(name), is_company=is_company,
        company_key=None if company_key == contact_key else company_key, phone=one_line(phone, 100), note=clean_text(note),
        sought=_sought(name, addresses),
    )  # fmt: skip
    _set_addresses(rows, contact_key, addresses)
    return True


def drop_contact(rows: Recorder, contact_key: int) -> str | None:
    """With what was saved to it; people of a company stay. The name of the contact that went."""
    name = rows.uow.connection.scalar(select(contact.c.name).where(contact.c.contact_key == contact_key))
    if name is None:
        return None
    desk_activities.drop_of_contact(rows, contact_key)
    rows.delete(contact_address, contact_address.c.contact_key == contact_key)
    rows.update(contact, contact.c.company_key == contact_key, company_key=None)
    rows.delete(contact, contact.c.contact_key == contact_key)
    return name


def is_there(connection: Connection, contact_key: int) -> bool:
    return connection.scalar(select(contact.c.contact_key).where(contact.c.contact_key == contact_key)) is not None


def find_by_addresses(connection: Connection, addresses: Iterable[str]) -> list[int]:
    """Keys of the contacts and companies that have one of these addresses, oldest first."""
    wanted = {address.strip().lower() for address in addresses} - {""}
    if not wanted:
        return []
    found = connection.scalars(
        select(contact_address.c.contact_key)
        .where(contact_address.c.addr_spec.in_(wanted))
        .distinct()
        .order_by(contact_address.c.contact_key)
    )
    return list(found)


def load_contacts(connection: Connection, text: str = "", *, limit: int | None = None) -> list[ContactRow]:
    """Those whose name or addresses contain each word of the text, by name."""
    statement = _rows().order_by(contact.c.sought, contact.c.contact_key).limit(limit)
    for word in fold(text).split()[:8]:
        statement = statement.where(contact.c.sought.contains(word, autoescape=True))
    return _with_addresses(connection, connection.execute(statement).all())


def load_some(connection: Connection, contact_keys: Sequence[int]) -> list[ContactRow]:
    rows = connection.execute(_rows().where(contact.c.contact_key.in_(contact_keys)).order_by(contact.c.contact_key))
    return _with_addresses(connection, rows.all())


def load_contact(connection: Connection, contact_key: int) -> ContactDetail | None:
    found = load_some(connection, [contact_key])
    more = connection.execute(
        select(contact.c.phone, contact.c.note, contact.c.company_key).where(contact.c.contact_key == contact_key)
    ).one_or_none()
    if not found or more is None:
        return None
    timeline = desk_activities.load_timeline(connection, contact_key)
    return ContactDetail(found[0], more.phone, more.note, more.company_key, timeline)


def fold(text: str) -> str:
    """Without case and accents, as people type when they look for something."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def _rows() -> Select:
    """Each contact's activities are counted by themselves: an index has them, and mostly few contacts are asked for."""
    company = contact.alias("company")
    saved = select(func.count()).where(activity.c.contact_key == contact.c.contact_key).scalar_subquery()
    last = select(func.max(activity.c.at)).where(activity.c.contact_key == contact.c.contact_key).scalar_subquery()
    return select(
        contact.c.contact_key, contact.c.name, contact.c.is_company, func.coalesce(company.c.name, ""), saved, last
    ).outerjoin(company, company.c.contact_key == contact.c.company_key)


def _with_addresses(connection: Connection, rows: Sequence[Row]) -> list[ContactRow]:
    addresses: dict[int, list[str]] = {}
    keys = [row[0] for row in rows]
    for start in range(0, len(keys), 500):
        found = connection.execute(
            select(contact_address.c.contact_key, contact_address.c.address)
            .where(contact_address.c.contact_key.in_(keys[start : start + 500]))
            .order_by(contact_address.c.contact_key, contact_address.c.position)
        )
        for key, address in found:
            addresses.setdefault(key, []).append(address)
    return [
        ContactRow(key, name, bool(is_company), company, tuple(addresses.get(key, ())), count, last)
        for key, name, is_company, company, count, last in rows
    ]


def _set_addresses(rows: Recorder, contact_key: int, addresses: Sequence[str]) -> None:
    typed = (one_line(address, 320) for address in addresses)
    wanted = list({address.lower(): address for address in typed if address}.values())
    present = rows.uow.connection.scalars(
        select(contact_address.c.address)
        .where(contact_address.c.contact_key == contact_key)
        .order_by(contact_address.c.position)
    ).all()
    if list(present) == wanted:
        return
    rows.delete(contact_address, contact_address.c.contact_key == contact_key)
    for position, address in enumerate(wanted[:MOST_ADDRESSES]):
        rows.insert(
            contact_address, contact_key=contact_key, position=position, address=address,
            addr_spec=address.lower(),
        )  # fmt: skip


def _sought(name: str, addresses: Sequence[str]) -> str:
    return fold(" ".join((one_line(name), *addresses)))[:5_000]
