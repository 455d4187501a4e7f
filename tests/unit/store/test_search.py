"""What a person typed, as FTS5 syntax; whatever it is, the index takes it."""

import sqlite3
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.api.searching.parsing import parse
from desktop.core.store.file import load_driver
from desktop.core.store.found import split_words
from desktop.core.store.match_syntax import match_expression
from desktop.core.store.search import split_cjk

NOW = datetime(2026, 11, 28, tzinfo=UTC)


def expression_of(typed):
    query = parse(typed, NOW).query
    return None if query is None else match_expression(query)


@pytest.fixture(scope="module")
def index():
    connection = load_driver().connect(":memory:")
    connection.execute(
        "CREATE VIRTUAL TABLE t USING fts5(subject, sender, recipients, body, attachments, "
        "tokenize='unicode61 remove_diacritics 2')"
    )
    mails = [
        ("Presupuesto de obra", "Ana Beltrán ana@example.org", "Bob", "El precio final es de 1.200 euros", "plano.pdf"),
        ("Invoice 42", "Bob bob@example.com", "Ana ana@example.org", "the final price is lower", ""),
        (split_cjk("東京都の会議"), "田中 tanaka@example.jp", "", split_cjk("明日の会議について"), ""),
    ]
    for number, mail in enumerate(mails, 1):
        connection.execute("INSERT INTO t(rowid, subject, sender, recipients, body, attachments) VALUES (?,?,?,?,?,?)",
                           (number, *mail))  # fmt: skip
    yield connection
    connection.close()


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("presu", {1}), ("beltran", {1}), ("final", {1, 2}), ('"final price"', {2}), ("final -price", {1}),
        ("from:ana", {1}), ("de:ana", {1}), ("to:ana", {2}), ("ana", {1, 2}), ("from:final", set()),
        ("subject:invoice", {2}), ("file:plano", {1}), ("ana@example.org", {1, 2}), ("会議", {3}), ("東京", {3}),
        ("京東", set()), ("PRECIO", {1}), ("1.200", {1}), ("invoice OR obra", {1, 2}), ("invoice O obra final", {1, 2}),
        ("precio OR invoice -lower", {1}), ("de:ana O de:bob precio", {1}),
        ("cafe\u0301 OR precio", {1}), ("_", set()),
    ],
)  # fmt: skip
def test_typed_words_find(index, typed, found):
    expression = expression_of(typed)
    if expression is None:
        assert found == set()
        return
    rows = index.execute("SELECT rowid FROM t WHERE t MATCH ?", (expression,))
    assert {row[0] for row in rows} == found


@pytest.mark.parametrize("typed", ["", "  ", "-", '"', "()*", "^", "''", "from:", "is:", "OR", "_"])
def test_nothing_searchable(typed):
    assert parse(typed, NOW).query is None


def test_what_the_index_cannot_say_is_left_for_the_rows():
    for typed, rest in (("ana is:unread", 1), ("-draft", 1), ("ana OR is:unread", 1), ("ana -draft in:sent", 1)):
        assert len(split_words(parse(typed, NOW).query)[1]) == rest
    assert split_words(parse("-draft is:unread", NOW).query)[0] is None
    assert split_words(parse("ana -draft -price", NOW).query) == ('((("ana"*)) NOT (("draft"*) OR ("price"*)))', [])


@pytest.mark.parametrize(
    "typed", ["a " * 250, "a." * 250, "-a " * 160 + "b", " OR ".join("abcdefghij" * 10), '"' + "a " * 240 + '"']
)
def test_as_much_as_can_be_typed_is_not_too_much(index, typed):
    expression = expression_of(typed)
    assert expression is not None
    index.execute("SELECT rowid FROM t WHERE t MATCH ?", (expression,)).fetchall()


@given(st.text(max_size=80))
def test_any_text_is_valid_syntax(typed):
    expression = expression_of(typed)
    if expression is not None:
        connection = sqlite3.connect(":memory:")
        connection.execute("CREATE VIRTUAL TABLE t USING fts5(subject, sender, recipients, body, attachments)")
        connection.execute("SELECT rowid FROM t WHERE t MATCH ?", (expression,)).fetchall()
        connection.close()
