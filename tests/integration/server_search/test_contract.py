"""A search on the servers: the real one and the fake one keep the same promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.core.api.queries import ListView
from desktop.core.api.rows import BodyState
from desktop.core.clock import ManualClock
from tests.fakes.mails import NOW
from tests.fakes.servers import PASSWORD, embedded
from tests.fakes.session import FakeSession
from tests.integration.server_search.conftest import Site, letter

SUBJECTS = (("Reforma del baño", 50), ("Reforma de la cocina", 40), ("Otra cosa", 35))


@pytest.fixture(params=["real", "fake"])
def session(request, tmp_path):
    if request.param == "fake":
        fake = FakeSession()
        for number, (subject, days) in enumerate(SUBJECTS, 1):
            row = replace(
                next(iter(fake.message_rows.values())), location_key=-number, message_key=-number, subject=subject,
                internaldate=NOW - days * 86_400, body_state=BodyState.HEADER_ONLY,
            )  # fmt: skip
            fake.server_search.there[-number] = row
        yield fake
        fake.close()
        return
    with embedded() as running:
        site = Site(running.port, running.user, PASSWORD, tmp_path / "profile", ManualClock(NOW))
        site.put("INBOX", *((letter(n, subject, "x"), days) for n, (subject, days) in enumerate(SUBJECTS, 1)))
        site.connect()
        yield site.engine
        site.engine.close()


def test_found_mails_have_rows_and_no_text_yet(session):
    result = session.server_search.begin(ListView(search="reforma")).done.result(20)
    assert [session.rows((key,))[key].subject for key in result.keys] == ["Reforma de la cocina", "Reforma del baño"]
    assert all(key < 0 and session.rows((key,))[key].only_there for key in result.keys)
    assert session.message(result.keys[0]).parsed is None
    assert session.server_search.failure(result.keys[0]) is None
    assert (result.failures, result.stopped, result.impossible, result.more) == ((), False, False, False)


def test_another_search_ends_the_one_before(session):
    first = session.server_search.begin(ListView(search="reforma"))
    second = session.server_search.begin(ListView(search="otra"))
    assert first.done.result(20) is not None
    assert len(second.done.result(20).keys) == 1


def test_what_is_over_stays_as_it_is(session):
    search = session.server_search.begin(ListView(search="reforma"))
    result = search.done.result(20)
    search.cancel()
    assert search.done.result() is result
    assert search.progress().running == ()
    assert search.progress().keys == result.keys


def test_nothing_is_found_of_what_is_nowhere(session):
    assert session.server_search.begin(ListView(search="nowhere")).done.result(20).keys == ()
    assert session.rows((-999,)) == {}
    assert session.message(-999) is None
