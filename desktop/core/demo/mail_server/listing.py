"""LIST with the extensions of RFC 5258, 5819 and 6154, and LSUB."""

from __future__ import annotations

from dataclasses import field

from desktop.core.demo.mail_server.mailbox_commands import format_status, parse_status_items
from desktop.core.demo.mail_server.names import matches
from desktop.core.demo.mail_server.session import Command, Session
from desktop.core.demo.mail_server.wire import Arguments, BadSyntax, format_name, format_string
from desktop.values import dataclass

MAX_PATTERNS = 20
MAX_PATTERN = 512
_SELECTIONS = {"SUBSCRIBED", "SPECIAL-USE", "REMOTE", "RECURSIVEMATCH"}


@dataclass
class _Request:
    reference: str = ""
    patterns: list[str] = field(default_factory=list)
    selection: set[str] = field(default_factory=set)
    extended: bool = False
    return_subscribed: bool = False
    status_items: list[str] | None = None


async def list_mailboxes(session: Session, arguments: Arguments) -> str:
    request = _parse(session, arguments)
    if request.patterns == [""] and not request.extended:
        session.say(rb'* LIST (\Noselect) %s ""' % _delimiter(session))
        return "List completed"
    with session.store.lock:
        for name, attributes, below in _find(session, request):
            line = b"* LIST (%s) %s %s" % (" ".join(attributes).encode("ascii"), _delimiter(session), format_name(name))
            session.say(line + (b' ("CHILDINFO" ("SUBSCRIBED"))' if below else b""))
            if request.status_items is not None and not {"\\Noselect", "\\NonExistent"} & set(attributes):
                session.say(format_status(session, name, request.status_items))
    return "List completed"


def _delimiter(session: Session) -> bytes:
    return format_string(session.store.delimiter.encode("ascii"))


def _parse(session: Session, arguments: Arguments) -> _Request:
    request = _Request()
    arguments.space()
    if arguments.peek() == b"(":
        request.extended = True
        request.selection = set(arguments.atoms_in_parentheses())
        unknown = request.selection - _SELECTIONS
        if unknown or request.selection == {"RECURSIVEMATCH"} or not _may_select(session, request.selection):
            raise BadSyntax("Unknown selection option")
        arguments.space()
    request.reference = arguments.mailbox()
    arguments.space()
    if arguments.accept(b"("):
        request.extended = True
        while not request.patterns or not arguments.accept(b")"):
            if request.patterns:
                arguments.space()
            request.patterns.append(arguments.list_pattern())
    else:
        request.patterns.append(arguments.list_pattern())
    if len(request.patterns) > MAX_PATTERNS or any(len(pattern) > MAX_PATTERN for pattern in request.patterns):
        raise BadSyntax("Too many patterns, or too long")
    if not arguments.at_end():
        _parse_return(session, arguments, request)
    arguments.end()
    return request


def _may_select(session: Session, selection: set[str]) -> bool:
    return session.offers("LIST-EXTENDED") and ("SPECIAL-USE" not in selection or session.offers("SPECIAL-USE"))


def _parse_return(session: Session, arguments: Arguments, request: _Request) -> None:
    request.extended = True
    arguments.space()
    if arguments.keyword() != "RETURN" or not session.offers("LIST-EXTENDED"):
        raise BadSyntax("Expected RETURN")
    arguments.space()
    arguments.expect(b"(")
    first = True
    while not arguments.accept(b")"):
        if not first:
            arguments.space()
        first = False
        word = arguments.keyword()
        if word == "STATUS" and session.offers("LIST-STATUS"):
            arguments.space()
            request.status_items = parse_status_items(session, arguments)
        elif word == "SUBSCRIBED":
            request.return_subscribed = True
        elif word not in ("CHILDREN", "SPECIAL-USE"):  # those two are always told
            raise BadSyntax(f"Unknown return option {word}")


def _find(session: Session, request: _Request) -> list[tuple[str, list[str], bool]]:
    """(name, attributes, whether it is listed only for what lies below it), INBOX first. The caller holds the lock."""
    account, delimiter = session.user, session.store.delimiter
    names = set(account.mailboxes)
    subscribed_only = "SUBSCRIBED" in request.selection
    if subscribed_only:
        names |= account.subscribed
    parents = _ancestors(set(account.mailboxes), delimiter)
    subscribed_parents = _ancestors(account.subscribed, delimiter) if "RECURSIVEMATCH" in request.selection else set()
    found = []
    for name in sorted(names | subscribed_parents, key=lambda each: (each != "INBOX", each)):
        if not any(matches(request.reference + pattern, name, delimiter) for pattern in request.patterns):
            continue
        subscribed = name in account.subscribed
        below = name in subscribed_parents
        if subscribed_only and not subscribed and not below:
            continue
        attributes = _attributes(session, name, name in parents)
        if "SPECIAL-USE" in request.selection and name not in account.special_use:
            continue
        if subscribed and (subscribed_only or request.return_subscribed):
            attributes.append("\\Subscribed")
        found.append((name, attributes, below))
    return found


def _attributes(session: Session, name: str, has_children: bool) -> list[str]:
    account = session.user
    attributes = ["\\HasChildren" if has_children else "\\HasNoChildren"]
    if name not in account.mailboxes:
        attributes.append("\\NonExistent")
    elif account.mailboxes[name] is None:
        attributes.append("\\Noselect")
    if name in account.special_use and session.offers("SPECIAL-USE"):
        attributes.append(account.special_use[name])
    return attributes


def _ancestors(names: set[str], delimiter: str) -> set[str]:
    """All names above these."""
    found = set()
    for name in names:
        parent = name.rpartition(delimiter)[0]
        while parent and parent not in found:
            found.add(parent)
            parent = parent.rpartition(delimiter)[0]
    return found


async def lsub(session: Session, arguments: Arguments) -> str:
    r"""Subscribed names; with `%`, also the names above them, as \Noselect (RFC 3501, section 6.3.9)."""
    arguments.space()
    reference = arguments.mailbox()
    arguments.space()
    pattern = arguments.list_pattern()
    arguments.end()
    if len(pattern) > MAX_PATTERN:
        raise BadSyntax("Pattern too long")
    delimiter = session.store.delimiter
    with session.store.lock:
        subscribed = set(session.user.subscribed)
    above = _ancestors(subscribed, delimiter) - subscribed if "%" in pattern else set()
    for name in sorted(subscribed | above):
        if matches(reference + pattern, name, delimiter):
            attribute = rb"\Noselect" if name in above else b""
            session.say(b"* LSUB (%s) %s %s" % (attribute, _delimiter(session), format_name(name)))
    return "Lsub completed"


COMMANDS = {"LIST": Command(list_mailboxes), "LSUB": Command(lsub)}
