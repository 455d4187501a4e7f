"""`bandeja account add --sign-in`, `edit`, `sign-in`, `pause` and `resume`: what happens to accounts beside their password.

The address of the provider's page is printed as well as opened, so that a person can copy it into a browser elsewhere on this
computer; it holds nothing secret.
"""

from __future__ import annotations

import argparse
import os
import sys
import webbrowser
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from typing import TypeVar

from desktop.cli.exits import Exit, Trouble
from desktop.cli.finding import find_account
from desktop.cli.output import say, say_json, warn
from desktop.cli.passwords import given_password
from desktop.cli.session import opened
from desktop.core.accounts.providers import find_by_domain, find_by_server
from desktop.core.api.account_settings import AccountSettings, Auth, BrowserVisit, ServerSettings, SignIn, parse_server
from desktop.core.engine import Engine

CLIENT_SECRET = "BANDEJA_CLIENT_SECRET"
_Answer = TypeVar("_Answer")


def signed_in_settings(
    arguments: argparse.Namespace, settings: AccountSettings, known: SignIn | None
) -> AccountSettings:
    """With the provider's sign-in pages and the person's own client id. Raises Trouble where one of them is missing."""
    if known is None:
        provider = find_by_domain(settings.address.rpartition("@")[2]) or find_by_server(settings.imap)
        known = settings.sign_in or (provider.sign_in if provider is not None else None)
    authorize, token = arguments.sign_in_page, arguments.exchange_url
    if bool(authorize) != bool(token):
        raise Trouble(Exit.USAGE, "Give both --sign-in-page and --exchange-url, or neither.")
    if authorize:
        known = SignIn("", authorize, token, arguments.scope or (known.scope if known is not None else ""))
    if known is None:
        raise Trouble(
            Exit.SETUP,
            f"Nobody knows where {settings.address} signs in. Give --sign-in-page, --exchange-url and --scope.",
        )
    if arguments.scope:
        known = replace(known, scope=arguments.scope)
    client_id = arguments.client_id or known.client_id
    if not client_id:
        raise Trouble(
            Exit.USAGE, "Give --client-id: the id that you registered with the provider for a desktop program."
        )
    return replace(settings, auth=Auth.XOAUTH2, sign_in=replace(known, client_id=client_id))


def add_by_browser(engine: Engine, settings: AccountSettings) -> int:
    return _wait(engine.enrolment.add_by_browser(settings, _client_secret(), _visit()))


def edit(arguments: argparse.Namespace) -> int:
    with opened(arguments) as engine:
        row = find_account(engine, arguments.address)
        before = engine.enrolment.settings(row.account_key)
        wanted = _changed(arguments, before)
        if arguments.sign_in:
            wanted = signed_in_settings(arguments, wanted, None)
            _wait(engine.enrolment.sign_in_again(row.account_key, _visit(), wanted, _client_secret()))
        else:
            password = given_password(arguments) or ""
            if wanted == before and not password:
                raise Trouble(
                    Exit.USAGE, "Say what to change: --imap, --smtp, --user, --name, --ca, --sign-in or a password."
                )
            engine.enrolment.change(row.account_key, wanted, password).result()
        after = engine.enrolment.settings(row.account_key)
    if arguments.json:
        say_json({"account": {"address": after.address, "imap": str(after.imap), "smtp": str(after.smtp)}})
    else:
        say(f"{after.address} is changed; both servers take it ({after.imap}, {after.smtp}).")
    return Exit.OK


def sign_in(arguments: argparse.Namespace) -> int:
    with opened(arguments) as engine:
        row = find_account(engine, arguments.address)
        settings = engine.enrolment.settings(row.account_key)
        wanted = signed_in_settings(arguments, settings, None)
        _wait(engine.enrolment.sign_in_again(row.account_key, _visit(), wanted, _client_secret()))
    say(f"{row.address} is signed in.")
    return Exit.OK


def set_paused(arguments: argparse.Namespace, paused: bool) -> int:
    with opened(arguments) as engine:
        row = find_account(engine, arguments.address)
        engine.enrolment.set_paused(row.account_key, paused).result()
    if paused:
        say(f"{row.address} rests. Go on with: bandeja account resume {row.address}")
    else:
        say(f"{row.address} goes on with the next sync.")
    return Exit.OK


def _changed(arguments: argparse.Namespace, before: AccountSettings) -> AccountSettings:
    user = arguments.user or before.imap.user
    smtp_user = arguments.smtp_user if arguments.smtp_user is not None else arguments.user or before.smtp.user
    imap = parse_server(arguments.imap, user) if arguments.imap else _as(before.imap, user)
    smtp = parse_server(arguments.smtp, smtp_user) if arguments.smtp else _as(before.smtp, smtp_user)
    ca_file = before.ca_file
    if arguments.no_ca:
        ca_file = None
    elif arguments.ca is not None:
        ca_file = str(arguments.ca.expanduser().absolute())
    name = before.display_name if arguments.name is None else arguments.name
    return replace(before, display_name=name, imap=imap, smtp=smtp, ca_file=ca_file)


def _as(server: ServerSettings, user: str) -> ServerSettings:
    return replace(server, user=user)


def _client_secret() -> str:
    """Never an argument; read once, so that the browser does not inherit it."""
    return os.environ.pop(CLIENT_SECRET, "")


def _visit() -> BrowserVisit:
    def show(url: str) -> None:
        warn(f"Sign in here, in a browser on this computer: {url}")
        if sys.stdin.isatty() or os.environ.get("DISPLAY") or sys.platform in ("win32", "darwin"):
            webbrowser.open(url)

    return BrowserVisit(show)


def _wait(outcome: Future[_Answer]) -> _Answer:
    try:
        return outcome.result()
    except CancelledError:
        raise Trouble(Exit.INTERRUPTED, "The sign-in was stopped; nothing has changed.") from None
