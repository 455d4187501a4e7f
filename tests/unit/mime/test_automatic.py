"""Which mails no person wrote, as their header says."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.mime.automatic import is_automatic


@pytest.mark.parametrize(
    "field",
    [
        b"Auto-Submitted: auto-replied", b"auto-submitted: auto-generated; why=x", b"AUTO-SUBMITTED:\r\n auto-notified",
        b"Auto-Submitted: (a note) auto-replied", b"Content-Type: multipart/report; report-type=delivery-status",
        b"Content-Type: Multipart/Report", b"Precedence: auto_reply", b"X-Autoreply: yes", b"X-Autorespond: Out of office",
        b"Return-Path: <>", b"Return-Path: < >",
    ],
)  # fmt: skip
def test_by_a_machine(field: bytes):
    assert is_automatic(b"From: bob@example.com\r\n" + field + b"\r\n\r\n")


@pytest.mark.parametrize(
    "field",
    [
        b"Auto-Submitted: no", b"Auto-Submitted: No (really)", b"Auto-Submitted:", b"Precedence: list", b"Precedence: bulk",
        b"List-Id: <people.example.com>", b"Return-Path: <bob@example.com>", b"Content-Type: text/plain", b"X-Autoreply: no",
        b"Subject: Auto-Submitted: auto-replied",
    ],
)  # fmt: skip
def test_by_a_person(field: bytes):
    assert not is_automatic(b"From: bob@example.com\r\n" + field + b"\r\n\r\n")


@given(st.binary(max_size=2_000), st.binary(max_size=200))
def test_any_bytes_have_an_answer(header: bytes, value: bytes):
    assert is_automatic(header) in (True, False)
    assert is_automatic(b"Auto-Submitted: " + value + b"\r\n" + header) in (True, False)
