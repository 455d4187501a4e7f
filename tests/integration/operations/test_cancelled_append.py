"""A mail that was to be brought to the server, and whose try ended without an answer, is let go when it is taken back."""

from __future__ import annotations

from pathlib import Path

from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.operations import undo
from desktop.core.operations.delivery import file_mail
from desktop.core.operations.writing import own_mail
from desktop.core.store import locations, operations, undo_groups
from tests.fakes.cache import Cache, mail


def test_it_is_brought_no_more_and_leaves_the_screen(tmp_path: Path):
    cache = Cache(tmp_path / "profile")

    def put(uow) -> tuple[int, int]:
        group = undo_groups.add_group(uow, "sent", 1)
        key = file_mail(
            uow, cache.account_key, cache.keys["Sent"], own_mail(mail(1)), FlagSet(Flag.SEEN), group, not_before=0
        )
        wished = operations.load_group(uow.connection, group)
        operations.postpone(uow, [one.operation_key for one in wished], not_before=0, said="no answer")
        return group, key

    group, key = cache.store.writer.run("put", put)
    taken = cache.store.writer.run(
        "undo", lambda uow: undo.take_away(uow, operations.load_group(uow.connection, group))
    )
    assert taken == 1
    assert cache.store.read(lambda connection: operations.load_group(connection, group)) == []
    assert cache.store.read(lambda connection: locations.load_placed(connection, [key])) == {}
    cache.store.close()
