"""Reading autoconfiguration files: what they offer, and what must not be taken from them."""

from __future__ import annotations

import pytest

from desktop.core.accounts.client_config import BadConfig, parse_client_config
from desktop.core.api.account_settings import Auth, Security
from desktop.core.api.discovery import SignIn
from tests.unit.accounts.fake_network import config_file

ANA = "ana.nunez@bodega.es"
SIGN_IN = """<oAuth2><issuer>login.bodega.es</issuer><scope>mail</scope><authURL>https://login.bodega.es/a</authURL>
<tokenURL>https://login.bodega.es/t</tokenURL></oAuth2>"""


@pytest.mark.parametrize(
    ("template", "user"),
    [
        ("%EMAILADDRESS%", ANA),
        ("%EMAILLOCALPART%", "ana.nunez"),
        ("%EMAILLOCALPART%.%EMAILDOMAIN%", "ana.nunez.bodega.es"),
        ("bodega\\%EMAILLOCALPART%", "bodega\\ana.nunez"),
        ("shared", "shared"),
        ("", ANA),
        (" %EMAILADDRESS% ", ANA),
    ],
)
def test_user_name_templates(template: str, user: str) -> None:
    config = parse_client_config(config_file(user=template), ANA)
    assert config.imap[0].server.user == config.smtp[0].server.user == user


def test_address_that_looks_like_a_template_is_not_filled_twice() -> None:
    config = parse_client_config(config_file(user="%EMAILLOCALPART%"), "%EMAILDOMAIN%@bodega.es")
    assert config.imap[0].server.user == "%EMAILDOMAIN%"


def test_host_may_be_a_template() -> None:
    config = parse_client_config(config_file(imap="mail.%EMAILDOMAIN% 143 STARTTLS"), ANA)
    assert (config.imap[0].server.host, config.imap[0].server.security) == ("mail.bodega.es", Security.STARTTLS)


@pytest.mark.parametrize(
    ("methods", "expected"),
    [
        ("password-cleartext", (Auth.PASSWORD,)),
        ("OAuth2 password-cleartext", (Auth.XOAUTH2, Auth.PASSWORD)),
        ("password-encrypted password-cleartext OAuth2", (Auth.PASSWORD, Auth.XOAUTH2)),
        ("OAuth2", (Auth.XOAUTH2,)),
        ("GSSAPI password-cleartext", (Auth.PASSWORD,)),
        ("", (Auth.PASSWORD,)),
    ],
)
def test_authentication_keeps_its_order(methods: str, expected: tuple[Auth, ...]) -> None:
    assert parse_client_config(config_file(auth=methods), ANA).imap[0].auth == expected


@pytest.mark.parametrize(
    "imap",
    [
        "imap.bodega.es 143 plain", "imap.bodega.es 993 None", "imap.bodega.es 0 SSL", "imap.bodega.es 70000 SSL",
        "imap.bodega.es -1 SSL", "imap.bodega.es ٩٩٣ SSL", "imap..bodega.es 993 SSL", "ima&#10;p.bodega.es 993 SSL",
        "127.1 993 SSL", "imap.bodega.es 993 ssl",
    ],
)  # fmt: skip
def test_server_that_cannot_be_used_is_left_out(imap: str) -> None:
    config = parse_client_config(config_file(imap=imap), ANA)
    assert config.imap == ()
    assert config.left_out == 1
    assert len(config.smtp) == 1


def test_only_unknown_logins_leave_the_server_out() -> None:
    assert parse_client_config(config_file(auth="GSSAPI NTLM"), ANA).imap == ()


def test_user_with_control_characters_is_left_out() -> None:
    assert parse_client_config(config_file(user="ana&#13;&#10;A1 LOGOUT"), ANA).imap == ()


def test_pop_is_not_imap_and_order_is_kept() -> None:
    body = config_file().replace(
        b"<incomingServer",
        b'<incomingServer type="pop3"><hostname>pop.bodega.es</hostname><port>995</port><socketType>SSL</socketType>'
        b'</incomingServer><incomingServer type="imap"><hostname>first.bodega.es</hostname><port>993</port>'
        b"<socketType>SSL</socketType></incomingServer><incomingServer",
        1,
    )
    config = parse_client_config(body, ANA)
    assert [one.server.host for one in config.imap] == ["first.bodega.es", "imap.bodega.es"]


def test_sign_in_and_documentation_over_https_only() -> None:
    config = parse_client_config(config_file(more=SIGN_IN), ANA)
    assert config.sign_in == SignIn("", "https://login.bodega.es/a", "https://login.bodega.es/t", "mail")
    for url in ("https://login.bodega.es/a", "https://login.bodega.es/t"):
        insecure = SIGN_IN.replace(url, url.replace("https", "http"))
        assert parse_client_config(config_file(more=insecure), ANA).sign_in is None
    documented = config_file().replace(
        b"</emailProvider>", b'<documentation url="http://x/"/><documentation url="https://y/"/></emailProvider>'
    )
    assert parse_client_config(documented, ANA).documentation == ("https://y/",)


BOMB = b"""<?xml version="1.0"?><!DOCTYPE c [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><clientConfig>&c;</clientConfig>"""


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "well-formed"),
        (b"<html><body>Not found</body></html>", "not a clientConfig"),
        (b"<clientConfig version='1.1'></clientConfig>", "names no provider"),
        (BOMB, "DOCTYPE"),
        (b'<!DOCTYPE x SYSTEM "file:///etc/passwd"><clientConfig/>', "DOCTYPE"),
        (b"<clientConfig>" + b"<a>" * 50 + b"</a>" * 50 + b"</clientConfig>", "nested too deeply"),
        (b"<clientConfig>" + b"<a/>" * 5000 + b"</clientConfig>", "too many elements"),
        (b"<clientConfig>" + b"x" * 5000 + b"</clientConfig>", "too long"),
        (b"<clientConfig>&undefined;</clientConfig>", "well-formed"),
        (b"<clientConfig>" + b" " * 300_000 + b"</clientConfig>", "256 KB"),
        (b'<?xml version="1.0" encoding="nonsense"?><clientConfig/>', "encoding"),
        (b"\x00\x01\x02", "well-formed"),
        (config_file()[:-20], "well-formed"),
    ],
)
def test_bad_file_is_refused_in_words(body: bytes, why: str) -> None:
    with pytest.raises(BadConfig, match=why):
        parse_client_config(body, ANA)
