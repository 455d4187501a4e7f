"""A link of the mail that is shown, pressed: what the status line has told is opened, after a question where its words tell
another story. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QUrl

from desktop.core.mail.link import evaluate_link
from desktop.ui.reader.body import MailBody
from desktop.ui.reader.mail_bars import MailBars


class LinkOpening:
    def __init__(
        self, body: MailBody, bars: MailBars, write_to: Callable[[str], object], open_url: Callable[[QUrl], object]
    ) -> None:
        """`write_to` begins a mail to a mailto: link."""
        self._body, self._bars, self._write_to, self._open_url = body, bars, write_to, open_url

    def open(self, href: str) -> None:
        verdict = evaluate_link(href, self._body.words_of(href))
        if not verdict.openable:
            self._bars.refuse_link()
            return

        def go_on() -> None:
            if href[:7].lower() == "mailto:":
                self._write_to(href)
            else:
                self._open_url(QUrl(href))

        if verdict.reasons:
            self._bars.ask_link(verdict, go_on)
        else:
            go_on()
