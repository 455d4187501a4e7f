"""The users of the portal: who we are, whom a wish names, whom a search finds. The connector's thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop.core.api.linking import Person
from desktop.core.clock import Clock
from desktop.core.connectors.bitrix24.answers import Garbled, is_id, read_id, read_row, read_rows, text_of
from desktop.core.connectors.bitrix24.transport import Portal
from desktop.core.connectors.bitrix24.writing import one_line

MOST_FOUND = 50
_LONGEST_SEARCH = 100
_BELIEVED = 600.0


class People:
    def __init__(self, portal: Portal, clock: Clock) -> None:
        self._portal = portal
        self._clock = clock
        self._me = ""
        self._account = ""
        self._known: dict[str, str] = {}
        """User ids by address."""
        self._outside: dict[str, float] = {}
        """Addresses of nobody here, and until when that is believed: a colleague may join."""

    def me(self) -> str:
        if not self._me:
            row = self._portal.ask("user.current", {}, _read_user)
            self._account = _name_of(row) or text_of(row, "EMAIL")
            self._me = read_id(row["ID"])
        return self._me

    def account(self) -> str:
        self.me()
        return self._account

    def ids_of(self, people: Iterable[Person]) -> list[str]:
        """Of those who are users here; the others have only their addresses and are left to the text."""
        people = list(people)
        self._look_up(people)
        ids = [p.person_id if is_id(p.person_id) else self._known.get(p.address.casefold(), "") for p in people]
        return list(dict.fromkeys(filter(None, ids)))

    def _look_up(self, people: list[Person]) -> None:
        now = self._clock.monotonic()
        wanted = {person.address.casefold() for person in people if not is_id(person.person_id)}
        asked = sorted(
            address
            for address in wanted
            if "@" in address and address not in self._known and self._outside.get(address, 0.0) <= now
        )[:MOST_FOUND]
        if not asked:
            return
        for row in self._portal.ask("user.get", {"FILTER": {"EMAIL": asked, "ACTIVE": True}}, read_rows):
            if is_id(text_of(row, "ID")) and text_of(row, "EMAIL").casefold() in asked:
                self._known[text_of(row, "EMAIL").casefold()] = text_of(row, "ID")
        self._outside |= dict.fromkeys((one for one in asked if one not in self._known), now + _BELIEVED)

    def find(self, text: str) -> list[Person]:
        words = one_line(text)[:_LONGEST_SEARCH]
        if not words:
            return []
        if "@" in words:
            rows = self._portal.ask("user.get", {"FILTER": {"%EMAIL": words, "ACTIVE": True}}, read_rows)
        else:
            asked = {"FILTER": {"FIND": words, "USER_TYPE": "employee"}}
            rows = self._portal.ask("user.search", asked, read_rows)
        return [
            Person(_name_of(row), one_line(text_of(row, "EMAIL")), text_of(row, "ID"), inside=True)
            for row in rows[:MOST_FOUND]
            if is_id(text_of(row, "ID")) and row.get("ACTIVE") is not False
        ]


def _read_user(value: object) -> dict[str, object]:
    row = read_row(value)
    if not is_id(text_of(row, "ID")):
        raise Garbled("no user")
    return row


def _name_of(row: Mapping[str, object]) -> str:
    return one_line(f"{text_of(row, 'NAME')} {text_of(row, 'LAST_NAME')}")
