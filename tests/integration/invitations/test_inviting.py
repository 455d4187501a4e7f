"""Guests of an event of the own desk, invited through the real engine and the embedded servers: what they get, when, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from icalendar import Calendar

from desktop.core.api.commands import Receipt
from desktop.core.api.desk import EventDetail, Guest, Series
from desktop.core.api.errors import BandejaError
from desktop.core.api.invitations import CancelMeeting, MeetingWords, Method, RecordReply, SendInvitation
from desktop.core.api.link_commands import DeleteEvent, DeleteTime, LinkMail, SaveEvent
from desktop.core.api.linking import LinkKind, Person
from desktop.core.api.rows import OutboxState
from desktop.core.mime import read_invitation
from desktop.core.mime.parse_message import load_attachment, parse_message
from tests.fakes.invitations import ME, START, calendar
from tests.fakes.world import Killed, World
from tests.integration.invitations.test_answers import arrive, load, send

HOUR = 3600
EVA, BOB = Guest("Eva", "eva@example.com"), Guest("", "Bob@Example.com")


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path / "profile", sends=True)
    yield world
    world.close()


def save(world: World, key: int | None = None, *guests: Guest, start: int = START, **more: object) -> int:
    fields = {"zone": "Europe/Madrid", "place": "Sala 2", "text": "Privado", "guests": guests or None} | more
    return world.wish(SaveEvent(key, "Revisión", start, start + HOUR, **fields)).key or 0


def invite(world: World, key: int, **more: object) -> Receipt:
    return world.wish(SendInvitation(key, world.account_key, **more))


def detail(world: World, key: int) -> EventDetail:
    found = world.engine.desk.event(key)
    assert found is not None
    return found


def mails(world: World, first: int = 0):
    """(recipients, method, the first event) of what the submission server took."""
    found = []
    for one in world.submission.accepted[first:]:
        (part,) = parse_message(one.raw).attachments
        read = Calendar.from_ical(load_attachment(one.raw, part.path))
        found.append((one.recipients, str(read["METHOD"]), read.walk("VEVENT")[0]))
    return found


def test_guests_get_one_mail_and_sent_has_it(here: World):
    key = save(here, None, EVA, BOB)
    assert detail(here, key).meeting is None
    assert here.engine.outbox() == []
    receipt = invite(here, key, note="Con café.", words=MeetingWords("Invitación: Revisión", "Ana invita."))
    assert (receipt.done, receipt.count) == ("invitation_sent", 2)
    waiting = detail(here, key).meeting
    assert waiting is not None
    assert (waiting.sent, waiting.changed) == (OutboxState.WAITING, False)
    assert here.submission.accepted == []
    assert send(here) == 1
    assert send(here) == 0
    ((recipients, method, event),) = mails(here)
    assert (sorted(recipients), method) == (["Bob@example.com", "eva@example.com"], "REQUEST")
    assert (int(event["SEQUENCE"]), str(event["ORGANIZER"])) == (0, f"mailto:{ME}")
    assert (str(event["SUMMARY"]), str(event["LOCATION"]), str(event["COMMENT"])) == ("Revisión", "Sala 2", "Con café.")
    assert "DESCRIPTION" not in event, "the text was not to go along"
    assert not event.subcomponents, "the reminder is nobody else's"
    assert {str(one): str(one.params["PARTSTAT"]) for one in event["ATTENDEE"]} == {
        "mailto:eva@example.com": "NEEDS-ACTION", "mailto:Bob@Example.com": "NEEDS-ACTION", f"mailto:{ME}": "ACCEPTED",
    }  # fmt: skip
    raw = here.submission.accepted[0].raw
    assert b"method=request" in raw.lower()
    assert parse_message(raw).text == "Ana invita.\n\nCon café."
    here.sync()
    assert len(here.shown("Sent")) == 1
    told = detail(here, key)
    assert told.meeting is not None
    assert told.meeting.sent is OutboxState.SENT
    assert (told.guests[0].address, told.guests[0].organiser) == (ME, True)
    assert here.engine.plan().sent_this_month == 1


def test_what_guests_get_is_an_invitation_to_our_own_reader(here: World):
    key = save(here, None, EVA, series=Series("FREQ=WEEKLY;COUNT=3"))
    here.wish(DeleteTime(key, START + 7 * 86_400))
    invite(here, key, with_text=True)
    send(here)
    raw = here.submission.accepted[0].raw
    data = read_invitation.find_calendar(parse_message(raw), raw)
    assert data is not None
    read = read_invitation.read_invitation(data, "America/Lima")
    assert read is not None
    assert (read.method, read.organiser.address, read.event.row.starts_at) == (Method.REQUEST, ME, START)
    assert read.event.series == Series("FREQ=WEEKLY;COUNT=3", (START + 7 * 86_400,))
    assert (read.event.text, read.event.row.zone) == ("Privado", "Europe/Madrid")


def test_a_change_is_told_when_somebody_says_so_and_asks_again(here: World):
    key = save(here, None, EVA, BOB)
    invite(here, key)
    send(here)
    said = calendar("REPLY", uid=_uid(here), guests=("eva@example.com",), states={"eva@example.com": "ACCEPTED"})
    reply = arrive(here, 1, said, method="REPLY", sender="eva@example.com")
    here.wish(RecordReply(reply))
    assert _states(here, key) == {"eva@example.com": "accepted", "Bob@Example.com": "needs-action"}
    save(here, key, EVA, start=START + HOUR)
    known = detail(here, key).meeting
    assert known is not None
    assert known.changed
    assert send(here) == 0, "nothing goes by itself"
    assert invite(here, key).done == "invitation_updated"
    assert _states(here, key) == {"eva@example.com": "needs-action"}
    assert send(here) == 2
    (to_eva, again, event), (to_bob, gone, farewell) = sorted(mails(here, 1), key=lambda one: one[1], reverse=True)
    assert (to_eva, again, int(event["SEQUENCE"])) == (("eva@example.com",), "REQUEST", 1)
    assert (to_bob, gone, int(farewell["SEQUENCE"])) == (("bob@example.com",), "CANCEL", 1)
    assert str(farewell["STATUS"]) == "CANCELLED"
    assert str(event["UID"]) == str(farewell["UID"]) == str(mails(here)[0][2]["UID"])
    late = arrive(here, 2, said, method="REPLY", sender="eva@example.com")
    assert not load(here, late).recordable, "it answers what is no longer so"
    told = detail(here, key).meeting
    assert told is not None
    assert not told.changed


def test_calling_off_tells_the_guests_and_deletes_it(here: World):
    key = save(here, None, EVA, series=Series("FREQ=WEEKLY"))
    invite(here, key)
    send(here)
    receipt = here.wish(CancelMeeting(key, note="Lo siento"))
    assert here.engine.desk.event(key) is None
    here.engine.undo(receipt.undo_key).result(30)
    assert detail(here, key).meeting is not None
    here.wish(CancelMeeting(key))
    assert send(here) == 1
    recipients, method, event = mails(here)[-1]
    assert (recipients, method, int(event["SEQUENCE"]), str(event["STATUS"])) == (
        ("eva@example.com",), "CANCEL", 1, "CANCELLED",
    )  # fmt: skip


def test_whom_no_mail_has_reached_is_told_nothing(here: World):
    key = save(here, None, EVA)
    invite(here, key)
    assert here.wish(CancelMeeting(key)).done == "event_deleted"
    assert send(here) == 0
    here.engine.undo().result(30)
    assert send(here) == 1
    assert [one[1] for one in mails(here)] == ["REQUEST"]


def test_a_mail_that_waits_is_replaced_by_the_next(here: World):
    key = save(here, None, EVA)
    invite(here, key)
    save(here, key, BOB, start=START + HOUR)
    receipt = invite(here, key)
    assert len(here.engine.outbox()) == 1
    here.engine.undo(receipt.undo_key).result(30)
    assert [row.recipients for row in here.engine.outbox()] == [("eva@example.com",)]
    invite(here, key)
    assert send(here) == 1
    ((recipients, method, _),) = mails(here)
    assert (recipients, method) == (("Bob@example.com",), "REQUEST")


def test_undo_takes_the_invitation_back_while_it_waits_and_is_too_late_after(here: World):
    key = save(here, None, EVA)
    before = detail(here, key)
    receipt = invite(here, key)
    assert here.engine.undo(receipt.undo_key).result(30).done == "undone"
    assert (detail(here, key), here.engine.outbox()) == (before, [])
    receipt = invite(here, key)
    send(here)
    assert here.engine.undo(receipt.undo_key).result(30).done == "too_late"


def test_deleting_an_event_here_writes_to_nobody(here: World):
    key = save(here, None, EVA)
    invite(here, key)
    send(here)
    here.wish(DeleteEvent(key))
    assert send(here) == 0
    here.engine.undo().result(30)
    assert detail(here, key).meeting is not None


@pytest.mark.parametrize(
    "guests",
    [(), (Guest("Sin dirección", ""),), (Guest("", ME),), (Guest("", "no address"),), (Guest("", "a@b\r\nBcc: x@y"),)],
)
def test_who_cannot_be_written_to_is_refused_in_a_sentence(here: World, guests: tuple[Guest, ...]):
    key = save(here, None, *guests)
    with pytest.raises(BandejaError):
        invite(here, key)
    assert here.engine.outbox() == []


def test_a_meeting_of_somebody_else_is_not_ours_to_invite_to(here: World):
    key = arrive(here, 1, calendar())
    here.engine.submit(_accept(key)).result(30)
    here.engine.linking.run_due()
    event = load(here, key).event_key
    assert event is not None
    with pytest.raises(BandejaError, match="somebody else"):
        invite(here, event)


def test_the_same_wish_twice_is_one_mail(here: World):
    key = save(here, None, EVA)
    both = [here.engine.submit(SendInvitation(key, here.account_key)) for _ in range(2)]
    outcomes = [one.exception(30) for one in both]
    assert outcomes[0] is None
    assert send(here) == 1


@pytest.mark.slow
def test_whatever_dies_in_between_guests_get_one_mail_or_nobody_knows(here: World):
    for point in range(60):
        taken = len(here.submission.accepted)
        here.death.watch(point)
        try:
            key = save(here, None, EVA)
            invite(here, key)
            send(here)
            here.death.rest()
            return
        except Killed:
            here.restart()
            here.clock.advance(4_000)
            here.engine.send_due()
            mails_taken = len(here.submission.accepted) - taken
            found = [here.engine.desk.event(one.event_key) for one in here.engine.desk.events(0, 1 << 33)]
            known = next((one.meeting for one in found if one is not None and one.meeting is not None), None)
            assert mails_taken == (known is not None) or (known is not None and known.sent is OutboxState.UNKNOWN)
            for one in found:
                if one is not None:
                    here.wish(DeleteEvent(one.row.event_key))
    pytest.fail("there is no end to it")


def _uid(world: World) -> str:
    return str(mails(world)[0][2]["UID"])


def _states(world: World, key: int) -> dict[str, str]:
    return {one.address: one.state for one in detail(world, key).guests if not one.organiser}


def _accept(key: int):
    from desktop.core.api.invitations import Answer, AnswerInvitation

    return AnswerInvitation(key, Answer.ACCEPTED)


def test_an_event_that_was_made_of_a_mail_has_its_guests_and_its_words_stay_here(here: World):
    here.deliver(1)
    here.sync()
    (mail,) = here.shown("INBOX")
    people = (Person("Eva", "eva@example.com"), Person("Sin dirección", ""))
    here.wish(LinkMail(LinkKind.EVENT, (mail,), title="Reunión", people=people, starts_at=START, ends_at=START + HOUR))
    here.engine.linking.run_due()
    (row,) = here.engine.desk.events(START, START + HOUR)
    assert [(one.name, one.address) for one in detail(here, row.event_key).guests] == [
        ("Eva", "eva@example.com"), ("Sin dirección", ""),
    ]  # fmt: skip
    assert detail(here, row.event_key).text
    assert here.engine.outbox() == [], "a sheet sends nothing"
    invite(here, row.event_key)
    send(here)
    ((recipients, _, event),) = mails(here)
    assert recipients == ("eva@example.com",)
    assert "DESCRIPTION" not in event
    assert "URL" not in event


def test_an_answer_without_a_sequence_counts_by_its_moment(here: World):
    key = save(here, None, EVA)
    invite(here, key)
    send(here)
    about = {
        "uid": _uid(here),
        "guests": ("eva@example.com",),
        "states": {"eva@example.com": "ACCEPTED"},
        "sequence": None,
    }
    before = calendar("REPLY", stamp=here.clock.now(), **about)
    here.clock.advance(60)
    save(here, key, EVA, start=START + HOUR)
    invite(here, key)
    send(here)
    assert not load(here, arrive(here, 1, before, method="REPLY", sender="eva@example.com")).recordable
    after = calendar("REPLY", stamp=here.clock.now() + 60, **about)
    assert load(here, arrive(here, 2, after, method="REPLY", sender="eva@example.com")).recordable


def test_a_single_time_that_is_left_out_is_told_and_asks_nobody_again(here: World):
    key = save(here, None, EVA, series=Series("FREQ=WEEKLY;COUNT=3"))
    invite(here, key)
    send(here)
    said = calendar("REPLY", uid=_uid(here), guests=("eva@example.com",), states={"eva@example.com": "ACCEPTED"})
    here.wish(RecordReply(arrive(here, 1, said, method="REPLY", sender="eva@example.com")))
    here.wish(DeleteTime(key, START + 7 * 86_400))
    known = detail(here, key).meeting
    assert known is not None
    assert known.changed
    invite(here, key)
    assert _states(here, key) == {"eva@example.com": "accepted"}
    send(here)
    event = mails(here)[-1][2]
    assert {str(one): str(one.params["PARTSTAT"]) for one in event["ATTENDEE"]}["mailto:eva@example.com"] == "ACCEPTED"
    assert "EXDATE" in event


def test_an_invitation_that_waits_does_not_leave_for_an_event_that_is_gone(here: World):
    key = save(here, None, EVA)
    invite(here, key)
    receipt = here.wish(DeleteEvent(key))
    assert here.engine.outbox() == []
    assert send(here) == 0
    here.engine.undo(receipt.undo_key).result(30)
    assert send(here) == 1, "both are back"
