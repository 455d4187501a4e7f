"""What else a sheet lets one choose: which attachments go along, and which card of the CRM a mail is saved to.

Nothing is carried over unless it was ticked, except into the CRM, where the whole mail is copied. GUI thread.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QLineEdit,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.core.api.linking import AttachmentChoice, CrmTarget
from desktop.ui import words
from desktop.ui.labels import PlainLabel
from desktop.ui.links.people_field import SEARCH_MS
from desktop.ui.message_list.chips import clean
from desktop.ui.theme import Space
from desktop.ui.tips import plain_tip

MOST_TARGETS = 6
_LONGEST = 60


class AttachmentChoices(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._boxes: list[tuple[AttachmentChoice, QCheckBox]] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, Space.XS, 0, 0)
        self._column.setSpacing(Space.XS)

    def set_attachments(self, attachments: Sequence[AttachmentChoice]) -> None:
        for one in attachments:
            box = QCheckBox(f"{_short(one.filename)} · {words.size(one.size)}".replace("&", "&&"))
            box.setToolTip(plain_tip(clean(one.filename)))
            box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # no name makes the sheet wider
            self._boxes.append((one, box))
            self._column.addWidget(box)

    def chosen(self) -> tuple[AttachmentChoice, ...]:
        return tuple(one for one, box in self._boxes if box.isChecked())


class TargetChoices(QWidget):
    """Cards of the CRM, of which exactly one is chosen; "" stands for a new contact made for the sender."""

    wanted = Signal(str)
    """Look for cards with this text; the answer comes by `show_targets`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._ids: list[str] = []
        self._new_for = ""
        self._cards = QWidget()
        self._column = QVBoxLayout(self._cards)
        self._column.setContentsMargins(0, Space.XS, 0, 0)
        self._column.setSpacing(Space.XS)
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Look for another contact or company"))
        self.search.setAccessibleName(self.search.placeholderText())
        self.search.setMaxLength(200)
        self._rest = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._rest.timeout.connect(lambda: self.wanted.emit(self.search.text().strip()))
        self.search.textEdited.connect(lambda _text: self._rest.start())
        self._told = PlainLabel()
        self._told.setProperty("kind", "small-warning")
        self._told.setWordWrap(True)
        self._told.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.S)
        layout.addWidget(self._cards)
        layout.addWidget(self._told)
        layout.addWidget(self.search)

    def set_sender(self, name: str) -> None:
        self._new_for = name

    def show_targets(self, targets: Sequence[CrmTarget]) -> None:
        """These cards, the first chosen; with none the new contact is."""
        for button in self._group.buttons():
            self._group.removeButton(button)
            self._column.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._ids = []
        for target in targets[:MOST_TARGETS]:
            detail = f" · {_short(target.detail)}" if target.detail else ""
            self._add(target.target_id, f"{_short(target.label)}{detail}")
        name = _short(self._new_for)
        self._add("", self.tr("New contact: {name}").format(name=name) if name else self.tr("A new contact"))
        self._group.buttons()[0].setChecked(True)
        several = len(targets) > 1 and not self.search.text()
        self._told.setText(self.tr("Several cards match: look whether the right one is marked."))
        self._told.setVisible(several)

    def target_id(self) -> str:
        checked = self._group.checkedId()
        return self._ids[checked] if 0 <= checked < len(self._ids) else ""

    def _add(self, target_id: str, text: str) -> None:
        button = QRadioButton(text.replace("&", "&&"))
        self._group.addButton(button, len(self._ids))
        self._ids.append(target_id)
        self._column.addWidget(button)


def _short(text: str) -> str:
    line = clean(text)
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"
