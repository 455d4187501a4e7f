"""The real command as a process, against a real Dovecot over TLS and a submission server: what a script or a person sees."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from imapclient import IMAPClient

from desktop.core.clock import SystemClock
from desktop.core.demo.mail_server.faults import When
from desktop.core.demo.mail_server.smtp import SubmissionServer
from desktop.core.export import mbox
from tests.end2end.command import ROOT, Bandeja
from tests.fakes.certificates import Certificates
from tests.fakes.dovecot import Dovecot
from tests.fakes.servers import dovecot_server as dovecot_server

pytestmark = pytest.mark.dovecot
NOW = SystemClock().now()
HOUR, DAY = 3_600, 86_400


@dataclass
class World:
    """One account on Dovecot, its submission server, and the command that knows both."""

    dovecot: Dovecot
    user: str
    smtp: SubmissionServer
    ca_file: Path
    bandeja: Bandeja

    @property
    def address(self) -> str:
        return f"{self.user}@example.org"

    def add_words(self, **changed: str) -> list[str]:
        words = {
            "imap": f"localhost:{self.dovecot.tls_port}/tls", "smtp": f"localhost:{self.smtp.port}/tls",
            "user": self.user, "ca": str(self.ca_file),
        } | changed  # fmt: skip
        return [
            "account",
            "add",
            self.address,
            *(word for name, value in words.items() for word in (f"--{name}", value)),
        ]

    def server(self) -> dict[str, dict[str, tuple[frozenset[str], bytes]]]:
        """What another program finds: mailbox -> Message-ID -> (flags, bytes)."""
        with self.session() as session:
            return {name: self._read(session, name) for _, _, name in session.list_folders()}

    @contextlib.contextmanager
    def session(self) -> Iterator[IMAPClient]:
        context = ssl.create_default_context(cafile=str(self.ca_file))
        with IMAPClient("localhost", self.dovecot.tls_port, ssl_context=context) as session:
            session.login(self.user, self.dovecot.password)
            yield session

    def _read(self, session: IMAPClient, name: str) -> dict[str, tuple[frozenset[str], bytes]]:
        session.select_folder(name, readonly=True)
        uids = session.search()
        found = session.fetch(uids, ["FLAGS", "BODY.PEEK[]"]) if uids else {}
        mails = {}
        for data in found.values():
            flags = frozenset(flag.decode() for flag in data[b"FLAGS"] if flag != b"\\Recent")
            raw = data[b"BODY[]"]
            mails[message_id_of(raw)] = (flags, raw)
        assert len(mails) == len(uids), "two mails with one Message-ID"
        return mails


def message_id_of(raw: bytes) -> str:
    line = next(line for line in raw.split(b"\r\n") if line.lower().startswith(b"message-id:"))
    return line.partition(b":")[2].strip().strip(b"<>").decode()


def letter(
    name: str, body: str = "Buenos días, Ana.\r\n", subject: str = "", extra: str = "", sender: str = "bea@example.com"
) -> bytes:
    return (
        f"Message-ID: <{name}@example.com>\r\nDate: Mon, 16 Nov 2026 10:00:00 +0100\r\nFrom: Bea Soler <{sender}>\r\n"
        f"To: Ana <ana@example.org>\r\nSubject: {subject or name}\r\n{extra}MIME-Version: 1.0\r\n"
        f"Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{body}"
    ).encode()


LETTERS = {
    "plain": letter("plain"),
    "budget": letter("budget", "El presupuesto de la azotea asciende a 12.400 euros.\r\n", "Presupuesto azotea"),
    "from-lines": letter("from-lines", "From the roof\r\n>From below\r\n>>From afar\r\n\r\nFrom \r\n"),
    "no-line-end": letter("no-line-end", "This mail ends without a line end"),
    "two-ends": letter("two-ends", "Line\r\n\r\n\r\n"),
    "orders": letter("orders", "\x1b]0;owned\x07 and \x9b31m red\r\n", "\x1b[2J\x07 urgent", sender="eve@example.net"),
    "wide": letter("wide", "東京都の天気\r\n", "=?utf-8?B?5p2x5Lqs6YO9?="),
}  # fmt: skip


@pytest.fixture
def world(dovecot_server: Dovecot, certificates: Certificates, tmp_path: Path) -> Iterator[World]:
    user = dovecot_server.new_user()
    dovecot_server.load(user, "INBOX", [(raw, NOW - HOUR * (n + 1), ()) for n, raw in enumerate(LETTERS.values())])
    dovecot_server.load(user, "Work", [(letter("work"), NOW - DAY, ["\\Seen"])])
    ca_file = tmp_path / "authorities.pem"
    ca_file.write_bytes(dovecot_server.ca_file.read_bytes() + certificates.ca_file.read_bytes())
    with SubmissionServer({user: dovecot_server.password}, ssl_context=certificates.good()) as smtp:
        bandeja = Bandeja(tmp_path / "profile", dovecot_server.password)
        yield World(dovecot_server, user, smtp, ca_file, bandeja)


@pytest.fixture
def synced(world: World) -> World:
    world.bandeja.run(*world.add_words())
    world.bandeja.run("sync")
    return world


# ---- reading


def test_a_sync_brings_every_mail_and_list_search_and_show_find_it(world: World):
    bandeja = world.bandeja
    bandeja.run_cold(*world.add_words())
    [account] = bandeja.json("account", "list")["accounts"]
    assert (account["address"], account["imap_user"]) == (world.address, world.user)
    [result] = bandeja.json("sync")["accounts"]
    assert result["ok"]
    size = sum(map(len, LETTERS.values())) + len(letter("work"))
    assert (result["headers"], result["bodies"], result["bytes"]) == (len(LETTERS) + 1, len(LETTERS) + 1, size)
    rows = bandeja.json("list")["messages"]
    assert [row["message_id"] for row in rows] == [f"{name}@example.com" for name in LETTERS], "newest first"
    assert all(row["flags"] == [] and row["complete"] and not row["pending"] for row in rows)
    assert bandeja.rows("work")["work@example.com"]["flags"] == ["seen"]
    assert len(bandeja.json("list", "--limit", "2")["messages"]) == 2
    assert bandeja.json("list", "--mailbox", "Work", "--unread")["messages"] == []
    [found] = bandeja.json("search", "azotea")["messages"]
    assert found["message_id"] == "budget@example.com"
    assert bandeja.json("search", "azotea", "--mailbox", "Work")["messages"] == []
    assert bandeja.json("search", "de:bea azotea -es:leído newer_than:99y")["messages"] == [found]
    assert bandeja.json("search", "in:work OR azotea", "--limit", "0")["messages"] != [found]
    assert bandeja.json("search", "before:2026-13")["messages"] == []
    shown = bandeja.json("show", "<budget@example.com>")["message"]
    assert shown["text"] == "El presupuesto de la azotea asciende a 12.400 euros."
    assert shown["from"] == [{"name": "Bea Soler", "address": "bea@example.com"}]
    boxes = {row["name"]: row for row in bandeja.json("mailboxes")["mailboxes"]}
    assert (boxes["INBOX"]["total"], boxes["INBOX"]["unread"], boxes["Work"]["unread"]) == (
        len(LETTERS),
        len(LETTERS),
        0,
    )
    assert bandeja.json("sync")["accounts"][0]["headers"] == 0, "nothing comes twice"


def test_what_the_plan_does_not_keep_is_found_on_the_server_and_shown_from_there(world: World):
    bandeja = world.bandeja
    world.dovecot.load(
        world.user, "Work", [(letter("old", "La azotea de antes.\r\n", "Azotea vieja"), NOW - 100 * DAY, ())]
    )
    bandeja.run(*world.add_words())
    bandeja.run("plan", "set", "basic")
    bandeja.run("sync")
    assert [one["message_id"] for one in bandeja.json("search", "azotea")["messages"]] == ["budget@example.com"]
    found = bandeja.json("search", "azotea", "--server")
    assert [one["message_id"] for one in found["messages"]] == ["budget@example.com"]
    [old] = found["server"]["messages"]
    assert (old["key"], old["message_id"], old["mailbox"], old["complete"]) == (None, "old@example.com", "Work", False)
    assert found["server"] | {"messages": []} == {
        "messages": [], "more": False, "impossible": False, "unasked": [], "failures": [],
    }  # fmt: skip
    lines = bandeja.run("search", "azotea", "--server").decode().splitlines()
    assert [line.split()[0] for line in lines][1:] == ["On", old["place"]]
    assert bandeja.run("show", old["place"], "--raw") == letter("old", "La azotea de antes.\r\n", "Azotea vieja")
    shown = bandeja.json("show", old["place"])["message"]
    assert (shown["key"], shown["text"]) == (None, "La azotea de antes.")
    assert bandeja.json("search", "azotea", "--limit", "0")["messages"] == found["messages"], "nothing was kept"
    assert bandeja.json("search", "has:task azotea", "--server", code=1)["server"]["impossible"]
    bandeja.run("show", "999.1.1", code=1)
    bandeja.run("show", old["place"][:-1] + "99", code=1)
    password, bandeja.password = bandeja.password, "wrong"
    assert bandeja.json("search", "azotea", "--server", code=3)["server"]["failures"][0]["code"] == "wrong_password"
    bandeja.password = password


def test_raw_is_the_mail_byte_for_byte(synced: World):
    for name, raw in LETTERS.items():
        assert synced.bandeja.run("show", "--raw", f"{name}@example.com") == raw


def test_a_conversation_is_shown_with_what_waits_and_marks_the_mail(synced: World):
    bandeja = synced.bandeja
    key = bandeja.rows()["budget@example.com"]["key"]
    shown = bandeja.json("show", str(key), "--conversation")
    assert (shown["opened"], shown["more"]) == (key, False)
    [entry] = shown["conversation"]
    assert (entry["kind"], entry["message_id"], entry["own"]) == ("mail", "budget@example.com", False)
    [line] = bandeja.run("show", str(key), "--conversation").decode().splitlines()
    assert line.startswith(">N")
    assert "INBOX" in line
    bandeja.run("show", str(key), "--conversation", "--raw", code=2)


def test_a_mailbox_by_conversation(synced: World):
    bandeja = synced.bandeja
    mails = bandeja.json("list", "--limit", "0")["messages"]
    found = bandeja.json("list", "--conversations")["conversations"]
    assert sorted(mail["key"] for one in found for mail in one["messages"]) == sorted(mail["key"] for mail in mails)
    assert all(one["count"] == len(one["messages"]) for one in found)
    assert sum(one["unread"] for one in found) == sum("seen" not in mail["flags"] for mail in mails)
    [first, second] = bandeja.run("list", "--conversations", "--limit", "2").decode().splitlines()
    assert first.split()[:2] == [str(found[0]["count"]), str(found[0]["messages"][0]["key"])]
    assert second.split()[0] == str(found[1]["count"])


def test_a_mail_cannot_give_orders_to_the_terminal(synced: World):
    bandeja = synced.bandeja
    key = str(bandeja.rows()["orders@example.com"]["key"])
    for words in (["list"], ["search", "urgent"], ["show", key], ["show", key, "--json"], ["list", "--json"]):
        out = bandeja.run(*words).decode("utf-8")
        assert not [c for c in out if (ord(c) < 32 and c not in "\n") or 0x7F <= ord(c) < 0xA0], words
    assert "\\x9b31m red" in bandeja.run("show", key).decode()


# ---- changing


def test_what_is_done_offline_is_what_the_server_has_after_the_next_sync(synced: World):
    """Queued by Message-ID and by key, undone, and brought over: the server is then as the user left it."""
    bandeja, before = synced.bandeja, synced.server()
    assert bandeja.json("move", "plain@example.com", "--to", "Work")["changes"][0]["count"] == 1
    bandeja.run("flag", "budget@example.com", "--seen", "--star")
    bandeja.run("delete", "two-ends@example.com")
    bandeja.run("delete", "wide@example.com", "--permanent")
    bandeja.run("archive", "orders@example.com")
    bandeja.run("copy", "budget@example.com", "--to", "Work")
    bandeja.run("flag", "no-line-end@example.com", "--seen")
    bandeja.run("undo")
    bandeja.run("junk", "from-lines@example.com")
    bandeja.run("undo")
    assert synced.server() == before, "nothing has left yet"
    waiting = bandeja.json("operations")["operations"]
    assert sorted(row["kind"] for row in waiting) == ["copy", "expunge", "move", "move", "move", "store", "store"]
    assert bandeja.rows().keys() == {f"{name}@example.com" for name in ("budget", "from-lines", "no-line-end")}
    assert bandeja.rows("Work")["plain@example.com"]["pending"]

    [result] = bandeja.json("sync")["accounts"]
    assert (result["changes_left"], result["changes_refused"]) == (0, 0)
    after = synced.server()
    assert {name: {one.partition("@")[0] for one in mails} for name, mails in after.items() if mails} == {
        "INBOX": {"budget", "from-lines", "no-line-end"},
        "Work": {"work", "plain", "budget"},
        "Trash": {"two-ends"},
        "Archive": {"orders"},
    }
    assert after["INBOX"]["budget@example.com"][0] == {"\\Seen", "\\Flagged"}
    assert after["INBOX"]["no-line-end@example.com"][0] == after["INBOX"]["from-lines@example.com"][0] == frozenset()
    for name, mails in after.items():
        rows = bandeja.rows(name)
        assert rows.keys() == mails.keys()
        for one, (flags, raw) in mails.items():
            assert [flag for flag in rows[one]["flags"] if flag in ("seen", "starred")] == [
                word for flag, word in (("\\Seen", "seen"), ("\\Flagged", "starred")) if flag in flags
            ]
            assert bandeja.run("show", "--raw", str(rows[one]["key"])) == raw
    assert bandeja.json("operations")["operations"] == []


def test_undo_after_the_server_followed_brings_it_back(synced: World):
    bandeja = synced.bandeja
    bandeja.run("move", "plain@example.com", "--to", "Work")
    bandeja.run("sync")
    assert "plain@example.com" in synced.server()["Work"]
    bandeja.run("undo")
    bandeja.run("sync")
    assert "plain@example.com" in synced.server()["INBOX"]
    assert "plain@example.com" not in synced.server()["Work"]


def test_a_mail_that_is_put_off_waits_in_later_and_comes_back_with_a_sync(synced: World):
    bandeja = synced.bandeja
    bandeja.run("later", "plain@example.com", "--until", "2001-01-01", code=2)
    said = bandeja.run("later", "plain@example.com", "--until", "2099-01-01T08:00").decode()
    assert said.startswith("1 mail put off, into Later.")
    bandeja.run("sync")
    row = bandeja.rows("Later")["plain@example.com"]
    assert row["snoozed_until"].startswith("2099-01-01T")
    bandeja.run("later", str(row["key"]), "--now")
    bandeja.run("sync")
    assert "plain@example.com" in bandeja.rows()
    assert "seen" not in bandeja.rows()["plain@example.com"]["flags"]
    assert not bandeja.rows("Later")


def test_a_mail_with_a_moment_of_its_own_waits_for_it(synced: World):
    bandeja = synced.bandeja
    bandeja.run("send", "-", "--at", "2001-01-01", code=2, given=OUTGOING)
    bandeja.run("send", "-", "--at", "2099-01-01T08:00", given=OUTGOING)
    assert "until 2099-01-01 08:00" in bandeja.err
    bandeja.run("sync")
    (row,) = bandeja.json("outbox")["outbox"]
    assert (row["state"], row["send_at"][:10]) == ("waiting", "2099-01-01")
    assert not synced.smtp.accepted
    bandeja.run("outbox", "retry", str(row["key"]))
    bandeja.run("sync")
    assert len(synced.smtp.accepted) == 1


def test_a_mail_that_waits_for_an_answer(synced: World):
    bandeja = synced.bandeja
    bandeja.run("send", "-", "--remind", "soon", code=2, given=OUTGOING)
    bandeja.run("send", "-", "--remind", "3d", given=OUTGOING)
    (row,) = bandeja.json("waiting")["waiting"]
    assert (row["told"], row["message_id"]) == (False, "out@example.org")
    assert row["due"] > row["sent"]
    assert bandeja.rows("Sent")["out@example.org"]["remind_at"] == row["due"]
    bandeja.run("remind", "plain@example.com", "--in", "2d", code=1)
    bandeja.run("remind", "out@example.org", "--at", "2099-01-01", code=1)
    assert b"1 mail brought forward on " in bandeja.run("remind", "out@example.org", "--in", "2w")
    bandeja.run("remind", "out@example.org", "--off")
    assert bandeja.json("waiting")["waiting"] == []


def test_a_waiting_change_can_be_cancelled(synced: World):
    bandeja = synced.bandeja
    bandeja.run("delete", "plain@example.com")
    [row] = bandeja.json("operations")["operations"]
    bandeja.run("operations", "cancel", str(row["key"]))
    assert "plain@example.com" in bandeja.rows()
    assert bandeja.run("operations", "cancel", str(row["key"]), code=1) == b""
    assert bandeja.run("undo", code=1).decode() == "There is nothing to undo.\n"


# ---- sending


OUTGOING = (
    b"From: Ana <ana@example.org>\nTo: Bea <bea@example.com>\nBcc: hidden@example.net\nSubject: Obra\n"
    b"Message-ID: <out@example.org>\nDate: Tue, 17 Nov 2026 10:00:00 +0000\n\nVoy a las cinco.\n"
)


def test_a_sent_mail_leaves_once_and_is_once_in_sent(world: World, tmp_path: Path):
    bandeja = world.bandeja
    bandeja.run(*world.add_words())
    file = tmp_path / "out.eml"
    file.write_bytes(OUTGOING)
    sent = bandeja.json("send", str(file))["sent"]
    assert (sent["state"], sent["recipients"]) == ("sent", ["bea@example.com", "hidden@example.net"])
    [taken] = world.smtp.accepted
    assert taken.recipients == ("bea@example.com", "hidden@example.net")
    assert b"hidden@" not in taken.raw
    assert taken.envelope_from == world.address
    for _ in range(2):
        bandeja.run("sync")
        assert list(world.server()["Sent"]) == ["out@example.org"]
        assert world.server()["Sent"]["out@example.org"][0] == {"\\Seen"}
    assert len(world.smtp.accepted) == 1
    assert bandeja.json("outbox")["outbox"] == []
    assert bandeja.json("plan", "show")["plan"]["sent_this_month"] == 1


def test_an_unknown_outcome_is_told_and_never_sent_again_blindly(synced: World):
    bandeja = synced.bandeja
    synced.smtp.faults.drop(".", when=When.AFTER)
    bandeja.run("send", "-", code=1, given=OUTGOING)
    assert "may have been sent" in bandeja.err
    bandeja.run("sync")
    [row] = bandeja.json("outbox")["outbox"]
    assert row["state"] == "unknown"
    bandeja.run("outbox", "retry", str(row["key"]), code=1)
    bandeja.run("sync")
    assert len(synced.smtp.accepted) == 1
    bandeja.run("outbox", "retry", str(row["key"]), "--confirmed-not-sent")
    bandeja.run("sync")
    assert len(synced.smtp.accepted) == 2
    assert list(synced.server()["Sent"]) == ["out@example.org"]


def test_a_refused_mail_stays_in_the_outbox_with_the_servers_words(synced: World):
    bandeja = synced.bandeja
    for _ in range(2):
        synced.smtp.faults.refuse("RCPT", "550 5.1.1 No such user \x1b[31m")
    bandeja.run("send", "-", code=1, given=OUTGOING)
    assert "No such user" in bandeja.err
    assert "\x1b" not in bandeja.err
    [row] = bandeja.json("outbox")["outbox"]
    assert row["state"] == "failed"
    bandeja.run("outbox", "discard", str(row["key"]))
    assert bandeja.json("outbox")["outbox"] == []


def test_a_mail_that_not_everybody_gets_is_told(synced: World):
    synced.smtp.faults.refuse("RCPT", "550 5.1.1 No such user")
    synced.bandeja.run("send", "-", code=1, given=OUTGOING)
    assert "refused some recipients of 'Obra': bea@example.com" in synced.bandeja.err
    assert synced.smtp.accepted[0].recipients == ("hidden@example.net",)
    assert list(synced.server()["Sent"]) == ["out@example.org"]


def test_a_mail_for_a_server_that_is_away_goes_with_a_later_sync(synced: World):
    bandeja, port = synced.bandeja, synced.smtp.port
    synced.smtp.stop()
    bandeja.run("send", "-", code=4, given=OUTGOING)
    synced.smtp.start(port)
    bandeja.run("sync")
    assert len(synced.smtp.accepted) == 1


def test_too_large_attachments_are_refused_by_the_plan(synced: World):
    content = base64.encodebytes(bytes(15 << 20))
    mail = (
        b"From: a@example.org\nTo: bea@example.com\nSubject: Plano\nMIME-Version: 1.0\n"
        b"Content-Type: application/octet-stream; name=plano.bin\nContent-Transfer-Encoding: base64\n\n" + content
    )
    synced.bandeja.run("send", "-", code=6, given=mail)
    assert "14.3 MB" in synced.bandeja.err
    assert not synced.smtp.accepted


# ---- export


def test_an_export_to_a_folder_is_byte_equal_and_goes_on_where_it_stopped(synced: World, tmp_path: Path):
    bandeja, folder = synced.bandeja, tmp_path / "out"
    first = bandeja.json("export", "--mailbox", "INBOX", "--to", str(folder))["export"]
    assert (first["written"], first["skipped"]) == (len(LETTERS), 0)
    files = sorted(folder.iterdir())
    assert sorted(file.read_bytes() for file in files) == sorted(LETTERS.values())
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    files[0].unlink()
    files[1].write_bytes(b"something else")
    again = bandeja.json("export", "--mailbox", "INBOX", "--to", str(folder), code=1)["export"]
    assert (again["written"], again["skipped"], again["differing"]) == (1, len(LETTERS) - 2, 1)
    assert files[1].read_bytes() == b"something else"


def test_an_export_to_mbox_reads_back_byte_equal_and_grows(synced: World, tmp_path: Path):
    bandeja, file = synced.bandeja, tmp_path / "inbox.mbox"
    bandeja.run("export", "--mailbox", "INBOX", "--to", str(file))
    with file.open("rb") as stream:
        assert [raw for _, raw in mbox.parse_records(stream)] == list(reversed(LETTERS.values())), "oldest first"
    before = hashlib.sha256(file.read_bytes()).digest()
    assert bandeja.json("export", "--mailbox", "INBOX", "--to", str(file))["export"]["skipped"] == len(LETTERS)
    assert hashlib.sha256(file.read_bytes()).digest() == before
    synced.dovecot.load(synced.user, "INBOX", [(letter("newer"), NOW, ())])
    bandeja.run("sync")
    grown = bandeja.json("export", "--mailbox", "INBOX", "--to", str(file))["export"]
    assert (grown["written"], grown["skipped"]) == (1, len(LETTERS))
    other = tmp_path / "notes.mbox"
    other.write_text("my notes")
    bandeja.run("export", "--mailbox", "INBOX", "--to", str(other), code=5)
    assert other.read_text() == "my notes"


# ---- the plan


def test_a_sweep_says_what_it_does_with_every_mail_and_leaves_the_server_alone(synced: World):
    bandeja, before = synced.bandeja, synced.server()
    synced.dovecot.load(synced.user, "INBOX", [(letter("old"), NOW - 6 * DAY, ())])
    bandeja.run("sync")
    before = synced.server()
    bandeja.run("plan", "set", "basic")
    bandeja.run("flag", "plain@example.com", "--star")
    at = _date(NOW + 7 * DAY - 12 * HOUR)
    dry = bandeja.json("plan", "sweep", "--dry-run", "--at", at)["sweep"]
    decisions = {row["message_id"]: (row["mailbox"], row["decision"], row["reason"]) for row in dry["mails"]}
    assert len(decisions) == len(LETTERS) + 2
    assert decisions["old@example.com"] == ("INBOX", "remove", "expired")
    assert decisions["work@example.com"] == ("Work", "remove", "expired")
    assert decisions["budget@example.com"] == ("INBOX", "keep", "within_period")
    later = bandeja.json("plan", "sweep", "--dry-run", "--at", _date(NOW + 30 * DAY))["sweep"]
    assert {row["message_id"] for row in later["mails"] if row["decision"] == "keep"} == {"plain@example.com"}
    assert next(row for row in later["mails"] if row["decision"] == "keep")["reason"] == "operation"
    assert len(bandeja.rows()) == len(LETTERS) + 1, "a dry run removes nothing"

    done = bandeja.json("plan", "sweep", "--at", at)["sweep"]
    assert (done["removed"], done["mails"]) == (2, dry["mails"])
    assert bandeja.rows().keys() == {f"{name}@example.com" for name in LETTERS}
    assert synced.server() == before
    bandeja.run("operations", "cancel", str(bandeja.json("operations")["operations"][0]["key"]))
    bandeja.run("sync")
    assert synced.server() == before
    assert "old@example.com" not in bandeja.rows(), "what was swept does not come back"
    assert bandeja.json("plan", "sweep")["sweep"]["removed"] == 0, "a moment that was only said does not count as seen"


def test_a_plan_without_sync_refuses_to_sync_and_to_send(synced: World):
    bandeja = synced.bandeja
    assert "free" in [plan["id"] for plan in bandeja.json("plan", "list")["plans"]]
    bandeja.run("plan", "set", "free")
    bandeja.run("sync", code=6)
    bandeja.run("send", "-", code=6, given=OUTGOING)
    assert bandeja.json("outbox")["outbox"] == []
    bandeja.run("plan", "set", "nonsense", code=1)
    assert bandeja.json("plan", "show")["plan"]["id"] == "free"


def _date(seconds: int) -> str:
    import datetime

    return datetime.datetime.fromtimestamp(seconds, datetime.UTC).isoformat()


# ---- bad input


def add_fails(world: World, code: int, words: str, **changed: str) -> None:
    world.bandeja.run(*world.add_words(**changed), code=code)
    assert words in world.bandeja.err
    assert world.bandeja.err.count("\n") == 1, "one sentence"
    assert world.bandeja.json("account", "list")["accounts"] == []


def test_a_wrong_password(world: World):
    world.bandeja.password = "wrong"
    add_fails(world, 3, "refused the user name or password")


def test_an_unknown_host(world: World):
    add_fails(world, 4, "was not found", imap="nowhere.invalid:993/tls")


def test_a_server_that_does_not_answer(world: World):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    add_fails(world, 4, "does not answer on port", imap=f"localhost:{port}/tls")


def test_a_certificate_that_nobody_vouches_for(world: World, certificates: Certificates, tmp_path: Path):
    stranger = Certificates(tmp_path).ca_file
    add_fails(world, 3, "signed by nobody this computer trusts", ca=str(stranger))


def test_a_ca_file_that_is_none(world: World, tmp_path: Path):
    add_fails(world, 3, "The CA file", ca=str(tmp_path / "missing.pem"))


def test_a_password_is_never_sent_in_the_clear(world: World):
    add_fails(world, 3, "never sent unencrypted", imap="imap.example.org:143/plain")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["account", "add", "no-address", "--imap", "a:1/tls", "--smtp", "a:1/tls"], 3),
        (["account", "add", "a@example.org", "--imap", "a:1/tls"], 2),
        (["account", "add", "a@example.org", "--imap", "a/tls", "--smtp", "a:1/tls"], 3),
        (["account", "add", "a@nowhere.invalid"], 3),
        (["account", "remove", "a@example.org"], 1),
        (["sync"], 3),
        (["sync", "--account", "a@example.org"], 1),
        (["show", "1"], 1),
        (["list", "--mailbox", "Work"], 1),
        (["send", "/nowhere/mail.eml"], 2),
        (["plan", "sweep", "--at", "tomorrow"], 2),
        (["export", "--mailbox", "INBOX", "--to", "out"], 1),
        (["operations", "retry", "1"], 1),
        (["outbox", "discard", "1"], 1),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_what_cannot_be_is_said_in_one_sentence(tmp_path: Path, words: list[str], code: int):
    bandeja = Bandeja(tmp_path / "profile", "secret")
    bandeja.run(*words, code=code)
    sentences = [line for line in bandeja.err.splitlines() if " ms " not in line]
    assert len(sentences) == 1, bandeja.err
    assert sentences[0].startswith("bandeja: ")


@contextlib.contextmanager
def hanging_command(world: World) -> Iterator[subprocess.Popen[bytes]]:
    """A command that has the profile open and waits for a server that takes connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(60)
        words = world.add_words(imap=f"localhost:{listener.getsockname()[1]}/plain")
        process = world.bandeja.start(*(word.replace(world.address, "second@example.org") for word in words))
        connection, _ = listener.accept()
        with connection:
            yield process
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_a_second_instance_is_told_that_there_is_a_first(synced: World):
    bandeja = synced.bandeja
    with hanging_command(synced):
        bandeja.run("list", code=5)
        assert "Another Bandeja is using the profile" in bandeja.err
        bandeja.run("doctor", code=1)
    bandeja.run("list")


def test_an_interrupted_command_stops_at_once_and_loses_nothing(synced: World):
    bandeja = synced.bandeja
    bandeja.run("flag", "plain@example.com", "--star")
    with hanging_command(synced) as process:
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 130
    bandeja.run("sync")
    assert synced.server()["INBOX"]["plain@example.com"][0] == {"\\Flagged"}


def test_a_read_only_profile(disk: Callable[[str], Path]):
    bandeja = Bandeja(disk("8m") / "profile")
    bandeja.run("list")
    subprocess.run(["mount", "-o", "remount,ro", bandeja.profile.parent], check=True)
    for words in (["list"], ["plan", "set", "basic"]):
        bandeja.run(*words, code=5)
        assert "cannot be written" in bandeja.err
    bandeja.run("doctor", code=1)
    subprocess.run(["mount", "-o", "remount,rw", bandeja.profile.parent], check=True)
    bandeja.run("list")


def test_a_profile_that_cannot_be_made(tmp_path: Path):
    (tmp_path / "file").write_text("")
    bandeja = Bandeja(tmp_path / "file" / "profile")
    bandeja.run("list", code=5)


LARGE = letter("large", "una línea\r\n" * 90_000)


def test_an_export_to_a_full_disk_goes_on_when_there_is_space_again(synced: World, disk: Callable[[str], Path]):
    bandeja, folder = synced.bandeja, disk("1m")
    (folder / "ballast").write_bytes(bytes(700_000))
    synced.dovecot.load(synced.user, "Work", [(LARGE, NOW, ())])
    bandeja.run("sync")
    bandeja.run("export", "--mailbox", "Work", "--to", str(folder / "out"), code=5)
    assert "no space left" in bandeja.err
    assert [path.read_bytes() for path in (folder / "out").iterdir()] == [letter("work")]
    (folder / "ballast").unlink()
    bandeja.run("export", "--mailbox", "Work", "--to", str(folder / "out"), code=5)
    subprocess.run(["mount", "-o", "remount,size=4m", folder], check=True)
    bandeja.run("export", "--mailbox", "Work", "--to", str(folder / "out"))
    assert sorted(path.read_bytes() for path in (folder / "out").iterdir()) == sorted([letter("work"), LARGE])


def test_a_sync_on_a_full_disk_loses_nothing_and_goes_on_later(world: World, disk: Callable[[str], Path]):
    bandeja = Bandeja(disk("8m") / "profile", world.dovecot.password)
    bandeja.run(*world.add_words())
    bandeja.run("sync")
    bandeja.run("flag", "plain@example.com", "--star")
    world.dovecot.load(world.user, "Work", [(LARGE.replace(b"large@", b"%d@" % n), NOW, ()) for n in range(12)])
    bandeja.run("sync", code=5)
    assert "no space left" in bandeja.err
    assert bandeja.rows()["plain@example.com"]["flags"] == ["starred"]
    subprocess.run(["mount", "-o", "remount,size=64m", bandeja.profile.parent], check=True)
    bandeja.run("sync")
    assert len(bandeja.rows("Work")) == 13
    assert all(row["complete"] for row in bandeja.rows("Work").values())
    assert world.server()["INBOX"]["plain@example.com"][0] == {"\\Flagged"}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Callable[[str], Path]]:
    """Makes a small file system of its own."""
    with contextlib.ExitStack() as stack:

        def make(size: str) -> Path:
            folder = tmp_path / "disk"
            folder.mkdir()
            mount = shutil.which("mount")
            words = [mount or "", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)]
            if mount is None or subprocess.run(words, capture_output=True).returncode:
                pytest.skip("a small file system cannot be mounted here")
            stack.callback(subprocess.run, ["umount", folder], check=True)
            return folder

        yield make


def test_a_damaged_cache_is_rebuilt_and_what_exists_nowhere_else_is_saved(synced: World):
    bandeja = synced.bandeja
    bandeja.run("flag", "plain@example.com", "--star")
    file = bandeja.profile / "bandeja.db"
    with file.open("r+b") as stream:
        stream.write(b"this is not a database any more")
    bandeja.run("list")
    assert "was damaged and has been rebuilt" in bandeja.err
    assert list(bandeja.profile.glob("bandeja.db.damaged-*"))


# ---- support


def test_the_doctor_finds_nothing_wrong_with_a_good_set_up(synced: World):
    answer = synced.bandeja.json("doctor")
    assert answer["fine"]
    states = {finding["check"]: finding["state"] for finding in answer["findings"]}
    assert states == {
        "python": "ok", "sqlite": "ok", "disk": "ok", "profile": "ok", "cache": "ok", "clock": "ok", "keyring": "note",
        "imap": "ok", "smtp": "ok",
    }  # fmt: skip


def test_the_doctor_says_what_is_wrong(synced: World):
    bandeja = synced.bandeja
    synced.smtp.stop()
    bandeja.run("doctor", code=1)
    assert "the connection fails" in bandeja.said[-2]
    bandeja.password = "wrong"
    bandeja.run("doctor", code=1)
    assert "the login fails" in bandeja.said[-2]
    bandeja.password = ""
    bandeja.run("doctor", code=1)
    assert "is not stored on this computer" in bandeja.said[-2]
    assert "the server answers; the login was not tried" in bandeja.said[-2]


def test_the_doctor_makes_no_profile(tmp_path: Path):
    bandeja = Bandeja(tmp_path / "profile")
    bandeja.run("doctor")
    assert not bandeja.profile.exists()


def test_an_account_with_unsent_things_is_not_removed_by_the_way(synced: World):
    bandeja = synced.bandeja
    bandeja.run("flag", "plain@example.com", "--star")
    bandeja.run("account", "remove", synced.address, code=1)
    assert "1 waiting change" in bandeja.err
    bandeja.run("account", "remove", synced.address, "--force")
    assert bandeja.json("account", "list")["accounts"] == []
    assert len(synced.server()["INBOX"]) == len(LETTERS)


_KEYRING = """
import json, os, pathlib
from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

FILE = pathlib.Path(os.environ["TEST_KEYRING"])

class Keyring(KeyringBackend):
    priority = 5

    def get_password(self, service, username):
        return self._all().get(f"{service}/{username}")

    def set_password(self, service, username, password):
        FILE.write_text(json.dumps(self._all() | {f"{service}/{username}": password}))

    def delete_password(self, service, username):
        kept = self._all()
        if kept.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError
        FILE.write_text(json.dumps(kept))

    def _all(self):
        return json.loads(FILE.read_text()) if FILE.exists() else {}
"""


def test_with_a_keyring_nothing_has_to_be_given_again(world: World, tmp_path: Path):
    """A password is kept when the account is added, used by later runs, and gone with the account."""
    (tmp_path / "lasting_keyring.py").write_text(_KEYRING)
    kept = tmp_path / "kept.json"
    bandeja, secret = world.bandeja, world.bandeja.password
    bandeja.environment = {
        "PYTHON_KEYRING_BACKEND": "lasting_keyring.Keyring", "PYTHONPATH": str(tmp_path), "TEST_KEYRING": str(kept),
    }  # fmt: skip
    bandeja.run_cold(*world.add_words())
    assert bandeja.err == ""
    bandeja.password = ""
    bandeja.run_cold("sync")
    assert len(bandeja.rows()) == len(LETTERS)
    bandeja.run_cold("account", "password", world.address, "--password-stdin", code=3, given=b"wrong\n")
    assert list(json.loads(kept.read_text()).values()) == [secret]
    bandeja.run_cold("doctor")
    bandeja.run_cold("account", "remove", world.address)
    assert json.loads(kept.read_text()) == {}


def test_no_secret_is_left_anywhere(world: World, tmp_path: Path):
    """Not in the profile, not in the log, not on the terminal, not among the words of a process."""
    bandeja, secret = world.bandeja, world.dovecot.password
    bandeja.password = ""
    bandeja.run_cold("--verbose", *world.add_words(), "--password-stdin", given=secret.encode() + b"\n")
    bandeja.password = secret
    bandeja.run_cold("--verbose", "sync")
    bandeja.run_cold("--verbose", "send", "-", given=OUTGOING)
    bandeja.run_cold("--verbose", "doctor")
    needles = forms_of(secret, world.user)
    for file in bandeja.profile.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        assert not [needle for needle in needles if needle in content], file
    for text in (*bandeja.said, *bandeja.words):
        assert not [needle for needle in needles if needle in text.encode()]


def forms_of(secret: str, user: str) -> list[bytes]:
    plain = secret.encode()
    quoted = secret.replace("\\", "\\\\").replace('"', '\\"').encode()
    coded = [base64.b64encode(form).rstrip(b"=") for form in (plain, b"\0" + user.encode() + b"\0" + plain)]
    return [plain, quoted, plain[:11], *coded]


def test_the_search_for_secrets_finds_one(tmp_path: Path):
    needles = forms_of('Tr0ub4dor&3\\"quoted"', "user1")
    assert [needle for needle in needles if needle in b'LOGIN "user1" "Tr0ub4dor&3\\\\\\"quoted\\""']


@pytest.mark.parametrize(
    "words", ["list", "search hello", "mailboxes", "operations", "outbox", "drafts", "links", "account list"]
)
def test_nothing_to_show_is_told_beside_the_empty_output(words: str, tmp_path: Path):
    bandeja = Bandeja(tmp_path / "profile")
    assert bandeja.run(*words.split()) == b""
    assert bandeja.err == "bandeja: There is no account in this profile. Add one: bandeja account add ADDRESS\n"


def test_a_search_that_finds_nothing_says_so(synced: World):
    assert synced.bandeja.run("search", "nowheretobefound") == b""
    assert synced.bandeja.err == "bandeja: There is no such mail here.\n"
    assert synced.bandeja.run("outbox") == b""
    assert synced.bandeja.err == "bandeja: There is no mail in the outbox.\n"


def check_without_screen(words: list[str]) -> str:
    """Runs a command in a Python that then says which modules of the screen it has imported."""
    code = (
        "import sys; from desktop.cli.program import run\n"
        f"try: run({words!r})\nexcept SystemExit: pass\n"
        "print('SCREEN', [name for name in sys.modules if name.startswith(('PySide6', 'shiboken6', 'desktop.ui', 'desktop.app'))])"
    )
    environment = {name: value for name, value in os.environ.items() if name not in ("DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    return done.stdout.rpartition("SCREEN ")[2].strip()


COMMANDS: list[Callable[[Path], list[str]]] = [
    lambda profile: ["--help"],
    lambda profile: ["--profile", str(profile), "list"],
    lambda profile: ["--profile", str(profile), "doctor"],
    lambda profile: ["--profile", str(profile), "sync"],
    lambda profile: ["--profile", str(profile), "plan", "sweep"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=["help", "list", "doctor", "sync", "sweep"])
def test_no_screen_is_needed_nor_imported(words: Callable[[Path], list[str]], tmp_path: Path):
    assert check_without_screen(words(tmp_path / "profile")) == "[]"


def test_help_imports_next_to_nothing():
    """The time it takes is that of Python itself: no database, no network, no mail."""
    code = "import sys\nfrom desktop.cli.program import run\ntry: run(['--help'])\nexcept SystemExit: pass\nprint(sorted(n for n in sys.modules if n.split('.')[0] in ('desktop', 'sqlalchemy', 'ssl', 'keyring', 'email')))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    words = ["desktop.cli.parser", "desktop.cli.parser_links", "desktop.cli.parser_parts", "desktop.cli.program"]
    assert done.stdout.splitlines()[-1] == str(["desktop", "desktop.cli", *words, "desktop.cli.search_words"])
