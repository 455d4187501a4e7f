"""A plug-in for Bandeja: a task made from a mail is a Markdown note with a checkbox, in a folder of your choice."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path

from desktop.core.api.errors import Code, ConnectionFailure, SetupError
from desktop.core.api.linking import BackendField, LinkKind
from desktop.core.connectors.protocol import Backend, Made, Presence, Probe

NOTE = re.compile(r"[0-9a-f-]{36}\.md")


class Notes:
    def __init__(self, folder):
        self.folder = Path(folder)

    def probe(self):
        self.check()
        return Probe(frozenset({LinkKind.TASK}), account=str(self.folder))

    def check(self):
        """Raise when the folder is away: a disk that is not mounted. Then nothing can be told, and nothing is gone."""
        if not self.folder.is_dir():
            raise ConnectionFailure(Code.NOT_FOUND, what="folder", name=self.folder)

    def create(self, wish):
        if found := self.find(wish):
            return found
        due = f"Due: {datetime.fromtimestamp(wish.due_at, UTC):%Y-%m-%d %H:%M} UTC\n" if wish.due_at is not None else ""
        mails = "".join(f"<{mail.mid_url}>\n" for mail in wish.mails if mail.mid_url)
        note = f"- [ ] {one_line(wish.title)}\n{due}{mails}\n{wish.text}\n"
        # The wish's key is the note's name, so that making it twice is making it once; whole or not at all.
        part = self.folder / f".{wish.key}.{os.getpid()}.part"
        part.write_text(note, "utf-8", errors="replace")
        part.replace(self.folder / f"{wish.key}.md")
        return Made(f"{wish.key}.md", one_line(wish.title))

    def find(self, wish):
        self.check()
        there = (self.folder / f"{wish.key}.md").exists()
        return Made(f"{wish.key}.md", one_line(wish.title), existed=True) if there else None

    def presence(self, kind, remote_id):
        if not self.folder.is_dir():
            return Presence.UNKNOWN
        if not NOTE.fullmatch(remote_id) or not (self.folder / remote_id).exists():
            return Presence.GONE
        note = (self.folder / remote_id).read_text("utf-8", errors="replace")
        return Presence.DONE if note.startswith("- [x]") else Presence.PRESENT

    def delete(self, kind, remote_id):
        self.check()
        if NOTE.fullmatch(remote_id):
            (self.folder / remote_id).unlink(missing_ok=True)

    def cancel(self):
        pass

    def close(self):
        pass


def one_line(title):
    return " ".join("".join(c if c.isprintable() else " " for c in title).split()) or "(no title)"


def open_notes(values, secrets, means):
    if not Path(values.get("folder", "")).is_absolute():
        raise SetupError(Code.BAD_INPUT, what="The folder", why="it must be a whole path")
    return Notes(values["folder"])


FOLDER = BackendField("folder", "Folder", example="/home/ana/notes")
BACKEND = Backend("notes", "Notes in a folder", frozenset({LinkKind.TASK}), (FOLDER,), open_notes)
