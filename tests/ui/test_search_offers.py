"""What the search field offers while one types, and what keys and mouse do with it."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from desktop.core.api.searches import Coverage
from desktop.ui import i18n
from desktop.ui.searching.offer_list import OfferList
from desktop.ui.searching.offers import MOST, make_offers, read_piece
from desktop.ui.searching.sheet import SearchSheet
from desktop.ui.searching.sources import SessionSources

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Sources:
    def __init__(self, *recent: str) -> None:
        self._recent = list(recent)

    def people(self, prefix: str, limit: int) -> list[tuple[str, str]]:
        known = [("Ana Beltrán", "ana@example.org"), ("", "andrew@example.com")]
        return [one for one in known if one[1].startswith(prefix.lower())][:limit]

    def folders(self) -> list[tuple[str, str, str]]:
        return [("Sent", "Sent", "sent"), ("Offers", "Work/Offers", "folder"), ("Old mail", "Work/Old mail", "folder")]

    def accounts(self) -> list[str]:
        return ["ana@example.org", "help@example.org"]

    def recent(self) -> list[str]:
        return self._recent

    def today(self) -> date:
        return date(2026, 11, 28)


def texts(typed: str, *recent: str, cursor: int | None = None) -> list[str]:
    """What the field would say after each offer."""
    place = len(typed) if cursor is None else cursor
    return [offer.text for offer in make_offers(typed, place, Sources(*recent)) if not offer.caption]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("fr", "from:"), ("obra fr", "obra from:"), ("-fr", "-from:"), ("unr", "is:unread "), ("attach", "has:attachment "),
        ("from:an", "from:ana@example.org "), ("de:an", "de:ana@example.org "), ("-to:an", "-to:ana@example.org "),
        ("is:", "is:unread "), ("es:no", "es:no-leído "), ("has:t", "has:task "), ("in:s", "in:Sent "),
        ("in:of", "in:Work/Offers "), ("in:old", 'in:"Work/Old mail" '), ('in:"work', "in:Work/Offers "),
        ("on:", "on:today "), ("after:2026-", "after:2026-11 "), ("newer_than:", "newer_than:7d "),
        ("larger:", "larger:1M "), ("account:h", "account:help@example.org "), ("ana", "from:ana@example.org "),
    ],
)  # fmt: skip
def test_what_is_offered_first(qapp, typed, first):
    assert texts(typed)[0] == first


@pytest.mark.parametrize(
    "typed", ["subject:", "subject:a", "from:", "from:zzz", "zzzz", "a ", "is:unread", "on:today", "nope:x"]
)
def test_what_offers_nothing(qapp, typed):
    assert texts(typed) == []


def test_only_the_term_under_the_cursor_is_replaced(qapp):
    assert texts("obra from:an is:unread", cursor=12) == [
        "obra from:ana@example.org is:unread", "obra from:andrew@example.com is:unread",
    ]  # fmt: skip
    piece = read_piece('in:"Work Old" fr more', 16)
    assert (piece.start, piece.end, piece.value) == (14, 16, "fr")


def test_an_empty_field_offers_earlier_searches_and_examples(qapp):
    assert texts("", "obra", "from:ana")[:3] == ["obra", "from:ana", "from:"]
    assert "has:attachment " in texts("")
    assert len(texts("", *map(str, range(20)))) == 5 + 4 + 1


def test_an_earlier_search_that_begins_so_comes_first(qapp):
    assert texts("from:ana ob", "from:ana obra", "other")[0] == "from:ana obra"


def test_in_spanish_the_names_are_spanish(qapp):
    i18n.load(qapp, "es")
    try:
        assert texts("de")[0] == "de:"
        assert texts("fr")[0] == "de:"
        assert texts("tiene:ad") == ["tiene:adjunto "]
        assert texts("has:ad") == ["has:attachment "]
        assert texts("es:")[0] == "es:no-leído "
    finally:
        i18n.load(qapp, "en")


@given(st.text(max_size=40), st.integers(0, 40))
def test_whatever_is_typed_offers_are_few_and_fit(typed, cursor):
    for offer in make_offers(typed, min(cursor, len(typed)), Sources("obra")):
        assert 0 <= offer.cursor <= len(offer.text)
    if typed.strip():
        assert len(make_offers(typed, min(cursor, len(typed)), Sources("obra"))) <= MOST


# in the window


@pytest.fixture
def field(screen):
    made = screen.window.top_bar.search
    made.setFocus()
    return made


def offered(screen) -> OfferList | None:
    made = screen.window.findChild(OfferList)
    return made if made is not None and made.isVisible() else None


def shown(screen) -> list[str]:
    made = offered(screen)
    return [] if made is None else [one.shown for one in made.model.offers if not one.caption]


def test_offers_are_chosen_and_taken_by_keyboard(screen, field, wait):
    QTest.keyClicks(field, "is:")
    assert shown(screen)[:2] == ["is:unread", "is:read"]
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "is:unread "
    assert offered(screen) is None
    assert field.hasFocus()
    assert screen.window.mails.query.search == "is:unread"
    wait(lambda: screen.model.rowCount() and not screen.model.mail_at(0).seen)


def test_enter_is_the_fields_where_nothing_was_chosen(screen, field, wait):
    QTest.keyClicks(field, "lu")
    wait(lambda: shown(screen) == ["Lucía Ferrer"])
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "lu"
    assert offered(screen) is None
    assert screen.list.hasFocus()
    wait(lambda: screen.window.mails.query.search == "lu" and screen.model.rowCount())


def test_tab_completes_and_without_offers_goes_on(screen, field, wait):
    QTest.keyClicks(field, "fr")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == "from:"
    QTest.keyClicks(field, "lu")
    wait(lambda: shown(screen) == ["Lucía Ferrer"])
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert field.text() == "from:lucia.ferrer@obrasferrer.example "
    assert field.hasFocus()
    assert offered(screen) is None
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert not field.hasFocus()


def test_tab_passes_through_an_empty_field(screen, field):
    assert offered(screen) is not None
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert not field.hasFocus()
    assert offered(screen) is None


def test_esc_closes_the_offers_then_ends_the_search(screen, field):
    QTest.keyClicks(field, "is:")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert offered(screen) is None
    assert field.text() == "is:"
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    assert screen.list.hasFocus()


def test_esc_leaves_an_empty_field_at_once(screen, field):
    assert offered(screen) is not None
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert offered(screen) is None
    assert screen.list.hasFocus()


def test_people_who_come_late_change_nothing_that_is_chosen_or_closed(screen, field, wait, monkeypatch):
    gate = threading.Event()
    real = screen.session.known_addresses
    monkeypatch.setattr(screen.session, "known_addresses", lambda *words: (gate.wait(3), real(*words))[1])
    told: list[None] = []
    QTest.keyClicks(field, "to")
    assert shown(screen) == ["to:"]
    field.findChild(SessionSources).answered.connect(lambda: told.append(None))
    QTest.keyClick(field, Qt.Key.Key_Down)
    gate.set()
    wait(lambda: told)
    assert offered(screen).chosen() == 0
    assert shown(screen) == ["to:"]
    QTest.keyClick(field, Qt.Key.Key_Up)
    QTest.keyClick(field, Qt.Key.Key_Escape)
    gate.clear()
    QTest.keyClicks(field, "m")
    QTest.keyClick(field, Qt.Key.Key_Escape)  # nothing is shown yet: the search ends
    assert field.text() == ""
    gate.set()
    wait(lambda: len(told) == 2)
    assert offered(screen) is None


def test_down_goes_to_the_list_when_nothing_is_offered(screen, field):
    QTest.keyClicks(field, "presup")
    assert offered(screen) is None
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert screen.list.hasFocus()


def test_the_mouse_takes_an_offer(screen, field):
    made = offered(screen)
    rect = made.view.visualRect(made.model.index(shown(screen).index("is:unread") + 1, 0))
    QTest.mouseClick(made.view.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert field.text() == "is:unread "
    assert field.hasFocus()


def test_what_was_meant_is_offered_again_and_can_be_forgotten(screen, field, wait):
    for typed in ("fotos", "contract"):
        field.clear()
        QTest.keyClicks(field, typed)
        QTest.keyClick(field, Qt.Key.Key_Return)
        field.setFocus()
    assert screen.session.searches.recent() == ["contract", "fotos"]
    field.clear()
    screen.list.setFocus()
    field.setFocus()
    assert shown(screen)[:2] == ["contract", "fotos"]
    QTest.keyClick(field, Qt.Key.Key_Down)
    QTest.keyClick(field, Qt.Key.Key_Delete)
    wait(lambda: screen.session.searches.recent() == ["fotos"])
    wait(lambda: shown(screen)[0] == "fotos")
    made = offered(screen)
    rect = made.view.visualRect(made.model.index(1, 0))
    QTest.mouseClick(made.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(rect.right() - 10, rect.center().y()))
    wait(lambda: screen.session.searches.recent() == [])
    assert field.text() == ""


def test_a_search_that_was_left_by_the_mouse_was_meant(screen, field):
    QTest.keyClicks(field, "fotos")
    screen.list.setFocus()
    assert screen.session.searches.recent() == ["fotos"]


def test_a_choice_is_told_to_a_screen_reader(screen, field, monkeypatch):
    told: list[str] = []
    monkeypatch.setattr(QAccessible, "isActive", lambda: True)
    monkeypatch.setattr(QAccessible, "updateAccessibility", lambda event: told.append(event.message()))
    QTest.keyClicks(field, "is:")
    QTest.keyClick(field, Qt.Key.Key_Down)
    assert told[-1:] == ["is:unread, not read yet"]
    assert offered(screen).view.accessibleName() == "What can be searched for"


def test_all_that_can_be_searched_for_is_on_one_sheet(screen, field):
    made = offered(screen)
    last = made.model.index(made.model.rowCount() - 1, 0)
    QTest.mouseClick(made.view.viewport(), Qt.MouseButton.LeftButton, pos=made.view.visualRect(last).center())
    sheet = next(one for one in QApplication.topLevelWidgets() if isinstance(one, SearchSheet) and one.isVisible())
    words = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"from:ana", "who wrote it", "has:event", "-draft", "older_than:1y"} <= words
    sheet.close()


def test_how_much_was_searched_whole_is_said(screen, field, wait):
    screen.session.searches.fetched = Coverage(48_210, 50_000, 1_204)
    line = screen.window.mails._search_line
    QTest.keyClicks(field, "presup")
    wait(lambda: line._whole.isVisible())
    assert line._whole.text() == "48,210 of 50,000 searched whole · 1,204 mails on the server alone"
    field.clear()
    QTest.keyClicks(field, "subject:presup")
    wait(lambda: line._whole.text() == "1,204 mails on the server alone")  # subjects are known of every mail
    screen.session.searches.fetched = Coverage(50_000, 50_000)
    field.clear()
    QTest.keyClicks(field, "presup")
    wait(lambda: not line._whole.isVisible())


def test_a_condition_that_was_not_understood_is_said(screen, field, wait):
    QTest.keyClicks(field, "before:2026-13")
    wait(
        lambda: any(
            "“before:2026-13” was not understood" in label.text()
            for label in screen.window.mails._empty.findChildren(QLabel)
        )
    )


def test_half_a_condition_waits_for_the_rest_of_it(screen, field, wait):
    told: list[str] = []
    field.searched.connect(told.append)
    QTest.keyClicks(field, "is:re")
    field._rest.timeout.emit()
    assert told == [], "read or replied: nobody knows yet"
    QTest.keyClicks(field, "p")
    field._rest.timeout.emit()
    assert told == ["is:rep"]
    field.setText("presup is:s")
    field._rest.timeout.emit()
    assert told == ["is:rep"]
    QTest.keyClick(field, Qt.Key.Key_Escape)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert told[-1] == "presup is:s", "whoever goes on with it means it"
