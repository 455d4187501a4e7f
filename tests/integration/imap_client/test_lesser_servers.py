"""Servers that can less than Dovecot, or leave things out: the embedded server with extensions hidden."""

from __future__ import annotations

import threading

import pytest

from desktop.core.api.account_settings import Auth
from desktop.core.api.errors import AuthenticationError
from desktop.core.clock import SystemClock
from desktop.core.imap.client import ImapClient
from desktop.core.imap.connect import connect_imap
from desktop.core.imap.gateway import IdleOutcome
from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.mail.mailbox import SpecialUse
from tests.fakes.scripted_server import account_on
from tests.fakes.servers import EmbeddedServer
from tests.fakes.servers import embedded_server as embedded_server

MAIL = b"Message-ID: <1@example.org>\r\nSubject: hello\r\n\r\nbody\r\n"
WHEN = 1_700_000_000
SEVERAL = [
    ("CONDSTORE", "QRESYNC"),
    ("QRESYNC",),
    ("UIDPLUS",),
    ("MOVE",),
    ("UIDPLUS", "MOVE"),
    ("ESEARCH",),
    ("LITERAL+", "LITERAL-"),
    ("LIST-STATUS", "LIST-EXTENDED"),
    ("SPECIAL-USE",),
    ("ENABLE",),
    ("ID",),
    ("IDLE",),
    ("AUTH=PLAIN",),
]
EVERYTHING = tuple(name for names in SEVERAL for name in names)


def connect(server: EmbeddedServer, **options) -> ImapClient:
    return connect_imap(account_on(server.port, user=server.user), server.password, clock=SystemClock(), **options)


@pytest.mark.parametrize(
    "hidden", [*SEVERAL, EVERYTHING], ids=lambda names: "+".join(names) if len(names) < 4 else "all"
)
def test_the_everyday_works_without(embedded_server: EmbeddedServer, hidden: tuple[str, ...]):
    embedded_server.faults.hide(*hidden)
    client = connect(embedded_server)
    client.create("Niño")
    listed = {box.name: box for box in client.list_mailboxes(with_status=True)}
    assert listed["INBOX"].special_use is SpecialUse.INBOX
    assert listed["Niño"].status is not None
    for _ in range(3):
        uid = client.append("INBOX", MAIL, FlagSet(Flag.SEEN), WHEN)
        assert (uid is None) is ("UIDPLUS" in hidden)
    selected = client.select("INBOX")
    assert (selected.highestmodseq is None) is ("CONDSTORE" in hidden)
    uids = client.search_since(None)
    assert len(uids) == 3
    assert client.search_since(WHEN) == client.search_message_id("1@example.org") == uids
    assert [header.internaldate for header in client.fetch_headers(uids)] == [WHEN] * 3
    assert [body.raw for body in client.fetch_bodies(uids, max_size=1000)] == [MAIL] * 3
    client.store_flags(uids[:1], add=["\\Flagged"], remove=["\\Seen"])
    assert [flags.flags.flags for flags in client.fetch_flags(None)] == [Flag.FLAGGED, Flag.SEEN, Flag.SEEN]
    assert client.fetch_vanished(uids, 1) == (None if {"QRESYNC", "ENABLE"} & {*hidden} else set())
    assert client.idle(threading.Event(), timeout=0.01) is IdleOutcome.TIMEOUT
    copied = client.move(uids[:1], "Niño")
    assert bool(copied.uids) is not ("UIDPLUS" in hidden)
    gone = not ({"UIDPLUS", "MOVE"} <= {*hidden})
    assert len(client.search_since(None)) == (2 if gone else 3)
    assert client.fetch_status("Niño").messages == 1
    client.close()
    assert not embedded_server.faults.commands("EXPUNGE")
    assert not embedded_server.faults.commands("CLOSE")


def test_answers_that_are_left_out_are_not_made_up(embedded_server: EmbeddedServer):
    client = connect(embedded_server)
    for _ in range(5):
        client.append("INBOX", MAIL, FlagSet(), WHEN)
    client.select("INBOX")
    embedded_server.faults.omit_fetch([2, 4])
    assert [header.uid for header in client.fetch_headers([1, 2, 3, 4, 5])] == [1, 3, 5]
    assert [body.uid for body in client.fetch_bodies([1, 2, 3, 4, 5], max_size=1000)] == [1, 3, 5]
    assert [flags.uid for flags in client.fetch_flags(None)] == [1, 3, 5]
    assert client.fetch_identity([1, 2]).keys() == {1}
    client.close()


def test_a_refused_enable_or_compress_is_no_reason_to_stay_away(embedded_server: EmbeddedServer):
    embedded_server.faults.refuse("ENABLE", "NO never")
    embedded_server.faults.refuse("COMPRESS", "NO never")
    client = connect(embedded_server, is_near=False)
    assert not client.capabilities.qresync
    client.select("INBOX")
    assert client.fetch_vanished([1], 1) is None
    client.close()


def test_login_with_a_token(embedded_server: EmbeddedServer):
    account = account_on(embedded_server.port, user=embedded_server.user, auth=Auth.XOAUTH2)
    client = connect_imap(account, "good-token", clock=SystemClock())
    assert client.select("INBOX").exists == 0
    client.close()
    with pytest.raises(AuthenticationError):
        connect_imap(account, "bad-token", clock=SystemClock())
