"""Capabilities and the providers that are known to be other than they say."""

from __future__ import annotations

import pytest

from desktop.core.imap.capabilities import parse_capabilities
from desktop.core.imap.gateway import Capabilities

DOVECOT = (
    b"IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE IDLE SORT MULTIAPPEND UNSELECT CHILDREN NAMESPACE UIDPLUS LIST-EXTENDED "
    b"I18NLEVEL=1 CONDSTORE QRESYNC ESEARCH ESORT SEARCHRES WITHIN CONTEXT=SEARCH LIST-STATUS BINARY MOVE SPECIAL-USE "
    b"COMPRESS=DEFLATE LITERAL+"
).split()


def test_dovecot():
    assert parse_capabilities(DOVECOT, "imap.example.org") == Capabilities(
        condstore=True,
        qresync=True,
        uidplus=True,
        move=True,
        idle=True,
        special_use=True,
        list_status=True,
        compress=True,
        literal_plus=True,
    )


def test_the_least():
    assert parse_capabilities([b"IMAP4rev1"], "imap.example.org") == Capabilities()


def test_case_does_not_matter():
    assert parse_capabilities([b"idle", b"Move"], "x").move


def test_imap4rev2_includes_what_it_absorbed():
    found = parse_capabilities([b"IMAP4rev2"], "x")
    assert found.move
    assert found.uidplus
    assert found.idle


def test_qresync_needs_enable():
    assert not parse_capabilities([b"QRESYNC", b"CONDSTORE"], "x").qresync


def test_icloud_is_not_asked_for_vanished():
    assert not parse_capabilities(DOVECOT, "imap.mail.me.com").qresync
    assert parse_capabilities(DOVECOT, "imap.mail.me.com").condstore
    assert parse_capabilities(DOVECOT, "notmail.me.com").qresync


@pytest.mark.parametrize("host", ["outlook.office365.com", "imap-mail.outlook.com"])
def test_microsoft_saves_sent_mail_itself(host: str):
    assert parse_capabilities([b"IMAP4rev1"], host).saves_sent


def test_gmail():
    found = parse_capabilities([b"IMAP4rev1", b"X-GM-EXT-1", b"APPENDLIMIT=35651584"], "imap.gmail.com")
    assert found.gmail
    assert found.saves_sent
    assert found.append_limit == 35651584


@pytest.mark.parametrize("word", [b"APPENDLIMIT", b"APPENDLIMIT=", b"APPENDLIMIT=x", b"APPENDLIMIT=" + b"9" * 30])
def test_an_append_limit_that_is_none(word: bytes):
    assert parse_capabilities([word], "x").append_limit is None
