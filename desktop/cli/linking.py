"""`bandeja link`, `links` and `unlink`: the four actions, and what came of them.

A wish is stored first and tried at once; what cannot be done now waits, and is tried again by the next sync or the window.
"""

from __future__ import annotations

import argparse

from desktop.cli.exits import Exit
from desktop.cli.finding import find_messages, say_if_none
from desktop.cli.moments import parse_moment
from desktop.cli.output import local_moment, moment, say, say_json, warn
from desktop.cli.session import opened
from desktop.core.api.commands import Receipt
from desktop.core.api.link_commands import LinkMail, RetryLink, Unlink
from desktop.core.api.linking import LinkForm, LinkKind, LinkRow, LinkState, Person
from desktop.core.engine import Engine

_UNSETTLED = (LinkState.PENDING, LinkState.FAILED, LinkState.UNSURE)


def run(arguments: argparse.Namespace) -> int:
    with opened(arguments) as engine:
        if arguments.command == "links":
            return _links(engine, arguments)
        if arguments.command == "unlink":
            receipt = engine.submit(Unlink(arguments.key, arguments.delete_object)).result()
        elif arguments.verb == "retry":
            receipt = engine.submit(RetryLink(arguments.key, arguments.confirmed_not_made)).result()
        else:
            receipt = engine.submit(_wish(engine, arguments)).result()
        engine.linking.run_due()
        row = next((row for row in engine.linking.all_links() if row.link_key == receipt.key), None)
    return _tell(receipt, row, arguments)


def _wish(engine: Engine, arguments: argparse.Namespace) -> LinkMail:
    kind = LinkKind(arguments.verb)
    keys = tuple(row.location_key for row in find_messages(engine, arguments.messages))
    form = engine.linking.form(kind, keys)
    start, end = (_moment(engine, arguments, name) for name in ("start", "end"))
    own_time = start is not None
    return LinkMail(
        kind,
        keys,
        title=arguments.title or form.title,
        text=form.text if arguments.text is None else arguments.text,
        people=_people(form, arguments.person),
        attachments=form.attachments if arguments.attachments else (),
        due_at=_due(engine, arguments, form),
        starts_at=start if own_time else form.starts_at,
        ends_at=end if own_time or end is not None else form.ends_at,
        all_day=form.all_day and not own_time,
        zone=form.zone,
        place=getattr(arguments, "place", "") or form.place,
        target_id=getattr(arguments, "card", ""),
    )


def _due(engine: Engine, arguments: argparse.Namespace, form: LinkForm) -> int | None:
    if getattr(arguments, "due", None) == "none":
        return None
    given = _moment(engine, arguments, "due")
    return form.due_at if given is None else given


def _moment(engine: Engine, arguments: argparse.Namespace, name: str) -> int | None:
    text = getattr(arguments, name, None)
    return None if text is None else parse_moment(text, engine.zone)


def _people(form: LinkForm, addresses: list[str]) -> tuple[Person, ...]:
    """Those that were named; else those a sheet preselects."""
    if not addresses:
        return tuple(person for person in form.people if person.inside)
    known = {person.address.lower(): person for person in form.people}
    return tuple(known.get(address.lower(), Person("", address)) for address in addresses)


def _links(engine: Engine, arguments: argparse.Namespace) -> int:
    rows: list[LinkRow]
    if arguments.messages:
        mails = find_messages(engine, arguments.messages)
        found = engine.linking.links(tuple(row.message_key for row in mails))
        rows = [link for mail in mails for link in found.get(mail.message_key, ())]
    else:
        rows = engine.linking.waiting() if arguments.waiting else engine.linking.all_links()
    if arguments.waiting:
        rows = [row for row in rows if row.state in _UNSETTLED]
    if arguments.json:
        say_json({"links": [_values(row) for row in rows]})
        return Exit.OK
    say_if_none(engine, rows, "link")
    for row in rows:
        say(_line(row))
    return Exit.OK


def _tell(receipt: Receipt, row: LinkRow | None, arguments: argparse.Namespace) -> int:
    failed = row is not None and row.state in (LinkState.FAILED, LinkState.UNSURE)
    if arguments.json:
        say_json({"done": receipt.done, "count": receipt.count, "link": None if row is None else _values(row)})
    elif row is None:
        say(f"No longer linked: {receipt.target}")
    else:
        if receipt.done == "linked_before":
            say("It is there already; nothing was made twice.")
        say(_line(row))
    if failed and row is not None:
        warn(row.said)
    return Exit.PROBLEM if failed else Exit.OK


def _line(row: LinkRow) -> str:
    words = [f"{row.link_key:>6}", str(row.kind), str(row.state), row.backend_name, row.title]
    if row.url:
        words.append(row.url)
    if row.said:
        words.append(f"({row.said})")
    return "  ".join([*words[:4], local_moment(row.created_at), *words[4:]])


def _values(row: LinkRow) -> dict[str, object]:
    return {
        "key": row.link_key, "message_key": row.message_key or None, "kind": str(row.kind), "backend": row.backend,
        "state": str(row.state), "title": row.title, "id": row.remote_id or None, "url": row.url or None,
        "created": moment(row.created_at), "checked": moment(row.checked_at), "said": row.said or None,
    }  # fmt: skip
