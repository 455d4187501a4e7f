"""Opens a profile with everything real behind it: servers over TLS, the keyring, the plan table, the local time zone."""

from __future__ import annotations

import webbrowser
from dataclasses import replace
from datetime import tzinfo
from pathlib import Path

import tzlocal

from desktop.core.accounts.credentials import Credentials
from desktop.core.accounts.keyring_credentials import KeyringCredentials
from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.api.errors import AuthenticationError, BandejaError, Code
from desktop.core.clock import Clock, SystemClock
from desktop.core.config import resource_text
from desktop.core.engine import Engine
from desktop.core.imap.connect import connect_imap
from desktop.core.logins import Connections
from desktop.core.network import open_socket, start_tls, verified_context
from desktop.core.pictures.fetching import Fetch
from desktop.core.plan.catalogue import LARGEST_FILE, Catalogue, add_own_plans, parse_catalogue
from desktop.core.smtp.client import SmtpClient
from desktop.core.store.database import load_driver

PLANS = "plans.toml"


def open_profile(
    directory: Path,
    *,
    clock: Clock | None = None,
    credentials: Credentials | None = None,
    threads: bool = True,
    everyone: bool = False,
    picture: Fetch | None = None,
) -> Engine:
    """`picture` answers for the network where the pictures of mails lie. Raises ProfileError when the folder cannot be used,
    PlanError when the plan table is broken."""
    clock = clock or SystemClock()
    connections = real_connections(clock)
    return Engine(
        directory,
        connections=connections if picture is None else replace(connections, picture=picture),
        credentials=credentials or KeyringCredentials(),
        catalogue=load_catalogue(directory),
        clock=clock,
        zone=local_zone(),
        threads=threads,
        everyone=everyone,
        open_browser=webbrowser.open,
    )


def load_catalogue(directory: Path | None = None) -> Catalogue:
    """The shipped table, and after it the plans that a company keeps in the profile's own `plans.toml`. Raises PlanError."""
    catalogue = parse_catalogue(resource_text(PLANS), PLANS)
    own = None if directory is None else directory / PLANS
    if own is None or not own.is_file():
        return catalogue
    with own.open("rb") as file:
        raw = file.read(LARGEST_FILE + 1)
    return add_own_plans(catalogue, raw.decode("utf-8", "replace"), str(own))


def local_zone() -> tzinfo:
    """The computer's time zone with its rules; the month of the send quota begins by it."""
    return tzlocal.get_localzone()


def real_connections(clock: Clock) -> Connections:
    return Connections(
        imap=lambda settings, secret: connect_imap(settings, secret, clock=clock),
        smtp=lambda settings, secret: SmtpClient(settings, secret, clock=clock),
        check_smtp=lambda settings, secret: _check_smtp(settings, secret, clock),
    )


def _check_smtp(settings: AccountSettings, secret: str, clock: Clock) -> None:
    refusal = SmtpClient(settings, secret, clock=clock).check_login()
    if refusal is not None:
        raise AuthenticationError(
            Code.WRONG_PASSWORD, host=settings.smtp.host, user=settings.smtp.user, said=refusal.reply
        )


def load_library_version() -> str:
    """Of the SQLite library in use. Raises ProfileError(SQLITE_UNFIT)."""
    return load_driver().sqlite_version


def reach(server: ServerSettings, ca_file: str | None, clock: Clock) -> BandejaError | None:
    """Name, connection and, where it comes first, TLS of a server, without any login; what failed, or None."""
    try:
        connected = open_socket(server.host, server.port)
        if server.security is Security.TLS:
            context = verified_context(ca_file)
            connected = start_tls(connected, context, server.host, server.port, clock=clock)
    except BandejaError as error:
        return error
    connected.close()
    return None
