"""Who is in a chat: its members as chips, and a line to look for people that are known, or to type any name.

Invariant: nothing changes before "Save"; members that were there stay unless their chip was pressed. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core.api.linking import LinkKind, Person
from desktop.ui.dispatch import Dispatch
from desktop.ui.labels import PlainLabel
from desktop.ui.layouts import layout_of
from desktop.ui.links.people_field import PeopleField
from desktop.ui.popup import Popup
from desktop.ui.tab_order import go_on
from desktop.ui.theme import Space

WIDTH, HIGHEST, EDGE = 400, 220, 1


class MembersPopup(Popup):
    """Deletes itself when it closes. `taken` gets the names in their order."""

    def __init__(
        self,
        dispatch: Dispatch,
        members: Sequence[str],
        taken: Callable[[tuple[str, ...]], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._dispatch, self._taken = dispatch, taken
        self._place = QPoint()
        label = PlainLabel(self.tr("Members"))
        self.setAccessibleName(label.text())
        label.setProperty("kind", "strong")
        self.people = PeopleField(self.tr("Look for somebody, or type a name"), free=True, highest=HIGHEST)
        self.people.set_people([Person(name, "", inside=True) for name in members], most=len(members))
        self.people.wanted.connect(self._find)
        self.people.accepted.connect(self._take)
        self.people.grew.connect(self._fit)
        self.save_button = QPushButton(self.tr("Save"))
        self.save_button.setProperty("kind", "primary")
        self.save_button.clicked.connect(self._take)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.save_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.setSpacing(Space.S)
        layout.addWidget(label)
        layout.addWidget(self.people)
        layout.addLayout(foot)
        self.setFixedWidth(WIDTH)

    def show_at(self, place: QPoint) -> None:
        """At a global position, on the screen as a whole."""
        self._place = place
        self._fit_now()
        self.show()
        self.people.search.setFocus()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """People come and go above the field where they are looked for."""
        return go_on([self], self.focusWidget(), forward=forward) or super().focusNextPrevChild(forward)

    def names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(person.name or person.address for person in self.people.chosen()))

    def _find(self, text: str) -> None:
        future = self._dispatch.session.linking.find_people(LinkKind.CHAT, text)
        self._dispatch.follow(future, self._show_found, lambda _error: self._show_found([]))

    def _show_found(self, people: Sequence[Person]) -> None:
        here = {person.name or person.address for person in self.people.shown()}
        self.people.show_found([person for person in people if (person.name or person.address) not in here])

    def _fit(self) -> None:
        QTimer.singleShot(0, self, self._fit_now)

    def _fit_now(self) -> None:
        margins = layout_of(self).contentsMargins()
        self.people.fit_chips(WIDTH - margins.left() - margins.right() - 2 * EDGE)
        self.adjustSize()
        room = self.screen().availableGeometry()
        left = max(room.left(), min(self._place.x(), room.right() - self.width()))
        top = max(room.top(), min(self._place.y(), room.bottom() - self.height()))
        self.move(left, top)

    def _take(self) -> None:
        names = self.names()
        self.close()
        self._taken(names)
