"""Members, their mailboxes and shares: who sees what, who still syncs, and where the plan has no place."""

from __future__ import annotations

import pytest

from desktop.core.api.commands import RemoveAccount
from desktop.core.api.errors import BandejaError, Code, PlanError
from desktop.core.api.queries import ListView
from desktop.core.api.rows import OutboxState
from desktop.core.api.workspace_commands import (
    AddMember,
    KeepMailboxes,
    RemoveMember,
    RenameMember,
    SetPlan,
    ShareMailbox,
    SwitchMember,
)
from desktop.core.mail.mailbox import SpecialUse
from tests.integration.plan.workspaces import Workspace, here

__all__ = ["here"]


def member(here: Workspace, name: str) -> int:
    return here.wish(AddMember(name)).key or 0


def seen(here: Workspace) -> list[str]:
    return [row.address.partition("@")[0] for row in here.engine.accounts()]


def test_the_first_member_is_named_after_the_first_mailbox(here):
    rows = here.engine.workspace.members()
    assert [(row.name, row.current, row.own, row.shared_with) for row in rows] == [("Ana", True, 1, 0)]


def test_a_member_sees_the_own_mailboxes_and_what_is_shared_and_all_of_them_sync(here):
    luis = member(here, "Luis")
    box = here.connect("luis", luis)
    here.arrive(0, first=1)
    here.arrive(0, account=box, first=2)
    here.sync_all()
    assert here.local() == [1, 2]
    assert seen(here) == ["ana"]
    inboxes = ListView(special_use=SpecialUse.INBOX)
    assert len(here.engine.list_keys(inboxes)) == 1
    assert len(here.engine.list_keys(ListView(search="Mail"))) == 1
    here.write(box)
    assert here.engine.outbox() == []
    here.wish(SwitchMember(luis))
    assert seen(here) == ["luis"]
    assert {row.account_key for row in here.engine.mailboxes()} == {box}
    assert len(here.engine.list_keys(inboxes)) == 1
    assert len(here.engine.outbox()) == 1
    here.wish(ShareMailbox(here.account_key, (luis,)))
    assert seen(here) == ["ana", "luis"]
    assert len(here.engine.list_keys(inboxes)) == 2
    row = next(one for one in here.engine.workspace.members() if one.member_key == luis)
    assert (row.current, row.own, row.shared_with) == (True, 1, 1)
    here.wish(ShareMailbox(here.account_key, ()))
    assert seen(here) == ["luis"]


def test_reading_8_the_limit_of_mailboxes_is_each_members_and_shared_ones_do_not_count(here):
    here.wish(SetPlan("basic"))
    luis = member(here, "Luis")
    with pytest.raises(PlanError) as refused:
        here.connect("ana2")
    assert (refused.value.code, refused.value.parameters) == (Code.PLAN_MAILBOXES, {"plan": "Basic", "limit": "1"})
    here.wish(ShareMailbox(here.account_key, (luis,)))
    box = here.connect("luis", luis)
    assert not here.suspended()
    assert here.engine.plan().mailboxes_used == 1
    here.wish(SwitchMember(luis))
    assert here.engine.plan().mailboxes_used == 1
    with pytest.raises(PlanError):
        here.connect("luis2")
    here.wish(RemoveAccount(box))
    here.connect("luis3")


def test_reading_8_on_the_trial_the_fourth_share_is_refused_and_withdrawing_one_frees_its_place(here):
    luis = member(here, "Luis")
    boxes = [here.account_key, *(here.connect(name) for name in ("b", "c", "d"))]
    here.wish(SetPlan("trial"))
    for box in boxes[:3]:
        here.wish(ShareMailbox(box, (luis,)))
    with pytest.raises(PlanError) as refused:
        here.wish(ShareMailbox(boxes[3], (luis,)))
    assert (refused.value.code, refused.value.parameters) == (Code.PLAN_SHARES, {"plan": "Trial", "limit": "3"})
    nuria = member(here, "Nuria")
    here.wish(ShareMailbox(boxes[0], (luis, nuria)))  # no new place is needed
    assert here.engine.plan().shared_used == 3
    here.wish(ShareMailbox(boxes[1], ()))
    here.wish(ShareMailbox(boxes[3], (luis,)))
    here.wish(SetPlan("basic"))
    here.wish(ShareMailbox(boxes[1], (luis,)))  # unlimited


def test_an_undo_brings_back_what_still_can_be_and_a_share_without_a_place_rests(here):
    luis = member(here, "Luis")
    boxes = [here.account_key, *(here.connect(name) for name in ("b", "c", "d"))]
    here.wish(SetPlan("trial"))
    for box in boxes[:3]:
        here.wish(ShareMailbox(box, (luis,)))
    withdrawn = here.wish(ShareMailbox(boxes[0], ())).undo_key
    here.clock.advance(60)
    here.wish(ShareMailbox(boxes[3], (luis,)))
    assert here.engine.undo(withdrawn).result(10).done == "undone"
    assert {row.account_key for row in here.engine.workspace.connected() if row.shares_rest} == {boxes[3]}
    withdrawn = here.wish(ShareMailbox(boxes[0], ())).undo_key
    here.wish(RemoveMember(luis))
    assert here.engine.undo(withdrawn).result(10).done == "nothing"
    assert not any(row.shared_with for row in here.engine.workspace.connected())


def test_reading_8_shares_beyond_the_limit_rest_newest_first_and_come_back(here):
    luis = member(here, "Luis")
    boxes = [here.account_key, *(here.connect(name) for name in ("b", "c", "d"))]
    for box in reversed(boxes):
        here.clock.advance(60)
        here.wish(ShareMailbox(box, (luis,)))
    assert here.engine.workspace.what_if("trial").shares_resting == (boxes[0],)
    here.wish(SetPlan("trial"))
    assert {row.account_key for row in here.engine.workspace.connected() if row.shares_rest} == {boxes[0]}
    here.wish(SwitchMember(luis))
    assert seen(here) == ["b", "c", "d"]
    here.wish(SetPlan("professional"))
    assert seen(here) == ["ana", "b", "c", "d"]


def test_reading_10_the_oldest_connected_stay_and_the_suspended_neither_sync_nor_send(here):
    second, third = here.connect("b"), here.connect("c")
    here.arrive(0, 20, account=second)
    here.sync_all()
    here.wish(SetPlan("basic"))
    assert here.suspended() == {second, third}
    refusal = here.engine.refusal(second)
    assert refusal is not None
    assert refusal.code is Code.PLAN_SUSPENDED
    assert refusal.parameters == {"plan": "Basic", "limit": "1", "address": "b@example.org"}
    here.engine.sweep()
    assert here.local() == [1], "its mail is under the ordinary rules"
    assert here.engine.logins.settings_of(second).address == "b@example.org"
    here.write(second)
    assert here.engine.send_due() == 0
    (row,) = here.engine.outbox()
    assert (row.state, row.refusal and row.refusal.code) == (OutboxState.HELD, Code.PLAN_SUSPENDED)
    here.write()
    assert here.engine.send_due() == 1
    here.wish(SetPlan("standard"))
    assert not here.suspended()
    assert here.engine.send_due() == 1


def test_reading_10_the_user_may_choose_others_and_the_chosen_one_is_connected_anew(here):
    second = here.connect("b")
    here.arrive(0, 5, 20, account=second)
    here.wish(SetPlan("basic"))
    here.wish(KeepMailboxes((second,)))
    assert here.suspended() == {here.account_key}
    here.sync_all()
    assert here.local() == [1, 2], "the import age of the plan in force"
    here.wish(SetPlan("basic", keep=(here.account_key,)))
    assert here.suspended() == {second}


def test_reading_10_the_choice_for_a_planned_change_counts_when_it_comes(here):
    second = here.connect("b")
    here.wish(SetPlan("basic", at=here.clock.now() + 7200, keep=(second,)))
    assert here.engine.workspace.what_if("basic").suspended == (second,)
    assert here.engine.workspace.what_if("basic", keep=(second,)).suspended == (here.account_key,)
    assert not here.suspended()
    here.days_pass(0.2)
    assert here.suspended() == {here.account_key}


def test_the_choice_of_one_member_does_not_touch_anothers(here):
    luis = member(here, "Luis")
    own, other = here.connect("b"), [here.connect(name, luis) for name in ("c", "d")]
    here.wish(KeepMailboxes((other[1],)))
    here.wish(KeepMailboxes((own,)))
    here.wish(SetPlan("basic"))
    assert here.suspended() == {here.account_key, other[0]}


def test_members_come_are_renamed_and_go_when_they_own_nothing(here):
    with pytest.raises(PlanError) as last:
        here.wish(RemoveMember(1))
    assert last.value.code is Code.MEMBER_HAS_MAILBOXES
    luis = member(here, "  Luis   Vega ")
    here.wish(ShareMailbox(here.account_key, (luis,)))
    here.wish(RenameMember(luis, "Luisa"))
    assert [row.name for row in here.engine.workspace.members()] == ["Ana", "Luisa"]
    here.wish(SwitchMember(luis))
    here.wish(RemoveMember(luis))
    assert here.engine.plan().shared_used == 0
    assert [(row.name, row.current) for row in here.engine.workspace.members()] == [("Ana", True)]
    here.wish(RemoveAccount(here.account_key))
    with pytest.raises(PlanError) as last:
        here.wish(RemoveMember(1))
    assert last.value.code is Code.LAST_MEMBER


@pytest.mark.parametrize("name", ["", "  ", "a" * 121, "x\x00y"])
def test_a_member_needs_a_name_that_can_be_shown(here, name):
    with pytest.raises(BandejaError):
        here.wish(AddMember(name))


def test_wishes_about_nobody_are_refused(here):
    for command in (SwitchMember(99), RenameMember(99, "x"), ShareMailbox(99, (1,)), ShareMailbox(here.account_key, (99,)),
                    KeepMailboxes((99,)), SetPlan("basic", keep=(99,))):  # fmt: skip
        with pytest.raises(BandejaError) as caught:
            here.wish(command)
        assert caught.value.code is Code.NOT_FOUND
    assert here.plan_id == "professional"


def test_an_owner_is_never_among_those_who_see_a_share(here):
    here.wish(ShareMailbox(here.account_key, (1,)))
    assert here.engine.plan().shared_used == 0


def test_the_workspace_is_there_after_a_restart(here):
    luis = member(here, "Luis")
    here.wish(ShareMailbox(here.account_key, (luis,)))
    here.wish(SwitchMember(luis))
    here.restart()
    assert [(row.name, row.current) for row in here.engine.workspace.members()] == [("Ana", False), ("Luis", True)]
    assert seen(here) == ["ana"]
