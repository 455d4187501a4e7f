"""Joins the search field to the session: what was meant is kept, and offers are made when the field is first used. GUI thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from desktop.core.api.rows import MailboxRow
from desktop.ui.dispatch import Dispatch
from desktop.ui.parts import Now
from desktop.ui.search_field import SearchField

if TYPE_CHECKING:
    from desktop.ui.searching.completion import Completion


def join_search(
    field: SearchField, dispatch: Dispatch, mailboxes: Callable[[], Sequence[MailboxRow]], now: Now
) -> None:
    """`mailboxes` are those on the screen."""

    def make() -> Completion:
        from desktop.ui.searching.completion import Completion
        from desktop.ui.searching.sources import SessionSources

        made = Completion(field, SessionSources(dispatch.session, mailboxes, now), dispatch)
        made.help_wanted.connect(show_help)
        return made

    def show_help() -> None:
        from desktop.ui.searching.sheet import SearchSheet

        SearchSheet(field.window()).show()

    field.meant.connect(lambda typed: dispatch.follow(dispatch.session.searches.keep(typed), lambda _: None))
    field.complete_by(make)
