"""A store with five mails and a backend that forgives nothing, bound to all kinds of work; no mail server and no threads."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.commands import Command, Receipt
from desktop.core.api.link_commands import BindConnector, LinkMail
from desktop.core.api.linking import LinkKind, LinkRow
from desktop.core.api.quote_words import QuoteWords
from desktop.core.api.status import Notice
from desktop.core.connectors.local.backend import local_backend
from desktop.core.connectors.protocol import Backend
from desktop.core.connectors.registry import LoadedBackends
from desktop.core.linking.backends import Backends
from desktop.core.linking.plug_ins import FOLDER, PlugIns
from desktop.core.linking.service import LinkingService
from desktop.core.operations.service import OperationsService
from desktop.core.store import bodies, expiry
from desktop.core.store.store import Store
from tests.fakes.cache import NOW, Cache, mail
from tests.fakes.shop import Shop
from tests.fakes.world import Death


class LinkWorld:
    """`shop` is the other side; mails 1 to 5 are in INBOX."""

    def __init__(self, directory: Path, *, finds: bool = True, bound: str = "shop", mails: int = 5) -> None:
        self.shop = Shop(finds=finds)
        self.death = Death()
        self.shop.point = self.death.point
        self.notices: list[Notice] = []
        self.credentials = MemoryCredentials()
        self.cache = Cache(directory)
        self.clock = self.cache.clock
        self._keys = {number: self.cache.put("INBOX", mail(number), number) for number in range(1, mails + 1)}
        self._open()
        for kind in LinkKind:
            self.wish(BindConnector(kind, bound))

    @property
    def store(self) -> Store:
        return self.cache.store

    def more_backends(self) -> list[Backend]:
        return [self.shop.backend()]

    def found(self) -> LoadedBackends:
        """The backends beside, and plug-ins."""
        return LoadedBackends((), (), ())

    def _open(self) -> None:
        self.death.haunt(self.cache)
        known = (local_backend(self.store), *self.more_backends())
        self.backends = Backends(self.store, self.clock, self.credentials, known, self.found)
        self.plug_ins = PlugIns(
            self.store, self.cache.directory / FOLDER, self.backends.find_all, self.backends.find_more
        )
        self.linking = LinkingService(
            self.store,
            self.clock,
            self.backends,
            self.plug_ins,
            zone="Europe/Madrid",
            quote_words=QuoteWords,
            notify=self.notices.append,
            threads=False,
        )
        self._service = OperationsService(
            self.store, self.clock.now, lambda: 1 << 24, more=dict(self.linking.prepared())
        )

    def wish(self, command: Command) -> Receipt:
        return self._service.submit(command).result(30)

    def undo(self, key: int | None = None) -> Receipt:
        return self._service.undo(key).result(30)

    def key(self, number: int) -> int:
        return self._keys[number]

    def link_mail(self, *numbers: int, kind: LinkKind = LinkKind.TASK, **fields: object) -> Receipt:
        return self.wish(LinkMail(kind, tuple(self.key(number) for number in numbers), **fields))

    def links(self, number: int) -> tuple[LinkRow, ...]:
        key = self.store.read(lambda connection: bodies.load_message_key(connection, self._keys[number]))
        return () if key is None else self.linking.links((key,)).get(key, ())

    def expired(self) -> set[int]:
        """Location keys of what a sweep far in the future would remove."""
        found = self.store.read(lambda c: expiry.load_expired(c, received_before=NOW + 100_000_000))
        return {entry.location_key for entry in found}

    def run(self) -> int:
        """Everything that is due now."""
        return self.linking.run_due()

    def run_all(self, times: int = 6) -> None:
        """Everything that waits gets its turn."""
        for _ in range(times):
            self.run()
            self.clock.advance(4400)
        self.run()

    def restart(self) -> None:
        """As after `kill -9`: nothing in memory survives, the file does."""
        self.death.rest()
        self._close()
        self.cache.open()
        self._open()

    def copy_to(self, folder: Path) -> None:
        """A backup of the profile, taken between two starts."""
        self._close()
        shutil.copytree(self.cache.directory, folder)
        self.cache.open()
        self._open()

    def put_back(self, folder: Path) -> None:
        self._close()
        shutil.rmtree(self.cache.directory)
        shutil.copytree(folder, self.cache.directory)
        self.cache.open()
        self._open()

    def _close(self) -> None:
        self._service.close()
        self.linking.stop()
        self.linking.join(5)
        self.store.close()

    def close(self) -> None:
        self.death.rest()
        self._close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[LinkWorld]:
    made = LinkWorld(tmp_path / "profile")
    yield made
    made.close()
