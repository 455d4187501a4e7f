"""The mail providers that Bandeja knows by itself, from `resources/providers.toml`.

The table answers at once and without the network; what it says is checked against the tests' copy of Thunderbird's
database. A mistake in the file fails loudly at the first use. Any thread.
"""

from __future__ import annotations

import fnmatch
import functools
import tomllib
from importlib import resources
from typing import Any

from desktop.core.api.account_settings import AccountSettings, Auth, ServerSettings, parse_server
from desktop.core.api.discovery import PasswordAdvice, PasswordKind, Proposal, SignIn, Source
from desktop.values import dataclass

QUIRKS = ("saves_sent", "imap_off", "imap_paid")
_MEMBERS = {
    "id", "name", "domains", "mx", "imap", "smtp", "user", "smtp_user", "password", "where_en", "where_es", "url",
    "quirks", "known_from", "sign_in",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Provider:
    """`imap` and `smtp` are "HOST:PORT/security", empty where every customer's differ (Exchange); `user` and
    `smtp_user` are "address" or "local"; `confirmed` is False for what only users have told."""

    id: str
    name: str
    domains: frozenset[str]
    mx: tuple[str, ...]
    imap: str
    smtp: str
    user: str
    smtp_user: str
    advice: PasswordAdvice
    quirks: tuple[str, ...]
    confirmed: bool
    sign_in: SignIn | None

    def build_proposal(self, address: str, source: Source) -> Proposal:
        """The provider's settings for that address; only for a provider that has servers."""
        auth = Auth.XOAUTH2 if self.advice.kind is PasswordKind.BROWSER else Auth.PASSWORD
        imap = parse_server(self.imap, _user(self.user, address))
        smtp = parse_server(self.smtp, _user(self.smtp_user, address))
        settings = AccountSettings(address, "", imap, smtp, None, auth)
        confirm = "" if self.confirmed else f"these servers of {self.name} were told by users, not by {self.name}"
        return Proposal(
            source if self.confirmed else Source.REPORTED,
            settings,
            self.name,
            self.advice,
            self.sign_in,
            confirm,
            self.quirks,
        )


@functools.cache
def load_providers() -> tuple[Provider, ...]:
    """All of the table in its order, read once."""
    text = resources.files("resources").joinpath("providers.toml").read_text(encoding="utf-8")
    return parse_providers(text)


def parse_providers(text: str) -> tuple[Provider, ...]:
    """Raises ValueError, KeyError or SetupError for a table that says something twice, wrongly or not at all."""
    providers = tuple(_provider(values) for values in tomllib.loads(text)["provider"])
    for what in (
        [provider.id for provider in providers],
        [domain for provider in providers for domain in provider.domains],
        [pattern for provider in providers for pattern in provider.mx],
    ):
        if len(set(what)) != len(what):
            raise ValueError(f"twice in the provider table: {sorted({one for one in what if what.count(one) > 1})}")
    return providers


def find_by_domain(domain: str) -> Provider | None:
    return next((provider for provider in load_providers() if domain in provider.domains), None)


def find_by_mx(host: str) -> Provider | None:
    """The provider that takes mail on this host; the longest pattern that fits wins."""
    host = host.lower().rstrip(".")
    fitting = [
        (len(pattern), provider)
        for provider in load_providers()
        for pattern in provider.mx
        if fnmatch.fnmatchcase(host, pattern)
    ]
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


def find_by_server(server: ServerSettings) -> Provider | None:
    """The provider whose IMAP or submission host this is, however it was found: for its advice."""
    return next(
        (one for one in load_providers() if server.host in (one.imap.partition(":")[0], one.smtp.partition(":")[0])),
        None,
    )


def _provider(values: dict[str, Any]) -> Provider:
    if unknown := values.keys() - _MEMBERS:
        raise ValueError(f"unknown in the provider table: {sorted(unknown)}")
    imap, smtp = values.get("imap", ""), values.get("smtp", "")
    if bool(imap) != bool(smtp):
        raise ValueError(f"{values['id']} has one server only")
    for server in filter(None, (imap, smtp)):
        parse_server(server, "user")
    user = values.get("user", "address")
    quirks = tuple(values.get("quirks", ()))
    if not set(quirks) <= set(QUIRKS) or not {user, values.get("smtp_user", user)} <= {"address", "local"}:
        raise ValueError(f"{values['id']} has a quirk or user form that nobody knows")
    if values["known_from"] not in ("ispdb", "provider", "users"):
        raise ValueError(f"{values['id']} does not say where it is known from")
    advice = PasswordAdvice(
        PasswordKind(values["password"]), values.get("where_en", ""), values.get("where_es", ""), values.get("url", "")
    )
    return Provider(
        id=values["id"],
        name=values["name"],
        domains=frozenset(values.get("domains", ())),
        mx=tuple(values.get("mx", ())),
        imap=imap,
        smtp=smtp,
        user=user,
        smtp_user=values.get("smtp_user", user),
        advice=advice,
        quirks=quirks,
        confirmed=values["known_from"] != "users",
        sign_in=SignIn(**values["sign_in"]) if "sign_in" in values else None,
    )


def _user(form: str, address: str) -> str:
    return address if form == "address" else address.rpartition("@")[0]
