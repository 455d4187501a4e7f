"""The tour: six steps there and back with the keyboard, each of which shows or does something real."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.core.api.link_commands import LinkMail
from desktop.core.api.rows import OutboxState
from desktop.ui.plan.tour import Tour
from tests.ui.conftest import Screen


@pytest.fixture
def tour(demo) -> Tour:
    demo.bar.tour.click()
    return demo.tour


def ready(tour: Tour, step: int) -> bool:
    return tour.at == step - 1 and tour.card.next.isEnabled()


def go_to(tour: Tour, step: int, wait) -> None:
    for number in range(tour.at + 2, step + 1):
        tour.forward()
        wait(lambda number=number: ready(tour, number))


def test_it_begins_with_the_plan(screen: Screen, tour: Tour, wait):
    wait(lambda: ready(tour, 1))
    assert tour.card.place.text() == "1 of 6"
    assert not tour.card.back.isEnabled()
    assert screen.window.plan.page.isVisible()
    wait(lambda: tour.card.ring.isVisible())


def test_in_a_small_window_the_card_leaves_free_what_it_speaks_of(screen: Screen, tour: Tour, wait):
    screen.window.resize(1024, 640)
    page = screen.window.plan.page
    for step, seen in ((1, (page.usage.figures,)), (3, page.what_if.answer)):
        go_to(tour, step, wait)
        wait(lambda: tour.card.ring.isVisible())
        card = QRect(tour.card.mapToGlobal(QPoint(0, 0)), tour.card.size())
        for widget in seen:
            assert widget.isVisible()
            assert not card.intersects(QRect(widget.mapToGlobal(QPoint(0, 0)), widget.size())), step


def test_what_leaves_soon_then_the_preview(screen: Screen, tour: Tour, wait):
    go_to(tour, 2, wait)
    wait(lambda: screen.window.mails.query.leaving_within == 7)
    go_to(tour, 3, wait)
    what_if = screen.window.plan.page.what_if
    wait(lambda: what_if.result_ is not None and what_if.result_.plan.plan_id == "basic")


def test_the_linked_mail_stays_when_the_rest_leaves(session, screen: Screen, tour: Tour, wait):
    go_to(tour, 3, wait)
    would_leave = len(session.workspace.leaving_keys(session.workspace.what_if("basic")))
    go_to(tour, 4, wait)
    assert session.plan_row.plan_id == "basic"
    [wish] = [one for one in session.submitted if isinstance(one, LinkMail)]
    [key] = wish.locations
    assert session.rows([key])[key].held_by == "task"
    assert tour.card.done.text() == f"{would_leave - 1} mails left this computer. The linked one is here."
    wait(lambda: screen.window.mails.current_key() == key)


def test_the_month_is_full_and_a_mail_waits_with_its_day(session, screen: Screen, tour: Tour, wait):
    go_to(tour, 5, wait)
    assert session.plan_row.sent_this_month == session.plan_row.sends_per_month
    [row] = session.outbox()
    assert (row.state, row.not_before) == (OutboxState.HELD, session.plan_row.month_resets_at)
    assert screen.window.waiting.isVisible()
    assert "The next one goes on 1 Dec." in tour.card.done.text()


def test_back_repeats_nothing(session, tour: Tour, wait):
    go_to(tour, 5, wait)
    submitted = len(session.submitted)
    tour.back()
    wait(lambda: ready(tour, 4))
    tour.forward()
    wait(lambda: ready(tour, 5))
    assert len(session.submitted) == submitted


def test_the_last_step_finishes(demo, tour: Tour, wait):
    go_to(tour, 6, wait)
    assert tour.card.next.text() == "Finish"
    wait(lambda: tour.card.ring.isVisible())
    tour.forward()
    assert not tour.running
    assert not tour.card.isVisible()


def test_by_keyboard(tour: Tour, wait):
    wait(lambda: ready(tour, 1) and tour.card.next.hasFocus())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    wait(lambda: ready(tour, 2))
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    wait(lambda: ready(tour, 1) and tour.card.next.hasFocus())
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    wait(lambda: ready(tour, 2))
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert not tour.running


def test_a_step_that_fails_says_so_and_lets_one_go_on(session, screen: Screen, tour: Tour, wait, monkeypatch):
    go_to(tour, 3, wait)

    def broken(what_if):
        raise OSError("disk")

    monkeypatch.setattr(session.workspace, "leaving_keys", broken)
    tour.forward()
    wait(lambda: ready(tour, 4))
    assert len(screen.notices()) == 1
