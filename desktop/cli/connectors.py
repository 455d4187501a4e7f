"""`bandeja connectors`: which programs mails can be linked to, whether they work, and their settings.

A secret is typed at the prompt or comes from standard input; it is never an argument and never printed.
"""

from __future__ import annotations

import argparse
import getpass
import sys

from desktop.cli.exits import Exit, Trouble, exit_code_of
from desktop.cli.output import say, say_json, warn
from desktop.cli.session import opened
from desktop.core.api.errors import BandejaError
from desktop.core.api.link_commands import BindConnector
from desktop.core.api.linking import BackendRow, LinkKind, PlugInRow
from desktop.core.engine import Engine

_LONGEST = 16_384


def run(arguments: argparse.Namespace) -> int:
    with opened(arguments) as engine:
        match arguments.verb:
            case "probe":
                return _probe(engine, arguments)
            case "set-up":
                return _set_up(engine, arguments)
            case "bind":
                engine.submit(BindConnector(LinkKind(arguments.kind), arguments.backend)).result()
            case "enable" | "disable":
                return _enable(engine, arguments.plug_in, arguments.verb == "enable")
        rows = engine.linking.backends()
        if arguments.json:
            say_json({"connectors": [_values(row) for row in rows]})
            return Exit.OK
        for row in rows:
            say(_line(row))
        for plug_in in engine.linking.plug_ins():
            for sentence in _sentences(plug_in):
                say(sentence)
    return Exit.OK


def _enable(engine: Engine, name: str, on: bool) -> int:
    engine.linking.enable(name, on).result()
    row = next((row for row in engine.linking.plug_ins() if row.name == name), None)
    if on and row is not None and row.error is not None:
        warn(row.error.sentence())
        return Exit.PROBLEM
    say("It runs from now on." if on else "It does not run any more.")
    return Exit.OK


def _probe(engine: Engine, arguments: argparse.Namespace) -> int:
    names = [arguments.backend] if arguments.backend else _used(engine)
    code: int = Exit.OK
    answers: list[dict[str, object]] = []
    for name in names:
        try:
            row = engine.linking.probe(name).result()
        except BandejaError as error:
            code = exit_code_of(error) or Exit.PROBLEM
            answers.append(
                {"name": name, "ok": False, "error": {"code": str(error.code), "sentence": error.sentence()}}
            )
            warn(f"{name}: {error.sentence()}")
            continue
        answers.append({"ok": row.ready, **_values(row)})
        if not arguments.json:
            say(_line(row))
    if arguments.json:
        say_json({"connectors": answers})
    return code


def _used(engine: Engine) -> list[str]:
    """Those that are set up, or need no set-up."""
    return [row.backend for row in engine.linking.backends() if row.values or not row.fields or row.bound]


def _set_up(engine: Engine, arguments: argparse.Namespace) -> int:
    row = next((row for row in engine.linking.backends() if row.backend == arguments.backend), None)
    fields = () if row is None else row.fields
    values = dict(_pair(word) for word in arguments.values)
    for field in fields:
        if field.secret and field.name in values:
            raise Trouble(Exit.USAGE, f"{field.name} is a secret: it is never an argument. It is asked for.")
    secrets = _read_secrets() if arguments.secrets_stdin else {}
    if not arguments.secrets_stdin and sys.stdin.isatty():
        for field in fields:
            if field.secret:
                secrets[field.name] = getpass.getpass(f"{field.label}: ")
    done = engine.linking.set_up(arguments.backend, values, secrets).result()
    if arguments.json:
        say_json({"connector": _values(done)})
    else:
        say(_line(done))
    return Exit.OK


def _read_secrets() -> dict[str, str]:
    return dict(_pair(line.rstrip("\r\n")) for line in sys.stdin.read(_LONGEST).splitlines() if line.strip())


def _pair(word: str) -> tuple[str, str]:
    name, sign, value = word.partition("=")
    if not sign or not name.strip():
        raise Trouble(Exit.USAGE, "Settings are given as SETTING=VALUE.")
    return name.strip(), value


def _line(row: BackendRow) -> str:
    does = ", ".join(map(str, row.bound)) or "-"
    words = [f"{row.backend:<12}", row.name, f"can: {', '.join(map(str, row.kinds))}", f"does: {does}"]
    if row.waiting:
        words.append(f"waiting: {row.waiting}")
    words.append("ready" if row.ready else row.why_not)
    return "  ".join(words)


def _sentences(row: PlugInRow) -> list[str]:
    """What there is to say about a plug-in that does not run."""
    found = [] if row.error is None else [row.error.sentence()]
    if row.backends and not row.enabled:
        found.append(
            f"The plug-in {row.name} {row.version} is here and does not run: bandeja connectors enable {row.name}"
        )
    elif row.enabled and not row.running:
        found.append(f"The plug-in {row.name} {row.version} runs from the next start of Bandeja on.")
    return found


def _values(row: BackendRow) -> dict[str, object]:
    return {
        "name": row.backend, "title": row.name, "kinds": [str(kind) for kind in row.kinds],
        "bound": [str(kind) for kind in row.bound], "ready": row.ready, "why_not": row.why_not or None,
        "settings": dict(row.values), "waiting": row.waiting,
        "fields": [
            {"name": one.name, "label": one.label, "secret": one.secret, "required": one.required} for one in row.fields
        ],
    }  # fmt: skip
