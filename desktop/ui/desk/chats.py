"""The chats of the desk: one for a mail that is talked about, its members, its lines, and a line to write the next.

The desk's chats are notes of this computer; other people read them only through a connected chat program. GUI thread.
"""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.api.desk import ChatDetail, ChatRow
from desktop.core.api.link_commands import AddChatLine, DeleteChat, SetChatMembers
from desktop.ui import words
from desktop.ui.desk.chat_lines import ChatLines
from desktop.ui.desk.entry_list import Entry, EntryList
from desktop.ui.desk.file_cards import FileCards
from desktop.ui.desk.mail_cards import MailCards
from desktop.ui.desk.members_popup import MembersPopup
from desktop.ui.desk.room import ListRoom, quiet_button
from desktop.ui.dispatch import Dispatch
from desktop.ui.labels import PlainLabel
from desktop.ui.message_list.chips import clean
from desktop.ui.parts import Now
from desktop.ui.theme import Space

LONGEST_LINE = 4_000


class ChatsRoom(ListRoom):
    def __init__(self, dispatch: Dispatch, now: Now, parent: QWidget | None = None) -> None:
        super().__init__(dispatch, now, parent)
        self._chat: ChatDetail | None = None
        self._wanted: int | None = None
        self._unsent: dict[int, str] = {}
        self.head.addStretch(1)
        self.end_head()
        self.list, self.lines = EntryList(self.tr("Chats")), ChatLines(now)
        self.mails, self.files = MailCards(), FileCards(dispatch)
        self.add_panes(self.list, self._make_detail())
        self.set_title(self.tr("Chats"))
        self.nothing.show_text("chat", self.tr("No chat chosen"), "")
        self.empty.show_text(
            "chat",
            self.tr("No chats yet"),
            self.tr("Press H on a mail to talk about it. The chat begins with what the mail says."),
        )
        self.list.chosen.connect(self._read)
        self.list.entered.connect(lambda _key: self.entry.setFocus())
        self.list.deleted.connect(lambda _key: self._ask_delete())
        self.mails.mail_wanted.connect(self.mail_wanted)
        self.files.saved.connect(self.told)

    def refresh(self) -> None:
        desk = self._session.desk
        self._dispatch.read("desk chats", desk.chats, self._show)

    def open_thing(self, key: int) -> None:
        self._wanted = key
        self.refresh()

    def _show(self, rows: list[ChatRow]) -> None:
        now = self._now()
        self.list.show_entries(
            [
                Entry(
                    row.chat_key,
                    row.title,
                    clean(row.last_line) or ", ".join(row.members),
                    words.moment(row.last_at, now),
                    icon="chat",
                )
                for row in rows
            ]
        )
        self.show_list(bool(rows))
        wanted, self._wanted = self._wanted, None
        keys = [row.chat_key for row in rows]
        if wanted in keys:
            self.list.choose(wanted)
        elif self.list.current_key() not in keys and keys:
            self.list.choose(None)
        self._read(self.list.current_key() if keys else None)

    def _read(self, key: int | None) -> None:
        if key is None:
            self._chat = None
            self.show_detail(False)
            return
        desk = self._session.desk
        self._dispatch.read("desk chat", lambda: desk.chat(key), self._show_chat)

    def _show_chat(self, chat: ChatDetail | None) -> None:
        before, self._chat = self._chat, chat
        self.show_detail(chat is not None)
        if chat is None:
            return
        fresh = before is None or before.row.chat_key != chat.row.chat_key
        if fresh:
            if before is not None:
                self._unsent[before.row.chat_key] = self.entry.text()
            self.entry.setText(self._unsent.get(chat.row.chat_key, ""))
        members = ", ".join(clean(one) for one in chat.row.members)
        self._name.setText(clean(chat.row.title)[:200] or self.tr("No subject"))
        self._members.setText(members or self.tr("Nobody but you"))
        self.lines.show_lines(chat.lines, self._own_name(chat), fresh=fresh)
        self.mails.show_mails(chat.mails, self._now())
        self.files.show_files(chat.files)

    def _own_name(self, chat: ChatDetail) -> str:
        """The current member's name, as the desk signs the lines that are written here."""
        names = {row.name for row in self._session.workspace.members() if row.current}
        names |= {row.display_name for row in self._session.accounts()}
        return next((line.author for line in chat.lines if line.author in names), next(iter(names), ""))

    def _send(self) -> None:
        text = self.entry.text().strip()
        if not text or self._chat is None:
            return
        key = self._chat.row.chat_key
        self.entry.clear()

        def failed(error: Exception) -> None:
            self.entry.setText(text)
            self._dispatch.failed.emit(error)

        self._dispatch.submit(AddChatLine(key, text), quietly=True, failed=failed)

    def _ask_members(self) -> None:
        if self._chat is None:
            return
        row = self._chat.row

        def taken(members: tuple[str, ...]) -> None:
            if members != row.members:
                self._dispatch.submit(SetChatMembers(row.chat_key, members))

        popup = MembersPopup(self._dispatch, row.members, taken, self)
        popup.show_at(self._members.mapToGlobal(self._members.rect().bottomLeft()))

    def _ask_delete(self) -> None:
        if self._chat is not None:
            text = self.tr("Delete the chat “{title}” and all its lines?").format(
                title=clean(self._chat.row.title)[:80]
            )
            self.asked.emit(text, self.tr("Delete"), DeleteChat(self._chat.row.chat_key))

    def _make_detail(self) -> QWidget:
        self._name, self._members = PlainLabel(), PlainLabel()
        self._name.setProperty("kind", "heading")
        self._members.setProperty("kind", "muted")
        for label in (self._name, self._members):
            label.setWordWrap(True)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
        members, delete = quiet_button(self.tr("Members"), "account"), quiet_button(self.tr("Delete"), "trash")
        members.clicked.connect(self._ask_members)
        delete.clicked.connect(self._ask_delete)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self._name)
        texts.addWidget(self._members)
        top = QHBoxLayout()
        top.setContentsMargins(Space.XL, Space.L, Space.L, Space.S)
        top.addLayout(texts, 1)
        top.addWidget(members)
        top.addWidget(delete)
        below = QVBoxLayout()
        below.setContentsMargins(Space.XL - 4, 0, Space.L, Space.S)
        below.addWidget(self.mails)
        below.addWidget(self.files)
        line = QFrame()
        line.setProperty("kind", "line")
        self.entry = QLineEdit()
        self.entry.setMaxLength(LONGEST_LINE)
        self.entry.setPlaceholderText(self.tr("Write a line, Enter sends it"))
        self.entry.setAccessibleName(self.tr("A new line"))
        send = QPushButton(self.tr("Send"))
        send.setProperty("kind", "primary")
        self.entry.returnPressed.connect(self._send)
        send.clicked.connect(self._send)
        foot = QHBoxLayout()
        foot.setContentsMargins(Space.XL, Space.S, Space.L, Space.M)
        foot.setSpacing(Space.S)
        foot.addWidget(self.entry, 1)
        foot.addWidget(send)
        detail = QWidget()
        detail.setProperty("kind", "surface")
        column = QVBoxLayout(detail)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(below)
        column.addWidget(line)
        column.addWidget(self.lines, 1)
        column.addLayout(foot)
        return detail
