"""`bandeja unsubscribe`: leaves the list that a mail came by, after a yes; without a mail it says which lists were left.

Invariant: nobody is told anything before a person (or `--yes`) has agreed to the host or address that is named. A page is never
opened from here: its address is printed.
"""

from __future__ import annotations

import argparse

from desktop.cli.asking import ask
from desktop.cli.exits import Exit, Trouble
from desktop.cli.finding import find_messages, say_if_none
from desktop.cli.output import local_moment, moment, say, say_json, say_table, warn
from desktop.cli.session import opened
from desktop.core.api.newsletters import Newsletter, Step, Unsubscribe, Way
from desktop.core.engine import Engine

WAYS = {"click": Way.ONE_CLICK, "mail": Way.MAIL, "page": Way.PAGE}
_NAMES = {way: name for name, way in WAYS.items()}
_DONE = {
    Way.ONE_CLICK: "told with one click", Way.MAIL: "asked by mail", Way.PAGE: "page opened",
}  # fmt: skip


def run(arguments: argparse.Namespace) -> int:
    with opened(arguments) as engine:
        if arguments.message is None:
            return _list_left(engine, arguments)
        return _leave(engine, arguments)


def _list_left(engine: Engine, arguments: argparse.Namespace) -> int:
    rows = engine.newsletters.left()
    addresses = {row.account_key: row.address for row in engine.accounts()}
    if arguments.json:
        say_json({
            "left": [
                {"account": addresses.get(row.account_key, ""), "list": row.sender, "at": moment(row.at), "by": _NAMES[row.way]}
                for row in rows
            ]
        })  # fmt: skip
        return Exit.OK
    say_if_none(engine, rows, "list that was left")
    say_table(
        ("LEFT", "LIST", "HOW", "ACCOUNT"),
        [(local_moment(row.at), row.sender, _DONE[row.way], addresses.get(row.account_key, "")) for row in rows],
    )
    return Exit.OK


def _leave(engine: Engine, arguments: argparse.Namespace) -> int:
    row = find_messages(engine, [arguments.message])[0]
    found = engine.newsletters.load(row.location_key)
    if found is None:
        raise Trouble(
            Exit.PROBLEM,
            "This mail offers no way to unsubscribe, or lies in Junk, where an answer would only prove that the address lives.",
        )
    step = _choose(found, arguments.by)
    if found.left_at is not None and found.left_by is not None:
        warn(f"You have left this list already: {_DONE[found.left_by]}, {local_moment(found.left_at)}.")
    if step.way is not Way.PAGE:
        ask(_question(found, step), Exit.USAGE, refused="Nobody was told.", yes=arguments.yes)
    sentence = _carry_out(engine, row.location_key, step)
    if arguments.json:
        say_json({
            "unsubscribe": {
                "list": found.name, "by": _NAMES[step.way], "target": step.target, "url": step.url or None,
                "done": step.way is not Way.PAGE,
            }
        })  # fmt: skip
    else:
        say(sentence)
    return Exit.OK


def _choose(found: Newsletter, wanted: str | None) -> Step:
    """The way that was asked for, else the best that the mail offers."""
    if wanted is None:
        return found.steps[0]
    for step in found.steps:
        if step.way is WAYS[wanted]:
            return step
    offered = ", ".join(_NAMES[step.way] for step in found.steps)
    raise Trouble(Exit.PROBLEM, f"This mail offers no such way to unsubscribe; it offers: {offered}.")


def _question(found: Newsletter, step: Step) -> str:
    if step.way is Way.ONE_CLICK:
        return f"Leave the list '{found.name}'? {step.target} is told so at once, and nothing but that."
    return f"Leave the list '{found.name}'? A mail goes to {step.target}, with the next sync."


def _carry_out(engine: Engine, location_key: int, step: Step) -> str:
    match step.way:
        case Way.ONE_CLICK:
            engine.newsletters.unsubscribe(location_key).result()
            return "You have left the list. A mail that is under way may still come."
        case Way.MAIL:
            engine.submit(Unsubscribe(location_key, Way.MAIL)).result()
            return f"A mail to {step.target} waits in the outbox. It leaves with: bandeja sync. Take it back with: bandeja undo"
    return f"That is done on a page, in the browser: {step.url}"
