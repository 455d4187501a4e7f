"""The users of the portal: who we are, whom a wish names, whom a search finds. The connector's thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop.core.api.linking import Person
from desktop.core.connectors.bitrix24.answers import Garbled, is_id, read_id, read_row, read_rows, text_of
from desktop.core.connectors.bitrix24.transport import Portal
from desktop.core.connectors.bitrix24.writing import one_line

MOST_FOUND = 50
_LONGEST_SEARCH = 100


class People:
    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._me = ""
        self._account = ""
        self._known: dict[str, str] = {}
        """User ids by address."""

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
        unknown = {
            person.address.casefold()
            for person in people
            if not is_id(person.person_id) and "@" in person.address and person.address.casefold() not in self._known
        }
        if unknown:
            asked = {"FILTER": {"EMAIL": sorted(unknown)[:MOST_FOUND], "ACTIVE": True}}
            for address in unknown:
                self._known[address] = ""
            for row in self._portal.ask("user.get", asked, read_rows):
                if is_id(text_of(row, "ID")):
                    self._known[text_of(row, "EMAIL").casefold()] = text_of(row, "ID")
        ids = [p.person_id if is_id(p.person_id) else self._known.get(p.address.casefold(), "") for p in people]
        return list(dict.fromkeys(filter(None, ids)))

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
