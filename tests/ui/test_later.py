"""Putting mail off: by one key and Enter, told with its moment, undone by a key; what comes back is said and can be opened."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QDate, QDateTime, QTime
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.core.api.commands import Receipt, Snooze
from desktop.core.api.status import Notice
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui import words
from desktop.ui.command_palette import CommandPalette
from desktop.ui.later.choice import MomentPopup, choose_moment, putting_off
from desktop.ui.later.moments import offered
from desktop.ui.later.words import back_sentence, lost_sentence, stored_sentence
from desktop.ui.message_list.chips import chips_of

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
DAY = 86_400


def at(*parts: int) -> int:
    year, month, day, hour, minute = (*parts, 0, 0)[:5]
    return QDateTime(QDate(year, month, day), QTime(hour, minute)).toSecsSinceEpoch()


def shown(kind):
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


@pytest.mark.parametrize(
    ("now", "first", "names"),
    [
        (at(2026, 11, 26, 10), at(2026, 11, 26, 18), ["This evening", "Tomorrow morning", "Tomorrow evening", "Monday morning"]),
        (at(2026, 11, 26, 5), at(2026, 11, 26, 8), ["This morning", "This evening", "Tomorrow morning", "Tomorrow evening"]),
        (at(2026, 11, 26, 17, 30), at(2026, 11, 27, 8), ["Tomorrow morning", "Tomorrow evening", "Monday morning", "In a week"]),
        (at(2026, 11, 29, 20), at(2026, 11, 30, 8), ["Tomorrow morning", "Tomorrow evening", "In a week", "In a month"]),
        (at(2026, 1, 31, 9), at(2026, 1, 31, 18), ["This evening", "Tomorrow morning", "Tomorrow evening", "Monday morning"]),
    ],
)  # fmt: skip
def test_the_moments_lie_ahead_and_the_nearest_is_first(now: int, first: int, names: list[str]):
    moments = offered(now)
    assert moments[0].at == first
    assert [moment.name for moment in moments][:4] == names
    assert all(moment.at >= now + 3600 for moment in moments)
    assert [moment.at for moment in moments] == sorted({moment.at for moment in moments})


def test_what_comes_is_named_shortly():
    now, morning = at(2026, 11, 26, 10), words.clock_time(at(2026, 11, 27, 8))
    assert words.coming(at(2026, 11, 26, 8), now) == morning
    assert words.coming(at(2026, 11, 27, 8), now) == f"tomorrow {morning}"
    assert words.coming(at(2026, 11, 30, 8), now) == f"{words.day(at(2026, 11, 30), now)} {morning}"
    assert "2027" in words.coming(at(2027, 1, 4, 8), now)


def test_one_key_and_enter_put_a_mail_off(screen, wait):
    session, key = screen.session, screen.window.mails.current_key()
    screen.window.actions_["later"].trigger()
    palette = shown(CommandPalette)
    QTest.keyClick(palette._field, "\r")
    wait(lambda: key not in session.message_rows)
    (wish,) = (one for one in session.submitted if isinstance(one, Snooze))
    assert wish == Snooze((key,), offered(session.now)[0].at)
    wait(lambda: screen.notices() == [f"1 mail put off until {words.coming(wish.until, session.now)}"])
    wait(lambda: screen.model.rowCount() == 169)
    screen.window.actions_["undo"].trigger()
    wait(lambda: key in session.message_rows)


def test_the_folder_shows_when_each_comes_back_and_brings_it_back(screen, wait):
    session, key = screen.session, screen.window.mails.current_key()
    screen.window.commands.submit(Snooze((key,), session.now + DAY))
    wait(lambda: any(box.special_use is SpecialUse.LATER for box in session.mailbox_rows))
    screen.window.folders.refresh()
    wait(lambda: any(box.special_use is SpecialUse.LATER for box in screen.window.folders.mailboxes()))
    screen.window.actions_["go_later"].trigger()
    wait(lambda: screen.model.rowCount() == 1)
    (row,) = session.rows(list(screen.model.keys)).values()
    chip = next(chip for chip in chips_of(row, session.now) if chip.icon == "later")
    assert chip.text == words.coming(session.now + DAY, session.now)
    assert "unread" in chip.tooltip
    screen.list.step(0)
    screen.window.actions_["select_all"].trigger()
    screen.window.actions_["later"].trigger()
    palette = shown(CommandPalette)
    assert palette._rows.item(0).text() == "Back now"
    QTest.keyClick(palette._field, "\r")
    wait(lambda: "1 mail back where it was" in screen.notices())


def test_another_day_and_time(screen, wait):
    session, chosen = screen.session, []
    row = replace(next(iter(session.message_rows.values())), expires_at=session.now + 3 * DAY)
    choose_moment(screen.window, putting_off([row]), session.now, chosen.append)
    palette = shown(CommandPalette)
    texts = [palette._rows.item(place).text() for place in range(palette._rows.rowCount())]
    assert texts[-1] == "Another day and time…"
    asides = {choice.text: choice.aside for choice, _ in palette._choices}
    assert "leaves this computer on" in asides["In a week"]
    assert "leaves this computer on" not in asides["Tomorrow morning"]
    for letter in "another":
        QTest.keyClick(palette._field, letter)
    QTest.keyClick(palette._field, "\r")
    popup = shown(MomentPopup)
    assert popup.button.isEnabled()
    popup.field.day.setDate(QDate(2001, 1, 1))
    assert not popup.button.isEnabled()
    assert popup.told.text() == "That moment is over. Choose one ahead."
    popup.field.set_moment(session.now + 10 * DAY)
    assert popup.told.text().startswith("Before that, on ")
    popup.field.clock.setTime(QTime(9, 30))
    popup.button.click()
    assert chosen == [popup.field.seconds()]
    assert not popup.isVisible()


def test_what_comes_back_is_said_once_and_can_be_opened(screen, wait):
    session, wanted, told = screen.session, [], []
    key = screen.window.mails.current_key()
    screen.window.telling.mail_wanted.connect(wanted.append)
    screen.window.telling.told.connect(lambda heading, text: told.append((heading, text)))
    about = (("count", "1"), ("lost", "0"))
    session.tell_notice(Notice("came_back", 1, parameters=about, locations=(key,)))
    sentence = f"Back from Later: {session.message_rows[key].subject}"
    wait(lambda: screen.notices() == [sentence])
    assert told == [("Later", sentence)]
    screen.window.notices.cards[0].buttons[0].click()
    assert wanted == [key]


def test_a_copy_that_has_left_is_said_too(screen, wait):
    screen.session.tell_notice(Notice("came_back", 1, parameters=(("count", "0"), ("lost", "2"))))
    wait(lambda: screen.notices() == [lost_sentence(2)])


def test_sentences():
    now, then = at(2026, 11, 26, 10), at(2026, 11, 27, 8)
    assert stored_sentence(Receipt("snoozed", 1), then, now) == f"1 mail put off until {words.coming(then, now)}"
    assert stored_sentence(Receipt("snoozed", 1200), then, now).startswith("1,200 mails put off until tomorrow")
    assert stored_sentence(Receipt("came_back", 2), 0, now) == "2 mails back where they were"
    assert back_sentence(1, "") == "Back from Later: No subject"
    assert back_sentence(3, "x") == "3 mails are back from Later"
    assert "It is in Later on your server" in lost_sentence(1)
