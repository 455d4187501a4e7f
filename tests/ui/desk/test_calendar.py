"""The calendar: days and weeks, events side by side, by keyboard, .ics files in and out, and reminders."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest

from desktop.core.api.changes import ChangeSet
from desktop.core.api.desk import EventDetail, EventRow, Guest, Series
from desktop.core.api.invitations import CancelMeeting, SendInvitation
from desktop.core.api.link_commands import DeleteEvent, SaveEvent
from desktop.core.api.linking import Person
from desktop.core.api.rows import OutboxState
from desktop.core.api.status import Notice
from desktop.ui.desk.calendar_days import (
    date_of,
    days_of,
    month_grid,
    place_day,
    span_words,
    start_of,
    touches,
    week_days,
)
from desktop.ui.desk.event_form import EventForm, reminder_words
from desktop.ui.desk.invite_form import InviteForm
from desktop.ui.desk.reminders import reminder_sentence
from desktop.ui.desk.repeat_field import RepeatField
from tests.fakes.mails import DAY, NOW

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
DAY_ONE = QDate(2026, 11, 24)
HOUR = 3_600


def event(key: int, start: int, end: int, *, all_day: bool = False, zone: str = "") -> EventRow:
    return EventRow(key, f"Event {key}", start, end, all_day, zone, "", None, 0)


def at(hour: float, day: QDate = DAY_ONE) -> int:
    return start_of(day) + int(hour * HOUR)


def test_a_month_stands_on_six_whole_weeks():
    days = month_grid(DAY_ONE)
    assert len(days) == 42
    assert len({day.dayOfWeek() for day in days[:7]}) == 7
    assert QDate(2026, 11, 1) in days
    assert QDate(2026, 11, 30) in days
    assert DAY_ONE in week_days(DAY_ONE)


@pytest.mark.parametrize("day", [QDate(2026, 2, 1), QDate(2026, 3, 29), QDate(2026, 12, 31), QDate(2024, 2, 29)])
def test_a_grid_has_each_day_once(day):
    days = month_grid(day)
    assert [days[0].addDays(number) for number in range(42)] == days
    assert day in days


def test_overlapping_events_share_the_width_and_others_have_it_alone():
    events = [event(1, at(9), at(10)), event(2, at(9.5), at(11)), event(3, at(10), at(10.5)), event(4, at(14), at(15))]
    placed = {one.event.event_key: one for one in place_day(events, DAY_ONE)}
    assert (placed[1].lane, placed[1].lanes) == (0, 2)
    assert (placed[2].lane, placed[2].lanes) == (1, 2)
    assert (placed[3].lane, placed[3].lanes) == (0, 2)
    assert (placed[4].lane, placed[4].lanes) == (0, 1)


def test_no_two_placed_events_lie_on_each_other():
    events = [event(key, at(8 + key * 0.4), at(8 + key * 0.4 + 1 + key % 3)) for key in range(1, 20)]
    placed = place_day(events, DAY_ONE)
    assert len(placed) == len(events)
    for one in placed:
        for other in placed:
            if one is not other and one.lane == other.lane and one.lanes == other.lanes:
                assert one.end <= other.start or other.end <= one.start


def test_an_event_over_midnight_is_cut_at_the_days_end():
    long = event(1, at(23), at(2, DAY_ONE.addDays(1)))
    first, second = place_day([long], DAY_ONE)[0], place_day([long], DAY_ONE.addDays(1))[0]
    assert (first.start, first.end) == (23 * 60, 24 * 60)
    assert (second.start, second.end) == (0, 120)
    assert touches(long, DAY_ONE.addDays(1))


def test_an_all_day_event_is_on_the_days_of_the_zone_it_was_made_in():
    tokyo = event(1, 1_795_446_000, 1_795_446_000 + DAY, all_day=True, zone="Asia/Tokyo")
    assert days_of(tokyo) == (DAY_ONE, DAY_ONE)
    assert not any(mark in span_words(tokyo) for mark in (":", "–"))


@pytest.mark.parametrize(("minutes", "words"), [(None, "None"), (0, "When it begins"), (15, "15 minutes before"),
                                                (60, "1 hour before"), (2_880, "2 days before")])  # fmt: skip
def test_reminders_in_words(minutes, words):
    assert reminder_words(minutes) == words


@pytest.fixture
def calendar(work_screen):
    room = work_screen.room("go_calendar")
    work_screen.wait(lambda: room.month._events)
    return room


def test_an_event_is_reached_with_the_keyboard_alone(work_screen, calendar):
    calendar.month.setFocus()
    assert calendar.month.day == date_of(NOW)
    work_screen.press(Qt.Key.Key_Space)
    work_screen.wait(calendar.card.isVisible)
    first = calendar.month.chosen
    work_screen.press(Qt.Key.Key_Space)
    assert calendar.month.chosen != first
    work_screen.press(Qt.Key.Key_Right)
    work_screen.wait(lambda: calendar.month.day == date_of(NOW).addDays(1))
    work_screen.wait(lambda: not calendar.card.isVisible())
    work_screen.press(Qt.Key.Key_PageDown)
    work_screen.wait(lambda: calendar.month.day.month() == 12)
    assert "December" in calendar._period.text()


def test_what_is_painted_can_be_pressed(work_screen, calendar, qtbot):
    calendar.month.grab()
    rect, row = calendar.month._places[0]
    qtbot.mouseClick(calendar.month, Qt.MouseButton.LeftButton, pos=rect.center())
    work_screen.wait(
        lambda: calendar.card.event_shown is not None and calendar.card.event_shown.row.event_key == row.event_key
    )
    calendar.show_week(True)
    work_screen.wait(lambda: calendar.week._events)
    calendar.week.grab()
    assert calendar.week._places


def test_from_an_event_to_its_mail(work_screen, calendar):
    calendar.open_thing(3)
    work_screen.wait(lambda: calendar.card.mails.buttons)
    calendar.card.mails.buttons[0].click()
    work_screen.wait(lambda: work_screen.window.mails.current_key() == 1011)


def test_a_new_event_on_the_day_in_front(work_screen, calendar):
    work_screen.press(Qt.Key.Key_Return)
    form = work_screen.opened(EventForm)
    form.keep()
    assert "title" in form.bar.text
    form.title.setText("Lunch")
    form.ends.set_moment(form.starts.seconds() - HOUR)
    form.keep()
    assert form.isVisible()
    form.ends.set_moment(form.starts.seconds() + 2 * HOUR)
    form.keep()
    made = lambda: [one for one in work_screen.session.submitted if isinstance(one, SaveEvent)]  # noqa: E731
    work_screen.wait(made)
    assert (made()[0].title, made()[0].ends_at - made()[0].starts_at) == ("Lunch", 2 * HOUR)
    assert date_of(made()[0].starts_at) == date_of(NOW)
    work_screen.wait(lambda: calendar.card.title.text() == "Lunch")


def test_an_all_day_event_keeps_its_days_when_it_is_edited(work_screen, calendar):
    calendar.open_thing(5)
    work_screen.wait(lambda: calendar.card.event_shown is not None)
    before = calendar.card.event_shown.row
    calendar.card.edit_wanted.emit()
    form = work_screen.opened(EventForm)
    form.keep()
    made = lambda: [one for one in work_screen.session.submitted if isinstance(one, SaveEvent)]  # noqa: E731
    work_screen.wait(made)
    assert (made()[0].starts_at, made()[0].ends_at) == (before.starts_at, before.ends_at)


def test_a_deleted_event_is_gone_and_can_be_had_back(work_screen, calendar):
    calendar.open_thing(7)
    work_screen.wait(calendar.card.isVisible)
    calendar.card.delete_wanted.emit()
    work_screen.wait(lambda: DeleteEvent(7) in work_screen.session.submitted)
    work_screen.wait(lambda: 7 not in work_screen.session.desk.event_details)
    work_screen.wait(lambda: work_screen.notices())
    work_screen.window.actions_["undo"].trigger()
    work_screen.wait(lambda: 7 in work_screen.session.desk.event_details)


def test_files_in_and_out(work_screen, calendar, tmp_path: Path, monkeypatch):
    target = tmp_path / "out.ics"
    monkeypatch.setattr("desktop.ui.desk.calendar.ask_path", lambda *_: str(target))
    calendar.open_thing(3)
    work_screen.wait(calendar.card.isVisible)
    calendar.card.export_wanted.emit()
    work_screen.wait(lambda: target.exists() and target.stat().st_size > 0)
    assert target.read_bytes().startswith(b"BEGIN:VCALENDAR")
    calendar.read_file(str(target))
    work_screen.wait(lambda: calendar.bar.buttons)
    assert not any(isinstance(one, SaveEvent) for one in work_screen.session.submitted)
    calendar.bar.buttons[0].click()
    work_screen.wait(lambda: any(isinstance(one, SaveEvent) for one in work_screen.session.submitted))


@pytest.mark.parametrize("content", [b"no calendar", None])
def test_a_file_that_is_none_is_refused_in_a_sentence(work_screen, calendar, tmp_path: Path, content):
    path = tmp_path / "x.ics"
    if content is not None:
        path.write_bytes(content)
    calendar.read_file(str(path))
    work_screen.wait(lambda: calendar.bar.text)
    assert calendar.bar.buttons == []


def test_what_was_cancelled_is_not_taken_over(work_screen, calendar):
    row = EventRow(0, "Feria", NOW, NOW + 3600, False, "UTC", "", None, 0)
    calendar._offer_import((EventDetail(row, "", (), notes=("cancelled",)),))
    assert "cancelled" in calendar.bar.text
    assert calendar.bar.buttons == []


def test_a_reminder_is_told_with_a_way_to_the_event(work_screen):
    about = (("event", "3"), ("title", "Visita de obra"), ("at", str(NOW + 900)), ("place", "Nave 12"))
    work_screen.session.tell_notice(Notice("reminder", parameters=about))
    work_screen.wait(lambda: work_screen.notices())
    assert len(work_screen.notices()) == 1
    assert "in about 15 minutes · Nave 12" in work_screen.notices()[0]
    work_screen.window.notices.cards[0]._act()
    work_screen.wait(lambda: work_screen.work.rooms.current() == "go_calendar")


def test_a_reminder_goes_with_its_event_and_when_that_is_moved(work_screen):
    desk, session = work_screen.session.desk, work_screen.session
    first, second = [one for one in desk.event_details.values() if not one.series][:2]
    for one in (first, second):
        about = (
            ("event", str(one.row.event_key)),
            ("title", one.row.title),
            ("at", str(one.row.starts_at)),
            ("place", ""),
        )
        session.tell_notice(Notice("reminder", parameters=about))
    work_screen.wait(lambda: len(work_screen.notices()) == 2)
    session.tell(ChangeSet(desk=True))
    del desk.event_details[first.row.event_key]
    session.tell(ChangeSet(desk=True))
    work_screen.wait(lambda: len(work_screen.notices()) == 1)
    assert second.row.title in work_screen.notices()[0]
    moved = replace(second, row=replace(second.row, starts_at=second.row.starts_at + 600))
    desk.event_details[second.row.event_key] = moved
    session.tell(ChangeSet(desk=True))
    work_screen.wait(lambda: not work_screen.notices())


def test_when_it_begins_is_said_as_it_is_now():
    about = {"title": "Fair", "at": str(NOW - 60), "place": ""}
    assert reminder_sentence(about, NOW).startswith("Fair began at")
    assert "in about 1 minute" not in reminder_sentence({**about, "at": str(NOW + 2 * DAY)}, NOW)
    assert reminder_sentence({}, NOW)


def test_an_event_that_repeats_is_chosen_one_time_at_a_time_and_one_can_go(work_screen, calendar):
    desk = work_screen.session.desk
    start = NOW // 3600 * 3600 + 3600
    work_screen.session.submit(SaveEvent(None, "Visita", start, start + 1800, series=Series("FREQ=DAILY;COUNT=3")))
    work_screen.wait(lambda: sum(one.title == "Visita" for one in calendar.month._events) == 3)
    second = [one for one in calendar.month._events if one.title == "Visita"][1]
    calendar.month.choose(second)
    calendar.month.event_chosen.emit(second)
    work_screen.wait(calendar.card.leave_out.isVisible)
    assert [calendar.month.is_chosen(one) for one in calendar.month._events if one.title == "Visita"] == [
        False,
        True,
        False,
    ]
    assert "Every day, 3 times" in calendar.card._repeats.text()
    assert calendar.card._when.text() == span_words(second)
    calendar.card.leave_out.click()
    work_screen.wait(lambda: sum(one.title == "Visita" for one in calendar.month._events) == 2)
    assert second.starts_at not in [one.starts_at for one in calendar.month._events]
    assert len(desk.event(second.event_key).series.left_out) == 1


def test_only_one_time_of_an_event_that_repeats_is_edited(work_screen, calendar):
    desk = work_screen.session.desk
    start = NOW // 3600 * 3600 + 3600
    work_screen.session.submit(SaveEvent(None, "Visita", start, start + 1800, series=Series("FREQ=DAILY;COUNT=3")))
    work_screen.wait(lambda: sum(one.title == "Visita" for one in calendar.month._events) == 3)
    second = [one for one in calendar.month._events if one.title == "Visita"][1]
    calendar.month.event_chosen.emit(second)
    work_screen.wait(calendar.card.edit_time.isVisible)
    assert (calendar.card.edit.text().strip(), calendar.card.edit_time.text().strip()) == (
        "Edit all times",
        "Edit only this time",
    )
    calendar.card.edit_time.click()
    form = calendar.findChild(EventForm)
    assert form.starts.seconds() == second.starts_at
    assert not form.repeat.isVisible()
    form.title.setText("Visita larga")
    form.ends.set_moment(second.ends_at + 3600, form.starts.zone())
    form.keep()
    work_screen.wait(lambda: any(one.title == "Visita larga" for one in calendar.month._events))
    assert sum(one.title == "Visita" for one in calendar.month._events) == 2
    (changed,) = desk.event(second.event_key).series.changed
    assert (changed.at, changed.starts_at, changed.ends_at) == (
        second.starts_at,
        second.starts_at,
        second.ends_at + 3600,
    )


@pytest.mark.parametrize(
    ("series", "shown"),
    [
        (None, None),
        (Series("FREQ=WEEKLY", (5,)), Series("FREQ=WEEKLY", (5,))),
        (Series("FREQ=DAILY;COUNT=4"), Series("FREQ=DAILY;COUNT=4")),
        (Series("FREQ=MONTHLY;BYDAY=-1FR"), Series("FREQ=MONTHLY;BYDAY=-1FR")),
        (Series("FREQ=YEARLY;UNTIL=20301231"), Series("FREQ=YEARLY;UNTIL=20301231")),
    ],
)
def test_the_form_keeps_how_an_event_repeats(qtbot, series, shown):
    field = RepeatField()
    qtbot.addWidget(field)
    field.set_series(series, QDate(2026, 11, 24))
    assert field.series() == shown


def test_the_form_says_how_an_event_is_to_repeat(qtbot):
    field = RepeatField()
    qtbot.addWidget(field)
    field.set_series(None, QDate(2026, 11, 24))
    field.show()
    assert not field.end.isVisible()
    field.unit.setCurrentIndex(2)
    assert field.series() == Series("FREQ=WEEKLY")
    field.end.setCurrentIndex(2)
    field.times.setValue(6)
    assert field.times.isVisible()
    assert field.series() == Series("FREQ=WEEKLY;COUNT=6")
    field.end.setCurrentIndex(1)
    field.until.setDate(QDate(2027, 1, 31))
    assert field.series() == Series("FREQ=WEEKLY;UNTIL=20270131")
    field.unit.setCurrentIndex(0)
    assert field.series() is None


def meet(work_screen, calendar, *guests: Guest, **more: object) -> EventRow:
    """An event with guests in the month, chosen."""
    start = NOW // 3600 * 3600 + 7200
    work_screen.session.submit(SaveEvent(None, "Revisión", start, start + 3600, guests=guests, **more))
    work_screen.wait(lambda: any(one.title == "Revisión" for one in calendar.month._events))
    row = next(one for one in calendar.month._events if one.title == "Revisión")
    calendar.month.event_chosen.emit(row)
    work_screen.wait(calendar.card.isVisible)
    return row


EVA = Guest("Eva Sanz", "eva@example.com")


def test_guests_are_written_down_with_an_event_and_nobody_is_told(work_screen, calendar):
    calendar.make_new(QDate(2026, 11, 26))
    form = calendar.findChild(EventForm)
    form.title.setText("Con Eva")
    form.guests.search.setText("eva@example.com")
    form._show_found([Person("Nadie", ""), Person("Eva Sanz", "eva@example.com")])
    QTest.keyClick(form.guests.search, Qt.Key.Key_Return)
    form.keep()
    work_screen.wait(lambda: any(one.title == "Con Eva" for one in calendar.month._events))
    row = next(one for one in calendar.month._events if one.title == "Con Eva")
    detail = work_screen.session.desk.event(row.event_key)
    assert detail.meeting is None
    assert [one.address for one in detail.guests][-1] == "eva@example.com"


def test_guests_are_invited_by_a_press_that_says_so(work_screen, calendar):
    row = meet(work_screen, calendar, EVA, text="Orden del día")
    card, session = calendar.card, work_screen.session
    work_screen.wait(card.invite.isVisible)
    assert card.invite.text().strip() == "Send invitation…"
    assert "not been invited" in card.told.text()
    card.invite.click()
    form = calendar.findChild(InviteForm)
    assert form.with_text.isChecked()
    form.note.setText("Con café")
    form.keep()
    work_screen.wait(lambda: session.desk.event(row.event_key).meeting is not None)
    sent = next(one for one in session.submitted if isinstance(one, SendInvitation))
    assert (sent.note, sent.with_text, sent.words.subject) == ("Con café", True, "Invitation: Revisión")
    assert "Revisión" in sent.words.text
    work_screen.wait(lambda: "waits" in card.told.text())
    assert not card.invite.isVisible()


def test_a_change_is_shown_to_be_untold(work_screen, calendar):
    row = meet(work_screen, calendar, EVA)
    session = work_screen.session
    session.submit(SendInvitation(row.event_key, 1)).result(5)
    event = session.desk.event(row.event_key)
    meeting = replace(event.meeting, sent=OutboxState.SENT)
    session.desk.event_details[row.event_key] = replace(event, meeting=meeting)
    session.submit(SaveEvent(row.event_key, "Revisión", row.starts_at + 3600, row.ends_at + 3600)).result(5)
    work_screen.wait(lambda: "do not know" in calendar.card.told.text())
    assert calendar.card.invite.text().strip() == "Tell the guests…"
    calendar.card.invite.click()
    assert calendar.findChild(InviteForm).command().words.subject == "Changed: Revisión"


@pytest.mark.parametrize("tells", [True, False])
def test_deleting_what_guests_were_invited_to_asks_whether_they_are_told(work_screen, calendar, tells):
    row = meet(work_screen, calendar, EVA)
    session = work_screen.session
    session.submit(SendInvitation(row.event_key, 1)).result(5)
    event = session.desk.event(row.event_key)
    session.desk.event_details[row.event_key] = replace(event, meeting=replace(event.meeting, sent=OutboxState.SENT))
    calendar.refresh()
    work_screen.wait(lambda: calendar.card.event_shown.meeting is not None and "told" in calendar.card.told.text())
    calendar.card.delete.click()
    assert calendar.bar.isVisible()
    assert session.desk.event(row.event_key) is not None
    calendar.bar.buttons[0 if tells else 1].click()
    work_screen.wait(lambda: session.desk.event(row.event_key) is None)
    wanted = CancelMeeting if tells else DeleteEvent
    assert any(isinstance(one, wanted) for one in session.submitted)


def test_a_meeting_of_somebody_else_has_no_guests_to_ask(work_screen, calendar):
    row = meet(work_screen, calendar, EVA)
    event = work_screen.session.desk.event(row.event_key)
    theirs = (Guest("Otro", "otro@example.net", "", True), EVA)
    work_screen.session.desk.event_details[row.event_key] = replace(event, guests=theirs)
    calendar.refresh()
    work_screen.wait(lambda: "organiser" in calendar.card._guests.text())
    assert not calendar.card.invite.isVisible()
    calendar.card.edit.click()
    form = calendar.findChild(EventForm)
    assert not form.guests.isVisible()
    assert form.command().guests is None


def test_what_became_of_the_mail_is_seen_without_another_look(work_screen, calendar):
    row = meet(work_screen, calendar, EVA)
    session = work_screen.session
    session.submit(SendInvitation(row.event_key, 1)).result(5)
    work_screen.wait(lambda: "waits" in calendar.card.told.text())
    event = session.desk.event(row.event_key)
    session.desk.event_details[row.event_key] = replace(event, meeting=replace(event.meeting, sent=OutboxState.SENT))
    session.tell(ChangeSet(outbox=True))
    work_screen.wait(lambda: "told" in calendar.card.told.text())
