"""Opens a profile with everything real behind it: servers over TLS, the keyring, the plan table, the local time zone.

What speaks to a server is imported when a server is spoken to.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.accounts.credentials import Credentials
from desktop.core.accounts.keyring_credentials import KeyringCredentials
from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.api.errors import AuthenticationError, BandejaError, Code
from desktop.core.clock import Clock, SystemClock
from desktop.core.engine import Engine
from desktop.core.listeners import Listeners
from desktop.core.logins import Connections
from desktop.core.newsletters.posting import Post
from desktop.core.pictures.fetching import Fetch
from desktop.core.store.file import load_driver
from desktop.core.store.lock import ProfileLock
from desktop.core.terms import load_catalogue, local_zone

if TYPE_CHECKING:
    from desktop.core.imap.gateway import ImapGateway
    from desktop.core.smtp.client import SmtpClient


def open_profile(
    directory: Path,
    *,
    clock: Clock | None = None,
    credentials: Credentials | None = None,
    threads: bool = True,
    begins: bool = True,
    everyone: bool = False,
    picture: Fetch | None = None,
    unsubscribe: Post | None = None,
    listeners: Listeners | None = None,
    lock: ProfileLock | None = None,
) -> Engine:
    """`picture` answers for the network where the pictures of mails lie, `unsubscribe` for that of newsletters. Raises ProfileError when the folder cannot be used,
    PlanError when the plan table is broken."""
    clock = clock or SystemClock()
    connections = real_connections(clock)
    if picture is not None:
        connections = replace(connections, picture=picture)
    if unsubscribe is not None:
        connections = replace(connections, unsubscribe=unsubscribe)
    return Engine(
        directory,
        connections=connections,
        credentials=credentials or KeyringCredentials(),
        catalogue=load_catalogue(directory),
        clock=clock,
        zone=local_zone(),
        threads=threads,
        begins=begins,
        everyone=everyone,
        open_browser=_open_browser,
        listeners=listeners,
        lock=lock,
    )


def real_connections(clock: Clock) -> Connections:
    def imap(settings: AccountSettings, secret: str) -> ImapGateway:
        from desktop.core.imap.connect import connect_imap

        return connect_imap(settings, secret, clock=clock)

    def smtp(settings: AccountSettings, secret: str) -> SmtpClient:
        from desktop.core.smtp.client import SmtpClient

        return SmtpClient(settings, secret, clock=clock)

    def check_smtp(settings: AccountSettings, secret: str) -> None:
        _check_login(smtp(settings, secret), settings)

    return Connections(imap=imap, smtp=smtp, check_smtp=check_smtp, services=_find_services)


def _find_services(service: str, domain: str) -> tuple[str, ...]:
    from desktop.core.accounts.services import find_services

    return find_services(service, domain)


def _check_login(client: SmtpClient, settings: AccountSettings) -> None:
    refusal = client.check_login()
    if refusal is not None:
        raise AuthenticationError(
            Code.WRONG_PASSWORD, host=settings.smtp.host, user=settings.smtp.user, said=refusal.reply
        )


def load_library_version() -> str:
    """Of the SQLite library in use. Raises ProfileError(SQLITE_UNFIT)."""
    return load_driver().sqlite_version


def reach(server: ServerSettings, ca_file: str | None, clock: Clock) -> BandejaError | None:
    """Name, connection and, where it comes first, TLS of a server, without any login; what failed, or None."""
    from desktop.core.network import open_socket, start_tls, verified_context

    try:
        connected = open_socket(server.host, server.port)
        if server.security is Security.TLS:
            context = verified_context(ca_file)
            connected = start_tls(connected, context, server.host, server.port, clock=clock)
    except BandejaError as error:
        return error
    connected.close()
    return None


def _open_browser(url: str) -> bool:
    import webbrowser

    return webbrowser.open(url)
