"""`bandeja show MESSAGE --conversation`: what was said before and after a mail; `bandeja list --conversations`: a mailbox by
conversation. As lines or JSON. Reads the local cache alone.
"""

from __future__ import annotations

from desktop.cli.exits import Exit, Trouble
from desktop.cli.finding import say_if_none
from desktop.cli.output import fit, local_moment, moment, say, say_json, warn
from desktop.cli.rows import message_line, message_values
from desktop.core.api.conversation import ConversationEntry, EntryKind
from desktop.core.api.queries import ListView
from desktop.core.api.rows import MessageRow
from desktop.core.engine import Engine

_PLACES = {EntryKind.DRAFT: "(draft)", EntryKind.WAITING: "(waits to be sent)"}


def show_conversation(engine: Engine, row: MessageRow, *, json: bool) -> int:
    """Oldest first; the mail that was asked for is marked."""
    found = engine.conversation(row.location_key)
    if found is None:
        raise Trouble(Exit.PROBLEM, "This mail has just gone.")
    if json:
        mails = message_values(engine, [entry.row for entry in found.entries if entry.row is not None])
        by_key = {values["key"]: values for values in mails}
        say_json({
            "conversation": [_values(entry) | by_key.get(_row_key(entry), {}) for entry in found.entries],
            "opened": row.location_key,
            "more": found.more,
        })  # fmt: skip
        return Exit.OK
    for number, entry in enumerate(found.entries):
        say(_line(entry, opened=number == found.opened))
    if found.more:
        warn("The conversation is longer; these are its mails around the one you asked for.")
    return Exit.OK


def list_conversations(engine: Engine, view: ListView, *, limit: int | None, json: bool) -> int:
    """In the order of their newest mails, of each the mails in that view, newest first."""
    groups = engine.list_groups(view)
    shown = [list(groups.members(number)) for number in range(len(groups))[:limit]]
    found = engine.rows([key for keys in shown for key in keys])
    conversations = [[found[key] for key in keys if key in found] for keys in shown]
    conversations = [rows for rows in conversations if rows]
    if json:
        values = {one["key"]: one for one in message_values(engine, [row for rows in conversations for row in rows])}
        say_json({
            "conversations": [
                {
                    "count": len(rows), "unread": sum(not row.seen for row in rows),
                    "messages": [values[row.location_key] for row in rows],
                }
                for rows in conversations
            ]
        })  # fmt: skip
        return Exit.OK
    say_if_none(engine, conversations, "mail there")
    for rows in conversations:
        say(f"{len(rows):>4}  {message_line(rows[0])}")
    return Exit.OK


def _row_key(entry: ConversationEntry) -> int | None:
    return None if entry.row is None else entry.row.location_key


def _values(entry: ConversationEntry) -> dict[str, object]:
    """What is not said of every mail."""
    return {
        "kind": str(entry.kind),
        "key": entry.key,
        "author": {"name": entry.author_name, "address": entry.author_address},
        "own": entry.own,
        "at": moment(entry.moment),
        "words": entry.words,
    }


def _line(entry: ConversationEntry, *, opened: bool) -> str:
    """Mark (> the mail that was asked for, N new), key, date, author, place, first words."""
    marks = (">" if opened else " ") + (" " if entry.seen else "N")
    author = fit(entry.author_name or entry.author_address, 24)
    place = fit(_PLACES.get(entry.kind, entry.mailbox_name), 12)
    return f"{marks} {entry.key:>7}  {local_moment(entry.moment)}  {author}  {place}  {fit(entry.words, 60)}".rstrip()
