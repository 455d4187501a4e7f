"""Mail that goes to a folder of another account: brought there, seen there, and only then taken away here; undone at every
moment; and killed at every step, ends once and nowhere twice.

The fast lane takes every twenty-fifth point of each scenario, the long lane takes all.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.core.api.commands import CancelOperation, CopyTo, MoveTo, RemoveAccount, RetryOperation, SetFlagged
from desktop.core.api.errors import Code, ConnectionFailure, PlanError
from desktop.core.api.queries import ListView
from desktop.core.api.rows import OperationState
from desktop.core.demo.mail_server.faults import When
from desktop.core.store import crm_offers, imports, operations
from desktop.core.sync import account_session, backfill
from tests.fakes.cache import mail
from tests.fakes.two_accounts import Two, link, linked, number_in, two
from tests.fakes.world import Killed, until_unbroken

__all__ = ["two"]

STRIDE = 60
PARTS = 20


def test_a_move_shows_at_once_and_ends_there_as_it_was(two: Two):
    received = two.clock.now() - 3_600
    receipt = two.wish(MoveTo((two.inbox(1),), two.kept()))
    assert (receipt.done, receipt.count, receipt.target) == ("moved", 1, "Kept")
    assert two.seen(two.eva_key, "Kept") == [1, 9]
    assert two.seen(two.account_key, "INBOX") == [2, 3]
    detail = two.engine.message(two.at(two.kept(), 1))
    assert detail is not None
    assert detail.parsed is not None, "its text is there before any server was asked"
    two.settle()
    assert two.theirs()[0] == (1, frozenset({"\\Flagged", "$Label1"}), received)
    assert [number for number, _, _ in two.theirs()] == [1, 9]
    assert (two.mine("INBOX"), two.mine("Trash")) == ([2, 3], [1])
    assert next(one.raw for one in two.eva.snapshot()["Kept"].messages if number_in(one.raw) == 1) == mail(1)
    assert two.seen(two.eva_key, "Kept") == [1, 9]
    assert two.engine.operations() == []
    found = two.engine.list_keys(ListView(search="Mail 1"))
    assert two.at(two.kept(), 1) in found


def test_a_copy_leaves_the_original(two: Two):
    assert two.wish(CopyTo((two.inbox(1), two.inbox(2)), two.kept())).done == "copied"
    two.settle()
    assert [number for number, _, _ in two.theirs()] == [1, 2, 9]
    assert (two.mine("INBOX"), two.mine("Trash")) == ([1, 2, 3], [])


def test_own_and_foreign_mails_go_together(two: Two):
    hers = two.at(two.kept(), 9)
    inbox = two.box(two.eva_key, "INBOX")
    assert two.wish(MoveTo((hers, two.inbox(2)), inbox)).count == 2
    two.settle()
    assert [number for number, _, _ in two.theirs("INBOX")] == [2, 9]
    assert two.theirs() == []


@pytest.mark.parametrize("when", ["at once", "after the import", "after all"])
def test_undo_brings_everything_back(two: Two, when: str):
    two.wish(MoveTo((two.inbox(1),), two.kept()))
    if when != "at once":
        two.clock.advance(10)
        two.engine.worker_for(two.eva_key).run_until_done()
    if when == "after all":
        two.settle()
    assert two.engine.undo().result(30).done == "undone"
    assert two.seen(two.account_key, "INBOX") == [1, 2, 3]
    assert two.seen(two.eva_key, "Kept") == [9]
    two.settle()
    assert (two.mine("INBOX"), two.mine("Trash")) == ([1, 2, 3], [])
    assert [number for number, _, _ in two.theirs()] == [9]
    assert two.engine.operations() == []


def test_the_original_waits_for_the_other_account_however_long(two: Two):
    two.wish(MoveTo((two.inbox(1),), two.kept()))
    for _ in range(5):
        two.clock.advance(4_000)
        two.engine.worker_for(two.account_key).run_until_done()
    assert (two.mine("INBOX"), two.mine("Trash")) == ([1, 2, 3], [])
    two.settle()
    assert (two.mine("INBOX"), two.mine("Trash")) == ([2, 3], [1])


def test_a_refusal_parks_it_and_the_original_is_where_it_was(two: Two):
    two.faults.refuse("APPEND", "NO [OVERQUOTA] full", times=1)
    two.wish(MoveTo((two.inbox(1),), two.kept()))
    two.settle()
    assert [(row.kind, row.state) for row in two.engine.operations()] == [("import", OperationState.FAILED)]
    assert "full" in two.engine.operations()[0].said
    assert two.seen(two.account_key, "INBOX") == [1, 2, 3]
    assert two.seen(two.eva_key, "Kept") == [9]
    assert (two.mine("INBOX"), two.mine("Trash")) == ([1, 2, 3], [])
    two.wish(RetryOperation(two.engine.operations()[0].operation_key))
    assert two.seen(two.account_key, "INBOX") == [2, 3]
    two.settle()
    assert [number for number, _, _ in two.theirs()] == [1, 9]
    assert (two.mine("INBOX"), two.mine("Trash")) == ([2, 3], [1])


def test_cancelling_takes_both_halves_back(two: Two):
    two.wish(MoveTo((two.inbox(1), two.inbox(2)), two.kept()))
    two.wish(CancelOperation(next(row for row in two.engine.operations() if row.kind == "import").operation_key))
    assert two.engine.operations() == []
    assert two.seen(two.account_key, "INBOX") == [1, 2, 3]
    two.settle()
    assert [number for number, _, _ in two.theirs()] == [9]


def test_no_original_leaves_without_proof(two: Two):
    """Whatever became of the import's row: the second half looks for it."""
    two.wish(MoveTo((two.inbox(1),), two.kept()))
    key = next(row for row in two.engine.operations() if row.kind == "import").operation_key
    two.engine.store.writer.run("lost", lambda uow: operations.drop_operations(uow, [key]))
    two.settle()
    assert (two.mine("INBOX"), two.mine("Trash")) == ([1, 2, 3], [])
    assert [row.state for row in two.engine.operations()] == [OperationState.FAILED]


def test_a_like_mail_that_is_there_already_is_not_taken_for_it(two: Two):
    two.eva.deliver("Kept", mail(1), two.clock.now() - 50)
    two.sync()
    two.break_line(5, before=False)
    two.wish(MoveTo((two.inbox(1),), two.kept()))
    two.clock.advance(10)
    until_unbroken(two.sync)
    two.settle()
    assert [number for number, _, _ in two.theirs()] == [1, 1, 9]
    assert (two.mine("INBOX"), two.mine("Trash")) == ([2, 3], [1])


def test_a_server_that_does_not_tell_the_new_uid(two: Two):
    two.faults.hide("UIDPLUS")
    two.wish(MoveTo((two.inbox(1),), two.kept()))
    two.settle()
    assert [number for number, _, _ in two.theirs()] == [1, 9]
    assert two.mine("INBOX") == [2, 3] or "\\Deleted" in str(two.server.snapshot()["INBOX"].messages)


def test_linked_mail_stays_and_can_be_copied(two: Two):
    two.link("INBOX", 1)
    with pytest.raises(PlanError) as refused:
        two.wish(MoveTo((two.inbox(1),), two.kept()))
    assert refused.value.code is Code.LINKED_TO_TASK
    two.wish(CopyTo((two.inbox(1),), two.kept()))
    two.settle()
    assert [number for number, _, _ in two.theirs()] == [1, 9]


def test_a_star_given_on_the_way_comes_too(two: Two):
    two.wish(MoveTo((two.inbox(1),), two.kept()))
    two.wish(SetFlagged((two.at(two.kept(), 1),), False))
    two.settle()
    assert two.theirs()[0][1] == {"$Label1"}


def test_a_text_that_is_not_here_yet_is_waited_for(two: Two, monkeypatch: pytest.MonkeyPatch):
    for place in (backfill, account_session):
        monkeypatch.setattr(place, "SMALL", 10_000)
        monkeypatch.setattr(place, "LARGEST", 10_000)
    two.server.deliver("INBOX", mail(5, body="larga " * 4_000), two.clock.now() - 10)
    two.sync()
    key = two.inbox(5)
    detail = two.engine.message(key)
    assert detail is not None
    assert detail.parsed is None, "the passes do not fetch it by themselves"
    two.wish(MoveTo((key,), two.kept()))
    worker = two.engine.worker_for(two.eva_key)
    two.clock.advance(10)
    worker.run_until_done()
    assert [number for number, _, _ in two.theirs()] == [9]
    assert two.mine("INBOX") == [1, 2, 3, 5]
    assert two.engine.store.read(imports.load_unread_sources) == [key]
    monkeypatch.undo()
    receiver, worker = worker, two.engine.worker_for(two.account_key)
    worker.open(key)
    worker.run_until_done()
    two.clock.advance(4_000)
    receiver.run_until_done()
    two.settle()
    assert [number for number, _, _ in two.theirs()] == [5, 9]
    assert (two.mine("INBOX"), two.mine("Trash")) == ([1, 2, 3], [5])


def test_a_like_mail_known_here_is_not_taken_for_it_when_the_server_put_it_off(two: Two):
    """Nothing had left at the first try: what the second one finds was there all along."""
    two.eva.deliver("Kept", mail(1), two.clock.now() - 50)
    two.sync()
    two.faults.refuse("APPEND", "NO [UNAVAILABLE] later", times=1)
    two.wish(MoveTo((two.inbox(1),), two.kept()))
    two.settle()
    assert [number for number, _, _ in two.theirs()] == [1, 1, 9]
    assert (two.mine("INBOX"), two.mine("Trash")) == ([2, 3], [1])


@pytest.mark.parametrize("when", ["at once", "after all"])
def test_links_go_along_and_come_back(two: Two, when: str):
    inbox = two.box(two.account_key, "INBOX")
    link(two, inbox, 1, "chat", "Before")
    two.wish(MoveTo((two.inbox(1),), two.kept()))
    assert linked(two, two.kept(), 1) == ["Before"]
    if when == "after all":
        two.settle()
    link(two, two.kept(), 1, "task", "After")
    two.engine.undo().result(30)
    two.settle()
    assert linked(two, inbox, 1) == ["Before", "After"]
    assert two.seen(two.eva_key, "Kept") == [9]


def test_an_offer_about_its_sender_goes_along_and_comes_back(two: Two):
    key = two.inbox(1)
    row = two.engine.rows([key])[key]
    identity = f"<{two.engine.message(key).envelope_only.envelope.message_id}>"
    two.engine.store.writer.run(
        "offer", lambda uow: crm_offers.add_offer(uow, two.account_key, identity, "stranger@example.com")
    )
    assert two.engine.linking.offers() == [(row.location_key, "stranger@example.com")]
    receipt = two.engine.submit(MoveTo((key,), two.kept())).result(30)
    two.settle()
    assert two.engine.linking.offers() == [(two.at(two.kept(), 1), "stranger@example.com")]
    two.engine.undo(receipt.undo_key).result(30)
    two.settle()
    assert two.engine.linking.offers() == [(two.inbox(1), "stranger@example.com")]


def test_a_copy_leaves_the_offer_where_it_is(two: Two):
    key = two.inbox(2)
    identity = f"<{two.engine.message(key).envelope_only.envelope.message_id}>"
    two.engine.store.writer.run(
        "offer", lambda uow: crm_offers.add_offer(uow, two.account_key, identity, "stranger@example.com")
    )
    two.engine.submit(CopyTo((key,), two.kept())).result(30)
    two.settle()
    assert two.engine.linking.offers() == [(key, "stranger@example.com")]


def test_a_refused_mail_has_its_links_again_and_takes_none_of_its_like(two: Two):
    two.eva.deliver("Kept", mail(1), two.clock.now() - 3_600)
    two.sync()
    inbox = two.box(two.account_key, "INBOX")
    link(two, inbox, 1, "chat", "Mine")
    link(two, two.kept(), 1, "chat", "Hers")
    two.faults.refuse("APPEND", "NO [OVERQUOTA] full", times=1)
    two.wish(MoveTo((two.inbox(1),), two.kept()))
    two.settle()
    assert (linked(two, inbox, 1), linked(two, two.kept(), 1)) == (["Mine"], ["Hers"])


def test_a_copy_that_is_all_there_is_is_not_undone(two: Two):
    """The original lay in Trash, so it was expunged: nothing can bring it back."""
    two.server.move("INBOX", [1], "Trash")
    two.sync()
    two.wish(MoveTo((two.at(two.box(two.account_key, "Trash"), 1),), two.kept()))
    two.settle()
    assert ([number for number, _, _ in two.theirs()], two.mine("Trash")) == ([1, 9], [])
    assert two.engine.undo().result(30).done == "too_late"
    two.settle()
    assert [number for number, _, _ in two.theirs()] == [1, 9]


def test_a_copy_stays_when_its_original_may_have_been_expunged(two: Two):
    """The line broke after EXPUNGE, so nobody knows."""
    two.server.move("INBOX", [1], "Trash")
    two.sync()
    two.wish(MoveTo((two.at(two.box(two.account_key, "Trash"), 1),), two.kept()))
    two.clock.advance(20)
    two.engine.worker_for(two.eva_key).run_until_done()
    two.faults.drop("UID EXPUNGE", when=When.AFTER)
    with pytest.raises(ConnectionFailure):
        two.engine.worker_for(two.account_key).run_until_done()
    assert two.mine("Trash") == []
    two.engine.undo().result(30)
    two.settle()
    assert [number for number, _, _ in two.theirs()] == [1, 9]


def test_a_copy_stays_when_the_original_cannot_come_back(two: Two):
    """Another client has emptied Trash, which nobody here has heard of yet."""
    two.wish(MoveTo((two.inbox(1),), two.kept()))
    two.settle()
    two.server.expunge("Trash", [one.uid for one in two.server.snapshot()["Trash"].messages])
    two.engine.undo().result(30)
    two.engine.worker_for(two.eva_key).run_until_done()
    assert [number for number, _, _ in two.theirs()] == [1, 9], "not before the original is back"
    two.settle()
    assert [number for number, _, _ in two.theirs()] == [1, 9]
    assert two.seen(two.eva_key, "Kept") == [1, 9]
    assert [row.state for row in two.engine.operations()] == [OperationState.FAILED]


def test_cancelling_a_try_without_an_answer_keeps_the_original(two: Two):
    two.server.move("INBOX", [1], "Trash")
    two.sync()
    trash = two.box(two.account_key, "Trash")
    two.faults.refuse("APPEND", "NO [UNAVAILABLE] later", times=1)
    two.wish(MoveTo((two.at(trash, 1),), two.kept()))
    two.clock.advance(10)
    two.engine.worker_for(two.eva_key).run_until_done()
    two.wish(CancelOperation(next(row for row in two.engine.operations() if row.kind == "import").operation_key))
    two.settle()
    assert 1 in (two.mine("Trash") + [number for number, _, _ in two.theirs()])


def test_the_account_it_came_from_may_go_meanwhile(two: Two):
    two.wish(CopyTo((two.inbox(1),), two.kept()))
    two.wish(RemoveAccount(two.account_key))
    two.engine.worker_for(two.eva_key).run_until_done()
    assert [number for number, _, _ in two.theirs()] == [1, 9]


def test_the_account_it_goes_to_may_go_meanwhile(two: Two):
    inbox = two.box(two.account_key, "INBOX")
    link(two, inbox, 1, "chat", "Mine")
    two.wish(MoveTo((two.inbox(1),), two.kept()))
    two.wish(RemoveAccount(two.eva_key))
    assert two.seen(two.account_key, "INBOX") == [1, 2, 3]
    assert linked(two, inbox, 1) == ["Mine"]
    assert two.engine.operations() == []
    two.clock.advance(4_000)
    two.engine.worker_for(two.account_key).run_until_done()
    assert (two.mine("INBOX"), two.mine("Trash")) == ([1, 2, 3], [])


def test_the_folder_it_goes_to_may_go_meanwhile(two: Two):
    """Another client has deleted it."""
    inbox = two.box(two.account_key, "INBOX")
    two.eva.create("Brief")
    two.sync()
    link(two, inbox, 1, "chat", "Mine")
    two.wish(MoveTo((two.inbox(1),), two.box(two.eva_key, "Brief")))
    two.eva.delete("Brief")
    two.settle()
    assert two.seen(two.account_key, "INBOX") == [1, 2, 3]
    assert linked(two, inbox, 1) == ["Mine"]
    assert (two.mine("INBOX"), two.mine("Trash")) == ([1, 2, 3], [])


# deaths


@dataclass(frozen=True)
class Scenario:
    make: Callable[[Two], object]
    steps: tuple[Callable[[Two], object], ...]
    theirs: list[int]
    inbox: list[int]
    trash: list[int]
    hidden: tuple[str, ...] = ()


def passing(two: Two) -> None:
    two.clock.advance(20)
    two.sync()


def undo(two: Two) -> object:
    return two.engine.undo().result(30)


SCENARIOS = {
    "moved": Scenario(lambda two: two.wish(MoveTo((two.inbox(1), two.inbox(2)), two.kept())), (passing, passing), [1, 2, 9], [3], [1, 2]),
    "copied": Scenario(lambda two: two.wish(CopyTo((two.inbox(1),), two.kept())), (passing,), [1, 9], [1, 2, 3], []),
    "moved and undone": Scenario(
        lambda two: two.wish(MoveTo((two.inbox(1),), two.kept())), (passing, passing, undo, passing, passing), [9], [1, 2, 3], []
    ),
    "moved where no UID is told": Scenario(
        lambda two: two.wish(MoveTo((two.inbox(1),), two.kept())), (passing, passing), [1, 9], [2, 3], [1], ("UIDPLUS",)
    ),
}  # fmt: skip


def play(scenario: Scenario, directory: Path, dies_at: int | None) -> list[str]:
    two = Two(directory)
    try:
        two.faults.hide(*(name for name in scenario.hidden if dies_at is not None or name))
        two.death.watch(dies_at)
        for step in (scenario.make, *scenario.steps):
            try:
                step(two)
            except Killed:
                committed = two.death.last.startswith("after")
                two.restart()
                if not (committed and step in (scenario.make, undo)):
                    step(two)
        points = two.death.points
        two.death.rest()
        two.settle()
        died = points[-1] if dies_at is not None else "nowhere"
        assert [number for number, _, _ in two.theirs()] == scenario.theirs, died
        assert (two.mine("INBOX"), two.mine("Trash")) == (scenario.inbox, scenario.trash), died
        assert two.seen(two.eva_key, "Kept") == scenario.theirs, died
        assert two.seen(two.account_key, "INBOX") == scenario.inbox, died
        assert two.engine.operations() == [], died
        assert not two.imap.failures
        return points
    finally:
        two.close()


def every_point(name: str, first: int, stride: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        points = play(SCENARIOS[name], Path(folder) / "whole", None)
    for dies_at in range(first, len(points), stride):
        with tempfile.TemporaryDirectory() as folder:
            play(SCENARIOS[name], Path(folder) / "p", dies_at)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_death_at_some_points(name: str):
    every_point(name, list(SCENARIOS).index(name) % STRIDE, STRIDE)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_death_at_every_point(name: str, part: int):
    """In parts, for a test has a limit and a machine may be busy."""
    every_point(name, part, PARTS)
