"""Signatures in random mails: there are never two, a swap can be taken back, and no word of the writer is touched."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.mail.quote import split_quote
from desktop.core.mail.signature import (
    MARK,
    find_signature,
    fits,
    split_own,
    swap_signature,
    tidy_signature,
    written_text,
)

LINES = st.sampled_from(
    ["", "Hola Tom", "un saludo", "> citado", ">> antes", "Ana escribió:", "---", "-----", "From: Ana", "--", "a" * 90,
     "---------- Forwarded message ----------", "👩🏽‍🚒 emoji", "https://x.example/?a=b", "  sangrado", "de: ana"]
)  # fmt: skip
TEXTS = st.lists(LINES, max_size=12).map("\n".join)
SIGNATURES = (
    st.lists(
        st.sampled_from(
            ["Ana Beltrán", "Beltrán & Quiles", "", "> raya", "-----", "Tel.: 96 000 00 00", "Web:", "🏠 Dénia", "(a+)+$", "--"]
        ),
        min_size=1,
        max_size=6,
    )
    .map("\n".join)
    .map(tidy_signature)
    .filter(bool)
)  # fmt: skip
MAYBE = SIGNATURES | st.just("")


def marks(text: str) -> int:
    return text.split("\n").count(MARK)


def words(text: str) -> list[str]:
    return [line for line in text.split("\n") if line]


@given(TEXTS, SIGNATURES)
def test_a_signature_stands_above_the_quote_and_below_the_words(text: str, signature: str):
    own, quote = split_quote(text)
    signed, standing = swap_signature(text, "", signature)
    assert standing == signature
    assert signed.startswith(own)
    assert signed.endswith(quote)
    assert marks(signed) == 1
    place = find_signature(signed, standing)
    assert place is not None
    assert signed[slice(*place)] == f"-- \n{signature}"
    assert signed[: place[0]].endswith("\n\n")
    assert split_own(signed, standing)[1] == quote


@given(TEXTS, SIGNATURES)
def test_putting_it_in_again_changes_nothing(text: str, signature: str):
    signed, standing = swap_signature(text, "", signature)
    assert swap_signature(signed, standing, signature) == (signed, signature)
    if split_quote(f"{signature}\n\n> citado")[0].rstrip("\n") != signature:
        return  # nobody could tell it from the head of a quote, but the program knows its own lines
    again, left = swap_signature(signed, "", signature)
    assert (again, left) == (signed, None), "a mark that is there already is the writer's"


@given(TEXTS, SIGNATURES, st.lists(MAYBE, max_size=5))
def test_any_way_through_the_accounts_leads_back(text: str, first: str, others: list[str]):
    signed, standing = swap_signature(text, "", first)
    now: str | None = standing
    passed = signed
    for other in [*others, first]:
        passed, now = swap_signature(passed, now, other)
        assert now == other
        assert marks(passed) == (1 if other else 0)
        assert split_quote(written_text(passed, now))[0].rstrip("\n") == split_quote(text)[0].rstrip("\n")
    assert passed == signed


@given(TEXTS, MAYBE, SIGNATURES, st.data())
def test_an_edited_signature_stays_as_edited(text: str, first: str, other: str, data: st.DataObject):
    signed, standing = swap_signature(text, "", first)
    place = find_signature(signed, standing)
    if place is None:
        return
    at = data.draw(st.integers(place[0], place[1] - 1))
    edited = signed[:at] + data.draw(st.sampled_from(["", "!", "\n", " x"])) + signed[at + 1 :]
    if edited == signed:
        return
    after, left = swap_signature(edited, standing, other)
    assert (after, left) == (edited, None)
    assert swap_signature(after, left, first) == (edited, None)


@given(TEXTS, SIGNATURES, SIGNATURES)
def test_a_signature_taken_out_by_hand_stays_out(text: str, first: str, other: str):
    _, standing = swap_signature(text, "", first)
    removed, left = swap_signature(text, standing, other)
    assert (removed, left) == (text, None)
    assert swap_signature(removed, left, first) == (text, None)


@given(TEXTS, SIGNATURES)
def test_what_was_written_is_told_apart_from_it(text: str, signature: str):
    signed, standing = swap_signature(text, "", signature)
    assert words(written_text(signed, standing)) == words(text)


@given(st.text(max_size=300))
def test_what_is_kept_is_tidy_and_stays_so(text: str):
    tidy = tidy_signature(text)
    assert tidy_signature(tidy) == tidy
    assert MARK not in tidy.split("\n")
    assert tidy == "" or (tidy.split("\n")[0] and tidy.split("\n")[-1])
    assert not fits(tidy + "\n" * 30 + "x")
