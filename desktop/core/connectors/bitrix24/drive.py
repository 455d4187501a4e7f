"""Files on our user's drive: a folder for each wish, so that a try after a lost answer finds what is there already.

The connector's thread.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from functools import partial

from desktop.core.api.errors import ServerRefusal
from desktop.core.connectors.bitrix24.answers import Garbled, is_id, read_id, read_row, read_rows, read_true, text_of
from desktop.core.connectors.bitrix24.people import People
from desktop.core.connectors.bitrix24.refusals import Missing
from desktop.core.connectors.bitrix24.transport import Portal
from desktop.core.connectors.bitrix24.writing import attachments_of
from desktop.core.connectors.protocol import Wish

FOLDER = "Bandeja"


class Drive:
    def __init__(self, portal: Portal, people: People) -> None:
        self._portal = portal
        self._people = people

    def upload(self, wish: Wish) -> list[str]:
        """The drive's ids of the wish's attachments. Empty files have nothing to carry and are named in the text only."""
        files = [file for file in attachments_of(wish) if file.content]
        if not files:
            return []
        folder = self._folder(wish)
        there = self._children(folder)
        ids = []
        for file in files:
            if file.filename not in there:
                content = [file.filename, base64.b64encode(file.content).decode("ascii")]
                asked = {"id": folder, "fileContent": content}
                look = partial(self._children, folder, name=file.filename)
                there |= self._put("disk.folder.uploadfile", file.filename, asked, look)
            ids.append(there[file.filename])
        return ids

    def drop(self, key: str) -> None:
        """Delete the folder of the wish of that key with what is in it. Never makes one."""
        top = self._children(self._storage(), where="storage", name=FOLDER).get(FOLDER)
        folder = None if top is None else self._children(top, name=key).get(key)
        if folder is None:
            return
        try:
            self._portal.change("disk.folder.deletetree", {"id": folder}, read_true)
        except Missing:
            return  # somebody was quicker

    def _storage(self) -> str:
        asked = {"filter": {"ENTITY_TYPE": "user", "ENTITY_ID": self._people.me()}}
        return self._portal.ask("disk.storage.getlist", asked, _read_storage)

    def _folder(self, wish: Wish) -> str:
        top = self._within("storage", self._storage(), FOLDER, "disk.storage.addfolder")
        return self._within("folder", top, wish.key, "disk.folder.addsubfolder")

    def _within(self, where: str, place: str, name: str, adding: str) -> str:
        def look() -> dict[str, str]:
            return self._children(place, where=where, name=name)

        found = look()
        if name not in found:
            found = self._put(adding, name, {"id": place}, look)
        return found[name]

    def _put(
        self, method: str, name: str, asked: Mapping[str, object], look: Callable[[], dict[str, str]]
    ) -> dict[str, str]:
        """Make it; when the name is taken, somebody (another try of ours) has made it meanwhile."""
        try:
            named = {**asked, "data": {"NAME": name}}
            return {name: self._portal.change(method, named, lambda value: read_id(read_row(value).get("ID")))}
        except ServerRefusal:
            found = look()
            if name not in found:
                raise
            return found

    def _children(self, place: str, *, where: str = "folder", name: str = "") -> dict[str, str]:
        asked: dict[str, object] = {"id": place}
        if name:
            asked["filter"] = {"NAME": name}
        rows = self._portal.ask(f"disk.{where}.getchildren", asked, read_rows)
        return {text_of(row, "NAME"): text_of(row, "ID") for row in rows if is_id(text_of(row, "ID"))}


def _read_storage(value: object) -> str:
    for row in read_rows(value):
        return read_id(row.get("ID"))
    raise Garbled("no drive of this user")
