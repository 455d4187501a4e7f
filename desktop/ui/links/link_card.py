"""One link on a card: what it is, how it stands, and what can be done with it. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.api.linking import LinkRow, LinkState
from desktop.ui import icons
from desktop.ui.labels import PlainLabel
from desktop.ui.links import words as link_words
from desktop.ui.links.link_choices import LinkChoice, choices_of
from desktop.ui.message_list.chips import clean
from desktop.ui.theme import Role, Space
from desktop.ui.tips import plain_tip

_TROUBLE = {LinkState.FAILED: "danger", LinkState.UNSURE: "warning"}


class LinkCard(QFrame):
    chosen = Signal(object, object)
    """(LinkRow, LinkChoice)"""

    def __init__(self, row: LinkRow, now: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.row = row
        self.setProperty("kind", "card")
        title = clean(row.title) or link_words.kind_name(row.kind)
        sentence = link_words.state_sentence(row, now)
        self.setAccessibleName(f"{link_words.kind_name(row.kind)}: {title}. {sentence}")
        self._picture = PlainLabel()
        heading = PlainLabel(title[:200])
        heading.setWordWrap(True)
        heading.setToolTip(plain_tip(title))
        heading.setProperty("kind", "strong")
        said = PlainLabel(clean(sentence))
        said.setWordWrap(True)
        said.setProperty("kind", _TROUBLE.get(row.state, "small"))
        for label in (heading, said):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(heading)
        texts.addWidget(said)
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(0)
        rest: list[LinkChoice] = []
        for choice in choices_of(row):
            if choice.first:
                button = QPushButton(choice.text)
                button.setProperty("kind", "flat-link")
                button.setAccessibleName(f"{choice.text}: {title}")
                button.clicked.connect(lambda _=False, choice=choice: self.chosen.emit(self.row, choice))
                self._buttons.addWidget(button)
            else:
                rest.append(choice)
        self._buttons.addStretch(1)
        texts.addLayout(self._buttons)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(Space.M, Space.S + 2, Space.XS, Space.XS)
        layout.setSpacing(Space.S)
        layout.addWidget(self._picture, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(texts, 1)
        if rest:
            layout.addWidget(self._more(rest, title), 0, Qt.AlignmentFlag.AlignTop)
        self._tint()

    def _more(self, choices: list[LinkChoice], title: str) -> QToolButton:
        more = QToolButton()
        icons.set_icon(more, "more", Role.ICON_MUTED)
        more.setToolTip(self.tr("More about this link"))
        more.setAccessibleName(self.tr("More about: {title}").format(title=title))
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(more)
        fill_menu(menu, self.row, choices, self.chosen.emit)
        more.setMenu(menu)
        return more

    def _tint(self) -> None:
        icon, role = link_words.state_sign(self.row.kind, self.row.state)
        if self.row.state is LinkState.DONE:
            icon = link_words.ICONS[self.row.kind]
        self._picture.setPixmap(icons.pixmap(icon, 18, role))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        super().changeEvent(event)


def fill_menu(
    menu: QMenu, row: LinkRow, choices: Sequence[LinkChoice], chosen: Callable[[LinkRow, LinkChoice], object]
) -> None:
    """One line a choice; `chosen(row, choice)` hears."""
    for choice in choices:
        action = menu.addAction(choice.text)
        icons.set_icon(action, choice.icon)
        action.triggered.connect(lambda _=False, choice=choice: chosen(row, choice))
