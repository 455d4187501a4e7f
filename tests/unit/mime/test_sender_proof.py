"""When a mail is not to be believed: another From, or a receiving server that says so. What a forger writes helps him nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.mime.sender_proof import is_contradicted, is_from

ORGANISER = "daniel@nomada.example"


def mail(*headers: str, sender: str = f"Daniel <{ORGANISER}>") -> bytes:
    return (
        "".join(f"{one}\r\n" for one in (*headers, f"From: {sender}", "Subject: x", "")).encode() + b"\r\nFrom: x\r\n"
    )


def test_only_the_address_itself_counts():
    assert is_from(mail(), ORGANISER)
    assert is_from(mail(), ORGANISER.upper())
    assert not is_from(mail(sender="Daniel <eve@evil.example>"), ORGANISER)
    assert not is_from(mail(sender=f"{ORGANISER}, eve@evil.example"), ORGANISER)
    assert not is_from(mail("From: eve@evil.example"), ORGANISER)
    assert not is_from(mail(sender=f'"{ORGANISER}" <eve@evil.example>'), ORGANISER)
    assert not is_from(mail(), "")
    assert not is_from(b"", ORGANISER)


@pytest.mark.parametrize(
    ("said", "doubted"),
    [
        ("mx.a.example; dmarc=pass header.from=nomada.example", False),
        ("mx.a.example; dmarc=fail (p=NONE dis=NONE) header.from=nomada.example", True),
        ("mx.a.example; spf=pass smtp.mailfrom=daniel@nomada.example; dkim=none", False),
        ("mx.a.example; spf=fail smtp.mailfrom=nomada.example; dkim=pass header.d=nomada.example", False),
        ("mx.a.example; spf=softfail smtp.mailfrom=nomada.example; dkim=none", True),
        ("mx.a.example; dkim=pass header.d=evil.example; spf=pass smtp.mailfrom=evil.example", True),
        ("mx.a.example; dkim=pass header.i=@mail.nomada.example header.s=x", False),
        ("mx.a.example 1; auth=pass (plain) smtp.auth=daniel; spf=fail smtp.mailfrom=nomada.example", False),
        ("mx.a.example; none", False),
        ("mx.a.example; spf=none; dkim=none; dmarc=none", False),
        ("mx.a.example; dmarc=permerror; spf=temperror", False),
        ("mx.a.example; dmarc=bestguesspass action=none header.from=nomada.example", False),
        ("mx.a.example; dkim=fail (dmarc=pass; dkim=pass header.d=nomada.example)", True),
        ("", False),
        (";;;=;", False),
    ],
)
def test_what_the_receiving_server_found_out(said: str, doubted: bool):
    assert is_contradicted([said] if said else [], "nomada.example") is doubted
    assert is_from(mail(f"Authentication-Results: {said}"), ORGANISER) is not doubted


def test_what_came_in_with_the_mail_helps_nobody():
    own, forged = "mx.a.example; dmarc=fail", "mx.evil.example; dmarc=pass"
    assert is_contradicted([own, forged], "nomada.example")
    assert not is_contradicted([forged.replace("evil", "b"), own], "nomada.example"), (
        "the topmost is the last that was written"
    )
    assert is_contradicted([own, "mx.a.example; dmarc=pass"], "nomada.example")


def test_results_may_stand_in_several_headers_of_one_server():
    parts = ["mx.a.example; spf=none", "mx.a.example; dkim=pass header.d=nomada.example", "mx.a.example; dmarc=pass"]
    assert not is_contradicted(parts, "nomada.example")


@given(st.lists(st.text(max_size=300), max_size=6), st.text(max_size=40))
def test_any_text_is_read(results: list[str], domain: str):
    assert is_contradicted(results, domain) in (True, False)


@given(st.binary(max_size=2_000))
def test_any_bytes_are_read(raw: bytes):
    assert is_from(raw, ORGANISER) in (True, False)
