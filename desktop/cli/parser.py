"""The words of the command: every group with its arguments and one line of help each.

Imports nothing of the program but its version, so that `--help` and a wrong word are answered at once.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from desktop import __version__
from desktop.cli.parser_links import add_linking
from desktop.cli.parser_parts import add_command, add_messages, add_verbs, common
from desktop.cli.search_words import SEARCH_LANGUAGE

_EXITS = (
    "Exit codes: 0 done, 1 a problem was found or something is not there, 2 wrong words, 3 account or set-up, "
    "4 network (try later), 5 profile or file, 6 refused by the plan, 130 interrupted."
)


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="bandeja",
        description="Bandeja, a desktop email client. Without a command it opens the window.",
        epilog=_EXITS,
        parents=[common(argparse.SUPPRESS)],
    )
    parser.set_defaults(profile=None, verbose=False, json=False, command="app", verb=None, link=None)
    parser.add_argument("--version", action="version", version=f"Bandeja {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", dest="command", required=False)
    _window(commands)
    _accounts(commands)
    _templates(commands)
    _sync(commands)
    _reading(commands)
    _changing(commands)
    _sending(commands)
    _unsubscribing(commands)
    _export(commands)
    _plan(commands)
    add_linking(commands)
    add_command(
        commands, "doctor", "what is wrong with my set-up, in sentences", json=True, password=True, account=True
    )
    return parser


def _window(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    app = add_command(commands, "app", "open the window")
    app.add_argument("link", metavar="LINK", nargs="?", help="a mailto: or mid: link, or an .eml file to open")
    add_command(commands, "demo", "open the window on the demo mailbox: no account, no network, no password")


def _settings(parser: argparse.ArgumentParser, name: str | None) -> None:
    place = "HOST:PORT/tls, /starttls or /plain (plain only on this computer)"
    parser.add_argument("--imap", metavar="SERVER", help=place)
    parser.add_argument("--smtp", metavar="SERVER", help=place)
    parser.add_argument("--user", metavar="NAME", help="the login name, when it is not the address")
    parser.add_argument("--smtp-user", metavar="NAME", help="the login name of the SMTP server, when it is another one")
    parser.add_argument("--name", metavar="NAME", default=name, help="your name, as others will see it")
    parser.add_argument("--ca", metavar="FILE", type=Path, help="a PEM file with the authority that signed the servers")


def _browser(parser: argparse.ArgumentParser, *, choice: bool = True) -> None:
    if choice:
        parser.add_argument("--sign-in", action="store_true", help="sign in with the browser instead of a password")
    own = "of your registration with the provider; its secret, if there is one, stands in BANDEJA_CLIENT_SECRET"
    parser.add_argument("--client-id", metavar="ID", help=f"the client id {own}")
    parser.add_argument("--sign-in-page", metavar="URL", help="the sign-in page of a provider that nobody knows")
    parser.add_argument("--exchange-url", metavar="URL", help="its token address")
    parser.add_argument("--scope", metavar="WORDS", help="what to ask it for")


def _accounts(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verbs = add_verbs(add_command(commands, "account", "add, list, change and remove accounts"))
    add = add_command(
        verbs, "add", "add an account; without --imap its servers are looked for", password=True, json=True
    )
    add.add_argument("address", metavar="ADDRESS")
    _settings(add, name="")
    _browser(add)
    add.add_argument("--yes", action="store_true", help="take found servers without being asked")
    add_command(verbs, "list", "the accounts of the profile", json=True)
    remove = add_command(
        verbs, "remove", "remove an account with its local mail; nothing changes on the server", json=True
    )
    remove.add_argument("address", metavar="ADDRESS")
    remove.add_argument("--force", action="store_true", help="also when drafts, unsent mail or changes would be lost")
    edit = add_command(
        verbs, "edit", "try other servers, names or another password, then keep them", password=True, json=True
    )
    edit.add_argument("address", metavar="ADDRESS")
    _settings(edit, name=None)
    edit.add_argument("--no-ca", action="store_true", help="trust the system's authorities alone again")
    _browser(edit)
    again = add_command(verbs, "sign-in", "sign in with the browser again")
    again.add_argument("address", metavar="ADDRESS")
    _browser(again, choice=False)
    for verb, words in (("pause", "let an account neither fetch nor send"), ("resume", "let a paused account go on")):
        add_command(verbs, verb, words).add_argument("address", metavar="ADDRESS")
    deleting = add_command(verbs, "deleting", "where deleted mail of a mailbox goes", json=True)
    deleting.add_argument("address", metavar="ADDRESS")
    deleting.add_argument("where", choices=("trash", "for-good"))
    signature = add_command(
        verbs, "signature", "what stands under mail of an account; without more it is shown", json=True
    )
    signature.add_argument("address", metavar="ADDRESS")
    text = signature.add_mutually_exclusive_group()
    text.add_argument("--set", metavar="FILE", help="a file with its lines; - reads standard input")
    text.add_argument("--clear", action="store_true", help="no signature any more")
    signature.add_argument("--in-answers", choices=("yes", "no"), help="in answers and forwarded mail too")
    password = add_command(verbs, "password", "check a new password and keep it", password=True)
    password.add_argument("address", metavar="ADDRESS")


def _templates(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verbs = add_verbs(add_command(commands, "template", "what is written again and again"))
    add_command(verbs, "list", "their names and how they begin", json=True)
    add_command(verbs, "show", "the text of one", json=True).add_argument("name", metavar="NAME")
    adding = add_command(verbs, "add", "keep a text under a name, instead of what was called so")
    adding.add_argument("name", metavar="NAME")
    adding.add_argument("file", metavar="FILE", help="text, or an .html file; - reads standard input")
    add_command(verbs, "remove", "delete one").add_argument("name", metavar="NAME")


def _sync(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    add_command(
        commands, "sync", "one full pass: changes, unsent mail, new mail", json=True, account=True, password=True
    )


def _reading(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    add_command(commands, "mailboxes", "the mailboxes with their counts", json=True, account=True)
    listing = add_command(
        commands, "list", "mails of a mailbox, newest first; INBOX when none is named", json=True, account=True
    )
    listing.add_argument("--mailbox", metavar="NAME")
    listing.add_argument("--unread", action="store_true", help="only unread ones")
    listing.add_argument("--conversations", action="store_true", help="one line a conversation; --limit counts these")
    search = add_command(
        commands, "search", "find mails by words and conditions, newest first", json=True, account=True
    )
    search.epilog, search.formatter_class = SEARCH_LANGUAGE, argparse.RawDescriptionHelpFormatter
    search.add_argument("query", metavar="QUERY")
    search.add_argument("--mailbox", metavar="NAME")
    search.add_argument("--server", action="store_true", help="look on the servers too, for what is not here")
    search.add_argument("--password-stdin", action="store_true", help="with --server: read the password there")
    for parser in (listing, search):
        parser.add_argument("--limit", metavar="N", type=_count, default=50, help="at most N (50); 0 for all")
    show = add_command(commands, "show", "one mail")
    show.add_argument(
        "message",
        metavar="MESSAGE",
        help="a key as printed by list, or a Message-ID, or a place as printed by search --server",
    )
    show.add_argument("--password-stdin", action="store_true", help="for a place: read the password there")
    show.add_argument(
        "--conversation", action="store_true", help="what was said before and after it, in all folders; oldest first"
    )
    how = show.add_mutually_exclusive_group()
    how.add_argument("--raw", action="store_true", help="the bytes as the server gave them")
    how.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="one JSON document on standard output"
    )


def _changing(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    for name, words in (("move", "move mails to another mailbox"), ("copy", "copy mails into another mailbox")):
        parser = add_command(commands, name, words)
        add_messages(parser)
        parser.add_argument("--to", metavar="MAILBOX", required=True)
    add_messages(add_command(commands, "archive", "move mails to Archive"))
    delete = add_command(commands, "delete", "move mails to Trash; those in Trash go for good")
    add_messages(delete)
    delete.add_argument("--permanent", action="store_true", help="not to Trash: gone from the server too")
    later = add_command(commands, "later", "put mails off: into Later, and back unread at that moment")
    add_messages(later)
    when = later.add_mutually_exclusive_group(required=True)
    when.add_argument("--until", metavar="MOMENT", help="a date or a time, like 2026-12-24 or 2026-12-24T08:00")
    when.add_argument("--now", action="store_true", help="back now: what waits in Later")
    remind = add_command(commands, "remind", "bring sent mails forward unless somebody answers before")
    add_messages(remind)
    until = remind.add_mutually_exclusive_group(required=True)
    until.add_argument("--in", dest="in_", metavar="TIME", help="so long from now: 12h, 3d or 2w")
    until.add_argument("--at", metavar="MOMENT", help="a date or a time, like 2026-12-24 or 2026-12-24T08:00")
    until.add_argument("--off", action="store_true", help="wait for no answer any more")
    add_command(commands, "waiting", "sent mail that waits for an answer", json=True)
    junk = add_command(commands, "junk", "mark mails as junk and move them there")
    add_messages(junk)
    junk.add_argument("--not", dest="value", action="store_false", help="not junk: back to INBOX")
    flag = add_command(commands, "flag", "mark mails as seen or starred")
    add_messages(flag)
    for yes, no, name in (("--seen", "--unseen", "seen"), ("--star", "--unstar", "star")):
        pair = flag.add_mutually_exclusive_group()
        pair.add_argument(yes, dest=name, action="store_true", default=None)
        pair.add_argument(no, dest=name, action="store_false")
    add_command(commands, "undo", "undo the last change", json=True)
    operations = add_command(commands, "operations", "changes that the server has not seen yet", json=True)
    verbs = add_verbs(operations, required=False)
    for name, words in (("cancel", "forget a change"), ("retry", "try a refused change again")):
        add_command(verbs, name, words, json=True).add_argument("key", metavar="KEY", type=int)
    accept = add_command(commands, "accept-removals", "agree that a mass of mails vanished on the server", account=True)
    accept.add_argument("mailbox", metavar="MAILBOX")


def _sending(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    send = add_command(
        commands, "send", "send a mail from a file, through the outbox", json=True, account=True, password=True
    )
    send.add_argument("file", metavar="FILE.eml", help="the whole mail (RFC 5322); - reads standard input")
    send.add_argument("--at", metavar="MOMENT", help="not before that moment, like 2026-12-24T08:00")
    send.add_argument(
        "--remind",
        metavar="TIME",
        help="bring it forward when nobody has answered so long after it left: 12h, 3d or 2w",
    )
    verbs = add_verbs(
        add_command(commands, "outbox", "mails that have not left, with their states", json=True), required=False
    )
    retry = add_command(verbs, "retry", "put a mail in line again for the next sync", json=True)
    retry.add_argument("key", metavar="KEY", type=int)
    retry.add_argument("--confirmed-not-sent", action="store_true", help="you have looked: it did not arrive")
    add_command(verbs, "discard", "let go of a mail", json=True).add_argument("key", metavar="KEY", type=int)
    add_command(commands, "drafts", "the drafts", json=True)


def _unsubscribing(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    leave = add_command(
        commands,
        "unsubscribe",
        "leave the list that a mail came by; without a mail, the lists that were left",
        json=True,
    )
    leave.add_argument("message", metavar="MESSAGE", nargs="?", help="a key as printed by list, or a Message-ID")
    leave.add_argument(
        "--by", choices=("click", "mail", "page"), help="the way; the best that the mail offers unless told"
    )
    leave.add_argument("--yes", action="store_true", help="do it without being asked")


def _export(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = add_command(
        commands, "export", "write a mailbox to an mbox file or a folder, byte for byte", json=True, account=True
    )
    export.add_argument("--mailbox", metavar="NAME", required=True)
    export.add_argument("--to", metavar="FILE.mbox|DIR", type=Path, required=True)


def _plan(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verbs = add_verbs(add_command(commands, "plan", "the plan: limits, use, members, and the sweep of expired mail"))
    add_command(verbs, "show", "the plan in force, what is used of it, and changes that wait", json=True)
    add_command(verbs, "list", "all plans with every limit", json=True)
    what_if = add_command(verbs, "whatif", "what another plan would do, to the mail; nothing happens", json=True)
    what_if.add_argument("--at", metavar="DATE", help="as of that moment: 2026-12-24 or 2026-12-24T18:00")
    apply = add_command(verbs, "apply", "choose a plan", json=True)
    apply.add_argument("--on", metavar="DATE", help="from that moment on, not now")
    simply = add_command(verbs, "set", "choose a plan now: apply without more", json=True)
    simply.set_defaults(on=None, keep=None)
    for parser in (what_if, apply, simply):
        parser.add_argument("plan", metavar="PLAN", help="an id as printed by list")
    for parser in (what_if, apply):
        parser.add_argument(
            "--keep", metavar="ADDRESS", action="append", help="a mailbox that shall stay; may be repeated"
        )
    cancel = add_command(verbs, "cancel", "call off a change that waits", json=True)
    cancel.add_argument("key", metavar="KEY", type=int, help="as printed by show")
    add_command(verbs, "end-trial", "the trial is over now", json=True)
    add_command(verbs, "lapsed", "the paid plan is not paid any more: days of grace, then Free", json=True)
    add_command(verbs, "fetch-again", "fetch what the plan's window holds and this computer no longer has", json=True)
    _members(verbs)
    sweep = add_command(verbs, "sweep", "remove expired local copies; never anything on the server", json=True)
    sweep.add_argument("--dry-run", action="store_true", help="only say what would go")
    sweep.add_argument("--at", metavar="DATE", help="as of that moment: 2026-12-24 or 2026-12-24T18:00")


def _members(verbs: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    members = add_command(verbs, "members", "who is in the workspace, their mailboxes and shares", json=True)
    deeds = members.add_subparsers(metavar="DEED", dest="deed", required=False)
    add_command(deeds, "add", "one more member", json=True).add_argument("name", metavar="NAME")
    rename = add_command(deeds, "rename", "give a member another name", json=True)
    remove = add_command(deeds, "remove", "a member who owns no mailbox goes", json=True)
    switch = add_command(deeds, "switch", "let the window show this member's mail", json=True)
    for parser in (rename, remove, switch):
        parser.add_argument("member", metavar="MEMBER", help="a key or a name")
    rename.add_argument("name", metavar="NAME")
    share = add_command(
        deeds, "share", "who sees a mailbox beside its owner; nobody named withdraws the share", json=True
    )
    share.add_argument("address", metavar="ADDRESS")
    share.add_argument("members", metavar="MEMBER", nargs="*", help="a key or a name")
    keep = add_command(deeds, "keep", "these mailboxes stay first when a plan allows fewer", json=True)
    keep.add_argument("addresses", metavar="ADDRESS", nargs="+")


def _count(text: str) -> int:
    if not (text.isascii() and text.isdigit()) or len(text) > 9:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number of mails")
    return int(text)
