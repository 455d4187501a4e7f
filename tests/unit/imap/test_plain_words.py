"""What a server says reaches a person as one harmless line, without the person's secret."""

from __future__ import annotations

import pytest

from desktop.core.network import plain_words


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("all is well", "all is well"),
        (b"caf\xc3\xa9 \xff", "café \ufffd"),
        ("a\r\n\tb\0c", "a b c"),
        ("\x1b[31mred\x1b[0m \x1b]0;title\x07x", "red x"),
        ("\u202eevil\u202c \u2066x\u2069 z\u200bw", "evil x z w"),
        ("<b>bold</b>", "<b>bold</b>"),
        ("", ""),
    ],
)
def test_one_harmless_line(said: str | bytes, shown: str):
    assert plain_words(said) == shown


def test_it_is_never_long():
    assert len(plain_words("word " * 100_000)) == 300
    assert len(plain_words(b"\x1b[" * 1_000_000)) <= 300


@pytest.mark.parametrize(
    "said",
    ["you said hunter2!", "hunter2hunter2", "hun\x1b[1mter2", "hunter\x1b]x\x072", b"hunter2"],
)
def test_a_secret_is_taken_out_however_it_is_cut(said: str | bytes):
    assert "hunter2" not in plain_words(said, ["hunter2", ""])
    assert "•••" in plain_words(said, ["hunter2", ""])
