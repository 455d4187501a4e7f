"""Who belongs to the workspace and who sees which mailbox: add, rename, remove, share. Limits are told where they bite."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.core.api.workspace import ConnectedRow, MemberRow
from desktop.core.api.workspace_commands import AddMember, RemoveMember, RenameMember, ShareMailbox, SwitchMember
from desktop.ui import words
from desktop.ui.keep_focus import kept_focus
from desktop.ui.layouts import empty
from desktop.ui.message_list.chips import clean
from desktop.ui.name_popup import NamePopup
from desktop.ui.plan.blocks import card, text_label
from desktop.ui.plan.plan_words import joined
from desktop.ui.plan.share_popup import SharePopup
from desktop.ui.plan.snapshot import Snapshot
from desktop.ui.theme import Space
from desktop.ui.tips import plain_tip

MOST_LETTERS = 80


class MembersPane(QWidget):
    wanted = Signal(object)
    """A WorkspaceCommand"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people, self._boxes = QVBoxLayout(), QVBoxLayout()
        self.name = QLineEdit()
        self.name.setPlaceholderText(self.tr("Name of the new member"))
        self.name.setAccessibleName(self.tr("Name of the new member"))
        self.name.setMaxLength(MOST_LETTERS)
        self.name.setMaximumWidth(320)
        self.name.returnPressed.connect(self._take_name)
        self._add = QPushButton(self.tr("Add"))
        self.name.textChanged.connect(lambda text: self._add.setEnabled(bool(text.strip())))
        self._add.setAccessibleName(self.tr("Add the member"))
        self._add.setEnabled(False)
        self._add.clicked.connect(self._take_name)
        people, inside = card()
        inside.addWidget(text_label(self.tr("Members"), "strong"))
        inside.addLayout(self._people)
        row = QHBoxLayout()
        row.setSpacing(Space.S)
        row.addWidget(self.name, 1)
        row.addWidget(self._add)
        row.addStretch(1)
        inside.addSpacing(Space.XS)
        inside.addLayout(row)
        boxes, inside = card()
        self._head = text_label("", "strong")
        self._limit = text_label("", "muted")
        inside.addWidget(self._head)
        inside.addWidget(self._limit)
        inside.addLayout(self._boxes)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, Space.M, Space.S, Space.M)
        layout.setSpacing(Space.M)
        layout.addWidget(people)
        layout.addWidget(boxes)
        layout.addStretch(1)

    def show_snapshot(self, shown: Snapshot, now: int) -> None:
        with kept_focus(self):
            self._fill(shown)

    def _fill(self, shown: Snapshot) -> None:
        empty(self._people)
        for place, member in enumerate(shown.members):
            if place:
                self._people.addWidget(_line())
            self._people.addWidget(self._member_row(member, alone=len(shown.members) == 1))
        empty(self._boxes)
        self._head.setText(self.tr("Mailboxes and who sees them"))
        allowed, used = shown.plan.shared_allowed, words.number(shown.shared)
        if allowed is None:
            text = self.tr(
                "{used} shared. This plan allows as many as wanted; what is shared with you does not count as yours."
            )
        else:
            text = self.tr("{used} of {allowed} shared. What is shared with you does not count as yours.")
        self._limit.setText(text.format(used=used, allowed=words.number(allowed or 0)))
        names = {member.member_key: clean(member.name) for member in shown.members}
        for place, row in enumerate(shown.connected):
            if place:
                self._boxes.addWidget(_line())
            self._boxes.addWidget(self._mailbox_row(row, names, shown.members))
        if not shown.connected:
            text = self.tr("No mailbox is connected yet. Add an account first, then it can be shared here.")
            self._boxes.addWidget(text_label(text, "muted"))

    def _member_row(self, member: MemberRow, *, alone: bool) -> QWidget:
        name = clean(member.name)
        title = self.tr("{name} (shown now)").format(name=name) if member.current else name
        detail = self.tr("{count} own mailbox(es)", "", member.own).format(count=words.number(member.own))
        if member.shared_with:
            shared = self.tr("sees {count} of others", "", member.shared_with)
            detail += " · " + shared.format(count=words.number(member.shared_with))
        line = _Row(title, detail)
        key = member.member_key
        if not member.current:
            line.add_button(self.tr("Show their mail"), name, lambda: self.wanted.emit(SwitchMember(key)))
        line.add_button(self.tr("Rename…"), name, lambda: self._ask_name(member, line))
        remove = line.add_button(self.tr("Remove"), name, lambda: self.wanted.emit(RemoveMember(key)))
        if alone or member.own:
            remove.setEnabled(False)
            remove.setToolTip(
                plain_tip(
                    self.tr("A workspace has at least one member.")
                    if alone
                    else self.tr("First remove the mailboxes that this member connected.")
                )
            )
        return line

    def _mailbox_row(self, row: ConnectedRow, names: dict[int, str], members: tuple[MemberRow, ...]) -> QWidget:
        owner = names.get(row.member_key, "")
        seen = joined([names[key] for key in row.shared_with if key in names])
        pieces = [self.tr("of {owner}").format(owner=owner)]
        if row.suspended:
            pieces.append(self.tr("suspended by the plan"))
        if seen and row.shares_rest:
            pieces.append(self.tr("share with {names} rests: the plan has no place for it").format(names=seen))
        elif seen:
            pieces.append(self.tr("shared with {names}").format(names=seen))
        line = _Row(row.address, " · ".join(pieces), warn=row.suspended or (bool(seen) and row.shares_rest))
        others = [member for member in members if member.member_key != row.member_key]
        share = line.add_button(self.tr("Share…"), row.address, lambda: self._ask_share(row, others, line))
        share.setEnabled(bool(others))
        if not others:
            share.setToolTip(self.tr("Add another member first."))
        return line

    def _take_name(self) -> None:
        name = self.name.text().strip()
        if name:
            self.name.clear()
            self.wanted.emit(AddMember(name))

    def _ask_name(self, member: MemberRow, line: QWidget) -> None:
        def taken(name: str) -> None:
            if name != member.name:
                self.wanted.emit(RenameMember(member.member_key, name))

        place = line.mapToGlobal(QPoint(Space.L, line.height()))
        NamePopup(self, self.tr("New name"), self.tr("Rename"), taken, text=member.name).show_at(place)

    def _ask_share(self, row: ConnectedRow, others: list[MemberRow], line: QWidget) -> None:
        def taken(members: tuple[int, ...]) -> None:
            if members != row.shared_with:
                self.wanted.emit(ShareMailbox(row.account_key, members))

        place = line.mapToGlobal(QPoint(line.width(), line.height()))
        SharePopup(self, row, others, taken).show_at(place)


class _Row(QWidget):
    def __init__(self, title: str, detail: str, *, warn: bool = False) -> None:
        super().__init__()
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(text_label(title))
        texts.addWidget(text_label(detail, "small-warning" if warn else "small"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, Space.XS, 0, Space.XS)
        self._row.setSpacing(Space.XS)
        self._row.addLayout(texts, 1)

    def add_button(self, text: str, about: str, action: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("kind", "link")
        button.setAccessibleName(f"{text}: {about}")
        button.clicked.connect(lambda _=False: action())
        self._row.addWidget(button)
        return button


def _line() -> QFrame:
    line = QFrame()
    line.setProperty("kind", "line")
    return line
