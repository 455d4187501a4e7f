"""The links of a mail on one line under its head, for windows that have no room for the panel.

It is there only while there is something to say, and takes as many lines as its chips need. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from desktop.core.api.linking import LinkRow, LinkState
from desktop.ui import icons
from desktop.ui.flow_layout import FlowLayout
from desktop.ui.links import words as link_words
from desktop.ui.links.link_card import fill_menu
from desktop.ui.links.link_choices import choices_of
from desktop.ui.links.mail_links import MailLinks
from desktop.ui.message_list.chips import clean
from desktop.ui.parts import Now
from desktop.ui.theme import Role, Space
from desktop.ui.tips import plain_tip

LONGEST = 26


class LinksStrip(QWidget):
    chosen = Signal(object, object)
    """(LinkRow, LinkChoice)"""
    contact_wanted = Signal(int)

    def __init__(self, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._flow = FlowLayout(self, Space.XS + 2)
        self._flow.setContentsMargins(0, 0, 0, Space.XS)
        self.setAccessibleName(self.tr("What this mail is linked to"))
        self._chips: list[QPushButton] = []
        self._subject = ""
        self.hide()

    @property
    def chips(self) -> list[QPushButton]:
        return list(self._chips)

    def clear(self) -> None:
        for chip in self._chips:
            self._flow.removeWidget(chip)
            chip.hide()
            chip.setParent(None)
            chip.deleteLater()
        self._chips = []

    def show_links(self, mail: MailLinks) -> None:
        self.clear()
        self._subject = clean(mail.row.subject)
        if mail.contact is not None:
            contact = mail.contact
            name = clean(contact.name) + (f" · {clean(contact.company)}" if contact.company else "")
            chip = self._add(name, "building" if contact.is_company else "account", Role.ICON)
            chip.setToolTip(self.tr("Show the contact"))
            chip.clicked.connect(lambda: self.contact_wanted.emit(contact.contact_key))
        for link in mail.links:
            self._add_link(link)

    def has_something(self) -> bool:
        return bool(self._chips)

    def _add_link(self, link: LinkRow) -> None:
        icon, role = link_words.state_sign(link.kind, link.state)
        state = link_words.state_word(link.kind, link.state)
        title = clean(link.title) or link_words.kind_name(link.kind)
        shown = title if title not in self._subject else link_words.kind_name(link.kind)
        chip = self._add(f"{_short(shown)}{f' · {state}' if state else ''}", icon, role)
        chip.setToolTip(plain_tip(f"{title}\n{link_words.state_sentence(link, self._now())}"))
        chip.setAccessibleName(f"{link_words.kind_name(link.kind)}: {title}. {state}")
        menu = QMenu(chip)
        choices = choices_of(link)
        if link.state in (LinkState.FAILED, LinkState.UNSURE):
            menu.addAction(clean(link_words.state_sentence(link, self._now()))[:120]).setEnabled(False)
        fill_menu(menu, link, choices, self.chosen.emit)
        chip.clicked.connect(lambda: menu.popup(chip.mapToGlobal(chip.rect().bottomLeft())))

    def _add(self, text: str, icon: str, role: Role) -> QPushButton:
        chip = QPushButton(" " + _short(text, LONGEST + 16).replace("&", "&&"))
        chip.setProperty("kind", "chip")
        icons.set_icon(chip, icon, role)
        self._flow.addWidget(chip)
        self._chips.append(chip)
        chip.show()
        return chip


def _short(text: str, most: int = LONGEST) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"
