"""The items of FETCH: reads what is asked for and writes the answer for one mail (RFC 3501, 7162, 8474).

A FetchPlan is made once per command; `format` is the hot path: for BODY[] it copies the stored bytes and parses nothing.
The caller holds the store's lock while formatting.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from desktop.core.demo.mail_server.mailbox import Message
from desktop.core.demo.mail_server.sections import Section, parse_section
from desktop.core.demo.mail_server.view import MailboxView
from desktop.core.demo.mail_server.wire import Arguments, BadSyntax, format_internaldate
from desktop.values import dataclass

Item = Callable[[MailboxView, Message], bytes]

MAX_ITEMS = 100
_NAME = re.compile(rb"[A-Za-z0-9.]+")
_MACROS = {
    "ALL": ("FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE"),
    "FAST": ("FLAGS", "INTERNALDATE", "RFC822.SIZE"),
    "FULL": ("FLAGS", "INTERNALDATE", "RFC822.SIZE", "ENVELOPE", "BODY"),
}
_SIMPLE: dict[str, Item] = {
    "UID": lambda view, message: b"UID %d" % message.uid,
    "FLAGS": lambda view, message: b"FLAGS " + view.flags_of(message),
    "INTERNALDATE": lambda view, message: b"INTERNALDATE " + format_internaldate(message.internaldate),
    "RFC822.SIZE": lambda view, message: b"RFC822.SIZE %d" % len(message.content.raw),
    "ENVELOPE": lambda view, message: b"ENVELOPE " + message.content.envelope,
    "BODY": lambda view, message: b"BODY " + message.content.body,
    "BODYSTRUCTURE": lambda view, message: b"BODYSTRUCTURE " + message.content.bodystructure,
    "MODSEQ": lambda view, message: b"MODSEQ (%d)" % message.modseq,
    "EMAILID": lambda view, message: b"EMAILID (%s)" % message.content.email_id.encode("ascii"),
    "THREADID": lambda view, message: b"THREADID NIL",
}
_OLD_NAMES = {
    "RFC822": Section((), "", frozenset(), b"RFC822"),
    "RFC822.HEADER": Section((), "HEADER", frozenset(), b"RFC822.HEADER"),
    "RFC822.TEXT": Section((), "TEXT", frozenset(), b"RFC822.TEXT"),
}
_NEEDS = {"MODSEQ": "CONDSTORE", "EMAILID": "OBJECTID", "THREADID": "OBJECTID"}


@dataclass(frozen=True, slots=True)
class FetchPlan:
    items: dict[str, Item]
    """By their name in the answer, in the order asked."""
    sets_seen: bool

    def format(self, view: MailboxView, number: int, message: Message) -> bytes:
        return b"* %d FETCH (%s)\r\n" % (number, b" ".join([item(view, message) for item in self.items.values()]))

    def including(self, *names: str) -> FetchPlan:
        """The same with more items: UID in front, others at the end."""
        items = dict(self.items)
        for name in names:
            if name == "UID":
                items = {name: _SIMPLE[name]} | items
            else:
                items.setdefault(name, _SIMPLE[name])
        return FetchPlan(items, self.sets_seen)


def parse_fetch(arguments: Arguments, offers: Callable[[str], bool]) -> FetchPlan:
    """The items of FETCH; `offers` tells whether a capability is there."""
    items: dict[str, Item] = {}
    sets_seen = False
    bracketed = arguments.accept(b"(")
    while True:
        name = _read_name(arguments)
        if not bracketed and name in _MACROS:
            items |= {each: _SIMPLE[each] for each in _MACROS[name]}
        else:
            label, item, marks = _parse_item(arguments, name, offers)
            items[label] = item
            sets_seen |= marks
        if len(items) > MAX_ITEMS:
            raise BadSyntax("Too many items")
        if not bracketed or arguments.accept(b")"):
            return FetchPlan(items, sets_seen)
        arguments.space()


def _read_name(arguments: Arguments) -> str:
    match = _NAME.match(arguments.data, arguments.position)
    if match is None:
        raise BadSyntax("Expected an item")
    arguments.position = match.end()
    return match.group().decode("ascii").upper()


def _parse_item(arguments: Arguments, name: str, offers: Callable[[str], bool]) -> tuple[str, Item, bool]:
    """(name in the answer, how to write it, whether it sets \\Seen)."""
    if name in ("BODY", "BODY.PEEK") and arguments.peek() == b"[":
        section = parse_section(arguments)
        return section.label.decode("latin-1"), _section_item(section), name == "BODY"
    if name in _OLD_NAMES:
        return name, _section_item(_OLD_NAMES[name]), name != "RFC822.HEADER"
    if name not in _SIMPLE or not offers(_NEEDS.get(name, "IMAP4rev1")):
        raise BadSyntax(f"Unknown item {name}")
    return name, _SIMPLE[name], False


def _section_item(section: Section) -> Item:
    label = section.label

    def write(view: MailboxView, message: Message) -> bytes:
        data = section.cut(message.content)
        return label + b" NIL" if data is None else b"%s {%d}\r\n%s" % (label, len(data), data)

    return write
