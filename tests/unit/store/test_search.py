"""What a person types, as FTS5 syntax; whatever it is, the index takes it."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.store.database import load_driver
from desktop.core.store.search import match_expression, split_cjk


@pytest.fixture(scope="module")
def index():
    connection = load_driver().connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE t USING fts5(subject, people, body, attachments, tokenize='unicode61 remove_diacritics 2')"
    )
    mails = [
        ("Presupuesto de obra", "Ana Beltrán ana@example.org", "El precio final es de 1.200 euros", "plano.pdf"),
        ("Invoice 42", "Bob bob@example.com", "the final price is lower", ""),
        (split_cjk("東京都の会議"), "田中 tanaka@example.jp", split_cjk("明日の会議について"), ""),
    ]
    for number, mail in enumerate(mails, 1):
        connection.execute(
            "INSERT INTO t(rowid, subject, people, body, attachments) VALUES (?,?,?,?,?)", (number, *mail)
        )
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("presu", {1}), ("beltran", {1}), ("final", {1, 2}), ('"final price"', {2}), ("final -price", {1}),
        ("from:ana", {1}), ("de:ana", {1}), ("from:final", set()), ("subject:invoice", {2}), ("file:plano", {1}),
        ("ana@example.org", {1}), ("会議", {3}), ("東京", {3}), ("京東", set()), ("PRECIO", {1}), ("1.200", {1}),
    ],
)  # fmt: skip
def test_typed_words_find(index, typed, found):
    rows = index.execute("SELECT rowid FROM t WHERE t MATCH ?", (match_expression(typed),))
    assert {row[0] for row in rows} == found


@pytest.mark.parametrize("typed", ["", "  ", "-", '"', "()*", "-draft", "^", "''"])
def test_nothing_searchable(typed):
    assert match_expression(typed) is None


@given(st.text(max_size=80))
def test_any_text_is_valid_syntax(typed):
    expression = match_expression(typed)
    if expression is not None:
        connection = sqlite3.connect(":memory:")
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(subject, people, body, attachments)")
        connection.execute("SELECT rowid FROM t WHERE t MATCH ?", (expression,)).fetchall()
        connection.close()
