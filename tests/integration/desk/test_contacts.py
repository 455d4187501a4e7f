"""Contacts and what is saved to them: full copies that outlive the mail, and that are really gone when they are deleted."""

from __future__ import annotations

import pytest

from desktop.core.api.commands import Delete
from desktop.core.api.errors import BandejaError, ServerRefusal
from desktop.core.api.link_commands import DeleteActivity, DeleteContact, SaveContact
from desktop.core.api.linking import LinkKind
from desktop.core.profile import load_catalogue
from desktop.core.retention import sweep
from desktop.core.store import links, undo_rows
from tests.fakes.cache import NOW, mail
from tests.fakes.desk import DeskCache, cache

__all__ = ["cache"]
DAY = 86_400
CANARY = b"canario7733"


def test_contacts_are_found_without_case_and_accents(cache: DeskCache):
    nunez = cache.wish(SaveContact(None, "Núñez y Cía", ("Info@Nunez.example", "x@nunez.example"), is_company=True)).key
    ana = cache.wish(SaveContact(None, "Ana Ruiz", ("ana.ruiz@nunez.example",), company_key=nunez, phone="600")).key
    assert [row.contact_key for row in cache.desk.contacts("nuñez")] == [ana, nunez]
    assert [row.contact_key for row in cache.desk.contacts("RUIZ ana")] == [ana]
    assert cache.desk.contacts("ana%") == []
    assert cache.desk.contact(ana).row.company == "Núñez y Cía"
    assert cache.desk.contact_of("INFO@nunez.example").contact_key == nunez
    assert cache.desk.contact_of("nobody@x.example") is None


def test_an_address_of_a_person_and_a_company_gives_both_their_mail(cache: DeskCache):
    place = cache.put("INBOX", mail(1), 1)
    person = cache.wish(SaveContact(None, "Bob", ("bob1@example.com",))).key
    company = cache.wish(SaveContact(None, "Bob SL", ("BOB1@example.com",), is_company=True)).key
    cache.link(LinkKind.CRM, place)
    for key in (person, company):
        assert [one.subject for one in cache.desk.contact(key).timeline] == ["Mail 1"]
    assert cache.scalar("SELECT count(*) FROM blob") == 1
    assert cache.desk.contact_of("bob1@example.com").contact_key == person


def test_an_unknown_sender_becomes_a_contact_once(cache: DeskCache):
    for number in (1, 2):
        raw = mail(number).replace(b"bob2@", b"bob1@")
        cache.link(LinkKind.CRM, cache.put("INBOX", raw, number))
    (row,) = cache.desk.contacts()
    assert (row.name, row.addresses, row.activities) == ("Bob 1", ("bob1@example.com",), 2)


def test_mail_that_went_out_is_saved_to_whom_it_went(cache: DeskCache):
    raw = (
        mail(1)
        .replace(b"Bob 1 <bob1@example.com>", b"Ana <ana@example.org>")
        .replace(b"To: ana@example.org", b"To: Zoe <zoe@example.net>")
    )
    cache.link(LinkKind.CRM, cache.put("Sent", raw, 1))
    (row,) = cache.desk.contacts()
    assert row.addresses == ("zoe@example.net",)
    assert [one.incoming for one in cache.desk.contact(row.contact_key).timeline] == [False]


def test_a_chosen_card_takes_the_mail_and_a_vanished_one_refuses_it(cache: DeskCache):
    place = cache.put("INBOX", mail(1), 1)
    key = cache.wish(SaveContact(None, "Otra")).key
    cache.link(LinkKind.CRM, place, target_id=str(key))
    assert cache.desk.contact(key).row.activities == 1
    assert len(cache.desk.contacts()) == 1
    for target in ("999", "x", "²"):
        with pytest.raises(ServerRefusal):
            cache.link(LinkKind.CRM, place, target_id=target)


def test_the_copy_is_the_whole_mail_and_survives_expiry_and_delete(cache: DeskCache):
    raw = mail(1, body=CANARY.decode())
    expiring = cache.put("INBOX", raw, 1, received=NOW - 40 * DAY)
    deleted = cache.put("INBOX", mail(2), 2)
    cache.link(LinkKind.CRM, expiring)
    cache.link(LinkKind.CRM, deleted)
    assert sweep.run(cache.store, load_catalogue().find("basic"), NOW).removed == 1
    cache.wish(Delete((deleted,), permanent=True))
    copies = [
        cache.desk.activity_mail(one.activity_key)
        for row in cache.desk.contacts()
        for one in cache.desk.contact(row.contact_key).timeline
    ]
    assert sorted(copies) == sorted((raw, mail(2)))


def test_a_deleted_activity_is_gone_from_the_file_when_its_undo_has_passed(cache: DeskCache):
    snapshot = cache.snapshot(cache.put("INBOX", mail(1), 1), raw=mail(1, body=f"{CANARY.decode()} " * 300))
    key = cache.link(LinkKind.CRM, cache.put("INBOX", mail(2), 2), mails=(snapshot,))
    (contact,) = cache.desk.contacts()
    (activity,) = cache.desk.contact(contact.contact_key).timeline
    assert activity.activity_key == key
    receipt = cache.wish(DeleteActivity(activity.activity_key))
    assert cache.desk.activity_mail(activity.activity_key) is None
    cache.timer.turn()
    assert cache.contains(CANARY), "an undo would need it"
    cache.clock.advance(undo_rows.KEPT_SECONDS + 1)
    cache.timer.turn()
    assert not cache.contains(CANARY)
    assert cache.undo(receipt.undo_key).done == "nothing"


def test_undo_of_a_deleted_activity_brings_the_copy_back(cache: DeskCache):
    place = cache.put("INBOX", mail(1), 1)
    key = cache.link(LinkKind.CRM, place)
    cache.wish(DeleteActivity(key))
    badges = cache.store.read(lambda connection: links.load_badges(connection, [cache.message_key(place)]))
    assert [one.state for one in badges[cache.message_key(place)]] == ["gone"]
    cache.clock.advance(undo_rows.KEPT_SECONDS - 10)
    cache.timer.turn()
    cache.undo()
    assert cache.desk.activity_mail(key) == mail(1)
    badges = cache.store.read(lambda connection: links.load_badges(connection, [cache.message_key(place)]))
    assert [one.state for one in badges[cache.message_key(place)]] == ["open"]


def test_older_wishes_being_forgotten_leaves_a_newer_one_its_copy(cache: DeskCache):
    first, second = (cache.link(LinkKind.CRM, cache.put("INBOX", mail(number), number)) for number in (1, 2))
    cache.wish(DeleteActivity(first))
    cache.clock.advance(undo_rows.KEPT_SECONDS)
    cache.wish(DeleteActivity(second))
    cache.clock.advance(10)
    cache.timer.turn()
    assert cache.scalar("SELECT count(*) FROM blob") == 1
    cache.undo()
    assert cache.desk.activity_mail(second) == mail(2)


def test_a_deleted_contact_takes_its_copies_and_comes_back_with_them(cache: DeskCache):
    cache.link(LinkKind.CRM, cache.put("INBOX", mail(1), 1))
    (row,) = cache.desk.contacts()
    before = cache.desk.contact(row.contact_key)
    cache.wish(DeleteContact(row.contact_key))
    assert cache.desk.contacts() == []
    cache.undo()
    assert cache.desk.contact(row.contact_key) == before


def test_a_copy_that_a_second_contact_uses_stays(cache: DeskCache):
    place = cache.put("INBOX", mail(1), 1)
    for name in ("Uno", "Dos"):
        cache.wish(SaveContact(None, name, ("bob1@example.com",)))
    cache.link(LinkKind.CRM, place)
    first, second = cache.desk.contacts()
    cache.wish(DeleteContact(first.contact_key))
    cache.clock.advance(undo_rows.KEPT_SECONDS + 1)
    cache.timer.turn()
    (activity,) = cache.desk.contact(second.contact_key).timeline
    assert cache.desk.activity_mail(activity.activity_key) == mail(1)


def test_undo_of_a_new_contact_does_not_take_what_was_saved_to_it_since(cache: DeskCache):
    receipt = cache.wish(SaveContact(None, "Bob", ("bob1@example.com",)))
    cache.link(LinkKind.CRM, cache.put("INBOX", mail(1), 1))
    cache.undo(receipt.undo_key)
    assert cache.desk.contact(receipt.key).row.activities == 1


def test_bad_contacts_are_refused(cache: DeskCache):
    for command in (
        SaveContact(None, " "),
        SaveContact(None, "x", ("no address",)),
        SaveContact(None, "x", ("@x.example",)),
        SaveContact(99, "x"),
        DeleteContact(99),
        DeleteActivity(99),
    ):
        with pytest.raises(BandejaError):
            cache.wish(command)


def test_a_contact_with_much_saved_comes_back_though_one_row_cannot(cache: DeskCache):
    """Rows come back together where they all can, else one by one."""
    keys = [
        cache.link(LinkKind.CRM, cache.put("INBOX", mail(number).replace(b"bob%d@" % number, b"bob1@"), number))
        for number in range(1, 5)
    ]
    (row,) = cache.desk.contacts()
    receipt = cache.wish(DeleteContact(row.contact_key))
    taken = "INSERT INTO activity SELECT :k, c.contact_key, 9, 'w', 0, b.blob_key, '', 0, 1, 'Otra', '', '', 0, 1 FROM contact c, blob b LIMIT 1"
    other = cache.wish(SaveContact(None, "Otra")).key
    cache.store.writer.run(
        "taken", lambda uow: uow.connection.exec_driver_sql(taken.replace(":k", str(keys[1])))
    )  # fmt: skip
    cache.undo(receipt.undo_key)
    assert len(cache.desk.contact(row.contact_key).timeline) == 3
    assert [one.subject for one in cache.desk.contact(other).timeline] == ["Otra"]
