"""What a file of a mail is when one looks at it without another program, and what of it can be shown.

All of it is foreign: what it says it is (its name, its Content-Type) decides only where its first bytes do not, pictures and
PDFs are handed on as they came, for a process that may break, and everything else is read within bounds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from enum import StrEnum

from desktop.core.api.desk import EventDetail
from desktop.core.mail.structure import ParsedMessage
from desktop.values import dataclass


class FileKind(StrEnum):
    PICTURE = "picture"
    PDF = "pdf"
    TEXT = "text"
    PAGE = "page"
    """HTML."""
    MAIL = "mail"
    CALENDAR = "calendar"
    CONTACTS = "contacts"
    OFFICE = "office"
    """Of a word processor and its like: another program's."""
    OTHER = "other"


class Unfit(StrEnum):
    """Why a file of a kind that can be shown is not."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    NOT_WHAT_IT_SAYS = "not_what_it_says"
    """A name of a picture, a PDF or a text, and none of these inside."""
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class ContactCard:
    """One card of a vCard file, as visible text; `rows` are (kind, text): "organisation", "title", "mail", "phone", "address",
    "page", "birthday", "note"."""

    name: str
    rows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """`content` are the bytes of a PICTURE or a PDF, `content_type` what its first bytes say. `text` is that of a TEXT. A MAIL and
    a PAGE have `mail`, and `html` sanitised (None when there is none, or it cannot be shown safely: `html_refused`) with its
    `pictures` by content id; the attachments of a MAIL have paths that `MailSession.attachment` and `preview` take."""

    kind: FileKind
    size: int
    unfit: Unfit | None = None
    content: bytes = field(default=b"", repr=False)
    content_type: str = ""
    width: int = 0
    height: int = 0
    text: str = ""
    shortened: bool = False
    """`text` is only the beginning, or `events` or `contacts` only the first ones."""
    mail: ParsedMessage | None = None
    html: str | None = None
    html_refused: bool = False
    pictures: Mapping[str, tuple[str, bytes]] = field(default_factory=dict, repr=False)
    events: tuple[EventDetail, ...] = ()
    contacts: tuple[ContactCard, ...] = ()
