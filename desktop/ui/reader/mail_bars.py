"""The bars between the head of a mail and its body: what to mind about it, what it invites to, what was held back or just done.

Invariant: a bar is there only for a reason, and belongs to the mail that is shown; `clear` takes all away. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.mail.flags import Flag
from desktop.ui.bar import Bar
from desktop.ui.reader.invitation_bar import InvitationBar
from desktop.ui.reader.loading import LoadedMail
from desktop.ui.reader.told_bars import ToldBars
from desktop.ui.reader.trust_words import trust_sentence
from desktop.ui.theme import Space

MOST_NOTES = 2


class MailBars(ToldBars):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.trust = [Bar() for _ in range(MOST_NOTES)]
        self.invitation = InvitationBar()
        self.state, self.remote = Bar(), Bar()
        self.newsletter = Bar()
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(Space.L + 4, 0, Space.L, 0)
        layout.setSpacing(Space.XS)
        for bar in self._bars:
            layout.addWidget(bar)
        layout.insertWidget(MOST_NOTES, self.invitation)

    def put_first(self, widget: QWidget) -> None:
        """Above all of them."""
        self._column.insertWidget(0, widget)

    @property
    def _bars(self) -> list[Bar]:
        return [*self.trust, self.state, self.remote, self.newsletter, self.link, self.notice]

    def set_low(self, low: bool) -> None:
        """A low window has one line for each."""
        self._column.setSpacing(Space.XS // 2 if low else Space.XS)
        for bar in self._bars:
            bar.set_low(low)

    def clear(self) -> None:
        for bar in self._bars:
            bar.hide()

    def show_notes(self, mail: LoadedMail) -> None:
        """Reasons to look twice at the sender, the most serious first."""
        for index, bar in enumerate(self.trust):
            if index < len(mail.notes):
                note = mail.notes[index]
                bar.tell("warning" if note.serious else "info", trust_sentence(note))
            else:
                bar.hide()

    def show_state(self, mail: LoadedMail, source: Callable[[], object], edit: Callable[[], object]) -> None:
        """What is unusual about this copy; `source` shows the mail as it came, `edit` goes on writing a draft."""
        if not mail.detail.row.on_server:
            sentence = self.tr("This mail is no longer on the server. This copy stays because it is linked.")
            self.state.tell("info", sentence, icon="cloud")
        elif mail.message.too_complex:
            sentence = self.tr("This mail is built in such a complicated way that only a part of it was read.")
            self.state.tell("warning", sentence, (self.tr("View source"), source))
        elif mail.html_refused:
            self.tell_fallback(source)
        elif Flag.DRAFT in mail.detail.row.flags:
            self.state.tell("info", self.tr("This is a draft."), (self.tr("Go on writing"), edit), icon="drafts")
        else:
            self.state.hide()

    def tell_fallback(self, source: Callable[[], object]) -> None:
        sentence = self.tr("The formatted version of this mail cannot be shown safely, so this is its text.")
        self.state.tell("info", sentence, (self.tr("View source"), source))
