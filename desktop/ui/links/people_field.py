"""Who something is for: people offered as chips to be pressed, and a line to look for others.

Invariant: nobody is chosen unless the form says that the person is inside, or somebody pressed the chip. Foreign names are shown
on one line and never as markup. GUI thread; looking people up is left to whoever hears `wanted`.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from desktop.core.api.linking import Person
from desktop.ui import icons
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.message_list.chips import clean
from desktop.ui.theme import Role, Space

SEARCH_MS = 200
MOST = 12
LONGEST_NAME = 36


class PeopleField(QWidget):
    wanted = Signal(str)
    """Look for people with this text; the answer comes by `show_found`."""

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[Person, QPushButton] = {}
        self._found: list[QPushButton] = []
        self._flow_host = QWidget()
        self._flow = FlowLayout(self._flow_host, Space.XS + 2)
        self.search = QLineEdit()
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(hint)
        self.search.setMaxLength(200)
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self._told = QLabel()
        self._told.setProperty("kind", "small")
        self._told.setWordWrap(True)
        self._told.hide()
        self._rest = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._rest.timeout.connect(lambda: self.wanted.emit(self.search.text().strip()))
        self.search.textEdited.connect(self._typed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS + 2)
        layout.addWidget(self._flow_host)
        layout.addWidget(self.search)
        layout.addWidget(self._told)

    def set_people(self, people: Sequence[Person]) -> None:
        for person in people[:MOST]:
            self._add(person, chosen=person.inside)
        self._flow_host.setVisible(bool(self._chips))

    def chosen(self) -> tuple[Person, ...]:
        return tuple(person for person, chip in self._chips.items() if chip.isChecked())

    def show_found(self, people: Sequence[Person]) -> None:
        """People who match what was typed: chips in front, of which Enter takes the first."""
        text = self.search.text().strip()
        if not text:
            return
        self._drop_found()
        fresh = [person for person in people if person not in self._chips][:MOST]
        if not fresh and "@" in text:
            fresh = [Person("", text)]
        self._told.setText("" if fresh else self.tr("Nobody found. A whole address can be typed."))
        self._told.setVisible(not fresh)
        for person in fresh:
            self._found.append(self._add(person, chosen=False, found=True))
        self._flow_host.setVisible(bool(self._chips))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the first person found; with nothing typed it is for the sheet."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and self.search.text().strip()
        ):
            if self._rest.isActive():
                self._rest.stop()
                self.wanted.emit(self.search.text().strip())
            if not self._found and "@" in self.search.text():
                self.show_found(())
            if self._found:
                self._found[0].setChecked(True)
            return True
        return super().eventFilter(watched, event)

    def _typed(self, text: str) -> None:
        self._drop_found()
        self._told.hide()
        if text.strip():
            self._rest.start()
        else:
            self._rest.stop()

    def _add(self, person: Person, *, chosen: bool, found: bool = False) -> QPushButton:
        name = clean(person.name) or clean(person.address)
        shown = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
        chip = QPushButton(" " + shown.replace("&", "&&"))
        chip.setCheckable(True)
        chip.setChecked(chosen)
        chip.setProperty("kind", "chip")
        chip.setToolTip(clean(person.address) or name)
        chip.setAccessibleName(f"{name}, {clean(person.address)}" if person.address and person.name else name)
        chip.setAutoDefault(False)
        icons.set_icon(chip, "check" if chosen else "plus", Role.ACCENT if chosen else Role.ICON_MUTED)
        chip.toggled.connect(lambda on: self._pressed(chip, on))
        self._chips[person] = chip
        self._flow.addWidget(chip)
        chip.show()
        return chip

    def _pressed(self, chip: QPushButton, on: bool) -> None:
        icons.set_icon(chip, "check" if on else "plus", Role.ACCENT if on else Role.ICON_MUTED)
        if on and chip in self._found:
            self._found.remove(chip)
            self.search.clear()
            self._drop_found()

    def _drop_found(self) -> None:
        for chip in self._found:
            self._chips = {person: other for person, other in self._chips.items() if other is not chip}
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._found = []
