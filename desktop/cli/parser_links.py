"""The words of `link`, `links`, `unlink` and `connectors`. Imports nothing of the program."""

from __future__ import annotations

import argparse

from desktop.cli.parser_parts import add_command, add_messages, add_verbs

KINDS = ("task", "crm", "chat", "event")
_WORDS = {
    "task": "make a task from mails",
    "crm": "save mails to the CRM, with everything in them",
    "chat": "talk about a mail with colleagues",
    "event": "make a calendar event from mails",
}


def add_linking(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _link(commands)
    links = add_command(commands, "links", "what mails are linked to; all links when none is named", json=True)
    links.add_argument("messages", metavar="MESSAGE", nargs="*", help="a key as printed by list, or a Message-ID")
    links.add_argument("--waiting", action="store_true", help="only what is not made yet, failed or unsure")
    unlink = add_command(commands, "unlink", "end a link", json=True)
    unlink.add_argument("key", metavar="KEY", type=int, help="as printed by links")
    unlink.add_argument("--delete-object", action="store_true", help="delete the task, activity, chat or event too")
    _connectors(commands)


def _link(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verbs = add_verbs(add_command(commands, "link", "make a task, CRM activity, chat or event from mails"))
    for kind in KINDS:
        parser = add_command(verbs, kind, _WORDS[kind])
        add_messages(parser)
        parser.add_argument("--title", metavar="TEXT", default="", help="else the mail's subject")
        parser.add_argument("--text", metavar="TEXT", help="else the mail's text, quotes folded")
        parser.add_argument("--person", metavar="ADDRESS", action="append", default=[], help="whom it is for")
        parser.add_argument("--attachments", action="store_true", help="carry the mails' attachments over")
        if kind == "task":
            parser.add_argument("--due", metavar="DATE", help="else as the mail says; none: without a date")
        if kind == "crm":
            parser.add_argument("--card", metavar="ID", default="", help="of the contact, company, lead or deal")
        if kind == "event":
            parser.add_argument("--start", metavar="DATE", help="else as the mail says")
            parser.add_argument("--end", metavar="DATE", help="else an hour later")
            parser.add_argument("--place", metavar="TEXT", default="")
    retry = add_command(verbs, "retry", "try a failed or waiting one again", json=True)
    retry.add_argument("key", metavar="KEY", type=int, help="of the link, as printed by links")
    retry.add_argument("--confirmed-not-made", action="store_true", help="you have looked: it is not there")


def _connectors(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verbs = add_verbs(add_command(commands, "connectors", "the programs that mails can be linked to"))
    add_command(verbs, "list", "those there are, and which does what", json=True)
    probe = add_command(verbs, "probe", "ask whether they work", json=True)
    probe.add_argument("backend", metavar="NAME", nargs="?", help="only this one")
    set_up = add_command(verbs, "set-up", "try settings, then keep them", json=True)
    set_up.add_argument("backend", metavar="NAME")
    set_up.add_argument("values", metavar="SETTING=VALUE", nargs="*", help="secrets are asked for, never given here")
    set_up.add_argument(
        "--secrets-stdin", action="store_true", help="read the secrets from standard input, one SETTING=VALUE a line"
    )
    bind = add_command(verbs, "bind", "let a program do a kind of work from now on", json=True)
    bind.add_argument("kind", choices=KINDS)
    bind.add_argument("backend", metavar="NAME")
    for verb, words in (("enable", "let a plug-in run"), ("disable", "do not let it run")):
        add_command(verbs, verb, words).add_argument("plug_in", metavar="PLUG-IN")
