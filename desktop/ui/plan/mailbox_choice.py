"""Which mailboxes stay when a plan allows fewer: boxes to tick, never more of one member than the plan lets stay. GUI thread."""

from __future__ import annotations

from collections import defaultdict

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from desktop.core.api.workspace import ConnectedRow, MemberRow
from desktop.ui.layouts import empty
from desktop.ui.plan.blocks import text_label
from desktop.ui.theme import Space


class MailboxChoice(QWidget):
    chosen = Signal()
    """Others stay now: ask `kept`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._allowed = 0
        self._boxes: dict[int, QCheckBox] = {}
        self._owners: dict[int, int] = {}
        self._first: set[int] = set()
        self._order: list[int] = []
        """Ticked ones, the longest ticked first: it gives way when another is ticked beyond what is allowed."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(Space.XS)

    @property
    def boxes(self) -> dict[int, QCheckBox]:
        """By account key; empty when every mailbox may stay, or none."""
        return self._boxes

    @property
    def changed(self) -> bool:
        """Others are ticked than those that stay as things are."""
        return set(self._order) != self._first

    def kept(self) -> tuple[int, ...] | None:
        """Account keys that stay; None when there is no choice."""
        return tuple(sorted(self._order)) if self._boxes else None

    def show_choice(
        self, connected: tuple[ConnectedRow, ...], members: tuple[MemberRow, ...], allowed: int, stopped: frozenset[int]
    ) -> None:
        """The mailboxes of everybody who has more than `allowed`; `stopped` are those that stop as things are."""
        empty(self._column)
        self._boxes, self._order, self._allowed = {}, [], allowed
        self._owners = {row.account_key: row.member_key for row in connected}
        own: defaultdict[int, list[ConnectedRow]] = defaultdict(list)
        for row in connected:
            own[row.member_key].append(row)
        names = {member.member_key: member.name for member in members}
        for member_key, rows in own.items():
            if allowed and len(rows) > allowed:
                if len(own) > 1:
                    self._column.addWidget(text_label(names.get(member_key, ""), "muted"))
                for row in rows:
                    self._add(row, stays=row.account_key not in stopped)
        self._first = set(self._order)
        self.setVisible(bool(self._boxes))

    def _add(self, row: ConnectedRow, *, stays: bool) -> None:
        box = QCheckBox(row.address)
        box.setChecked(stays)
        if stays:
            self._order.append(row.account_key)
        box.toggled.connect(lambda on, key=row.account_key: self._toggle(key, on))
        self._boxes[row.account_key] = box
        self._column.addWidget(box)

    def _toggle(self, key: int, on: bool) -> None:
        if on:
            self._order.append(key)
            same = [other for other in self._order if self._owners[other] == self._owners[key]]
            if len(same) > self._allowed:
                first = same[0]
                self._order.remove(first)
                with QSignalBlocker(self._boxes[first]):
                    self._boxes[first].setChecked(False)
        else:
            self._order.remove(key)
        self.chosen.emit()
