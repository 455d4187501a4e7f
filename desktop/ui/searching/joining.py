"""Joins the search field to the list and the session: what was meant is kept, and offers are made when the field is first used.

GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from desktop.ui.dispatch import Dispatch
from desktop.ui.folder_pane.pane import FolderPane
from desktop.ui.parts import Now
from desktop.ui.searching.field import SearchField

if TYPE_CHECKING:
    from desktop.ui.searching.completion import Completion


def join_search(
    field: SearchField,
    search: Callable[[str], object],
    enter_list: Callable[[], object],
    dispatch: Dispatch,
    folders: FolderPane,
    now: Now,
) -> None:
    """`search` shows what is found, `enter_list` takes the keyboard there."""

    def make() -> Completion:
        from desktop.ui.searching.completion import Completion
        from desktop.ui.searching.sources import SessionSources

        sources = SessionSources(dispatch, folders.mailboxes, now, field)
        made = Completion(field, sources, dispatch)
        sources.answered.connect(made.show_more)
        made.help_wanted.connect(show_help)
        return made

    def show_help() -> None:
        from desktop.ui.searching.sheet import SearchSheet

        SearchSheet(field.window()).show()

    field.searched.connect(search)
    field.left.connect(enter_list)
    field.meant.connect(lambda typed: dispatch.follow(dispatch.session.searches.keep(typed), lambda _: None))
    field.complete_by(make)
