"""An engine for the measurements: the real thing, with a plan that wants all mail however old and secrets in memory."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.clock import SystemClock
from desktop.core.config import resource_text
from desktop.core.plan.catalogue import Catalogue, parse_catalogue

if TYPE_CHECKING:
    from desktop.core.connectors.protocol import Backend
    from desktop.core.engine import Engine
    from desktop.core.imap.gateway import ImapGateway
    from desktop.core.listeners import Listeners
    from desktop.core.store.lock import ProfileLock


def open_engine(
    profile: Path,
    *,
    threads: bool,
    begins: bool = True,
    more_backends: Sequence[Backend] = (),
    listeners: Listeners | None = None,
    lock: ProfileLock | None = None,
) -> Engine:
    from desktop.core.engine import Engine  # as the program does: not before the first paint
    from desktop.core.logins import Connections

    clock = SystemClock()

    def imap(settings: AccountSettings, secret: str) -> ImapGateway:
        from desktop.core.imap.connect import connect_imap  # as the program does, when a server is spoken to

        return connect_imap(settings, secret, clock=clock)

    connections = Connections(
        imap=imap,
        smtp=lambda settings, secret: None,  # type: ignore[arg-type,return-value]
        check_smtp=lambda settings, secret: None,
    )
    return Engine(
        profile,
        connections=connections,
        credentials=MemoryCredentials(),
        catalogue=keep_everything(profile),
        clock=clock,
        threads=threads,
        begins=begins,
        more_backends=more_backends,
        listeners=listeners,
        lock=lock,
    )


def keep_everything(_profile: Path) -> Catalogue:
    return parse_catalogue(resource_text("plans.toml").replace("_days = 30", "_days = 20000"), "plans.toml")


def settings(user: str, port: int) -> AccountSettings:
    imap = ServerSettings("127.0.0.1", port, Security.PLAIN, user)
    return AccountSettings(f"{user}@example.org", user, imap, ServerSettings("127.0.0.1", 9, Security.PLAIN, user))
