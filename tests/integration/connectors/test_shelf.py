"""The backend in memory, which other tests build upon, keeps the contract."""

from __future__ import annotations

from typing import ClassVar

import pytest

from desktop.core.api.linking import LinkKind, Person
from desktop.core.connectors.protocol import Connector
from tests.fakes.shelf import PEOPLE, TOKEN, Shelf, make_backend
from tests.integration.connectors.contract import RemoteContract
from tests.integration.connectors.world import MEANS, Fault, Part, RemoteWorld, Seen


class ShelfWorld(RemoteWorld):
    keeps: ClassVar = {kind: frozenset(Part) for kind in LinkKind}
    finishes: ClassVar = frozenset({LinkKind.TASK, LinkKind.EVENT})

    def __init__(self) -> None:
        self.shelf = Shelf()

    def open(self) -> Connector:
        return make_backend(self.shelf).open({}, {"token": TOKEN}, MEANS)

    def count(self, kind: LinkKind) -> int:
        return sum(item.wish.kind == kind for item in self.shelf.items.values())

    def look(self, kind: LinkKind, remote_id: str) -> Seen:
        wish = self.shelf.items[remote_id].wish
        return Seen(
            title=" ".join("".join(c if c >= " " else " " for c in wish.title).split()) or "(untitled)",
            text=wish.text,
            everything="\n".join(mail.mid_url for mail in wish.mails),
            due_at=wish.due_at,
            starts_at=wish.starts_at,
            ends_at=wish.ends_at,
            all_day=wish.all_day,
            place=wish.place,
            people=frozenset(person.person_id for person in wish.people),
            attachments={part.filename: part.content for mail in wish.mails for part in mail.attachments},
        )

    def remove(self, kind: LinkKind, remote_id: str) -> None:
        del self.shelf.items[remote_id]

    def finish(self, kind: LinkKind, remote_id: str) -> None:
        self.shelf.items[remote_id].done = True

    def people(self) -> tuple[Person, ...]:
        return PEOPLE

    def fail(self, number: int, fault: Fault) -> None:
        self.shelf.fail_at, self.shelf.serve_first = number, fault == Fault.AFTER

    def failed(self) -> bool:
        happened, self.shelf.fail_at = self.shelf.fail_at == 0, 0
        return happened

    def go_away(self) -> None:
        self.shelf.online = False

    def come_back(self) -> None:
        self.shelf.online = True

    def revoke(self) -> None:
        self.shelf.token = "another"

    def allow(self) -> None:
        self.shelf.token = TOKEN


class TestShelf(RemoteContract):
    kinds = tuple(LinkKind)

    @pytest.fixture
    def world(self) -> ShelfWorld:
        return ShelfWorld()
