"""A quiet line under the head of a mail: when and why it leaves this computer, or why it stays. Quick reads only; GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.core.api.rows import MessageRow
from desktop.ui import icons
from desktop.ui.dispatch import Dispatch
from desktop.ui.labels import PlainLabel
from desktop.ui.parts import Now
from desktop.ui.plan.departure import Departure, departure_of
from desktop.ui.theme import Role, Space


class StayLine(QWidget):
    def __init__(self, dispatch: Dispatch, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dispatch, self._session, self._now = dispatch, dispatch.session, now
        self._row: MessageRow | None = None
        self._shown = Departure("clock", "")
        self._low = False
        self._picture = PlainLabel()
        self._words = PlainLabel(wordWrap=True)
        self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(Space.XS + 2)
        row.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)

    @property
    def text(self) -> str:
        return self._words.text()

    @property
    def urgent(self) -> bool:
        return self._shown.urgent

    def set_low(self, low: bool) -> None:
        """In a low window only what is urgent is told here; the list says it too."""
        self._low = low
        self.setVisible(not low or self.urgent)

    def show_row(self, row: MessageRow) -> None:
        self._row = row
        if row.held_by is not None or any(change.waits for change in self._session.workspace.plan_changes()):
            self._dispatch.soon(self._tell)
        else:
            self._tell()

    def _tell(self) -> None:
        row, workspace = self._row, self._session.workspace
        if row is None:
            return
        why = workspace.why_leaving(row.location_key) if row.held_by is not None else None
        waiting = [change for change in workspace.plan_changes() if change.waits]
        table = workspace.plans() if waiting else []
        self._shown = departure_of(row, why, self._session.plan(), waiting, table, self._now())
        self._words.setText(self._shown.sentence)
        self._words.setProperty("kind", "small-soon" if self._shown.urgent else "small")
        self._words.style().polish(self._words)
        self.setAccessibleName(self._shown.sentence)
        self.set_low(self._low)
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)

    def _tint(self) -> None:
        role = Role.WARNING if self._shown.urgent else Role.ICON_MUTED
        self._picture.setPixmap(icons.pixmap(self._shown.icon, 14, role))
