"""`bandeja search --server`, and `show` of what it found: asks the servers, stores nothing.

A mail that is only on a server is named by its place there, FOLDER.UIDVALIDITY.UID, which any later command understands.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

from desktop.cli.exits import Exit, exit_code_of
from desktop.cli.finding import chosen_accounts, find_account
from desktop.cli.output import say, warn
from desktop.cli.passwords import lend_passwords
from desktop.cli.rows import message_line, message_values
from desktop.core.api.queries import ListView
from desktop.core.api.rows import MessageRow
from desktop.core.api.server_search import Failure, SearchResult, Unasked
from desktop.core.engine import Engine

_PLACE = re.compile(r"(\d{1,12})\.(\d{1,10})\.(\d{1,10})", re.ASCII)
_UNASKED = {
    Unasked.LINKS: "What is linked is only known of the mail here.",
    Unasked.FILES: "Servers find no mail by the names of its files.",
    Unasked.ATTACHMENTS: "Servers tell only roughly which mails have attachments.",
}


class OnServer:
    """What a search found there, and how it is told."""

    def __init__(self, engine: Engine, arguments: argparse.Namespace, view: ListView, here: Sequence[int]) -> None:
        """`here` are the keys of what was found in the copy. Takes as long as the servers do."""
        self._engine = engine
        lend_passwords(engine, chosen_accounts(engine, arguments.account), arguments)
        if arguments.account is not None:
            view = replace(view, search=f'{view.search} account:"{arguments.account}"')
        search = engine.server_search.begin(view)
        try:
            self.result: SearchResult = search.done.result()
        finally:
            search.cancel()
        only = None if arguments.account is None else find_account(engine, arguments.account).account_key
        rows = engine.rows(self.result.keys)
        found = (rows[key] for key in self.result.keys if key in rows and key not in set(here))
        self.rows = list(islice((row for row in found if only in (None, row.account_key)), arguments.limit or None))

    def values(self) -> dict[str, object]:
        return {
            "messages": [
                values | self._named(row)
                for values, row in zip(message_values(self._engine, self.rows), self.rows, strict=True)
            ],
            "more": self.result.more,
            "impossible": self.result.impossible,
            "unasked": sorted(self.result.unasked),
            "failures": [
                {"account": one.address, "mailbox": one.mailbox or None, "code": one.error.code, "sentence": one.error.sentence()}
                for one in self.result.failures
            ],
        }  # fmt: skip

    def tell(self) -> None:
        if self.rows:
            say("On the server:")
        for row in self.rows:
            place = place_text(self._engine, row)
            say(message_line(row).replace(f"{row.location_key:>7}", place or f"{row.location_key:>7}", 1))
        if self.result.more:
            warn("There are more on the server: narrow the search by words or days.")
        elif not self.rows and not self.result.failures and not self.result.impossible:
            warn("There is nothing more on the server.")

    def end(self) -> int:
        """What was not searched, in sentences, and the exit code that this means."""
        if self.result.impossible:
            warn("The server cannot be asked for this.")
        for one in sorted(self.result.unasked):
            warn(_UNASKED[one])
        for failure in self.result.failures:
            warn(_sentence(failure))
        if self.result.failures:
            return exit_code_of(self.result.failures[0].error)
        return Exit.PROBLEM if self.result.impossible else Exit.OK

    def _named(self, row: MessageRow) -> dict[str, object]:
        place = place_text(self._engine, row)
        mail = self._engine.passing.mail(row.location_key)
        if mail is None:
            return {"place": place}
        return {"key": None, "place": place, "message_id": mail.envelope.message_id}


def place_text(engine: Engine, row: MessageRow) -> str | None:
    """How a mail that is only on the server is named; None for one that is here."""
    place = engine.server_search.place_of(row.location_key)
    return None if place is None else f"{place.mailbox_key}.{place.uidvalidity}.{place.uid}"


def is_place(word: str) -> bool:
    return _PLACE.fullmatch(word) is not None


def fetch_by_place(engine: Engine, word: str, arguments: argparse.Namespace) -> MessageRow:
    """The mail at that place, whole, in memory. Raises BandejaError."""
    match = _PLACE.fullmatch(word)
    assert match is not None
    mailbox_key, uidvalidity, uid = map(int, match.groups())
    boxes = {row.mailbox_key: row.account_key for row in engine.mailboxes()}
    lend_passwords(engine, [row for row in engine.accounts() if row.account_key == boxes.get(mailbox_key)], arguments)
    key = engine.server_search.find(mailbox_key, uidvalidity, uid)
    engine.server_search.fetch(key)
    return engine.rows((key,))[key]


def _sentence(failure: Failure) -> str:
    where = f"{failure.address}, {failure.mailbox}" if failure.mailbox else failure.address
    return f"{where}: {failure.error.sentence()}" if where else failure.error.sentence()
