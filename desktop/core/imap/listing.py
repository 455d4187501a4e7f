"""LIST in one round trip where the server can (RFC 5258, 5819, 6154), else LIST and a row of STATUS commands; and NAMESPACE.

Runs in the thread that owns the connection.
"""

from __future__ import annotations

import re
from contextlib import suppress

from desktop.core.api.errors import ServerRefusal
from desktop.core.imap.dialogue import Dialogue, Parts
from desktop.core.imap.gateway import Capabilities, ListedMailbox, MailboxStatus
from desktop.core.imap.names import decode_mailbox, quote
from desktop.core.imap.special_use import assign_roles
from desktop.core.imap.tokens import MAX_MODSEQ, MAX_UID, Value, confused, parse_number, parse_values
from desktop.core.mail.mailbox import plain_name

_LIST = re.compile(rb"\* X?LIST ", re.IGNORECASE)
_STATUS = re.compile(rb"\* STATUS ", re.IGNORECASE)
_UNSELECTABLE = {"\\noselect", "\\nonexistent"}
_STATUS_COMMANDS_IN_FLIGHT = 20
_MAX_MAILBOXES = 50_000
_NAMESPACE = re.compile(rb"\* NAMESPACE ", re.IGNORECASE)
_LONGEST_PREFIX = 100


class _Listing:
    """What LIST and STATUS said, by the name as it was on the wire."""

    def __init__(self) -> None:
        self.mailboxes: dict[bytes, tuple[list[str], str | None]] = {}
        self.statuses: dict[bytes, MailboxStatus] = {}
        self.personal_prefix = ""

    def note(self, parts: Parts) -> None:
        text = parts[0] or b""
        if match := _LIST.match(text):
            self._note_mailbox(parse_values(parts, match.end()))
        elif match := _STATUS.match(text):
            name, status = _parse_status(parse_values(parts, match.end()))
            self.statuses[name] = status
        elif match := _NAMESPACE.match(text):
            self.personal_prefix = _parse_personal_prefix(parse_values(parts, match.end()))

    def _note_mailbox(self, values: list[Value]) -> None:
        if len(values) < 3 or not isinstance(values[0], list) or isinstance(values[1], list):
            raise confused("a LIST response that is none")
        raw = _name(values[2])
        if not raw or any(byte < 0x20 for byte in raw):
            # Such a name cannot be asked for again: quoting refuses it.
            return
        attributes = [word.decode("ascii", "replace") for word in values[0] if isinstance(word, bytes)]
        delimiter = values[1].decode("ascii", "replace")[:1] if values[1] else None
        self.mailboxes[raw] = (attributes, delimiter)
        if len(self.mailboxes) > _MAX_MAILBOXES:
            raise confused("more mailboxes than can be")


def fetch_listing(
    dialogue: Dialogue, capabilities: Capabilities, words: frozenset[bytes], *, with_status: bool
) -> tuple[list[ListedMailbox], str]:
    """All mailboxes with their roles, in the server's order, each name once; and the prefix of the user's own."""
    listing = _Listing()
    options = []
    if with_status and capabilities.list_status:
        options.append(b"STATUS " + _status_items(capabilities))
    if capabilities.special_use and b"LIST-EXTENDED" in words:
        options.append(b"SPECIAL-USE")
    verb = b"XLIST" if b"XLIST" in words and not capabilities.special_use else b"LIST"
    tail = (b"RETURN (" + b" ".join(options) + b")",) if options and verb == b"LIST" else ()
    asked = dialogue.start(b"NAMESPACE") if b"NAMESPACE" in words else None
    tag = dialogue.start(verb, b'""', b'"*"', *tail)
    if asked is not None:
        with suppress(ServerRefusal):
            dialogue.finish(asked, handle=listing.note)
    dialogue.finish(tag, handle=listing.note)
    if with_status and not (capabilities.list_status and tail):
        _fetch_statuses(dialogue, capabilities, listing)
    return _listed(listing), listing.personal_prefix


def fetch_one_status(dialogue: Dialogue, capabilities: Capabilities, mailbox: bytes) -> MailboxStatus:
    """`mailbox` quoted. Raises ServerRefusal; a server that says OK and no status gives an empty one."""
    listing = _Listing()
    dialogue.run(b"STATUS", mailbox, _status_items(capabilities), handle=listing.note)
    return next(iter(listing.statuses.values()), MailboxStatus())


def _fetch_statuses(dialogue: Dialogue, capabilities: Capabilities, listing: _Listing) -> None:
    items = _status_items(capabilities)
    names = [raw for raw, (attributes, _) in listing.mailboxes.items() if _is_selectable(attributes)]
    for start in range(0, len(names), _STATUS_COMMANDS_IN_FLIGHT):
        batch = names[start : start + _STATUS_COMMANDS_IN_FLIGHT]
        for tag in [dialogue.start(b"STATUS", quote(raw), items) for raw in batch]:
            try:
                dialogue.finish(tag, handle=listing.note)
            except ServerRefusal:
                # One mailbox that cannot be looked into is listed without status.
                continue


def _listed(listing: _Listing) -> list[ListedMailbox]:
    names: dict[str, tuple[bytes, list[str], str | None]] = {}
    for raw, (attributes, delimiter) in listing.mailboxes.items():
        name = "INBOX" if raw.upper() == b"INBOX" else decode_mailbox(raw)
        names.setdefault(name, (raw, attributes, delimiter))
    roles = assign_roles(
        [(plain_name(name), delimiter, attributes) for name, (_, attributes, delimiter) in names.items()]
    )
    statuses = {raw.upper() if raw.upper() == b"INBOX" else raw: status for raw, status in listing.statuses.items()}
    return [
        ListedMailbox(
            name=name,
            delimiter=delimiter,
            special_use=role.special_use,
            special_use_by_name=role.by_name,
            selectable=_is_selectable(attributes),
            status=statuses.get(b"INBOX" if name == "INBOX" else raw),
        )
        for (name, (raw, attributes, delimiter)), role in zip(names.items(), roles, strict=True)
    ]


def _status_items(capabilities: Capabilities) -> bytes:
    return b"(MESSAGES UIDNEXT UIDVALIDITY UNSEEN" + (b" HIGHESTMODSEQ)" if capabilities.condstore else b")")


def _is_selectable(attributes: list[str]) -> bool:
    return not _UNSELECTABLE & {attribute.lower() for attribute in attributes}


def _name(value: Value) -> bytes:
    if isinstance(value, list):
        raise confused("a mailbox name that is none")
    return b"NIL" if value is None else value


def _parse_personal_prefix(values: list[Value]) -> str:
    """Of the first personal namespace. A prefix that ends no level is none that a mailbox can be put below."""
    match values:
        case [[[bytes() as raw, bytes() as delimiter, *_], *_], *_]:
            prefix = decode_mailbox(raw)
            if delimiter and raw.endswith(delimiter) and len(prefix) <= _LONGEST_PREFIX and prefix.isprintable():
                return prefix
    return ""


def _parse_status(values: list[Value]) -> tuple[bytes, MailboxStatus]:
    if len(values) < 2 or not isinstance(values[-1], list) or len(values[-1]) % 2:
        raise confused("a STATUS response that is none")
    items = values[-1]
    numbers = {
        name.upper(): parse_number(value, MAX_MODSEQ if name.upper() == b"HIGHESTMODSEQ" else MAX_UID)
        for name, value in zip(items[::2], items[1::2], strict=True)
        if isinstance(name, bytes)
        and name.upper() in (b"MESSAGES", b"UIDNEXT", b"UIDVALIDITY", b"UNSEEN", b"HIGHESTMODSEQ")
    }
    status = MailboxStatus(
        messages=numbers.get(b"MESSAGES"),
        uidnext=numbers.get(b"UIDNEXT") or None,
        uidvalidity=numbers.get(b"UIDVALIDITY"),
        unseen=numbers.get(b"UNSEEN"),
        highestmodseq=numbers.get(b"HIGHESTMODSEQ") or None,
    )
    return _name(values[0]), status
