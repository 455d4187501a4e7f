"""Conversations: keys of single messages, and trees of many."""

from __future__ import annotations

import pytest

from desktop.core.mail.envelope import Envelope
from desktop.core.mime.threading_keys import base_subject, build_threads, is_reply_subject, thread_key


@pytest.mark.parametrize(
    ("subject", "base"),
    [
        ("Plan", "Plan"),
        ("Re: Plan", "Plan"),
        ("RE: re:  Plan", "Plan"),
        ("Re[2]: Plan", "Plan"),
        ("Re(3): Plan", "Plan"),
        ("AW: WG: Plan", "Plan"),
        ("Fwd: Re: Plan (fwd)", "Plan"),
        ("RV: Plan", "Plan"),
        ("回复：Plan", "Plan"),
        ("[list] Re: Plan", "[list] Plan"),
        ("Re: [list] Plan", "[list] Plan"),
        ("Re: [list] Re: Plan", "[list] Plan"),
        ("Regarding: Plan", "Regarding: Plan"),
        ("Re:", ""),
        ("", ""),
    ],
)
def test_base_subjects(subject: str, base: str):
    assert base_subject(subject) == base


def test_reply_subjects():
    assert is_reply_subject("Re: x")
    assert is_reply_subject("AW[2]: x")
    assert not is_reply_subject("Fwd: x")
    assert not is_reply_subject("Really: x")


@pytest.mark.parametrize(
    ("envelope", "key"),
    [
        (Envelope(message_id="1"), "1"),
        (Envelope(message_id="3", references=("1", "2"), in_reply_to=("2",)), "1"),
        (Envelope(message_id="3", in_reply_to=("2",)), "2"),
        (Envelope(message_id="3", subject="Re: The Plan"), "subject:the plan"),
        (Envelope(subject="The Plan"), "subject:the plan"),
    ],
)
def test_keys(envelope: Envelope, key: str):
    assert thread_key(envelope) == key


def tree(*messages: tuple[str, tuple[str, ...]], **options: bool) -> str:
    pairs = [
        (identifier, Envelope(message_id=identifier, subject=identifier, references=references))
        for identifier, references in messages
    ]
    roots = build_threads(pairs, **options)
    return " ".join(f"{'.' * depth}{node.key or '?'}" for root in roots for depth, node in root.walk())


def test_trees():
    assert tree(("a", ()), ("b", ("a",)), ("c", ("a", "b"))) == "a .b ..c"
    assert tree(("c", ("a", "b")), ("b", ("a",)), ("a", ())) == "a .b ..c"
    assert tree(("x", ("gone",)), ("y", ("gone",))) == "? .x .y"
    assert tree(("x", ("gone",))) == "x"
    assert tree(("x", ("gone",)), prune=False) == "? .x"
    assert tree(("c", ("a", "gone"))) == "c"
    assert tree(("a", ()), ("c", ("a", "gone"))) == "a .c"


def test_circles_lose_nobody():
    assert sorted(tree(("a", ("b",)), ("b", ("a",))).replace(".", "").split()) == ["a", "b"]
    assert tree(("a", ("a",))) == "a"
    names = sorted(tree(("a", ("b", "c")), ("b", ("c", "a")), ("c", ("a", "b"))).replace(".", "").split())
    assert names == ["a", "b", "c"]


def test_equal_ids_are_two_messages():
    pairs = [(key, Envelope(message_id="same", subject="s")) for key in ("one", "two")]
    assert sorted(node.key for root in build_threads(pairs) for _, node in root.walk()) == ["one", "two"]


def test_messages_without_ids_are_kept():
    pairs = [(key, Envelope(subject=str(key))) for key in range(3)]
    assert len(build_threads(pairs)) == 3


def test_answers_without_references_join_by_subject():
    pairs = [
        (subject, Envelope(message_id=subject, subject=subject))
        for subject in ("Plan", "Re: Plan", "RE: Plan", "Plan ")
    ]
    roots = build_threads(pairs)
    assert [(root.key, [child.key for child in root.children]) for root in roots] == [
        ("Plan", ["Re: Plan", "RE: Plan"]),
        ("Plan ", []),
    ]
    assert len(build_threads(pairs, by_subject=False)) == 4


def test_a_long_chain():
    pairs = [(n, Envelope(message_id=f"{n}", references=(f"{n - 1}",) if n else ())) for n in range(3_000)]
    (root,) = build_threads(pairs)
    assert sum(1 for _ in root.walk()) == 3_000
