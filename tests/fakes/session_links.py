"""Links of the fake session: rows in a dictionary, prefilled sheets, two backends, and what each wish about links does.

What is bound to the own desk is made at once; what is bound to another backend waits until a test says `settle_links`.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.api import link_commands as wishes
from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import Receipt
from desktop.core.api.errors import BandejaError, Code, ServerRefusal, SetupError
from desktop.core.api.linking import (
    OWN_DESK,
    AttachmentChoice,
    BackendField,
    BackendRow,
    CrmTarget,
    LinkForm,
    LinkKind,
    LinkRow,
    LinkState,
    Person,
    PlugInRow,
)
from desktop.core.api.rows import LinkBadge
from tests.fakes.mails import DAY, NOW, PEOPLE

if TYPE_CHECKING:
    from tests.fakes.session import FakeSession

ALL = tuple(LinkKind)
INSIDE = (
    Person("Ana Beltrán", "ana@talleresmarin.example", "1", True),
    Person("Julián Soto", "julian@talleresmarin.example", "2", True),
)
FOUND = {
    "Delivery moved to Monday": ("on Monday before noon", NOW + 6 * DAY + 5_880),
    "¿Quedamos el jueves?": ("el jueves … a partir de las cinco", NOW + 2 * DAY + 20_280),
    "Préstamo: quedan tres días": ("antes del viernes", NOW + 3 * DAY - 8_520),
}
"""Subject -> the words and the time that a sheet has read from the mail."""


class FakeLinking:
    def __init__(self, session: FakeSession, *, empty: bool) -> None:
        self._session = session
        self.link_rows: dict[int, LinkRow] = {}
        self.backend_rows = [
            BackendRow(OWN_DESK, "Bandeja", ALL, ALL, True, ""),
            BackendRow(
                "bitrix24", "Bitrix24", ALL, (), False, "It has not been set up yet.",
                (
                    BackendField("url", "Webhook address", secret=True, example="https://…/rest/1/…"),
                    BackendField("responsible", "User", required=False, example="1"),
                ),
            ),
            BackendRow(
                "caldav", "CalDAV", (LinkKind.TASK, LinkKind.CRM, LinkKind.EVENT), (), False, "It has not been set up yet.",
                (
                    BackendField("url", "Server", example="https://dav.example.org/ana/"),
                    BackendField("user", "User", example="ana"),
                    BackendField("password", "Password", secret=True),
                ),
            ),
        ]  # fmt: skip
        self.broken: dict[str, BandejaError] = {}
        """Plug-ins that cannot be loaded."""
        self.plug_in_rows: list[PlugInRow] = []
        self.folder = Path(tempfile.gettempdir()) / "bandeja-fake" / "plug-ins"
        self.secrets: dict[str, dict[str, str]] = {}
        self.refuse_next: BandejaError | None = None
        self.checks = 0
        self.cards_there: set[str] = set()
        self.asked_for_cards: list[str] = []
        self.open_offers: list[tuple[int, str]] = []
        self.reasons: dict[int, tuple[str, ...]] = {}
        if not empty:
            self._link_what_is_badged()

    def _link_what_is_badged(self) -> None:
        for row in self._session.message_rows.values():
            for badge in row.links:
                key = len(self.link_rows) + 1
                remote = "2" if badge.kind == "task" else "100"
                self.link_rows[key] = LinkRow(
                    key, row.message_key, LinkKind(badge.kind), OWN_DESK, "Bandeja", remote, badge.title,
                    LinkState(badge.state), "", NOW - DAY, NOW - 600, "",
                )  # fmt: skip

    # reading

    def links(self, message_keys: tuple[int, ...]) -> dict[int, tuple[LinkRow, ...]]:
        self._session.calls["links"] += 1
        found: dict[int, tuple[LinkRow, ...]] = {}
        for row in self.link_rows.values():
            if row.message_key in message_keys:
                found[row.message_key] = (*found.get(row.message_key, ()), row)
        return found

    def waiting(self) -> list[LinkRow]:
        waits = (LinkState.PENDING, LinkState.FAILED, LinkState.UNSURE)
        return sorted((row for row in self.link_rows.values() if row.state in waits), key=lambda row: row.created_at)

    def form(self, kind: LinkKind, locations: tuple[int, ...]) -> LinkForm:
        rows = [self._session.message_rows[key] for key in locations if key in self._session.message_rows]
        if not rows:
            raise BandejaError(Code.NOT_FOUND, what="mail", name=locations)
        first = rows[0]
        title = first.subject.removeprefix("Re: ") or first.snippet[:60]
        text = "\n\n".join(f"{row.snippet}\n\n{row.sender_name}, mid:{row.message_key}%40fake.example" for row in rows)
        outside = tuple(
            Person(row.sender_name, row.sender_address)
            for row in rows
            if row.sender_address not in [person.address for person in INSIDE]
        )
        files = tuple(
            AttachmentChoice(row.location_key, "2", "presupuesto.pdf", 182_340) for row in rows if row.has_attachment
        )
        words, at = FOUND.get(first.subject, ("", None))
        linked = self.links(tuple(row.message_key for row in rows))
        existing = tuple(one for rows_ in linked.values() for one in rows_ if one.kind is kind and one.state != "gone")
        backend = next(row for row in self.backend_rows if kind in row.bound)
        starts = at or NOW + DAY
        return LinkForm(
            kind, locations, backend.backend, backend.name, title, text, (*INSIDE, *outside), files,
            due_at=at if kind is LinkKind.TASK else None,
            starts_at=starts if kind is LinkKind.EVENT else None,
            ends_at=starts + 3_600 if kind is LinkKind.EVENT else None,
            zone="Europe/Madrid", found=words, existing=existing,
            targets=self._targets(first.sender_address) if kind is LinkKind.CRM else (),
        )  # fmt: skip

    def backends(self) -> list[BackendRow]:
        waiting: dict[str, int] = {}
        for row in self.waiting():
            waiting[row.backend] = waiting.get(row.backend, 0) + 1
        return [replace(row, waiting=waiting.get(row.backend, 0)) for row in self.backend_rows]

    def plug_ins(self) -> list[PlugInRow]:
        return sorted(self.plug_in_rows, key=lambda row: (row.name.casefold(), row.name))

    def enable(self, plug_in: str, on: bool) -> Future[None]:
        return self._session._core.submit(self._enable, plug_in, on)

    def plug_in_folder(self) -> Path:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self.folder

    def find_people(self, kind: LinkKind, text: str) -> Future[list[Person]]:
        return self._session._core.submit(self._find_people, text)

    def find_targets(self, text: str) -> Future[list[CrmTarget]]:
        return self._session._core.submit(self._find_targets, text)

    def knows_address(self, address: str) -> Future[bool | None]:
        self.asked_for_cards.append(address)
        return self._session._core.submit(lambda: address in self.cards_there)

    def set_up(self, backend: str, values: dict[str, str], secrets: dict[str, str]) -> Future[BackendRow]:
        return self._session._core.submit(self._set_up, backend, values, secrets)

    def probe(self, backend: str) -> Future[BackendRow]:
        return self._session._core.submit(lambda: next(row for row in self.backend_rows if row.backend == backend))

    def check_now(self) -> None:
        self.checks += 1

    def offers(self) -> list[tuple[int, str]]:
        return list(self.open_offers)

    def why_saved(self, location_key: int) -> tuple[str, ...]:
        return self.reasons.get(location_key, ())

    # the core thread

    def _find_people(self, text: str) -> list[Person]:
        known = [*INSIDE, *(Person(name, address) for name, address in PEOPLE if name)]
        return [person for person in known if text.lower() in f"{person.name} {person.address}".lower()][:5]

    def _find_targets(self, text: str) -> list[CrmTarget]:
        return [
            CrmTarget(str(row.contact_key), row.name, ", ".join(row.addresses), "company" if row.is_company else "contact")
            for row in self._session.desk.contacts(text)
        ]  # fmt: skip

    def _targets(self, address: str) -> tuple[CrmTarget, ...]:
        row = self._session.desk.contact_of(address)
        if row is None:
            return ()
        made = [CrmTarget(str(row.contact_key), row.name, address, "contact")]
        if row.company:
            made.append(CrmTarget("3", row.company, address.rpartition("@")[2], "company"))
        return tuple(made)

    def _set_up(self, backend: str, values: dict[str, str], secrets: dict[str, str]) -> BackendRow:
        if self.refuse_next is not None:
            error, self.refuse_next = self.refuse_next, None
            raise error
        place = next(at for at, row in enumerate(self.backend_rows) if row.backend == backend)
        row = replace(self.backend_rows[place], ready=True, why_not="", values=tuple(values.items()))
        self.backend_rows[place] = row
        self.secrets[backend] = secrets
        self._session.tell(ChangeSet(links=True))
        return row

    def _enable(self, plug_in: str, on: bool) -> None:
        if on and not any(row.name == plug_in and row.backends for row in self.plug_in_rows):
            raise SetupError(Code.NOT_FOUND, what="plug-in", name=plug_in)
        self.plug_in_rows = [
            replace(row, enabled=on, running=on or row.running, error=self.broken.get(plug_in) if on else row.error)
            if row.name == plug_in and row.backends
            else row
            for row in self.plug_in_rows
        ]
        self._session.tell(ChangeSet(links=True))

    def apply(self, command: object) -> Receipt | None:
        """None: not a wish about links."""
        match command:
            case wishes.LinkMail():
                return self._link(command)
            case wishes.LinkExisting(link_key, locations):
                first = self.link_rows[link_key]
                for key in locations:
                    self._add(replace(first, message_key=self._session.message_rows[key].message_key))
                return Receipt("linked", len(locations), 0, first.title)
            case wishes.Unlink(link_key, delete_object):
                row = self.link_rows.pop(link_key)
                if delete_object and row.kind is LinkKind.TASK:
                    self._session.desk.task_details.pop(int(row.remote_id or 0), None)
                return Receipt("unlinked", 1, 0, row.title)
            case wishes.RetryLink(link_key, confirmed):
                row = self.link_rows[link_key]
                if row.state is LinkState.UNSURE and not confirmed:
                    raise ServerRefusal(Code.BAD_INPUT, what="link", why="nobody has looked whether it was made")
                self.link_rows[link_key] = replace(row, state=LinkState.PENDING, said="")
                return Receipt("retried", 1)
            case wishes.BindConnector(kind, backend):
                self.backend_rows = [
                    replace(row, bound=tuple(one for one in ALL if (one is kind and row.backend == backend) or (one in row.bound and one is not kind)))
                    for row in self.backend_rows
                ]  # fmt: skip
                return Receipt("bound", 1)
            case wishes.DeleteTask(task_key):
                for key, row in list(self.link_rows.items()):
                    if row.kind is LinkKind.TASK and row.remote_id == str(task_key):
                        self.link_rows[key] = replace(row, state=LinkState.GONE)
        return None

    def _link(self, wish: wishes.LinkMail) -> Receipt:
        form = self.form(wish.kind, wish.locations)
        title = wish.title or form.title
        own = form.backend == OWN_DESK
        remote = str(self._session.desk.make(wish, title, wish.text or form.text)) if own else ""
        state, key = (LinkState.OPEN if own else LinkState.PENDING), 0
        for location_key in wish.locations:
            message_key = self._session.message_rows[location_key].message_key
            key = self._add(
                LinkRow(
                    0, message_key, wish.kind, form.backend, form.backend_name, remote, title, state, "",
                    self._session.now, None, "",
                )
            )  # fmt: skip
        return Receipt("linked", len(wish.locations), 0, title, key)

    def _add(self, row: LinkRow) -> int:
        key = self._session._new_key()
        self.link_rows[key] = replace(row, link_key=key)
        return key

    def show_badges(self) -> tuple[frozenset[int], frozenset[int]]:
        """Bring the rows of the list in step with the links; (location keys, message keys) that changed."""
        changed_places, changed_mails = set(), set()
        for key, row in list(self._session.message_rows.items()):
            found = [one for one in self.link_rows.values() if one.message_key == row.message_key]
            badges = tuple(LinkBadge(one.kind.value, one.state.value, one.title) for one in found)
            held = "task" if any(one.kind is LinkKind.TASK and one.state != "gone" for one in found) else None
            if badges != row.links:
                self._session.message_rows[key] = replace(row, links=badges, held_by=held)
                changed_places.add(key)
                changed_mails.add(row.message_key)
        return frozenset(changed_places), frozenset(changed_mails)

    # what a test makes happen

    def start_again(self) -> None:
        """What a start does to plug-ins: the enabled ones run, or fail as `broken` says."""
        errors = self.broken
        self.plug_in_rows = [
            replace(row, running=row.enabled, error=errors.get(row.name) if row.enabled else None)
            if row.backends
            else row
            for row in self.plug_in_rows
        ]

    def add_links(self, rows: Iterable[LinkRow]) -> None:
        for row in rows:
            self.link_rows[row.link_key] = row
        places, mails = self.show_badges()
        self._session.tell(ChangeSet(locations=places, messages=mails, links=True))
