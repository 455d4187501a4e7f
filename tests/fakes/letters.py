"""A session whose mails are written out: every kind of letter a reader must show well. Authored here, sent by nobody."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from desktop.core.api.rows import BodyState, MessageDetail, MessageRow
from desktop.core.mail.address import Address
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.flags import Flag
from desktop.core.mail.structure import Attachment, ParsedMessage
from desktop.core.mime.parse_message import INSIDE, load_attachment
from tests.fakes.mails import NOW
from tests.fakes.session import FakeSession

ANA = Address("Ana Beltrán", "ana@talleresmarin.example")
LUCIA = Address("Lucía Ferrer", "lucia.ferrer@obrasferrer.example")
PIXEL = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGM4IScHAAK2AQU0pnWqAAAAAElFTkSuQmCC")
"""A red dot, 1 by 1."""


@dataclass
class Letter:
    """What the session answers about one mail. `html` is what the sanitiser gave."""

    envelope: Envelope
    text: str = ""
    html: str | None = None
    blocked: int = 0
    refused: bool = False
    attachments: tuple[Attachment, ...] = ()
    contents: dict[str, bytes] = field(default_factory=dict)
    pictures: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    here: bool = True
    on_server: bool = True
    too_complex: bool = False
    size: int = 12_000
    raw: bytes = b"From: lucia.ferrer@obrasferrer.example\r\nSubject: Obra\r\n\tsegunda parte\r\n\r\nHola\r\n"


def make_envelope(subject: str, sender: Address = LUCIA, **fields: object) -> Envelope:
    values: dict[str, object] = {
        "subject": subject, "from_": (sender,), "to": (ANA,), "message_id": "x@obrasferrer.example",
        "date": datetime.fromtimestamp(NOW - 3_000, UTC),
    }  # fmt: skip
    return Envelope(**(values | fields))


class LetterSession(FakeSession):
    """FakeSession with the letters added to its first mailbox: keys 1, 2, … in their order."""

    def __init__(self, letters: Sequence[Letter]) -> None:
        super().__init__()
        self.letters = dict(enumerate(letters, start=1))
        pattern = next(iter(self.message_rows.values()))
        for key, letter in self.letters.items():
            self.message_rows[key] = self._row(key, letter, pattern)

    def _row(self, key: int, letter: Letter, pattern: MessageRow) -> MessageRow:
        sender = letter.envelope.from_[0] if letter.envelope.from_ else Address("", "")
        return replace(
            pattern, location_key=key, message_key=key, mailbox_key=1, account_key=1, subject=letter.envelope.subject,
            sender_name=sender.display_name, sender_address=sender.addr_spec, internaldate=NOW - 3_000, flags=Flag.SEEN,
            body_state=BodyState.COMPLETE if letter.here else BodyState.HEADER_ONLY, on_server=letter.on_server,
            size=letter.size, has_attachment=bool(letter.attachments), links=(), pending=False,
        )  # fmt: skip

    def arrive(self, key: int) -> None:
        """The body has come from the server."""
        self.letters[key].here = True
        self.message_rows[key] = replace(self.message_rows[key], body_state=BodyState.COMPLETE)

    def message(self, location_key: int) -> MessageDetail | None:
        letter = self.letters.get(location_key)
        if letter is None:
            return super().message(location_key)
        if location_key not in self.message_rows:
            return None
        html = None if letter.html is None and not letter.refused else (letter.html or "<p>")
        whole = ParsedMessage(
            letter.envelope, letter.text, html, letter.attachments, ("odd header",), letter.too_complex
        )
        known = ParsedMessage(letter.envelope, "", None)
        return MessageDetail(self.message_rows[location_key], "INBOX", whole if letter.here else None, known)

    def sanitised_html(self, location_key: int, *, allow_remote: bool = False) -> tuple[str, int] | None:
        letter = self.letters.get(location_key)
        if letter is None:
            return super().sanitised_html(location_key, allow_remote=allow_remote)
        return None if letter.html is None or letter.refused else (letter.html, letter.blocked)

    def raw(self, location_key: int) -> bytes | None:
        letter = self.letters.get(location_key)
        return letter.raw if letter else super().raw(location_key)

    def attachment(self, location_key: int, path: str) -> bytes | None:
        letter = self.letters.get(location_key)
        if letter is None:
            return super().attachment(location_key, path)
        first, _, rest = path.partition(INSIDE)
        content = letter.contents.get(first)
        return load_attachment(content, rest) if rest and content is not None else content

    def cid(self, location_key: int, content_id: str) -> tuple[str, bytes] | None:
        letter = self.letters.get(location_key)
        return letter.pictures.get(content_id) if letter else None
