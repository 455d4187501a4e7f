"""A search that goes on on the server finds what the plan does not keep here, and leaves no trace on either side."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.core.api.commands import DraftContent
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.queries import Filter, ListView
from desktop.core.api.rows import BodyState
from desktop.core.api.server_search import Unasked
from tests.integration.server_search.conftest import letter


def local(site, typed):
    return list(site.engine.list_keys(ListView(search=typed)))


def opened(site, key):
    site.engine.server_search.fetch(key)
    return site.engine.message(key)


def test_what_the_plan_does_not_keep_is_found_newest_first(site):
    assert len(local(site, "reforma")) == 1, "the copy here has the last 30 days"
    assert site.find("reforma") == ["Año nuevo", "Factura antigua", "Presupuesto de la obra"]


MEANT = [
    ("from:beto", ["Factura antigua"]),
    ("de:ana subject:presupuesto", ["Presupuesto de la obra"]),
    ("to:yo -reforma", []),
    ('"precio final"', ["Presupuesto de la obra"]),
    ("reforma -baño", ["Año nuevo", "Presupuesto de la obra"]),
    ("ñandú", ["Año nuevo"]),
    ("body:ñandú OR from:beto", ["Año nuevo", "Factura antigua"]),
    ("is:starred", ["Año nuevo"]),
    ("is:unread reforma", ["Factura antigua", "Presupuesto de la obra"]),
    ("older_than:150d", ["Presupuesto de la obra"]),
    ("older_than:90d newer_than:150d", ["Factura antigua"]),
    ("in:obra", ["Año nuevo"]),
    ("reforma -in:obra", ["Factura antigua", "Presupuesto de la obra"]),
    ("account:nobody reforma", []),
    ("larger:1m", []),
    ("smaller:1m in:obra", ["Año nuevo"]),
    ("-has:task in:obra", ["Año nuevo"]),
]


def test_each_condition_means_there_what_it_means_here(site):
    assert {typed: site.find(typed) for typed, _ in MEANT} == dict(MEANT)


def test_days_are_not_those_of_the_server_but_of_the_hour(site):
    """SINCE and BEFORE know whole days of some zone; what they give too much is taken out."""
    site.put("Obra", (letter(9, "Justo antes", "Linde."), 40.02), (letter(10, "Justo después", "Linde."), 39.98))
    assert site.find("linde older_than:40d") == ["Justo antes"]
    assert site.find("linde -older_than:40d") == ["Justo después"]


def test_what_was_sent_says_to_whom(site):
    site.put("Sent", (letter(11, "Encargo", "Azulejos.", sender="Yo <yo@example.org>"), 60))
    site.sync()
    (key,) = site.search("azulejos").keys
    row = site.engine.rows((key,))[key]
    assert (row.only_there, row.outgoing, row.sender_address) == (True, True, "yo@example.org")


def test_the_scope_and_the_chips_count(site):
    key = site.mailbox("Obra")
    assert site.find("reforma", mailbox_key=key) == ["Año nuevo"]
    assert site.find("reforma", filter=Filter(flagged=True)) == ["Año nuevo"]
    assert site.find("reforma", filter=Filter(unread=True)) == ["Factura antigua", "Presupuesto de la obra"]


def test_what_no_server_can_be_asked_is_said(site):
    logins = site.logins
    nothing = site.search("has:task reforma")
    assert (nothing.keys, nothing.impossible, nothing.unasked) == ((), True, {Unasked.LINKS})
    assert site.logins == logins, "nobody was asked"
    files = site.search("file:plano reforma")
    assert (files.keys, files.impossible, files.unasked) == ((), True, {Unasked.FILES})
    half = site.search("from:beto OR file:plano")
    assert (site.subjects(half), half.impossible, half.unasked) == (["Factura antigua"], False, {Unasked.FILES})


def test_a_mail_is_read_answered_and_saved_without_being_stored(site, tmp_path):
    before = site.engine.store.read(lambda c: c.exec_driver_sql("SELECT count(*) FROM message").scalar())
    (key,) = site.search("from:beto").keys
    assert key < 0
    row = site.engine.rows((key,))[key]
    assert (row.sender_address, row.body_state, row.only_there) == ("beto@x.example", BodyState.HEADER_ONLY, True)
    assert site.engine.message(key).parsed is None
    detail = opened(site, key)
    assert "Reforma del baño." in detail.parsed.text
    assert (detail.row.body_state, detail.mailbox_name) == (BodyState.COMPLETE, "INBOX")
    assert site.engine.raw(key).startswith(b"From: ")
    answer = site.engine.reply(key, to_all=False)
    assert isinstance(answer, DraftContent)
    assert "beto@x.example" in answer.to
    assert answer.answers_location is None
    assert "Reforma del baño." in answer.text
    assert site.engine.forward(key).subject.endswith("Factura antigua")
    result = site.engine.export((key,), tmp_path / "out", one_file=False, told=lambda _: None, stop=lambda: False)
    assert result.written == 1
    assert site.engine.store.read(lambda c: c.exec_driver_sql("SELECT count(*) FROM message").scalar()) == before


def test_nothing_of_it_reaches_the_disk(site):
    (key,) = site.search("ñandú").keys
    opened(site, key)
    site.engine.close()
    for path in site.directory.rglob("*"):
        if path.is_file():
            assert "ñandú".encode() not in path.read_bytes(), path


def test_nothing_changes_on_the_server(site):
    def state():
        client = site.client()
        found = {}
        for name in ("INBOX", "Obra"):
            client.select(site.full(name), read_only=True)
            found[name] = sorted((one.uid, one.flags) for one in client.fetch_flags(None))
        client.close()
        return found

    before = state()
    for key in site.search("reforma").keys:
        opened(site, key)
    assert state() == before


def test_a_sync_neither_takes_it_nor_minds_it(site):
    before = sorted(site.engine.list_keys(ListView()))
    for key in site.search("reforma").keys:
        opened(site, key)
    site.sync()
    assert sorted(site.engine.list_keys(ListView())) == before


def test_the_same_mail_in_two_folders_is_one(site):
    twice = letter(20, "Doble", "Gemelo.")
    site.put("Obra", (twice, 70))
    site.put("Otra", (twice, 70))
    site.sync()
    assert site.find("gemelo") == ["Doble"]


def test_a_mail_that_is_here_is_not_shown_again(site):
    """By its UID, and by what it is where another folder holds it under an UID that nobody knows."""
    copy = letter(21, "Aquí", "Presente.")
    site.put("INBOX", (copy, 2))
    site.sync()
    assert len(local(site, "presente")) == 1
    site.put("Obra", (copy, 2))
    assert site.find("presente") == []


def test_a_mail_that_is_here_without_its_text_is_shown_as_the_one_it_is(site):
    site.put("INBOX", (letter(22, "Media", "Oculto."), 2))
    site.sync()
    (key,) = local(site, "oculto")
    site.engine.store.writer.run(
        "forget", lambda uow: uow.connection.exec_driver_sql("UPDATE message SET body_state = 'header_only'") and None
    )
    assert site.search("oculto").keys == (key,)


def test_found_again_it_keeps_its_key(site):
    first = site.search("from:beto").keys
    opened(site, first[0])
    assert site.search("from:beto").keys == first
    assert site.engine.rows(first)[first[0]].body_state is BodyState.COMPLETE


def test_a_mail_that_has_gone_there_says_so(site):
    (key,) = site.search("from:beto").keys
    client = site.client()
    client.capabilities = replace(client.capabilities, uidplus=True)  # Courier can, also where it is told not to say so
    client.select("INBOX")
    client.expunge([site.engine.server_search.place_of(key).uid])
    client.close()
    with pytest.raises(BandejaError) as caught:
        site.engine.server_search.fetch(key)
    assert caught.value.code is Code.GONE_THERE


def test_it_is_found_by_its_place_too(site):
    (key,) = site.search("from:beto").keys
    place = site.engine.server_search.place_of(key)
    found = site.engine.server_search.find(place.mailbox_key, place.uidvalidity, place.uid)
    assert found == key
    with pytest.raises(BandejaError) as caught:
        site.engine.server_search.find(place.mailbox_key, place.uidvalidity + 1, place.uid)
    assert caught.value.code is Code.GONE_THERE


def test_opened_by_the_screen_it_comes_by_itself(site):
    import threading

    (key,) = site.search("from:beto").keys
    came = threading.Event()
    site.engine.subscribe(changed=lambda change: key in change.locations and came.set())
    site.engine.open_message(key)
    assert came.wait(20)
    assert "Reforma" in site.engine.message(key).parsed.text
    assert site.engine.server_search.failure(key) is None


def test_only_the_newest_of_many(site, monkeypatch):
    monkeypatch.setattr("desktop.core.seeking.one_account.MOST_OF_A_FOLDER", 3)
    site.put("Obra", *((letter(100 + n, f"Serie {n}", "Repetido."), 80 - n) for n in range(5)))
    result = site.search("repetido")
    assert (site.subjects(result), result.more) == (["Serie 4", "Serie 3", "Serie 2"], True)


def test_a_paused_account_and_a_plan_without_sync_are_said(site):
    from desktop.core.api.workspace_commands import SetPlan

    site.engine.enrolment.set_paused(site.account_key, True).result(10)
    (failure,) = site.search("reforma").failures
    assert failure.error.code is Code.ACCOUNT_PAUSED
    site.engine.enrolment.set_paused(site.account_key, False).result(10)
    site.engine.submit(SetPlan("free")).result(10)
    (failure,) = site.search("reforma").failures
    assert failure.error.code is Code.PLAN_NO_SYNC


def test_a_wrong_password_is_one_failure(site):
    site.engine.logins.lend(site.account_key, "wrong")
    result = site.search("reforma")
    assert (result.keys, [one.error.code for one in result.failures]) == ((), [Code.WRONG_PASSWORD])
