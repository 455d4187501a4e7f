"""A world with a backend that forgives nothing, bound to all kinds of work."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.api.link_commands import BindConnector, LinkMail
from desktop.core.api.linking import LinkKind, LinkRow
from tests.fakes.shop import Shop
from tests.fakes.world import World


class LinkWorld(World):
    """`shop` is the other side; mails 1 to 5 are here."""

    def __init__(self, directory: Path, *, finds: bool = True, bound: str = "shop") -> None:
        self.shop = Shop(finds=finds)
        super().__init__(directory, backends=[self.shop.backend()])
        self.deliver(1, 2, 3, 4, 5)
        self.sync()
        for kind in LinkKind:
            self.wish(BindConnector(kind, bound))

    def link_mail(self, *numbers: int, kind: LinkKind = LinkKind.TASK, **fields: object):  # type: ignore[no-untyped-def]
        keys = tuple(self.key("INBOX", number) for number in numbers)
        return self.wish(LinkMail(kind, keys, **fields))  # type: ignore[arg-type]

    def message_key(self, number: int, mailbox: str = "INBOX") -> int:
        key = self.key(mailbox, number)
        return self.engine.rows([key])[key].message_key

    def links(self, number: int, mailbox: str = "INBOX") -> tuple[LinkRow, ...]:
        key = self.message_key(number, mailbox)
        return self.engine.linking.links((key,)).get(key, ())

    def run(self) -> int:
        """Everything that is due now."""
        return self.engine.linking.run_due()

    def run_all(self, hours: int = 6) -> None:
        """Everything that waits gets its turn."""
        for _ in range(hours):
            self.run()
            self.clock.advance(3601)
        self.run()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[LinkWorld]:
    made = LinkWorld(tmp_path / "profile")
    yield made
    made.close()
