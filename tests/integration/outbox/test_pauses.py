"""A paused account neither fetches nor sends: its mail waits, says so, and goes when the account goes on."""

from __future__ import annotations

from desktop.core.api.rows import OutboxState
from tests.integration.plan.workspaces import here

__all__ = ["here"]


def test_a_paused_account_sends_nothing_until_it_goes_on(here):
    other = here.connect("b")
    here.sync_all()
    here.engine.enrolment.set_paused(here.account_key, True).result(30)
    here.write()
    here.write(other)
    assert here.engine.send_due() == 1
    (row,) = here.engine.outbox()
    assert (row.account_key, row.state, row.paused) == (here.account_key, OutboxState.WAITING, True)
    assert here.engine.send_due(here.account_key) == 0
    assert here.engine.plan().sent_this_month == 1
    here.engine.enrolment.set_paused(here.account_key, False).result(30)
    assert not here.engine.outbox()[0].paused
    assert here.engine.send_due() == 1
    assert here.engine.outbox() == []


def test_a_next_try_that_lay_far_ahead_is_now_when_the_account_goes_on(here):
    here.sync_all()
    here.submission.stop()
    here.write()
    here.engine.send_due()
    assert here.engine.outbox()[0].not_before > here.clock.now()
    here.engine.enrolment.set_paused(here.account_key, True).result(30)
    here.engine.enrolment.set_paused(here.account_key, False).result(30)
    assert here.engine.outbox()[0].not_before == here.clock.now()
