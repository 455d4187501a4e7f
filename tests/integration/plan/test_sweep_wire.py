"""What a sweep of many mails and the hour after it say to the server, as the server recorded it: nothing that changes anything; and
what is readable in the profile's files afterwards: nothing of what went.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from desktop.core.api.workspace_commands import SetPlan
from desktop.core.plan.retention import DAY
from tests.fakes.cache import mail
from tests.fakes.plan_mails import locations_of
from tests.integration.plan.workspaces import Workspace, here

__all__ = ["here"]
HOUR = 3600
HARMLESS = {
    "GREETING", "LOGIN", "AUTHENTICATE", "CAPABILITY", "ID", "ENABLE", "NOOP", "LIST", "LSUB", "STATUS", "SELECT", "EXAMINE", "NAMESPACE",
    "UID FETCH", "FETCH", "UID SEARCH", "SEARCH", "IDLE", "DONE", "LOGOUT", "COMPRESS", "STARTTLS", "UNSELECT", "CLOSE",
}  # fmt: skip
CANARIES = 250


def fill(here: Workspace, count: int) -> None:
    """Old mails, a few that stay for each reason, and young ones."""
    now = here.clock.now()
    for box, share in (("INBOX", 2), ("Work", 4), ("Sent", 8), ("Trash", 8)):
        first = {"INBOX": 0, "Work": 10**6, "Sent": 2 * 10**6, "Trash": 3 * 10**6}[box]
        here.server.deliver_many(
            box,
            [(mail(first + n), now - (8 + n % 70) * DAY, ("\\Seen",) if n % 3 else ()) for n in range(count // share)],
        )
    here.server.deliver_many("INBOX", [(mail(5 * 10**6 + n), now - n * DAY // 2, ("\\Flagged",)) for n in range(10)])
    here.server.deliver_many("Drafts", [(mail(6 * 10**6 + n), now - 80 * DAY, ("\\Draft",)) for n in range(3)])


def sweep_and_live_on(here: Workspace, count: int, syncs: int) -> None:
    fill(here, count)
    here.sync_all()
    here.link("INBOX", 4)
    held, shown = here.held(), locations_of(here.engine.store)
    here.faults.forget()
    here.wish(SetPlan("basic"))
    gone = here.engine.sweep().removed
    assert gone == count - 1, "all the old ones but the one with a task"
    assert here.faults.commands() == [], "the sweep itself says nothing to anybody"
    left = locations_of(here.engine.store)
    assert left < shown
    for number in range(syncs):
        here.clock.advance(HOUR // syncs)
        if number == syncs // 2:
            here.restart()  # a new session, which asks for everything anew
        here.sync_all()
        here.engine.sweep()
        assert locations_of(here.engine.store) == left
    asked = {heard.name for heard in here.faults.commands()}
    assert asked <= HARMLESS, asked - HARMLESS
    assert not [heard for heard in here.faults.commands() if heard.name == "UID FETCH" and "BODY" in heard.text], (
        "nothing is fetched that was purged"
    )
    assert here.held() == held, "flags, UIDs and bytes"
    assert here.server_numbers("INBOX") == sorted(set(here.server_numbers("INBOX")))
    uid = here.server.deliver("INBOX", mail(7 * 10**6), here.clock.now() - 30, ())
    here.sync_all()
    assert len(locations_of(here.engine.store) - left) == 1, f"mail {uid} that comes now comes alone"


def test_a_sweep_and_the_hour_after_it_change_nothing_on_the_server(here):
    sweep_and_live_on(here, 240, 100)


@pytest.mark.slow
def test_a_sweep_of_fifty_thousand_and_the_hour_after_it_change_nothing_on_the_server(here):
    sweep_and_live_on(here, 50_000, 100)


def canary(number: int) -> str:
    """Words that share no beginning: of a word the index keeps only what differs from the one before."""
    return hashlib.sha1(b"canary %d" % number).hexdigest()[:14]


def letter(number: int) -> bytes:
    """Its canary is the subject, the text and the name and text of a file."""
    word = canary(number)
    return (
        f"Message-ID: <m{number}@example.org>\r\nFrom: Bob <bob@example.com>\r\nTo: ana@example.org\r\n"
        f"Subject: {word}\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n"
        f"--B\r\nContent-Type: text/plain\r\n\r\n{word} {'lorem ipsum ' * 100}\r\n"
        f"--B\r\nContent-Type: text/plain; name={word}.txt\r\nContent-Disposition: attachment; filename={word}.txt\r\n\r\n"
        f"{word}\r\n--B--\r\n"
    ).encode()


def readable(directory: Path, numbers: range) -> list[int]:
    """Which canaries stand, but for the two letters that the index may share, in any file of the profile."""
    left = b"\0".join(path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file()).lower()
    return [number for number in numbers if canary(number)[2:].encode() in left]


@pytest.mark.parametrize("plan", ["basic", "free"])
def test_reading_15_of_250_canaries_none_is_readable_after_the_sweep(here, plan):
    """In the database, its write-ahead log, the index or any file beside them, while the program still runs."""
    now = here.clock.now()
    old = [(letter(number), now - 20 * DAY, ()) for number in range(CANARIES)]
    here.server.deliver_many("INBOX", old)
    here.server.deliver_many("Work", [(letter(number), now - DAY, ()) for number in range(CANARIES, CANARIES + 50)])
    here.server.deliver("INBOX", letter(999), now - 20 * DAY, ())
    here.sync_all()
    here.link("INBOX", 999)
    assert readable(here.directory, range(CANARIES)) == list(range(CANARIES)), "they are there before"
    here.wish(SetPlan(plan))
    here.engine.sweep()
    assert readable(here.directory, range(CANARIES)) == []
    assert readable(here.directory, range(999, 1000)) == [999]
    stays = range(CANARIES, CANARIES + 50)
    assert readable(here.directory, stays) == (list(stays) if plan == "basic" else [])
