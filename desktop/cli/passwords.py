"""Where a password comes from: standard input, the environment, or a person at a terminal. Never an argument.

It is read once and taken out of the environment, so that nothing started later inherits it.
"""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from collections.abc import Sequence

from desktop.cli.exits import Exit, Trouble
from desktop.cli.output import warn
from desktop.core.api.account_settings import Auth
from desktop.core.api.rows import AccountRow
from desktop.core.engine import Engine

VARIABLE = "BANDEJA_PASSWORD"
_LONGEST = 4096


def read_password(arguments: argparse.Namespace, user: str) -> str:
    """The password that was given, else what a person types. Raises Trouble when there is neither."""
    given = given_password(arguments)
    if given is None and sys.stdin.isatty():
        try:
            given = getpass.getpass(f"Password of {user}: ")
        except EOFError:
            given = None
    if not given:
        raise Trouble(Exit.USAGE, f"The password of {user} is missing. Give it by --password-stdin or {VARIABLE}.")
    return given


def lend_passwords(engine: Engine, accounts: Sequence[AccountRow], arguments: argparse.Namespace) -> None:
    """A given password is used for this run, before the keyring's; it is never tried on more than one account."""
    given = given_password(arguments)
    if given is not None and len(accounts) == 1:
        engine.logins.lend(accounts[0].account_key, given)
    elif given is not None and arguments.password_stdin:
        raise Trouble(Exit.USAGE, "One password does not fit several accounts. Name one with --account.")
    elif given is not None:
        warn(f"{VARIABLE} is not used: there are several accounts. Name one with --account.")
    elif sys.stdin.isatty():
        for account in accounts:
            by_browser = engine.enrolment.settings(account.account_key).auth is Auth.XOAUTH2
            if not by_browser and not engine.logins.has_password(account.account_key):
                user = engine.logins.settings_of(account.account_key).imap.user
                engine.logins.lend(account.account_key, read_password(arguments, user))


def given_password(arguments: argparse.Namespace) -> str | None:
    """By standard input or the environment; None when neither has one."""
    inherited = os.environ.pop(VARIABLE, None)
    if arguments.password_stdin:
        return sys.stdin.readline(_LONGEST).rstrip("\r\n")
    return inherited or None
