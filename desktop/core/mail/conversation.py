"""Which mails are one conversation: those that name each other by Message-ID (RFC 5322, section 3.6.4), and, where an answer
names nothing, the mail that it plainly answers.

Invariant: the answer depends on which mails there are, not on their order; a subject alone joins nothing; and a mail speaks for
its own place only: where one of its ancestors is here, that one's own header says what comes before it, so nobody's mail makes
one conversation of two. Bounded, whatever the headers say. Pure; any thread.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from desktop.core.mail.envelope import Envelope
from desktop.values import dataclass

MOST_ANCESTORS = 50
"""Of one mail that are looked at: the first and the nearest ones."""
ANSWERED_WITHIN = 30 * 86_400
"""So long after a mail an answer that names none may still be its answer."""
_COMPARED = 100


@dataclass(frozen=True, slots=True)
class Letter:
    """What of a mail decides where it belongs. `ancestors` oldest first; addresses in lower case."""

    key: int
    message_id: str
    ancestors: tuple[str, ...]
    subject: str
    """Its base subject (RFC 5256, section 2.1) in lower case, where it may be an answer by it; else ""."""
    answers: bool
    """Its subject says that it is an answer."""
    sender: str
    recipients: frozenset[str]
    received: int


def ancestors_of(envelope: Envelope) -> tuple[str, ...]:
    """What it names as its ancestors, oldest first, never itself: References, then what it answers."""
    named = dict.fromkeys((*envelope.references, *envelope.in_reply_to[:1]))
    named.pop(envelope.message_id, None)
    ids = tuple(named)
    return ids if len(ids) <= MOST_ANCESTORS else (ids[0], *ids[1 - MOST_ANCESTORS :])


def find_conversation(opened: int, letters: Iterable[Letter], own: Collection[str] = ()) -> frozenset[int]:
    """The keys of the letters that are one conversation with `opened`, itself among them. `own` are the addresses of the person
    who reads: what lies here has reached them, whatever it was addressed to."""
    known = {letter.key: letter for letter in letters}
    first = _first_of_each_id(known.values())
    groups = _Groups()
    for letter in known.values():
        here: object = letter.key
        owner = first.get(letter.message_id)
        if owner is not None and (owner is letter or owner.sender == letter.sender):
            groups.join(here, letter.message_id)  # a stranger's mail with the id of another is not that one
        for ancestor in reversed(letter.ancestors):
            groups.join(here, ancestor)
            if ancestor in first:
                break
    for answer, answered in _plain_answers(known.values(), frozenset(own)):
        groups.join(answer, answered)
    wanted = groups.root(opened)
    return frozenset(key for key in known if groups.root(key) == wanted) | {opened}


def _first_of_each_id(letters: Iterable[Letter]) -> dict[str, Letter]:
    """Who has a Message-ID: the mail that came first with it."""
    first: dict[str, Letter] = {}
    for letter in letters:
        if letter.message_id:
            before = first.get(letter.message_id)
            if before is None or (letter.received, letter.key) < (before.received, before.key):
                first[letter.message_id] = letter
    return first


def _plain_answers(letters: Iterable[Letter], own: frozenset[str]) -> Iterable[tuple[int, int]]:
    """(answer, answered) where the answer names no ancestor: the last mail before it with that subject whose author it goes
    to, and which its own author had."""
    by_subject: defaultdict[str, list[Letter]] = defaultdict(list)
    for letter in letters:
        if letter.subject:
            by_subject[letter.subject].append(letter)
    for alike in by_subject.values():
        alike.sort(key=lambda letter: (letter.received, letter.key))
        for place, answer in enumerate(alike):
            if not answer.answers or answer.ancestors:
                continue
            for before in reversed(alike[max(0, place - _COMPARED) : place]):
                if answer.received - before.received > ANSWERED_WITHIN:
                    break
                had_it = answer.sender in before.recipients or answer.sender in own
                if had_it and before.sender in answer.recipients:
                    yield answer.key, before.key
                    break


class _Groups:
    """Sets that are joined by their members; a circle of joins joins nothing more."""

    def __init__(self) -> None:
        self._above: dict[object, object] = {}

    def root(self, member: object) -> object:
        path = []
        while (above := self._above.get(member, member)) != member:
            path.append(member)
            member = above
        for passed in path:
            self._above[passed] = member
        return member

    def join(self, one: object, other: object) -> None:
        top, below = self.root(one), self.root(other)
        if top != below:
            self._above[below] = top
