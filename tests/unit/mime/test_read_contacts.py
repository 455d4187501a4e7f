"""vCard files of several ages, as text; and hostile ones."""

from __future__ import annotations

from desktop.core.mime.read_contacts import MOST_CARDS, read_contacts


def read(text: str):
    cards, _more = read_contacts(text.encode())
    return cards


def test_a_card_of_today():
    [card] = read(
        "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Lucía Ferrer\r\nORG:Obras Ferrer\\, S.L.;Compras\r\nTITLE:Jefa de obra\r\n"
        "EMAIL;TYPE=work:lucia@obras.example\r\nTEL;VALUE=uri:tel:+34-960-000-014\r\n"
        "item1.ADR;TYPE=work:;;Carrer de la\r\n  Murta 14;Dénia;Alacant;03700;España\r\nNOTE:uno\\ndos\r\n"
        "PHOTO:data:image/png;base64,AAAA\r\nEND:VCARD\r\n"
    )
    assert card.name == "Lucía Ferrer"
    assert card.rows == (
        ("organisation", "Obras Ferrer, S.L., Compras"), ("title", "Jefa de obra"), ("mail", "lucia@obras.example"),
        ("phone", "+34-960-000-014"), ("address", "Carrer de la Murta 14, Dénia, Alacant, 03700, España"),
        ("note", "uno\ndos"),
    )  # fmt: skip


def test_an_old_card():
    [card] = read(
        "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Mu=C3=B1oz;Jos=\r\n=C3=A9\r\n"
        "TEL;CELL:600 000 000\r\nEND:VCARD\r\n"
    )
    assert (card.name, card.rows) == ("José Muñoz", (("phone", "600 000 000"),))


def test_what_hides_is_taken_out():
    [card] = read("BEGIN:VCARD\nFN:Ana\u202etxt.exe\u200b\nEMAIL:a@b.example\x07\nEND:VCARD")
    assert (card.name, card.rows) == ("Anatxt.exe", (("mail", "a@b.example"),))


def test_a_hostile_file_is_bounded():
    cards, more = read_contacts(b"BEGIN:VCARD\nFN:x\nEND:VCARD\n" * 5_000)
    assert (len(cards), more) == (MOST_CARDS, True)
    [card] = read("BEGIN:VCARD\nFN:" + "x" * 100_000 + "\n" + "TEL:1\n" * 5_000 + "END:VCARD")
    assert len(card.name) <= 500
    assert card.rows == (("phone", "1"),)
    assert read("BEGIN:VCARD\n" * 1_000) == ()
    assert read("END:VCARD\nTEL:1\n" * 1_000) == ()


def test_a_file_that_is_none():
    assert read_contacts(bytes(range(256)) * 50) == ((), False)
