"""Runs one command: words in, exit code out. Every failure leaves as one plain sentence on standard error.

The groups are imported when they are asked for; the screen only by `app` and `demo`. Main thread.
"""

from __future__ import annotations

import argparse
import errno
import os
import sys
import traceback
from collections.abc import Sequence
from types import ModuleType

from desktop.cli.parser import build_parser


def run(words: Sequence[str]) -> int:
    """Raises SystemExit only as argparse does, for --help, --version and wrong words."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # Windows would write a file or a pipe in the code page of the country, which has no room for most of the mail.
            encoding = "utf-8" if sys.platform == "win32" and "PYTHONIOENCODING" not in os.environ else None
            stream.reconfigure(encoding=encoding, errors="backslashreplace")
    arguments = build_parser().parse_args(words)
    try:
        code = int(_carry_out(arguments))
        sys.stdout.flush()
        return code
    except KeyboardInterrupt:
        sys.stderr.write("bandeja: stopped\n")
        return 130
    except Exception as error:  # noqa: BLE001 - the last net: a sentence, whatever happened
        if not _is_broken_pipe(error):
            return _explain(error, arguments)
        # The reader went away (| head). What Python still holds must not be flushed into the broken pipe at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1


def _is_broken_pipe(error: Exception) -> bool:
    """On Windows it is told as an invalid argument, and names no file."""
    if isinstance(error, OSError) and sys.platform == "win32" and error.errno == errno.EINVAL:
        return error.filename is None
    return isinstance(error, BrokenPipeError)


def _carry_out(arguments: argparse.Namespace) -> int:
    return int(_group_of(arguments.command or "app").run(arguments))


def _group_of(command: str) -> ModuleType:
    """The module that carries the command out: only this one is loaded."""
    match command:
        case "app" | "demo":
            from desktop.cli import window

            return window
        case "account":
            from desktop.cli import accounts

            return accounts
        case "sync":
            from desktop.cli import sync

            return sync
        case "list" | "search" | "show" | "mailboxes":
            from desktop.cli import mail

            return mail
        case "send" | "outbox" | "drafts":
            from desktop.cli import outbox

            return outbox
        case "waiting" | "remind":
            from desktop.cli import reminding

            return reminding
        case "template":
            from desktop.cli import templates

            return templates
        case "unsubscribe":
            from desktop.cli import unsubscribing

            return unsubscribing
        case "export":
            from desktop.cli import export

            return export
        case "plan":
            from desktop.cli import plan

            return plan
        case "link" | "links" | "unlink":
            from desktop.cli import linking

            return linking
        case "connectors":
            from desktop.cli import connectors

            return connectors
        case "doctor":
            from desktop.cli import doctor

            return doctor
        case _:
            from desktop.cli import changes

            return changes


def _explain(error: Exception, arguments: argparse.Namespace) -> int:
    from desktop.cli.exits import Exit, Trouble, exit_code_of
    from desktop.cli.output import say_json, warn
    from desktop.core.api.errors import BandejaError, as_told

    if isinstance(error, OSError) and error.errno is not None:
        error = _file_trouble(error)
    if isinstance(error, UnicodeEncodeError) and error.reason == "surrogates not allowed":
        # What the system could not read as text stands in the words as halves of pairs, which no file and no server takes.
        error = Trouble(Exit.USAGE, "A word of this command is no text (it is not UTF-8).")
    if isinstance(error, Trouble):
        code, name, sentence = error.exit_code, str(error.exit_code.name).lower(), str(error)
    else:
        if not isinstance(error, BandejaError):
            if arguments.verbose:
                traceback.print_exception(error)
            error = as_told(error)
        sentence = error.sentence()
        code, name = exit_code_of(error), str(error.code)
    warn(sentence)
    if getattr(arguments, "json", False):
        say_json({"error": {"code": name, "sentence": sentence}})
    return int(code or Exit.PROBLEM)


def _file_trouble(error: OSError) -> Exception:
    from desktop.cli.exits import Exit, Trouble
    from desktop.core.api.errors import Code, ProfileError

    path = error.filename or "the output"
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ProfileError(Code.DISK_FULL, path=path)
    if error.errno in (errno.EACCES, errno.EROFS, errno.EPERM):
        return Trouble(
            Exit.PROFILE, f"{path} cannot be written or read here ({error.strerror}). Check its permissions."
        )
    return Trouble(Exit.PROFILE, f"{path} cannot be used: {error.strerror}.")
