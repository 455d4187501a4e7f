"""Mails as the forms and wishes read them: out of the store once, parsed, with who wrote to whom. Worker threads.

A mail of which only the header is here is read as far as it is known; it has no text and no bytes. One that was found on its server
(a key below 0) is read out of memory, and has its key for that of its message, too, until a wish stores it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

from desktop.core import mime
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.linking import AttachmentChoice, Person
from desktop.core.connectors.protocol import MailSnapshot, SnapshotAttachment
from desktop.core.mail.address import Address
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.structure import ParsedMessage
from desktop.core.store import accounts, bodies, locations
from desktop.core.store.locations import Placed
from desktop.core.store.store import Connection, Store
from desktop.values import dataclass

MOST_MAILS = 100
MOST_BYTES = 200 << 20
"""Mails of one wish, and their bytes: all of it is in memory at once."""
LONGEST_HTML = 2_000_000


@dataclass(frozen=True, slots=True)
class Letter:
    """`raw` is None while only the header is here; `account` is the address of the mailbox it lies in."""

    location_key: int
    message_key: int
    parsed: ParsedMessage
    raw: bytes | None
    text: str
    received: int
    account: str
    mailbox: str
    own: frozenset[str]
    """Addresses of the accounts of this profile, lower case."""

    @property
    def incoming(self) -> bool:
        author = self.parsed.envelope.from_[:1]
        return not (author and author[0].addr_spec.lower() in self.own)


class FoundMail(NamedTuple):
    """A mail that was found on its server; `raw` None while its text has not been fetched, `received` in epoch seconds."""

    envelope: Envelope
    raw: bytes | None
    received: int
    account_key: int
    mailbox: str
    size: int


class Elsewhere(Protocol):
    """Mails that are on their server alone, by their keys below 0."""

    def letter(self, key: int) -> FoundMail | None: ...

    def find(self, connection: Connection, location_keys: Sequence[int]) -> list[int]:
        """The same mails by the keys that they have here; those that are not here are left out."""
        ...


class Nowhere:
    """There are none."""

    def letter(self, key: int) -> FoundMail | None:
        return None

    def find(self, connection: Connection, location_keys: Sequence[int]) -> list[int]:
        return list(location_keys)


def load_letters(store: Store, location_keys: Sequence[int], elsewhere: Elsewhere | None = None) -> list[Letter]:
    """In the order of the keys. Raises BandejaError(NOT_FOUND) when none of them is there."""
    elsewhere = elsewhere or Nowhere()
    if len(set(location_keys)) > MOST_MAILS:
        raise BandejaError(Code.BAD_INPUT, what="This choice", why=f"one wish is made from at most {MOST_MAILS} mails")
    letters: dict[int, Letter] = {}
    size = 0
    with store.reading() as connection:
        placed = locations.load_placed(connection, location_keys)
        addresses = accounts.load_addresses(connection)
        own = frozenset(address.lower() for address in addresses.values())
        for key in dict.fromkeys(location_keys):
            message_key, found = key, elsewhere.letter(key) if key < 0 else None
            if (place := placed.get(key)) is not None and place.message_key not in letters:
                message_key, found = place.message_key, _load(connection, place)
            if found is None:
                continue  # one mail in two folders is one mail
            size += found.size
            if size > MOST_BYTES:
                raise BandejaError(
                    Code.BAD_INPUT, what="This choice", why=f"it is more than {MOST_BYTES >> 20} MB at once"
                )
            raw = found.raw
            parsed = ParsedMessage(found.envelope, "", None) if raw is None else mime.parse_message.parse_message(raw)
            letters[message_key] = Letter(
                key, message_key, parsed, raw, "" if raw is None else mime.reply.visible_text(parsed), found.received,
                addresses.get(found.account_key, ""), found.mailbox, own,
            )  # fmt: skip
    if not letters:
        raise BandejaError(Code.NOT_FOUND, what="mail", name=next(iter(location_keys), ""))
    return list(letters.values())


def settle(connection: Connection, elsewhere: Elsewhere, letters: Iterable[Letter]) -> dict[int, int]:
    """Message keys of letters -> those that their mails have in the store now. One that is not there is left out."""
    settled = {}
    for letter in letters:
        if letter.location_key > 0:
            settled[letter.message_key] = letter.message_key
        for key in elsewhere.find(connection, (letter.location_key,)) if letter.location_key < 0 else ():
            if (message_key := bodies.load_message_key(connection, key)) is not None:
                settled[letter.message_key] = message_key
    return settled


def _load(connection: Connection, place: Placed) -> FoundMail | None:
    envelope = bodies.load_message_envelope(connection, place.message_key)
    raw = bodies.load_raw(connection, place.message_key)
    if envelope is None:
        return None
    return FoundMail(envelope, raw, place.internaldate, place.account_key, place.mailbox_name, place.size)


def take_snapshot(
    letter: Letter, carried: Iterable[AttachmentChoice], is_inside: Callable[[str], bool], *, whole: bool
) -> MailSnapshot:
    """The mail as it is now, with the chosen attachments; `whole` gives all of them and the bytes of the mail, and raises
    BandejaError(NOT_FOUND) while those are not here."""
    envelope = letter.parsed.envelope
    if whole and letter.raw is None:
        raise BandejaError(Code.NOT_FOUND, what="text yet of the mail", name=envelope.subject)
    wanted = {choice.path for choice in carried if choice.location_key == letter.location_key}
    return MailSnapshot(
        message_id=envelope.message_id,
        subject=envelope.subject,
        sender=person_of((envelope.from_ or envelope.sender or (Address("", ""),))[0], is_inside),
        to=tuple(person_of(address, is_inside) for address in envelope.to),
        cc=tuple(person_of(address, is_inside) for address in envelope.cc),
        date=None if envelope.date is None else int(envelope.date.timestamp()),
        received=letter.received,
        text=letter.text,
        html=_clean_html(letter.parsed),
        incoming=letter.incoming,
        account=letter.account,
        mailbox=letter.mailbox,
        attachments=tuple(
            SnapshotAttachment(
                one.filename, one.content_type, mime.parse_message.load_attachment(letter.raw or b"", one.path)
            )
            for one in letter.parsed.attachments
            if whole or one.path in wanted
        ),
        raw=(letter.raw or b"") if whole else b"",
    )


def person_of(address: Address, is_inside: Callable[[str], bool]) -> Person:
    return Person(address.display_name, address.addr_spec, inside=is_inside(address.addr_spec))


def _clean_html(parsed: ParsedMessage) -> str | None:
    """What a reader may be shown, without scripts and without anything that loads from elsewhere."""
    if parsed.html is None:
        return None
    clean = mime.html_clean.sanitise(parsed.html[:LONGEST_HTML])
    return None if clean.too_complex else clean.html
