"""What a message is made of once it has been read: text, HTML, attachments. Values only; `core.mime` makes them."""

from __future__ import annotations

from typing import NamedTuple

from desktop.core.mail.envelope import Envelope
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class Attachment:
    """One part that can be saved. `path` is its section number (RFC 3501, section 6.4.5), `size` is decoded bytes.

    `filename` is safe to write into a folder on Windows, macOS and Linux: no separators, no control or bidi characters,
    no reserved names, at most 255 bytes of UTF-8, real extension last.
    `inline` parts are shown inside the HTML by `content_id` (without brackets).
    """

    path: str
    filename: str
    content_type: str
    size: int
    content_id: str = ""
    inline: bool = False


@dataclass(frozen=True, slots=True)
class ParsedMessage:
    """A message as the reader shows it. `html` is None when there is none; `text` is always there, perhaps empty.

    `html` is the foreign HTML, decoded and not sanitised. `defects` are short English sentences for the raw view;
    `too_complex` means that bounds were hit and only part of the message was read: show it with a word of explanation.
    """

    envelope: Envelope
    text: str
    html: str | None
    attachments: tuple[Attachment, ...] = ()
    defects: tuple[str, ...] = ()
    too_complex: bool = False


@dataclass(frozen=True, slots=True)
class CalendarMark:
    """Which meeting a mail with a calendar part is about (RFC 5546, section 2.1.5): later ones of the same `uid`, `recurrence`
    and organiser take the place of earlier ones, by `sequence` and then by `stamp`.

    `method` is as the file says it, upper case; `recurrence` the text of RECURRENCE-ID, "" for the whole series or a single
    meeting; `stamp` DTSTAMP in epoch seconds, 0 where there is none; `organiser` an address in lower case; `proven`: nothing
    says that the mail is from somebody else than the organiser (`mime.sender_proof`)."""

    method: str
    uid: str
    recurrence: str
    sequence: int
    stamp: int
    organiser: str
    proven: bool = False

    @property
    def version(self) -> tuple[int, int]:
        return self.sequence, self.stamp


class IndexedHeader(NamedTuple):
    """What the header alone says, read when it is synchronised. `has_attachment` is a guess from Content-Type."""

    envelope: Envelope
    thread_key: str
    has_attachment: bool


@dataclass(frozen=True, slots=True)
class IndexedBody:
    """The cheap reading made when the body is synchronised: what the list and the search need beyond the header.

    `body_text` is at most 64 KiB of readable text; `snippet` is one line of at most 200 characters of it without quotes.
    """

    snippet: str
    body_text: str
    attachment_names: tuple[str, ...]
    has_attachment: bool
    mark: CalendarMark | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedMessage(IndexedBody):
    """Both readings of a mail that is here whole at once, as one written here is."""

    envelope: Envelope
    thread_key: str
