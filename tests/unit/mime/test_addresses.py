"""Address lists: who really sent it, whatever the header looks like."""

from __future__ import annotations

import base64

import pytest

from desktop.core.mime.addresses import MAX_ADDRESSES, parse_addresses
from tests.unit.mime.build import is_quick


def read(value: bytes | str) -> list[tuple[str, str]]:
    raw = value if isinstance(value, bytes) else value.encode()
    return [(address.display_name, address.addr_spec) for address in parse_addresses(raw)]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("ana@example.org", [("", "ana@example.org")]),
        ("<ana@example.org>", [("", "ana@example.org")]),
        ("Ana Ruiz <ana@example.org>", [("Ana Ruiz", "ana@example.org")]),
        ('"Ruiz, Ana" <ana@example.org>', [("Ruiz, Ana", "ana@example.org")]),
        ('"Ana" "Ruiz" <ana@example.org>', [("Ana Ruiz", "ana@example.org")]),
        ('"A \\"b\\" c" <a@b.org>', [('A "b" c', "a@b.org")]),
        ("a@b.org, c@d.org", [("", "a@b.org"), ("", "c@d.org")]),
        ("a@b.org; c@d.org", [("", "a@b.org"), ("", "c@d.org")]),
        ("a@b.org,, ,c@d.org,", [("", "a@b.org"), ("", "c@d.org")]),
        ("ana@example.org (Ana Ruiz)", [("Ana Ruiz", "ana@example.org")]),
        ("ana@example.org (Ana (of course) Ruiz)", [("Ana (of course) Ruiz", "ana@example.org")]),
        ("Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", [("Pete", "pete@silly.test")]),
        ("team: a@b.org, C <c@d.org>;, e@f.org", [("", "a@b.org"), ("C", "c@d.org"), ("", "e@f.org")]),
        ("undisclosed-recipients:;", []),
        ("Undisclosed recipients: ;", []),
        ("<@relay1,@relay2:u@host.org>", [("", "u@host.org")]),
        ('"john doe"@example.org', [("", '"john doe"@example.org')]),
        ("joe @ example . org", [("", "joe@example.org")]),
        ("Joe Doe joe@example.org", [("Joe Doe", "joe@example.org")]),
        ("Mr. Joe joe@example.org", [("Mr. Joe", "joe@example.org")]),
        ("joe@example.org Joe", [("Joe", "joe@example.org")]),
        ("Support: the team <a@b.org>", [("Support: the team", "a@b.org")]),
        ("Joe <joe@example.org", [("Joe", "joe@example.org")]),
        ('"Joe <joe@x.org>, ann <ann@y.org>', [('"Joe', "joe@x.org"), ("ann", "ann@y.org")]),
        ("MAILER-DAEMON", [("MAILER-DAEMON", "")]),
        ("<>", []),
        ("", []),
        ("=?utf-8?q?Jos=C3=A9?= <j@x.org>", [("José", "j@x.org")]),
        ("=?utf-8?q?Ruiz,_Jos=C3=A9?= <j@x.org>", [("Ruiz, José", "j@x.org")]),  # raw comma in the word
        ('"=?utf-8?q?Jos=C3=A9?=" <j@x.org>', [("José", "j@x.org")]),
        ("josé@españa.es", [("", "josé@españa.es")]),
    ],
)
def test_a_list_is_read(value: str, expected: list[tuple[str, str]]):
    assert read(value) == expected


@pytest.mark.parametrize(
    ("value", "name", "specific"),
    [
        ("alice@example.org <bob@evil.test>", "alice@example.org", "bob@evil.test"),
        ('"alice@example.org" <bob@evil.test>', "alice@example.org", "bob@evil.test"),
        (
            '"alice@example.org <alice@example.org>" <bob@evil.test>',
            "alice@example.org <alice@example.org>",
            "bob@evil.test",
        ),
        ("alice@example.org (hi) <bob@evil.test>", "alice@example.org", "bob@evil.test"),
        ("=?utf-8?q?alice=40example.org=2C?= <bob@evil.test>", "alice@example.org,", "bob@evil.test"),
        ("=?utf-8?q?alice=40example.org=0A=00?= <bob@evil.test>", "alice@example.org", "bob@evil.test"),
        ("=?utf-8?q?=3Calice=40example.org=3E?= <bob@evil.test>", "<alice@example.org>", "bob@evil.test"),
        (
            "=?utf-8?b?" + base64.b64encode("moc\u202e.evil".encode()).decode() + "?= <bob@evil.test>",
            "moc.evil",
            "bob@evil.test",
        ),
    ],
)
def test_the_bracketed_address_is_the_sender(value: str, name: str, specific: str):
    assert read(value) == [(name, specific)]


def test_an_encoded_local_part_is_not_decoded():
    (address,) = parse_addresses(b"=?utf-8?b?YWxpY2VAZXhhbXBsZS5vcmc=?==?utf-8?q?=00?=@evil.test")
    assert address.domain == "evil.test"
    assert "alice@example.org" not in str(address)


def test_two_bracketed_addresses_are_both_shown():
    assert read("<a@good.test> <b@evil.test>") == [("", "a@good.test"), ("", "b@evil.test")]


def test_no_line_break_or_nul_survives():
    for address in parse_addresses(b'"a\r\nBcc: x"\0 <a\0@b\r\n.org>, c\n@d.org (e\rf)'):
        assert str(address).isprintable()


def test_raw_latin_names():
    assert read("José <j@x.org>".encode("latin-1")) == [("José", "j@x.org")]


@pytest.mark.parametrize(
    "value",
    [
        b", ".join(b"user%d@example.org" % number for number in range(20_000)),
        b"(" * 200_000,
        b"(" * 5_000 + b")" * 5_000 + b"a@b.org",
        b"<" * 200_000,
        b'"' * 200_001,
        b'"' + b'\\"' * 200_000,
        b'"a<' * 100_000,
        b'<"' * 100_000,
        b"=?a?q?" * 100_000,
        b"a:" * 100_000 + b";",
        b"a b " * 100_000,
        b"a@" * 100_000,
        (b"a" * 8_000 + b'@"') * 50,
        b" " * 200_000 + b"@",
    ],
)
def test_bombs_are_bounded(value: bytes):
    assert len(parse_addresses(value)) <= MAX_ADDRESSES
    assert is_quick(0.5, parse_addresses, value)


def test_at_most_so_many_are_kept():
    assert len(parse_addresses(b",".join([b"a@b.org"] * 5_000))) == MAX_ADDRESSES
