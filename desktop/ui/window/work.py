"""What the window has to do with work: the four actions and their sheets, links beside the mail, the desk's panes, reminders.

It connects; what is made of a mail is decided in the sheets and in the core. GUI thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QKeyEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from desktop.core.api.changes import ChangeSet
from desktop.core.api.invitations import Answer
from desktop.core.api.linking import OWN_DESK, LinkKind, LinkRow
from desktop.ui.desk.entries import DeskEntries
from desktop.ui.desk.reminders import Reminders
from desktop.ui.desk.rooms import ROOM_OF, Rooms
from desktop.ui.dispatch import Dispatch
from desktop.ui.links.holding import Holding
from desktop.ui.links.link_choices import LinkChoice
from desktop.ui.links.strangers import Strangers
from desktop.ui.links.words import ACTIONS, kind_name
from desktop.ui.parts import Now
from desktop.ui.reader.action_row import ButtonSpec
from desktop.ui.reader.invitation_bar import ANSWERS
from desktop.ui.reader.reader_keys import action_of

if TYPE_CHECKING:
    from desktop.ui.links.beside import ReaderBeside
    from desktop.ui.links.connectors_dialog import ConnectorsDialog
    from desktop.ui.links.sheet import LinkSheet
    from desktop.ui.notices.card import NoticeCard
    from desktop.ui.window.main_window import MainWindow

MOST_MAILS = 100
"""So many mails are made one task of at a time."""
_MENU = (
    ("reply", "reply_all", "forward"),
    tuple(ACTIONS.values()),
    ("archive", "later", "remind", "move", "copy", "delete", "junk"),
    ("star", "unread"),
    ("print",),
)
"""The menu of a mail in the list, by groups."""
_MANY = ("archive", "delete", "later", "move", "unread", "star")
"""What is offered where the mail would be while several are selected."""


class Work(QObject):
    def __init__(self, window: MainWindow, reader: ReaderBeside, dispatch: Dispatch, now: Now) -> None:
        super().__init__(window)
        self._window, self._reader, self._dispatch, self._now = window, reader, dispatch, now
        self._session = dispatch.session
        self._dialogs: list[ConnectorsDialog] = []
        self._sought: int | None = None
        self.rooms = Rooms(window.frame, dispatch, now, self)
        self.entries = DeskEntries(window.actions_)
        self.holding = Holding(dispatch, window.notices, self)
        self.reminders = Reminders(dispatch, now, self)
        self._reminding: dict[int, NoticeCard] = {}
        self.strangers = Strangers(dispatch, window.notices, self)
        layout = window.folders.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(1, self.entries)
        self._add_reader_buttons()
        self._connect()
        self._connect_actions()

    # the four actions

    def open_sheet(self, kind: LinkKind) -> LinkSheet | None:
        """The sheet of one action on the selected mails, or None when there are none."""
        keys = self._window.mails.selected_keys()
        return self.open_sheet_on(kind, keys) if keys else None

    def open_sheet_on(self, kind: LinkKind, keys: tuple[int, ...]) -> LinkSheet:
        """The same on mails that need not be selected."""
        from desktop.ui.links.sheet import LinkSheet

        keys = keys[:MOST_MAILS]
        sheet = LinkSheet(self._dispatch, kind, keys, self._now, self._window)
        sheet.open_wanted.connect(self.open_link)
        self._window.others.keep(sheet)
        sheet.show()
        return sheet

    def open_link(self, row: LinkRow) -> None:
        """Show what a mail is linked to: in the desk's panes, or where the backend shows it."""
        if row.backend == OWN_DESK and row.remote_id.isdigit():
            if row.kind is LinkKind.CRM:
                self._open_activity(row)
            else:
                self.rooms.open_thing(row.kind, int(row.remote_id))
        elif QUrl(row.url).scheme() in ("http", "https"):
            QDesktopServices.openUrl(QUrl(row.url))
        else:
            self._window.notices.tell(
                self.tr("{backend} has no page for this; look for it there.").format(backend=row.backend_name)
            )

    def _open_activity(self, row: LinkRow) -> None:
        """The contact whose timeline has that activity."""
        desk, key = self._session.desk, int(row.remote_id)

        def find() -> int | None:
            for contact in sorted(desk.contacts(), key=lambda one: one.is_company):
                detail = desk.contact(contact.contact_key) if contact.activities else None
                if detail is not None and any(one.activity_key == key for one in detail.timeline):
                    return contact.contact_key
            return None

        def found(contact_key: int | None) -> None:
            if contact_key is None:
                self.rooms.show(ROOM_OF[LinkKind.CRM])
            else:
                self.rooms.open_contact(contact_key, key)

        self._dispatch.read("activity", find, found)

    def choose_for(self, row: LinkRow, choice: LinkChoice) -> None:
        if choice.command is None:
            self.open_link(row)
        elif choice.question:
            self._window.telling.ask(choice.question, choice.text, choice.command)  # type: ignore[arg-type]
        else:
            self._dispatch.submit(choice.command)  # type: ignore[arg-type]

    # invitations

    def _answer(self, answer: Answer) -> None:
        invitation = self._reader.reader.invitation
        if invitation.is_reading:
            self._window.notices.tell(self.tr("The invitation is still being read."))
        elif not invitation.answer(answer):
            self._window.notices.tell(self.tr("This mail asks for no answer to an invitation."))

    def _unsubscribe(self) -> None:
        if not self._reader.reader.unsubscribing.ask():
            self._window.notices.tell(self.tr("This mail does not say how to leave a list."))

    def _print(self) -> None:
        if not self._reader.reader.menu.print():
            self._window.notices.tell(self.tr("This mail has not been read yet: print it when its text is here."))

    def _open_meeting(self, found: LinkRow | int) -> None:
        if isinstance(found, LinkRow):
            self.open_link(found)
        else:
            self.rooms.open_thing(LinkKind.EVENT, found)

    # from an object to its mail

    def show_by_id(self, message_id: str) -> None:
        """As another program's link names it."""

        def show() -> None:
            key = self._session.find_mail(message_id)
            if key is None:
                self.tell_gone()
            else:
                self.show_mail(key)

        self._dispatch.soon(show)

    def show_mail(self, location_key: int) -> None:
        """That mail, in its folder, with whatever filter hid it taken away."""
        row = self._session.rows((location_key,)).get(location_key)
        if row is None:
            self.tell_gone()
            return
        window = self._window
        self._sought = location_key
        window.top_bar.search.forget()
        window.mails.filters.clear()
        node = window.folders.current_node()
        if node is None or node.mailbox is None or node.key != row.mailbox_key or window.mails.query.search:
            window.folders.select_mailbox(row.mailbox_key)
        window.frame.show_page(None)
        window.mails.view.setFocus()
        self._select_sought()

    def tell_gone(self) -> None:
        self._window.notices.tell(self.tr("This mail is no longer here: it was moved or deleted."))

    def _select_sought(self) -> None:
        if self._sought is None:
            return
        place = self._window.mails.model.row_of(self._sought)
        if place is not None:
            sought, self._sought = self._sought, None
            self._window.mails.choose_key(sought)

    # around

    def _hear(self, change: ChangeSet) -> None:
        self._reader.hear(change)
        self.rooms.hear(change)
        self.reminders.hear_change(change)
        self._dialogs = [dialog for dialog in self._dialogs if shiboken6.isValid(dialog) and dialog.isVisible()]
        for dialog in self._dialogs:
            dialog.hear(change)

    def _show_connectors(self) -> None:
        from desktop.ui.links.connectors_dialog import ConnectorsDialog

        dialog = ConnectorsDialog(self._dispatch, self._window)
        self._dialogs.append(dialog)
        self._window.others.keep(dialog)
        dialog.show()

    def _show_rules(self) -> None:
        from desktop.ui.links.rules_dialog import RulesDialog

        dialog = RulesDialog(self._dispatch, self._window.mails.front_key(), self._window)
        self._window.others.keep(dialog)
        dialog.show()

    def _remind(self, sentence: str, event_key: int) -> None:
        self._reminding[event_key] = self._window.notices.remind(
            sentence, self.tr("Show"), lambda: self.rooms.open_thing(LinkKind.EVENT, event_key)
        )

    def _end_reminding(self, event_key: int) -> None:
        card = self._reminding.pop(event_key, None)
        if card is not None and shiboken6.isValid(card) and card in self._window.notices.cards:
            card.dismiss()

    def _show_menu(self, place: QPoint) -> None:
        menu = self.make_menu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._window.mails.view.viewport().mapToGlobal(place))

    def make_menu(self, parent: QWidget) -> QMenu:
        """What can be done with the selected mails."""
        menu = QMenu(parent)
        toggles = self._window.commands.toggles()
        for group in _MENU:
            if not menu.isEmpty():
                menu.addSeparator()
            for name in group:
                if name in toggles:
                    self._add_toggle(menu, name, toggles[name])
                else:
                    menu.addAction(self._window.actions_[name])
        return menu

    def _add_toggle(self, menu: QMenu, name: str, words: str) -> None:
        """What it does to these mails: the name that it has everywhere says both ways."""
        does, key = self._window.actions_[name], self._window.actions_.key_text(name)
        added = menu.addAction(does.icon(), f"{words}\t{key}" if key else words, does.trigger)
        added.setObjectName(name)
        added.setEnabled(does.isEnabled())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What nobody under the window took: the mail in front grows and shrinks from the list too."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            reader = self._reader.reader
            wanted = action_of(event, find=reader.open_find, again=reader.find_again, zoom_by=reader.body.zoom_by)
            if wanted is not None:
                wanted()
                return True
        return super().eventFilter(watched, event)

    def _mark_shown(self, name: str) -> None:
        """A pane of the desk is seen: keys for mails rest while the mails are not."""
        self.entries.mark(name)
        window = self._window
        marked, folder = window.folders.view.selectionModel(), window.folders.view.currentIndex()
        if window.frame.on_page:
            marked.clearSelection()
        elif not marked.hasSelection() and folder.isValid():
            marked.select(folder, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        window.folders.view.viewport().update()
        window.actions_.set_selection(0 if window.frame.on_page else window.mails.count_selected())
        if name:
            window.setWindowTitle(f"{self.entries.buttons[name].accessibleName()} – Bandeja")
        else:
            window.setWindowTitle(f"{window.frame.page_title or window.mails.scope.label} – Bandeja")

    def _leave_page(self) -> None:
        """A folder was chosen, perhaps the one that was in front before: back to its mails."""
        frame = self._window.frame
        if frame.on_page and self._window.folders.view.selectionModel().hasSelection():
            frame.show_page(None)

    # putting together

    def _add_reader_buttons(self) -> None:
        pane, actions = self._reader.reader, self._window.actions_
        specs = [
            ButtonSpec(name, kind_name(kind), actions[name].property("iconName"), 2) for kind, name in ACTIONS.items()
        ]
        pane.buttons.add_group(specs)
        pane.buttons.menu.addSeparator()
        pane.buttons.menu.addAction(actions["remind"])
        pane.buttons.menu.insertAction(pane.menu.pdf, actions["print"])
        pane.empty.offer([actions[name] for name in _MANY], self._window.commands.toggles)
        choosing = (*ACTIONS.values(), "later")
        pane.buttons.wanted.connect(lambda name: actions[name].trigger() if name in choosing else None)

    def _connect(self) -> None:
        window, rooms, reader = self._window, self.rooms, self._reader
        window.bridge.changed.connect(self._hear)
        window.mails.filled.connect(self._select_sought)
        window.commands.held.connect(self.holding.tell)
        window.link_chosen.connect(self.choose_for)
        window.telling.mail_wanted.connect(self.show_mail)
        window.frame.page_changed.connect(lambda: self._mark_shown(rooms.current()))
        window.folders.view.selectionModel().selectionChanged.connect(self._leave_page)
        rooms.mail_wanted.connect(self.show_mail)
        rooms.asked.connect(window.telling.ask)
        rooms.told.connect(window.notices.tell)
        reader.chosen.connect(self.choose_for)
        reader.contact_wanted.connect(rooms.open_contact)
        reader.reader.invitation.open_wanted.connect(self._open_meeting)
        reader.sheet_wanted.connect(lambda name: window.actions_[name].trigger())
        self.holding.open_wanted.connect(self.open_link)
        window.bridge.notice.connect(self.reminders.hear)
        window.bridge.notice.connect(self.strangers.hear)
        self.strangers.begin()
        self.reminders.due.connect(self._remind)
        self.reminders.over.connect(self._end_reminding)
        window.installEventFilter(self)
        view = window.mails.view
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._show_menu)

    def _connect_actions(self) -> None:
        actions = self._window.actions_
        for kind, name in ACTIONS.items():
            actions.on(name, lambda kind=kind: self.open_sheet(kind))  # type: ignore[misc]
        for name, answer in ANSWERS.items():
            actions.on(name, lambda answer=answer: self._answer(answer))  # type: ignore[misc]
        actions.on("unsubscribe", self._unsubscribe)
        actions.on("print", self._print)
        for name in ROOM_OF.values():
            actions.on(name, lambda name=name: self.rooms.show(name))  # type: ignore[misc]
        actions.on("links_panel", self._reader.toggle)
        actions.on("connectors", lambda: self._dispatch.soon(self._show_connectors))
        actions.on("crm_rules", lambda: self._dispatch.soon(self._show_rules))
