"""What a sheet begins with, from stored mails: invitations, offsets, several mails, mails of which only the header is here."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.link_commands import LinkMail
from desktop.core.api.linking import LinkForm, LinkKind
from desktop.core.connectors.form import letters
from desktop.core.mime.headers import find_body
from desktop.core.mime.index_message import index_message
from desktop.core.store import locations, messages
from tests.fakes.cache import NOW, mail
from tests.integration.linking.conftest import LinkWorld

MADRID = ZoneInfo("Europe/Madrid")
INVITATION = """Message-ID: <invite@example.org>\r
Date: Mon, 16 Nov 2026 09:00:00 +0100\r
From: Bob <bob@example.com>\r
To: ana@example.org\r
Subject: Invitation: Roof\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=b\r
\r
--b\r
Content-Type: text/plain\r
\r
See you tomorrow at 10, or call.\r
--b\r
Content-Type: text/calendar; method=REQUEST; name=invite.ics\r
Content-Disposition: attachment; filename=invite.ics\r
\r
BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:x\r
METHOD:REQUEST\r
BEGIN:VEVENT\r
UID:1@example.org\r
DTSTAMP:20261116T080000Z\r
DTSTART;TZID=Europe/London:20261120T150000\r
DTEND;TZID=Europe/London:20261120T163000\r
SUMMARY:Roof meeting\r
LOCATION:On the roof\r
END:VEVENT\r
END:VCALENDAR\r
--b--\r
"""


def put(world: LinkWorld, raw: bytes, uid: int = 50) -> int:
    return world.cache.put("INBOX", raw, uid)


def letter(
    body: str, *, date: str = "Mon, 16 Nov 2026 09:00:00 +0100", subject: str = "Obra", name: str = "x"
) -> bytes:
    return (
        f"Message-ID: <{name}@example.org>\r\nDate: {date}\r\nFrom: Bob <bob@example.com>\r\nTo: ana@example.org\r\n"
        f"Subject: {subject}\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
    ).encode()


def shown(form: LinkForm, *names: str) -> list[str]:
    moments = [getattr(form, name) for name in names]
    return [f"{datetime.fromtimestamp(one, MADRID):%m-%d %H:%M}" for one in moments]


def test_an_invitation_wins_over_the_words(world: LinkWorld):
    form = world.linking.form(LinkKind.EVENT, (put(world, INVITATION.encode()),))
    assert shown(form, "starts_at", "ends_at") == ["11-20 16:00", "11-20 17:30"]
    assert (form.title, form.place, form.zone, form.found) == (
        "Roof meeting", "On the roof", "Europe/London", "invite.ics",
    )  # fmt: skip
    task = world.linking.form(LinkKind.TASK, form.locations)
    assert (task.title, shown(task, "due_at")) == ("Invitation: Roof", ["11-20 16:00"])


def test_a_task_is_due_as_the_mail_says_and_an_event_takes_place_then(world: LinkWorld):
    key = put(world, letter("Hola:\r\n\r\nLo necesito antes del viernes a las 12.\r\n"))
    task = world.linking.form(LinkKind.TASK, (key,))
    assert shown(task, "due_at") == ["11-20 12:00"]
    assert task.found == "antes del viernes a las 12"
    event = world.linking.form(LinkKind.EVENT, (key,))
    assert shown(event, "starts_at", "ends_at") == ["11-20 11:00", "11-20 12:00"]


def test_hours_are_the_writers(world: LinkWorld):
    key = put(world, letter("Tomorrow at 10.", date="Mon, 16 Nov 2026 09:00:00 -0500"))
    form = world.linking.form(LinkKind.EVENT, (key,))
    assert (shown(form, "starts_at"), form.zone) == (["11-17 16:00"], "Etc/GMT+5")
    unknown = put(world, letter("Tomorrow at 10.", date="Mon, 16 Nov 2026 09:00:00 +0000", name="y"), 51)
    form = world.linking.form(LinkKind.EVENT, (unknown,))
    assert (shown(form, "starts_at"), form.zone) == (["11-17 10:00"], "Europe/Madrid")


def test_without_a_time_a_task_has_none_and_an_event_a_guess_of_the_programs_own(world: LinkWorld):
    task = world.linking.form(LinkKind.TASK, (world.key(1),))
    assert (task.due_at, task.found) == (None, "")
    event = world.linking.form(LinkKind.EVENT, (world.key(1),))
    assert event.found == ""
    assert event.starts_at is not None
    assert event.starts_at > NOW


def test_what_is_quoted_says_no_time(world: LinkWorld):
    key = put(world, letter("De acuerdo.\r\n\r\nBob wrote:\r\n> on Friday at 17:00\r\n"))
    assert world.linking.form(LinkKind.TASK, (key,)).due_at is None


def test_several_mails_are_one_form_and_the_newest_that_says_a_time_counts(world: LinkWorld):
    old = put(world, letter("El jueves a las 9.", name="old"))
    new = put(world, letter("Mejor el viernes a las 10.", date="Mon, 16 Nov 2026 11:00:00 +0100", name="new"), 51)
    form = world.linking.form(LinkKind.TASK, (old, new))
    assert shown(form, "due_at") == ["11-20 10:00"]
    assert form.text.index("jueves") < form.text.index("viernes")
    assert form.text.count("mid:") == 2


def test_one_mail_in_two_folders_is_one_mail(world: LinkWorld):
    twice = world.cache.put("Work", mail(1), 90)
    form = world.linking.form(LinkKind.TASK, (world.key(1), twice))
    assert form.text.count("mid:") == 1
    world.wish(LinkMail(LinkKind.TASK, (world.key(1), twice)))
    assert len(world.links(1)) == 1


def test_links_that_are_there_already_are_shown(world: LinkWorld):
    world.link_mail(1, kind=LinkKind.CHAT)
    assert [row.kind for row in world.linking.form(LinkKind.CHAT, (world.key(1),)).existing] == [LinkKind.CHAT]
    assert world.linking.form(LinkKind.TASK, (world.key(1),)).existing == ()


def test_of_a_mail_with_only_its_header_a_task_can_be_made_but_no_copy_saved(world: LinkWorld):
    raw = letter("Nunca leído.", name="header-only", subject="Solo cabecera")
    read = index_message(raw)

    def job(uow):
        digest = messages.header_digest(raw[: find_body(raw)[0]])
        new = messages.NewMessage(digest, len(raw), NOW - 50, read.envelope, read.thread_key, False)
        key = messages.find_or_add(uow, world.cache.account_key, [new])[0]
        place = locations.NewLocation(77, key, NOW - 50, locations.unpack(0, ""), False)
        return locations.add_locations(uow, world.cache.keys["INBOX"], [place]).new[0]

    place = world.store.writer.run("put", job)
    assert world.linking.form(LinkKind.TASK, (place,)).title == "Solo cabecera"
    assert world.wish(LinkMail(LinkKind.TASK, (place,))).done == "linked"
    with pytest.raises(BandejaError) as refused:
        world.wish(LinkMail(LinkKind.CRM, (place,)))
    assert refused.value.code is Code.NOT_FOUND


def test_attachments_are_carried_by_choice_and_wholly_to_the_crm(world: LinkWorld):
    key = put(world, INVITATION.encode())
    form = world.linking.form(LinkKind.TASK, (key,))
    assert [one.filename for one in form.attachments] == ["invite.ics"]
    world.wish(LinkMail(LinkKind.TASK, (key,)))
    world.wish(LinkMail(LinkKind.TASK, (key,), attachments=form.attachments))
    world.wish(LinkMail(LinkKind.CRM, (key,)))
    assert world.cache.scalar("SELECT count(*) FROM wish_attachment WHERE content IS NULL") == 1
    world.run()
    none, chosen, whole = (wish.mails[0] for wish in world.shop.wishes)
    assert (none.attachments, none.raw) == ((), b"")
    assert chosen.attachments[0].content.startswith(b"BEGIN:VCALENDAR")
    assert chosen.raw == b""
    assert whole.attachments == chosen.attachments
    assert whole.raw == INVITATION.encode()


def test_two_attachments_of_the_same_name_are_two(world: LinkWorld):
    head = "From: ana@example.org\r\nSubject: Scans\r\nMessage-ID: <two@example.org>\r\nMIME-Version: 1.0\r\n"
    part = '--b\r\nContent-Type: application/pdf\r\nContent-Disposition: attachment; filename="scan.pdf"\r\n\r\n'
    mail = f"{head}Content-Type: multipart/mixed; boundary=b\r\n\r\n{part}page 1\r\n{part}page 2\r\n--b--\r\n"
    key = put(world, mail.encode())
    world.wish(LinkMail(LinkKind.CRM, (key,)))
    world.wish(LinkMail(LinkKind.TASK, (key,), attachments=world.linking.form(LinkKind.TASK, (key,)).attachments))
    world.run()
    for wish in world.shop.wishes:
        assert [one.content.strip() for one in wish.mails[0].attachments] == [b"page 1", b"page 2"]


def test_more_than_can_be_in_memory_at_once_is_refused(world: LinkWorld, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(letters, "MOST_BYTES", 500)
    assert world.link_mail(1, kind=LinkKind.CRM).done == "linked"
    with pytest.raises(BandejaError) as refused:
        world.link_mail(2, 3, 4, kind=LinkKind.CRM)
    assert refused.value.code is Code.BAD_INPUT
