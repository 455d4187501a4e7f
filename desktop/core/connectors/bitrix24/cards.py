"""The CRM's cards: those with an address, those with a name, and a new one for somebody unknown. The connector's thread."""

from __future__ import annotations

from collections.abc import Mapping

from desktop.core.api.errors import Code, ServerRefusal
from desktop.core.api.linking import CrmTarget, Person
from desktop.core.connectors.bitrix24.answers import (
    Garbled,
    is_id,
    part,
    read_id,
    read_ids,
    read_row,
    read_rows,
    text_of,
)
from desktop.core.connectors.bitrix24.transport import Portal
from desktop.core.connectors.bitrix24.writing import address_of, one_line, title_of
from desktop.core.connectors.protocol import Wish
from desktop.values import dataclass

ORIGINATOR = "bandeja"
TYPES = {"contact": 3, "company": 4, "lead": 1, "deal": 2}
_BY_ADDRESS = ("contact", "company", "lead")
_NAMES = {"contact": ("lastName", "name"), "company": ("title",), "lead": ("title",), "deal": ("title",)}
NEW = "new"
"""A target that is a new card: "new:contact" or "new:lead"."""
MOST_FOUND = 50
_LONGEST_SEARCH = 100


@dataclass(frozen=True, slots=True)
class Card:
    kind: str
    card_id: str

    @property
    def type_id(self) -> int:
        return TYPES[self.kind]

    @property
    def target_id(self) -> str:
        return f"{self.kind}:{self.card_id}"

    @property
    def url(self) -> str:
        return f"crm/{self.kind}/details/{self.card_id}/"


class Cards:
    def __init__(self, portal: Portal, new_kind: str) -> None:
        self._portal = portal
        self._new_kind = new_kind

    def of_wish(self, wish: Wish) -> Card:
        """The card that was chosen, else the first one with the mail's address, else a new one."""
        kind, _, card_id = wish.target_id.partition(":")
        if kind in TYPES and is_id(card_id):
            return Card(kind, card_id)
        address = address_of(wish)
        if kind != NEW and address:
            for one in _BY_ADDRESS:
                if ids := self._with_address(one, address):
                    return Card(one, ids[0])
        return self._new(wish, card_id if kind == NEW and card_id in ("contact", "lead") else self._new_kind, address)

    def find(self, text: str) -> list[CrmTarget]:
        words = one_line(text)[:_LONGEST_SEARCH]
        found: dict[str, CrmTarget] = {}
        if "@" in words:
            for kind in _BY_ADDRESS:
                if ids := self._with_address(kind, words)[:20]:
                    for row in self._list(kind, {"@id": ids}):
                        self._add(found, kind, row, words)
        elif len(words) >= 2:
            for kind, names in _NAMES.items():
                for name in names:
                    for row in self._list(kind, {f"%{name}": words}):
                        self._add(found, kind, row, "")
        return list(found.values())[:MOST_FOUND]

    def responsible(self, card: Card) -> str:
        """Who looks after the card also gets the activity; "" when that cannot be seen."""
        for row in self._list(card.kind, {"id": card.card_id}):
            if is_id(text_of(row, "assignedById")):
                return text_of(row, "assignedById")
        return ""

    def _with_address(self, kind: str, address: str) -> list[str]:
        """A type at a time: with twenty hits in one, Bitrix24 leaves the other types out."""
        name = kind.upper()
        asked = {"type": "EMAIL", "values": [address], "entity_type": name}
        return self._portal.ask("crm.duplicate.findbycomm", asked, lambda value: read_ids(read_row(value).get(name)))

    def _list(self, kind: str, filters: Mapping[str, object]) -> list[dict[str, object]]:
        select = ["id", "title", "name", "lastName", "assignedById", "originatorId", "originId"]
        asked = {"entityTypeId": TYPES[kind], "filter": filters, "select": select}
        return self._portal.ask("crm.item.list", asked, lambda value: read_rows(read_row(value).get("items")))

    def _add(self, found: dict[str, CrmTarget], kind: str, row: Mapping[str, object], detail: str) -> None:
        if not is_id(text_of(row, "id")):
            return
        card = Card(kind, text_of(row, "id"))
        name = one_line(f"{text_of(row, 'name')} {text_of(row, 'lastName')}")
        title = one_line(text_of(row, "title"))
        label = (name or title if kind == "contact" else title or name) or f"#{card.card_id}"
        found.setdefault(card.target_id, CrmTarget(card.target_id, label[:200], detail, kind))

    def _new(self, wish: Wish, kind: str, address: str) -> Card:
        if not address:
            raise ServerRefusal(Code.CARD_UNKNOWN, subject=title_of(wish))
        origin = {"originatorId": ORIGINATOR, "originId": wish.key}
        for row in self._list(kind, origin):
            if text_of(row, "originId") == wish.key:
                return Card(kind, read_id_of(row))
        fields: dict[str, object] = {
            **origin,
            **(_contact_names(_person(wish, address)) if kind == "contact" else {"title": title_of(wish)}),
            "sourceId": "EMAIL",
            "fm": [{"typeId": "EMAIL", "valueType": "WORK", "value": address}],
        }
        asked = {"entityTypeId": TYPES[kind], "fields": fields}
        return Card(kind, self._portal.change("crm.item.add", asked, _read_item))


def read_id_of(row: Mapping[str, object]) -> str:
    return read_id(row.get("id"))


def _person(wish: Wish, address: str) -> Person:
    for mail in wish.mails:
        for person in (mail.sender, *mail.to, *mail.cc):
            if one_line(person.address) == address:
                return person
    return Person("", address)


def _contact_names(person: Person) -> dict[str, object]:
    first, _, last = (one_line(person.name) or person.address.partition("@")[0])[:200].partition(" ")
    return {"name": first, "lastName": last} if last else {"name": first}


def _read_item(value: object) -> str:
    item = part(read_row(value), "item")
    if not isinstance(item, dict):
        raise Garbled("no item")
    return read_id(item.get("id"))
