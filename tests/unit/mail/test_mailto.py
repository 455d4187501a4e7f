"""mailto: URLs (RFC 6068) give visible values and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.mail.mailto import LONGEST_BODY, MOST_RECIPIENTS, MailtoRequest, parse_mailto


@pytest.mark.parametrize(
    ("url", "request_"),
    [
        ("mailto:", MailtoRequest()),
        ("mailto:ana@a.example", MailtoRequest(to="ana@a.example")),
        ("MAILTO:ana@a.example", MailtoRequest(to="ana@a.example")),
        ("mailto:a@a.example,b@b.example", MailtoRequest(to="a@a.example, b@b.example")),
        ("mailto:?to=a@a.example&to=b@b.example", MailtoRequest(to="a@a.example, b@b.example")),
        ("mailto:a@a.example?cc=c@c.example&bcc=d@d.example",
         MailtoRequest(to="a@a.example", cc="c@c.example", bcc="d@d.example")),
        ("mailto:a@a.example?subject=Hola%20%C3%B1u", MailtoRequest(to="a@a.example", subject="Hola ñu")),
        ("mailto:a@a.example?SUBJECT=x&amp;Body=y", MailtoRequest(to="a@a.example", subject="x", body="y")),
        ("mailto:a@a.example?body=one%0D%0Atwo", MailtoRequest(to="a@a.example", body="one\ntwo")),
        ("mailto:a+b@a.example?subject=1+1", MailtoRequest(to="a+b@a.example", subject="1+1")),
        ("mailto:a@a.example#fragment", MailtoRequest(to="a@a.example")),
        ("mailto:%61@a.example", MailtoRequest(to="a@a.example")),
        ("mailto:a@a.example,A@A.EXAMPLE", MailtoRequest(to="A@A.EXAMPLE")),
    ],
)  # fmt: skip
def test_values(url: str, request_: MailtoRequest):
    assert parse_mailto(url) == request_


@pytest.mark.parametrize(
    "name", ["attach", "attachment", "Attach", "from", "reply-to", "x-priority", "in-reply-to", "%61ttach"]
)
def test_other_fields_are_ignored_and_named(name: str):
    found = parse_mailto(f"mailto:a@a.example?{name}=/etc/passwd&subject=s")
    assert found is not None
    assert (found.to, found.subject, found.body) == ("a@a.example", "s", "")
    assert found.ignored == (name.lower().replace("%61", "a"),)
    assert "passwd" not in repr(found)


@pytest.mark.parametrize(
    "url",
    [
        "mailto:a@a.example?subject=x%0d%0aBcc:%20b@b.example",
        "mailto:a@a.example?subject=x%0aBcc:%20b@b.example",
        "mailto:a@a.example%0d%0aBcc:b@b.example",
        "mailto:a@a.example?cc=c@c.example%0d%0aBcc:b@b.example",
        "mailto:?to=a@a.example%0aBcc%3a%20b@b.example",
        "mailto:a@a.example?subject=x%00y",
        "mailto:a@a.example?subject=%E2%80%A8Bcc:b@b.example",
    ],
)
def test_no_header_can_be_smuggled_in(url: str):
    found = parse_mailto(url)
    assert found is not None
    for field in (found.to, found.cc, found.bcc, found.subject):
        assert not any(ord(c) < 32 or c in "\u2028\u2029" for c in field)
    assert "b@b.example" not in found.to + found.cc + found.bcc


@pytest.mark.parametrize(
    "address",
    [
        "a@b@c.example",
        "nobody",
        "a%2Cb@a.example",
        "%22a%22@a.example",
        "a@a.example%0aX",
        "a@a.example%7fX",
        "a%3Cb@c.example%3E",
    ],
)
def test_what_is_no_plain_address_is_left_out(address: str):
    assert parse_mailto(f"mailto:{address}") == MailtoRequest()


def test_bounds_are_kept_and_told():
    many = ",".join(f"u{n}@a.example" for n in range(10_000))
    found = parse_mailto(f"mailto:{many}?bcc=z@z.example&body={'x' * 1_000_000}")
    assert found is not None
    assert found.to.count("@") == MOST_RECIPIENTS
    assert found.bcc == ""
    assert len(found.body) == LONGEST_BODY
    assert found.shortened


def test_html_stays_text():
    found = parse_mailto("mailto:?body=%3Cscript%3Ealert(1)%3C/script%3E")
    assert found is not None
    assert found.body == "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "url", ["", "http://a.example", "mail:a@a.example", "javascript:mailto:", " mailto:a@a.example"]
)
def test_what_is_no_mailto(url: str):
    assert parse_mailto(url) is None


def test_a_command_line_that_is_no_utf_8():
    found = parse_mailto("mailto:a\udce9@a.example?subject=caf\udce9&body=\ud800")
    assert found is not None
    assert (found.subject, found.to) == ("caf\ufffd", "a\ufffd@a.example") or "\udce9" not in found.subject + found.to


@given(st.text(max_size=300))
def test_nothing_raises(text: str):
    found = parse_mailto(f"mailto:{text}")
    assert found is not None
    for field in (found.to, found.cc, found.bcc, found.subject):
        assert not any(ord(c) < 32 for c in field)
