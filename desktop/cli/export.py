"""`bandeja export`: a mailbox to an mbox file or to a folder of .eml files, each mail byte for byte as the server gave it.

What is there already is kept, so an export that was cut off goes on where it stopped. Names come from the mail's arrival and
its bytes, never from what it says, so nothing is ever written outside the chosen place; no existing file is overwritten.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop.cli.exits import Exit
from desktop.cli.finding import find_account, find_mailbox
from desktop.cli.output import counted, say, say_json, warn
from desktop.cli.session import opened
from desktop.core.export.files import export_file, export_folder


def run(arguments: argparse.Namespace) -> int:
    target: Path = arguments.to.expanduser().absolute()
    into_file = target.is_file() or (target.suffix.lower() in (".mbox", ".mbx") and not target.is_dir())
    with opened(arguments) as engine:
        account_key = None if arguments.account is None else find_account(engine, arguments.account).account_key
        mailbox = find_mailbox(engine, arguments.mailbox, account_key)
        mails = engine.iterate_mailbox(mailbox.mailbox_key)
        try:
            result = export_file(mails, target) if into_file else export_folder(mails, target)
        except OSError as error:
            error.filename = error.filename or str(target)
            raise
    if arguments.json:
        say_json({
            "export": {
                "mailbox": mailbox.name, "to": str(target), "form": "mbox" if into_file else "folder",
                "written": result.written, "skipped": result.skipped, "missing": result.missing,
                "differing": result.differing,
            }
        })  # fmt: skip
    else:
        there = f", {result.skipped} were there already" if result.skipped else ""
        say(f"{counted(result.written, 'mail')} of {mailbox.name} written to {target}{there}.")
    if result.missing:
        warn(f"{counted(result.missing, 'mail')} left out: only the header is here yet. Fetch them with: bandeja sync")
    if result.differing:
        warn(f"{counted(result.differing, 'mail')} left out: a file with other content has the name.")
    return Exit.PROBLEM if result.missing or result.differing else Exit.OK
