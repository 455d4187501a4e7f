"""imapclient, which the program uses for its sessions, gets along with both servers."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from imapclient import IMAPClient
from imapclient.exceptions import IMAPClientError, LoginError

from tests.integration.imap_server_contract.conftest import Site
from tests.integration.imap_server_contract.mails import ATTACHED, PLAIN, numbered


@pytest.fixture
def client(site: Site) -> Iterator[IMAPClient]:
    site.fill([PLAIN, ATTACHED, numbered(3)])
    client = IMAPClient(site.host, site.port, ssl=False, timeout=10)
    client.normalise_times = False
    client.login(site.user, site.password)
    yield client
    client.logout()


def test_a_wrong_password(site: Site):
    client = IMAPClient(site.host, site.port, ssl=False, timeout=10)
    with pytest.raises(LoginError):
        client.login(site.user, "wrong")
    client.logout()


def test_list_and_status(client: IMAPClient):
    names = {name: flags for flags, _, name in client.list_folders()}
    assert set(names) == {"INBOX", "Sent", "Archive", "Trash", "Drafts", "Junk"}
    assert client.find_special_folder(b"\\Sent") == "Sent"
    assert client.folder_status("INBOX", ["MESSAGES", "UIDNEXT"]) == {b"MESSAGES": 3, b"UIDNEXT": 4}


def test_names_beyond_ascii(client: IMAPClient):
    client.create_folder("Año/Résumé & 会議")
    assert "Año/Résumé & 会議" in [name for _, _, name in client.list_folders()]
    client.rename_folder("Año/Résumé & 会議", "Año/Hecho")
    client.delete_folder("Año/Hecho")
    with pytest.raises(IMAPClientError):
        client.select_folder("Año/Hecho")


def test_select_search_fetch(client: IMAPClient):
    assert client.select_folder("INBOX")[b"EXISTS"] == 3
    assert client.search(["SUBJECT", "report"]) == [2]
    assert client.search(["SINCE", datetime.date(2020, 1, 1)]) == [1, 2, 3]
    found = client.fetch([1, 2], ["ENVELOPE", "BODYSTRUCTURE", "FLAGS", "INTERNALDATE", "RFC822.SIZE", "BODY.PEEK[]"])
    assert found[1][b"ENVELOPE"].subject == b"Lunch on Friday"
    assert found[1][b"ENVELOPE"].to[0].mailbox == b"bea"
    assert found[1][b"BODY[]"] == PLAIN
    assert found[2][b"BODYSTRUCTURE"].is_multipart
    assert found[2][b"RFC822.SIZE"] == len(ATTACHED)
    assert found[1][b"INTERNALDATE"].tzinfo is not None


def test_flags_copy_move_expunge(client: IMAPClient):
    client.select_folder("INBOX")
    assert b"\\Flagged" in client.add_flags([1], ["\\Flagged"])[1]
    client.copy([1], "Archive")
    client.move([2], "Trash")
    client.delete_messages([3])
    client.uid_expunge([3])
    assert client.search("ALL") == [1]
    client.append("Sent", PLAIN, ["\\Seen"], datetime.datetime(2026, 11, 1, 10, tzinfo=datetime.UTC))
    assert client.folder_status("Sent", ["MESSAGES"]) == {b"MESSAGES": 1}


def test_condstore(client: IMAPClient):
    client.enable("CONDSTORE")
    client.select_folder("INBOX")
    base = max(data[b"MODSEQ"][0] for data in client.fetch([1, 2, 3], ["MODSEQ"]).values())
    client.add_flags([2], ["\\Seen"], silent=True)
    assert list(client.fetch([1, 2, 3], ["FLAGS"], [f"CHANGEDSINCE {base}"])) == [2]


def test_idle(client: IMAPClient, site: Site):
    client.select_folder("INBOX")
    client.idle()
    site.fill([numbered(4)])
    heard = []
    while (4, b"EXISTS") not in heard:
        answers = client.idle_check(timeout=10)
        assert answers, heard
        heard += answers
    client.idle_done()
    client.noop()


def test_plain_login_and_id(site: Site):
    client = IMAPClient(site.host, site.port, ssl=False, timeout=10)
    client.plain_login(site.user, site.password)
    assert client.id_({"name": "test"})
    assert client.namespace().personal == (("", "/"),)
    client.logout()
