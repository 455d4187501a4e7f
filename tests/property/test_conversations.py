"""Which mails are one conversation, whatever their headers say: the same for any order, each once, and nobody's mail makes one
of two."""

from __future__ import annotations

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.mail.conversation import ANSWERED_WITHIN, MOST_ANCESTORS, Letter, ancestors_of, find_conversation
from desktop.core.mail.envelope import Envelope

DAY = 86_400
IDS = [f"{letter}@x" for letter in "abcdefgh"]
PEOPLE = ["ana@x", "bob@x", "eva@x"]


@st.composite
def letters(draw: st.DrawFn) -> list[Letter]:
    count = draw(st.integers(1, 9))
    return [
        Letter(
            key,
            draw(st.sampled_from(["", *IDS])),
            tuple(draw(st.lists(st.sampled_from(IDS), max_size=4, unique=True))),
            draw(st.sampled_from(["", "invoice", "lunch"])),
            draw(st.booleans()),
            draw(st.sampled_from(PEOPLE)),
            frozenset(draw(st.sets(st.sampled_from(PEOPLE)))),
            draw(st.integers(0, 50)) * DAY,
        )
        for key in range(count)
    ]


@given(letters(), st.randoms(use_true_random=False))
def test_every_mail_is_in_one_conversation_whatever_their_order(all_: list[Letter], chance: random.Random):
    found = {letter.key: find_conversation(letter.key, all_) for letter in all_}
    for key, members in found.items():
        assert key in members
        assert all(found[other] == members for other in members)
    chance.shuffle(all_)
    assert found == {letter.key: find_conversation(letter.key, all_ + all_[:3]) for letter in all_}


@given(letters(), st.sampled_from(PEOPLE), st.lists(st.sampled_from(IDS), max_size=4, unique=True))
def test_a_mail_that_comes_makes_no_one_of_two_whose_mails_are_here(all_: list[Letter], sender: str, named: list[str]):
    """Not by what it names, as far as the mails it names are here, nor by an id that another has already."""
    taken = next((letter.message_id for letter in all_ if letter.message_id), "")
    here = {letter.message_id for letter in all_}
    ancestors = tuple(name for name in named if name in here)
    stranger = Letter(99, taken, ancestors, "", False, f"not-{sender}", frozenset(), 60 * DAY)
    before = {letter.key: find_conversation(letter.key, all_) for letter in all_}
    for key, members in before.items():
        assert find_conversation(key, [*all_, stranger]) - {99} == members


def test_a_mail_that_names_two_conversations_belongs_to_the_nearest():
    one, other = letter(1, "a@x"), letter(2, "b@x")
    both = letter(3, "c@x", "a@x", "b@x", sender="mallory@y")
    assert find_conversation(1, [one, other, both]) == {1}
    assert find_conversation(2, [one, other, both]) == find_conversation(3, [one, other, both]) == {2, 3}


def test_what_names_what_is_not_here_is_found_through_it():
    one, other = letter(1, "b@x", "a@x"), letter(2, "d@x", "a@x", "c@x")
    assert find_conversation(1, [one, other]) == {1, 2}
    assert find_conversation(1, [one, letter(3, "e@x", "f@x")]) == {1}


def test_a_circle_is_one_conversation():
    circle = [letter(1, "a@x", "b@x"), letter(2, "b@x", "c@x"), letter(3, "c@x", "a@x")]
    assert find_conversation(2, circle) == {1, 2, 3}


def test_a_strangers_mail_with_the_id_of_another_is_not_that_one():
    first, answer = letter(1, "a@x", sender="ana@x"), letter(2, "b@x", "a@x")
    false = replace(letter(3, "a@x", sender="mallory@y"), received=DAY)
    assert find_conversation(2, [first, answer, false]) == {1, 2}
    assert find_conversation(3, [first, answer, false]) == {3}
    copy = replace(first, key=4, received=DAY)
    assert find_conversation(2, [first, answer, copy]) == {1, 2, 4}


def test_an_answer_that_names_nothing_needs_the_subject_the_people_and_the_time():
    asked = replace(letter(1, "a@x", sender="bob@y", to=("ana@x",)), subject="invoice")
    answer = replace(letter(2, "b@x", sender="ana@x", to=("bob@y",)), subject="invoice", answers=True, received=DAY)
    assert find_conversation(1, [asked, answer]) == {1, 2}
    for other in (
        replace(answer, subject="invoices"),
        replace(answer, answers=False),
        replace(answer, recipients=frozenset({"eva@y"})),
        replace(answer, sender="eva@x"),
        replace(answer, received=ANSWERED_WITHIN + 1),
        replace(answer, received=-1),
        replace(answer, ancestors=("q@x",)),
    ):
        assert find_conversation(1, [asked, other]) == {1}
    assert find_conversation(1, [asked, replace(answer, sender="me@x")], own={"me@x"}) == {1, 2}


def test_ten_thousand_mails_that_all_name_each_other_are_bounded():
    ids = [f"{n}@x" for n in range(2_000)]
    every = tuple(ids[-MOST_ANCESTORS:])
    many = [replace(letter(n, ids[n], *every), subject="s", answers=True) for n in range(2_000)]
    assert len(find_conversation(0, many)) == 2_000


def test_ancestors_are_the_first_and_the_nearest_and_never_the_mail_itself():
    ids = tuple(f"{n}@x" for n in range(10_000))
    envelope = Envelope(message_id="7@x", references=ids, in_reply_to=("y" * 9_000, "z@x"))
    named = ancestors_of(envelope)
    assert len(named) == MOST_ANCESTORS
    assert (named[0], named[-2:]) == ("0@x", ("9999@x", "y" * 9_000))
    assert ancestors_of(Envelope(message_id="a@x", references=("a@x",), in_reply_to=("a@x",))) == ()


def letter(key: int, message_id: str, *ancestors: str, sender: str = "ana@x", to: tuple[str, ...] = ()) -> Letter:
    return Letter(key, message_id, ancestors, "", False, sender, frozenset(to), 0)
