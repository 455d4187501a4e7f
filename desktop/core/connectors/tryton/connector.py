"""The connector: a wish is a note on a party, with the mails as files attached to it, found again by the key they carry.

Tryton has no unique field for these, so that of two tries at the same moment both may make one: whoever comes second sees both
and deletes all but the oldest. A party that is made has a code made from its address, which Tryton keeps unique. The note is
made last, so that where it stands everything does. The connector's thread; `cancel` from any.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping

from desktop.core.api.errors import BandejaError, Code, ServerRefusal
from desktop.core.api.linking import CrmTarget, LinkKind, Person
from desktop.core.connectors.http import Http
from desktop.core.connectors.letter import build_eml
from desktop.core.connectors.protocol import Connector, Made, MailSnapshot, Means, Presence, Probe, Wish
from desktop.core.connectors.tryton.client import TrytonClient
from desktop.core.connectors.wording import links_of, one_line, plain_lines, title_of
from desktop.core.network import verified_context

_REMOTE_ID = re.compile(r"([1-9][0-9]{0,17})/([1-9][0-9]{0,17})#([0-9A-Za-z-]{8,64})")
"""party/note#key: Tryton lets notes be searched only by those who say on what."""
_TARGET = re.compile(r"party:([1-9][0-9]{0,17})")
_ADDRESS = re.compile(r"[^\s@<>\"',;:\\%]+@[^\s@<>\"',;:\\%]+")
_TEXT_LENGTH = 100_000
_MOST_TARGETS = 20
_OLDEST_FIRST = [["id", "ASC"]]


def open_tryton(values: Mapping[str, str], secrets: Mapping[str, str], means: Means) -> Connector:
    address, database = values.get("address", "").strip(), values.get("database", "").strip()
    if "://" not in address:
        address = f"https://{address}"
    password = secrets.get("password", "")
    http = Http(address, context=verified_context(None), clock=means.clock, secrets=(password,))
    return Tryton(http, address, database, values.get("user", ""), password)


class Tryton:
    def __init__(self, http: Http, address: str, database: str, user: str, password: str) -> None:
        self._client = TrytonClient(http, database, user, password)
        self._http = http
        self._web = f"{address.rstrip('/')}/#{database}"
        self._user = user

    def __repr__(self) -> str:
        return f"Tryton({self._http!r})"

    def probe(self) -> Probe:
        self._client.forget()
        self._client.ids(self._client.call("model.party.party.search", [], 0, 1, None, {}))
        return Probe(frozenset({LinkKind.CRM}), account=self._user)

    def create(self, wish: Wish) -> Made:
        party = self._party_of(wish)
        if party is None:
            party = self._make_party(wish)
        else:
            kept = self._only_the_oldest("ir.note", _note_of(party, wish.key))
            if kept is not None:
                return self._made(wish, party, kept, existed=True)
        self._attach(wish, party)
        note = {"resource": _resource(party), "message": _text_of(wish)}
        made = self._client.ids(self._client.call("model.ir.note.create", [note], {}))
        kept = self._only_the_oldest("ir.note", _note_of(party, wish.key))
        if kept is None or not made:
            raise self._http.unanswered(Code.SERVER_CONFUSED, "made, and not there")
        return self._made(wish, party, kept, existed=kept != made[0])

    def find(self, wish: Wish) -> Made | None:
        party = self._party_of(wish)
        note = self._only_the_oldest("ir.note", _note_of(party, wish.key)) if party is not None else None
        return self._made(wish, party, note, existed=True) if party is not None and note is not None else None

    def presence(self, kind: LinkKind, remote_id: str) -> Presence:
        place = _REMOTE_ID.fullmatch(remote_id)
        if place is None:
            return Presence.UNKNOWN
        party, note = int(place[1]), int(place[2])
        try:
            there = self._search("ir.note", [_on(party), ["id", "=", note]])
        except BandejaError:
            return Presence.UNKNOWN
        return Presence.PRESENT if there else Presence.GONE

    def delete(self, kind: LinkKind, remote_id: str) -> None:
        """The note and the files; a party that was made for it stays, for others may have written to it since."""
        place = _REMOTE_ID.fullmatch(remote_id)
        if place is None:
            raise ServerRefusal(Code.NOT_FOUND, what="note", name=self._http.words(remote_id))
        party, note, key = int(place[1]), int(place[2]), place[3]
        notes = [*_note_of(party, key), ["id", "=", note]]
        # The note last: while it stands, the link is not gone and the deletion is tried again.
        for model, domain in (("ir.attachment", _files_of(party, key)), ("ir.note", notes)):
            found = self._search(model, domain)
            if found:
                self._client.call(f"model.{model}.delete", found, {})
        if self._search("ir.note", notes):
            raise self._http.unanswered(Code.SERVER_CONFUSED, "deleted, and still there")

    def drop_half(self, wish: Wish) -> None:
        """The files that were there before their note."""
        party = self._party_of(wish)
        files = [] if party is None else self._search("ir.attachment", _files_of(party, wish.key))
        if files:
            self._client.call("model.ir.attachment.delete", files, {})

    def find_targets(self, text: str) -> list[CrmTarget]:
        wanted = one_line(text, 200).replace("%", "").replace("\\", "")
        if not wanted:
            return []
        like: list[object] = ["value", "ilike", wanted]
        exact = self._mechanisms([["type", "=", "email"], like]) if _ADDRESS.fullmatch(wanted) else []
        partly = self._mechanisms([["type", "=", "email"], ["value", "ilike", f"%{wanted}%"]])
        details: dict[int, str] = {}
        for party, address in (*exact, *partly):
            details.setdefault(party, address)
        for party in self._search("party.party", [["name", "ilike", f"%{wanted}%"]], _MOST_TARGETS):
            details.setdefault(party, "")
        chosen = list(details)[:_MOST_TARGETS]
        rows = self._client.rows(self._client.call("model.party.party.read", chosen, ["name"], {})) if chosen else []
        names = {row.get("id"): one_line(str(row.get("name") or ""), 200) for row in rows}
        return [
            CrmTarget(f"party:{party}", names.get(party) or details[party] or f"#{party}", details[party], "contact")
            for party in chosen
        ]

    def cancel(self) -> None:
        self._http.cancel()

    def close(self) -> None:
        self._http.close()

    def _party_of(self, wish: Wish) -> int | None:
        """The party that was chosen, or the one with the address; None when there is none with it yet."""
        target = _TARGET.fullmatch(wish.target_id)
        if target is not None:
            if not self._search("party.party", [["id", "=", int(target[1])]]):
                raise ServerRefusal(Code.NOT_FOUND, what="party", name=wish.target_id)
            return int(target[1])
        address = _other_side(wish.mails).address.strip()
        known = self._mechanisms([["type", "=", "email"], ["value", "ilike", _literal(address)]])
        return known[0][0] if known else None

    def _make_party(self, wish: Wish) -> int:
        person = _other_side(wish.mails)
        address = person.address.strip()
        code = f"MAIL-{hashlib.sha256(address.lower().encode()).hexdigest()[:12].upper()}"
        party = {
            "name": one_line(person.name, 200) or address,
            "code": code,
            "contact_mechanisms": [["create", [{"type": "email", "value": address}]]],
        }
        try:
            made = self._client.ids(self._client.call("model.party.party.create", [party], {}))
        except ServerRefusal:
            made = self._search("party.party", [["code", "=", code]])  # somebody made it since we looked
            if not made:
                raise
        if not made:
            raise self._http.unanswered(Code.SERVER_CONFUSED, "made, and not there")
        return made[0]

    def _attach(self, wish: Wish, party: int) -> None:
        for number, mail in enumerate(wish.mails):
            mark = _file_of(wish.key, number)
            domain: list[list[object]] = [_on(party), ["description", "=", mark]]
            if not self._search("ir.attachment", domain, 1):
                content = base64.b64encode(build_eml(mail)).decode("ascii")
                self._client.call("model.ir.attachment.create", [{
                    "resource": _resource(party),
                    "name": f"{one_line(mail.subject, 100).replace('/', '_') or 'Mail'}.eml",
                    "type": "data",
                    "data": {"__class__": "bytes", "base64": content},
                    "description": mark,
                }], {})  # fmt: skip
            self._only_the_oldest("ir.attachment", domain)

    def _only_the_oldest(self, model: str, domain: list[list[object]]) -> int | None:
        found = self._search(model, domain)
        if len(found) > 1:
            self._client.call(f"model.{model}.delete", found[1:], {})
        return found[0] if found else None

    def _search(self, model: str, domain: list[list[object]], limit: int | None = 100) -> list[int]:
        return self._client.ids(self._client.call(f"model.{model}.search", domain, 0, limit, _OLDEST_FIRST, {}))

    def _mechanisms(self, domain: list[list[object]]) -> list[tuple[int, str]]:
        """(party, address), oldest first."""
        method = "model.party.contact_mechanism.search_read"
        rows = self._client.rows(
            self._client.call(method, domain, 0, _MOST_TARGETS, _OLDEST_FIRST, ["party", "value"], {})
        )
        return [(party, one_line(str(row["value"]))) for row in rows if isinstance(party := row.get("party"), int)]

    def _made(self, wish: Wish, party: int, note: int, *, existed: bool) -> Made:
        return Made(f"{party}/{note}#{wish.key}", title_of(wish), f"{self._web}/model/party.party/{party}", existed)


def _other_side(mails: tuple[MailSnapshot, ...]) -> Person:
    """Whom the first mail came from or went to. Raises ServerRefusal when there is nobody."""
    for mail in mails:
        for person in (mail.sender,) if mail.incoming else mail.to:
            if _ADDRESS.fullmatch(person.address.strip()):
                return person
    raise ServerRefusal(Code.BAD_INPUT, what="The mail", why="it has no address to save it to; choose a party")


def _literal(text: str) -> str:
    """For ILIKE, where an underscore is any character."""
    return text.replace("\\", "\\\\").replace("_", "\\_").replace("%", "\\%")


def _resource(party: int) -> str:
    return f"party.party,{party}"


def _on(party: int) -> list[object]:
    return ["resource", "=", _resource(party)]


def _note_of(party: int, key: str) -> list[list[object]]:
    return [_on(party), ["message", "like", f"%[bandeja {key}]%"]]


def _file_of(key: str, number: int) -> str:
    return f"bandeja {key} {number}"


def _files_of(party: int, key: str) -> list[list[object]]:
    return [_on(party), ["description", "like", f"bandeja {key} %"]]


def _text_of(wish: Wish) -> str:
    mail = wish.mails[0] if wish.mails else None
    sides = f"{one_line(mail.sender.address)} → {one_line(mail.account)}" if mail and mail.incoming else ""
    text = plain_lines(wish.text, _TEXT_LENGTH).strip("\n")
    parts = (title_of(wish), sides, text, links_of(wish).strip("\n"), f"[bandeja {wish.key}]")
    return "\n\n".join(part for part in parts if part)
