"""What has not left this computer yet: mail to be sent, drafts, changes that wait for their server; each with its reason.

Every line can be tried again, edited or taken back. It reads anew when told, and only while it is on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QToolButton, QVBoxLayout, QWidget

from desktop.core.api.commands import (
    CancelOperation,
    DiscardDraft,
    DiscardOutbox,
    EditOutbox,
    Receipt,
    RetryOperation,
    RetryOutbox,
)
from desktop.core.api.linking import LinkRow
from desktop.core.api.rows import DraftRow, OperationRow, OperationState, OutboxRow, OutboxState
from desktop.ui import icons, words
from desktop.ui.dispatch import Dispatch
from desktop.ui.keep_focus import kept_focus
from desktop.ui.labels import PlainLabel
from desktop.ui.links.waiting_links import TROUBLE, waiting_buttons, waiting_title
from desktop.ui.links.words import ICONS, state_sentence
from desktop.ui.message_list.chips import clean
from desktop.ui.waiting.sentences import operation_reason, operation_sentence, outbox_reason

MOST = 100
_Button = tuple[str, Callable[[], object]]


class OperationsPanel(QWidget):
    closed = Signal()
    draft_wanted = Signal(int)
    """Draft key: to be written on."""
    asked = Signal(str, str, object)
    """(sentence, button, command): to be asked once before it is done."""
    link_chosen = Signal(object, object)
    """(LinkRow, LinkChoice)"""

    def __init__(self, dispatch: Dispatch, now: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dispatch, self._session, self._now = dispatch, dispatch.session, now
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        heading = PlainLabel(self.tr("Waiting and drafts"), kind="subject")
        self.setWindowTitle(heading.text())
        close = QToolButton()
        close.setToolTip(self.tr("Back to the mails (Esc)"))
        close.setAccessibleName(self.tr("Back to the mails"))
        icons.set_icon(close, "close")
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(heading, 1)
        head.addWidget(close)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 16, 16, 8)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self._scroll, 1)

    def refresh(self) -> None:
        """Read all four lists again (all quick)."""
        with kept_focus(self):
            self._fill_lists()

    def _fill_lists(self) -> None:
        body = QWidget()
        body.setProperty("kind", "surface")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(6)
        outbox, drafts, operations = self._session.outbox(), self._session.drafts(), self._session.operations()
        outbox = [row for row in outbox if row.state is not OutboxState.SENT]
        self._fill(column, self.tr("To be sent"), [self._outbox_card(row) for row in outbox[:MOST]], len(outbox))
        self._fill(column, self.tr("Drafts"), [self._draft_card(row) for row in drafts[:MOST]], len(drafts))
        cards = [self._operation_card(row) for row in operations[:MOST]]
        self._fill(column, self.tr("Changes for the server"), cards, len(operations))
        links = self._session.linking.waiting()
        cards = [self._link_card(row) for row in links[:MOST]]
        self._fill(column, self.tr("Links to be made"), cards, len(links))
        if not (outbox or drafts or operations or links):
            nothing = PlainLabel(
                self.tr("Nothing waits: everything has reached its server, and there are no drafts."), kind="muted"
            )
            nothing.setWordWrap(True)
            column.addWidget(nothing)
        column.addStretch(1)
        place = self._scroll.verticalScrollBar().value()
        self._scroll.setWidget(body)
        self._scroll.verticalScrollBar().setValue(place)

    def _fill(self, column: QVBoxLayout, title: str, cards: Sequence[QWidget], total: int) -> None:
        if not cards:
            return
        heading = PlainLabel(f"{title} · {words.number(total)}", kind="heading")
        column.addSpacing(8)
        column.addWidget(heading)
        for card in cards:
            column.addWidget(card)
        if total > len(cards):
            rest = total - len(cards)
            more = PlainLabel(self.tr("and {count} more", "", rest).format(count=words.number(rest)), kind="muted")
            column.addWidget(more)

    def _outbox_card(self, row: OutboxRow) -> QWidget:
        key, submit = row.outbox_key, self._dispatch.submit
        buttons: list[_Button] = []
        if row.state is OutboxState.UNKNOWN:
            question = self.tr("Send it again? If it did arrive, its readers get it twice.")
            again = RetryOutbox(key, confirmed_not_sent=True)
            buttons.append((self.tr("Send again…"), lambda: self.asked.emit(question, self.tr("Send again"), again)))
        if row.state is OutboxState.FAILED or (row.state is OutboxState.WAITING and not row.paused):
            text = self.tr("Send now") if row.send_at > self._now() else self.tr("Try now")
            buttons.append((text, lambda: submit(RetryOutbox(key))))
        if row.state in (OutboxState.FAILED, OutboxState.WAITING, OutboxState.HELD):
            buttons.append((self.tr("Edit"), lambda: submit(EditOutbox(key), then=self._edit)))
        if row.state is not OutboxState.SENDING:
            question = self.tr("Throw away the mail “{subject}” without sending it?").format(subject=clean(row.subject))
            discard = DiscardOutbox(key)
            buttons.append((self.tr("Discard…"), lambda: self.asked.emit(question, self.tr("Discard"), discard)))
        title = clean(row.subject) or self.tr("No subject")
        to = self.tr("To {names}").format(names=clean(", ".join(row.recipients)))
        trouble = row.state in (OutboxState.FAILED, OutboxState.UNKNOWN)
        return self._card("outbox", title, [to, outbox_reason(row, self._now())], buttons, warn=trouble)

    def _draft_card(self, row: DraftRow) -> QWidget:
        key = row.draft_key
        buttons: list[_Button] = [
            (self.tr("Continue"), lambda: self.draft_wanted.emit(key)),
            (self.tr("Discard"), lambda: self._dispatch.submit(DiscardDraft(key))),
        ]
        to = clean(row.to).strip(" ,;")  # a comma stands behind what was completed
        lines = [self.tr("To {names}").format(names=to)] if to else []
        lines.append(self.tr("Changed {time}").format(time=words.moment(row.updated_at, self._now())))
        return self._card("drafts", clean(row.subject) or self.tr("No subject"), lines, buttons)

    def _operation_card(self, row: OperationRow) -> QWidget:
        key, submit = row.operation_key, self._dispatch.submit
        failed = row.state is OperationState.FAILED
        buttons: list[_Button] = []
        if failed or row.attempts:
            buttons.append((self.tr("Try now"), lambda: submit(RetryOperation(key))))
        if row.state is not OperationState.CLAIMED:
            text = self.tr("Forget it") if failed else self.tr("Take back")
            buttons.append((text, lambda: submit(CancelOperation(key))))
        lines = [clean(row.subject)] if row.subject else []
        lines.append(operation_reason(row, self._now(), self._session.statuses().get(row.account_key)))
        return self._card("pending", operation_sentence(row), lines, buttons, warn=failed)

    def _link_card(self, row: LinkRow) -> QWidget:
        buttons = waiting_buttons(row, self.link_chosen.emit)
        lines = [clean(state_sentence(row, self._now()))]
        return self._card(ICONS[row.kind], waiting_title(row), lines, buttons, warn=row.state in TROUBLE)

    def _edit(self, receipt: Receipt) -> None:
        if receipt.key is not None:
            self.draft_wanted.emit(receipt.key)

    def _card(
        self, icon: str, title: str, lines: Sequence[str], buttons: Sequence[_Button], *, warn: bool = False
    ) -> QWidget:
        card = QFrame()
        card.setProperty("kind", "card")
        card.setAccessibleName(". ".join((title, *lines)))
        picture = PlainLabel()
        picture.setPixmap(icons.pixmap("warning" if warn else icon, 20))
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for place, text in enumerate((title, *lines)):
            label = PlainLabel(text, wordWrap=True)
            last = place == len(lines)
            label.setProperty("kind", "strong" if not place else "danger" if warn and last else "muted")
            texts.addWidget(label)
        row = QHBoxLayout(card)
        row.setContentsMargins(14, 10, 10, 10)
        row.setSpacing(12)
        row.addWidget(picture, alignment=Qt.AlignmentFlag.AlignTop)
        row.addLayout(texts, 1)
        for text, action in buttons:
            button = QPushButton(text)
            button.setAccessibleName(f"{text}: {title}")
            button.clicked.connect(lambda _=False, action=action: action())
            row.addWidget(button, alignment=Qt.AlignmentFlag.AlignVCenter)
        return card
