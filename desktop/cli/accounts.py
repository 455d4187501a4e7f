"""`bandeja account`: add, list, remove, and a new password; the rest is in `enrolling`."""

from __future__ import annotations

import argparse

from desktop.cli import enrolling, signature
from desktop.cli.asking import ask
from desktop.cli.exits import Exit, Trouble
from desktop.cli.finding import NO_ACCOUNT, find_account
from desktop.cli.output import counted, say, say_json, warn
from desktop.cli.passwords import read_password
from desktop.cli.session import opened
from desktop.core.accounts.discoverer import Discoverer
from desktop.core.api.account_settings import (
    AccountSettings,
    ServerSettings,
    SignIn,
    parse_account_address,
    parse_server,
)
from desktop.core.api.commands import RemoveAccount
from desktop.core.api.discovery import PasswordKind, Proposal
from desktop.core.api.workspace_commands import SetDeleteForGood
from desktop.core.clock import SystemClock
from desktop.core.engine import Engine


def run(arguments: argparse.Namespace) -> int:
    match arguments.verb:
        case "add":
            return _add(arguments)
        case "remove":
            return _remove(arguments)
        case "password":
            return _password(arguments)
        case "deleting":
            return _deleting(arguments)
        case "signature":
            return signature.run(arguments)
        case "edit":
            return enrolling.edit(arguments)
        case "sign-in":
            return enrolling.sign_in(arguments)
        case "pause" | "resume":
            return enrolling.set_paused(arguments, arguments.verb == "pause")
    return _list(arguments)


def _add(arguments: argparse.Namespace) -> int:
    address = parse_account_address(arguments.address)
    if bool(arguments.imap) != bool(arguments.smtp):
        raise Trouble(Exit.USAGE, "Give both --imap and --smtp, or neither to have the servers looked for.")
    if arguments.imap:
        settings, known = _typed_settings(arguments, address), None
    else:
        settings, known = _found_settings(arguments, address)
    if arguments.sign_in:
        settings = enrolling.signed_in_settings(arguments, settings, known)
    with opened(arguments) as engine:
        if arguments.sign_in:
            key = enrolling.add_by_browser(engine, settings)
        else:
            password = read_password(arguments, settings.imap.user)
            key = engine.add_account(settings, password).result()
    if arguments.json:
        say_json({"account": account_values(key, settings)})
    else:
        say(f"{settings.address} is added ({settings.imap}, {settings.smtp}). Fetch its mail with: bandeja sync")
    return Exit.OK


def _typed_settings(arguments: argparse.Namespace, address: str) -> AccountSettings:
    user = arguments.user or address
    smtp_user = user if arguments.smtp_user is None else arguments.smtp_user
    return AccountSettings(
        address,
        arguments.name,
        parse_server(arguments.imap, user),
        parse_server(arguments.smtp, smtp_user),
        _ca(arguments),
    )


def _found_settings(arguments: argparse.Namespace, address: str) -> tuple[AccountSettings, SignIn | None]:
    """The settings, and where one signs in with the browser. Ask everybody who may know, aloud. A source that does not vouch for the servers needs a person's yes."""
    discoverer = Discoverer(SystemClock())
    try:
        found = discoverer.discover(address, lambda step: warn(str(step))).result()
    finally:
        discoverer.close()
    if not found.proposals:
        raise Trouble(
            Exit.SETUP,
            f"Nobody knows the servers of {address}. Give them: --imap HOST:993/tls --smtp HOST:465/tls",
        )
    best = found.best
    if best.advice.kind is PasswordKind.BROWSER and not arguments.sign_in:
        raise Trouble(
            Exit.SETUP,
            f"{best.provider or address} takes no password: add --sign-in and the client id that you registered there, --client-id ID.",
        )
    if best.advice.kind is PasswordKind.APP and not arguments.sign_in:
        warn(
            f"{best.provider or 'This provider'} wants an app password. {best.advice.where_en} {best.advice.url}".strip()
        )
    _confirm(arguments, best)
    settings = best.settings
    imap, smtp = settings.imap, settings.smtp
    if arguments.user:
        imap, smtp = (ServerSettings(one.host, one.port, one.security, arguments.user) for one in (imap, smtp))
    return AccountSettings(settings.address, arguments.name, imap, smtp, _ca(arguments), settings.auth), best.sign_in


def _confirm(arguments: argparse.Namespace, best: Proposal) -> None:
    if best.needs_confirmation:
        ask(
            f"The servers may be {best.settings.imap} and {best.settings.smtp}: {best.confirm} Are they right?", Exit.SETUP,
            refused="Nothing was sent. Give the servers with --imap and --smtp.", yes=arguments.yes,
        )  # fmt: skip


def _ca(arguments: argparse.Namespace) -> str | None:
    return None if arguments.ca is None else str(arguments.ca.expanduser().absolute())


def _list(arguments: argparse.Namespace) -> int:
    with opened(arguments) as engine:
        rows = [
            (row.account_key, engine.enrolment.settings(row.account_key), engine.enrolment.is_paused(row.account_key))
            for row in engine.accounts()
        ]
    if arguments.json:
        say_json({"accounts": [account_values(key, settings) | {"paused": paused} for key, settings, paused in rows]})
    else:
        if not rows:
            warn(NO_ACCOUNT)
        for _, settings, paused in rows:
            say(f"{settings.address}  {settings.imap}  {settings.smtp}{'  paused' if paused else ''}")
    return Exit.OK


def _remove(arguments: argparse.Namespace) -> int:
    with opened(arguments) as engine:
        row = find_account(engine, arguments.address)
        lost = _would_be_lost(engine, row.account_key)
        if lost and not arguments.force:
            raise Trouble(
                Exit.PROBLEM,
                f"{row.address} was not removed, because this would be lost: {', '.join(lost)}. Add --force to do it all the same.",
            )
        engine.submit(RemoveAccount(row.account_key)).result()
    if arguments.json:
        say_json({"removed": row.address})
    else:
        say(f"{row.address} is removed from this computer. Nothing changed on its server.")
    return Exit.OK


def _would_be_lost(engine: Engine, account_key: int) -> list[str]:
    """What exists nowhere but here."""
    counts = (
        ("draft", sum(row.account_key == account_key for row in engine.drafts())),
        ("unsent mail", sum(row.account_key == account_key for row in engine.outbox())),
        ("waiting change", sum(row.count for row in engine.operations() if row.account_key == account_key)),
    )
    return [counted(number, name) for name, number in counts if number]


def _deleting(arguments: argparse.Namespace) -> int:
    for_good = arguments.where == "for-good"
    with opened(arguments) as engine:
        row = find_account(engine, arguments.address)
        engine.submit(SetDeleteForGood(row.account_key, for_good)).result()
    if arguments.json:
        say_json({"deleting": {"account": row.address, "for_good": for_good}})
    else:
        say(f"Deleting in {row.address} {'is for good' if for_good else 'goes to Trash'} now.")
    return Exit.OK


def _password(arguments: argparse.Namespace) -> int:
    with opened(arguments) as engine:
        row = find_account(engine, arguments.address)
        settings = engine.logins.settings_of(row.account_key)
        engine.set_password(row.account_key, read_password(arguments, settings.imap.user)).result()
        keeping = engine.logins.keeping()
    say(f"The server takes the new password of {row.address}.")
    if not keeping.lasting:
        warn(keeping.sentence())
    return Exit.OK


def account_values(account_key: int, settings: AccountSettings) -> dict[str, object]:
    return {
        "key": account_key,
        "address": settings.address,
        "name": settings.display_name,
        "imap": str(settings.imap),
        "imap_user": settings.imap.user,
        "smtp": str(settings.smtp),
        "smtp_user": settings.smtp.user,
        "ca": settings.ca_file,
        "auth": str(settings.auth),
    }
