"""Searches one account on its server, folder by folder. Runs in a thread of the search; the gateway is its own.

Invariant: folders are opened with EXAMINE and headers read with PEEK, so that nothing changes there; of each folder at most
MOST_OF_A_FOLDER headers are fetched, whatever its answer names. What is here whole is left out: the search here has judged it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from desktop.core.api.errors import BandejaError, Code, ServerRefusal
from desktop.core.api.queries import ListView
from desktop.core.api.rows import BodyState, MailboxRow, MessageRow
from desktop.core.api.searching.folders import find_folders
from desktop.core.api.searching.query import InAccount, InFolder, Query, leaves
from desktop.core.api.server_search import MOST_OF_A_FOLDER
from desktop.core.imap.gateway import FetchedHeader, ImapGateway
from desktop.core.imap.search_keys import build_search, contradicts, is_plain
from desktop.core.mail.mailbox import VIEWS, SpecialUse
from desktop.core.mime.index_message import index_headers
from desktop.core.seeking.passing import PassingMails, Place
from desktop.core.seeking.search import FoundOnServer
from desktop.core.store import found_elsewhere
from desktop.core.store.mailboxes import MailboxState
from desktop.core.store.messages import header_digest
from desktop.core.store.store import Store

_OUTGOING = (SpecialUse.SENT, SpecialUse.DRAFTS)
_MOST_TEXT = 1_000


def choose_mailboxes(
    states: Sequence[MailboxState], view: ListView, query: Query, *, gmail: bool
) -> list[MailboxState]:
    """Which of an account's folders are searched. What shows mail of other folders too is left out, but for Gmail's "All Mail"
    instead of them: each label is a folder there, and every mail would be searched for once for each of its labels."""
    if view.mailbox_key is not None:
        return [state for state in states if state.mailbox_key == view.mailbox_key]
    if view.special_use is not None:
        return [state for state in states if state.special_use is view.special_use]
    whole = [state for state in states if state.special_use is SpecialUse.ALL]
    if gmail and whole and not any(isinstance(leaf, InFolder) for leaf in leaves(query)):
        return whole + [state for state in states if state.special_use in (SpecialUse.JUNK, SpecialUse.TRASH)]
    return [state for state in states if state.special_use not in VIEWS]


class Seeker:
    """Searches the folders of one account; `in_account` says whether a name in a search means it."""

    def __init__(
        self,
        store: Store,
        gateway: ImapGateway,
        passing: PassingMails,
        query: Query,
        rows: Sequence[MailboxRow],
        found: FoundOnServer,
        *,
        in_account: Callable[[str], bool],
        stop: Callable[[], bool],
    ) -> None:
        self._store, self._gateway, self._passing = store, gateway, passing
        self._query, self._rows, self._found = query, rows, found
        self._in_account, self._stop = in_account, stop

    def seek(self, states: Sequence[MailboxState], told: Callable[[MailboxState, int], None]) -> None:
        """`told` hears each folder and how many are done. Raises what ends a connection."""
        for number, state in enumerate(states):
            if self._stop():
                return
            told(state, number)
            try:
                self._seek_in(state)
            except ServerRefusal as refusal:
                self._found.refused.append((state.name, refusal))

    def _seek_in(self, state: MailboxState) -> None:
        gmail = self._gateway.capabilities.gmail

        def is_in(leaf: InFolder | InAccount) -> bool:
            if isinstance(leaf, InAccount):
                return self._in_account(leaf.name)
            return state.mailbox_key in find_folders(self._rows, leaf.name)

        keys = build_search(self._query, is_in=is_in, gmail=gmail)
        if keys is False:
            return
        selected = self._gateway.select(state.name, read_only=True)
        if not selected.exists:
            return
        with self._store.reading() as connection:
            here = found_elsewhere.load_places(connection, state.mailbox_key)
        if selected.uidvalidity != state.uidvalidity:
            here = {}
        most = MOST_OF_A_FOLDER + len(here)
        try:
            uids, more = self._gateway.search((b"ALL",) if keys is True else keys, most=most, stop=self._stop)
        except ServerRefusal:
            # Exchange knows no other letters than ASCII's. A piece of each word finds more than was meant, and all of that.
            pieces = build_search(self._query, is_in=is_in, gmail=gmail, ascii_only=True)
            if isinstance(keys, bool) or is_plain(keys) or isinstance(pieces, bool):
                raise
            uids, more = self._gateway.search(pieces, most=most, stop=self._stop)
        for uid in uids:
            # A row without text is one that the search here could not judge; it is shown as the mail that it is.
            if (row := here.get(uid)) is not None and row.is_shown and not row.is_whole:
                self._found.mails.append((row.internaldate, row.location_key))
        unknown = [uid for uid in uids if uid not in here]
        self._found.more = self._found.more or more or len(unknown) > MOST_OF_A_FOLDER
        for batch in _batches(self._gateway.fetch_headers(unknown[-MOST_OF_A_FOLDER:])):
            self._take(state, selected.uidvalidity, batch)

    def _take(self, state: MailboxState, uidvalidity: int, batch: Sequence[FetchedHeader]) -> None:
        identities = {header.uid: (header_digest(header.header), header.size) for header in batch}
        digests = {digest for digest, _ in identities.values()}
        with self._store.reading() as connection:
            known = found_elsewhere.load_known(connection, state.account_key, digests)
        for header in batch:
            identity = identities[header.uid]
            if identity in self._found.seen or contradicts(self._query, header.internaldate):
                continue
            self._found.seen.add(identity)
            here = known.get(identity)
            if here is None:
                place = Place(state.account_key, state.mailbox_key, state.name, uidvalidity, header.uid)
                key = keep(self._passing, header, place, state.special_use)
                self._found.mails.append((header.internaldate, key))
            elif not here.is_whole:
                self._found.mails.append((here.internaldate, here.location_key))


def keep(passing: PassingMails, header: FetchedHeader, place: Place, use: SpecialUse) -> int:
    """The key by which that mail can be looked at."""
    read = index_headers(header.header)
    envelope = read.envelope._replace(subject=read.envelope.subject[:_MOST_TEXT])
    outgoing = use in _OUTGOING and bool(envelope.to)
    people = envelope.to if outgoing else envelope.from_
    row = MessageRow(
        location_key=0, message_key=0, mailbox_key=place.mailbox_key, account_key=place.account_key,
        sender_name=people[0].display_name[:_MOST_TEXT] if people else "",
        sender_address=people[0].addr_spec[:_MOST_TEXT] if people else "",
        subject=envelope.subject, snippet="", internaldate=header.internaldate, size=header.size, flags=header.flags.flags,
        has_attachment=read.has_attachment, body_state=BodyState.HEADER_ONLY, pending=False, on_server=True, expires_at=None,
        held_by=None, outgoing=outgoing,
    )  # fmt: skip
    return passing.add(
        row, place, envelope, digest=header_digest(header.header), thread_key=read.thread_key, flags=header.flags
    )


def _batches(headers: Iterator[FetchedHeader]) -> Iterator[list[FetchedHeader]]:
    batch: list[FetchedHeader] = []
    for header in headers:
        batch.append(header)
        if len(batch) == 50:
            yield batch
            batch = []
    yield batch


def gone(mailbox: str) -> BandejaError:
    """The folder was numbered anew, or the mail left it, since it was found."""
    return BandejaError(Code.GONE_THERE, mailbox=mailbox)
