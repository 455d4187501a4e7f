"""`bandeja link`, `links`, `unlink` and `connectors` as a script sees them, on a profile with mail and without any server."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.clock import SystemClock
from tests.end2end.command import Bandeja
from tests.fakes.cache import Cache, mail

BODY = "Hola:\r\n\r\nNos vemos el viernes a las 17:00.\r\n\r\n> una cita\r\n"


@pytest.fixture
def bandeja(tmp_path: Path) -> Bandeja:
    cache = Cache(tmp_path / "profile", now=SystemClock().now())
    for number in (1, 2):
        cache.put("INBOX", mail(number, subject=f"Re: Oferta {number}", body=BODY), number)
    cache.store.close()
    return Bandeja(tmp_path / "profile", "secret")


def told(bandeja: Bandeja, *words: str):
    return bandeja.json(*words)


def test_a_task_is_made_once_and_holds_its_mail(bandeja: Bandeja):
    made = told(bandeja, "link", "task", "m1@example.org")
    assert (made["done"], made["link"]["state"], made["link"]["title"]) == ("linked", "open", "Oferta 1")
    assert [link["kind"] for link in told(bandeja, "links", "m1@example.org")["links"]] == ["task"]
    bandeja.run("delete", "m1@example.org", code=6)
    assert "Oferta 1" in bandeja.err
    told(bandeja, "unlink", str(made["link"]["key"]))
    bandeja.run("delete", "m1@example.org")


def test_undo_takes_the_task_back(bandeja: Bandeja):
    told(bandeja, "link", "task", "1", "2")
    bandeja.run("undo")
    assert told(bandeja, "links")["links"] == []


def test_an_event_takes_its_time_from_the_mail_or_from_the_words_given(bandeja: Bandeja):
    told(bandeja, "link", "event", "1")
    given = told(
        bandeja, "link", "event", "2", "--start", "2027-03-01T10:00Z", "--place", "Sala 2", "--title", "Comité"
    )
    assert given["link"]["title"] == "Comité"
    bandeja.run("link", "event", "2", "--start", "2027-03-01T10:00Z", "--end", "2027-03-01T09:00Z", code=1)


def test_a_mail_has_one_chat_and_is_saved_once(bandeja: Bandeja):
    for kind in ("chat", "crm"):
        first = told(bandeja, "link", kind, "1")
        again = told(bandeja, "link", kind, "1")
        assert (again["done"], again["link"]["key"]) == ("linked_before", first["link"]["key"])


def test_what_a_program_lacks_is_said_before_it_is_given_work(bandeja: Bandeja):
    names = [row["name"] for row in told(bandeja, "connectors", "list")["connectors"]]
    assert names[0] == "desk"
    assert {"bitrix24", "caldav", "matrix"} <= set(names)
    bandeja.run("connectors", "bind", "task", "bitrix24", code=3)
    bandeja.run("connectors", "bind", "task", "nobody", code=3)
    bandeja.run("connectors", "set-up", "caldav", "password=abc", code=2)
    assert "secret" in bandeja.err
    assert [row["ok"] for row in told(bandeja, "connectors", "probe", "desk")["connectors"]] == [True]
    bandeja.run("connectors", "enable", "no-such-plug-in", code=3)


def test_what_is_not_there_is_named(bandeja: Bandeja):
    bandeja.run("link", "task", "nobody@example.org", code=1)
    bandeja.run("link", "retry", "99", code=1)
    bandeja.run("unlink", "99", code=1)
