"""Settings are usable or refused in words."""

from __future__ import annotations

import pytest

from desktop.core.api.account_settings import (
    AccountSettings,
    Auth,
    Security,
    ServerSettings,
    is_loopback,
    parse_account_address,
    parse_host,
    parse_server,
    parse_settings,
)
from desktop.core.api.errors import Code, SecurityError, SetupError

ANA = AccountSettings(
    "ana@example.org",
    "Ana Núñez",
    parse_server("imap.example.org:993/tls", "ana"),
    parse_server("smtp.example.org:587/starttls", "ana@example.org"),
    "/etc/ssl/own.pem",
    Auth.XOAUTH2,
)


@pytest.mark.parametrize(
    ("text", "host", "port", "security"),
    [
        ("imap.example.org:993/tls", "imap.example.org", 993, Security.TLS),
        (" IMAP.Example.ORG.:143/STARTTLS ", "imap.example.org", 143, Security.STARTTLS),
        ("[2001:DB8::1]:993/tls", "2001:db8::1", 993, Security.TLS),
        ("localhost:1143/plain", "localhost", 1143, Security.PLAIN),
        ("127.8.9.10:1143/plain", "127.8.9.10", 1143, Security.PLAIN),
        ("[::1]:1143/plain", "::1", 1143, Security.PLAIN),
        ("correo.compañía.example:993/tls", "correo.xn--compaa-7va5a.example", 993, Security.TLS),
    ],
)
def test_server_is_read_and_written_back(text: str, host: str, port: int, security: Security) -> None:
    server = parse_server(text, "ana")
    assert (server.host, server.port, server.security, server.user) == (host, port, security, "ana")
    assert parse_server(str(server), "ana") == server


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("imap.example.org:993", "lacks /tls"),
        ("imap.example.org/tls", "HOST:PORT/tls"),
        (":993/tls", "HOST:PORT/tls"),
        ("imap.example.org:/tls", "not a port number"),
        ("imap.example.org:0/tls", "1 to 65535"),
        ("imap.example.org:65536/tls", "1 to 65535"),
        ("imap.example.org:-1/tls", "not a port number"),
        ("imap.example.org:٩٩٣/tls", "not a port number"),
        ("imap.example.org:993/ssl", "none of tls, starttls, plain"),
        ("::1:143/tls", "brackets"),
        ("[::1:143/tls", "brackets"),
        ("imap..example.org:993/tls", "empty part"),
        ("-imap.example.org:993/tls", "hyphen"),
        ("imap example.org:993/tls", "cannot have"),
        ("imap\r\nA1 LOGIN.example.org:993/tls", "cannot have"),
        ("user@imap.example.org:993/tls", "cannot have"),
        ("a" * 64 + ".example:993/tls", "longer than 63"),
        (".".join(["abcdefghi"] * 26) + ":993/tls", "longer than 253"),
        ("2130706433:143/plain", "neither a name nor a whole IP"),
        ("0x7f000001:143/plain", "neither a name nor a whole IP"),
        ("127.1:143/plain", "neither a name nor a whole IP"),
        ("[fe80::1%eth0]:143/tls", "cannot have"),
    ],
)
def test_bad_server_is_refused_in_words(text: str, why: str) -> None:
    with pytest.raises(SetupError) as caught:
        parse_server(text, "ana")
    assert caught.value.code is Code.BAD_INPUT
    assert why in caught.value.sentence()
    assert "\n" not in caught.value.sentence()


@pytest.mark.parametrize(
    "host",
    [
        "imap.example.org",
        "localhost.example.org",
        "foo.localhost",
        "127.0.0.1.example.org",
        "128.0.0.1",
        "10.0.0.1",
        "0.0.0.0",
        "[2001:db8::1]",
        "[::]",
        "loxcalhost",
        "locаlhost",  # a Cyrillic letter
    ],
)
def test_plain_is_refused_away_from_loopback(host: str) -> None:
    with pytest.raises(SecurityError) as caught:
        parse_server(f"{host}:143/plain", "ana")
    assert caught.value.code is Code.PLAIN_REFUSED


def test_loopback_is_three_things() -> None:
    assert [is_loopback(host) for host in ("127.0.0.1", "127.255.255.254", "::1", "localhost")] == [True] * 4
    assert not is_loopback("localhost.localdomain")


def test_sharp_s_stays_its_own_domain() -> None:
    """IDNA 2003 would make 'strasse.example' of it, which belongs to somebody else."""
    assert parse_host("Straße.example") == "xn--strae-oqa.example"
    assert parse_host("ＢÜCHER。example") == "xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("text", "address"),
    [
        (" ana@example.org\n", "ana@example.org"),
        ("Ana.Núñez@EXAMPLE.org", "Ana.Núñez@example.org"),
        ("ana+lists@bücher.example", "ana+lists@xn--bcher-kva.example"),
        ("ana@localhost", "ana@localhost"),
        ("o'neill/x=y@example.org", "o'neill/x=y@example.org"),
    ],
)
def test_address_is_normal(text: str, address: str) -> None:
    assert parse_account_address(text) == address


@pytest.mark.parametrize(
    "text",
    [
        "", "ana", "@example.org", "ana@", "ana@@example.org", ".ana@example.org", "ana.@example.org", "a..b@example.org",
        "a na@example.org", "ana\r\n@example.org", "ana\x00@example.org", "ana\u202e@example.org", '"ana"@example.org',
        "Ana <ana@example.org>", "ana@[127.0.0.1]", "ana@127.0.0.1", "ana@exa_mple..org", "a" * 65 + "@example.org",
        "bea123@" + ".".join(["abcdefghi"] * 25), "ana@example.org,bea@example.org",
    ],
)  # fmt: skip
def test_bad_address_is_refused(text: str) -> None:
    with pytest.raises(SetupError) as caught:
        parse_account_address(text)
    assert caught.value.code is Code.BAD_INPUT
    assert not any(ord(c) < 32 for c in caught.value.sentence())


def test_settings_survive_json() -> None:
    assert parse_settings(ANA.to_json()) == ANA
    assert "password" not in ANA.to_json()


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "[]", "{}", '{"address": 3}', "{" * 5000, "[" * 100_000, ANA.to_json().replace("993", '"993"'),
        ANA.to_json().replace("993", "true"), ANA.to_json().replace('"user": "ana"', '"user": null'),
        ANA.to_json().replace('"tls"', '"ssl"'), ANA.to_json() + " " * 70_000,
    ],
)  # fmt: skip
def test_damaged_json_is_refused(text: str) -> None:
    with pytest.raises(SetupError):
        parse_settings(text)


def test_stored_plain_server_is_refused_like_a_typed_one() -> None:
    with pytest.raises(SecurityError):
        parse_settings(ANA.to_json().replace('"tls"', '"plain"'))


def test_later_members_are_ignored() -> None:
    assert parse_settings(ANA.to_json().replace('"auth"', '"added_later": [1], "auth"')) == ANA


@pytest.mark.parametrize("user", ["ana\r\nA2 LOGOUT", "ana\x00", "x" * 321])
def test_user_cannot_write_protocol_lines(user: str) -> None:
    with pytest.raises(SetupError):
        ServerSettings("imap.example.org", 993, Security.TLS, user)


def test_mail_server_needs_a_user_and_submission_may_not() -> None:
    silent = parse_server("127.0.0.1:2525/plain", "")
    assert AccountSettings("ana@localhost", "", parse_server("127.0.0.1:1143/plain", "ana"), silent).smtp.user == ""
    with pytest.raises(SetupError, match="needs one"):
        AccountSettings("ana@localhost", "", silent, silent)
