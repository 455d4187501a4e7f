"""The bundled table: complete, consistent, and in agreement with the public database where it says so."""

from __future__ import annotations

import tomllib
from importlib import resources

import pytest

from desktop.core.accounts.providers import (
    find_by_domain,
    find_by_mx,
    find_by_server,
    load_providers,
    parse_providers,
)
from desktop.core.api.account_settings import Auth, parse_server
from desktop.core.api.discovery import PasswordKind, Source
from desktop.core.api.errors import SetupError

ONE = """
[[provider]]
id = "bodega"
name = "Bodega"
domains = ["bodega.es"]
mx = ["*.bodega.es"]
imap = "imap.bodega.es:993/tls"
smtp = "smtp.bodega.es:465/tls"
password = "ordinary"
known_from = "provider"
"""


@pytest.mark.parametrize(
    ("address", "imap", "smtp", "imap_user", "smtp_user", "kind"),
    [
        ("ana@gmail.com", "imap.gmail.com:993/tls", "smtp.gmail.com:465/tls", "ana@gmail.com", "ana@gmail.com", "app"),
        ("ana@outlook.es", "outlook.office365.com:993/tls", "smtp-mail.outlook.com:587/starttls",
         "ana@outlook.es", "ana@outlook.es", "browser"),
        ("ana@icloud.com", "imap.mail.me.com:993/tls", "smtp.mail.me.com:587/starttls", "ana", "ana@icloud.com", "app"),
        ("ana@b.onmicrosoft.com", None, None, None, None, None),
        ("ana@yahoo.es", "imap.mail.yahoo.com:993/tls", "smtp.mail.yahoo.com:465/tls",
         "ana@yahoo.es", "ana@yahoo.es", "app"),
        ("ana@aol.com", "imap.aol.com:993/tls", "smtp.aol.com:465/tls", "ana@aol.com", "ana@aol.com", "app"),
        ("ana@gmx.es", "imap.gmx.com:993/tls", "mail.gmx.com:465/tls", "ana@gmx.es", "ana@gmx.es", "ordinary"),
        ("ana@web.de", "imap.web.de:993/tls", "smtp.web.de:465/tls", "ana", "ana", "ordinary"),
        ("ana@movistar.es", "imap.movistar.es:993/tls", "smtp.movistar.es:465/tls",
         "ana@movistar.es", "ana@movistar.es", "ordinary"),
    ],
)  # fmt: skip
def test_settings_by_address(
    address: str, imap: str | None, smtp: str, imap_user: str, smtp_user: str, kind: str
) -> None:
    provider = find_by_domain(address.partition("@")[2])
    if imap is None:
        assert provider is None
        return
    assert provider is not None
    proposal = provider.build_proposal(address, Source.TABLE)
    assert proposal.settings.imap == parse_server(imap, imap_user)
    assert proposal.settings.smtp == parse_server(smtp, smtp_user)
    assert proposal.advice.kind == PasswordKind(kind)
    assert proposal.settings.auth is (Auth.XOAUTH2 if kind == "browser" else Auth.PASSWORD)


def test_providers_that_the_product_names_are_there() -> None:
    names = {provider.name for provider in load_providers()}
    assert names >= {"Gmail", "Outlook.com", "iCloud", "Office 365", "Exchange", "Yahoo!", "AOL", "GMX", "WEB.DE"}
    assert names >= {
        "Fastmail",
        "Zoho Mail",
        "mail.com",
        "Movistar",
        "Orange España",
        "IONOS",
        "OVH",
        "Strato",
        "Arsys",
    }


def test_exchange_says_what_to_type() -> None:
    exchange = next(provider for provider in load_providers() if provider.id == "exchange")
    assert not exchange.imap
    assert "\\name" in exchange.advice.where_en
    assert "\\nombre" in exchange.advice.where_es


@pytest.mark.parametrize("provider", load_providers(), ids=lambda provider: provider.id)
def test_every_entry_is_whole(provider) -> None:
    advice = provider.advice
    assert bool(advice.where_en) == bool(advice.where_es)
    assert advice.where_en != advice.where_es or not advice.where_en
    assert advice.url.startswith("https://") or not advice.url
    assert provider.domains or provider.mx or not provider.imap
    if advice.kind is not PasswordKind.ORDINARY:
        assert advice.where_en, "a special password needs the way to it"
        assert advice.url
    if advice.kind is PasswordKind.BROWSER:
        assert provider.sign_in is not None
    if provider.sign_in:
        assert provider.sign_in.authorize_url.startswith("https://")
        assert provider.sign_in.token_url.startswith("https://")
    for domain in provider.domains:
        assert find_by_domain(domain) is provider
        assert domain == domain.lower()


def test_longest_pattern_wins() -> None:
    by_host = {
        "mx-aol.mail.gm0.yahoodns.net": "aol",
        "mta5.am0.yahoodns.net": "yahoo",
        "outlook-com.olc.protection.outlook.com": "outlook",
        "bodega-es.mail.protection.outlook.com": "office365",
        "bodega-es.k-v1.mx.microsoft": "office365",
        "ALT4.ASPMX.L.GOOGLE.COM.": "gmail",
        "mx.serviciodecorreo.es": "arsys",
        "protection.outlook.com": None,
        "bodega.es": None,
    }
    assert {host: (found := find_by_mx(host)) and found.id for host in by_host} == by_host


def test_servers_lead_back_to_the_provider() -> None:
    known = find_by_server(parse_server("smtp.gmail.com:465/tls", "ana"))
    assert known is not None
    assert known.id == "gmail"
    assert find_by_server(parse_server("imap.gmail.com.example:993/tls", "ana")) is None


def test_file_is_read_whole() -> None:
    text = resources.files("resources").joinpath("providers.toml").read_text(encoding="utf-8")
    assert len(load_providers()) == len(tomllib.loads(text)["provider"]) >= 30


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (("password", "pasword"), ValueError),
        (('"ordinary"', '"secret"'), ValueError),
        (("/tls", "/plain"), SetupError),
        (("smtp = ", "smtp_user = "), ValueError),
        (('"provider"', '"rumour"'), ValueError),
        (('id = "bodega"', 'id = "bodega"\nquirks = ["odd"]'), ValueError),
        (('id = "bodega"', 'id = "bodega"\nuser = "odd"'), ValueError),
        (('name = "Bodega"', ""), KeyError),
    ],
)
def test_mistake_in_the_file_is_loud(change: tuple[str, str], error: type[Exception]) -> None:
    assert len(parse_providers(ONE)) == 1
    with pytest.raises(error):
        parse_providers(ONE.replace(*change))


def test_twice_is_a_mistake() -> None:
    for other in ("other.example", "bodega.es"):
        twice = ONE + ONE.replace('"bodega"', '"second"').replace('["bodega.es"]', f'["{other}"]')
        with pytest.raises(ValueError, match="twice"):
            parse_providers(twice)
