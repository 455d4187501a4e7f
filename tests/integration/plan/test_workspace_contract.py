"""What every workspace behind the door promises to a screen: the real one over its server, and the one of the fake session."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from desktop.core.api.commands import Command, Receipt
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.rows import AccountRow
from desktop.core.api.workspace import ChangeReason, Workspace
from desktop.core.api.workspace_commands import (
    AddMember,
    CancelPlanChange,
    EndTrial,
    KeepMailboxes,
    RemoveMember,
    RenameMember,
    SetDeleteForGood,
    SetPlan,
    SetSignature,
    ShareMailbox,
    SwitchMember,
)
from desktop.core.plan.retention import DAY
from tests.fakes.session import FakeSession
from tests.integration.plan.workspaces import here

__all__ = ["here"]


@dataclass
class Place:
    workspace: Workspace
    accounts: Callable[[], list[AccountRow]]
    wish: Callable[[Command], Receipt]
    undo: Callable[[int | None], Receipt]
    sweep: Callable[[], object]
    now: Callable[[], int]

    def refused(self, command: Command) -> Code:
        with pytest.raises(BandejaError) as raised:
            self.wish(command)
        return raised.value.code


@pytest.fixture(params=["real", "fake"])
def place(request: pytest.FixtureRequest) -> Iterator[Place]:
    if request.param == "real":
        world = request.getfixturevalue("here")
        world.connect("luis")
        world.arrive(0, 5, 12, 40)
        world.sync_all()
        yield Place(
            world.engine.workspace,
            world.engine.accounts,
            world.wish,
            lambda key: world.engine.undo(key).result(10),
            world.engine.sweep,
            world.clock.now,
        )
        return
    session = FakeSession()
    yield Place(
        session.workspace,
        session.accounts,
        lambda command: session.submit(command).result(10),
        lambda key: session.undo(key).result(10),
        session.workspace.sweep,
        lambda: session.now,
    )
    session.close()


def waiting(place: Place) -> list[tuple[str, int, ChangeReason]]:
    return [(row.plan_id, row.at, row.reason) for row in place.workspace.plan_changes() if row.waits]


def test_the_preview_names_what_then_leaves(place: Place):
    before = place.workspace.what_if("basic")
    keys = place.workspace.leaving_keys(before)
    assert before.leaving_mails == len(keys) == sum(loss.mails for loss in before.leaving) > 0
    place.wish(SetPlan("basic"))
    place.sweep()
    assert place.workspace.what_if("basic").leaving_mails == 0
    assert sum(row.removed for row in place.workspace.sweeps()[:1]) == len(keys)


def test_a_change_waits_for_its_day_and_can_be_called_off(place: Place):
    at = place.now() + 5 * DAY
    receipt = place.wish(SetPlan("basic", at=at))
    assert receipt.done == "plan_scheduled"
    assert waiting(place) == [("basic", at, ChangeReason.CHOSEN)]
    place.wish(CancelPlanChange(place.workspace.plan_changes()[0].change_key))
    assert waiting(place) == []


def test_what_waits_comes_first_and_a_plan_chosen_now_takes_its_place(place: Place):
    place.wish(SetPlan("basic", at=place.now() + 5 * DAY))
    assert place.workspace.plan_changes()[0].waits
    place.wish(SetPlan("enterprise-250"))
    assert waiting(place) == []


def test_a_trial_schedules_its_end_which_cannot_be_called_off(place: Place):
    place.wish(SetPlan("trial"))
    end = place.workspace.trial_ends_at()
    assert waiting(place) == [("free", end, ChangeReason.TRIAL_ENDED)]
    assert place.refused(CancelPlanChange(place.workspace.plan_changes()[0].change_key)) is Code.TRIAL_END_FIXED
    place.wish(EndTrial())
    assert place.workspace.trial_ends_at() is None
    assert place.refused(EndTrial()) is Code.NO_TRIAL


def test_a_day_that_is_over_is_refused(place: Place):
    assert place.refused(SetPlan("basic", at=place.now() - DAY)) is Code.PLAN_MOMENT_PAST


def test_members_come_change_and_go(place: Place):
    first = next(row for row in place.workspace.members() if row.current)
    key = place.wish(AddMember("Marta")).key
    assert key is not None
    place.wish(RenameMember(key, "Marta Gil"))
    assert "Marta Gil" in [row.name for row in place.workspace.members()]
    place.wish(SwitchMember(key))
    assert [row.member_key for row in place.workspace.members() if row.current] == [key]
    place.wish(SwitchMember(first.member_key))
    place.wish(RemoveMember(key))
    assert key not in [row.member_key for row in place.workspace.members()]
    assert place.refused(RemoveMember(first.member_key)) is Code.MEMBER_HAS_MAILBOXES


def test_a_share_is_seen_and_withdrawn(place: Place):
    key = place.wish(AddMember("Marta")).key or 0
    box = place.workspace.connected()[0].account_key
    place.wish(ShareMailbox(box, (key,)))
    assert place.workspace.connected()[0].shared_with == (key,)
    assert next(row.shared_with for row in place.workspace.members() if row.member_key == key) == 1
    place.wish(ShareMailbox(box, ()))
    assert place.workspace.connected()[0].shared_with == ()


def test_shares_and_members_come_back_with_an_undo(place: Place):
    marta, pia = (place.wish(AddMember(name)).key or 0 for name in ("Marta", "Pia"))
    box = place.workspace.connected()[0].account_key

    def seen() -> tuple[int, ...]:
        return place.workspace.connected()[0].shared_with

    def names() -> list[str]:
        return [row.name for row in place.workspace.members()]

    place.wish(ShareMailbox(box, (marta,)))
    place.wish(ShareMailbox(box, (pia,)))
    assert place.undo(None).done == "undone"
    assert seen() == (marta,)
    assert place.undo(None).done == "undone"
    assert seen() == ()
    place.wish(ShareMailbox(box, (marta, pia)))
    withdrawn = place.wish(ShareMailbox(box, ())).undo_key
    assert place.undo(withdrawn).done == "undone"
    assert seen() == (marta, pia)
    place.wish(RenameMember(pia, "Pía"))
    place.wish(RemoveMember(marta))
    assert ("Marta" in names(), "Pía" in names(), seen()) == (False, True, (pia,))
    place.undo(None)
    assert seen() == (marta, pia)
    place.undo(None)
    assert names()[-2:] == ["Marta", "Pia"]


def test_who_stays_can_be_chosen(place: Place):
    first, second = (row.account_key for row in place.workspace.connected()[:2])
    assert place.workspace.what_if("basic").suspended == (second,)
    assert place.workspace.what_if("basic", keep=(second,)).suspended == (first,)
    place.wish(SetPlan("basic", keep=(second,)))
    assert [row.account_key for row in place.workspace.connected() if row.suspended] == [first]
    place.wish(KeepMailboxes((first,)))
    assert [row.account_key for row in place.workspace.connected() if row.suspended] == [second]


def test_what_delete_does_is_kept_by_mailbox(place: Place):
    first = place.workspace.connected()[0]
    assert place.wish(SetDeleteForGood(first.account_key, value=True)).done == "deletes_for_good"
    assert [row.deletes_for_good for row in place.workspace.connected()[:2]] == [True, False]
    assert place.wish(SetDeleteForGood(first.account_key, value=False)).target == first.address
    assert place.refused(SetDeleteForGood(9_999, value=True)) is Code.NOT_FOUND


def test_each_account_has_one_signature_and_its_change_can_be_undone(place: Place):
    first, second = place.accounts()[:2]
    assert (first.signature, first.signature_in_replies) == ("", True)
    receipt = place.wish(
        SetSignature(first.account_key, "\r\n-- \r\nAna Beltrán \r\nTel. 96\x07 1\n\n", in_replies=False)
    )
    assert (receipt.done, receipt.target) == ("signature_set", first.address)
    now = place.accounts()
    assert (now[0].signature, now[0].signature_in_replies) == ("Ana Beltrán\nTel. 96 1", False)
    assert (now[1].signature, now[1].signature_in_replies) == (second.signature, True)
    place.wish(SetSignature(first.account_key, ""))
    assert place.accounts()[0].signature == ""
    place.undo(None)
    assert (place.accounts()[0].signature, place.accounts()[0].signature_in_replies) == (
        "Ana Beltrán\nTel. 96 1",
        False,
    )
    place.undo(receipt.undo_key)
    assert place.accounts()[0] == first


def test_a_signature_is_bounded(place: Place):
    first = place.accounts()[0]
    assert place.refused(SetSignature(first.account_key, "x" * 2_001)) is Code.BAD_INPUT
    assert place.refused(SetSignature(first.account_key, "x\n" * 30 + "x")) is Code.BAD_INPUT
    assert place.refused(SetSignature(9_999, "Ana")) is Code.NOT_FOUND
    place.wish(SetSignature(first.account_key, "\n".join("x" * 30)))
    assert place.accounts()[0].signature.count("x") == 30


def test_a_longer_plan_offers_to_fetch_again(place: Place):
    place.wish(SetPlan("basic"))
    assert place.workspace.what_if("professional").fetch_again_days == 90
    assert place.workspace.what_if("free").fetch_again_days is None


def test_the_forecast_counts_every_day_of_the_month_so_far(place: Place):
    forecast = place.workspace.forecast()
    assert sum(day.count for day in forecast.days) == forecast.sent
    assert [day.day[-2:] for day in forecast.days] == [f"{day:02d}" for day in range(1, len(forecast.days) + 1)]
    assert forecast.resets_at > place.now()


def test_a_used_trial_is_marked_and_refused(place: Place):
    place.wish(SetPlan("trial"))
    assert [plan.plan_id for plan in place.workspace.plans() if plan.used] == ["trial"]
    place.wish(SetPlan("basic"))
    assert place.refused(SetPlan("trial")) is Code.TRIAL_USED
    place.wish(SetPlan("trial", again=True))
    assert place.workspace.trial_ends_at() is not None
