"""Nothing that a person, a server or a browser may send gets past the parsers of accounts in a harmful form."""

from __future__ import annotations

import urllib.parse
from collections.abc import Callable
from typing import TypeVar

from hypothesis import example, given
from hypothesis import strategies as st

from desktop.core.accounts.client_config import BadConfig, parse_client_config
from desktop.core.accounts.oauth import OAuthClient, WrongAnswer, parse_answer, parse_tokens, start_attempt
from desktop.core.accounts.secret import Secret
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
from desktop.core.api.discovery import SignIn
from desktop.core.api.errors import AuthenticationError, SetupError
from tests.unit.accounts.fake_network import config_file

CLIENT = OAuthClient(
    "id", SignIn("https://login.example", "https://login.example/a", "https://login.example/t", "mail")
)
ATTEMPT = start_attempt("http://127.0.0.1:1/")

Value = TypeVar("Value")


def _outcome(parse: Callable[[], Value], *refusals: type[Exception]) -> tuple[Value | None, Exception | None]:
    """The value or the refusal, never both; any other error is a failure of the test."""
    try:
        return parse(), None
    except refusals as refusal:
        return None, refusal


label = st.from_regex(r"[a-zA-Z0-9ñüßдж]([a-zA-Z0-9ñüßдж-]{0,10}[a-zA-Z0-9ñüßдж])?", fullmatch=True)
host = st.builds(lambda labels: ".".join([*labels, "es"]), st.lists(label, min_size=1, max_size=4))
server = st.builds(
    ServerSettings,
    host,
    st.integers(1, 65535),
    st.sampled_from([Security.TLS, Security.STARTTLS]),
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=30),
)


@given(st.one_of(st.text(max_size=80), st.builds("{}@{}".format, st.text(max_size=20), st.one_of(host, st.text()))))
@example("a@\u2024\u2024")
@example("a@ß.ß")
@example("a@xn--\u00e9.es")
def test_address_is_normal_or_refused(text: str) -> None:
    address, error = _outcome(lambda: parse_account_address(text), SetupError)
    assert str(error).isprintable()
    if address is None:
        return
    assert parse_account_address(address) == address
    local, _, domain = address.rpartition("@")
    assert domain.isascii()
    assert domain == domain.lower()
    assert not set(address) & set(" \r\n\t\x00<>,;")
    assert len(address.encode()) <= 254
    assert local


@given(st.one_of(st.text(max_size=60), st.builds("{}:{}/{}".format, st.text(max_size=20), st.integers(), st.text())))
def test_server_is_usable_or_refused(text: str) -> None:
    parsed, error = _outcome(lambda: parse_server(text, "ana"), SetupError)
    assert str(error).isprintable()
    if parsed is None:
        return
    assert parse_server(str(parsed), "ana") == parsed
    assert parsed.security is not Security.PLAIN or is_loopback(parsed.host)


@given(host)
def test_host_is_stable(name: str) -> None:
    assert parse_host(parse_host(name)) == parse_host(name)
    assert parse_host(name.upper().replace("SS", "ss")) is not None


@given(
    server,
    server,
    st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), max_size=40),
    st.sampled_from(Auth),
)
def test_settings_survive_json(imap: ServerSettings, smtp: ServerSettings, name: str, auth: Auth) -> None:
    settings = AccountSettings("ana@bodega.es", name, imap, smtp, None, auth)
    assert parse_settings(settings.to_json()) == settings


@given(st.one_of(st.text(), st.recursive(st.none() | st.booleans() | st.integers() | st.text(), st.lists).map(str)))
def test_damaged_settings_are_refused(text: str) -> None:
    _, error = _outcome(lambda: parse_settings(text), SetupError)
    assert error is not None, "no random text is an account"


@given(st.binary(max_size=300))
def test_any_bytes_are_a_config_or_not(body: bytes) -> None:
    config, bad = _outcome(lambda: parse_client_config(body, "ana@bodega.es"), BadConfig)
    assert config is None
    assert str(bad).isprintable()


@given(st.data())
def test_damaged_config_offers_only_encryption(data: st.DataObject) -> None:
    """A right file with some bytes changed: refused, or still nothing but usable, encrypted servers."""
    body = bytearray(config_file())
    for _ in range(data.draw(st.integers(1, 6))):
        place = data.draw(st.integers(0, len(body) - 1))
        if data.draw(st.booleans()):
            body[place] = data.draw(st.integers(0, 255))
        else:
            del body[place : place + data.draw(st.integers(1, 20))]
    config, _ = _outcome(lambda: parse_client_config(bytes(body), "ana@bodega.es"), BadConfig)
    if config is None:
        return
    for one in (*config.imap, *config.smtp):
        assert one.server.security is not Security.PLAIN or is_loopback(one.server.host)
        assert one.auth


_fields = st.dictionaries(st.sampled_from(["code", "state", "iss", "error", "access_token", "x"]), st.text(max_size=20))


@given(_fields, st.booleans())
def test_answer_is_taken_only_with_the_state(fields: dict[str, str], with_state: bool) -> None:
    if with_state:
        fields = {**fields, "state": ATTEMPT.state}
    query = urllib.parse.urlencode(fields, errors="replace")
    code, refusal = _outcome(lambda: parse_answer(query, CLIENT, ATTEMPT), WrongAnswer, AuthenticationError)
    if not with_state:
        assert isinstance(refusal, WrongAnswer)
    elif code is not None:
        assert fields.get("iss") in (None, "https://login.example")
        assert "access_token" not in fields
        assert code.reveal()


@given(st.text(max_size=200))
def test_any_query_is_refused(query: str) -> None:
    _, refusal = _outcome(lambda: parse_answer(query, CLIENT, ATTEMPT), WrongAnswer)
    assert refusal is not None, "nobody guesses 256 bits"


@given(st.sampled_from([200, 400, 401]), st.binary(max_size=200))
def test_any_token_answer_is_usable_or_refused(status: int, body: bytes) -> None:
    tokens, error = _outcome(lambda: parse_tokens(CLIENT, status, body), AuthenticationError)
    assert str(error).isprintable()
    assert tokens is None or isinstance(tokens.access, Secret)
