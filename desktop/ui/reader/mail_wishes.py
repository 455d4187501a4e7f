"""What a person wants done with the mail that is shown, as a command or as a text to go on writing. Does nothing itself. GUI thread."""

from __future__ import annotations

from collections.abc import Callable

from desktop.core.api.commands import Archive, Command, Delete, DraftContent, MarkJunk, SetFlagged, SetSeen
from desktop.core.api.rows import MessageRow
from desktop.core.mail.flags import Flag
from desktop.core.mail.mailto import parse_mailto
from desktop.ui.dispatch import Dispatch


class MailWishes:
    """`row` is the mail that is shown; `submit` takes commands, `compose` what an answer begins with, `fail` why there is none."""

    def __init__(
        self,
        dispatch: Dispatch,
        row: Callable[[], MessageRow | None],
        submit: Callable[[Command], object],
        compose: Callable[[DraftContent], None],
        fail: Callable[[Exception], None],
    ) -> None:
        self._dispatch, self._session, self._row = dispatch, dispatch.session, row
        self._submit, self._compose, self._fail = submit, compose, fail

    def wish(self, name: str) -> None:
        row = self._row()
        if row is None:
            return
        key = (row.location_key,)
        commands: dict[str, Command] = {
            "archive": Archive(key),
            "delete": Delete(key),
            "junk": MarkJunk(key, Flag.JUNK not in row.flags),
            "star": SetFlagged(key, not row.flagged),
            "unread": SetSeen(key, not row.seen),
        }
        if name in commands:
            self._submit(commands[name])
        elif name in ("reply", "reply_all"):
            self.write(lambda: self._session.reply(row.location_key, to_all=name == "reply_all"))
        elif name == "forward":
            self.write(lambda: self._session.forward(row.location_key))

    def write(self, prepare: Callable[[], DraftContent]) -> None:
        self._dispatch.read("answer", prepare, self._compose, self._fail)

    def write_to(self, href: str) -> None:
        request, row = parse_mailto(href), self._row()
        if request is not None and row is not None:
            self._compose(
                DraftContent(row.account_key, request.to, request.cc, request.bcc, request.subject, request.body)
            )
