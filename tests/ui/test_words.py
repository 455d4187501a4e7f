"""Numbers, dates and waits in the words of each language; days are those of the clock on the wall."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from desktop.ui import i18n, words
from tests.fakes.mails import DAY, NOW

pytestmark = pytest.mark.skipif(not hasattr(time, "tzset"), reason="this system cannot move its time zone")


@pytest.fixture(autouse=True)
def in_utc() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "UTC"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.fixture
def spanish(qapp: QApplication) -> None:
    assert i18n.load(qapp, "es") == "es"


MOMENTS = [
    (NOW - 60, "10:21", "10:21"),
    (NOW - 10 * 3600, "00:22", "0:22"),
    (NOW - 11 * 3600, "Yesterday", "Ayer"),
    (NOW - 2 * DAY, "Sunday", "Domingo"),
    (NOW - 6 * DAY, "Wednesday", "Miércoles"),
    (NOW - 7 * DAY, "17 Nov", "17 nov"),
    (NOW - 21 * DAY, "3 Nov", "3 nov"),
    (NOW - 400 * DAY, "20 Oct 2025", "20 oct 2025"),
    (NOW + 2 * DAY, "26 Nov", "26 nov"),
    (0, "", ""),
]


@pytest.mark.parametrize(("seconds", "english", "_"), MOMENTS)
def test_moments_in_english(seconds, english, _):
    assert words.moment(seconds, NOW) == english


@pytest.mark.parametrize(("seconds", "_", "spanish_words"), MOMENTS)
def test_moments_in_spanish(spanish, seconds, _, spanish_words):
    assert words.moment(seconds, NOW) == spanish_words


def test_the_whole_date(qapp):
    assert words.moment_long(NOW) == "Tuesday, 24 November 2026, 10:22"
    assert words.moment_long(0) == "no date"
    i18n.load(qapp, "es")
    assert words.moment_long(NOW) == "Martes, 24 de noviembre de 2026, 10:22"


def test_the_month_comes_first_where_people_write_so():
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    assert words.moment(NOW - 21 * DAY, NOW) == "Nov 3"
    assert words.moment(NOW - 400 * DAY, NOW) == "Oct 20, 2025"


@pytest.mark.parametrize(("value", "english"), [(0, "0"), (999, "999"), (1_204, "1,204"), (1_234_567, "1,234,567")])
def test_numbers_in_english(value, english):
    assert words.number(value) == english


@pytest.mark.parametrize(
    ("value", "text"), [(0, "0"), (1_204, "1204"), (10_000, "10\u202f000"), (1_234_567, "1\u202f234\u202f567")]
)
def test_numbers_in_spanish(spanish, value, text):
    assert words.number(value) == text


SIZES = [
    (0, "0\u00a0bytes"),
    (1023, "1023\u00a0bytes"),
    (1024, "1\u00a0KB"),
    (1536, "2\u00a0KB"),
    (14_994_636, "14.3\u00a0MB"),
    (150 << 20, "150\u00a0MB"),
]


@pytest.mark.parametrize(("count", "text"), SIZES)
def test_sizes(count, text):
    assert words.size(count) == text


def test_a_size_in_spanish(spanish):
    assert words.size(14_994_636) == "14,3\u00a0MB", "a number stays with its unit"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (3, "less than a minute"),
        (55, "about 1 minute"),
        (170, "about 3 minutes"),
        (3_600, "about 1 hour"),
        (3 * 3_600, "about 3 hours"),
    ],
)
def test_waits(seconds, text):
    assert words.wait(seconds) == text


@pytest.mark.parametrize(("ahead", "days"), [(-5, 0), (0, 0), (1, 1), (DAY, 1), (DAY + 1, 2), (3 * DAY, 3)])
def test_days_left_are_rounded_up(ahead, days):
    assert words.days_left(NOW + ahead, NOW) == days
