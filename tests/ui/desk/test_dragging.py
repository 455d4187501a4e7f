"""Events dragged in the calendar: what is dropped where, what a click still does, and how it is given up."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QDate, QPoint, QRect, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from desktop.core.api.desk import EventRow
from desktop.core.api.link_commands import DeleteEvent, SaveEvent
from desktop.ui.desk.calendar_days import date_of, moved_by, start_of, week_words
from desktop.ui.desk.event_form import EventForm
from desktop.ui.desk.week_view import HOUR_HEIGHT
from tests.fakes.mails import DAY, NOW

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
HOUR = 3_600


@pytest.fixture
def calendar(work_screen):
    room = work_screen.room("go_calendar")
    work_screen.wait(lambda: room.month._events)
    return room


def place_of(view, key: int) -> QRect:
    view.grab()
    return next(rect for rect, row in view._places if row.event_key == key)


def drag(view, start: QPoint, end: QPoint, *, drop: bool = True) -> None:
    QTest.mousePress(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for part in range(1, 5):
        QTest.mouseMove(view, start + (end - start) * part / 4)
    if drop:
        QTest.mouseRelease(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)


def saved(work_screen, key: int) -> list[SaveEvent]:
    return [one for one in work_screen.session.submitted if isinstance(one, SaveEvent) and one.event_key == key]


def test_an_event_goes_to_another_day_of_the_month_at_its_hour(work_screen, calendar):
    row = work_screen.session.desk.event(3).row
    start = place_of(calendar.month, 3).center()
    day = date_of(row.starts_at).addDays(2)
    end = next(rect for one, rect in calendar.month._cells() if one == day).center()
    drag(calendar.month, start, end, drop=False)
    assert calendar.month.is_dragging
    calendar.month.grab()
    QTest.mouseRelease(calendar.month, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    work_screen.wait(lambda: saved(work_screen, 3))
    wanted = saved(work_screen, 3)[0]
    assert (wanted.starts_at, wanted.ends_at) == (row.starts_at + 2 * DAY, row.ends_at + 2 * DAY)
    assert (wanted.title, wanted.place, wanted.guests) == (row.title, row.place, None)
    work_screen.wait(lambda: work_screen.session.desk.event(3).row.starts_at == wanted.starts_at)
    told = work_screen.window.notices
    work_screen.wait(lambda: [card.sentence for card in told.cards] == ["Event “Visita de obra” saved"])
    told.cards[0].buttons[0].click()
    work_screen.wait(lambda: work_screen.session.desk.event(3).row.starts_at == row.starts_at)


def test_an_event_goes_to_another_hour_of_the_week(work_screen, calendar):
    calendar.show_week(True)
    work_screen.wait(lambda: calendar.week._events)
    row = work_screen.session.desk.event(3).row
    start = place_of(calendar.week, 3).center()
    drag(calendar.week, start, start - QPoint(0, HOUR_HEIGHT + HOUR_HEIGHT // 2))
    work_screen.wait(lambda: saved(work_screen, 3))
    wanted = saved(work_screen, 3)[0]
    assert wanted.starts_at == row.starts_at - 90 * 60
    assert wanted.ends_at - wanted.starts_at == row.ends_at - row.starts_at


def test_a_drag_is_given_up_with_escape(work_screen, calendar):
    start = place_of(calendar.month, 3).center()
    calendar.month.setFocus()
    drag(calendar.month, start, start + QPoint(0, 120), drop=False)
    work_screen.press(Qt.Key.Key_Escape)
    assert not calendar.month.is_dragging
    QTest.mouseRelease(calendar.month, Qt.MouseButton.LeftButton)
    assert saved(work_screen, 3) == []
    assert calendar.isVisible()


def test_a_click_moves_nothing_and_shows_the_event(work_screen, calendar):
    place = place_of(calendar.month, 3).center()
    QTest.mouseClick(calendar.month, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    work_screen.wait(calendar.card.isVisible)
    assert saved(work_screen, 3) == []


def test_an_event_of_the_next_month_is_shown_without_turning_the_page(work_screen, calendar):
    """It would move away from under the pointer."""
    calendar.show_day(date_of(NOW))
    cells = calendar.month._cells()
    other = next(day for day, _rect in reversed(cells) if day.month() != date_of(NOW).month())
    calendar.month._events = [
        EventRow(3, "Next month", start_of(other) + 9 * HOUR, start_of(other) + 10 * HOUR, False, "UTC", "", None, 0)
    ]
    place = place_of(calendar.month, 3).center()
    QTest.mouseClick(calendar.month, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    work_screen.wait(calendar.card.isVisible)
    assert calendar.month.day == date_of(NOW)


def test_a_double_click_is_about_the_day_that_was_pressed(work_screen, calendar):
    """The first click turns to the other month before the second one comes."""
    day, rect = calendar.month._cells()[-1]
    place = rect.center()
    QTest.mouseClick(calendar.month, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    work_screen.wait(lambda: calendar.month.day == day)
    QTest.mouseDClick(calendar.month, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
    form = work_screen.opened(EventForm)
    assert form.starts.day.date() == day
    form.close()


def menu_at(view, place: QPoint) -> None:
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(view, QContextMenuEvent(reason, place, view.mapToGlobal(place)))


def opened_menu(work_screen, calendar) -> list:
    work_screen.wait(lambda: any(menu.isVisible() for menu in calendar.findChildren(QMenu)))
    return next(menu for menu in calendar.findChildren(QMenu) if menu.isVisible()).actions()


def test_an_event_has_a_menu(work_screen, calendar):
    menu_at(calendar.month, place_of(calendar.month, 3).center())
    actions = opened_menu(work_screen, calendar)
    assert [one.text() for one in actions] == ["Edit", "Save as .ics…", "Delete"]
    assert calendar.card.event_shown.row.event_key == 3
    actions[-1].trigger()
    work_screen.wait(lambda: DeleteEvent(3) in work_screen.session.submitted)


def test_an_empty_day_offers_a_new_event_there(work_screen, calendar):
    calendar.month.grab()
    day, rect = next(
        (day, rect)
        for day, rect in calendar.month._cells()
        if not any(rect.intersects(place) for place, _row in calendar.month._places)
    )
    menu_at(calendar.month, rect.center())
    opened_menu(work_screen, calendar)[0].trigger()
    form = work_screen.opened(EventForm)
    assert form.starts.day.date() == day
    form.close()


def test_whole_days_are_moved_by_days_where_the_clocks_change():
    """From midnight to midnight in Madrid, over the night that has an hour more."""
    midnight = 1_792_792_800  # 2026-10-24 in Madrid
    row = EventRow(1, "x", midnight, midnight + DAY, True, "Europe/Madrid", "", None, 0)
    starts, ends = moved_by(row, 1, 45)
    assert starts == midnight + DAY
    assert ends == midnight + 2 * DAY + HOUR


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (QDate(2026, 12, 7), QDate(2026, 12, 13), "7–13 Dec 2026"),
        (QDate(2026, 11, 30), QDate(2026, 12, 6), "30 Nov – 6 Dec 2026"),
        (QDate(2026, 12, 28), QDate(2027, 1, 3), "28 Dec 2026 – 3 Jan 2027"),
    ],
)
def test_a_week_says_once_what_its_ends_have_in_common(first, last, said):
    assert week_words(first, last) == said
