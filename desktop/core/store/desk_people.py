"""Who can be named at the desk: members of the workspace, own addresses, contacts, addresses seen in mail. Reads only."""

from __future__ import annotations

from sqlalchemy import Connection

from desktop.core.api.linking import Person
from desktop.core.store import accounts, desk_contacts, known_addresses, members
from desktop.core.store.desk_contacts import fold

MOST = 50


def load_me(connection: Connection) -> str:
    """The name under which this user writes at the desk: the member whose mail is shown, else the first mailbox's."""
    current = members.load_current(connection)
    name = next((one.name for one in members.load_members(connection) if one.member_key == current and one.name), "")
    return name or next((person.name or person.address for person in load_own(connection)), "")


def load_own(connection: Connection) -> list[Person]:
    """One for each connected mailbox."""
    found = []
    for row in accounts.load_accounts(connection):
        settings = accounts.load_settings(connection, row.account_key)
        found.append(Person(settings.display_name if settings else "", row.address, inside=True))
    return found


def load_own_addresses(connection: Connection) -> frozenset[str]:
    """Lower case."""
    return frozenset(row.address.lower() for row in accounts.load_accounts(connection))


def find_people(connection: Connection, text: str) -> list[Person]:
    """Those of the workspace first, then contacts, then whoever mail came from; each address once."""
    sought = fold(text).strip()
    own = load_own(connection)
    named = {person.name for person in own}
    found = [
        Person(one.name, "", one.name, inside=True)
        for one in members.load_members(connection)
        if one.name and one.name not in named
    ]
    found += own
    inside = [person for person in found if not sought or sought in fold(f"{person.name} {person.address}")]
    outside = [
        Person(row.name, address)
        for row in desk_contacts.load_contacts(connection, text, limit=MOST)
        for address in row.addresses[:1]
    ]
    for known in known_addresses.load_addresses(connection, text[:200], MOST):
        name, _, address = known.rpartition(" <")
        outside.append(Person(name, address.rstrip(">")))
    seen: set[str] = set()
    people: list[Person] = []
    for person in (*inside, *outside):
        identity = (person.address or person.person_id).lower()
        if identity not in seen:
            seen.add(identity)
            people.append(person)
    return people[:MOST]
