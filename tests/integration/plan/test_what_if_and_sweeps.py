"""What another plan would do, said before and done after: the preview, the keys to export, the list and the sweep are the same
mails; the sweep asks no server anything; what it gave back is in its log."""

from __future__ import annotations

import itertools
import random

import pytest

from desktop.core.api.errors import PlanError
from desktop.core.api.workspace_commands import SetPlan
from desktop.core.plan.retention import DAY
from desktop.core.retention import sweep
from desktop.core.retention.pace import Pace
from desktop.core.store import links
from tests.fakes.cache import mail
from tests.integration.plan.workspaces import Workspace, here

__all__ = ["here"]


def fill(here: Workspace, count: int = 60) -> None:
    chosen = random.Random(1)
    for number in range(count):
        box = chosen.choice(("INBOX", "Work", "Sent", "Trash"))
        age = chosen.choice((0, 6, 7, 8, 29, 31, 60, 89))
        here.server.deliver(box, mail(number), here.clock.now() - age * DAY - chosen.randrange(-2, 3), ())
    here.server.deliver("Drafts", mail(900), here.clock.now() - 80 * DAY, ())
    here.sync_all()
    here.link("INBOX", here.numbers("INBOX")[-1])


def everything(here: Workspace) -> set[int]:
    with here.engine.store.reading() as connection:
        return set(connection.exec_driver_sql("SELECT location_key FROM location").scalars())


@pytest.mark.parametrize("plan", ["free", "basic", "standard", "professional", "enterprise-10000"])
def test_reading_11_the_preview_and_the_sweep_agree_to_the_mail(here, plan):
    fill(here)
    before = everything(here)
    what_if = here.engine.workspace.what_if(plan)
    keys = set(here.engine.workspace.leaving_keys(what_if))
    assert len(keys) == what_if.leaving_mails == sum(loss.mails for loss in what_if.leaving)
    here.wish(SetPlan(plan))
    said = {one.location_key for one in here.engine.sweep_decisions() if one.removed}
    result = here.engine.sweep()
    assert before - everything(here) == keys == said
    assert (result.removed, result.bytes) == (what_if.leaving_mails, what_if.leaving_bytes)
    if plan == "free":
        assert dict(what_if.staying) == {"task": 1, "draft": 1}


def test_the_keys_to_export_are_those_of_the_preview_where_no_server_has_proven_the_clock(here):
    days = (0, 29, 31, 32, 34)
    for number, age in enumerate(days):
        here.server.deliver("INBOX", mail(number), here.clock.now() - age * DAY, ())
    here.sync_all()
    here.clock.set(
        here.clock.now() + 2 * DAY
    )  # which no server has said: one more mail is past its time by the clock alone
    what_if, by_the_clock = (here.engine.workspace.what_if("standard", at) for at in (None, here.clock.now()))
    assert 0 < what_if.leaving_mails < by_the_clock.leaving_mails
    keys = set(here.engine.workspace.leaving_keys(what_if))
    before = everything(here)
    here.wish(SetPlan("standard"))
    here.engine.sweep()
    assert before - everything(here) == keys
    assert len(keys) == what_if.leaving_mails


def test_a_preview_of_a_day_ahead_is_the_sweep_of_that_day(here):
    fill(here)
    at = here.clock.now() + 25 * DAY
    what_if = here.engine.workspace.what_if("standard", at)
    here.wish(SetPlan("standard"))
    assert here.engine.sweep(at).removed == what_if.leaving_mails > 0


def test_a_sweep_of_many_slices_asks_no_server_and_is_one_row_of_the_log(here, monkeypatch):
    monkeypatch.setattr(sweep, "MOST_MAILS", 100)
    count = 207
    here.server.deliver_many("INBOX", [(mail(number), here.clock.now() - 40 * DAY, ()) for number in range(count)])
    here.sync_all()
    before, here.calls[:] = here.held(), []
    here.faults.forget()
    here.wish(SetPlan("standard"))
    assert here.engine.sweep().removed == count
    assert here.calls == []
    assert here.faults.commands() == []
    here.sync_all()
    assert here.held() == before
    asked = {call for call in here.calls if call in ("store_flags", "expunge", "move", "append", "copy")}
    assert asked == set()
    (row,) = here.engine.workspace.sweeps()
    assert (row.plan_id, row.plan_name, row.storage_days, row.removed) == ("standard", "Standard", 30, count)
    assert row.bytes > 0
    assert here.engine.sweep().removed == 0
    assert len(here.engine.workspace.sweeps()) == 1, "a sweep that takes nothing is no news"


@pytest.mark.parametrize("point", range(8))
def test_a_kill_in_a_sweep_leaves_a_log_that_says_what_went(here, point, monkeypatch):
    monkeypatch.setattr(sweep, "MOST_MAILS", 100)
    count = 207
    here.server.deliver_many("INBOX", [(mail(number), here.clock.now() - 40 * DAY, ()) for number in range(count)])
    here.sync_all()
    here.wish(SetPlan("standard"))
    here.death.watch(point)
    with pytest.raises(BaseException):  # noqa: B017 - Killed is none of ours
        here.engine.sweep()
    here.restart()
    gone = count - len(everything(here))
    assert sum(row.removed for row in here.engine.workspace.sweeps()) == gone
    here.engine.sweep()
    assert everything(here) == set()
    assert sum(row.removed for row in here.engine.workspace.sweeps()) == count


def test_why_a_mail_stays_names_what_holds_it(here):
    here.arrive(0, 1, 2)
    here.server.deliver("Drafts", mail(9), here.clock.now(), ())
    here.sync_all()
    here.link("INBOX", 1)
    row = here.engine.rows([here.key("INBOX", 2)])[here.key("INBOX", 2)]
    here.engine.store.writer.run(
        "link", lambda uow: links.add_link(uow, row.message_key, "crm", "local", "", "Obra Sur", "pending")
    )
    why = here.engine.workspace.why_leaving
    assert why(here.key("INBOX", 1)) == "Task"
    assert why(here.key("INBOX", 2)) == "Obra Sur"
    assert why(here.key("INBOX", 3)) is None
    assert why(here.key("Drafts", 9)) == "Drafts"
    assert why(10**6) is None


def test_what_if_of_no_plan_is_refused(here):
    with pytest.raises(PlanError):
        here.engine.workspace.what_if("gold")


def test_the_table_is_the_catalogue(here):
    rows = here.engine.workspace.plans()
    assert [row.plan_id for row in rows][:3] == ["free", "trial", "basic"]
    trial = rows[1]
    assert (trial.shared_mailboxes, trial.lasts_days, trial.assumed) == (3, 15, ("sends_per_month", "lasts_days"))


def test_a_plan_that_is_no_longer_in_the_table_removes_nothing(here):
    fill(here)
    before = everything(here)
    here.engine.store.writer.run(
        "forget", lambda uow: uow.connection.exec_driver_sql("UPDATE plan_change SET plan_id = 'ours-365'")
    )
    here.clock.advance(60)
    assert here.engine.current_plan().plan_id == "ours-365"
    assert here.engine.sweep().removed == 0
    assert everything(here) == before


def test_a_slice_ends_as_soon_as_somebody_waits(here, monkeypatch):
    """Without, it has the share that a fast disk allows."""
    count = 300
    here.server.deliver_many("INBOX", [(mail(number), here.clock.now() - 40 * DAY, ()) for number in range(count)])
    here.sync_all()
    here.wish(SetPlan("standard"))
    monkeypatch.setattr(sweep, "Pace", lambda: Pace(first=1_000))
    with monkeypatch.context() as patch:
        patch.setattr(type(here.engine.store.writer), "_is_awaited", lambda writer: True)
        here.death.watch(3)  # after the first slice
        with pytest.raises(BaseException):  # noqa: B017 - Killed is none of ours
            here.engine.sweep()
    here.restart()
    (row,) = here.engine.workspace.sweeps()
    assert row.removed == sweep.FEW
    here.death.watch(None)
    here.engine.sweep()
    assert here.death.points.count("after sweep") == 1
    assert everything(here) == set()


def test_a_slow_disk_and_big_mails_make_small_slices(here, monkeypatch):
    """A person's wish is carried out between two of them."""
    count = 60
    mails = [
        (mail(n, body="larga " * (40_000 if n == 5 else 1)), here.clock.now() - 40 * DAY, ()) for n in range(count)
    ]
    here.server.deliver_many("INBOX", mails)
    here.sync_all()
    here.wish(SetPlan("standard"))
    monkeypatch.setattr(here.clock, "monotonic", itertools.count().__next__)
    here.death.watch(None)
    assert here.engine.sweep().removed == count
    slices = here.death.points.count("after sweep")
    assert 6 <= slices <= 12, here.death.points
