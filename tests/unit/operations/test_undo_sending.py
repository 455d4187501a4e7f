"""A mail in the outbox is a draft again as long as it has not left: it takes no place in the month then, and
nothing waits for it."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.core.api.commands import DraftContent, Receipt
from desktop.core.mail.address import Address
from desktop.core.operations.undo import TOO_LATE, take_back, undo
from desktop.core.store import drafts, outbox, reminders, undo_groups
from tests.fakes.cache import NOW, Cache, cache

__all__ = ["cache"]
CONTENT = DraftContent(1, to="bob@example.com", subject="Oferta", text="Texto entero")


def do(cache: Cache, job: Any) -> Any:
    return cache.store.writer.run("do", job)


def to_send(
    cache: Cache, state: str, *, number: int = 1, group: int | None = None, draft: bool = True
) -> tuple[int, int]:
    """A mail of the outbox in that state, with its place in the month; its key and its undo group."""

    def put(uow) -> tuple[int, int]:
        group_key = undo_groups.add_group(uow, "sent", 1) if group is None else group
        draft_key = drafts.save_draft(uow, None, CONTENT) if draft else None
        if draft_key is not None:
            drafts.set_draft_state(uow, draft_key, "outbox")
        key = outbox.add_outbox(
            uow, account_key=cache.account_key, message_id=f"m{number}@example.org", subject="Oferta",
            envelope_from="ana@example.org", recipients=["bob@example.com"], raw=b"x", not_before=NOW,
            draft_key=draft_key, group_key=group_key,
        )  # fmt: skip
        assert outbox.reserve(uow, key, "2026-11", 10)
        outbox.set_outbox_state(uow, key, state)
        reminders.add(
            uow, cache.account_key, f"m{number}@example.org", "Oferta", [Address("Bob", "bob@example.com")], 60
        )
        return key, group_key

    return do(cache, put)


def counts(cache: Cache) -> tuple[int, int, int]:
    """(mails in the outbox, places taken in the month, reminders)"""
    return tuple(cache.scalar(f"SELECT count(*) FROM {table}") for table in ("outbox", "ledger", "reminder"))  # type: ignore[return-value]


def draft_state(cache: Cache, key: int | None) -> str | None:
    assert key is not None
    return cache.store.read(lambda connection: drafts.load_draft_state(connection, key))


@pytest.mark.parametrize("state", ["waiting", "held", "failed"])
@pytest.mark.parametrize("by", ["undo", "take_back"])
def test_a_mail_that_has_not_left_is_a_draft_again_and_takes_no_place(cache: Cache, state: str, by: str):
    key, group = to_send(cache, state)
    to_send(cache, "sent", number=2)
    receipt = do(cache, lambda uow: take_back(uow, key) if by == "take_back" else undo(uow, group))
    assert (receipt.done, receipt.count) == ("unsent", 1)
    assert draft_state(cache, receipt.key) == "open"
    assert cache.store.read(lambda connection: drafts.load_draft(connection, receipt.key)) == CONTENT
    assert counts(cache) == (1, 1, 1), "the other mail keeps all of its own"
    assert cache.store.read(lambda connection: outbox.load_queued(connection, key)) is None


@pytest.mark.parametrize("state", ["sending", "handed_over", "unknown", "sent", "replaced"])
def test_a_mail_that_has_left_or_may_have_stays_as_it_is(cache: Cache, state: str):
    key, group = to_send(cache, state)
    assert do(cache, lambda uow: undo(uow, group)) == TOO_LATE
    assert do(cache, lambda uow: take_back(uow, key)) == TOO_LATE
    assert counts(cache) == (1, 1, 1)
    queued = cache.store.read(lambda connection: outbox.load_queued(connection, key))
    assert queued is not None
    assert queued.state == state
    assert draft_state(cache, queued.draft_key) == "outbox"


def test_a_mail_that_was_not_written_here_or_is_gone_cannot_be_edited(cache: Cache):
    key, _ = to_send(cache, "waiting", draft=False)
    assert do(cache, lambda uow: take_back(uow, key)) == TOO_LATE
    assert do(cache, lambda uow: take_back(uow, 999)) == TOO_LATE
    assert counts(cache) == (1, 1, 1)


@pytest.mark.parametrize("state", ["waiting", "held", "failed"])
def test_the_mails_of_an_answer_are_taken_back_together(cache: Cache, state: str):
    _, group = to_send(cache, state, draft=False)
    to_send(cache, "waiting", number=2, group=group, draft=False)
    receipt = do(cache, lambda uow: undo(uow, group))
    assert receipt == Receipt("undone", 1)
    assert counts(cache)[:2] == (0, 0)


def test_or_not_at_all_where_one_has_left(cache: Cache):
    _, group = to_send(cache, "waiting", draft=False)
    to_send(cache, "handed_over", number=2, group=group, draft=False)
    assert do(cache, lambda uow: undo(uow, group)) == TOO_LATE
    assert counts(cache)[:2] == (2, 2)
