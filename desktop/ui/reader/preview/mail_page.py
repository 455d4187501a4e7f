"""A mail that lies in a mail, and a web page that does: by the reader's own head and body, with the files that are in it.

Invariant: nothing of it is fetched from the network and nothing of it changes anything. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from desktop.core.api.previews import FileKind, Preview
from desktop.core.mail.structure import ParsedMessage
from desktop.ui.parts import Now
from desktop.ui.reader.attachment_cards import CARD, AttachmentStrip
from desktop.ui.reader.body import ZOOMS, MailBody
from desktop.ui.reader.mail_head import MailHead
from desktop.ui.reader.page_facts import PageFacts, read_page_facts
from desktop.ui.theme import Space
from desktop.values import dataclass

if TYPE_CHECKING:  # the web engine is loaded for what needs it
    from desktop.ui.reader.web_scheme import Receiver


@dataclass(frozen=True, slots=True)
class EnclosedMail:
    """What a body shows, as `loading.LoadedMail` is for a mail of the list. `pictures` are for the text view."""

    message: ParsedMessage
    html: str | None
    facts: PageFacts | None
    pictures: Mapping[str, bytes]


def read_enclosed(preview: Preview) -> EnclosedMail | None:
    """Worker thread: it reads the HTML once more."""
    if preview.mail is None:
        return None
    facts = None if preview.html is None else read_page_facts(preview.html)
    pictures = {name: content for name, (_kind, content) in preview.pictures.items()}
    return EnclosedMail(preview.mail, preview.html, facts, pictures)


class MailPage(QWidget):
    def __init__(self, now: Now, fell_back: Callable[[], object], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._pictures: Mapping[str, tuple[str, bytes]] = {}
        self.head = MailHead()
        self.body = MailBody(self._fetch, _nothing)
        self.strip = AttachmentStrip()
        self._line = QFrame()
        self._line.setProperty("kind", "line")
        self.body.fell_back.connect(fell_back)
        top = QVBoxLayout()
        top.setContentsMargins(Space.L + 4, Space.M, Space.L, Space.S)
        top.addWidget(self.head)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._line)
        layout.addWidget(self.body, 1)
        layout.addWidget(self.strip)
        self.setFocusProxy(self.body)

    def show_mail(self, preview: Preview, mail: EnclosedMail) -> None:
        is_mail = preview.kind is FileKind.MAIL
        self._pictures = preview.pictures
        self.head.setVisible(is_mail)
        self._line.setVisible(is_mail)
        if is_mail:
            self.head.show_envelope(mail.message.envelope, "", 0, self._now())
        self.strip.show_attachments(tuple(one for one in mail.message.attachments if not one.inline) if is_mail else ())
        self.strip.set_room(2 * CARD.height(), low=True, tight=False)
        self.body.show_mail(mail, plain=False)

    def set_zoom(self, factor: float) -> None:
        before = ZOOMS.index(self.body.zoom)
        self.body.zoom_by(ZOOMS.index(factor) - before)

    def release(self) -> None:
        if self.body.html is not None:
            self.body.html.release()

    def _fetch(self, content_id: str, arrived: Receiver) -> None:
        arrived(self._pictures.get(content_id))


def _nothing(_number: int, arrived: Receiver) -> None:
    arrived(None)
