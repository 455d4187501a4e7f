"""The parts that all groups of words are made of. Imports nothing of the program."""

from __future__ import annotations

import argparse
from pathlib import Path


def common(default: object) -> argparse.ArgumentParser:
    """Accepted before and after the command."""
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument(
        "--profile",
        metavar="DIR",
        type=Path,
        default=default,
        help="the profile folder (else BANDEJA_PROFILE, else yours)",
    )
    common.add_argument("--verbose", action="store_true", default=default, help="say more, on standard error")
    return common


def add_command(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    words: str,
    *,
    json: bool = False,
    account: bool = False,
    password: bool = False,
) -> argparse.ArgumentParser:
    parser = commands.add_parser(name, help=words, description=words, parents=[common(argparse.SUPPRESS)])
    if json:
        parser.add_argument(
            "--json", action="store_true", default=argparse.SUPPRESS, help="one JSON document on standard output"
        )
    if account:
        parser.add_argument("--account", metavar="ADDRESS", help="only this account")
    if password:
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    return parser


def add_verbs(
    parser: argparse.ArgumentParser, *, required: bool = True
) -> argparse._SubParsersAction[argparse.ArgumentParser]:
    return parser.add_subparsers(metavar="VERB", dest="verb", required=required)


def add_messages(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("messages", metavar="MESSAGE", nargs="+", help="a key as printed by list, or a Message-ID")
    parser.add_argument(
        "--json", action="store_true", default=argparse.SUPPRESS, help="one JSON document on standard output"
    )
