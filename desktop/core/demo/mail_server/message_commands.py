"""Commands about mails: FETCH, STORE, COPY, MOVE, SEARCH, EXPUNGE and their UID forms, CHECK, IDLE.

Each works on the session's view under the store's lock, and lets others in between blocks of a long answer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial

from desktop.core.demo.mail_server.fetch import FetchPlan, parse_fetch
from desktop.core.demo.mail_server.mailbox import FlagChange, Message
from desktop.core.demo.mail_server.search import parse_search
from desktop.core.demo.mail_server.session import Command, News, Session, State
from desktop.core.demo.mail_server.view import MailboxView
from desktop.core.demo.mail_server.wire import Arguments, BadSyntax, Refused, SequenceSet
from desktop.core.mail.uid_set import format_uid_set

BLOCK = 128 * 1024
SEARCHED_AT_ONCE = 250

Numbered = tuple[int, Message]


async def fetch(session: Session, arguments: Arguments, *, by_uid: bool) -> str:
    arguments.space()
    ranges = arguments.sequence_set()
    arguments.space()
    plan = parse_fetch(arguments, session.offers)
    changed_since, wants_vanished = _parse_fetch_modifiers(session, arguments, by_uid)
    arguments.end()
    if "MODSEQ" in plan.items or changed_since is not None:
        session.condstore = True
    if changed_since is not None:
        plan = plan.including("MODSEQ")
    if by_uid:
        plan = plan.including("UID")
    view = session.selected
    with session.store.lock:
        if wants_vanished and changed_since is not None:
            _say_vanished(session, view, ranges, changed_since)
        wanted = [
            each
            for each in view.resolve(ranges, by_uid=by_uid)
            if (changed_since is None or each[1].modseq > changed_since) and not session.faults.omits(each[1].uid)
        ]
    await _send_mails(session, view, plan, wanted)
    return "Fetch completed"


def _parse_fetch_modifiers(session: Session, arguments: Arguments, by_uid: bool) -> tuple[int | None, bool]:
    """CHANGEDSINCE and VANISHED of RFC 7162."""
    changed_since, vanished = None, False
    if arguments.at_end():
        return None, False
    arguments.space()
    arguments.expect(b"(")
    while True:
        word = arguments.keyword()
        if word == "CHANGEDSINCE" and session.offers("CONDSTORE"):
            arguments.space()
            changed_since = arguments.number()
        elif word == "VANISHED" and session.qresync and by_uid:
            vanished = True
        else:
            raise BadSyntax(f"Unknown modifier {word}")
        if arguments.accept(b")"):
            break
        arguments.space()
    if vanished and changed_since is None:
        raise BadSyntax("VANISHED needs CHANGEDSINCE")
    return changed_since, vanished


def _say_vanished(session: Session, view: MailboxView, ranges: SequenceSet, modseq: int) -> None:
    last = view.mailbox.uidnext - 1
    spans = [sorted((low or last, high or last)) for low, high in ranges]
    gone = [uid for uid in view.mailbox.vanished_after(modseq) if any(low <= uid <= high for low, high in spans)]
    if gone:
        session.say(b"* VANISHED (EARLIER) " + format_uid_set(gone).encode("ascii"))


async def _send_mails(session: Session, view: MailboxView, plan: FetchPlan, wanted: Sequence[Numbered]) -> None:
    """In blocks, so that neither memory nor the other sessions suffer from a long answer."""
    marks = plan.sets_seen and not view.read_only
    marking = plan.including("FLAGS", *(["MODSEQ"] if session.condstore else []))
    position = 0
    await session.send()
    while position < len(wanted):
        block: list[bytes] = []
        size = 0
        with session.store.lock:
            while position < len(wanted) and size < BLOCK:
                number, message = wanted[position]
                unseen = marks and "\\Seen" not in message.flags and _mark_seen(view, message)
                line = (marking if unseen else plan).format(view, number, message)
                block.append(line)
                size += len(line)
                position += 1
        session.connection.write(b"".join(block))
        await session.connection.drain()
        await asyncio.sleep(0)


def _mark_seen(view: MailboxView, message: Message) -> bool:
    modseq, changed, _ = view.mailbox.change_flags([message], FlagChange.ADD, ["\\Seen"])
    view.own_modseqs.add(modseq)
    return bool(changed)


async def store(session: Session, arguments: Arguments, *, by_uid: bool) -> str:
    arguments.space()
    ranges = arguments.sequence_set()
    arguments.space()
    unchanged_since = _parse_unchanged_since(session, arguments)
    change, silent = _parse_change(arguments)
    arguments.space()
    flags = arguments.flags()
    arguments.end()
    view = session.selected
    if view.read_only:
        raise Refused("[READ-ONLY] Mailbox is read-only")
    with session.store.lock:
        wanted = list(view.resolve(ranges, by_uid=by_uid))
        messages = [message for _, message in wanted]
        modseq, changed, newer = view.mailbox.change_flags(messages, change, flags, unchanged_since)
        if changed:
            view.own_modseqs.add(modseq)
        answered = {id(each) for each in (changed if silent else messages)} - {id(each) for each in newer}
        for number, message in wanted:
            if id(message) in answered and view.mailbox.find(message.uid) is message:
                _say_stored(session, number, message, silent=silent, by_uid=by_uid)
        gone = any(view.mailbox.find(message.uid) is not message for message in messages)
    if newer:
        stale = [message.uid if by_uid else view.number_of(message.uid) or 0 for message in newer]
        return f"[MODIFIED {format_uid_set(stale)}] Some mails were changed meanwhile"
    return "[EXPUNGEISSUED] Some mails are gone" if gone else "Store completed"


def _parse_unchanged_since(session: Session, arguments: Arguments) -> int | None:
    if not arguments.accept(b"("):
        return None
    if arguments.keyword() != "UNCHANGEDSINCE" or not session.offers("CONDSTORE"):
        raise BadSyntax("Unknown modifier")
    arguments.space()
    modseq = arguments.number()
    arguments.expect(b")")
    arguments.space()
    session.condstore = True
    return modseq


def _parse_change(arguments: Arguments) -> tuple[FlagChange, bool]:
    word = arguments.keyword()
    silent = word.endswith(".SILENT")
    sign = word.removesuffix(".SILENT").removesuffix("FLAGS")
    if word.removesuffix(".SILENT") != sign + "FLAGS" or sign not in ("", "+", "-"):
        raise BadSyntax("Expected FLAGS, +FLAGS or -FLAGS")
    return FlagChange(sign), silent


def _say_stored(session: Session, number: int, message: Message, *, silent: bool, by_uid: bool) -> None:
    if not silent:
        session.say(session.format_change(number, message))
    elif session.condstore:  # RFC 7162, section 3.1.3: the new MODSEQ is told even when silent
        session.say(b"* %d FETCH (UID %d MODSEQ (%d))" % (number, message.uid, message.modseq))


async def copy(session: Session, arguments: Arguments, *, by_uid: bool) -> str:
    return _copy(session, arguments, by_uid=by_uid, moving=False) + "Copy completed"


async def move(session: Session, arguments: Arguments, *, by_uid: bool) -> str:
    """RFC 6851: COPYUID comes untagged, before the EXPUNGEs."""
    code = _copy(session, arguments, by_uid=by_uid, moving=True)
    if code:
        session.say(f"* OK {code}Moved".encode("ascii"))
    session.tell_news()
    return _highest(session) + "Move completed"


def _copy(session: Session, arguments: Arguments, *, by_uid: bool, moving: bool) -> str:
    """The COPYUID code, or nothing. All or nothing; with UIDs, those that are gone are passed over."""
    arguments.space()
    ranges = arguments.sequence_set()
    arguments.space()
    name = arguments.mailbox()
    arguments.end()
    view = session.selected
    if moving and view.read_only:
        raise Refused("[READ-ONLY] Mailbox is read-only")
    with session.store.lock:
        source, target = view.mailbox, session.user.open(name, hint="[TRYCREATE] ")
        wanted = [message for _, message in view.resolve(ranges, by_uid=by_uid)]
        present = [message for message in wanted if source.find(message.uid) is message]
        if len(present) < len(wanted) and not by_uid:
            raise Refused("[EXPUNGEISSUED] Some mails are gone")
        new = target.append((message.content, message.internaldate, message.flags) for message in present)
        old = [message.uid for message in present]
        if moving:
            source.expunge(old)
    if not new or not session.offers("UIDPLUS"):
        return ""
    return f"[COPYUID {target.uidvalidity} {format_uid_set(old)} {format_uid_set(new)}] "


async def search(session: Session, arguments: Arguments, *, by_uid: bool) -> str:
    arguments.space()
    view = session.selected
    with session.store.lock:
        plan = parse_search(arguments, view, session.offers)
    arguments.end()
    if plan.uses_modseq:
        session.condstore = True
    candidates = list(enumerate(view.messages, 1))
    found: list[Numbered] = []
    for start in range(0, len(candidates), SEARCHED_AT_ONCE):
        with session.store.lock:
            found += [each for each in candidates[start : start + SEARCHED_AT_ONCE] if plan.test(*each)]
        await asyncio.sleep(0)
    numbers = [b"%d" % (message.uid if by_uid else number) for number, message in found]
    if plan.uses_modseq and found:
        numbers.append(b"(MODSEQ %d)" % max(message.modseq for _, message in found))
    session.say(b" ".join([b"* SEARCH", *numbers]))
    return "Search completed"


async def expunge(session: Session, arguments: Arguments) -> str:
    arguments.end()
    return _expunge(session, None)


async def uid_expunge(session: Session, arguments: Arguments) -> str:
    arguments.space()
    ranges = arguments.sequence_set()
    arguments.end()
    return _expunge(session, ranges)


def _expunge(session: Session, ranges: SequenceSet | None) -> str:
    view = session.selected
    if view.read_only:
        raise Refused("[READ-ONLY] Mailbox is read-only")
    with session.store.lock:
        expunge_deleted(view, ranges)
        session.tell_news()
        return _highest(session) + "Expunge completed"


def expunge_deleted(view: MailboxView, ranges: SequenceSet | None) -> None:
    """Remove what this session sees as \\Deleted, all of it or that with these UIDs (RFC 4315). The caller holds the lock."""
    wanted = view.messages if ranges is None else [message for _, message in view.resolve(ranges, by_uid=True)]
    view.mailbox.expunge([message.uid for message in wanted if "\\Deleted" in message.flags])


def _highest(session: Session) -> str:
    return f"[HIGHESTMODSEQ {session.selected.mailbox.highestmodseq}] " if session.qresync else ""


async def check(session: Session, arguments: Arguments) -> str:
    arguments.end()
    return "Check completed"


async def idle(session: Session, arguments: Arguments) -> str | None:
    """RFC 2177: news go out as they come, until DONE."""
    arguments.end()
    session.say(b"+ idling")
    async with asyncio.timeout(session.settings.idle_seconds):
        while True:
            session.tell_news()
            await session.send()
            if session.over:
                return None
            line = session.connection.take_line(session.limits.line)
            if line is not None:
                break
            await session.connection.wait()
    if line.upper() != b"DONE":
        raise BadSyntax("Expected DONE")
    return "Idle completed"


COMMANDS = {
    "FETCH": Command(partial(fetch, by_uid=False), State.SELECTED, News.WITHOUT_EXPUNGE),
    "UID FETCH": Command(partial(fetch, by_uid=True), State.SELECTED),
    "STORE": Command(partial(store, by_uid=False), State.SELECTED, News.WITHOUT_EXPUNGE),
    "UID STORE": Command(partial(store, by_uid=True), State.SELECTED),
    "COPY": Command(partial(copy, by_uid=False), State.SELECTED),
    "UID COPY": Command(partial(copy, by_uid=True), State.SELECTED),
    "MOVE": Command(partial(move, by_uid=False), State.SELECTED, capability="MOVE"),
    "UID MOVE": Command(partial(move, by_uid=True), State.SELECTED, capability="MOVE"),
    "SEARCH": Command(partial(search, by_uid=False), State.SELECTED, News.WITHOUT_EXPUNGE),
    "UID SEARCH": Command(partial(search, by_uid=True), State.SELECTED),
    "EXPUNGE": Command(expunge, State.SELECTED),
    "UID EXPUNGE": Command(uid_expunge, State.SELECTED, capability="UIDPLUS"),
    "CHECK": Command(check, State.SELECTED),
    "IDLE": Command(idle, State.AUTHENTICATED, capability="IDLE"),
}
