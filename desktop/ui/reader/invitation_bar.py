"""An invitation above the text of its mail: what, when, where, who, what is in its way, and the answers.

It shows what it was given and says what its user wants; nothing happens by itself. Every text is shown as plain text. What is in
it is made for the first invitation, for most starts show none. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.api.invitations import Answer, Invitation, Method, Validity
from desktop.ui import icons
from desktop.ui.announcement import announce
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.labels import PlainLabel
from desktop.ui.message_list.chips import clean
from desktop.ui.reader import invitation_words as wording
from desktop.ui.theme import Role, Space
from desktop.ui.tips import plain_tip

LONGEST_NOTE = 500
ANSWERS = {"accept": Answer.ACCEPTED, "maybe": Answer.TENTATIVE, "decline": Answer.DECLINED}
"""The names of the window's actions that answer."""
_ACTIONS = {answer: name for name, answer in ANSWERS.items()}


class InvitationBar(QFrame):
    answered = Signal(object)
    """Answer"""
    add_wanted = Signal()
    show_wanted = Signal()
    remove_wanted = Signal()
    record_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("kind", "notice-info")
        self._shown: Invitation | None = None
        self._low = False
        self._keys: Mapping[str, str] = {}
        self._is_made = False
        self.hide()

    def _make(self) -> None:
        self._is_made = True
        self._picture = PlainLabel()
        self._picture.setFixedWidth(icons.SIZE)
        self.title, self.when, self.zone, self.people = (_label(kind) for kind in ("strong", "", "muted", "muted"))
        self.changed, self.conflict, self.foreign, self.claim = (_Warning() for _ in range(4))
        self.note_shown, self.validity, self.given = _label(""), _label(""), _label("strong")
        self.answers = {answer: QPushButton() for answer in Answer}
        for answer, button in self.answers.items():
            button.clicked.connect(lambda _checked=False, answer=answer: self.answered.emit(answer))
        self.add = _button(self.tr("Put into the calendar"), self.add_wanted.emit)
        self.show_event = _button(self.tr("Show in the calendar"), self.show_wanted.emit)
        self.remove = _button(self.tr("Remove from the calendar"), self.remove_wanted.emit)
        self.record = _button(self.tr("Note it at the event"), self.record_wanted.emit)
        self.add_note = _button(self.tr("Add a note…"), self._open_note)
        self.show_event.setProperty("kind", "link")
        self.add_note.setProperty("kind", "link")
        self.note = QLineEdit()
        self.note.setMaxLength(LONGEST_NOTE)
        self.note.setPlaceholderText(self.tr("A line to the organiser, sent with the answer"))
        self.note.setAccessibleName(self.tr("Note to the organiser"))
        self.note.returnPressed.connect(self._leave_note)
        self._lay_out()
        self._tint()

    @property
    def invitation(self) -> Invitation | None:
        return self._shown

    def clear(self) -> None:
        self._shown = None
        if self._is_made:
            self.note.clear()
        self.hide()

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """The keys of "accept", "maybe" and "decline", as the system writes them."""
        self._keys = dict(keys)
        if self._is_made:
            self._name_answers()

    def set_low(self, low: bool) -> None:
        """Whether there is room for little more than when and the answers."""
        if low != self._low:
            self._low = low
            if self._shown is not None:
                self.show_invitation(self._shown)

    def show_invitation(self, invitation: Invitation) -> None:
        """Another one, or the same as it is now: a note that is being written stays."""
        if not self._is_made:
            self._make()
        if self._shown is None or self._shown.location_key != invitation.location_key:
            self.note.clear()
            self.note.hide()
        before, self._shown = self._shown, invitation
        self.title.setText(wording.heading_words(invitation))
        self.when.setText(wording.when_words(invitation))
        zone = wording.zone_words(invitation.span)
        _fill(self.zone, "" if self._low and invitation.was is not None else zone)
        self.when.setToolTip(plain_tip(zone))
        people = "" if invitation.method is Method.REPLY else wording.people_words(invitation)
        _fill(self.people, "" if self._low and invitation.answerable else people)
        for part in (self.title, self.people):
            part.setToolTip(plain_tip(wording.guest_lines(invitation)))
        self.changed.fill(wording.was_words(invitation))
        answerable = invitation.answerable
        self.conflict.fill(
            wording.conflict_words(invitation) if answerable or invitation.method is Method.OTHER else ""
        )
        self.foreign.fill(wording.sender_words(invitation))
        self.claim.fill(wording.claim_words(invitation))
        _fill(self.note_shown, f"“{clean(invitation.note)[:500]}”" if invitation.note else "")
        _fill(self.validity, wording.validity_words(invitation))
        _fill(self.given, wording.given_words(invitation.answered))
        self._show_buttons(invitation)
        self._name_answers()
        self.show()
        told = " ".join(part.text() for part in self._lines if not part.isHidden())
        self.setAccessibleName(told)
        if before != invitation:
            announce(self, told)

    def _show_buttons(self, invitation: Invitation) -> None:
        here = invitation.event_key is not None or invitation.link is not None
        answerable = invitation.answerable
        for button in self.answers.values():
            button.setVisible(answerable)
        self.add_note.setVisible(answerable and self.note.isHidden())
        self.note.setVisible(answerable and not self.note.isHidden())
        gone = invitation.method is Method.CANCEL or invitation.validity is Validity.CANCELLED
        self.remove.setVisible(gone and here)
        self.record.setVisible(invitation.recordable)
        usable = invitation.method in (Method.REQUEST, Method.OTHER) and invitation.validity is Validity.CURRENT
        self.add.setVisible(usable and not answerable and not here)
        self.show_event.setVisible(
            here and not answerable
        )  # else the mail's links lead there, and answers need the room

    def _name_answers(self) -> None:
        given = self._shown.answered.answer if self._shown is not None and self._shown.answered is not None else None
        for answer, button in self.answers.items():
            text, key = wording.say(wording.ANSWER_WORDS[answer]), self._keys.get(_ACTIONS[answer], "")
            button.setText(f"{text}  {key}" if len(key) == 1 else text)
            button.setToolTip(plain_tip(f"{text} ({key})" if key else text))
            button.setAccessibleName(text)
            primary = answer is given if given is not None else answer is Answer.ACCEPTED
            if (button.property("kind") == "primary") != primary:
                button.setProperty("kind", "primary" if primary else None)
                button.style().unpolish(button)
                button.style().polish(button)
            if answer is given:
                icons.set_icon(button, "check", Role.ON_ACCENT)
            else:
                icons.drop_icon(button)

    def _open_note(self) -> None:
        self.add_note.hide()
        self.note.show()
        self.note.setFocus()

    def _leave_note(self) -> None:
        """Enter in the note goes on to the answer that is offered first; it answers nothing yet."""
        primary = next((one for one in self.answers.values() if one.property("kind") == "primary"), None)
        if primary is not None:
            primary.setFocus()

    @property
    def _lines(self) -> list[QLabel]:
        return [
            self.title, self.when, self.zone, self.people, self.changed.words, self.conflict.words, self.foreign.words,
            self.claim.words, self.note_shown, self.validity, self.given,
        ]  # fmt: skip

    def _lay_out(self) -> None:
        buttons = QWidget()
        buttons.setProperty("kind", "clear")
        flow = FlowLayout(buttons, Space.S)
        for button in (*self.answers.values(), self.add, self.remove, self.record, self.add_note, self.show_event):
            flow.addWidget(button)
        column = QVBoxLayout()
        column.setSpacing(2)
        for part in (
            self.title, self.when, self.zone, self.people, self.changed, self.conflict, self.foreign, self.claim,
            self.note_shown, self.validity, self.given, self.note, buttons,
        ):  # fmt: skip
            if part is buttons:
                column.addSpacing(Space.XS)
            column.addWidget(part)
        row = QHBoxLayout(self)
        row.setContentsMargins(Space.M, Space.S, Space.M, Space.S)
        row.setSpacing(Space.S)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange and self._is_made:
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        self._picture.setPixmap(icons.pixmap("event", 18, Role.ACCENT))
        for line in (self.changed, self.conflict, self.foreign, self.claim):
            line.tint()


class _Warning(QWidget):
    """A line to be minded: a sign before its words."""

    def __init__(self) -> None:
        super().__init__()
        self.words, self._sign = _label(""), PlainLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS + 2)
        row.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.hide()

    def fill(self, text: str) -> None:
        self.words.setText(text)
        self.words.setVisible(bool(text))
        self.setVisible(bool(text))

    def tint(self) -> None:
        self._sign.setPixmap(icons.pixmap("warning", 14, Role.WARNING))


def _label(kind: str) -> QLabel:
    label = PlainLabel(kind=kind, wordWrap=True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
    return label


def _fill(label: QLabel, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))


def _button(text: str, action: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.clicked.connect(lambda _checked=False: action())
    return button
