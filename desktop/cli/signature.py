"""`bandeja account signature`: show what stands under mail of an account, set it from a file, or take it away.

What is read from an HTML file is kept formatted, without pictures. A terminal sees the text without anything it would obey.
"""

from __future__ import annotations

import argparse

from desktop.cli.exits import Exit
from desktop.cli.finding import find_account
from desktop.cli.given_file import is_page, read_text
from desktop.cli.output import say, say_block, say_json, warn
from desktop.cli.session import opened
from desktop.core.api.workspace_commands import SetSignature

_MOST_BYTES = 64 << 10


def run(arguments: argparse.Namespace) -> int:
    new = (
        ""
        if arguments.clear
        else None
        if arguments.set is None
        else read_text(arguments.set, _MOST_BYTES, "is longer than a signature may be")
    )
    with opened(arguments) as engine:
        row = find_account(engine, arguments.address)
        changes = new is not None or arguments.in_answers is not None
        if changes:
            text = row.signature if new is None else new
            in_answers = row.signature_in_replies if arguments.in_answers is None else arguments.in_answers == "yes"
            formatted = row.signature_formatted if new is None else _formatted(text, arguments.set or "")
            engine.submit(SetSignature(row.account_key, text, in_answers, formatted)).result()
            row = find_account(engine, arguments.address)
    if arguments.json:
        signature = {"account": row.address, "text": row.signature, "in_answers": row.signature_in_replies}
        signature["formatted"] = bool(row.signature_formatted)
        say_json({"signature": signature})
    elif changes:
        where = "new mail, answers and forwarded mail" if row.signature_in_replies else "new mail only"
        say(f"{row.address} signs {where}." if row.signature else f"{row.address} has no signature now.")
    elif row.signature:
        say_block(row.signature)
    else:
        warn(f"{row.address} has no signature. Set one with: bandeja account signature {row.address} --set FILE")
    return Exit.OK


def _formatted(text: str, name: str) -> str:
    """Of a page, as it is stored."""
    if not is_page(name):
        return ""
    from desktop.core.mail.formatted_signature import pack_signature
    from desktop.core.mime.read_rich import read_html

    return pack_signature(read_html(text), ())
