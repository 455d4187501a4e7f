"""Every plan of the specification's table on the real engine: what it says of itself, its last send and the one after, what it stops,
what is shared, and whether it has a grace.
"""

from __future__ import annotations

import pytest

from desktop.core.api.errors import Code, PlanError
from desktop.core.api.rows import OutboxState
from desktop.core.api.workspace_commands import AddMember, PlanLapsed, SetPlan, ShareMailbox
from tests.fakes.plan_oracle import ATTACHMENTS, DAY, GRACE_DAYS, PLANS, TABLE
from tests.integration.plan.workspaces import Workspace, here

__all__ = ["here"]


@pytest.mark.parametrize("plan", PLANS)
def test_every_plan_does_what_its_row_says(here: Workspace, plan: str):
    row = TABLE[plan]
    here.wish(SetPlan(plan))
    said = here.engine.plan()
    assert (
        said.mailboxes_allowed, said.shared_allowed, said.storage_days, said.import_days, said.sends_per_month,
        said.attachments_bytes,
    ) == (row.mailboxes, row.shares, row.storage, row.imported, row.sends, ATTACHMENTS)  # fmt: skip
    assert here.suspended() == (set() if row.mailboxes else {here.account_key})
    check_sends(here, row.sends, free=plan == "free")
    check_share(here, allowed=row.shares != 0)
    if plan in ("free", "trial"):
        with pytest.raises(PlanError) as refused:
            here.wish(PlanLapsed())
        assert refused.value.code is Code.PLAN_NOT_PAID
    else:
        here.wish(PlanLapsed())
        assert here.engine.workspace.plan_changes()[0].at == here.clock.now() + GRACE_DAYS * DAY


def check_sends(here: Workspace, limit: int, *, free: bool) -> None:
    """The N-th goes, the next waits with the rule and the date."""
    assert here.engine.book_sends(limit + 5).result(30) == limit
    here.write()
    assert here.engine.send_due() == 0
    (held,) = here.engine.outbox()
    assert held.state is OutboxState.HELD
    assert held.refusal is not None
    assert held.refusal.code is (Code.PLAN_NO_SYNC if free else Code.PLAN_SENDS)
    assert held.not_before == here.engine.plan().month_resets_at
    here.clock.set(held.not_before)
    assert here.engine.send_due() == (0 if free else 1)
    assert here.engine.book_sends(limit).result(30) == max(0, limit - 1)
    assert here.engine.plan().sent_this_month == limit


def check_share(here: Workspace, *, allowed: bool) -> None:
    other = here.wish(AddMember("Bea")).key or 0
    if allowed:
        here.wish(ShareMailbox(here.account_key, (other,)))
        assert here.engine.plan().shared_used == 1
        return
    with pytest.raises(PlanError) as refused:
        here.wish(ShareMailbox(here.account_key, (other,)))
    assert refused.value.code is Code.PLAN_SHARES
