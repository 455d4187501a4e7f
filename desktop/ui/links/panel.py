"""The links panel beside the reader: who wrote, what the mail is linked to and how that stands, and why it was saved or not.

It shows what it is given and passes wishes on; what belongs to a mail that is no longer shown is gone at once. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.core.api.desk import ActivityRow
from desktop.core.api.linking import LinkKind
from desktop.ui import icons
from desktop.ui.desk_sentences import why_saved_sentence
from desktop.ui.labels import PlainLabel
from desktop.ui.layouts import empty
from desktop.ui.links import words as link_words
from desktop.ui.links.contact_card import ContactCard
from desktop.ui.links.history import History
from desktop.ui.links.link_card import LinkCard
from desktop.ui.links.mail_links import MailLinks
from desktop.ui.message_list.chips import clean
from desktop.ui.parts import Now
from desktop.ui.scrolled import scrolled
from desktop.ui.theme import Role, Space

WIDTH = 288
MOST_REASONS = 6


class LinksPanel(QFrame):
    chosen = Signal(object, object)
    """(LinkRow, LinkChoice)"""
    contact_wanted = Signal(int)
    sheet_wanted = Signal(str)
    """The name of an action that opens a sheet."""
    folded = Signal()

    def __init__(self, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self.setProperty("kind", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("What this mail is linked to"))
        heading = PlainLabel(self.tr("Links"))
        heading.setProperty("kind", "heading")
        self._fold = QToolButton()
        icons.set_icon(self._fold, "chevron-right", Role.ICON_MUTED)
        self._fold.setToolTip(self.tr("Hide the links"))
        self._fold.setAccessibleName(self.tr("Hide the links"))
        self._fold.clicked.connect(self.folded)
        head = QHBoxLayout()
        head.setContentsMargins(Space.L, Space.M, Space.S, Space.XS)
        head.addWidget(heading, 1)
        head.addWidget(self._fold)
        self.contact = ContactCard()
        self.contact.open_wanted.connect(self.contact_wanted)
        self.contact.save_wanted.connect(lambda: self.sheet_wanted.emit(link_words.ACTIONS[LinkKind.CRM]))
        body = QWidget()
        body.setProperty("kind", "window")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(Space.L, Space.XS, Space.M, Space.L)
        self._column.setSpacing(Space.S)
        self._column.addWidget(self.contact)
        self._column.addSpacing(Space.S)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(Space.S)
        self._column.addLayout(self._cards)
        self._column.addStretch(1)
        self._scroll = scrolled(body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)
        self.clear()

    @property
    def cards(self) -> list[LinkCard]:
        return self.findChildren(LinkCard)

    def clear(self) -> None:
        empty(self._cards)
        self.contact.hide()

    def show_links(self, mail: MailLinks) -> None:
        empty(self._cards)
        row = mail.row
        self.contact.show_contact(mail.contact, row.sender_name, row.sender_address, self._now())
        self.contact.show()
        for link in mail.links:
            card = LinkCard(link, self._now())
            card.chosen.connect(self.chosen)
            self._cards.addWidget(card)
            card.show()
        if row.only_there:
            self._say(
                self.tr(
                    "This mail is only on the server. Make a task of it, and it stays here as long as the task does."
                )
            )
        elif not mail.links:
            self._say(self.tr("This mail is linked to nothing yet. Make a task, a chat or an event of it, or save it."))
        self._show_history(mail.history)
        self._show_reasons(mail.reasons)

    def _show_history(self, rows: tuple[ActivityRow, ...]) -> None:
        if not rows:
            return
        self._head(self.tr("Last mails with this contact"))
        history = History()
        history.add(rows, self._now())
        self._cards.addWidget(history)
        history.show()

    def _head(self, words: str) -> None:
        heading = PlainLabel(words)
        heading.setProperty("kind", "strong")
        heading.setContentsMargins(0, Space.S, 0, 0)
        self._cards.addWidget(heading)
        heading.show()

    def _show_reasons(self, reasons: tuple[str, ...]) -> None:
        if not reasons:
            return
        self._head(self.tr("Why it was saved or not"))
        for code in reasons[-MOST_REASONS:]:
            self._say(clean(why_saved_sentence(code)))

    def _say(self, sentence: str) -> None:
        label = PlainLabel(sentence)
        label.setProperty("kind", "small")
        label.setWordWrap(True)
        label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._cards.addWidget(label)
        label.show()
