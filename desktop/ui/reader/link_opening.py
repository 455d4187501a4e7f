"""A link of the mail that is shown, pressed: what the status line has told is opened, after a question where its words tell
another story. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QUrl

from desktop.core.mail.link import evaluate_link
from desktop.ui.reader.body import MailBody
from desktop.ui.reader.told_bars import ToldBars


class LinkOpening:
    def __init__(
        self,
        body: MailBody | None,
        bars: ToldBars,
        write_to: Callable[[str], object],
        open_url: Callable[[QUrl], object],
    ) -> None:
        """`write_to` begins a mail to a mailto: link. Without a `body` nobody knows what the words of a link are."""
        self._body, self._bars, self._write_to, self._open_url = body, bars, write_to, open_url

    def open(self, href: str) -> None:
        verdict = evaluate_link(href, self._body.words_of(href) if self._body is not None else ())
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
