"""The authored files' own small language: moments, dates in words, blocks, and what it says about slips of the pen."""

from __future__ import annotations

import email
from datetime import UTC, date, datetime
from email.header import decode_header, make_header
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.demo.authored.assembly import encoded_words, file_part, folded, mail_bytes, text_part
from desktop.core.demo.authored.cast import load_cast
from desktop.core.demo.authored.markup import html_inline, parse_blocks, plain_text
from desktop.core.demo.authored.moments import fill_dates, local_moment, madrid_offset, move_working_days, parse_moment
from desktop.core.demo.authored.script import parse_script
from desktop.core.demo.authored.values import ScriptError
from desktop.core.demo.authored.world import build_world

NOW = 1_795_514_400  # Tuesday 24 November 2026, 11:00 in Spain


@given(st.integers(946_684_800, 2_082_758_399))
def test_spanish_time_agrees_with_the_zone_database(seconds: int) -> None:
    there = datetime.fromtimestamp(seconds, UTC).astimezone(ZoneInfo("Europe/Madrid"))
    assert madrid_offset(seconds) == there.utcoffset().total_seconds()


@given(st.dates(date(2001, 1, 1), date(2035, 12, 31)), st.integers(4, 23), st.integers(0, 59))
def test_wall_time_goes_there_and_back(day: date, hour: int, minute: int) -> None:
    there = datetime.fromtimestamp(local_moment(day, hour, minute), UTC).astimezone(ZoneInfo("Europe/Madrid"))
    assert (there.date(), there.hour, there.minute) == (day, hour, minute)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ago 35m", NOW - 2100),
        ("ago 6.9d", NOW - 596_160),
        ("day 1 09:00", NOW - 26 * 3600),
        ("work 1 11:00", NOW - 86_400),
        ("work 2 11:00", NOW - 4 * 86_400),
        ("now+4w 11:00", NOW + 6 * 86_400),
        ("now+1 12:30", NOW + 86_400 + 5400),
    ],
)
def test_moments(text: str, expected: int) -> None:
    assert parse_moment(text, NOW) == expected


def test_a_moment_nobody_understands() -> None:
    with pytest.raises(ValueError, match="not a moment"):
        parse_moment("yesterday", NOW)


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(-80, 80).filter(bool))
def test_working_days_are_never_at_the_weekend(day: date, count: int) -> None:
    assert move_working_days(day, count).weekday() < 5


def test_dates_in_words() -> None:
    written = "[[+0|es]] / [[+1|en]] / [[now+4w|es]] / [[-1|num]] / [[+7|iso]] / [[+3w|en-day]] / [[+0|es-month]]"
    assert fill_dates(written, NOW, NOW) == (
        "martes 24 de noviembre / Wednesday 25 November / lunes 30 de noviembre / 23/11/2026 / 2026-12-01 / Friday / noviembre"
    )


def test_a_script_with_defaults_remarks_and_bodies() -> None:
    first, second = parse_script(
        "%% note\naccount: ana\nlang: en\n\n>>> one\nlang: es\n\nHola\n\nAdiós\n\n>>> two\n\nHi\n", "x.txt"
    )
    assert (first.name, first.get("account"), first.get("lang"), first.body) == ("one", "ana", "es", "Hola\n\nAdiós")
    assert (second.name, second.get("lang"), second.body) == ("two", "en", "Hi")


def test_a_slip_of_the_pen_is_named_with_its_line() -> None:
    with pytest.raises(ScriptError, match=r"x\.txt:2: unknown field 'form'"):
        parse_script(">>> one\nform: ana\n\nHola\n", "x.txt")


def test_two_mails_of_one_name_and_answers_to_nobody_are_refused() -> None:
    entry = parse_script(">>> one\naccount: ana\n\nHola\n", "x.txt")
    with pytest.raises(ScriptError, match="two mails"):
        build_world(NOW, [*entry, *entry])
    with pytest.raises(ScriptError, match="does not exist"):
        build_world(NOW, parse_script(">>> one\nre: none\n\nHola\n", "x.txt"))
    with pytest.raises(KeyError, match="nobody"):
        load_cast().person("nemo")


def test_blocks_as_text_and_html() -> None:
    blocks = parse_blocks(
        "# Title\n\nA *bold* [word](https://a.example/x)\n\n- one\n- two\n\n| a | bbb |\n| cc | d |\n\n=> Go <https://b.example>"
    )
    assert (
        plain_text(blocks)
        == "TITLE\n\nA bold word (https://a.example/x)\n\n- one\n- two\n\na    bbb\ncc   d\n\nGo: https://b.example"
    )
    assert html_inline("<b> & *c*") == "&lt;b&gt; &amp; <b>c</b>"


@given(st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=120))
def test_encoded_words_are_read_back(text: str) -> None:
    value = encoded_words(text)
    if not text.isascii():
        assert all(len(word) <= 75 for word in value.split(" "))
        assert str(make_header(decode_header(value))) == text
    else:
        assert value == text


@given(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=2000),
    st.sampled_from(["plain", "html"]),
)
def test_text_parts_are_read_back(text: str, subtype: str) -> None:
    message = email.message_from_bytes(mail_bytes(["Subject: x"], text_part(text, subtype)))
    data = message.get_payload(decode=True)
    assert data.decode(message.get_content_charset()).rstrip("\r\n") == text.rstrip("\n")


NAMES = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters='"\\'), max_size=200)


@given(NAMES.map(str.strip).filter(bool))
def test_file_names_are_read_back(name: str) -> None:
    message = email.message_from_bytes(mail_bytes([], file_part(name, "text/plain", b"x")))
    assert message.get_filename() == name


def test_long_headers_are_folded_at_spaces() -> None:
    lines = folded("Subject", "word " * 60 + "end").split("\n")
    assert max(map(len, lines)) <= 76
    assert "".join(lines).startswith("Subject: word word")
