"""A draft knows which signature was put into it, over a restart; the list of drafts shows what was written."""

from __future__ import annotations

import json

from sqlalchemy import update

from desktop.core.api.commands import DraftContent
from desktop.core.store import accounts, drafts
from desktop.core.store.schema import draft
from tests.fakes.cache import Cache, cache

__all__ = ["cache"]
SIGNED = DraftContent(
    1, to="a@b.example", text="Hola Tom\n\n-- \nAna Beltrán\nTalleres", signature="Ana Beltrán\nTalleres"
)


def test_what_was_put_in_is_kept_with_the_draft(cache: Cache):
    for content in (SIGNED, DraftContent(1, text="Hola", signature=None), DraftContent(1, text="Hola")):
        key = cache.store.writer.run("d", lambda uow, content=content: drafts.save_draft(uow, None, content))
        cache.reopen()
        assert cache.store.read(lambda connection, key=key: drafts.load_draft(connection, key)) == content
    newest_last = [row.snippet for row in cache.store.read(drafts.load_rows)]
    assert sorted(newest_last) == ["Hola", "Hola", "Hola Tom"]


def test_a_draft_of_which_it_is_not_known_is_the_writers(cache: Cache):
    key = cache.store.writer.run("d", lambda uow: drafts.save_draft(uow, None, SIGNED))
    for values in ({"text": "Hola"}, {"text": "Hola", "signature": 7}):
        cache.store.writer.run("x", lambda uow, values=values: uow.connection.execute(
            update(draft).values(content=json.dumps(values))
        ))  # fmt: skip
        found = cache.store.read(lambda connection: drafts.load_draft(connection, key))
        assert found is not None
        assert found.signature is None


def test_a_signature_outlives_a_restart_and_goes_with_its_account(cache: Cache):
    cache.store.writer.run(
        "s", lambda uow: accounts.set_signature(uow, cache.account_key, "Ana", False, '{"blocks": []}', None)
    )
    cache.reopen()
    [row] = cache.store.read(accounts.load_accounts)
    assert (row.signature, row.signature_in_replies, row.signature_formatted) == ("Ana", False, '{"blocks": []}')
