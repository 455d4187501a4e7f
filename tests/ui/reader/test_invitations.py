"""The invitation bar as its user meets it: what it says of a meeting, which buttons it has, and what they wish for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QTimeZone

from desktop.core.api.changes import ChangeSet
from desktop.core.api.desk import EventRow, Guest
from desktop.core.api.invitations import (
    Answer,
    AnswerInvitation,
    GivenAnswer,
    Invitation,
    Method,
    RecordReply,
    Span,
    Validity,
)
from desktop.core.api.link_commands import DeleteEvent, LinkMail
from desktop.core.api.rows import OutboxState
from desktop.core.mail.structure import Attachment
from desktop.ui.reader import invitation_words as wording
from tests.fakes.letters import Letter, make_envelope
from tests.fakes.mails import NOW

pytestmark = pytest.mark.qt_log_ignore("QRhi|RHI|GPUInfo|ulkan|GBM|This plugin does not support", extend=True)

HERE = bytes(QTimeZone.systemTimeZoneId().data()).decode()
START = int(datetime(2026, 12, 1, 12, 30, tzinfo=ZoneInfo(HERE)).timestamp())
SPAN = Span(START, START + 5400, False, HERE)
DANIEL = Guest("Daniel Okafor", "daniel@nomada.example", "", True)
ANA = Guest("Ana Beltrán", "ana@talleresmarin.example", "needs-action")
ASKED = Invitation(
    1, Method.REQUEST, "Handover walk", SPAN, "Carrer de Sueca 41", False, DANIEL, (ANA, Guest("Paco Soler", "p@x.example")),
    0, ANA.address, 1, True,
)  # fmt: skip
CALENDAR = Attachment("2", "invite.ics", "text/calendar", 900)


@pytest.fixture
def shown(make_desk, show, qtbot):
    """A desk whose first mail has that invitation; its bar when it has been read."""

    def run(invitation: Invitation | None, *attachments: Attachment):
        letter = Letter(make_envelope("Invitation"), text="Come.", attachments=attachments or (CALENDAR,))
        desk = make_desk(letter)
        if invitation is not None:
            desk.session.invitations.found[1] = invitation
        show(desk)
        if invitation is not None:
            qtbot.waitUntil(lambda: desk.pane.bars.invitation.isVisible(), timeout=5000)
        return desk, desk.pane.bars.invitation

    return run


def labels(bar) -> list[str]:
    buttons = (*bar.answers.values(), bar.add, bar.show_event, bar.remove, bar.record, bar.add_note)
    return [one.text() for one in buttons if one.isVisible()]


def test_an_invitation_says_what_when_where_and_who(shown):
    _, bar = shown(ASKED)
    assert bar.title.text() == "Handover walk"
    assert bar.when.text() == "Tuesday, December 1, 2026, 12:30 PM–2:00 PM · Carrer de Sueca 41" or (
        "12:30" in bar.when.text() and "14:00" in bar.when.text() and bar.when.text().endswith("Carrer de Sueca 41")
    )
    assert bar.people.text() == "From Daniel Okafor · also asked: Paco Soler"
    assert "ana@talleresmarin.example" in bar.people.toolTip()
    assert labels(bar) == ["Accept", "Maybe", "Decline", "Add a note…"]
    assert not bar.zone.isVisible()
    assert not bar.conflict.isVisible()


def test_a_mail_without_a_calendar_asks_for_nothing(shown):
    desk, bar = shown(None, Attachment("2", "plano.pdf", "application/pdf", 900))
    assert not bar.isVisible()
    assert not desk.pane.invitation.answer(Answer.ACCEPTED)


def test_the_organisers_zone_is_told_where_its_clocks_differ():
    span = replace(SPAN, zone="Pacific/Kiritimati")
    assert wording.zone_words(span).endswith("where the organiser is (Kiritimati)")
    assert wording.zone_words(SPAN) == ""
    assert wording.zone_words(replace(SPAN, zone="Mars/Olympus")) == ""


def test_a_press_answers_with_the_note_and_says_how_far_it_is(shown, qtbot):
    desk, bar = shown(ASKED)
    bar.add_note.click()
    assert bar.note.hasFocus() or bar.note.isVisible()
    bar.note.setText("  Con pan. ")
    bar.answers[Answer.TENTATIVE].click()
    qtbot.waitUntil(lambda: bar.given.isVisible(), timeout=5000)
    (command,) = [one for one in desk.session.submitted if isinstance(one, AnswerInvitation)]
    assert (command.location, command.answer, command.note) == (1, Answer.TENTATIVE, "Con pan.")
    assert command.subject == "Maybe: Handover walk"
    assert "Handover walk" in command.text
    assert bar.given.text() == "You have answered “maybe”. The answer waits in the outbox."
    assert bar.answers[Answer.TENTATIVE].property("kind") == "primary"
    assert bar.answers[Answer.ACCEPTED].property("kind") is None
    assert bar.note.text() == ""


def test_a_key_that_comes_before_the_invitation_is_read_answers_nothing(make_desk, show, qtbot):
    desk = make_desk(Letter(make_envelope("Invitation"), text="Come.", attachments=(CALENDAR,)))
    desk.session.invitations.found[1] = ASKED
    show(desk)
    if desk.pane.invitation.is_reading:
        assert not desk.pane.invitation.answer(Answer.ACCEPTED)
    qtbot.waitUntil(lambda: not desk.pane.invitation.is_reading, timeout=5000)
    assert desk.pane.invitation.answer(Answer.ACCEPTED)


def test_keys_stand_on_the_buttons(shown):
    desk, bar = shown(ASKED)
    desk.pane.set_keys({"accept": "Y", "maybe": "Shift+Y"})
    assert labels(bar)[:3] == ["Accept  Y", "Maybe", "Decline"]
    assert bar.answers[Answer.TENTATIVE].toolTip() == "Maybe (Shift+Y)"


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        (OutboxState.SENT, "The answer was sent."),
        (OutboxState.HELD, "held in the outbox by a limit of the plan"),
        (OutboxState.FAILED, "could not be sent"),
        (OutboxState.UNKNOWN, "Nobody knows"),
        (None, "discarded before it left"),
    ],
)
def test_how_far_an_answer_has_come(sent, words):
    assert words in wording.given_words(GivenAnswer(Answer.ACCEPTED, NOW, sent, SPAN))


def test_what_changed_and_what_is_in_the_way(shown):
    before = replace(SPAN, starts_at=START - 5400, ends_at=START)
    busy = EventRow(7, "Dentist", START, START + 1800, False, "", "", None, 0)
    _, bar = shown(replace(ASKED, was=before, conflicts=(busy,), more_conflicts=2))
    assert bar.changed.words.text().startswith("Changed: it was 11:00")
    assert "is 12:30" in bar.changed.words.text()
    assert bar.conflict.words.text().startswith("At the same time: Dentist (12:30")
    assert bar.conflict.words.text().endswith("2 more")


def test_another_day_is_told_with_its_date():
    moved = replace(ASKED, was=replace(SPAN, starts_at=START - 86_400, ends_at=START - 81_000))
    assert "Nov 30" in wording.was_words(moved) or "30 Nov" in wording.was_words(moved)


@pytest.mark.parametrize(
    ("changes", "words", "buttons"),
    [
        ({"validity": Validity.OUTDATED, "answerable": False}, "outdated", []),
        ({"validity": Validity.CANCELLED, "answerable": False, "event_key": 3}, "cancelled it", ["Show in the calendar", "Remove from the calendar"]),
        ({"me": "", "account_key": None, "answerable": False}, "None of your addresses", ["Put into the calendar"]),
        ({"method": Method.CANCEL, "answerable": False}, "not in the calendar", []),
        ({"method": Method.OTHER, "answerable": False}, "", ["Put into the calendar"]),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_says_why(shown, changes, words, buttons):
    _, bar = shown(replace(ASKED, **changes))
    assert words in bar.validity.text()
    assert labels(bar) == buttons


def test_a_cancelled_meeting_leaves_the_calendar_only_when_told_to(shown, qtbot):
    desk, bar = shown(replace(ASKED, method=Method.CANCEL, answerable=False, event_key=901))
    assert bar.title.text() == "Cancelled: Handover walk"
    assert not any(isinstance(one, DeleteEvent) for one in desk.session.submitted)
    desk.session.desk.event_details[901] = next(iter(desk.session.desk.event_details.values()))
    bar.remove.click()
    assert DeleteEvent(901) in desk.session.submitted


def test_what_is_not_for_me_is_added_as_an_event_of_the_mail(shown):
    desk, bar = shown(replace(ASKED, me="", account_key=None, answerable=False))
    bar.add.click()
    assert [(one.kind, one.locations) for one in desk.session.submitted if isinstance(one, LinkMail)] == [
        ("event", (1,))
    ]


def test_a_guests_answer_is_noted_when_told_to(shown, qtbot):
    paco = Guest("Paco Soler", "p@x.example", "declined")
    reply = replace(
        ASKED, method=Method.REPLY, answerable=False, replier=paco, note="No puedo.", recordable=True, event_key=3
    )
    desk, bar = shown(reply)
    assert bar.title.text() == "Paco Soler declines: Handover walk"
    assert bar.note_shown.text() == "“No puedo.”"
    bar.record.click()
    qtbot.waitUntil(lambda: "noted" in bar.validity.text(), timeout=5000)
    assert RecordReply(1) in desk.session.submitted


def test_a_mail_from_somebody_else_says_where_the_answer_goes(shown):
    _, bar = shown(replace(ASKED, foreign_sender="mallory@evil.example"))
    assert "mallory@evil.example" in bar.foreign.words.text()
    assert "daniel@nomada.example" in bar.foreign.words.text()


def test_foreign_texts_stay_on_their_line_and_are_no_markup(shown):
    hostile = "\u202egnp.exe<b>x</b>\n" + "M" * 4000
    guests = tuple(Guest(hostile, f"g{n}@x.example") for n in range(60))
    _, bar = shown(replace(ASKED, title=hostile, place=hostile, organiser=Guest(hostile, "d@x.example"), guests=guests))
    for text in (bar.title.text(), bar.when.text(), bar.people.text()):
        assert "\u202e" not in text
        assert "\n" not in text
        assert len(text) < 700
    assert bar.title.text().startswith("gnp.exe<b>")


def test_it_is_read_again_when_the_calendar_changes_and_keeps_the_note(shown, qtbot):
    desk, bar = shown(ASKED)
    bar.add_note.click()
    bar.note.setText("Llego tarde")
    desk.session.invitations.found[1] = replace(
        ASKED, conflicts=(EventRow(7, "Dentist", START, START + 60, False, "", "", None, 0),)
    )
    desk.pane.hear(ChangeSet(desk=True))
    qtbot.waitUntil(lambda: bar.conflict.isVisible(), timeout=5000)
    assert bar.note.text() == "Llego tarde"


def test_in_a_low_pane_the_files_give_way_to_the_bar(shown, qtbot):
    desk, bar = shown(ASKED)
    assert desk.pane.attachments.isVisible()
    desk.pane.resize(760, 560)
    qtbot.waitUntil(lambda: not desk.pane.attachments.isVisible(), timeout=5000)
    assert bar.people.isVisible(), "at 1024 x 640 the bar says everything"
    desk.pane.resize(760, 380)
    qtbot.waitUntil(lambda: not desk.pane.attachments.isVisible(), timeout=5000)
    assert bar.isVisible()
    assert not bar.people.isVisible()
    desk.pane.resize(760, 640)
    qtbot.waitUntil(lambda: desk.pane.attachments.isVisible(), timeout=5000)
