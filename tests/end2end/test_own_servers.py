"""The command on this program's own servers: what needs neither Dovecot nor a certificate, so it is the first to run on a system
where nobody has run it yet (docs/portability.md)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.clock import SystemClock
from desktop.core.demo.world import DemoLogin, DemoWorld
from tests.end2end.command import Bandeja


@pytest.fixture
def world() -> Iterator[tuple[DemoWorld, DemoLogin]]:
    world = DemoWorld(SystemClock())
    logins = world.start()
    yield world, logins[0]
    world.stop()


def test_a_day_with_the_command(world: tuple[DemoWorld, DemoLogin], tmp_path: Path):
    servers, login = world
    bandeja = Bandeja(tmp_path / "profile of señora Ñ", login.password)
    there = [f"--imap=127.0.0.1:{login.imap_port}/plain", f"--smtp=127.0.0.1:{login.smtp_port}/plain"]
    bandeja.run("account", "add", login.address, *there)
    synced = bandeja.json("sync")["accounts"][0]
    assert synced["bodies"] > 20, synced
    rows = bandeja.json("list", "--limit", "0")["messages"]
    assert rows

    key = str(rows[0]["key"])
    assert rows[0]["subject"].encode() in bandeja.run("show", key)
    assert bandeja.json("search", rows[0]["subject"])["messages"]
    bandeja.run("flag", "--star", key)
    bandeja.run("archive", key)
    bandeja.run("undo")
    assert key in {str(row["key"]) for row in bandeja.json("list", "--limit", "0")["messages"]}
    bandeja.run("delete", key)
    bandeja.run("sync")
    inbox = servers.mailstore.account(login.address).snapshot()["INBOX"]
    assert not [one for one in inbox.messages if rows[0]["message_id"].encode() in one.raw], "the server knows it too"

    mail = tmp_path / "to send.eml"
    mail.write_bytes(b"To: bea@example.com\r\nSubject: =?utf-8?q?A=C3=B1o?=\r\n\r\nHola.\r\n")
    bandeja.run("send", str(mail))
    bandeja.run("sync")
    assert "Año" in [row["subject"] for row in bandeja.json("list", "--mailbox", "Sent", "--limit", "0")["messages"]]

    box, folder = tmp_path / "out box.mbox", tmp_path / "mails"
    for target in (box, folder, box):  # the last over what is there
        bandeja.run("export", "--mailbox", "Sent", "--to", str(target))
    assert box.read_bytes().count(b"\nFrom ") + 1 == len(list(folder.glob("*.eml")))
    assert b"Everything is fine" in bandeja.run("doctor").replace(b"\r", b"")
