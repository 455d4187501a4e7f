"""What a sweep took away does not come back by itself, whatever the server does with its numbers and names (readings 5 and 12)."""

from __future__ import annotations

import pytest

from desktop.core.api.workspace_commands import FetchAgain, SetPlan
from desktop.core.plan.retention import DAY
from tests.fakes.cache import mail
from tests.integration.plan.workspaces import Workspace, here

__all__ = ["here"]


def purge(here: Workspace) -> None:
    """Under a plan of 7 days, and then one of 90 again."""
    here.arrive(1, 20, 40)
    here.sync_all()
    here.wish(SetPlan("basic"))
    here.engine.sweep()
    here.wish(SetPlan("professional"))
    here.sync_all()
    assert here.local() == [1]


def renumber(here: Workspace) -> None:
    here.server.create("Other")
    here.server.change_uidvalidity("INBOX", renumber=True)


def make_anew(here: Workspace) -> None:
    """Another client puts the mails into a folder that was never seen here."""
    here.server.create("Other")
    here.server.move("INBOX", sorted(here.held()["INBOX"]), "Other")


@pytest.mark.parametrize("happens", [renumber, make_anew])
def test_readings_5_and_12_purged_mail_does_not_come_back_under_a_longer_plan(here, happens):
    purge(here)
    happens(here)
    here.restart()
    for _ in range(3):
        here.clock.advance(3_600)
        here.sync_all()
        here.engine.sweep()
    assert (here.numbers("INBOX"), here.numbers("Other")) == (([1], []) if happens is renumber else ([], [1]))


def test_readings_5_and_12_purged_mail_comes_back_when_it_is_wanted(here):
    purge(here)
    renumber(here)
    here.sync_all()
    here.wish(FetchAgain())
    here.sync_all()
    assert here.local() == [1, 2, 3]


def test_what_another_program_puts_there_comes_however_old(here):
    """Only what was here and went is left alone."""
    purge(here)
    here.server.deliver("INBOX", mail(500), here.clock.now() - 30 * DAY)
    here.server.deliver("INBOX", mail(2), here.clock.now() - 60)
    here.sync_all()
    assert here.local() == [1, 2, 500], "a second copy that was received today is a mail of today"


def test_what_was_purged_is_remembered_no_longer_than_a_plan_could_fetch_it(here):
    purge(here)
    assert remembered(here) == 2
    here.arrive(0, first=4)
    here.sync_all()
    here.days_pass(91)
    assert remembered(here) == 0


def remembered(here: Workspace) -> int:
    with here.engine.store.reading() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM purged").scalar_one())
