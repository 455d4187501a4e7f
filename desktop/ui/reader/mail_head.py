"""The head of an opened mail: subject, who sent it (name and true address apart), to whom, and when.

Invariant: the address that is shown is the one of the From header, in a label of its own that no name can push away or
reorder; every word is plain text. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.mail.address import Address
from desktop.core.mail.envelope import Envelope
from desktop.core.mail.trust import shown_address, shown_name
from desktop.core.mail.visible_text import visible_text
from desktop.ui import icons, words
from desktop.ui.labels import PlainLabel
from desktop.ui.reader.person_words import full_names, recipients_line
from desktop.ui.reader.sender_line import SenderLine
from desktop.ui.theme import Role, Space, Type, font, theme
from desktop.ui.tips import plain_tip

SUBJECT_LINES = 3
AVATAR = 40
LEAST_RECIPIENTS = 150
"""So much of who got it is told before the conversation is told in words."""
_PADDING = 5
"""Of a button, around its words."""


class Avatar(QWidget):
    """Initials on a colour that belongs to the address."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(AVATAR, AVATAR)
        self._address, self._initials = "", ""

    def set_person(self, name: str, address: str) -> None:
        self._address = address
        parts = [part for part in (name or address.partition("@")[0]).replace(".", " ").split() if part[0].isalnum()]
        self._initials = "".join(part[0] for part in parts[:2]).upper() or "?"
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        ground, letters = theme().avatar(self._address)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawEllipse(QRectF(self.rect()))
        painter.setPen(letters)
        painter.setFont(font(Type.SENDER, bold=True))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._initials)


class SubjectLabel(PlainLabel):
    """A subject of any length on a few lines; the whole of it in the tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "subject")
        self.setWordWrap(True)
        # At the pane's left edge whatever the script: the sender stands there too.
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignAbsolute | Qt.AlignmentFlag.AlignVCenter)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._whole = ""
        self._lines = SUBJECT_LINES

    def set_lines(self, lines: int) -> None:
        """How many there may be at most."""
        self._lines = lines
        self.ensurePolished()
        self.setMinimumHeight(self.fontMetrics().lineSpacing() if lines == 1 else 0)
        self._fit()

    def set_subject(self, subject: str) -> None:
        self._whole = subject
        self.setAccessibleName(subject)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics = self.fontMetrics()
        flags = Qt.TextFlag.TextWordWrap
        height = metrics.lineSpacing() * self._lines + 2

        def fits(text: str) -> bool:
            shown = _breakable(text)  # as the label will break it
            return metrics.boundingRect(0, 0, max(40, self.width()), 10_000, flags, shown).height() <= height

        shown = self._whole
        if not fits(shown):
            low, high = 0, len(shown)
            while low < high:
                middle = (low + high + 1) // 2
                low, high = (middle, high) if fits(shown[:middle].rstrip() + "…") else (low, middle - 1)
            shown = shown[:low].rstrip() + "…"
        # A label breaks lines only at spaces: a word longer than the line gets places to break.
        self.setText(_breakable(shown))
        self.setToolTip(plain_tip(self._whole if shown != self._whole else ""))


class MailHead(QWidget):
    expanded = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.subject = SubjectLabel()
        self.avatar = Avatar()
        self.sender_line = SenderLine()
        self.name, self.address, self.date = self.sender_line.name, self.sender_line.address, self.sender_line.date
        self._recipients = ""
        self._conversation = ("", "")
        self.recipients, self.conversation = _fold(), _fold()
        self.conversation.hide()
        self._low: bool | None = None
        self.newsletter = QPushButton()
        self.newsletter.setProperty("kind", "aside")
        self.newsletter.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.newsletter.hide()
        self.recipients.toggled.connect(self._expand)
        self.details = QWidget()
        self._rows: list[tuple[QLabel, QLabel]] = []
        grid = QGridLayout(self.details)
        grid.setContentsMargins(0, Space.XS, 0, Space.XS)
        grid.setHorizontalSpacing(Space.M)
        grid.setVerticalSpacing(Space.XS)
        grid.setColumnStretch(1, 1)
        for row in range(6):
            title, value = _label("faint"), _label("")
            value.setWordWrap(True)
            grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
            self._rows.append((title, value))
        self.details.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        self._second = QWidget()
        second = QHBoxLayout(self._second)
        second.setContentsMargins(0, 0, 0, 0)
        second.addWidget(self.recipients)
        second.addStretch(1)
        second.addWidget(self.newsletter)
        second.addWidget(self.conversation)
        people = QVBoxLayout()
        people.setSpacing(0)
        for part in (self.sender_line, self.details):  # over and under the words of buttons, which have a padding
            part.setContentsMargins(_PADDING, 0, _PADDING, 0)
        people.addWidget(self.sender_line)
        people.addWidget(self._second)
        people.addWidget(self.details)
        row = QHBoxLayout()
        row.setSpacing(Space.M - _PADDING)
        row.addWidget(self.avatar, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(people, 1)
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.subject)
        layout.addLayout(row)
        self.set_low(False)  # now: what has no parent yet would be shown as a window of its own

    def set_low(self, low: bool) -> None:
        """A low window has room for what the mail is and whom it is from: on two lines, and the rest in tooltips."""
        if low is not self._low:
            self._low = low
            self._column.setSpacing(Space.XS // 2 if low else Space.M)
            self.subject.setProperty("kind", "heading" if low else "subject")
            self.subject.style().polish(self.subject)
            self.subject.set_lines(1 if low else SUBJECT_LINES)
            self.avatar.setVisible(not low)
            self._second.setVisible(not low)
            self.details.setVisible(not low and self.recipients.isChecked())
            self.sender_line.setContentsMargins(0 if low else _PADDING, 0, _PADDING, 0)

    def show_glance(self, envelope: Envelope, received: int, now: int) -> None:
        """Subject and sender as the list knows them, until the mail itself has been read."""
        self.show_envelope(envelope, "", received, now)
        self._recipients = ""
        self._fit_recipients()
        self.details.hide()

    def show_envelope(self, envelope: Envelope, own: str, received: int, now: int) -> None:
        """`own` is the address of the account, `received` the time by which the list has the mail: it is shown here too,
        for two times of one mail make a reader wonder. What the mail itself says is in the details."""
        subject = visible_text(envelope.subject) or self.tr("(no subject)")
        self.subject.set_subject(subject)
        sender = envelope.from_[0] if envelope.from_ else Address("", "")
        name, address = shown_name(sender), shown_address(sender)
        missing = address == "—"
        dated = int(envelope.date.timestamp()) if envelope.date else 0
        seconds = received if received > 0 else dated
        self.sender_line.show_sender(
            name or (self.tr("Unknown sender") if missing else ""),
            "" if missing else address,
            words.moment(seconds, now),
        )
        self.date.setToolTip(plain_tip(self._date_words(dated, received)))
        self.avatar.set_person(name, sender.addr_spec)
        people = (*envelope.to, *envelope.cc, *envelope.bcc)
        self._recipients = recipients_line(people, own)
        self._fit_recipients()
        self.recipients.setToolTip(self.tr("Show everybody and the date"))
        self.recipients.setAccessibleName(f"{self._recipients}. {self.recipients.toolTip()}")
        self._fill_details(envelope, sender, dated, received)
        self._expand(self.recipients.isChecked())

    def show_conversation(self, told: str, mark: str, key: str, *, unfolded: bool) -> None:
        """A quiet line where the head has room for it, so that nothing moves when it comes; `mark` where there is little."""
        self._conversation = (told, mark)
        line = self.conversation
        line.blockSignals(True)  # told, not asked for
        line.setChecked(unfolded)
        line.blockSignals(False)
        icons.set_icon(line, "chevron-up" if unfolded else "chevron-down", Role.ICON_MUTED)
        what = self.tr("Hide the conversation") if unfolded else self.tr("Show the conversation")
        line.setToolTip(plain_tip(f"{what} ({key})" if key else what))
        line.setAccessibleName(f"{told}. {what}")
        line.show()
        self._fit_recipients()

    def hide_conversation(self) -> None:
        if not self.conversation.isHidden():
            self.conversation.hide()
            self._fit_recipients()

    def _fill_details(self, envelope: Envelope, sender: Address, dated: int, received: int) -> None:
        values = [
            (self.tr("From"), full_names(envelope.from_ or (sender,))),
            (self.tr("Reply to"), full_names(envelope.reply_to) if envelope.reply_to != envelope.from_ else ""),
            (self.tr("To"), full_names(envelope.to)),
            (self.tr("Cc"), full_names(envelope.cc)),
            (self.tr("Bcc"), full_names(envelope.bcc)),
            (self.tr("Date"), self._date_words(dated, received)),
        ]
        for (title, value), (name, text) in zip(self._rows, values, strict=True):
            title.setText(name)
            value.setText(text)
            title.setVisible(bool(text))
            value.setVisible(bool(text))

    def _date_words(self, dated: int, received: int) -> str:
        """What the mail says of itself (0: nothing), and when it came where that is another minute."""
        said, came = words.moment_long(dated), words.moment_long(received)
        if not dated:
            return self.tr("{date} (received; the mail itself has no date)").format(date=came)
        if received <= 0 or said == came:
            return said
        if said.rpartition(", ")[0] == came.rpartition(", ")[0]:
            came = words.clock_time(received)
        return self.tr("{date}, received {received}").format(date=said, received=came)

    def _expand(self, on: bool) -> None:
        self.details.setVisible(on and not self._low)
        icons.set_icon(self.recipients, "chevron-up" if on else "chevron-down", Role.ICON_MUTED)
        self.expanded.emit(on)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_recipients()

    def show_newsletter(self, words: str) -> None:
        """How one leaves the list that the mail came by, or that one has; empty for none."""
        self.newsletter.setText(words)
        self.newsletter.setVisible(bool(words))
        self._fit_recipients()

    def _fit_recipients(self) -> None:
        metrics, room = self.recipients.fontMetrics(), self.width() - AVATAR - Space.M - 40
        if not self.newsletter.isHidden():
            room -= self.newsletter.sizeHint().width() + Space.S
        if not self.conversation.isHidden():
            told, mark = self._conversation
            widths = [metrics.horizontalAdvance(text) + 40 for text in (told, mark)]
            short = room - widths[0] < min(LEAST_RECIPIENTS, metrics.horizontalAdvance(self._recipients))
            self.conversation.setText(mark if short else told)
            room -= widths[short]
        room = max(60, room)
        # A button that is switched off hands the keyboard on: to a neighbour, for the blink until the mail is read.
        self.recipients.setEnabled(bool(self._recipients) or self.recipients.hasFocus())
        self.recipients.setText(metrics.elidedText(self._recipients, Qt.TextElideMode.ElideRight, room))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.avatar.update()
        super().changeEvent(event)


def _fold() -> QToolButton:
    """A quiet line that unfolds something."""
    button = QToolButton()
    button.setCheckable(True)
    button.setProperty("kind", "quiet")
    button.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    button.setIconSize(button.iconSize() * 0.7)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _label(kind: str) -> QLabel:
    label = PlainLabel(kind=kind)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    return label


def _breakable(text: str) -> str:
    """Zero-width spaces into words of more than 30 letters, so that they can be broken over lines."""
    pieces = []
    for word in text.split(" "):
        pieces.append("\u200b".join(word[at : at + 30] for at in range(0, len(word), 30)) if len(word) > 30 else word)
    return " ".join(pieces)
