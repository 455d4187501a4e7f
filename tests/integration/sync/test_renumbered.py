"""UIDs that mean other mails than they did: nothing is fetched again, nothing is paired wrongly, no wrong mail is touched."""

from __future__ import annotations

import random

import pytest

from desktop.core.api.commands import Delete, MoveTo, SetFlagged
from desktop.core.demo.mail_server.content import Content
from tests.fakes.cache import mail
from tests.fakes.world import world

__all__ = ["world"]
DAY = 86_400


def test_a_baseless_new_uidvalidity_costs_no_body_and_keeps_links(world):
    world.deliver(*range(30))
    world.sync()
    world.link("INBOX", 3)
    row = world.engine.rows([world.key("INBOX", 3)])
    world.server.change_uidvalidity("INBOX")
    world.sync()
    assert "fetch_bodies" not in world.calls
    world.assert_same()
    after = world.engine.rows([world.key("INBOX", 3)])
    assert next(iter(after.values())).links == next(iter(row.values())).links
    assert world.numbers("INBOX") == list(range(30))


def test_linked_mail_older_than_the_window_is_found_again(world):
    world.deliver(1, age=80 * DAY)
    world.deliver(2)
    world.sync()
    world.link("INBOX", 1)
    world.clock.advance(30 * DAY)
    world.server.change_uidvalidity("INBOX", renumber=True)
    world.sync()
    row = next(iter(world.engine.rows([world.key("INBOX", 1)]).values()))
    assert row.on_server
    assert "fetch_bodies" not in world.calls


@pytest.mark.parametrize("seed", range(4))
def test_a_genuine_renumbering_pairs_every_mail_rightly(world, seed):
    chosen = random.Random(seed)
    twins = [mail(n // 2, extra=f"X-Copy: {n % 2}\r\n", body=f"Copia {n % 2}") for n in range(20)]
    nameless = [mail(50 + n).replace(b"Message-ID: <m", b"X-No-Id: <x") for n in range(10)]
    for raw in (*twins, *nameless):
        world.server.deliver("INBOX", raw, world.clock.now() - chosen.choice((60, 60, 3600)))
    world.sync()
    box = world.server._mailbox("INBOX")
    messages = list(box.messages)
    chosen.shuffle(messages)
    with world.mailstore.lock:
        box.expunge(list(box.uids))
        box.append((one.content, one.internaldate, one.flags) for one in messages[2:])
    world.server.change_uidvalidity("INBOX", renumber=True)
    world.deliver(90)
    world.sync()
    world.assert_same()


def test_the_uidvalidity_changes_between_headers_and_bodies(world):
    """The body of one mail must never be stored as another's."""
    world.deliver(1, 2, 3)
    real = world.engine.store.writer.submit

    def renumber_after_headers(name, function, **named):
        future = real(name, function, **named)
        if name == "frontier":
            future.result()
            world.server.move("INBOX", sorted(world.held()["INBOX"])[:1], "Work")
            world.server.change_uidvalidity("INBOX", renumber=True)
            world.engine.store.writer.submit = real
        return future

    world.engine.store.writer.submit = renumber_after_headers
    with pytest.raises(Exception, match="lost"):  # the server hangs up on who has it selected
        world.sync()
    world.engine.store.writer.submit = real
    world.sync()
    world.assert_same()


@pytest.mark.parametrize("permanent", [True, False])
def test_a_deletion_made_before_a_renumbering_takes_its_own_mail(world, permanent):
    world.deliver(*range(6))
    world.sync()
    world.wish(Delete((world.key("INBOX", 3),), permanent=permanent))
    world.server.expunge("INBOX", sorted(world.held()["INBOX"])[:2])
    world.server.change_uidvalidity("INBOX", renumber=True)
    for _ in range(4):
        world.pass_time()
    assert world.server_numbers("INBOX") == [2, 4, 5]
    assert world.server_numbers("Trash") == ([] if permanent else [3])
    assert not world.engine.operations()
    world.assert_same()


@pytest.mark.parametrize("wish", ["expunge", "move"])
def test_a_uid_that_means_another_mail_is_not_touched(world, wish):
    """An evil server: same UIDVALIDITY, other mail under the number."""
    uids = world.deliver(1, 2)
    world.sync()
    key = world.key("INBOX", 1)
    world.wish(Delete((key,), permanent=True) if wish == "expunge" else MoveTo((key,), world.mailbox_key("Work")))
    with world.mailstore.lock:
        world.server._mailbox("INBOX").find(uids[0]).content = Content(mail(77))
    world.faults.forget()
    world.pass_time()
    assert world.server_numbers("INBOX") == [2, 77]
    assert not world.faults.commands("UID EXPUNGE")
    assert not world.faults.commands("UID MOVE")
    (failed,) = world.engine.operations()
    assert failed.state == "failed"
    assert "another mail" in failed.said


def test_flags_set_before_a_renumbering_reach_their_mail(world):
    world.deliver(*range(5))
    world.sync()
    world.wish(SetFlagged((world.key("INBOX", 4),), True))
    world.server.expunge("INBOX", sorted(world.held()["INBOX"])[:1])
    world.server.change_uidvalidity("INBOX", renumber=True)
    for _ in range(3):
        world.pass_time()
    flagged = [entry[0] for entry in world.held()["INBOX"].values() if "\\Flagged" in entry[1]]
    assert flagged == ["m4@example.org"]
    world.assert_same()
