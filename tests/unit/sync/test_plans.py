"""The resync decision table and the agenda: named after what servers do."""

import pytest

from desktop.core.imap.gateway import MailboxStatus, Selected
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store.mailboxes import MailboxState
from desktop.core.sync.agenda import Situation, StepKind, next_step
from desktop.core.sync.resync_plan import (
    COMPARE_EVERY,
    FlagsQuestion,
    ResyncPlan,
    is_mass_removal,
    looks_unchanged,
    plan_resync,
)

NOW = 1_790_000_000


def cached(**values):
    known = {
        "mailbox_key": 1, "account_key": 1, "name": "INBOX", "special_use": SpecialUse.INBOX, "uidvalidity": 7,
        "seen_below": 101, "backfill_floor": 1, "highestmodseq": 50, "exists_count": 90, "synced_at": NOW,
        "flags_compared_at": NOW - 60,
    }  # fmt: skip
    return MailboxState(**(known | values))


def selected(exists=90, uidvalidity=7, uidnext=101, modseq=50):
    return Selected(exists, uidvalidity, uidnext, modseq, False)


def plan(have, said, condstore=True):
    return plan_resync(have, said, condstore=condstore, now=NOW)


def test_never_seen_before():
    assert plan(cached(uidvalidity=None), selected()).first


def test_uidvalidity_changed():
    assert plan(cached(), selected(uidvalidity=8)).renumbered


def test_nothing_happened():
    assert plan(cached(), selected()).nothing


def test_new_mail_and_flags_with_condstore():
    made = plan(cached(), selected(exists=92, uidnext=103, modseq=60))
    assert made.arrivals
    assert not made.many_arrivals
    assert made.flags is FlagsQuestion.CHANGED
    assert made.expected_exists == 90


def test_without_condstore_everything_is_compared():
    made = plan(cached(highestmodseq=None), selected(modseq=None), condstore=False)
    assert made.flags is FlagsQuestion.ALL
    assert made.expected_exists is None


@pytest.mark.parametrize(
    "said",
    [
        selected(uidnext=90),  # UIDNEXT shrank
        selected(modseq=40),  # HIGHESTMODSEQ shrank
        selected(exists=80),  # the same MODSEQ but another count
        selected(exists=91, uidnext=102),  # a new mail without a new MODSEQ
        selected(modseq=None),  # CONDSTORE promised, not kept
    ],
)
def test_a_server_that_contradicts_itself_is_compared_in_full(said):
    assert plan(cached(), said).flags is FlagsQuestion.ALL


@pytest.mark.parametrize("compared", [None, NOW - COMPARE_EVERY, NOW + 5])
def test_flags_are_compared_in_full_once_a_day_whatever_the_server_says(compared):
    have = cached(flags_compared_at=compared)
    assert plan(have, selected()).flags is FlagsQuestion.ALL
    assert plan(have, selected(modseq=60)).flags is FlagsQuestion.ALL
    same = MailboxStatus(messages=90, uidnext=101, uidvalidity=7, highestmodseq=50)
    assert not looks_unchanged(have, same, condstore=True, now=NOW)


def test_a_comparison_of_this_very_second_is_not_due():
    assert plan(cached(flags_compared_at=NOW), selected()).nothing
    assert plan(cached(flags_compared_at=NOW - 86_399), selected()).nothing
    assert not plan(cached(flags_compared_at=NOW - 86_400), selected()).nothing


@pytest.mark.parametrize(("come", "many"), [(500, False), (501, True)])
def test_a_flood_of_arrivals_is_fetched_newest_first(come, many):
    made = plan(cached(), selected(uidnext=101 + come, exists=90 + come, modseq=99))
    assert made.many_arrivals is many
    assert not made.first


@pytest.mark.parametrize(
    "made",
    [
        ResyncPlan(first=True),
        ResyncPlan(renumbered=True),
        ResyncPlan(arrivals=True),
        ResyncPlan(flags=FlagsQuestion.ALL),
    ],
)
def test_any_one_question_is_something_to_do(made):
    assert not made.nothing
    assert not made.many_arrivals


def test_a_mailbox_without_any_uid_has_no_arrivals():
    empty = cached(seen_below=1, exists_count=0)
    assert plan(empty, selected(uidnext=0, exists=0)).nothing


def test_status_is_proof_only_when_all_four_agree():
    same = MailboxStatus(messages=90, uidnext=101, uidvalidity=7, highestmodseq=50)
    assert looks_unchanged(cached(), same, condstore=True, now=NOW)
    assert not looks_unchanged(cached(), same, condstore=False, now=NOW)
    assert not looks_unchanged(cached(), None, condstore=True, now=NOW)
    assert not looks_unchanged(cached(), MailboxStatus(90, 101, 7, None, 51), condstore=True, now=NOW)


@pytest.mark.parametrize(
    ("gone", "known", "mass"), [(20, 20, False), (21, 100, True), (21, 200, False), (40, 200, False), (41, 200, True)]
)
def test_mass_removal_is_more_than_twenty_and_more_than_a_fifth(gone, known, mass):
    assert is_mass_removal(gone, known) is mass


def kinds(situation):
    order = []
    while (step := next_step(situation)) is not None:
        order.append((step.kind, step.mailbox_key))
        match step.kind:
            case StepKind.OPERATIONS:
                situation.operations_due = False
            case StepKind.OPEN:
                situation.opened = False
            case StepKind.POLL:
                situation.poll_due = False
            case StepKind.RESYNC:
                situation.blocking.discard(step.mailbox_key)
                situation.resync.discard(step.mailbox_key)
            case _:
                getattr(situation, step.kind.value).discard(step.mailbox_key)
    return order


def test_the_user_comes_first_then_the_screen_then_inbox_then_the_rest():
    situation = Situation(
        order=(1, 2, 3), shown=3, operations_due=True, opened=True, poll_due=True, blocking={2},
        resync={1, 2, 3}, headers={1, 2, 3}, bodies={1, 2, 3}, large={1, 2, 3},
    )  # fmt: skip
    assert kinds(situation) == [
        (StepKind.RESYNC, 2), (StepKind.OPERATIONS, 0), (StepKind.OPEN, 0), (StepKind.POLL, 0),
        (StepKind.RESYNC, 3), (StepKind.HEADERS, 3), (StepKind.BODIES, 3),
        (StepKind.RESYNC, 1), (StepKind.HEADERS, 1), (StepKind.BODIES, 1),
        (StepKind.HEADERS, 2), (StepKind.BODIES, 2),
        (StepKind.LARGE, 3), (StepKind.LARGE, 1), (StepKind.LARGE, 2),
    ]  # fmt: skip


def test_of_several_mailboxes_that_hold_up_the_queue_the_first_is_looked_at():
    assert kinds(Situation(order=(3, 2, 1), blocking={3, 1, 2})) == [(StepKind.RESYNC, key) for key in (1, 2, 3)]


def test_only_the_shown_mailbox_and_the_first_come_before_the_others():
    """Else the second would have its bodies before the third has its headers."""
    situation = Situation(order=(1, 2, 3), headers={2, 3}, bodies={2, 3})
    assert kinds(situation) == [
        (StepKind.HEADERS, 2), (StepKind.HEADERS, 3), (StepKind.BODIES, 2), (StepKind.BODIES, 3),
    ]  # fmt: skip


def test_nothing_to_do_is_waiting():
    assert next_step(Situation(order=(1,))) is None
