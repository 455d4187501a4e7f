"""The door's half about invitations: what reads, answers and sends them, put together on one store. Any thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol

from desktop.core.api.invitations import Invitation
from desktop.core.api.linking import LinkRow
from desktop.core.api.rows import AccountRow
from desktop.core.clock import Clock
from desktop.core.connectors.commands import LinkCommands
from desktop.core.invitations.answering import InvitationCommands
from desktop.core.invitations.inviting import InvitingCommands
from desktop.core.invitations.reading import InvitationReader
from desktop.core.store.jobs import Prepare
from desktop.core.store.store import Store


class Links(Protocol):
    """What links are there, and what makes them."""

    @property
    def commands(self) -> LinkCommands: ...

    def changes_times(self, backend: str) -> bool: ...

    def need(self, backend: str) -> object: ...

    def links(self, message_keys: tuple[int, ...]) -> dict[int, tuple[LinkRow, ...]]: ...


class InvitationsService:
    """Implements `core.api.invitations.Invitations`. `accounts` are those that the current member sees; `zone` is the user's, by
    its IANA name."""

    def __init__(
        self, store: Store, clock: Clock, accounts: Callable[[], list[AccountRow]], linking: Links, zone: str
    ) -> None:
        self._reader = InvitationReader(
            store, accounts=accounts, links=linking.links, zone=zone, now=clock.now, changes_times=linking.changes_times
        )
        self._commands = InvitationCommands(
            store, self._reader, clock.now, linking.commands.prepare, linking.need
        )  # fmt: skip
        self._inviting = InvitingCommands(store, clock.now, zone)

    def load(self, location_key: int) -> Invitation | None:
        return self._reader.load(location_key)

    def prepared(self) -> Mapping[type, Prepare]:
        """For `OperationsService(more=…)`."""
        return {**self._commands.prepared(), **self._inviting.prepared()}
