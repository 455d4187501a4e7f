"""`bandeja doctor`: what is wrong with my set-up, in sentences that can be sent to anybody: no secret is among them.

It changes nothing: a profile that is not there is not made, and one that another Bandeja has open is left alone.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

from desktop.cli.exits import Exit, Trouble
from desktop.cli.finding import chosen_accounts
from desktop.cli.output import counted, say, say_json, size_words
from desktop.cli.passwords import VARIABLE, lend_passwords
from desktop.cli.session import opened
from desktop.cli.sweep import CLOCK_WORDS
from desktop.core.api.account_settings import ServerSettings
from desktop.core.api.discovery import Checked
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.rows import AccountRow
from desktop.core.config import default_profile
from desktop.core.engine import Engine
from desktop.core.profile import load_library_version, reach
from desktop.values import dataclass

_PYTHONS = ((3, 11), (3, 14))
_LEAST_FREE = 500 << 20
"""Bytes below which a sync of an ordinary mailbox may fill the disk."""
_STAGES = {
    Code.UNKNOWN_HOST: "name",
    Code.CONNECTION_REFUSED: "connection",
    Code.CONNECTION_LOST: "connection",
    Code.TIMEOUT: "connection",
    Code.CERTIFICATE_UNTRUSTED: "TLS",
    Code.CERTIFICATE_WRONG_NAME: "TLS",
    Code.CERTIFICATE_EXPIRED: "TLS",
    Code.TLS_FAILED: "TLS",
    Code.STARTTLS_MISSING: "TLS",
}


class State(StrEnum):
    OK = "ok"
    NOTE = "note"
    """Worth knowing, not wrong."""
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    check: str
    state: State
    sentence: str


def run(arguments: argparse.Namespace) -> int:
    findings: list[Finding] = []
    for finding in _examine(arguments):
        findings.append(finding)
        if not arguments.json:
            say(f"{finding.state:<7}  {finding.sentence}")
    problems = sum(finding.state is State.PROBLEM for finding in findings)
    if arguments.json:
        say_json({
            "fine": not problems,
            "findings": [{"check": one.check, "state": str(one.state), "sentence": one.sentence} for one in findings],
        })  # fmt: skip
    else:
        say(f"{counted(problems, 'problem')} found." if problems else "Everything is fine.")
    return Exit.PROBLEM if problems else Exit.OK


def _examine(arguments: argparse.Namespace) -> Iterator[Finding]:
    yield python_finding(sys.version_info[:2])
    yield _library_finding()
    directory = (arguments.profile or default_profile()).expanduser().absolute()
    yield disk_finding(directory)
    if not directory.exists():
        yield _first_use_finding(directory)
        return
    try:
        with opened(arguments) as engine:
            yield from _profile_findings(engine)
            yield _clock_finding(engine)
            yield from _account_findings(engine, arguments)
    except BandejaError as error:
        yield Finding("profile", State.PROBLEM, error.sentence())


def python_finding(version: tuple[int, int]) -> Finding:
    words = f"Python {platform.python_version()} on {platform.system()}"
    if _PYTHONS[0] <= version <= _PYTHONS[1]:
        return Finding("python", State.OK, f"{words} is fine.")
    return Finding("python", State.PROBLEM, f"{words} is not one that Bandeja is made for: use 3.11 to 3.14.")


def _library_finding() -> Finding:
    try:
        return Finding("sqlite", State.OK, f"The SQLite library {load_library_version()} is fit.")
    except BandejaError as error:
        return Finding("sqlite", State.PROBLEM, error.sentence())


def disk_finding(directory: Path) -> Finding:
    """`directory` or the nearest folder above it that exists."""
    nearest = next(folder for folder in (directory, *directory.parents) if folder.exists())
    free = shutil.disk_usage(nearest).free
    words = f"{size_words(free)} are free on the disk of {directory}"
    if free < _LEAST_FREE:
        return Finding("disk", State.PROBLEM, f"Only {words}. Free some space before you sync.")
    return Finding("disk", State.OK, f"{words}.")


def _first_use_finding(directory: Path) -> Finding:
    nearest = next(folder for folder in directory.parents if folder.exists())
    if not os.access(nearest, os.W_OK | os.X_OK):
        return Finding("profile", State.PROBLEM, BandejaError(Code.READ_ONLY, path=nearest).sentence())
    return Finding("profile", State.NOTE, f"There is no profile in {directory} yet; the first use makes it.")


def _profile_findings(engine: Engine) -> Iterator[Finding]:
    directory, size = engine.store.directory, size_words(engine.store.disk_bytes())
    yield Finding("profile", State.OK, f"The profile {directory} can be written and takes {size}.")
    if engine.store.is_sound():
        yield Finding("cache", State.OK, "The mail cache is sound.")
    else:
        sentence = (
            "The mail cache is damaged. It is rebuilt at the next start; drafts and unsent mail are carried over."
        )
        yield Finding("cache", State.PROBLEM, sentence)


def _clock_finding(engine: Engine) -> Finding:
    doubt = engine.clock_doubt()
    if doubt is None:
        return Finding("clock", State.OK, "This computer's clock is plausible.")
    words = CLOCK_WORDS.get(doubt, doubt)
    return Finding(
        "clock", State.PROBLEM, f"This computer's clock is not believable: {words}. Set it; until then no mail expires."
    )


def _account_findings(engine: Engine, arguments: argparse.Namespace) -> Iterator[Finding]:
    keeping = engine.logins.keeping()
    state = State.OK if keeping.lasting else State.NOTE
    hint = "" if keeping.lasting else f" Unattended use needs {VARIABLE}."
    yield Finding("keyring", state, keeping.sentence() + hint)
    try:
        accounts = chosen_accounts(engine, arguments.account)
    except Trouble as trouble:
        yield Finding("accounts", State.NOTE, str(trouble))
        return
    lend_passwords(engine, accounts, arguments)
    for account in accounts:
        yield from _server_findings(engine, account)
        failed = [
            row
            for row in engine.outbox()
            if row.account_key == account.account_key and row.state in ("failed", "unknown")
        ]
        if failed:
            sentence = f"{counted(len(failed), 'mail')} of {account.address} did not leave: see bandeja outbox."
            yield Finding("outbox", State.PROBLEM, sentence)


def _server_findings(engine: Engine, account: AccountRow) -> Iterator[Finding]:
    settings = engine.logins.settings_of(account.account_key)
    if engine.logins.has_password(account.account_key):
        report = engine.logins.check(account.account_key)
        yield server_finding("imap", account.address, report.imap)
        if report.smtp is not None:
            yield server_finding("smtp", account.address, report.smtp)
        return
    sentence = BandejaError(Code.NO_PASSWORD, user=settings.imap.user).sentence()
    yield Finding("password", State.PROBLEM, f"{sentence} So nobody could log in.")
    for name, server in (("imap", settings.imap), ("smtp", settings.smtp)):
        error = reach(server, settings.ca_file, engine.clock)
        yield _reached_finding(name, account.address, server, error)


def server_finding(name: str, address: str, checked: Checked) -> Finding:
    """What a login got to: the name was found, the connection made, TLS verified, the password taken."""
    place = f"{address}, {name.upper()} {checked.server}"
    if checked.error is None:
        secured = "" if checked.server.security == "plain" else ", the certificate is valid"
        return Finding(name, State.OK, f"{place}: the server answers{secured}, the login works.")
    stage = _STAGES.get(checked.error.code, "login")
    instead = "" if checked.instead is None else f" Perhaps {checked.instead} is right."
    return Finding(name, State.PROBLEM, f"{place}: the {stage} fails. {checked.error.sentence()}{instead}")


def _reached_finding(name: str, address: str, server: ServerSettings, error: BandejaError | None) -> Finding:
    place = f"{address}, {name.upper()} {server}"
    if error is None:
        return Finding(name, State.OK, f"{place}: the server answers; the login was not tried.")
    return Finding(
        name, State.PROBLEM, f"{place}: the {_STAGES.get(error.code, 'connection')} fails. {error.sentence()}"
    )
