"""Foreign text on a terminal, and the small words around it."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.cli import output

ANY_TEXT = st.text(st.characters(exclude_categories=()))


@given(ANY_TEXT)
def test_no_character_that_a_terminal_obeys_comes_through(text: str):
    shown = output.safe(text)
    assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") or c in "\u202e\u2066\u200f"]
    shown.encode()


@given(ANY_TEXT)
def test_a_block_keeps_line_ends_and_tabs_only(text: str):
    assert not [c for c in output.safe_block(text) if unicodedata.category(c) == "Cc" and c not in "\n\t"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain words", "plain words"),
        ("año 東京 👩‍👧", "año 東京 👩‍👧"),
        ("\x1b[2J", "\\x1b[2J"),
        ("a\nb", "a\\nb"),
        ("\x9b31m", "\\x9b31m"),
        ("gpj.\u202eexe", "gpj.\\u202eexe"),
        ("\ud800", "\\ud800"),
        ("a\u2028b", "a\\u2028b"),
    ],
)
def test_what_is_shown(text: str, shown: str):
    assert output.safe(text) == shown


def test_a_block_has_plain_line_ends():
    assert output.safe_block("a\r\nb\rc\td\x07") == "a\nb\nc\td\\x07"


def test_json_is_ascii_and_says_its_version(capsys: pytest.CaptureFixture[str]):
    output.say_json({"subject": "año \x9b \u202e"})
    written = capsys.readouterr().out
    assert written.isascii()
    assert json.loads(written) == {"version": 1, "subject": "año \x9b \u202e"}


def test_warnings_go_to_standard_error(capsys: pytest.CaptureFixture[str]):
    output.warn("no\x1b[31m")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "bandeja: no\\x1b[31m\n")


@pytest.mark.parametrize(
    ("text", "width", "fitted"),
    [
        ("abc", 5, "abc  "),
        ("abcdef", 5, "abcd…"),
        ("東京都", 6, "東京都"),
        ("東京都", 5, "東京…"),
        ("東京都", 4, "東… "),
        ("e\u0301e", 2, "e\u0301e"),
        ("", 2, "  "),
    ],
)
def test_columns(text: str, width: int, fitted: str):
    assert output.fit(text, width) == fitted


@given(ANY_TEXT, st.integers(1, 40))
def test_fitted_text_has_exactly_the_columns(text: str, width: int):
    assert sum(output._columns(character) for character in output.fit(text, width)) == width


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 B"), (999, "999 B"), (1_000, "1.0 kB"), (1_234_567, "1.2 MB"), (5_000_000_000_000, "5000.0 GB")],
)
def test_sizes(size: int, words: str):
    assert output.size_words(size) == words


def test_moments_are_utc_and_never_fail():
    assert output.moment(0) == "1970-01-01T00:00:00Z"
    assert output.moment(None) is None
    assert output.moment(10**15) == "9999-12-31T23:59:59Z"


def test_counted():
    assert [output.counted(n, "body", "bodies") for n in (0, 1, 2)] == ["0 bodies", "1 body", "2 bodies"]


def test_raw_bytes_give_no_orders_to_a_terminal(monkeypatch, capsys):
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    output.say_bytes(b"a\x1b]0;title\x07\r\nb\xff")
    assert capsys.readouterr().out == "a\\x1b]0;title\\x07\nb\ufffd\n"
