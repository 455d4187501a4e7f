"""What a wish says in the portal's words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.core.api.errors import SetupError
from desktop.core.api.linking import LinkKind, Person
from desktop.core.clock import ManualClock
from desktop.core.connectors.bitrix24 import BACKEND
from desktop.core.connectors.bitrix24.access import parse_hook
from desktop.core.connectors.bitrix24.answers import MOST_ROWS, Garbled, read_id, read_ids, read_row, read_rows
from desktop.core.connectors.bitrix24.writing import (
    address_of,
    attachments_of,
    day,
    mark_of,
    moment,
    text_in_bb,
    text_plain,
    title_of,
    wall_time,
    without_named,
)
from desktop.core.connectors.protocol import Means
from tests.integration.connectors.world import LETTER, MADRID, MOMENT, PICTURE, make_mail, make_wish


def test_a_text_ends_with_its_origin_and_mark():
    wish = make_wish(LinkKind.TASK, mails=(make_mail(attachments=(PICTURE,)),))
    lines = text_in_bb(wish).splitlines()
    assert lines[-1] == mark_of(wish) == f"bandeja:{wish.key}"
    assert lines[-2] == wish.mails[0].mid_url
    assert lines[-3] == "📎 plano de planta.png"
    assert lines[-4] == "✉ Ana García <ana@example.org> · 2026-10-28 09:20 UTC"
    assert lines[0] == "Hola:"


def test_formatting_stays_while_nobody_has_changed_the_text():
    mail = make_mail(text="adjunto la oferta.", html="<p>adjunto la <b>oferta</b>.</p>")
    assert "[B]oferta[/B]" in text_in_bb(make_wish(LinkKind.TASK, text="adjunto  la oferta.\n", mails=(mail,)))
    assert "[B]" not in text_in_bb(make_wish(LinkKind.TASK, text="otra cosa", mails=(mail,)))


def test_a_full_copy_has_the_whole_mail_once():
    mail = make_mail(text="uno\n> dos", html=None)
    wish = make_wish(LinkKind.CRM, text="uno", mails=(mail,))
    assert text_in_bb(wish, full=True).count("uno") == 2
    assert "> dos" in text_in_bb(wish, full=True)
    assert text_in_bb(replace(wish, text="uno\n> dos"), full=True).count("dos") == 1


@pytest.mark.parametrize("limit", [300, 1000, 19_000])
def test_a_text_that_is_cut_keeps_its_end(limit: int):
    wish = make_wish(LinkKind.CHAT, text="[B]x " * 10_000)
    for text in (text_in_bb(wish, limit=limit), text_plain(wish, limit=limit)):
        assert len(text) <= limit
        assert text.endswith(mark_of(wish))


def test_titles():
    assert title_of(make_wish(LinkKind.TASK, title=" a\r\n\tb\0 ")) == "a b"
    assert title_of(make_wish(LinkKind.TASK, title="\u202e")) == "Re: Oferta"
    assert (
        title_of(make_wish(LinkKind.TASK, title="", mails=(make_mail(subject=""),))) == "Ana García <ana@example.org>"
    )
    assert title_of(make_wish(LinkKind.TASK, title="", mails=())) == "E-mail"
    assert len(title_of(make_wish(LinkKind.TASK, title="x" * 5000))) == 250


def test_whose_address_counts():
    ours = Person("Us", "US@example.net")
    ana, zoe = Person("Ana", "ana@example.org"), Person("Zoë", "zoe@example.org")
    incoming = make_mail(sender=ana, to=(ours, zoe))
    outgoing = make_mail(sender=ours, to=(zoe, ana), incoming=False)
    assert address_of(make_wish(LinkKind.CRM, mails=(incoming,))) == "ana@example.org"
    assert address_of(make_wish(LinkKind.CRM, mails=(outgoing,))) == "zoe@example.org"
    assert address_of(make_wish(LinkKind.CRM, mails=(make_mail(sender=ours, to=(ours,), cc=()),))) == ""


def test_file_names():
    names = ("a.txt", "A.TXT", "../../x", "", "con:", "x" * 400 + ".pdf", 'q"uo|te?.pdf', "a\r\nb", "\udcff", ".", "…")
    found = attachments_of(
        make_wish(LinkKind.TASK, mails=(make_mail(attachments=tuple(replace(LETTER, filename=n) for n in names)),))
    )
    made = [one.filename for one in found]
    assert made[:2] == ["a.txt", "A (2).TXT"]
    assert len({name.casefold() for name in made}) == len(names)
    for name in made:
        assert 0 < len(name) <= 130
        assert not set(name) & set('\\/:*?"<>|\r\n\0')
        name.encode("utf-8")
    assert made[5].endswith(".pdf")


def test_moments():
    assert moment(1_792_890_000, MADRID) == "2026-10-25T02:00:00+01:00"
    assert moment(1_792_886_400, MADRID) == "2026-10-25T02:00:00+02:00"
    assert moment(MOMENT, "Mars/Olympus") == "2026-10-28T10:20:00+00:00"
    assert wall_time(MOMENT, MADRID) == "2026-10-28 11:20:00"
    assert day(1_793_487_600, MADRID) == "2026-11-01"
    assert moment(10**30, "UTC").startswith("9987")


@pytest.mark.parametrize(
    "address",
    [
        "https://example.bitrix24.com/rest/1/abcd1234/",
        " https://example.bitrix24.com/rest/1/abcd1234 ",
        "https://example.bitrix24.com/rest/api/1/abcd1234/",
        "https://example.bitrix24.com/rest/1/abcd1234/profile.json",
    ],
)
def test_a_webhook_address_as_it_is_shown(address: str):
    hook = parse_hook(address)
    assert hook.origin == "https://example.bitrix24.com/"
    assert hook.path("scope", third=False) == "rest/1/abcd1234/scope"
    assert hook.path("mail.message.list", third=True) == "rest/api/1/abcd1234/mail.message.list"
    assert "abcd1234" not in repr(hook)


@pytest.mark.parametrize(
    "address",
    [
        "", "example.bitrix24.com/rest/1/abcd1234/", "https://u:p@example.org/rest/1/abcd1234/", "https://x.org/rest/1/",
        "https://x.org/rest/one/abcd1234/", "https://x.org/rest/1/ab cd1234/", "https://x.org/rest/1/abcd1234/?a=1",
        "https://x.org/rest/1/abcd1234/../../x", "https://x.org/\nrest/1/abcd1234/", "ftp://x.org/rest/1/abcd1234/",
    ],
)  # fmt: skip
def test_what_is_no_webhook_address_is_not_repeated(address: str):
    with pytest.raises(SetupError) as caught:
        BACKEND.open({}, {"webhook": address or "x"}, Means(ManualClock(0)))
    assert "abcd1234" not in f"{caught.value} {caught.value.parameters}"


@pytest.mark.parametrize(
    "value", [None, True, 0, -1, 1.5, "", "x", "1 ", "²", "0", "9" * 19, 10**30, [], {}, [1], "1e3", "0x1"]
)
def test_what_is_no_id(value: object):
    with pytest.raises(Garbled):
        read_id(value)


def test_shapes_of_php():
    assert read_id(7) == read_id("7") == "7"
    assert read_row([]) == read_row(None) == read_row(False) == {}
    assert read_rows({"3": {"a": 1}, "5": {"a": 2}}) == [{"a": 1}, {"a": 2}]
    assert read_rows(None) == read_ids([]) == []
    assert len(read_rows([{}] * MOST_ROWS)) == MOST_ROWS
    for garbled in ("x", 5, True, [1], ["x"], {"a": 1}, [{}] * (MOST_ROWS + 1)):
        with pytest.raises(Garbled):
            read_rows(garbled)
    for garbled in ("x", 5, True, [1]):
        with pytest.raises(Garbled):
            read_row(garbled)


def test_what_was_named_is_taken_out_of_a_text_and_nothing_else():
    named = "✉ Ana <a@x> · 2026-11-01 10:00 UTC\n📎 plan.pdf\nmid:a%40x\nbandeja:k2"
    text = f"Mine\n\nmid:first\nbandeja:k1\n\n{named}\n\nWritten later"
    assert without_named(text, "k2") == "Mine\n\nmid:first\nbandeja:k1\n\nWritten later"
    assert without_named(text, "k3") == text
    assert without_named("bandeja:k2", "k2") == ""
    edited = "Mine\nby hand before\n✉ a\nbandeja:k2"
    assert without_named(edited, "k2") == "Mine\nby hand before"
