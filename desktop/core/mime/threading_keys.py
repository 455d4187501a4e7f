"""Which conversation a message belongs to, from References, In-Reply-To, Message-ID and, failing these, the subject.

`thread_key` names the conversation of one message on its own, for the index. `build_threads` makes the tree of many
(after J. Zawinski's algorithm, jwz.org/doc/threading.html, without its recursion). Pure; any thread.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import field

from desktop.core.mail.envelope import Envelope
from desktop.values import dataclass

_PREFIX = re.compile(
    r"\s*(?:(?:re|aw|sv|vs|antw|odp|ref|rv|rif|r|ynt|回复|答复|回覆|fwd?|wg|tr|i|enc|转发)\s*(?:\[\d{1,4}\]|\(\d{1,4}\)|\^\d{1,4})?\s*[:：]\s*)+",
    re.I,
)
_REPLY = re.compile(
    r"\s*(?:re|aw|sv|vs|antw|odp|ref|rv|rif|r|ynt|回复|答复|回覆)\s*(?:\[\d{1,4}\]|\(\d{1,4}\)|\^\d{1,4})?\s*[:：]",
    re.I,
)
_TAG_THEN_PREFIX = re.compile(r"\s*(\[[^\]]{1,60}\])\s*(?=(?:re|aw|sv|fwd?)\s*:)", re.I)
_TRAILING_FORWARD = re.compile(r"\s*\(fwd\)\s*$", re.I)


def base_subject(subject: str) -> str:
    """The subject without reply and forward prefixes ("Re:", "AW[2]:", "[list] Re:"), blanks folded (RFC 5256, section 2.1)."""
    text = " ".join(subject.split())
    for _ in range(10):
        before = text
        text = _TRAILING_FORWARD.sub("", _PREFIX.sub("", text, count=1) if _PREFIX.match(text) else text)
        text = _TAG_THEN_PREFIX.sub(r"\1 ", text, count=1)
        if tag := re.match(r"(\[[^\]]{1,60}\])\s*", text):
            rest = text[tag.end() :]
            if _PREFIX.match(rest):
                text = f"{tag[1]} {_PREFIX.sub('', rest, count=1)}"
        if text == before:
            break
    return text.strip()


def is_reply_subject(subject: str) -> bool:
    """Whether the subject starts like an answer."""
    return _REPLY.match(subject) is not None


def thread_key(envelope: Envelope) -> str:
    """A key equal for the messages of a conversation as far as one message can tell; never empty.

    The first reference is the conversation's root in well-made mail; an answer without any reference goes by its subject.
    """
    if envelope.references:
        return envelope.references[0]
    if envelope.in_reply_to:
        return envelope.in_reply_to[0]
    if is_reply_subject(envelope.subject) or not envelope.message_id:
        return "subject:" + base_subject(envelope.subject).casefold()[:200]
    return envelope.message_id


@dataclass(slots=True, eq=False)
class Thread:
    """A place in a conversation. `key` is None where a message is only known from references to it."""

    message_id: str
    key: object | None = None
    subject: str = ""
    parent: Thread | None = None
    children: list[Thread] = field(default_factory=list)

    def walk(self) -> Iterable[tuple[int, Thread]]:
        """(depth, node) in reading order, this node first."""
        stack = [(0, self)]
        while stack:
            depth, node = stack.pop()
            yield depth, node
            stack.extend((depth + 1, child) for child in reversed(node.children))


def build_threads(
    messages: Iterable[tuple[object, Envelope]], *, by_subject: bool = True, prune: bool = True
) -> list[Thread]:
    """The conversations of (key, envelope) pairs, roots in order of first appearance, children in order of arrival.

    `by_subject` joins roots of equal base subject; `prune` removes places that no message fills.
    """
    table: dict[str, Thread] = {}
    nodes: list[Thread] = []
    for number, (key, envelope) in enumerate(messages):
        identifier = envelope.message_id or f"missing:{number}"
        node = table.get(identifier)
        if node is None or node.key is not None:  # a second message of the same id is a place of its own
            node = Thread(identifier if node is None else f"{identifier} again:{number}")
            table[node.message_id] = node
            nodes.append(node)
        node.key, node.subject = key, envelope.subject
        parent: Thread | None = None
        for reference in envelope.references + tuple(
            r for r in envelope.in_reply_to[:1] if r not in envelope.references
        ):
            place = table.get(reference)
            if place is None:
                place = table[reference] = Thread(reference)
                nodes.append(place)
            if parent is not None and place.parent is None and place is not parent and not _is_above(place, parent):
                _adopt(parent, place)
            parent = place
        if parent is not None and parent is not node and not _is_above(node, parent):
            if node.parent is not None:
                node.parent.children.remove(node)
                node.parent = None
            _adopt(parent, node)
    roots = [node for node in nodes if node.parent is None]
    if prune:
        roots = _prune(roots)
    return _join_subjects(roots) if by_subject else roots


def _adopt(parent: Thread, child: Thread) -> None:
    child.parent = parent
    parent.children.append(child)


def _is_above(node: Thread, other: Thread | None) -> bool:
    """Whether `node` is `other` or one of its ancestors."""
    while other is not None:
        if other is node:
            return True
        other = other.parent
    return False


def _prune(roots: list[Thread]) -> list[Thread]:
    """Places without a message go; their children move up, but several children of an empty root stay together under it."""
    order: list[Thread] = []
    stack = list(reversed(roots))
    while stack:
        node = stack.pop()
        order.append(node)
        stack.extend(reversed(node.children))
    for node in reversed(order):  # children before parents
        kept: list[Thread] = []
        for child in node.children:
            if child.key is None:
                for grandchild in child.children:
                    grandchild.parent = node
                kept.extend(child.children)
            else:
                kept.append(child)
        node.children = kept
    result: list[Thread] = []
    for root in roots:
        if root.key is None and len(root.children) <= 1:
            for child in root.children:
                child.parent = None
            result.extend(root.children)
        else:
            result.append(root)
    return result


def _join_subjects(roots: list[Thread]) -> list[Thread]:
    first: dict[str, Thread] = {}
    for root in roots:
        subject = base_subject(_subject_of(root)).casefold()
        if not subject:
            continue
        known = first.get(subject)
        if (
            known is None
            or (root.key is None and known.key is not None)
            or (
                is_reply_subject(_subject_of(known))
                and not is_reply_subject(_subject_of(root))
                and root.key is not None
            )
        ):
            first[subject] = root
    result: list[Thread] = []
    for root in roots:
        target = first.get(base_subject(_subject_of(root)).casefold())
        if target is None or target is root:
            result.append(root)
        elif target.key is None:
            for child in root.children if root.key is None else [root]:
                _adopt(target, child)
        elif is_reply_subject(_subject_of(root)) and not is_reply_subject(_subject_of(target)):
            _adopt(target, root)
        else:
            result.append(root)
    return result


def _subject_of(root: Thread) -> str:
    return root.subject if root.key is not None else next((child.subject for child in root.children), "")
