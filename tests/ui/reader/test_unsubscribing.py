"""Leaving a newsletter from the reader: said first, done once, remembered; and nothing asked by itself."""

from __future__ import annotations

import pytest

from desktop.core.api.changes import ChangeSet
from desktop.core.api.errors import Code, ConnectionFailure
from desktop.core.api.newsletters import Newsletter, Step, Unsubscribe, Way
from tests.fakes import letter_samples as samples

pytestmark = pytest.mark.qt_log_ignore("QRhi|RHI|GPUInfo|ulkan|GBM|This plugin does not support", extend=True)
URL = "https://news.shop.example/u/1"
CLICK = Step(Way.ONE_CLICK, "news.shop.example")
MAIL = Step(Way.MAIL, "leave@shop.example")
PAGE = Step(Way.PAGE, "news.shop.example", URL)


@pytest.fixture
def open_mail(make_desk, show, qtbot):
    def run(*steps: Step):
        desk = make_desk(samples.thread(), samples.thread())
        if steps:
            desk.session.newsletters.offers[1] = Newsletter(1, "Ofertas\u202e del día", steps)
        show(desk)
        if steps:
            qtbot.waitUntil(desk.pane.head.newsletter.isVisible)
        return desk

    return run


def bar(desk):
    return desk.pane.bars.newsletter


def press(desk, label: str) -> None:
    next(button for button in bar(desk).buttons if button.text() == label).click()


def wishes(desk) -> list[Unsubscribe]:
    return [one for one in desk.session.submitted if isinstance(one, Unsubscribe)]


def test_a_mail_without_a_list_offers_nothing(open_mail):
    desk = open_mail()
    assert not desk.pane.head.newsletter.isVisible()
    assert not desk.pane.unsubscribing.ask()
    assert not bar(desk).isVisible()


def test_one_click_is_told_first_and_remembered(open_mail, qtbot):
    desk = open_mail(CLICK, MAIL, PAGE)
    head = desk.pane.head.newsletter
    assert head.text() == "Unsubscribe"
    head.click()
    assert (
        bar(desk).text
        == "Leave the list “Ofertas del día”? news.shop.example is told so at once, and nothing but that."
    )
    assert desk.session.newsletters.asked == []
    press(desk, "Unsubscribe")
    qtbot.waitUntil(lambda: bar(desk).text.startswith("You have left the list “Ofertas del día”."))
    assert desk.session.newsletters.asked == ["news.shop.example"]
    assert bar(desk).buttons == []
    qtbot.waitUntil(lambda: head.text().startswith("You unsubscribed on "))
    assert wishes(desk) == []


def test_a_server_that_is_away_leaves_another_way(open_mail, qtbot):
    desk = open_mail(CLICK, MAIL)
    desk.session.newsletters.refusal = ConnectionFailure(Code.LIST_UNREACHED, host="news.shop.example")
    desk.pane.head.newsletter.click()
    press(desk, "Unsubscribe")
    qtbot.waitUntil(lambda: "needs the network" in bar(desk).text)
    assert desk.pane.head.newsletter.text() == "Unsubscribe"
    press(desk, "Another way")
    assert "A mail goes to leave@shop.example" in bar(desk).text
    press(desk, "Send the mail")
    qtbot.waitUntil(lambda: wishes(desk) == [Unsubscribe(1, Way.MAIL)])
    qtbot.waitUntil(lambda: desk.pane.head.newsletter.text().startswith("Asked by mail"))
    assert not bar(desk).isVisible()


def test_what_fails_after_the_mail_was_left_is_told_elsewhere(open_mail, qtbot, show):
    desk = open_mail(CLICK)
    desk.session.newsletters.refusal = ConnectionFailure(Code.LIST_UNREACHED, host="news.shop.example")
    failed: list[Exception] = []
    desk.dispatch.failed.connect(failed.append)
    desk.pane.head.newsletter.click()
    press(desk, "Unsubscribe")
    desk.pane.show_message(2)
    qtbot.waitUntil(lambda: len(failed) == 1)
    assert not bar(desk).isVisible()
    assert not desk.pane.head.newsletter.isVisible()


def test_a_page_is_opened_after_its_host_was_shown(open_mail, qtbot):
    desk = open_mail(PAGE)
    desk.pane.head.newsletter.click()
    assert "on a page of news.shop.example" in bar(desk).text
    assert desk.opened == []
    press(desk, "Open news.shop.example")
    assert desk.opened == [URL]
    qtbot.waitUntil(lambda: wishes(desk) == [Unsubscribe(1, Way.PAGE)])
    qtbot.waitUntil(lambda: desk.pane.head.newsletter.text().startswith("Opened its page"))


def test_another_mail_closes_the_question(open_mail, show):
    desk = open_mail(CLICK)
    desk.pane.head.newsletter.click()
    show(desk, 2)
    assert not bar(desk).isVisible()
    assert not desk.pane.unsubscribing.ask()


def test_an_undone_mail_is_forgotten(open_mail, qtbot):
    desk = open_mail(MAIL)
    desk.pane.head.newsletter.click()
    press(desk, "Send the mail")
    qtbot.waitUntil(lambda: desk.pane.head.newsletter.text().startswith("Asked by mail"))
    desk.session.newsletters.offers[1] = Newsletter(1, "Ofertas", (MAIL,))
    desk.pane.hear(ChangeSet(outbox=True))
    qtbot.waitUntil(lambda: desk.pane.head.newsletter.text() == "Unsubscribe")
