"""An engine for the measurements: the real thing, with a plan that wants all mail however old and secrets in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.clock import SystemClock
from desktop.core.config import resource_text
from desktop.core.connectors.protocol import Backend
from desktop.core.engine import Engine
from desktop.core.logins import Connections
from desktop.core.plan.catalogue import parse_catalogue

if TYPE_CHECKING:
    from desktop.core.imap.gateway import ImapGateway


def open_engine(profile: Path, *, threads: bool, begins: bool = True, more_backends: Sequence[Backend] = ()) -> Engine:
    clock = SystemClock()

    def imap(settings: AccountSettings, secret: str) -> ImapGateway:
        from desktop.core.imap.connect import connect_imap  # as the program does, when a server is spoken to

        return connect_imap(settings, secret, clock=clock)

    connections = Connections(
        imap=imap,
        smtp=lambda settings, secret: None,  # type: ignore[arg-type,return-value]
        check_smtp=lambda settings, secret: None,
    )
    everything = resource_text("plans.toml").replace("_days = 30", "_days = 20000")
    return Engine(
        profile,
        connections=connections,
        credentials=MemoryCredentials(),
        catalogue=parse_catalogue(everything, "plans.toml"),
        clock=clock,
        threads=threads,
        begins=begins,
        more_backends=more_backends,
    )


def settings(user: str, port: int) -> AccountSettings:
    imap = ServerSettings("127.0.0.1", port, Security.PLAIN, user)
    return AccountSettings(f"{user}@example.org", user, imap, ServerSettings("127.0.0.1", 9, Security.PLAIN, user))
