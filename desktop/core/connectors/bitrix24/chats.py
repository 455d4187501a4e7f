"""Group chats, made by themselves: one whose description has our mark, and whose first message is the mail.

A chat is made with nobody but us, so that a double (two tries at once) can be left before anybody has seen it; the others
are let in afterwards, with what has been said. The connector's thread.
"""

from __future__ import annotations

import base64
import logging
import re
from html import unescape

from desktop.core.api.errors import Code, ServerRefusal
from desktop.core.connectors.bitrix24.answers import is_id, part, read_done, read_id, read_row, read_rows, text_of
from desktop.core.connectors.bitrix24.people import People
from desktop.core.connectors.bitrix24.refusals import Missing
from desktop.core.connectors.bitrix24.room import There, gone_already, oldest
from desktop.core.connectors.bitrix24.transport import Portal
from desktop.core.connectors.bitrix24.writing import LONGEST_MESSAGE, attachments_of, mark_of, text_in_bb, title_of
from desktop.core.connectors.protocol import Presence, Wish

_log = logging.getLogger(__name__)
_MOST_CANDIDATES = 20
_MOST_PAGES = 20
"""Of 50 messages each, in which one of ours is looked for."""
_WORDS = re.compile(r"\w{3,}")


class Chats:
    def __init__(self, portal: Portal, people: People) -> None:
        self._portal = portal
        self._people = people

    def find(self, wish: Wish) -> There | None:
        ids = self._among_recent(wish) or self._by_search(wish)
        if not ids:
            return None
        first, doubles = oldest(ids)
        for double in doubles:
            with gone_already():
                self._leave(double)
        return there(first)

    def make(self, wish: Wish) -> There:
        asked = {
            "TYPE": "CHAT",
            "TITLE": title_of(wish),
            "DESCRIPTION": self._description(wish),
            "MESSAGE": text_in_bb(wish, limit=LONGEST_MESSAGE),
        }
        return there(self._portal.change("im.chat.add", asked, read_id))

    def finish(self, wish: Wish, there: There) -> None:
        """Each step looks first whether an earlier try has done it."""
        dialog = f"chat{there.remote_id}"
        said = self._said(there.remote_id)
        if not _mentions(said, mark_of(wish)):
            message = text_in_bb(wish, limit=LONGEST_MESSAGE)
            self._portal.change("im.message.add", {"DIALOG_ID": dialog, "MESSAGE": message}, read_id)
        if users := [one for one in self._people.ids_of(wish.people) if one != self._people.me()]:
            invited = {"CHAT_ID": there.remote_id, "USERS": users, "HIDE_HISTORY": "N"}
            self._portal.change("im.chat.user.add", invited, read_done)
        have = {text_of(row, "name") for row in _files(said)}
        for file in attachments_of(wish):
            if file.content and file.filename not in have:
                self._upload(dialog, file.filename, file.content)

    def says(self, chat: str, mark: str) -> bool:
        """Whether one of its last messages has the mark."""
        return _mentions(self._said(chat), mark)

    def add_mails(self, remote_id: str, wish: Wish) -> None:
        if not self.says(remote_id, mark_of(wish)):
            said = {"DIALOG_ID": f"chat{remote_id}", "MESSAGE": text_in_bb(wish, limit=LONGEST_MESSAGE)}
            self._portal.change("im.message.add", said, read_id)

    def drop_mails(self, remote_id: str, key: str) -> None:
        """A chat that we may not look into any more says nothing that we could take away."""
        mark, before = f"bandeja:{key}", 0
        for _ in range(_MOST_PAGES):
            try:
                rows = _messages(self._said(remote_id, before))
            except ServerRefusal:
                if self.presence(remote_id) is Presence.GONE:
                    return
                raise
            said = [text_of(row, "id") for row in rows if mark in text_of(row, "text")]
            for message in filter(is_id, said):
                self._portal.change("im.message.delete", {"MESSAGE_ID": message}, read_done)
            oldest_one = min((int(text_of(row, "id")) for row in rows if is_id(text_of(row, "id"))), default=0)
            if said or not rows or oldest_one in (0, before):
                return
            before = oldest_one

    def presence(self, remote_id: str) -> Presence:
        """A chat that we may not look into any more is none of ours: it was made by us, with us in it."""
        try:
            row = self._portal.ask("im.dialog.get", {"DIALOG_ID": f"chat{remote_id}"}, read_row)
        except ServerRefusal as error:
            gone = isinstance(error, Missing) or error.code is Code.RIGHTS_MISSING
            return Presence.GONE if gone else Presence.UNKNOWN
        return Presence.PRESENT if text_of(row, "id") == remote_id else Presence.UNKNOWN

    def delete(self, remote_id: str) -> None:
        """Bitrix24 deletes no chats for programs; we leave it."""
        try:
            self._leave(remote_id)
        except ServerRefusal:
            if self.presence(remote_id) is not Presence.GONE:
                raise

    def _description(self, wish: Wish) -> str:
        return "\n".join([mark_of(wish), *(mail.mid_url for mail in wish.mails if mail.mid_url)])[:2000]

    def _among_recent(self, wish: Wish) -> list[str]:
        asked = {"SKIP_OPENLINES": "Y", "SKIP_DIALOG": "Y", "LIMIT": 200}
        rows = self._portal.ask("im.recent.list", asked, lambda value: read_rows(read_row(value).get("items")))
        title = title_of(wish)
        candidates = [text_of(row, "chat_id") for row in rows if unescape(text_of(row, "title")) == title]
        found = []
        for chat in list(filter(is_id, candidates))[:_MOST_CANDIDATES]:
            row = self._portal.ask("im.dialog.get", {"DIALOG_ID": f"chat{chat}"}, read_row)
            if mark_of(wish) in text_of(row, "description"):
                found.append(chat)
        return found

    def _by_search(self, wish: Wish) -> list[str]:
        words = max(_WORDS.findall(title_of(wish)), key=len, default="")
        if not words:
            return []
        rows = self._portal.ask("im.search.chat.list", {"FIND": words[:50], "LIMIT": 50}, read_rows)
        found = [text_of(row, "id") for row in rows if mark_of(wish) in text_of(row, "description")]
        return list(filter(is_id, found))

    def _said(self, chat: str, before: int = 0) -> dict[str, object]:
        asked: dict[str, object] = {"DIALOG_ID": f"chat{chat}", "LIMIT": 50}
        if before:
            asked["LAST_ID"] = before
        return self._portal.ask("im.dialog.messages.get", asked, read_row)

    def _leave(self, chat: str) -> None:
        self._portal.change("im.chat.leave", {"CHAT_ID": chat}, read_done)

    def _upload(self, dialog: str, name: str, content: bytes) -> None:
        fields = {"name": name, "content": base64.b64encode(content).decode("ascii")}
        try:
            self._portal.change("im.v2.File.upload", {"dialogId": dialog, "fields": fields}, read_done)
        except ServerRefusal as error:
            # The chat is there and names the file; a link that "failed" would hide that.
            _log.warning("a file was not taken: %s", error.sentence())


def _files(said: dict[str, object]) -> list[dict[str, object]]:
    files = said.get("files")
    return [row for row in files if isinstance(row, dict)] if isinstance(files, list) else []


def _mentions(said: dict[str, object], mark: str) -> bool:
    return any(mark in text_of(row, "text") for row in _messages(said))


def _messages(said: dict[str, object]) -> list[dict[str, object]]:
    messages = said.get("messages")
    return [row for row in messages if isinstance(row, dict)] if isinstance(messages, list) else []


def there(chat: str, *, existed: bool = False) -> There:
    return There(chat, f"online/?IM_DIALOG=chat{chat}", existed)


def read_chat(value: object) -> tuple[str, bool]:
    """Of mail.message.createchat: the chat, and whether it was there before."""
    row = read_row(value)
    return read_id(part(row, "chatId")), row.get("existing") is True
