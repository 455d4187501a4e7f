"""`bandeja template`: the texts that are written again and again, listed, shown, added from a file and removed.

A terminal sees names and texts without anything it would obey; a file is read to a bounded length and must be text. What is read
from an HTML file is kept formatted, without pictures.
"""

from __future__ import annotations

import argparse

from desktop.cli.exits import Exit, Trouble
from desktop.cli.given_file import is_page, read_text
from desktop.cli.output import say, say_block, say_json, say_table
from desktop.cli.session import opened
from desktop.core.api.template_commands import RemoveTemplate, SaveTemplate
from desktop.core.engine import Engine
from desktop.core.mail.rich_text import RichText, is_plain
from desktop.core.mail.template import Template, from_lines
from desktop.core.mime.read_rich import read_html

_MOST_BYTES = 1 << 20


def run(arguments: argparse.Namespace) -> int:
    blocks = _read(arguments.file) if arguments.verb == "add" else ()
    with opened(arguments) as engine:
        match arguments.verb:
            case "list":
                _list(engine.templates(), as_json=arguments.json)
            case "show":
                _show(_find(engine, arguments.name), as_json=arguments.json)
            case "add":
                receipt = engine.submit(SaveTemplate(arguments.name, blocks)).result()
                say(f"The template {receipt.target} is saved.")
            case _:
                found = _find(engine, arguments.name)
                engine.submit(RemoveTemplate(found.template_key)).result()
                say(f"The template {found.name} is removed.")
    return Exit.OK


def _list(found: list[Template], *, as_json: bool) -> None:
    if as_json:
        say_json({"templates": [_values(one) for one in found]})
    elif found:
        say_table(("NAME", "BEGINS WITH"), [(one.name, " ".join(one.text.split())[:60]) for one in found])
    else:
        say("There are no templates. Add one with: bandeja template add NAME FILE")


def _show(one: Template, *, as_json: bool) -> None:
    if as_json:
        say_json({"template": _values(one)})
    else:
        say_block(one.text)


def _values(one: Template) -> dict[str, object]:
    return {"name": one.name, "text": one.text, "formatted": not is_plain(one.blocks)}


def _find(engine: Engine, name: str) -> Template:
    """The one that is called so, upper and lower case alike."""
    found = [one for one in engine.templates() if one.name.casefold() == name.casefold()]
    if not found:
        raise Trouble(Exit.PROBLEM, f"There is no template '{name}'. See: bandeja template list")
    return found[0]


def _read(name: str) -> RichText:
    text = read_text(name, _MOST_BYTES, "is longer than a template may be")
    return read_html(text) if is_page(name) else from_lines(text.replace("\r\n", "\n"))
