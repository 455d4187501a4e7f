"""docs/servers.md says of each server what it says itself, and names tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from desktop.core.clock import SystemClock
from desktop.core.imap.client import ImapClient
from desktop.core.imap.connect import connect_imap
from tests.fakes.scripted_server import account_on
from tests.fakes.servers import dovecot_server as dovecot_server
from tests.fakes.servers import real_server

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "servers.md").read_text(encoding="utf-8")
COLUMNS = {"dovecot": "Dovecot", "cyrus": "Cyrus", "cyrus-unix": "Cyrus, unix", "courier": "Courier"}


def table() -> dict[str, dict[str, str]]:
    """Column -> row -> what stands there, of the first table."""
    lines = [
        line.strip("|").split("|") for line in PAGE.partition("## What was asked")[0].splitlines() if line[:1] == "|"
    ]
    cells = [[cell.strip() for cell in line] for line in lines if not line[0].startswith("---")]
    return {name: {row[0]: row[place] for row in cells[1:]} for place, name in enumerate(cells[0]) if name}


def told(client: ImapClient) -> dict[str, str]:
    words = {word.partition(b"=")[0].decode() for word in client.words}
    (inbox,) = (box for box in client.list_mailboxes(with_status=False) if box.name == "INBOX")
    rows = {name: "yes" if name in words else "no" for name in table()["Dovecot"] if name.isupper()}
    return rows | {"names begin with": client.personal_prefix, "between levels": inbox.delimiter or ""}


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=pytest.mark.dovecot if name == "dovecot" else pytest.mark.servers) for name in COLUMNS],
)
def test_the_table_says_what_the_server_says(name: str, request: pytest.FixtureRequest):
    server = request.getfixturevalue("dovecot_server") if name == "dovecot" else real_server(name)
    client = connect_imap(account_on(server.port, user=server.new_user()), server.password, clock=SystemClock())
    try:
        assert told(client) == table()[COLUMNS[name]]
    finally:
        client.close()


def test_the_tests_it_names_are_there():
    named = set(re.findall(r"`(integration/[\w/]+\.py)`", PAGE))
    assert len(named) >= 4
    assert all((ROOT / "tests" / name).exists() for name in named)
