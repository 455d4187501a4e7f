"""The reader with what its mail is linked to: a panel at its right in a wide window, else a strip under the head of the mail.

To the window it is the reader: it passes everything on and reads the links of the mail that is shown. Invariant: links that are
shown belong to the mail that is shown. GUI thread; links are read on a worker.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.core.api.changes import ChangeSet
from desktop.ui.after_paint import AfterPaint
from desktop.ui.dispatch import Dispatch
from desktop.ui.links.mail_links import MailLinks, load_mail_links
from desktop.ui.links.panel import LinksPanel
from desktop.ui.links.strip import LinksStrip
from desktop.ui.parts import Now
from desktop.ui.preferences import Preferences
from desktop.ui.reader.pane import ReaderPane

WIDE = 1400
"""From this width of the window on there is room for the panel."""
LOW = 300
"""Below this height the mail needs the strip's room."""
_SLOT = "mail links"
_KEPT = "links panel"


class ReaderBeside(QWidget):
    command = Signal(object)
    compose = Signal(object)
    chosen = Signal(object, object)
    """(LinkRow, LinkChoice)"""
    contact_wanted = Signal(int)
    sheet_wanted = Signal(str)

    def __init__(self, reader: ReaderPane, dispatch: Dispatch, preferences: Preferences, now: Now) -> None:
        super().__init__()
        self._dispatch, self._session, self._preferences = dispatch, dispatch.session, preferences
        self._after_paint = AfterPaint(self)
        self._key: int | None = None
        self._mail: MailLinks | None = None
        self._wanted = "hidden" not in preferences.names(_KEPT)
        self.reader, self.panel, self.strip = reader, LinksPanel(now), LinksStrip(now)
        self.panes: tuple[QWidget, ...] = (reader, self.panel)
        self._line = QFrame()
        self._line.setProperty("kind", "upright")
        reader.bars.put_first(self.strip)
        reader.conversation.remember(preferences)
        self.setFocusProxy(reader.body)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(reader, 1)
        row.addWidget(self._line)
        row.addWidget(self.panel)
        reader.command.connect(self.command)
        reader.compose.connect(self.compose)
        for part in (self.panel, self.strip):
            part.chosen.connect(self.chosen)
            part.contact_wanted.connect(self.contact_wanted)
        self.panel.sheet_wanted.connect(self.sheet_wanted)
        self.panel.folded.connect(self.toggle)
        self._place()

    @property
    def shown(self) -> MailLinks | None:
        return self._mail

    def show_message(self, location_key: int | None) -> None:
        self.reader.show_message(location_key)
        before, self._key = self._key, location_key
        if location_key != before:
            self._forget()
        self._read()

    def seek(self, search: str) -> None:
        self.reader.seek(search)

    def show_many(self, count: int) -> None:
        self._key = None
        self.reader.show_many(count)
        self._forget()

    def hear(self, change: ChangeSet) -> None:
        """Links, contacts or this mail may be different: the list says so first."""
        self.reader.hear(change)
        if change.links or change.desk or change.everything:
            self._after_paint.start(self._read)

    def toggle(self) -> None:
        """Show or hide the links, here and from now on."""
        self._wanted = not self._wanted
        self._preferences.keep_names(_KEPT, set() if self._wanted else {"hidden"})
        self._place()

    def _read(self) -> None:
        key = self._key
        if key is None:
            return
        session = self._session
        self._dispatch.read(_SLOT, lambda: load_mail_links(session, key), self._show)

    def _show(self, mail: MailLinks | None) -> None:
        before, self._mail = self._mail, mail
        if mail is None:
            self._forget()
            return
        if before is not None and before.known == mail.known:
            return  # nothing to be drawn anew under somebody's pointer
        self.panel.show_links(mail)
        self.strip.show_links(mail)
        self._place()
        if mail.contact is None and mail.row.sender_address and self.panel.isVisible():
            self._look_for_card(mail.row.sender_address)

    def _look_for_card(self, address: str) -> None:
        """The own desk has none; the program that is the CRM may."""

        def told(known: bool | None) -> None:
            if known and self._mail is not None and self._mail.row.sender_address == address:
                self.panel.contact.show_known_elsewhere()

        self._dispatch.follow(self._session.linking.knows_address(address), told, lambda _error: None)

    def _forget(self) -> None:
        self._mail = None
        self._dispatch.cancel(_SLOT)
        self.panel.clear()
        self.strip.clear()
        self._place()

    def _place(self) -> None:
        wide = self.window().width() >= WIDE
        beside = wide and self._wanted and self._key is not None
        self.panel.setVisible(beside)
        self._line.setVisible(beside)
        low = self.height() < LOW
        self.strip.setVisible(not wide and not low and self._wanted and self.strip.has_something())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
