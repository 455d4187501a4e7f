"""E-mails as CRM activities, made by themselves: a copy of the text and the files on a card.

An activity of a mail that was sent already is made as not done, and marked as done afterwards: made as done, Bitrix24 would
send it (see `guard`). The connector's thread.
"""

from __future__ import annotations

import base64
from enum import Enum

from desktop.core.api.errors import ServerRefusal
from desktop.core.connectors.bitrix24.answers import is_id, read_done, read_id, read_rows, text_of
from desktop.core.connectors.bitrix24.cards import ORIGINATOR, Card, Cards
from desktop.core.connectors.bitrix24.people import People
from desktop.core.connectors.bitrix24.room import There, gone_already, oldest
from desktop.core.connectors.bitrix24.transport import Portal
from desktop.core.connectors.bitrix24.writing import address_of, attachments_of, moment, text_in_bb, title_of
from desktop.core.connectors.protocol import Presence, Wish
from desktop.values import dataclass

_KINDS = {1: "lead", 2: "deal", 3: "contact", 4: "company"}
_EMAIL = 4
_BB_CODE = 2


class Direction(Enum):
    """The direction of a mail together with the only COMPLETED that does not send it."""

    INCOMING = ("1", "Y")
    OUTGOING = ("2", "N")


@dataclass(frozen=True, slots=True)
class EmailActivity:
    """What an e-mail activity can be made from here; its COMPLETED cannot be chosen."""

    card: Card
    direction: Direction
    subject: str
    text: str
    address: str
    responsible: str
    when: str
    key: str
    files: tuple[tuple[str, str], ...] = ()

    def fields(self) -> dict[str, object]:
        direction, completed = self.direction.value
        told = {"VALUE": self.address, "ENTITY_ID": self.card.card_id, "ENTITY_TYPE_ID": self.card.type_id}
        fields: dict[str, object] = {
            "OWNER_TYPE_ID": self.card.type_id,
            "OWNER_ID": self.card.card_id,
            "TYPE_ID": _EMAIL,
            "DIRECTION": direction,
            "COMPLETED": completed,
            "SUBJECT": self.subject,
            "DESCRIPTION": self.text,
            "DESCRIPTION_TYPE": _BB_CODE,
            "RESPONSIBLE_ID": self.responsible,
            "COMMUNICATIONS": [told],
            "START_TIME": self.when,
            "END_TIME": self.when,
            "ORIGINATOR_ID": ORIGINATOR,
            "ORIGIN_ID": self.key,
            "SETTINGS": {"DISABLE_SENDING_MESSAGE_COPY": "Y"},
        }
        if self.files:
            fields["FILES"] = [{"fileData": list(file)} for file in self.files]
        return fields


class Activities:
    def __init__(self, portal: Portal, people: People, cards: Cards) -> None:
        self._portal = portal
        self._people = people
        self._cards = cards

    def find(self, wish: Wish) -> There | None:
        rows = self._with_key(wish.key)
        if not rows:
            return None
        first, doubles = oldest(list(rows))
        for double in doubles:
            with gone_already():
                self._delete(double)
        return There(first, _url(rows[first]))

    def make(self, wish: Wish) -> There:
        card = self._cards.of_wish(wish)
        mail = wish.mails[0]
        activity = EmailActivity(
            card=card,
            direction=Direction.INCOMING if mail.incoming else Direction.OUTGOING,
            subject=title_of(wish),
            text=text_in_bb(wish, full=True),
            address=address_of(wish) or mail.account or mail.sender.address,
            responsible=self._cards.responsible(card) or self._people.me(),
            when=moment(mail.date or mail.received, "UTC"),
            key=wish.key,
            files=tuple(
                (file.filename, base64.b64encode(file.content).decode("ascii"))
                for file in attachments_of(wish)
                if file.content
            ),
        )
        made = self._portal.change("crm.activity.add", {"fields": activity.fields()}, read_id)
        return There(made, card.url)

    def finish(self, wish: Wish, there: There) -> None:
        """Mark an outgoing mail as done, as the documentation has it: by a change of that alone."""
        row = self._with_key(wish.key).get(there.remote_id, {})
        if text_of(row, "COMPLETED") == "N":
            asked = {"id": there.remote_id, "fields": {"COMPLETED": "Y"}}
            self._portal.change("crm.activity.update", asked, read_done)

    def presence(self, remote_id: str) -> Presence:
        rows = self._list({"ID": remote_id})
        return Presence.PRESENT if any(text_of(row, "ID") == remote_id for row in rows) else Presence.GONE

    def delete(self, remote_id: str) -> None:
        try:
            self._delete(remote_id)
        except ServerRefusal:
            if self.presence(remote_id) is not Presence.GONE:
                raise

    def listed(self, filters: dict[str, object]) -> dict[str, dict[str, object]]:
        return {text_of(row, "ID"): row for row in self._list(filters) if is_id(text_of(row, "ID"))}

    def _with_key(self, key: str) -> dict[str, dict[str, object]]:
        """Looked at again: a server that ignores a filter would otherwise give us somebody's activity."""
        rows = self.listed({"ORIGINATOR_ID": ORIGINATOR, "ORIGIN_ID": key})
        return {one: row for one, row in rows.items() if text_of(row, "ORIGIN_ID") == key}

    def _list(self, filters: dict[str, object]) -> list[dict[str, object]]:
        select = ["ID", "ORIGIN_ID", "COMPLETED", "SUBJECT", "OWNER_ID", "OWNER_TYPE_ID"]
        asked = {"filter": filters, "select": select, "order": {"ID": "desc"}}
        return self._portal.ask("crm.activity.list", asked, read_rows)

    def _delete(self, remote_id: str) -> None:
        self._portal.change("crm.activity.delete", {"id": remote_id}, read_done)


def _url(row: dict[str, object]) -> str:
    kind, owner = text_of(row, "OWNER_TYPE_ID"), text_of(row, "OWNER_ID")
    return Card(_KINDS[int(kind)], owner).url if is_id(kind) and int(kind) in _KINDS and is_id(owner) else ""
