"""The desk over a real store with mail in it: wishes as a user makes them, objects as the queue of links makes them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.core.api.commands import Command, Receipt
from desktop.core.api.linking import OWN_DESK, LinkKind, Person
from desktop.core.api.status import Notice
from desktop.core.connectors.local.backend import LocalConnector
from desktop.core.connectors.protocol import MailSnapshot, Wish
from desktop.core.desk.service import DeskService
from desktop.core.desk.timer import DeskTimer
from desktop.core.mime.parse_message import parse_message
from desktop.core.operations.desk_commands import desk_jobs
from desktop.core.operations.service import OperationsService
from desktop.core.store import bodies, links
from tests.fakes.cache import Cache


class DeskCache(Cache):
    """`cache.wish(...)` as from the screen; `cache.link(...)` makes an object of the own desk from a mail, with its link."""

    def __init__(self, directory: Path) -> None:
        self.service: OperationsService | None = None
        self.notices: list[Notice] = []
        super().__init__(directory)

    def open(self) -> None:
        super().open()
        self.desk = DeskService(self.store, lambda: "Europe/Madrid")
        self.connector = LocalConnector(self.store)
        self.timer = DeskTimer(self.store, self.clock, self.notices.append)
        self.service = OperationsService(self.store, self.clock.now, lambda: 1 << 24, more=desk_jobs())

    def reopen(self) -> None:
        self.service.close()
        super().reopen()

    def close(self) -> None:
        self.service.close()
        self.store.close()

    def wish(self, command: Command) -> Receipt:
        return self.service.submit(command).result(30)

    def undo(self, key: int | None = None) -> Receipt:
        return self.service.undo(key).result(30)

    def message_key(self, location_key: int) -> int:
        key = self.store.read(lambda connection: bodies.load_message_key(connection, location_key))
        assert key is not None
        return key

    def snapshot(self, location_key: int, **changes: Any) -> MailSnapshot:
        raw = self.store.read(lambda connection: bodies.load_raw(connection, self.message_key(location_key)))
        assert raw is not None
        parsed = parse_message(raw)
        author = parsed.envelope.from_[0]
        fields: dict[str, Any] = {
            "message_id": parsed.envelope.message_id,
            "subject": parsed.envelope.subject,
            "sender": Person(author.display_name, author.addr_spec),
            "to": tuple(Person(one.display_name, one.addr_spec) for one in parsed.envelope.to),
            "cc": (),
            "date": None,
            "received": self.clock.now() - 100,
            "text": parsed.text,
            "html": parsed.html,
            "incoming": author.addr_spec != "ana@example.org",
            "account": "ana@example.org",
            "mailbox": "INBOX",
            "raw": raw,
        }
        return MailSnapshot(**(fields | changes))

    def link(self, kind: LinkKind, location_key: int, **changes: Any) -> int:
        """The key of the new object."""
        mail = self.snapshot(location_key)
        fields: dict[str, Any] = {
            "kind": kind, "key": str(uuid.uuid4()), "title": mail.subject, "text": mail.text, "mails": (mail,),
        }  # fmt: skip
        if kind is LinkKind.EVENT:
            fields |= {"starts_at": self.clock.now() + 7200, "ends_at": self.clock.now() + 10_800}
        made = self.connector.create(Wish(**(fields | changes)))
        self.store.writer.run(
            "link",
            lambda uow: links.add_link(
                uow, self.message_key(location_key), kind.value, OWN_DESK, made.remote_id, made.title, "open"
            ),
        )
        return int(made.remote_id)

    def contains(self, word: bytes) -> bool:
        """Is that word anywhere in the profile's files?"""
        return any(word in path.read_bytes() for path in self.directory.iterdir() if path.is_file())


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[DeskCache]:
    made = DeskCache(tmp_path / "profile")
    yield made
    made.close()
