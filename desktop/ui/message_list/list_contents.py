"""What a list holds, asked of the session: its first rows at once, and all of it beside what is shown. Any thread."""

from __future__ import annotations

from array import array

from desktop.core.api.queries import ListView
from desktop.core.api.session import MailSession
from desktop.core.api.stopping import Stop
from desktop.core.mail.grouping import Groups
from desktop.ui.message_list.folding import Folding, fold
from desktop.ui.message_list.model import PAGE
from desktop.ui.message_list.refresh import Refresh, keep, plan_refresh
from desktop.ui.message_list.regrouping import keep_mail, plan_folded


def first_rows(session: MailSession, query: ListView, *, grouped: bool) -> tuple[array[int], Folding | None, bool]:
    """Of a list by date: the rows, how they are folded where they are conversations, and whether that is all."""
    if not grouped:
        keys = array("q", session.first_keys(query, PAGE))
        return keys, None, len(keys) < PAGE
    newest_first = query.descending
    groups = session.first_groups(query, PAGE) if newest_first else Groups(array("q"), array("q"))
    folding = fold(groups)
    return folding.rows, folding, newest_first and len(groups.keys) < PAGE


def read_list(
    session: MailSession,
    query: ListView,
    unwanted: Stop,
    *,
    old: array[int],
    sticky: int | None,
    wanted: frozenset[int],
    folding: Folding | None,
) -> Refresh:
    """The whole list, as what has to change of the `old` keys, or of their `folding`; `sticky` stays while it is there at all.
    As long as the list: worker thread."""
    if folding is not None:
        groups = session.list_groups(query, unwanted)
        if sticky is not None and session.rows((sticky,)):
            groups = keep_mail(folding.groups, groups, sticky)
        return plan_folded(folding, groups, wanted)
    new = session.list_keys(query, unwanted)
    if sticky is not None and session.rows((sticky,)):
        new = keep(old, new, sticky)
    return plan_refresh(old, new, wanted)
