"""The notes beside a sender: every planted lure has one, ordinary mail has none."""

from __future__ import annotations

import pytest

from desktop.core.mail.address import Address
from desktop.core.mail.domain import looks_like, mixes_scripts, owner_of, readable_host
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.trust import Reason, evaluate_trust, shown_address, shown_name

OWN = ("talleresmarin.example", "banco-lanuza.example")


def reasons(name: str, address: str, **fields: object) -> list[Reason]:
    envelope = Envelope(from_=(Address(name, address),), **fields)
    return [note.reason for note in evaluate_trust(envelope, OWN)]


@pytest.mark.parametrize(
    ("name", "address", "reason"),
    [
        ("ana@talleresmarin.example", "x@evil.example", Reason.NAME_SHOWS_ADDRESS),
        ('"Ana" <ana@talleresmarin.example>', "x@evil.example", Reason.NAME_SHOWS_ADDRESS),
        ("ana@talleresmarin．example", "x@evil.example", Reason.NAME_SHOWS_ADDRESS),
        ("ana＠talleresmarin.example", "x@evil.example", Reason.NAME_SHOWS_ADDRESS),
        ("Ana ana@talleres\u200bmarin.example", "x@evil.example", Reason.NAME_SHOWS_ADDRESS),
        ("Correos.es", "aviso@paquetes.example", Reason.NAME_SHOWS_DOMAIN),
        ("www.lanuza.com Support", "a@b.example", Reason.NAME_SHOWS_DOMAIN),
        ("Ana\u202eelpmaxe", "x@evil.example", Reason.HIDDEN_CHARACTERS),
        ("Ban\u2063co", "x@evil.example", Reason.HIDDEN_CHARACTERS),
        ("Ana", "ana@ta11eresmarin.example", Reason.LOOK_ALIKE),
        ("Ana", "ana@talleresrnarin.example", Reason.LOOK_ALIKE),
        ("Ana", "ana@tallersemarin.example", Reason.LOOK_ALIKE),
        ("Ana", "ana@talleresmarinn.example", Reason.LOOK_ALIKE),
        ("Ana", "ana@tаlleresmarin.example", Reason.LOOK_ALIKE),
        ("Banco", "a@bancο-lanuza.example", Reason.LOOK_ALIKE),
        ("Apple", "id@аррӏе.com", Reason.MIXED_LETTERS),
        ("Apple", "id@xn--80ak6aa92e.com", Reason.MIXED_LETTERS),
        ("Pay", "id@pаypal.com", Reason.MIXED_LETTERS),
        ("", "", Reason.NO_SENDER),
        ("Ana", "undisclosed", Reason.NO_SENDER),
    ],
)
def test_a_lure_is_noted(name: str, address: str, reason: Reason):
    assert reason in reasons(name, address)


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("Ana Beltrán", "ana@talleresmarin.example"),
        ("ana@talleresmarin.example", "ana@talleresmarin.example"),
        ("ANA@mail.talleresmarin.example", "ana@talleresmarin.example"),
        ("Amazon.es", "envios@amazon.com"),
        ("Booking.com", "noreply@mail.booking.com"),
        ("Node.js weekly", "news@weekly.example"),
        ("山田 花子", "hanako@kitanami.example"),
        ("ليلى حداد", "layla@haddad-design.example"),
        ("Дмитрий", "d@почта.рф"),
        ("Müller & Söhne", "info@müller.de"),
        ("Talleres Marino", "a@talleresmarino.example"),
        ("Sra. Pérez (Gestoría)", "perez@gestoria.example"),
        ("👩\u200d💻 Priya", "priya@harbourline.example"),
    ],
)
def test_an_ordinary_sender_has_no_note(name: str, address: str):
    assert reasons(name, address) == []


def test_an_answer_that_goes_elsewhere_is_noted():
    fields = {"reply_to": (Address("", "x@evil.example"),)}
    envelope = Envelope(from_=(Address("Ana", "ana@a.example"),), **fields)
    (note,) = evaluate_trust(envelope)
    assert (note.reason, note.real, note.serious) == (Reason.REPLY_ELSEWHERE, "x@evil.example", False)


def test_a_list_may_answer_elsewhere():
    assert not reasons("Ana", "ana@a.example", reply_to=(Address("", "list@b.example"),), list_id="list.b.example")


def test_an_answer_to_another_desk_of_the_same_house_is_ordinary():
    assert not reasons("Ana", "no-reply@mail.a.example", reply_to=(Address("", "help@a.example"),))


def test_who_sent_it_for_somebody_else_and_several_senders_are_noted():
    envelope = Envelope(
        from_=(Address("A", "a@a.example"), Address("B", "b@b.example")), sender=(Address("", "c@c.example"),)
    )
    assert [note.reason for note in evaluate_trust(envelope)] == [Reason.SEVERAL_SENDERS, Reason.SENT_BY_OTHER]


def test_serious_notes_come_first():
    envelope = Envelope(from_=(Address("z@a.example", "x@evil.example"),), reply_to=(Address("", "y@third.example"),))
    assert [note.serious for note in evaluate_trust(envelope)] == [True, False]


def test_the_shown_address_is_readable_unless_that_would_deceive():
    assert shown_address(Address("", "a@xn--mller-kva.de")) == "a@müller.de"
    assert shown_address(Address("", "a@xn--80ak6aa92e.com")) == "a@xn--80ak6aa92e.com"
    assert shown_address(Address("", "a\u202e@b.example")) == "a@b.example"
    assert shown_address(Address("x", "")) == "—"


def test_a_name_that_repeats_the_address_is_not_shown_twice():
    assert shown_name(Address("'Ana@a.example'", "ana@a.example")) == ""
    assert shown_name(Address("Ana", "ana@a.example")) == "Ana"


@pytest.mark.parametrize(
    ("host", "owner"),
    [
        ("mail.example.org", "example.org"),
        ("a.b.example.co.uk", "example.co.uk"),
        ("example.co.uk", "example.co.uk"),
        ("gob.mx", "gob.mx"),
        ("a.sat.gob.mx", "sat.gob.mx"),
        ("192.0.2.1", "192.0.2.1"),
        ("localhost", "localhost"),
        ("Mail.Example.ORG.", "example.org"),
    ],
)
def test_the_owner_of_a_host(host: str, owner: str):
    assert owner_of(host) == owner


def test_hosts_that_only_resemble():
    assert looks_like("secure.examp1e-bank.com", "example-bank.com")
    assert not looks_like("mail.example-bank.com", "example-bank.com")
    assert not looks_like("ymail.com", "gmail.com")
    assert looks_like("tallersemarin.com", "talleresmarin.com")
    assert not looks_like("nalleresmarit.com", "talleresmarin.com"), "only neighbours are swapped by a hurried eye"
    assert not looks_like("web2.com", "web1.com")
    assert not mixes_scripts("müller.de")
    assert readable_host("xn--zzzzzzzzzzzz99999999.com").endswith(".com")
