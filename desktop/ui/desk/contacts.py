"""The CRM of the desk: contacts and companies, found by a few letters, each with the mails that were saved to it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.api.desk import ActivityRow, ContactDetail, ContactRow
from desktop.core.api.link_commands import DeleteActivity, DeleteContact
from desktop.ui import words
from desktop.ui.desk.contact_form import ContactForm
from desktop.ui.desk.copy_window import CopyWindow, copy_of_activity
from desktop.ui.desk.entry_list import Entry, EntryList, bounded, rest_entry
from desktop.ui.desk.room import ListRoom, head_button, quiet_button
from desktop.ui.desk.timeline import Timeline
from desktop.ui.dispatch import Dispatch
from desktop.ui.i18n import tr
from desktop.ui.labels import PlainLabel
from desktop.ui.links.contact_card import saved_words
from desktop.ui.message_list.chips import clean
from desktop.ui.parts import Now
from desktop.ui.reader.mail_head import Avatar
from desktop.ui.theme import Role, Space

SEARCH_MS = 150


class ContactsRoom(ListRoom):
    def __init__(self, dispatch: Dispatch, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(dispatch, now, parent)
        self._contact: ContactDetail | None = None
        self._wanted: int | None = None
        self._wanted_activity: int | None = None
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Name, company or address"))
        self.search.setAccessibleName(self.tr("Look for a contact"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaximumWidth(300)
        self._rest = QTimer(self, singleShot=True, interval=SEARCH_MS)
        self._rest.timeout.connect(self.refresh)
        self.search.textChanged.connect(lambda _text: self._rest.start())
        new = head_button(self.tr("New contact"), "plus")
        new.clicked.connect(lambda: self._edit(None))
        self.head.addWidget(self.search, 3)
        self.head.addStretch(1)
        self.head.addWidget(new)
        self.end_head()
        self.list, self.timeline = EntryList(self.tr("Contacts")), Timeline(now)
        self.add_panes(self.list, self._make_detail())
        self.set_title(self.tr("CRM"))
        self.nothing.show_text("crm", self.tr("No contact chosen"), "")
        self.list.chosen.connect(self._read)
        self.list.entered.connect(lambda _key: self.timeline.setFocus())
        self.list.deleted.connect(lambda _key: self._ask_delete())
        self.timeline.open_wanted.connect(self._open_copy)
        self.timeline.delete_wanted.connect(self._delete_copy)

    def refresh(self) -> None:
        text, desk = self.search.text().strip(), self._session.desk
        self._dispatch.read("desk contacts", lambda: desk.contacts(text), self._show)

    def open_thing(self, key: int) -> None:
        self._wanted = key
        self.search.clear()
        self.refresh()

    def open_activity(self, contact_key: int, activity_key: int) -> None:
        self._wanted_activity = activity_key
        self.open_thing(contact_key)

    def _show(self, rows: list[ContactRow]) -> None:
        now = self._now()
        current, wanted = self.list.current_key(), self._wanted
        self._wanted = None
        shown = bounded(rows, current, wanted, key=lambda row: row.contact_key)
        entries = [_entry(row, now) for row in shown]
        if len(shown) < len(rows):
            entries.append(rest_entry(len(rows) - len(shown)))
        self.list.show_entries(entries)
        if self.search.text().strip():
            self.empty.show_text("search", self.tr("Nobody is called so"), "")
        else:
            self.empty.show_text(
                "crm",
                self.tr("No contacts yet"),
                self.tr("Press Shift+C on a mail to save it here with its sender. The copy stays when the mail goes."),
            )
        self.show_list(bool(rows))
        keys = [row.contact_key for row in shown]
        if wanted in keys:
            self.list.choose(wanted)
        elif self.list.current_key() not in keys and keys:
            self.list.choose(None)
        self._read(self.list.current_key() if keys else None)

    def _read(self, key: int | None) -> None:
        if key is None:
            self.show_detail(False)
            return
        desk = self._session.desk
        self._dispatch.read("desk contact", lambda: desk.contact(key), self._show_contact)

    def _show_contact(self, contact: ContactDetail | None) -> None:
        self._contact = contact
        self.show_detail(contact is not None)
        if contact is None:
            return
        row = contact.row
        self._avatar.set_person(clean(row.name), row.addresses[0] if row.addresses else row.name)
        self._name.setText(clean(row.name)[:200])
        self._company.setText(clean(row.company))
        self._company.setVisible(bool(row.company))
        addresses = "  ·  ".join(clean(one) for one in row.addresses)
        self._facts.setText("\n".join(piece for piece in (addresses, clean(contact.phone)) if piece))
        self._facts.setVisible(bool(self._facts.text()))
        self._note.setText(contact.note.strip()[:1000])
        self._note.setVisible(bool(contact.note.strip()))
        count = len(contact.timeline)
        self._count.setText(
            tr("{count} saved mail(s)", "", count).format(count=words.number(count))
            if count
            else self.tr("No mail saved yet. Press Shift+C on a mail of theirs.")
        )
        self.timeline.show_rows(contact.timeline)
        self.timeline.setVisible(count > 0)
        if self._wanted_activity is not None:
            self.timeline.choose(self._wanted_activity)
            self._wanted_activity = None

    def _edit(self, contact: ContactDetail | None) -> None:
        desk = self._session.desk

        def show(companies: list[ContactRow]) -> None:
            ContactForm(self._dispatch, contact, companies, self.open_thing, self).show()

        self._dispatch.read("desk companies", lambda: [row for row in desk.contacts() if row.is_company], show)

    def _ask_delete(self) -> None:
        if self._contact is None:
            return
        row = self._contact.row
        question = self.tr("Delete {name} and the {count} mail(s) saved there?", "", row.activities)
        text = question.format(name=clean(row.name)[:80], count=words.number(row.activities))
        self.asked.emit(text, self.tr("Delete"), DeleteContact(row.contact_key))

    def _open_copy(self, activity: ActivityRow) -> None:
        CopyWindow(self._dispatch, copy_of_activity(self._session.desk, activity), self._now, self).show()

    def _delete_copy(self, activity: ActivityRow) -> None:
        self._dispatch.submit(DeleteActivity(activity.activity_key))

    def _make_detail(self) -> QWidget:
        self._avatar = Avatar()
        self._name, self._company = _label("subject"), _label("muted")
        self._facts, self._note = _label("muted"), _label("")
        self._count = _label("strong")
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        edit, delete = quiet_button(self.tr("Edit"), "edit"), quiet_button(self.tr("Delete"), "trash")
        edit.clicked.connect(lambda: self._edit(self._contact))
        delete.clicked.connect(self._ask_delete)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        for label in (self._name, self._company):
            texts.addWidget(label)
        top = QGridLayout()
        top.setHorizontalSpacing(Space.M)
        top.setVerticalSpacing(2)
        top.setColumnStretch(1, 1)
        top.addWidget(self._avatar, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
        top.addLayout(texts, 0, 1)
        top.addWidget(edit, 0, 2, Qt.AlignmentFlag.AlignTop)
        top.addWidget(delete, 0, 3, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._facts, 1, 1, 1, 3)  # below the buttons: an address breaks nowhere
        line = QFrame()
        line.setProperty("kind", "line")
        open_button = quiet_button(self.tr("Open the copy"), "expand")
        delete_copy = quiet_button(self.tr("Delete the copy"), "trash")
        open_button.clicked.connect(lambda: self._with_current(self._open_copy))
        delete_copy.clicked.connect(lambda: self._with_current(self._delete_copy))
        bar = QHBoxLayout()
        bar.addWidget(self._count, 1)
        bar.addWidget(open_button)
        bar.addWidget(delete_copy)
        self._copy_buttons = (open_button, delete_copy)
        self.timeline.selectionModel().selectionChanged.connect(self._enable_copy_buttons)
        self._enable_copy_buttons()
        detail = QWidget()
        detail.setProperty("kind", "surface")
        column = QVBoxLayout(detail)
        column.setContentsMargins(Space.XL, Space.L, Space.L, Space.S)
        column.setSpacing(Space.M)
        column.addLayout(top)
        column.addWidget(self._note)
        column.addWidget(line)
        column.addLayout(bar)
        column.addWidget(self.timeline, 1)
        column.addStretch()
        return detail

    def _enable_copy_buttons(self) -> None:
        for button in self._copy_buttons:
            button.setEnabled(self.timeline.current() is not None)

    def _with_current(self, action: Callable[[ActivityRow], object]) -> None:
        row = self.timeline.current()
        if row is not None:
            action(row)


def _entry(row: ContactRow, now: int) -> Entry:
    first = row.addresses[0] if row.addresses else ""
    detail = row.company or first or saved_words(row, now)
    aside = words.moment(row.last_activity, now) if row.last_activity else ""
    if row.is_company:
        return Entry(row.contact_key, row.name, detail, aside, icon="building", ink=Role.ICON)
    return Entry(row.contact_key, row.name, detail, aside, avatar=first or row.name)


def _label(kind: str) -> QLabel:
    label = PlainLabel(kind=kind, wordWrap=True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label
