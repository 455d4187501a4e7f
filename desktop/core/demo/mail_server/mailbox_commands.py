"""Commands about mailboxes: SELECT, EXAMINE, STATUS, CREATE, DELETE, RENAME, SUBSCRIBE, APPEND, CLOSE, UNSELECT."""

from __future__ import annotations

from collections.abc import Callable

from desktop.core.demo.mail_server.content import Content
from desktop.core.demo.mail_server.faults import Manner
from desktop.core.demo.mail_server.mailbox import Mailbox
from desktop.core.demo.mail_server.message_commands import expunge_deleted
from desktop.core.demo.mail_server.session import Command, News, Session, State
from desktop.core.demo.mail_server.view import MailboxView
from desktop.core.demo.mail_server.wire import Arguments, BadSyntax, Refused, SequenceSet, format_name
from desktop.core.mail.uid_set import format_uid_set

_COUNTS: dict[str, Callable[[Mailbox], bytes]] = {
    "MESSAGES": lambda box: b"%d" % len(box.messages),
    "RECENT": lambda box: b"%d" % len(box.since(box.first_recent - 1)),
    "UIDNEXT": lambda box: b"%d" % box.uidnext,
    "UIDVALIDITY": lambda box: b"%d" % box.uidvalidity,
    "UNSEEN": lambda box: b"%d" % sum("\\Seen" not in message.flags for message in box.messages),
    "HIGHESTMODSEQ": lambda box: b"%d" % box.highestmodseq,
    "MAILBOXID": lambda box: b"(%s)" % box.mailbox_id.encode("ascii"),
}
_STATUS_NEEDS = {"HIGHESTMODSEQ": "CONDSTORE", "MAILBOXID": "OBJECTID"}


def parse_status_items(session: Session, arguments: Arguments) -> list[str]:
    items = arguments.atoms_in_parentheses()
    for item in items:
        if item not in _COUNTS or not session.offers(_STATUS_NEEDS.get(item, "IMAP4rev1")):
            raise BadSyntax(f"Unknown status item {item}")
    if "HIGHESTMODSEQ" in items:
        session.condstore = True
    return items


def format_status(session: Session, name: str, items: list[str]) -> bytes:
    """Raises Refused when there is no such mailbox."""
    with session.store.lock:
        box = session.user.open(name)
        counts = b" ".join(item.encode("ascii") + b" " + _COUNTS[item](box) for item in items)
    return b"* STATUS %s (%s)" % (format_name(name), counts)


async def status(session: Session, arguments: Arguments) -> str:
    arguments.space()
    name = arguments.mailbox()
    arguments.space()
    items = parse_status_items(session, arguments)
    arguments.end()
    session.say(format_status(session, name, items))
    return "Status completed"


async def select(session: Session, arguments: Arguments) -> str:
    return _select(session, arguments, read_only=False)


async def examine(session: Session, arguments: Arguments) -> str:
    return _select(session, arguments, read_only=True)


def _select(session: Session, arguments: Arguments, *, read_only: bool) -> str:
    arguments.space()
    name = arguments.mailbox()
    known = _parse_select_parameters(session, arguments)
    arguments.end()
    with session.store.lock:
        had_one = session.view is not None
        session.deselect()  # also when the new one cannot be selected (RFC 3501, section 6.3.1)
        box = session.user.open(name)
        if had_one and session.condstore:
            session.say(b"* OK [CLOSED] Previous mailbox closed")
        view = MailboxView(box, read_only=read_only, empty=session.faults.takes_for_empty(name))
        session.select(name, view)
        _say_state(session, view)
        if known is not None:
            _say_changes_since(session, view, *known)
    return "[READ-ONLY] Examined" if read_only else "[READ-WRITE] Selected"


def _say_state(session: Session, view: MailboxView) -> None:
    box = view.mailbox
    for line in view.permanent_flags():
        session.say(line)
    session.say(b"* %d EXISTS" % len(view.uids))
    session.say(b"* %d RECENT" % view.recent())
    unseen = next((number for number, each in enumerate(view.messages, 1) if "\\Seen" not in each.flags), None)
    if unseen is not None:
        session.say(b"* OK [UNSEEN %d] First unseen" % unseen)
    session.say(b"* OK [UIDVALIDITY %d] UIDs valid" % box.uidvalidity)
    if Manner.NO_UIDNEXT not in session.faults.manners:
        session.say(b"* OK [UIDNEXT %d] Predicted next UID" % box.uidnext)
    if session.offers("CONDSTORE"):
        session.say(b"* OK [HIGHESTMODSEQ %d] Highest" % box.highestmodseq)
    else:
        session.say(b"* OK [NOMODSEQ] No modification sequences")
    if session.offers("OBJECTID"):
        session.say(b"* OK [MAILBOXID (%s)] Mailbox" % box.mailbox_id.encode("ascii"))


def _parse_select_parameters(session: Session, arguments: Arguments) -> tuple[int, int, SequenceSet | None] | None:
    """(UIDVALIDITY, MODSEQ, known UIDs) of QRESYNC, RFC 7162, section 3.2.5; None without it."""
    if arguments.at_end():
        return None
    arguments.space()
    arguments.expect(b"(")
    known = None
    while True:
        word = arguments.keyword()
        if word == "CONDSTORE" and session.offers(word):
            session.condstore = True
        elif word == "QRESYNC" and session.qresync and known is None:
            known = _parse_qresync(arguments)
        else:
            raise BadSyntax(f"Unknown parameter {word}")
        if arguments.accept(b")"):
            return known
        arguments.space()


def _parse_qresync(arguments: Arguments) -> tuple[int, int, SequenceSet | None]:
    arguments.space()
    arguments.expect(b"(")
    uidvalidity = arguments.number()
    arguments.space()
    modseq = arguments.number()
    uids: SequenceSet | None = None
    if arguments.accept(b" "):
        if arguments.peek() != b"(":
            uids = arguments.sequence_set()
            arguments.accept(b" ")
        if arguments.accept(b"("):  # numbers and UIDs that match: a help to servers that forget expunges, and we do not
            arguments.sequence_set()
            arguments.space()
            arguments.sequence_set()
            arguments.expect(b")")
    arguments.expect(b")")
    if uids is not None and any(0 in each for each in uids):
        raise BadSyntax("Known UIDs cannot be *")
    return uidvalidity, modseq, uids


def _say_changes_since(
    session: Session, view: MailboxView, uidvalidity: int, modseq: int, known: SequenceSet | None
) -> None:
    if uidvalidity != view.mailbox.uidvalidity:
        return
    vanished = view.mailbox.vanished_after(modseq)
    if known is not None:
        vanished = [uid for uid in vanished if any(min(span) <= uid <= max(span) for span in known)]
    if vanished:
        session.say(b"* VANISHED (EARLIER) " + format_uid_set(vanished).encode("ascii"))
    wanted = view.resolve(known, by_uid=True) if known is not None else enumerate(view.messages, 1)
    for number, message in wanted:
        if message.modseq > modseq:
            session.say(session.format_change(number, message))


async def unselect(session: Session, arguments: Arguments) -> str:
    arguments.end()
    session.deselect()
    return "Unselect completed"


async def close(session: Session, arguments: Arguments) -> str:
    """Expunges without saying so (RFC 3501, section 6.4.2)."""
    arguments.end()
    view = session.selected
    code = ""
    with session.store.lock:
        if not view.read_only:
            expunge_deleted(view, None)
        if session.qresync:
            code = f"[HIGHESTMODSEQ {view.mailbox.highestmodseq}] "
        session.deselect()
    return code + "Close completed"


async def create(session: Session, arguments: Arguments) -> str:
    name = _one_name(arguments)
    session.user.create(name)
    if not session.offers("OBJECTID"):
        return "Create completed"
    box = session.user.open(name.removesuffix(session.store.delimiter))
    return f"[MAILBOXID ({box.mailbox_id})] Create completed"


async def delete(session: Session, arguments: Arguments) -> str:
    session.user.delete(_one_name(arguments))
    return "Delete completed"


async def rename(session: Session, arguments: Arguments) -> str:
    arguments.space()
    name = arguments.mailbox()
    arguments.space()
    new_name = arguments.mailbox()
    arguments.end()
    session.user.rename(name, new_name)
    return "Rename completed"


async def subscribe(session: Session, arguments: Arguments) -> str:
    name = _one_name(arguments)
    with session.store.lock:
        if name not in session.user.mailboxes:
            raise Refused("[NONEXISTENT] No such mailbox")
        session.user.subscribed.add(name)
    return "Subscribe completed"


async def unsubscribe(session: Session, arguments: Arguments) -> str:
    session.user.subscribed.discard(_one_name(arguments))
    return "Unsubscribe completed"


def _one_name(arguments: Arguments) -> str:
    arguments.space()
    name = arguments.mailbox()
    arguments.end()
    return name


async def append(session: Session, arguments: Arguments) -> str:
    """One mail or, with MULTIAPPEND (RFC 3502), several: all of them or none."""
    arguments.space()
    name = arguments.mailbox()
    mails: list[tuple[Content, int | None, frozenset[str]]] = []
    while not mails or (not arguments.at_end() and session.offers("MULTIAPPEND")):
        arguments.space()
        mails.append(_parse_mail(arguments))
    arguments.end()
    if Manner.NO_APPEND_TO_EXAMINED in session.faults.manners and _has_examined(session, name):
        raise Refused("Current box is selected READ-ONLY.")
    if Manner.EIGHT_BIT_AS_X in session.faults.manners:
        mails = [(content.in_ascii(), date, flags) for content, date, flags in mails]
    uidvalidity, uids = session.user.add_mails(name, mails)
    if not session.offers("UIDPLUS"):
        return "Append completed"
    return f"[APPENDUID {uidvalidity} {format_uid_set(uids)}] Append completed"


def _has_examined(session: Session, name: str) -> bool:
    return session.view is not None and session.view.read_only and session.view.mailbox is session.user.open(name)


def _parse_mail(arguments: Arguments) -> tuple[Content, int | None, frozenset[str]]:
    flags: frozenset[str] = frozenset()
    internaldate = None
    if arguments.peek() == b"(":
        flags = arguments.flags()
        arguments.space()
    if arguments.peek() == b'"':
        internaldate = arguments.date_time()
        arguments.space()
    if arguments.peek() != b"{":
        raise BadSyntax("Expected a literal")
    raw = arguments.string()
    if not raw:
        raise Refused("[CANNOT] A mail cannot be empty")
    return Content(raw), internaldate, flags


COMMANDS = {
    "SELECT": Command(select, news=News.NONE),
    "EXAMINE": Command(examine, news=News.NONE),
    "STATUS": Command(status),
    "CREATE": Command(create),
    "DELETE": Command(delete),
    "RENAME": Command(rename),
    "SUBSCRIBE": Command(subscribe),
    "UNSUBSCRIBE": Command(unsubscribe),
    "APPEND": Command(append),
    "CLOSE": Command(close, State.SELECTED, News.NONE),
    "UNSELECT": Command(unselect, State.SELECTED, News.NONE, "UNSELECT"),
}
