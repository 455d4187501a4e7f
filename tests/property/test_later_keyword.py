"""Keywords about putting off: what we write is read back, and nothing else is taken for a moment."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.mail.later_keyword import is_from, keyword_of, marks_in, moment_in, moment_of, origin_keyword

CENTURY = st.integers(946_684_800, 4_102_444_740)
_ATOM = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789$-")


@given(CENTURY)
def test_a_moment_is_read_back_to_the_minute_and_never_before_it(moment: int):
    keyword = keyword_of(moment)
    read = moment_of(keyword)
    assert read is not None
    assert 0 <= read - moment < 60
    assert moment_of(keyword.lower()) == moment_of(keyword.upper()) == read
    assert set(keyword) <= _ATOM
    assert marks_in({keyword, "$Forwarded"}) == {keyword}


@given(st.integers(-(10**15), 10**15))
def test_any_moment_has_a_keyword(moment: int):
    assert moment_of(keyword_of(moment)) is not None


@given(st.text(max_size=60))
def test_foreign_text_is_a_moment_only_of_that_shape(text: str):
    for keyword in (text, f"$Later-{text}", f"$Later-2026{text}", f"$Later-20261201T0800Z{text}"):
        found = moment_of(keyword)
        assert found is None or (946_684_800 <= found <= 4_102_444_740 and keyword_of(found).lower() == keyword.lower())


@given(st.sets(st.text(max_size=20) | CENTURY.map(keyword_of), max_size=300))
def test_the_earliest_counts(keywords: set[str]):
    found = moment_in(keywords)
    read = [one for one in map(moment_of, keywords) if one is not None]
    assert (found is None) == (not read)
    assert found is None or found in read
    if len(keywords) <= 200:
        assert found == min(read, default=None)


@given(st.text(max_size=300), st.text(max_size=300))
def test_where_it_came_from_is_told_apart(name: str, other: str):
    keyword = origin_keyword(name)
    assert set(keyword) <= _ATOM
    assert len(keyword) < 40
    assert is_from({keyword.upper()}, name)
    assert is_from({keyword}, other) == (name == other)
    assert marks_in({keyword}) == {keyword}


def test_examples():
    assert keyword_of(1_796_112_000) == "$Later-20261201T0800Z"
    for text in (
        "$Later-20261301T0800Z", "$Later-20260230T0800Z", "$Later-20261201T2400Z", "$Later-20261201T0860Z", "$Later-19991201T0800Z",
        "$Later-20261201T0800", "Later-20261201T0800Z", "$Later-٢٠٢٦١٢٠١T0800Z", "$Later-20261201T0800Z\n", "",
    ):  # fmt: skip
        assert moment_of(text) is None
