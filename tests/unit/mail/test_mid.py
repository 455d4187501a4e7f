"""mid: links name a mail by its Message-ID; whatever else comes names none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.connectors.protocol import MailSnapshot
from desktop.core.mail.mid import parse_mid
from tests.integration.connectors.world import make_mail


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("mid:a%40example.org", "a@example.org"),
        ("MID:a@example.org", "a@example.org"),
        ("mid:a%2Fb%25c%40example.org", "a/b%c@example.org"),
        ("mid:%3Ca%40x.org%3E", "a@x.org"),
        ("mid:a%40x.org/part1%40x.org", "a@x.org"),
        ("mid://a%40x.org", "a@x.org"),
        ("mid:a%40x.org?x=y#z", "a@x.org"),
        ("mid:", ""),
        ("mid:a%20b", ""),
        ("mid:a%0d%0ab", ""),
        ("mid:" + "x" * 5000, ""),
        ("mailto:a@x.org", ""),
        ("", ""),
    ],
)
def test_what_a_link_names(url: str, expected: str):
    assert parse_mid(url) == expected


@given(st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=200))
def test_what_our_own_links_name_is_found_again(message_id: str):
    mail: MailSnapshot = make_mail(message_id=message_id)
    found = parse_mid(mail.mid_url)
    assert found == message_id.removeprefix("<").removesuffix(">").strip() or found == ""


@given(st.text(max_size=300))
def test_any_text_is_read(text: str):
    assert isinstance(parse_mid(f"mid:{text}"), str)
