"""Invitations answered through the real engine and the embedded servers: what the organiser gets, and what the calendar has."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from icalendar import Calendar

from desktop.core.api.commands import Receipt
from desktop.core.api.errors import BandejaError
from desktop.core.api.invitations import Answer, AnswerInvitation, Invitation, Method, RecordReply, RemoveTime, Validity
from desktop.core.api.link_commands import BindConnector, LinkMail
from desktop.core.api.linking import LinkKind
from desktop.core.api.rows import OutboxState
from desktop.core.mime.parse_message import load_attachment, parse_message
from tests.fakes.invitations import ME, ORGANISER, START, UID, calendar, letter
from tests.fakes.shop import Shop
from tests.fakes.world import Killed, World

HOUR = 3600


@pytest.fixture
def here(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path / "profile", sends=True)
    yield world
    world.close()


def arrive(world: World, number: int, body: bytes, **about: str) -> int:
    """The location key of that mail, which has just come."""
    world.clock.advance(60)
    world.server.deliver("INBOX", letter(number, body, **about), world.clock.now(), [])
    world.sync()
    for key in world.shown("INBOX"):
        detail = world.engine.message(key)
        if detail is not None and detail.envelope_only.envelope.message_id == f"i{number}@nomada.example":
            return key
    raise AssertionError(number)


def answer(world: World, key: int, what: Answer = Answer.ACCEPTED, **more: object) -> Receipt:
    receipt = world.wish(AnswerInvitation(key, what, **more))
    world.engine.linking.run_due()
    return receipt


def send(world: World) -> int:
    world.clock.advance(20)
    return world.engine.send_due()


def load(world: World, key: int) -> Invitation:
    found = world.engine.invitations.load(key)
    assert found is not None
    return found


def events(world: World) -> list[tuple[str, int]]:
    return [(row.title, row.starts_at) for row in world.engine.desk.events(0, 1 << 33)]


def reply(world: World, number: int = -1):
    """(the mail, its calendar's event) of what the submission server took."""
    raw = world.submission.accepted[number].raw
    parsed = parse_message(raw)
    (part,) = parsed.attachments
    found = Calendar.from_ical(load_attachment(raw, part.path))
    assert found["METHOD"] == "REPLY"
    (event,) = found.walk("VEVENT")
    return parsed, event


def test_accepting_answers_the_organiser_and_fills_the_calendar(here: World):
    key = arrive(here, 1, calendar(sequence=2))
    asked = load(here, key)
    assert (asked.method, asked.answerable, asked.me, asked.validity) == (Method.REQUEST, True, ME, Validity.CURRENT)
    assert (asked.span.starts_at, asked.organiser.address, len(asked.guests)) == (START, ORGANISER, 2)
    receipt = answer(here, key, note="Con pan.", subject="Aceptado: Handover walk", text="Ana viene.")
    assert (receipt.done, receipt.target) == ("invitation_accepted", "Daniel Okafor")
    assert events(here) == [("Handover walk", START)]
    assert here.submission.accepted == []
    assert send(here) == 1
    (taken,) = here.submission.accepted
    assert (taken.envelope_from, taken.recipients) == (ME, (ORGANISER,))
    assert b"content-type: multipart/alternative" in taken.raw.lower()
    assert b"method=reply" in taken.raw.lower()
    mail, event = reply(here)
    assert mail.envelope.in_reply_to == ("i1@nomada.example",)
    assert (mail.envelope.subject, mail.text) == ("Aceptado: Handover walk", "Ana viene.\n\nCon pan.")
    assert (str(event["UID"]), int(event["SEQUENCE"])) == (UID, 2)
    assert str(event["ORGANIZER"]) == f"mailto:{ORGANISER}"
    assert str(event["ATTENDEE"]) == f"mailto:{ME}"
    assert event["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert str(event["COMMENT"]) == "Con pan."
    told = load(here, key)
    assert told.answered is not None
    assert (told.answered.answer, told.answered.sent) == (Answer.ACCEPTED, OutboxState.SENT)
    assert told.event_key is not None
    detail = here.engine.desk.event(told.event_key)
    assert detail is not None
    assert [(one.address, one.organiser) for one in detail.guests] == [
        (ORGANISER, True), (ME, False), ("bob@example.com", False)
    ]  # fmt: skip
    assert {one.address: one.state for one in detail.guests}[ME] == "accepted"
    assert here.engine.plan().sent_this_month == 1


def test_a_second_answer_changes_the_first_and_makes_no_second_event(here: World):
    key = arrive(here, 1, calendar())
    answer(here, key)
    answer(here, key, Answer.TENTATIVE)
    assert len(events(here)) == 1
    assert len(here.engine.outbox()) == 1, "the first answer had not left"
    assert send(here) == 1
    assert reply(here)[1]["ATTENDEE"].params["PARTSTAT"] == "TENTATIVE"
    answer(here, key, Answer.DECLINED)
    assert events(here) == []
    assert send(here) == 1
    assert reply(here)[1]["ATTENDEE"].params["PARTSTAT"] == "DECLINED"
    answer(here, key)
    assert events(here) == [("Handover walk", START)]
    links = here.engine.linking.links((here.engine.rows([key])[key].message_key,))
    assert [[row.kind for row in rows] for rows in links.values()] == [[LinkKind.EVENT]]


@pytest.mark.parametrize("first", [None, Answer.ACCEPTED, Answer.DECLINED])
def test_undo_takes_mail_and_event_back_while_the_mail_waits(here: World, first: Answer | None):
    key = arrive(here, 1, calendar())
    if first is not None:
        answer(here, key, first)
    before = (events(here), load(here, key), [row.subject for row in here.engine.outbox()])
    for what in (Answer.ACCEPTED, Answer.DECLINED):
        receipt = answer(here, key, what)
        assert here.engine.undo(receipt.undo_key).result(30).done == "undone"
        here.clock.advance(1)
        here.engine.linking.run_due()
        assert (events(here), [row.subject for row in here.engine.outbox()]) == (before[0], before[2])
        assert load(here, key).answered == before[1].answered
    assert send(here) == (0 if first is None else 1)


def test_undo_of_a_sent_answer_is_too_late_and_changes_nothing(here: World):
    key = arrive(here, 1, calendar())
    receipt = answer(here, key)
    send(here)
    assert here.engine.undo(receipt.undo_key).result(30).done == "too_late"
    assert events(here) == [("Handover walk", START)]
    assert load(here, key).answered is not None


def test_offline_the_answer_waits_and_the_month_counts_it(here: World):
    key = arrive(here, 1, calendar())
    here.submission.faults.refuse("DATA", "451 later")
    answer(here, key)
    assert send(here) == 0
    answered = load(here, key).answered
    assert answered is not None
    assert answered.sent is OutboxState.WAITING
    here.restart()
    here.clock.advance(4000)
    here.submission.faults.reset()
    assert here.engine.send_due() == 1
    assert here.engine.plan().sent_this_month == 1


def test_a_spent_month_holds_the_answer_and_says_so(here: World):
    key = arrive(here, 1, calendar())
    here.engine.book_sends(10**9).result(30)
    answer(here, key)
    assert send(here) == 0
    (row,) = here.engine.outbox()
    assert row.state is OutboxState.HELD
    assert row.refusal is not None
    answered = load(here, key).answered
    assert answered is not None
    assert answered.sent is OutboxState.HELD


def test_an_update_says_what_was_and_moves_the_event(here: World):
    first = arrive(here, 1, calendar())
    answer(here, first)
    second = arrive(here, 2, calendar(sequence=1, start=START + HOUR))
    assert load(here, first).validity is Validity.OUTDATED
    assert not load(here, first).answerable
    with pytest.raises(BandejaError):
        here.wish(AnswerInvitation(first, Answer.ACCEPTED))
    told = load(here, second)
    assert told.was is not None
    assert (told.was.starts_at, told.span.starts_at) == (START, START + HOUR)
    answer(here, second)
    assert events(here) == [("Handover walk", START + HOUR)]
    assert load(here, second).was is None


def test_an_update_is_told_beside_the_mail_before_it_too(here: World):
    arrive(here, 1, calendar())
    second = arrive(here, 2, calendar(sequence=1, start=START + HOUR))
    told = load(here, second)
    assert told.was is not None
    assert told.was.starts_at == START


def test_a_stranger_can_neither_outdate_nor_cancel(here: World):
    key = arrive(here, 1, calendar())
    answer(here, key)
    mallory = "mallory@evil.example"
    arrive(here, 2, calendar(sequence=9, organiser=mallory), sender=mallory)
    cancel = arrive(here, 3, calendar("CANCEL", sequence=10, organiser=mallory), sender=mallory, method="CANCEL")
    assert load(here, key).validity is Validity.CURRENT
    told = load(here, cancel)
    assert told.link is None
    forged = arrive(here, 4, calendar("CANCEL", sequence=10), sender=mallory, method="CANCEL")
    assert load(here, forged).foreign_sender == mallory


def test_a_cancelled_meeting_can_be_removed_and_is_never_removed_by_itself(here: World):
    key = arrive(here, 1, calendar())
    answer(here, key)
    cancel = arrive(here, 2, calendar("CANCEL", sequence=1), method="CANCEL")
    assert load(here, key).validity is Validity.CANCELLED
    told = load(here, cancel)
    assert told.method is Method.CANCEL
    assert told.event_key is not None
    assert len(events(here)) == 1


def test_what_is_not_for_me_can_be_added_and_not_answered(here: World):
    key = arrive(here, 1, calendar(guests=("bob@example.com",)))
    asked = load(here, key)
    assert (asked.me, asked.answerable) == ("", False)
    with pytest.raises(BandejaError):
        here.wish(AnswerInvitation(key, Answer.ACCEPTED))
    here.wish(LinkMail(LinkKind.EVENT, (key,)))
    here.engine.linking.run_due()
    assert events(here) == [("Handover walk", START)]
    assert here.engine.outbox() == []


def test_a_tag_of_my_address_is_me_and_is_answered_as_it_was_written(here: World):
    key = arrive(here, 1, calendar(guests=("Ana+Obra@example.org", "bob@example.com")))
    assert load(here, key).me == "Ana+Obra@example.org"
    answer(here, key)
    send(here)
    assert str(reply(here)[1]["ATTENDEE"]) == "mailto:Ana+Obra@example.org"
    assert here.submission.accepted[-1].envelope_from == ME


def test_what_else_is_at_that_time_is_told(here: World):
    one = arrive(here, 1, calendar(uid="other@x", title="Dentist", start=START + HOUR // 2))
    answer(here, one)
    key = arrive(here, 2, calendar())
    assert [row.title for row in load(here, key).conflicts] == ["Dentist"]
    answer(here, key)
    assert [row.title for row in load(here, key).conflicts] == ["Dentist"], "never itself"


def test_an_event_made_by_hand_from_the_mail_is_not_made_again(here: World):
    key = arrive(here, 1, calendar())
    here.wish(LinkMail(LinkKind.EVENT, (key,)))
    here.engine.linking.run_due()
    answer(here, key)
    assert len(events(here)) == 1


def test_a_guests_answer_is_noted_once_and_only_from_the_guest(here: World):
    key = arrive(here, 1, calendar())
    answer(here, key)
    bob = "bob@example.com"
    body = calendar("REPLY", guests=(bob,), states={bob: "DECLINED"}, stamp=START - 80_000)
    forged = load(here, arrive(here, 2, body, sender="mallory@evil.example", method="REPLY"))
    assert (forged.recordable, forged.foreign_sender) == (False, "mallory@evil.example")
    place = arrive(here, 3, body, sender=bob, method="REPLY")
    told = load(here, place)
    assert told.replier is not None
    assert (told.replier.state, told.recordable) == ("declined", True)
    receipt = here.wish(RecordReply(place))
    assert load(here, place).recorded
    detail = here.engine.desk.event(told.event_key or 0)
    assert detail is not None
    assert {one.address: one.state for one in detail.guests}[bob] == "declined"
    here.engine.undo(receipt.undo_key).result(30)
    assert load(here, place).recordable


def test_a_repeating_meeting_is_in_the_calendar_at_all_its_times(here: World):
    rule = "RRULE:FREQ=WEEKLY;COUNT=4\nEXDATE:20261204T100000Z\n"
    key = arrive(here, 1, calendar(extra=rule))
    asked = load(here, key)
    assert asked.repeats
    assert asked.series is not None
    answer(here, key)
    weeks = [(at - START) // (7 * 24 * HOUR) for _, at in events(here)]
    assert weeks == [0, 1, 3]
    other = arrive(here, 2, calendar(uid="other@x", title="Dentist", start=START + 7 * 24 * HOUR))
    assert [row.title for row in load(here, other).conflicts] == ["Handover walk"]
    moved = arrive(here, 3, calendar(sequence=1, start=START + HOUR, extra="RRULE:FREQ=WEEKLY;COUNT=2\n"))
    answer(here, moved)
    assert [at - START - HOUR for _, at in events(here)] == [0, 7 * 24 * HOUR]


@pytest.mark.parametrize("apart", [7, pytest.param(1, marks=pytest.mark.slow)])
def test_dying_anywhere_leaves_one_answer_and_one_event_or_neither(here: World, apart: int):
    for at in range(0, 60, apart):
        uid = f"meeting-{at}@x"
        key = arrive(here, at + 1, calendar(uid=uid, title=uid, start=START + at * 7200))
        taken = len(here.submission.accepted)
        here.death.watch(at)
        try:
            answer(here, key)
            send(here)
            here.death.rest()
            break
        except Killed:
            here.restart()
            here.engine.linking.run_due()
            here.clock.advance(4000)
            here.engine.send_due()
            answered = load(here, key).answered
            mails = sum(uid.encode() in one.raw for one in here.submission.accepted[taken:])
            assert [title for title, _ in events(here)].count(uid) == (answered is not None), here.death.last
            assert mails <= (answered is not None)
            assert answered is None or mails == 1 or answered.sent is OutboxState.UNKNOWN
    else:
        pytest.fail("there is no end to it")


FORGED = "mx.example.org; spf=fail smtp.mailfrom=nomada.example; dkim=none"


@pytest.mark.parametrize("forgery", [{"sender": "mallory@evil.example"}, {"found": FORGED}])
def test_a_mail_that_may_not_be_the_organisers_is_asked_about_and_marks_nothing(here: World, forgery: dict[str, str]):
    key = arrive(here, 1, calendar())
    answer(here, key)
    late = arrive(here, 2, calendar("CANCEL", sequence=1), method="CANCEL", **forgery)
    seen = load(here, key)
    assert (seen.validity, seen.claimed, seen.answerable) == (Validity.CURRENT, Validity.CANCELLED, True)
    told = load(here, late)
    assert (bool(told.foreign_sender), told.unproven) == ("sender" in forgery, "found" in forgery)
    assert events(here) == [("Handover walk", START)]
    newer = arrive(here, 3, calendar(sequence=4, start=START + HOUR), **forgery)
    assert load(here, key).validity is Validity.CURRENT
    assert load(here, newer).was is not None
    arrive(here, 4, calendar("CANCEL", sequence=5), method="CANCEL", found="mx.example.org; dmarc=pass")
    assert (load(here, key).validity, load(here, key).claimed) == (Validity.CANCELLED, None)


def test_an_answer_that_may_be_forged_cannot_be_noted(here: World):
    arrive(here, 1, calendar())
    key = arrive(here, 2, calendar(uid="second@x"))
    answer(here, key)
    said = calendar("REPLY", uid="second@x", guests=("bob@example.com",), states={"bob@example.com": "ACCEPTED"})
    forged = arrive(here, 3, said, method="REPLY", sender="bob@example.com", found="mx.example.org; dmarc=fail")
    assert (load(here, forged).recordable, load(here, forged).unproven) == (False, True)


WEEK = 7 * 86_400
WEEKLY = "RRULE:FREQ=WEEKLY;COUNT=4\n"


def one_time(week: int, **more: object) -> bytes:
    """About one time of the series alone."""
    at = START + week * WEEK
    return calendar(extra=f"RECURRENCE-ID:{datetime.fromtimestamp(at, UTC):%Y%m%dT%H%M%SZ}\n", **{"start": at, **more})


def times(world: World) -> list[tuple[str, float]]:
    return [(title, (start - START) / HOUR) for title, start in events(world)]


def test_one_time_of_an_accepted_series_becomes_its_exception(here: World):
    answer(here, arrive(here, 1, calendar(extra=WEEKLY)))
    assert times(here) == [("Handover walk", 168 * week) for week in range(4)]
    key = arrive(here, 2, one_time(1, sequence=1, start=START + WEEK + 2 * HOUR, title="Later walk"))
    asked = load(here, key)
    assert (asked.time_at, asked.answerable, asked.conflicts) == (START + WEEK, True, ())
    receipt = answer(here, key)
    assert times(here) == [("Handover walk", 0), ("Later walk", 170), ("Handover walk", 336), ("Handover walk", 504)]
    assert send(here) == 2
    assert "RECURRENCE-ID" in reply(here)[1]
    assert load(here, key).time_at == START + WEEK
    answer(here, key, Answer.DECLINED)
    assert times(here) == [("Handover walk", 0), ("Handover walk", 336), ("Handover walk", 504)]
    here.engine.undo().result(30)
    assert times(here)[1] == ("Later walk", 170)
    assert receipt.done == "invitation_accepted"


def test_a_newer_version_of_one_time_moves_its_exception(here: World):
    answer(here, arrive(here, 1, calendar(extra=WEEKLY)))
    answer(here, arrive(here, 2, one_time(1, sequence=1, start=START + WEEK + HOUR)))
    answer(here, arrive(here, 3, one_time(1, sequence=2, start=START + WEEK + 3 * HOUR)))
    assert times(here) == [("Handover walk", hour) for hour in (0, 171, 336, 504)]


def test_a_cancelled_time_of_a_series_is_left_out_alone(here: World):
    answer(here, arrive(here, 1, calendar(extra=WEEKLY)))
    key = arrive(here, 2, one_time(2, method="CANCEL", sequence=1), method="CANCEL")
    told = load(here, key)
    assert told.event_key is not None
    assert told.time_at == START + 2 * WEEK
    here.wish(RemoveTime(key))
    assert times(here) == [("Handover walk", hour) for hour in (0, 168, 504)]


def test_one_time_without_its_series_is_an_event_of_its_own(here: World):
    key = arrive(here, 1, one_time(1))
    assert load(here, key).time_at is None
    answer(here, key)
    assert times(here) == [("Handover walk", 168)]


def elsewhere(tmp_path: Path, shop: Shop) -> World:
    """Events go to a backend that can change one time of a series."""
    backend = dataclasses.replace(shop.backend(), changes_times=True)
    world = World(tmp_path / "elsewhere", sends=True, backends=(backend,))
    world.wish(BindConnector(LinkKind.EVENT, "shop"))
    return world


def test_one_time_of_a_series_at_another_backend_is_changed_there(tmp_path: Path):
    shop = Shop()
    here = elsewhere(tmp_path, shop)
    answer(here, arrive(here, 1, calendar(extra=WEEKLY)))
    assert len(shop.objects) == 1
    key = arrive(here, 2, one_time(1, sequence=1, start=START + WEEK + 2 * HOUR))
    asked = load(here, key)
    assert (asked.time_at, asked.event_key) == (START + WEEK, None)
    receipt = answer(here, key)
    here.engine.undo(receipt.undo_key).result(30)
    here.clock.advance(30)
    here.engine.linking.run_due()
    assert shop.named == [], "taken back before it was told"
    answer(here, key)
    here.clock.advance(30)
    here.engine.linking.run_due()
    ((remote_id, wish),) = shop.named
    assert (remote_id, wish.instead_of, wish.starts_at) == ("1", START + WEEK, START + WEEK + 2 * HOUR)
    cancel = arrive(here, 3, one_time(2, method="CANCEL", sequence=1), method="CANCEL")
    removed = here.wish(RemoveTime(cancel))
    here.engine.linking.run_due()
    assert [(one.instead_of, one.starts_at) for _, one in shop.named][1:] == [(START + 2 * WEEK, None)]
    assert here.engine.undo(removed.undo_key).result(30).done == "undone"
    here.engine.linking.run_due()
    assert len(shop.named) == 1
    assert len(shop.objects) == 1, "no event of its own, and the series is there"
    here.close()
