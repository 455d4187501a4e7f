"""Mails of people who are no contacts, about which the user wants to be asked and has not answered yet. Exists nowhere else.

An offer knows its mail as the log of the rules does, so that it outlives a cache that was fetched anew. Functions with `uow`
write on the writer; the others read.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, and_, delete, exists, func, insert, or_, select, update

from desktop.core.api.linking import LinkKind, LinkState
from desktop.core.store import crm_rules, desk_contacts
from desktop.core.store.schema import crm_offer, link, location, message
from desktop.core.store.writer import UnitOfWork

MOST = 1_000
KEPT_SECONDS = 90 * 86_400
"""Who was not answered about for so long is not asked about any more."""


def add_offer(uow: UnitOfWork, account_key: int, identity: str, address: str) -> None:
    uow.connection.execute(
        insert(crm_offer).values(account_key=account_key, identity=identity, address=address, at=uow.now)
    )
    newest = select(crm_offer.c.offer_key).order_by(crm_offer.c.offer_key.desc()).limit(MOST)
    old = or_(crm_offer.c.at < uow.now - KEPT_SECONDS, crm_offer.c.offer_key.not_in(newest))
    uow.connection.execute(delete(crm_offer).where(old))


def drop_offers(uow: UnitOfWork, addresses: Sequence[str]) -> int:
    """They are answered; how many mails that was about."""
    wanted = [address.lower() for address in addresses]
    gone = 0
    for start in range(0, len(wanted), 500):
        mine = func.lower(crm_offer.c.address).in_(wanted[start : start + 500])
        gone += uow.connection.execute(delete(crm_offer).where(mine)).rowcount
    return gone


def hand_over(
    uow: UnitOfWork, message_key: int, other: int, offer_keys: Iterable[int] | None = None
) -> list[int]:  # fmt: skip
    """The same mail lies in another account now: what was offered about it goes along, all of it or those; which did."""
    keys = [message_key, other]
    columns = (message.c.message_key, message.c.account_key, message.c.message_id, message.c.digest)
    found = {row.message_key: row for row in uow.connection.execute(select(*columns).where(columns[0].in_(keys)))}
    if len(found) < len(set(keys)):
        return []
    before, after = found[message_key], found[other]
    where = and_(
        crm_offer.c.account_key == before.account_key,
        crm_offer.c.identity == crm_rules.identity_of(before.message_id, before.digest),
    )
    if offer_keys is not None:
        where = and_(where, crm_offer.c.offer_key.in_(list(offer_keys)))
    going = list(uow.connection.scalars(select(crm_offer.c.offer_key).where(where)))
    if going:
        values = {"account_key": after.account_key, "identity": crm_rules.identity_of(after.message_id, after.digest)}
        uow.connection.execute(update(crm_offer).where(crm_offer.c.offer_key.in_(going)).values(values))
    return going


def load_offers(connection: Connection) -> list[tuple[int, str]]:
    """(location key, address), oldest first: of mails that are here and were not saved since, and of people whom nobody has
    made a contact or forbidden since."""
    rows = connection.execute(
        select(crm_offer.c.account_key, crm_offer.c.identity, crm_offer.c.address).order_by(crm_offer.c.offer_key)
    ).all()
    if not rows:
        return []
    never = crm_rules.load_never(connection)
    places = _load_places(connection, [(account_key, identity) for account_key, identity, _ in rows])
    settled: dict[str, bool] = {}
    found = []
    for account_key, identity, address in rows:
        if address not in settled:
            known = desk_contacts.find_by_addresses(connection, [address])
            settled[address] = bool(known) or never.match([address], ()) is not None
        place = places.get((account_key, identity))
        if place is not None and not settled[address]:
            found.append((place, address))
    return found


def _load_places(connection: Connection, wanted: Sequence[tuple[int, str]]) -> dict[tuple[int, str], int]:
    """Where the mails are that have not been saved."""
    saved = exists().where(
        link.c.message_key == message.c.message_key, link.c.kind == LinkKind.CRM.value,
        link.c.state != LinkState.GONE.value,
    )  # fmt: skip
    statement = (
        select(message.c.account_key, message.c.message_id, message.c.digest, func.min(location.c.location_key))
        .join(location, location.c.message_key == message.c.message_key)
        .where(location.c.hidden == 0, ~saved)
        .group_by(message.c.message_key)
    )
    named = [identity[1:-1] for _, identity in wanted if identity.startswith("<")]
    nameless = [bytes.fromhex(identity) for _, identity in wanted if not identity.startswith("<")]
    places: dict[tuple[int, str], int] = {}
    for column, keys in ((message.c.message_id, named), (message.c.digest, nameless)):
        for part in _parts(keys):
            for account_key, message_id, digest, place in connection.execute(statement.where(column.in_(part))):
                places.setdefault((account_key, crm_rules.identity_of(message_id, digest)), place)
    return places


def _parts(keys: list) -> Iterable[list]:
    return (keys[start : start + 500] for start in range(0, len(keys), 500))
