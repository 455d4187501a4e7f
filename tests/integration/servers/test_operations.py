"""What a user does, carried out on Cyrus and Courier: at the end the server has it as wished, each mail once, and the cache agrees."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.api.commands import (
    Archive,
    CopyTo,
    CreateMailbox,
    Delete,
    DeleteMailbox,
    DraftContent,
    MarkAllSeen,
    MarkJunk,
    MoveTo,
    RenameMailbox,
    SaveDraft,
    Send,
    SetFlagged,
    SetSeen,
)
from desktop.core.imap.gateway import IdleOutcome
from desktop.core.mail.mailbox import SpecialUse
from tests.fakes.cache import mail
from tests.fakes.real_world import RealWorld
from tests.fakes.servers import REAL_SERVERS, real_server

pytestmark = pytest.mark.servers
DAY = 86_400


@pytest.fixture
def worlds(tmp_path: Path) -> Iterator[Callable[..., RealWorld]]:
    opened: list[RealWorld] = []

    def open_one(server: str, *, sends: bool = False) -> RealWorld:
        opened.append(RealWorld(tmp_path / f"profile{len(opened)}", real_server(server), sends=sends))
        return opened[-1]

    yield open_one
    for world in opened:
        world.close()


@pytest.fixture(params=[*REAL_SERVERS, "courier-bare"])
def world(request: pytest.FixtureRequest, worlds: Callable[..., RealWorld]) -> RealWorld:
    """Five mails in the inbox."""
    made = worlds(request.param, sends=True)
    made.deliver(*range(5))
    made.sync()
    return made


def settle(world: RealWorld, *, all_the_same: bool = True) -> None:
    for _ in range(4):
        world.pass_time()
    assert not world.engine.operations()
    if all_the_same:
        world.assert_same()


def there(world: RealWorld, mailbox: str) -> list[int]:
    """The numbers of the mails that the server has there, without those that are only still to be expunged."""
    numbers = []
    for token, flags, _ in world.held()[mailbox].values():
        if "\\Deleted" not in flags:
            numbers.append(int(token.removeprefix("m").partition("@")[0]))
    return sorted(numbers)


def flags_of(world: RealWorld, number: int, mailbox: str = "INBOX") -> set[str]:
    return next(set(flags) for token, flags, _ in world.held()[mailbox].values() if token == f"m{number}@example.org")


def test_the_first_look_has_everything(world: RealWorld):
    world.assert_same()
    assert world.numbers("INBOX") == [0, 1, 2, 3, 4]
    uses = {row.special_use: row.label for row in world.engine.mailboxes()}
    assert {use: uses[use] for use in (SpecialUse.SENT, SpecialUse.TRASH, SpecialUse.DRAFTS)} == {
        SpecialUse.SENT: "Sent",
        SpecialUse.TRASH: "Trash",
        SpecialUse.DRAFTS: "Drafts",
    }
    assert all(row.depth == 0 for row in world.engine.mailboxes())


def test_marks(world: RealWorld):
    world.wish(SetSeen((world.key("INBOX", 1), world.key("INBOX", 2)), True))
    world.wish(SetFlagged((world.key("INBOX", 2),), True))
    settle(world)
    assert (flags_of(world, 1), flags_of(world, 2)) == ({"\\Seen"}, {"\\Seen", "\\Flagged"})
    world.engine.undo().result(30)
    settle(world)
    assert flags_of(world, 2) == {"\\Seen"}
    world.wish(MarkAllSeen(world.mailbox_key("INBOX")))
    settle(world)
    assert all("\\Seen" in flags_of(world, number) for number in range(5))


def test_marks_of_others(world: RealWorld):
    uids = sorted(world.held()["INBOX"])
    world.server.set_flags("INBOX", uids[:2], ["\\Answered", "Trabajo"])
    settle(world)
    world.server.set_flags("INBOX", uids[:1], [])
    settle(world)
    world.server.expunge("INBOX", uids[3:])
    settle(world)
    assert world.numbers("INBOX") == [0, 1, 2]


@pytest.mark.parametrize(
    ("wish", "box"),
    [
        (lambda world, keys: Archive(keys), "Archive"),
        (lambda world, keys: Delete(keys), "Trash"),
        (lambda world, keys: MarkJunk(keys, True), "Junk"),
        (lambda world, keys: MoveTo(keys, world.mailbox_key("Work")), "Work"),
    ],
    ids=["archive", "delete", "junk", "move"],
)
def test_away_and_back(world: RealWorld, wish: Callable[[RealWorld, tuple[int, ...]], object], box: str):
    uidplus = not world.lacks_uidplus
    world.wish(wish(world, (world.key("INBOX", 1), world.key("INBOX", 3))))
    settle(world, all_the_same=uidplus)
    assert (there(world, box), there(world, "INBOX")) == ([1, 3], [0, 2, 4])
    assert (world.numbers(box), world.numbers("INBOX")) == ([1, 3], [0, 2, 4])
    world.engine.undo().result(30)
    settle(world, all_the_same=uidplus)
    assert (there(world, box), there(world, "INBOX")) == ([], [0, 1, 2, 3, 4])
    assert (world.numbers(box), world.numbers("INBOX")) == ([], [0, 1, 2, 3, 4])


def test_a_copy_and_a_mail_deleted_for_good(world: RealWorld):
    world.wish(CopyTo((world.key("INBOX", 2),), world.mailbox_key("Work")))
    world.wish(Delete((world.key("INBOX", 4),), permanent=True))
    world.clock.advance(60)
    settle(world, all_the_same=not world.lacks_uidplus)
    assert (there(world, "INBOX"), there(world, "Work")) == ([0, 1, 2, 3], [2])
    assert world.numbers("INBOX") == [0, 1, 2, 3]


@pytest.mark.parametrize("name", ["Plans", "Ñandú & Co", "日本語", "A (b) [c]"])
def test_folders(world: RealWorld, name: str):
    world.wish(CreateMailbox(world.account_key, name))
    made = next(row for row in world.engine.mailboxes() if row.label == name)
    world.wish(MoveTo((world.key("INBOX", 1),), made.mailbox_key))
    settle(world, all_the_same=not world.lacks_uidplus)
    assert there(world, name) == [1]
    below = f"{made.name}{made.delimiter}2027"
    world.wish(CreateMailbox(world.account_key, below))
    settle(world, all_the_same=not world.lacks_uidplus)
    (inner,) = (row for row in world.engine.mailboxes() if row.name == below)
    assert (inner.depth, inner.label) == (1, "2027")
    world.wish(RenameMailbox(made.mailbox_key, f"{made.name} new"))
    settle(world, all_the_same=not world.lacks_uidplus)
    assert there(world, f"{name} new") == [1]
    assert world.numbers(f"{name} new") == [1]
    assert not {name, world.server.short(below)} & set(world.held())
    (inner,) = (row for row in world.engine.mailboxes() if row.label == "2027")
    world.wish(DeleteMailbox(inner.mailbox_key))
    settle(world, all_the_same=not world.lacks_uidplus)
    world.wish(DeleteMailbox(made.mailbox_key))
    settle(world, all_the_same=not world.lacks_uidplus)
    assert f"{name} new" not in world.held()
    assert not any(row.label.startswith(name) for row in world.engine.mailboxes())


def test_a_draft_is_filed_changed_and_sent_once(world: RealWorld):
    content = DraftContent(world.account_key, to="bob@example.net", subject="Pläne", text="Hello")
    key = world.wish(SaveDraft(None, content)).key
    settle(world, all_the_same=not world.lacks_uidplus)
    assert len(world.held()["Drafts"]) == 1
    content = DraftContent(world.account_key, to="bob@example.net", subject="Pläne", text="Hello again")
    world.wish(SaveDraft(key, content))
    settle(world, all_the_same=not world.lacks_uidplus)
    assert sum("\\Deleted" not in flags for _, flags, _ in world.held()["Drafts"].values()) == 1
    world.wish(Send(key, content, undo_seconds=0))
    world.engine.send_due()
    settle(world, all_the_same=not world.lacks_uidplus)
    assert len(world.submission.accepted) == len(world.held()["Sent"]) == 1
    assert not [flags for _, flags, _ in world.held()["Drafts"].values() if "\\Deleted" not in flags]


def test_a_mailbox_that_is_made_anew(world: RealWorld):
    """Another UIDVALIDITY, the same mails under other numbers: nothing is fetched again, and wishes still find theirs."""
    for number in (11, 12, 13):
        world.deliver(number, mailbox="Work")
    settle(world)
    world.wish(SetFlagged((world.key("Work", 12),), True))
    world.server.change_uidvalidity("Work", renumber=True)
    world.sync()
    assert "fetch_bodies" not in world.calls
    settle(world)
    assert world.numbers("Work") == [11, 12, 13]
    assert "\\Flagged" in flags_of(world, 12, "Work")


def test_a_large_mail(world: RealWorld):
    raw = mail(77, body=("ñ" * 400 + "\r\n") * 9_000)
    world.server.deliver("INBOX", raw, world.clock.now() - 60)
    settle(world)
    world.wish(MoveTo((world.key("INBOX", 77),), world.mailbox_key("Work")))
    settle(world, all_the_same=not world.lacks_uidplus)
    assert there(world, "Work") == [77]


def test_a_second_look_asks_for_no_mail(world: RealWorld):
    settle(world)
    world.sync()
    assert not {"fetch_headers", "fetch_bodies", "store_flags", "append"} & set(world.calls)


def test_who_waits_on_a_mailbox_that_is_read_only_is_told(world: RealWorld):
    """As the doorbell of the engine waits."""
    gateway = world.gateway()
    try:
        gateway.select("INBOX", read_only=True)
        timer = threading.Timer(0.1, lambda: world.deliver(9))
        timer.start()
        outcome = gateway.idle(threading.Event(), timeout=20 if gateway.capabilities.idle else 0.5)
        timer.join()
        assert outcome is IdleOutcome.NEWS
    finally:
        gateway.close()


@pytest.mark.parametrize("server", ["cyrus-empty", "courier-empty"])
def test_an_account_without_folders(worlds: Callable[..., RealWorld], server: str):
    """What a wish needs is made where the server lets it be. Without a Trash, what is deleted is gone."""
    world = worlds(server, sends=True)
    world.deliver(1, 2, 3)
    world.sync()
    world.wish(Archive((world.key("INBOX", 1),)))
    world.wish(Delete((world.key("INBOX", 2),)))
    world.wish(Send(None, DraftContent(world.account_key, to="bob@example.net", text="Hello"), undo_seconds=0))
    world.engine.send_due()
    settle(world)
    assert (there(world, "Archive"), there(world, "INBOX"), len(world.held()["Sent"])) == ([1], [3], 1)


def test_folders_that_only_their_names_tell(worlds: Callable[..., RealWorld]):
    world = worlds("courier-spanish")
    world.deliver(1, 2)
    world.sync()
    world.wish(Archive((world.key("INBOX", 1),)))
    world.wish(Delete((world.key("INBOX", 2),)))
    settle(world)
    assert (there(world, "Archivo"), there(world, "Papelera")) == ([1], [2])
    assert {"Trash", "Archive"}.isdisjoint(world.held())


@pytest.mark.parametrize(("source", "target"), [("courier", "cyrus"), ("cyrus-unix", "courier")])
def test_from_one_account_to_another(worlds: Callable[..., RealWorld], source: str, target: str):
    """Over the cache, by APPEND: each mail once."""
    world = worlds(source)
    world.deliver(1, 2)
    world.sync()
    other = world.add_account_on(real_server(target))
    world.sync()
    inbox = next(
        row.mailbox_key
        for row in world.engine.mailboxes()
        if row.account_key == other.account_key and row.name == "INBOX"
    )
    world.wish(MoveTo((world.key("INBOX", 1),), inbox))
    world.wish(CopyTo((world.key("INBOX", 2),), inbox))
    settle(world, all_the_same=False)
    assert there(world, "INBOX") == [2]
    assert sorted(one.raw for one in other.program.snapshot()["INBOX"].messages) == sorted([mail(1), mail(2)])
