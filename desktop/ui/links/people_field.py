"""Who something is for: people offered as chips to be pressed, and a line to look for others.

Invariant: nobody is chosen unless the form says that the person is inside, or somebody pressed the chip. Foreign names are shown
on one line and never as markup. GUI thread; looking people up is left to whoever hears `wanted`.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.core.api.linking import Person
from desktop.ui import icons
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.labels import PlainLabel
from desktop.ui.message_list.chips import clean
from desktop.ui.scrolled import scrolled
from desktop.ui.theme import Role, Space
from desktop.ui.tips import plain_tip

SEARCH_MS = 200
MOST = 12
LONGEST_NAME = 36


class PeopleField(QWidget):
    wanted = Signal(str)
    """Look for people with this text; the answer comes by `show_found`."""

    grew = Signal()
    """Chips came or went: the height may be another."""
    accepted = Signal()
    """Enter with nothing typed, where `free`."""

    def __init__(self, hint: str, parent: QWidget | None = None, *, free: bool = False, highest: int = 0) -> None:
        """`free`: whatever is typed may be a name, known or not. `highest`: chips that need more height are scrolled, and
        whoever lays this out calls `fit_chips`."""
        super().__init__(parent)
        self._free = free
        self._eager = False
        """Enter was pressed before the answer came: its first is taken."""
        self._chips: dict[Person, QPushButton] = {}
        self._found: list[QPushButton] = []
        self._flow_host = QWidget()
        self._flow = FlowLayout(self._flow_host, Space.XS + 2)
        self._highest = highest
        self._frame = self._flow_host if not highest else scrolled(self._flow_host, ground=False)
        self.search = QLineEdit()
        self.search.setPlaceholderText(hint)
        self.search.setAccessibleName(hint)
        self.search.setMaxLength(200)
        self.search.setClearButtonEnabled(True)
        self.search.installEventFilter(self)
        self._told = PlainLabel(kind="small")
        self._told.setWordWrap(True)
        self._told.hide()
        self._rest = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._rest.timeout.connect(lambda: self.wanted.emit(self.search.text().strip()))
        self.search.textEdited.connect(self._typed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.XS + 2)
        layout.addWidget(self._frame)
        layout.addWidget(self.search)
        layout.addWidget(self._told)

    def set_people(self, people: Sequence[Person], most: int = MOST) -> None:
        for person in people[:most]:
            self._add(person, chosen=person.inside)
        self._frame.setVisible(bool(self._chips))

    def fit_chips(self, width: int) -> None:
        """As high as the chips are in this width; with a scroll bar, which takes some of it, only where they are too many."""
        height = self._flow.heightForWidth(width)
        if isinstance(self._frame, QScrollArea):
            policy = Qt.ScrollBarPolicy
            shown = policy.ScrollBarAsNeeded if height > self._highest else policy.ScrollBarAlwaysOff
            self._frame.setVerticalScrollBarPolicy(shown)
            self._frame.setFixedHeight(min(self._highest, height))

    def chosen(self) -> tuple[Person, ...]:
        return tuple(person for person, chip in self._chips.items() if chip.isChecked())

    def shown(self) -> tuple[Person, ...]:
        """Those that stand there, chosen or not, without the ones just found."""
        return tuple(person for person, chip in self._chips.items() if chip not in self._found)

    def show_found(self, people: Sequence[Person]) -> None:
        """People who match what was typed: chips in front, of which Enter takes the first."""
        text = self.search.text().strip()
        if not text:
            return
        self._drop_found()
        fresh = [person for person in people if person not in self._chips][:MOST]
        if self._free and not any(text in (person.name, person.address) for person in (*fresh, *self._chips)):
            fresh.append(Person(text, ""))
        elif not fresh and "@" in text:
            fresh = [Person("", text)]
        self._told.setText("" if fresh else self.tr("Nobody found. A whole address can be typed."))
        self._told.setVisible(not fresh)
        for person in fresh:
            self._found.append(self._add(person, chosen=False))
        self._frame.setVisible(bool(self._chips))
        self.grew.emit()
        if self._eager and self._found:
            self._found[0].setChecked(True)
        self._eager = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter takes the first person found; with nothing typed it is for the sheet, or accepts."""
        if (
            event.type() != QEvent.Type.KeyPress
            or not isinstance(event, QKeyEvent)
            or event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        ):
            return super().eventFilter(watched, event)
        if self.search.text().strip():
            self._take_first()
            return True
        if self._free:
            self.accepted.emit()
            return True
        return super().eventFilter(watched, event)

    def _take_first(self) -> None:
        if self._rest.isActive():
            self._rest.stop()
            self.wanted.emit(self.search.text().strip())
            self._eager = self._free
        if not self._found and not self._free and "@" in self.search.text():
            self.show_found(())
        if self._found:
            self._found[0].setChecked(True)

    def _typed(self, text: str) -> None:
        self._eager = False
        self._drop_found()
        self._told.hide()
        if text.strip():
            self._rest.start()
        else:
            self._rest.stop()

    def _add(self, person: Person, *, chosen: bool) -> QPushButton:
        name = clean(person.name) or clean(person.address)
        shown = name if len(name) <= LONGEST_NAME else f"{name[:LONGEST_NAME]}…"
        chip = QPushButton(" " + shown.replace("&", "&&"))
        chip.setCheckable(True)
        chip.setChecked(chosen)
        chip.setProperty("kind", "chip")
        chip.setToolTip(plain_tip(clean(person.address) or name))
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
            self.grew.emit()

    def _drop_found(self) -> None:
        for chip in self._found:
            self._chips = {person: other for person, other in self._chips.items() if other is not chip}
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._found = []
