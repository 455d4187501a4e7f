"""Who sees a mailbox beside its owner: one box for each member, where it is needed. Esc leaves everything as it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core.api.workspace import ConnectedRow, MemberRow
from desktop.ui.message_list.chips import clean
from desktop.ui.plan.blocks import text_label
from desktop.ui.popup import Popup
from desktop.ui.theme import Space


class SharePopup(Popup):
    """`taken` gets the keys of all that see it now, sorted; empty withdraws the share."""

    def __init__(
        self, parent: QWidget, row: ConnectedRow, others: Sequence[MemberRow], taken: Callable[[tuple[int, ...]], None]
    ) -> None:
        super().__init__(parent)
        self._taken = taken
        self.boxes: dict[int, QCheckBox] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.L, Space.M, Space.L, Space.L)
        layout.setSpacing(Space.S)
        question = self.tr("Who sees {address} too?").format(address=row.address)
        self.setAccessibleName(question)
        layout.addWidget(text_label(question, "strong"))
        for member in others:
            box = QCheckBox(clean(member.name))
            box.setChecked(member.member_key in row.shared_with)
            self.boxes[member.member_key] = box
            layout.addWidget(box)
        layout.addWidget(text_label(self.tr("They can read, write and delete there like its owner."), "small"))
        self.done = QPushButton(self.tr("Done"))
        self.done.setProperty("kind", "primary")
        self.done.clicked.connect(self._take)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.done)
        layout.addLayout(buttons)
        self.setMinimumWidth(300)

    def show_at(self, right_top: QPoint) -> None:
        """Its upper right corner at a global position, on the screen as a whole."""
        self.adjustSize()
        self.put_at(right_top - QPoint(self.width(), 0))
        self.show()
        next(iter(self.boxes.values())).setFocus()

    def _take(self) -> None:
        members = tuple(sorted(key for key, box in self.boxes.items() if box.isChecked()))
        self.close()
        self._taken(members)
