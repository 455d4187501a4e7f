"""Conversations found one by one on a real list are those that threading all of it gives. Nothing of any mail is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.conversations import compare, compare_answers, put, read_list, threads_of
from bench.engines import open_engine, settings
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store import accounts, mailboxes
from desktop.core.store.mailboxes import Listed

pytestmark = [pytest.mark.corpus, pytest.mark.slow]


@pytest.mark.parametrize("name", ["usrp-users"])
def test_what_is_found_on_demand_is_what_threading_the_list_gives(corpus: Path, tmp_path: Path, name: str):
    engine = open_engine(tmp_path / "profile", threads=False)
    try:
        key = engine.store.writer.run("a", lambda uow: accounts.add_account(uow, settings("big", 1), "big"))
        listed = [Listed(name, "/", SpecialUse.NONE, True)]
        box = engine.store.writer.run("m", lambda uow: mailboxes.merge_listed(uow, key, listed))[name]
        news = read_list(corpus, name)
        keys = put(engine, key, box, news)
        truth = threads_of(keys, news)
        found = compare(engine, box, truth, 10)
    finally:
        engine.close()
    assert found["recall"] > 0.999
    assert found["precision"] > 0.95
    answers = compare_answers(keys, news, truth, 4)
    assert (answers["joined"] > 0.9, answers["right"] > 0.97) == (True, True)
